/** A type of Terraform's, as the protocol writes it in JSON. Maps of strings scale to tens of thousands of elements in Terraform; sets and objects do not. */
export type AttributeType =
  | "string"
  | "number"
  | "bool"
  | readonly ["list" | "set" | "map", AttributeType]
  | readonly ["object", Readonly<Record<string, AttributeType>>];

/** One attribute of a block. */
export interface Attribute {
  readonly type: AttributeType;
  /** Markdown, for the documentation. */
  readonly description: string;
  /** `computed` is set by the provider; `optional-computed` by it where the configuration leaves it out. */
  readonly mode: "required" | "optional" | "computed" | "optional-computed";
  readonly sensitive?: boolean;
  /** In the configuration alone, never in plan or state (Terraform 1.11 and later). */
  readonly writeOnly?: boolean;
}

/** The attributes of a provider, resource or data source. */
export interface Schema {
  /** Raised when states of before must be upgraded. */
  readonly version: number;
  readonly description: string;
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** A schema as the protocol's message `Schema`. */
export const schemaMessage = ({ version, description, attributes }: Schema): object => ({
  version,
  block: {
    version,
    description,
    description_kind: MARKDOWN,
    attributes: Object.entries(attributes).map(([name, { type, description: words, mode, sensitive, writeOnly }]) => ({
      name,
      type: Buffer.from(JSON.stringify(type)),
      description: words,
      description_kind: MARKDOWN,
      required: mode === "required",
      optional: mode === "optional" || mode === "optional-computed",
      computed: mode === "computed" || mode === "optional-computed",
      sensitive: sensitive === true,
      write_only: writeOnly === true,
    })),
  },
});

const MARKDOWN = 1;

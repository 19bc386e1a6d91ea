import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DATA_SOURCE_ARGUMENTS, RESOURCE_ARGUMENTS, UNREAD_RESOURCES } from "../../../readers/terraform/provider-schema";
import { READERS } from "../../../readers/terraform/resources";

interface Block {
  readonly attributes: Readonly<Record<string, { readonly computed?: boolean; readonly optional?: boolean; readonly required?: boolean }>>;
  readonly block_types?: Readonly<Record<string, unknown>>;
}
const schemas = JSON.parse(readFileSync(join(__dirname, "../../fixtures/synthesized/provider-schema-1.26.0.json"), "utf8")).provider_schemas;
const [provider] = Object.values(schemas) as { resource_schemas: Record<string, { block: Block }>; data_source_schemas: Record<string, { block: Block }> }[];

const argumentsOf = ({ block }: { block: Block }): string[] =>
  [
    ...Object.entries(block.attributes)
      .filter(([, { optional, required }]) => optional === true || required === true)
      .map(([name]) => name),
    ...Object.keys(block.block_types ?? {}),
  ].sort();
const table = (types: Record<string, { block: Block }>) => Object.fromEntries(Object.entries(types).map(([type, schema]) => [type, argumentsOf(schema)]));

test("the resources and their arguments are those of the provider's schema", () => {
  expect(RESOURCE_ARGUMENTS).toEqual(table(provider!.resource_schemas));
});

test("the data sources and their arguments are those of the provider's schema", () => {
  expect(DATA_SOURCE_ARGUMENTS).toEqual(table(provider!.data_source_schemas));
});

test("each resource is either read or opaque with a reason", () => {
  expect([...Object.keys(READERS), ...Object.keys(UNREAD_RESOURCES)].sort()).toEqual(Object.keys(RESOURCE_ARGUMENTS).sort());
});

import { blocksOf, nestedBlocks } from "./blocks";
import { field, isObject, type JsonObject } from "./json-text";

/** The two public registries, which carry the same providers; a source without host means them. */
const PUBLIC_REGISTRIES: readonly string[] = ["registry.terraform.io/", "registry.opentofu.org/"];

/** A source as `namespace/type`, or with its host where that is not a public registry: two spellings of one provider become equal. */
export const canonicalSource = (source: string): string => {
  const lower = source.toLowerCase();
  const registry = PUBLIC_REGISTRIES.find((host) => lower.startsWith(host));
  const short = registry === undefined ? lower : lower.slice(registry.length);
  return short.includes("/") ? short : `hashicorp/${short}`;
};

/** A canonical source with its host: the subject of findings about it. */
export const fullSource = (source: string): string => (source.split("/").length > 2 ? source : `${PUBLIC_REGISTRIES[0]}${source}`);

/** Where the providers of one configuration come from. */
export interface ProviderSources {
  /** The canonical source of a local name; without an entry Terraform takes `hashicorp/NAME`. */
  sourceOf(localName: string): string;
  /** Local names that have an entry. */
  readonly localNames: readonly string[];
}

/** Reads `terraform.required_providers`; a source that is not a plain string, or is given twice, equals no other. */
export function readProviderSources(root: JsonObject, path: string): ProviderSources {
  const sources = new Map<string, string>();
  for (const { body } of blocksOf(field(root, "terraform"), 0, "terraform", path)) {
    for (const requirements of nestedBlocks(field(body, "required_providers"))) {
      for (const [name, requirement] of Object.entries(requirements)) {
        if (name === "//") continue;
        const source = isObject(requirement) ? field(requirement, "source") : undefined;
        const canonical = typeof source === "string" ? canonicalSource(source) : source === undefined ? `hashicorp/${name}` : "(not a source)";
        const before = sources.get(name);
        sources.set(name, before === undefined || before === canonical ? canonical : "(given twice)");
      }
    }
  }
  return { sourceOf: (name) => sources.get(name) ?? `hashicorp/${name}`, localNames: [...sources.keys()] };
}

import { nestedBlocks } from "../terraform/blocks";
import { field, type Json, type JsonObject } from "../terraform/json-text";
import type { SourceBlock } from "./source-blocks";

/** True for a file whose blocks replace arguments of others. https://developer.hashicorp.com/terraform/language/files/override */
export const isOverride = (name: string): boolean => /(?:^|_)override\.(?:tf|tofu)(?:\.json)?$/.test(name);

/** What Terraform makes of blocks and of those that override them, in the order of their files. */
export const withOverrides = (blocks: readonly SourceBlock[], overrides: readonly SourceBlock[]): readonly SourceBlock[] =>
  overrides.reduce(withOverride, blocks);

const withOverride = (blocks: readonly SourceBlock[], override: SourceBlock): readonly SourceBlock[] => {
  if (override.kind === "locals") return [...blocks.map((block) => (block.kind === "locals" ? without(block, override.body) : block)), override];
  if (override.kind === "terraform") return [...blocks.map((block) => (block.kind === "terraform" ? withoutProviders(block, override.body) : block)), override];
  const at = blocks.findIndex((block) => isSame(block, override));
  return at === -1 ? [...blocks, override] : blocks.map((block, index) => (index === at ? { ...block, body: mergedBody(block.body, override.body) } : block));
};

const isSame = (block: SourceBlock, override: SourceBlock): boolean =>
  MERGED.has(block.kind) &&
  block.kind === override.kind &&
  block.labels.join("\u0000") === override.labels.join("\u0000") &&
  (block.kind !== "provider" || (field(block.body, "alias") ?? null) === (field(override.body, "alias") ?? null));

const MERGED: ReadonlySet<string> = new Set(["resource", "data", "ephemeral", "provider", "module", "variable", "output"]);

/** Arguments and blocks are replaced by name, but for `lifecycle`, whose arguments are. */
const mergedBody = (base: JsonObject, override: JsonObject): JsonObject => {
  const lifecycle: Json = [...nestedBlocks(field(base, "lifecycle")), ...nestedBlocks(field(override, "lifecycle"))];
  return { ...base, ...override, ...(lifecycle.length > 0 && { lifecycle }) };
};

const without = (block: SourceBlock, names: JsonObject): SourceBlock => ({ ...block, body: leftOf(block.body, names) });
const leftOf = (body: JsonObject, names: JsonObject): JsonObject => Object.fromEntries(Object.entries(body).filter(([name]) => !Object.hasOwn(names, name)));

/** Requirements are replaced by the provider's name; of other blocks both are judged. */
const withoutProviders = (block: SourceBlock, override: JsonObject): SourceBlock => {
  const replaced = Object.assign({}, ...nestedBlocks(field(override, "required_providers"))) as JsonObject;
  const left = nestedBlocks(field(block.body, "required_providers")).map((requirements) => leftOf(requirements, replaced));
  return left.length === 0 ? block : { ...block, body: { ...block.body, required_providers: left } };
};

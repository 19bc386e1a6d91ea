import { InputError } from "../../model/input-error";
import { isArray, isObject, type Json, type JsonObject } from "../terraform/json-text";

/** Blocks that a Terraform or OpenTofu configuration may have at its top. */
const TOP_LEVEL = [
  "terraform",
  "provider",
  "resource",
  "data",
  "ephemeral",
  "variable",
  "output",
  "locals",
  "module",
  "moved",
  "removed",
  "import",
  "check",
  "action",
] as const;
const KNOWN: ReadonlySet<string> = new Set([...TOP_LEVEL, "//"]);

/** The configuration's top, or an InputError that says what the file is instead. */
export function asConfiguration(value: Json, path: string): JsonObject {
  if (!isObject(value))
    throw new InputError(`\`${path}\` is not Terraform's JSON`, [`it holds ${isArray(value) ? "a list" : "a single value"}, not an object`]);
  const has = (...keys: readonly string[]): boolean => keys.every((key) => Object.hasOwn(value, key));
  if (has("format_version", "resource_changes") || has("format_version", "planned_values")) throw mistaken(path, "a Terraform plan");
  if (has("format_version", "provider_schemas")) throw mistaken(path, "a provider schema");
  if (has("lineage", "serial") || has("format_version", "values")) throw mistaken(path, "a Terraform state");
  const keys = Object.keys(value);
  if (keys.length > 0 && !keys.some((key) => KNOWN.has(key))) {
    throw new InputError(`\`${path}\` is not Terraform's JSON`, [
      `none of its keys is a block that Terraform knows: ${keys
        .slice(0, 5)
        .map((key) => `\`${key}\``)
        .join(", ")}`,
    ]);
  }
  return value;
}

/** Keys at the top that Terraform would not know either. */
export const strangeKeys = (root: JsonObject): readonly string[] => Object.keys(root).filter((key) => !KNOWN.has(key));

const mistaken = (path: string, what: string): InputError =>
  new InputError(`\`${path}\` is ${what}, not a configuration`, ["give a folder with `cdk.tf.json`, as `cdktf synth` writes it"]);

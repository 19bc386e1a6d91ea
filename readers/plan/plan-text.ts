import { InputError } from "../../model/input-error";
import { field, isArray, isObject, type Json, type JsonObject, parseJsonText } from "../terraform/json-text";

const HOW = "make it with `terraform show -json PLANFILE`";

/**
 * The object of a plan in JSON, format major 1 (https://developer.hashicorp.com/terraform/internals/json-format). Throws an InputError
 * that says what the text is instead.
 */
export const planIn = (text: string, path: string): JsonObject => {
  const plan = parseJsonText(text, path);
  if (!isObject(plan)) throw new InputError(`\`${path}\` is not a plan`, [`it holds ${isArray(plan) ? "a list" : "a single value"}, not an object`, HOW]);
  refuseOthers(plan, path);
  refuseVersion(field(plan, "format_version"), path);
  for (const [name, isFine] of SECTIONS) {
    const section = field(plan, name);
    if (section !== undefined && !isFine(section)) throw new InputError(`\`${path}\`: \`${name}\` is not what Terraform writes`, [HOW]);
  }
  if (field(plan, "configuration") === undefined)
    throw new InputError(`\`${path}\` has no \`configuration\``, ["the provider configurations in it say which server a change is about", HOW]);
  return plan;
};

const isListOfObjects = (section: Json): boolean => isArray(section) && section.every(isObject);
const SECTIONS: readonly (readonly [string, (section: Json) => boolean])[] = [
  ["configuration", isObject],
  ["resource_changes", isListOfObjects],
  ["resource_drift", isListOfObjects],
  ["deferred_changes", isListOfObjects],
  ["action_invocations", isListOfObjects],
  ["deferred_action_invocations", isListOfObjects],
  ["prior_state", isObject],
];

/** What else comes as JSON from Terraform. */
const refuseOthers = (plan: JsonObject, path: string): void => {
  const has = (...keys: readonly string[]): boolean => keys.every((key) => Object.hasOwn(plan, key));
  if (has("lineage", "serial") || (has("format_version", "values") && !has("configuration"))) throw mistaken(path, "a Terraform state");
  if (has("format_version", "provider_schemas")) throw mistaken(path, "a provider schema");
  if (has("@level", "@message")) throw mistaken(path, "the log of `terraform plan -json`, which holds no values");
  if (!has("format_version") && ["resource", "provider", "terraform", "variable", "module"].some((block) => has(block)))
    throw mistaken(path, "a configuration");
};

const mistaken = (path: string, what: string): InputError => new InputError(`\`${path}\` is ${what}, not a plan`, [HOW]);

const refuseVersion = (version: Json | undefined, path: string): void => {
  const major = typeof version === "string" ? /^(\d+)\.\d+$/.exec(version)?.[1] : undefined;
  if (major === "1") return;
  const found =
    version === undefined ? "has no `format_version`" : `has \`format_version\` \`${typeof version === "string" ? version : JSON.stringify(version)}\``;
  throw new InputError(`\`${path}\` ${found}`, ["this version of rolegate reads plans of format 1: Terraform 1.1 and later, OpenTofu 1.6 and later", HOW]);
};

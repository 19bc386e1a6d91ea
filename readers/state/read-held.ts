import { InputError } from "../../model/input-error";
import type { HeldResource } from "../../model/migration";
import { field, isArray, isObject, type Json, type JsonObject, parseJsonText } from "../terraform/json-text";

const HOW = "make it with `terraform show -json > state.json`, before the configuration is changed";

/** The community provider's resources in a state (`terraform show -json`). Throws an InputError for a text that is none. */
export const readHeld = (text: string, path: string): readonly HeldResource[] => {
  const state = parseJsonText(text, path);
  if (!isObject(state) || field(state, "format_version") === undefined) throw new InputError(`\`${path}\` is not a state in JSON`, [HOW]);
  if (field(state, "resource_changes") !== undefined || field(state, "configuration") !== undefined)
    throw new InputError(`\`${path}\` is a plan, not a state`, [HOW]);
  const values = field(state, "values");
  return isObject(values) ? inModule(field(values, "root_module")) : [];
};

const inModule = (module: Json | undefined): readonly HeldResource[] =>
  isObject(module) ? [...listAt(module, "resources").flatMap(heldIn), ...listAt(module, "child_modules").flatMap(inModule)] : [];

const listAt = (object: JsonObject, key: string): readonly Json[] => {
  const value = field(object, key);
  return isArray(value) ? value : [];
};

const NAME = String.raw`[\p{ID_Start}_][\p{ID_Continue}-]*`;
const KEY = String.raw`(?:\[(?:\d+|"(?:[^"\\\p{Cc}]|\\.)*")\])?`;
const ADDRESS = new RegExp(`^(?:module\\.${NAME}${KEY}\\.)*${NAME}\\.${NAME}${KEY}$`, "u");

const heldIn = (resource: Json): readonly HeldResource[] => {
  if (!isObject(resource) || field(resource, "mode") !== "managed") return [];
  const type = textAt(resource, "type");
  const address = textAt(resource, "address");
  const values = field(resource, "values");
  if (!type.startsWith("postgresql_") || !isObject(values)) return [];
  // It goes into a configuration as it is.
  if (!ADDRESS.test(address)) throw new InputError(`the state has an address that Terraform does not write: \`${address}\``, [HOW]);
  switch (type) {
    case "postgresql_role":
      return [{ address, kind: "role", name: textAt(values, "name"), memberOf: listAt(values, "roles").filter((role) => typeof role === "string") }];
    case "postgresql_grant_role":
      return [{ address, kind: "membership", member: textAt(values, "role"), role: textAt(values, "grant_role") }];
    case "postgresql_grant":
    case "postgresql_default_privileges":
      return [{ address, kind: "privileges", role: textAt(values, "role"), database: textAt(values, "database") }];
    default:
      return [{ address, kind: "other" }];
  }
};

const textAt = (object: JsonObject, key: string): string => {
  const value = field(object, key);
  return typeof value === "string" ? value : "";
};

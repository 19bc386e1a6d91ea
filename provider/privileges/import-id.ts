import type { ProviderContext } from "../context";
import { databaseOf } from "../database";
import { errorDiagnostic, Refused } from "../plugin/diagnostics";
import { isList, jsonObject, type MapValue, type Value } from "../plugin/value";
import { PRIVILEGES_SCHEMA } from "./schema";
import { isPlaced, PRIVILEGE_ATTRIBUTES } from "./wanted";

const HOW =
  'It says whose and what, in JSON: `{"role": "app", "database": "shop", "schemas": ["sales"], "tables": ["sales"], "default_privileges": ["migrator"]}`, each attribute with the schemas, names or creating roles that the resource is to own; `database` may be left out.';

/** What `terraform import` names: a stub, whose objects are read. Throws `Refused` for anything else. */
export const objectOfImportId = async (context: ProviderContext, id: string): Promise<MapValue> => {
  const asked = jsonObject(id);
  const problem = asked === null ? "it is no JSON object" : problemOf(asked);
  if (asked === null || problem !== null) throw new Refused([errorDiagnostic("That is no id of privileges", `Got \`${id}\`: ${problem}. ${HOW}`)]);
  const stub = new Map<string, Value>(Object.keys(PRIVILEGES_SCHEMA.attributes).map((name) => [name, null]));
  for (const attribute of PRIVILEGE_ATTRIBUTES) {
    const names = asked.get(attribute);
    // Of a place whatever is in it; of what has none each name, with nothing until it is read.
    if (isList(names)) stub.set(attribute, new Map(names.map((name) => [String(name), isPlaced(attribute) ? new Map() : "NONE"])));
  }
  return stub.set("role", asked.get("role") ?? null).set("database", databaseOf(context, asked));
};

const problemOf = (asked: MapValue): string | null => {
  const { role, database = null } = { role: asked.get("role"), database: asked.get("database") };
  if (typeof role !== "string" || role === "") return "`role` is missing";
  if (database !== null && typeof database !== "string") return "`database` is no name";
  for (const [name, value] of asked) {
    if (name === "role" || name === "database") continue;
    if (!PRIVILEGE_ATTRIBUTES.some((attribute) => attribute === name)) return `there is no attribute \`${name}\``;
    if (!isList(value) || value.length === 0 || !value.every((each) => typeof each === "string" && each !== "")) return `\`${name}\` is no list of names`;
  }
  return asked.size - (database === null ? 0 : 1) < 2 ? "nothing is to be owned" : null;
};

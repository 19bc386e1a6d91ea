import { argumentTypes } from "../../model/argument-types";
import type { ProviderContext } from "../context";
import { databaseOf } from "../database";
import { errorDiagnostic, Refused } from "../plugin/diagnostics";
import { type MapValue, type Value, valueOfJson } from "../plugin/value";
import { FUNCTION_SCHEMA } from "./schema";

const SIMPLE = /^(?<schema>[^."(]+)\.(?<name>[^."(]+)\((?<arguments>.*)\)$/;

/** What `terraform import` names: `ops.cancel_session(integer, text)`, or JSON with `schema`, `name`, `arguments` and `database`. */
export const objectOfImportId = async (context: ProviderContext, id: string): Promise<MapValue> => {
  const asked = SIMPLE.exec(id)?.groups ?? jsonObject(id);
  const texts = new Map(Object.entries(asked ?? {}).map(([name, value]) => [name, typeof value === "string" ? value : ""]));
  if (!texts.get("schema") || !texts.get("name") || [...texts.keys()].some((name) => !NAMED.has(name)))
    throw new Refused([
      errorDiagnostic(
        "That is no id of a function",
        'It is `schema.name(argument types)`, or `{"schema": "ops", "name": "cancel_session", "arguments": "integer, text", "database": "shop"}` for odd names and other databases.',
      ),
    ]);
  const stub = new Map<string, Value>(Object.keys(FUNCTION_SCHEMA.attributes).map((name) => [name, null]));
  for (const [name, value] of texts) stub.set(name, name === "arguments" ? argumentTypes(value) : value);
  return stub.set("database", databaseOf(context, stub));
};

const NAMED: ReadonlySet<string> = new Set(["schema", "name", "arguments", "database"]);

const jsonObject = (text: string): Record<string, unknown> | null => {
  try {
    const value = valueOfJson(JSON.parse(text));
    return value instanceof Map ? Object.fromEntries(value) : null;
  } catch {
    return null;
  }
};

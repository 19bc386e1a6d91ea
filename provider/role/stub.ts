import { errorDiagnostic, Refused } from "../plugin/diagnostics";
import type { MapValue, Value } from "../plugin/value";
import { ROLE_SCHEMA } from "./schema";

/** A state in which everything but the name is left out. */
export const stubOf = (name: string): MapValue => {
  if (name === "") throw new Refused([errorDiagnostic("That is no role", "The id of a role is its name, exactly as PostgreSQL stores it.")]);
  return new Map<string, Value>([...Object.keys(ROLE_SCHEMA.attributes).map((attribute): [string, Value] => [attribute, null]), ["name", name]]);
};

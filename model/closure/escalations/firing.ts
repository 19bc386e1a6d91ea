import { addTo } from "../../add-to";
import type { TableHolder } from "../../object-facts";
import type { Access } from "../escalation";
import { type ObjectIndex, PUBLIC } from "../object-index";
import { makersIn } from "./words";

/** How the function of a trigger comes to run: who has what that takes, and on what it hangs. */
export interface Firing {
  readonly access: Access;
  readonly condition: string | null;
}

/** It takes nothing. */
export const BY_ANYONE: readonly Firing[] = [{ access: [], condition: null }];

type Firings = (database: string | null) => readonly Firing[];

/** Asks who can make a trigger and have it fire: on a table that it makes, or on one that it owns or has TRIGGER on. EXECUTE on the function is asked besides. */
export const triggerMakersIn = (objects: ObjectIndex): Firings =>
  onTables(
    objects,
    objects.graph.tableHolders,
    ({ writes }) => writes,
    "once somebody writes to a table that it owns or has TRIGGER on, if it may use the schema of that table",
  );

/** Asks who can have a table rewritten: one that it makes, or one of its own. */
export const rewritersIn = (objects: ObjectIndex): Firings =>
  onTables(
    objects,
    objects.graph.tableHolders.filter(({ owns }) => owns),
    () => true,
    "if it may use the schema of a table that it owns",
  );

/**
 * Makers of tables, and those who hold one; a database that is not known makes no demand. USAGE on the schema is looked for with the holder
 * itself, so that one list serves for all schemas: where others would have to bring it, that is the condition.
 */
const onTables = (objects: ObjectIndex, all: readonly TableHolder[], isEnough: (holder: TableHolder) => boolean, condition: string): Firings => {
  const makers = makersIn(objects);
  const holders = bySchema(all);
  const answers = new Map<string, readonly Firing[]>();
  const answerOf = (database: string, made: Access): readonly Firing[] => {
    const sure = new Set(made.flat());
    const others = new Set<string>();
    const users = new Set<string>();
    for (const [schema, held] of holders.get(database) ?? []) {
      const [allowed = [PUBLIC]] = objects.schemaUsers({ database, schema });
      const named = new Set(allowed);
      for (const holder of held) {
        const role = objects.roleMeant(holder.role, database);
        (isEnough(holder) && (named.has(PUBLIC) || named.has(role)) ? sure : others).add(role);
      }
      for (const name of allowed) users.add(name);
    }
    if (sure.has(PUBLIC)) return [{ access: [[PUBLIC]], condition: null }];
    const late = [...others].filter((role) => !sure.has(role));
    const firing: Firing = { access: [[...sure]], condition: null };
    return late.length === 0 ? [firing] : [firing, { access: [late, [...users]], condition }];
  };
  return (database) => {
    const made = makers(database);
    if (database === null || made.length === 0) return BY_ANYONE;
    const answer = answers.get(database) ?? answerOf(database, made);
    answers.set(database, answer);
    return answer;
  };
};

const bySchema = (holders: readonly TableHolder[]): ReadonlyMap<string, ReadonlyMap<string, readonly TableHolder[]>> => {
  const databases = new Map<string, Map<string, TableHolder[]>>();
  for (const holder of holders) {
    const schemas = databases.get(holder.database) ?? new Map<string, TableHolder[]>();
    databases.set(holder.database, schemas);
    addTo(schemas, holder.schema, holder);
  }
  return databases;
};

import { type Grant, NO_ORIGIN } from "../../model/access-graph";
import { functionDigest } from "../../model/function-digest";
import type { FunctionFact, FunctionName, Relation, Trigger, TriggerEvent } from "../../model/object-facts";
import { type Acl, grantsOf } from "./acl";
import type { CallRow, FunctionRow, ReadRow, RelationRow, SupportRow, TriggerRow } from "./object-sql";
import type { NameOf } from "./role-names";

const KINDS: Readonly<Record<string, FunctionFact["kind"]>> = { p: "procedure", a: "aggregate" };
const SEARCH_PATH = "search_path=";

/** The functions, each with what it runs by being an aggregate. */
export const functionsOf = (database: string, rows: readonly FunctionRow[], supports: readonly SupportRow[], nameOf: NameOf): readonly FunctionFact[] => {
  const runs = grouped(supports, ({ aggregate }) => aggregate);
  return rows.map((row) => {
    const kind = KINDS[row.kind] ?? "function";
    const settings = row.settings ?? [];
    const owner = nameOf(row.owner);
    return {
      name: row.name,
      schema: row.schema,
      database,
      arguments: row.arguments,
      kind,
      language: row.language,
      securityDefiner: row.definer,
      owner,
      extension: row.extension,
      isTrigger: row.istrigger,
      isEventTrigger: row.iseventtrigger,
      publicByDefault: false,
      searchPath: settings.find((setting) => setting.startsWith(SEARCH_PATH))?.slice(SEARCH_PATH.length) ?? null,
      // An aggregate has no body of its own.
      sha256: kind === "aggregate" ? null : functionDigest({ ...row, owner, settings, securityDefiner: row.definer }),
      runs: (runs.get(row.oid) ?? []).map(functionName),
      origin: NO_ORIGIN,
    };
  });
};

/** EXECUTE on each of them. */
export const functionGrants = (database: string, rows: readonly FunctionRow[], nameOf: NameOf): readonly Grant[] =>
  rows.flatMap((row) =>
    grantsOf(row.acl, { objectType: "function", database, schema: row.schema, object: row.name, arguments: row.arguments }, nameOf, row.initial),
  );

const RELATION_KINDS: Readonly<Record<string, Relation["kind"]>> = { v: "view", m: "materialized-view", f: "foreign-table" };

/** The relations, each with what it reads and calls. */
export const relationsOf = (
  database: string,
  rows: readonly RelationRow[],
  reads: readonly ReadRow[],
  calls: readonly CallRow[],
  nameOf: NameOf,
): readonly Relation[] => {
  const readBy = grouped(reads, ({ relation }) => relation);
  const calledBy = grouped(calls, ({ relation }) => relation);
  return rows.map(({ oid, name, schema, owner, kind, extension, rowsecurity, invoker, server, program, file }) => ({
    name,
    schema,
    database,
    owner: nameOf(owner),
    kind: RELATION_KINDS[kind] ?? "table",
    extension,
    rowSecurity: rowsecurity,
    foreign: server === null ? null : { server, program, file },
    reads: isTrue(invoker) ? [] : (readBy.get(oid) ?? []).map(({ schema, name }) => ({ schema, name })),
    calls: (calledBy.get(oid) ?? []).map(functionName),
    origin: NO_ORIGIN,
  }));
};

/** Privileges on a table and on its columns. */
export const relationGrants = (
  database: string,
  {
    schema,
    name,
    acl,
    columns,
    initial = null,
  }: { readonly schema: string; readonly name: string; readonly acl: Acl; readonly columns: RelationRow["columns"]; readonly initial?: Acl },
  nameOf: NameOf,
): readonly Grant[] => [
  ...grantsOf(acl, { objectType: "table", database, schema, object: name }, nameOf, initial),
  ...(columns ?? []).flatMap(([column, entries]) => grantsOf(entries, { objectType: "column", database, schema, object: name, columns: [column] }, nameOf)),
];

/** Bits of `tgtype`. https://github.com/postgres/postgres/blob/master/src/include/catalog/pg_trigger.h */
const EACH_ROW = 1;
const EVENTS: readonly (readonly [number, TriggerEvent])[] = [
  [4, "INSERT"],
  [16, "UPDATE"],
  [8, "DELETE"],
  [32, "TRUNCATE"],
];

/** A trigger as it fires for those who write `table`: also one of a child or partition, for the rows that reach it. */
export const triggerOf = (
  database: string,
  { name, schema, table, functionschema, functionname, type, enabled, inherited, partitioned }: TriggerRow,
): Trigger => {
  const reaches = (event: TriggerEvent): boolean => !inherited || event === "TRUNCATE" || ((type & EACH_ROW) !== 0 && (event !== "INSERT" || partitioned));
  return {
    name,
    table: { schema, name: table },
    database,
    function: { schema: functionschema, name: functionname, arguments: "" },
    // ENABLE REPLICA: no session fires it that is not replicating.
    events: enabled === "R" ? [] : EVENTS.flatMap(([bit, event]) => ((type & bit) !== 0 && reaches(event) ? [event] : [])),
    always: enabled !== "O",
    origin: NO_ORIGIN,
  };
};

const functionName = (row: { readonly schema: string; readonly name: string; readonly arguments: string }): FunctionName => ({
  schema: row.schema,
  name: row.name,
  arguments: row.arguments,
});

const grouped = <Row>(rows: readonly Row[], keyOf: (row: Row) => number): ReadonlyMap<number, readonly Row[]> => {
  const groups = new Map<number, Row[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group === undefined) groups.set(keyOf(row), [row]);
    else group.push(row);
  }
  return groups;
};

/** Is an option's written value yes, as PostgreSQL reads it? Absent is no. */
export const isTrue = (value: string | null): boolean => value !== null && /^(t(r(ue?)?)?|y(es?)?|on|1)$/i.test(value);

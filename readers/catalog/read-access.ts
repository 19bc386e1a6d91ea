import type { AccessEntry, AccessKind, AccessObject } from "../../model/access-object";
import { ACCESS_SQL, type AccessEntryRow, type AccessObjectRow, CLUSTER_ACCESS_SQL, PARAMETER_ACCESS_SQL } from "./access-sql";
import type { Query } from "./read-cluster";
import { DROPPED_ROLE, type NameOf } from "./role-names";

/**
 * Who has what on every object of `database`, as any login that may connect reads it: `query` runs on a connection to it, in a transaction that the
 * caller began with `BEGIN_READING`. `nameOf` is the cluster's reading's. Large objects are left out: no input speaks of them.
 */
export const readAccess = async (query: Query, database: string, nameOf: NameOf): Promise<readonly AccessObject[]> => {
  const objects: AccessObject[] = [];
  for (const sql of Object.values(ACCESS_SQL)) {
    for (const row of (await query(sql)) as readonly AccessObjectRow[]) objects.push(objectOf(row, database, nameOf));
  }
  return objects;
};

/** The same of databases, tablespaces and, from PostgreSQL 15, parameters. */
export const readClusterAccess = async (query: Query, major: number, nameOf: NameOf): Promise<readonly AccessObject[]> => {
  const objects: AccessObject[] = [];
  for (const sql of [...Object.values(CLUSTER_ACCESS_SQL), ...(major >= 15 ? [PARAMETER_ACCESS_SQL] : [])]) {
    for (const row of (await query(sql)) as readonly AccessObjectRow[]) objects.push(objectOf(row, row.kind === "database" ? row.name : null, nameOf));
  }
  return objects;
};

/** `relkind` and `prokind`; what is not here is a kind already. */
const KINDS: Readonly<Record<string, AccessKind>> = {
  r: "table",
  p: "table",
  v: "table",
  m: "table",
  f: "table",
  S: "sequence",
};
/** `f` is a foreign table as well as a function. */
const ROUTINE_KINDS: Readonly<Record<string, AccessKind>> = { f: "function", a: "function", w: "function", p: "procedure" };

const objectOf = (row: AccessObjectRow, database: string | null, nameOf: NameOf): AccessObject => {
  const kinds = row.arguments === null ? KINDS : ROUTINE_KINDS;
  const entries = entriesOf(row.acl, nameOf);
  return {
    kind: kinds[row.kind] ?? (row.kind as AccessKind),
    database,
    schema: row.schema,
    name: row.name,
    ...(row.arguments !== null && { arguments: row.arguments }),
    owner: nameOf(row.owner),
    entries,
    initial: row.initial === null ? entries : isInformationSchema(row) ? entries.filter(({ grantee }) => grantee === "PUBLIC") : entriesOf(row.initial, nameOf),
    columns: (row.columns ?? []).map(([name, acl]) => ({ name, entries: entriesOf(acl, nameOf) })),
  };
};

/** initdb makes it after it has noted what it gave. */
const isInformationSchema = ({ kind, schema, name }: AccessObjectRow): boolean => (kind === "schema" ? name : schema) === "information_schema";

const entriesOf = (acl: readonly AccessEntryRow[] | null, nameOf: NameOf): readonly AccessEntry[] => {
  const entries: AccessEntry[] = [];
  for (const [oid, by, privilege, grantable] of acl ?? []) {
    const grantee = nameOf(oid);
    if (!DROPPED_ROLE.test(grantee)) entries.push({ grantee, grantor: nameOf(by), privilege, grantable });
  }
  return entries;
};

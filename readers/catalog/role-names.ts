import type { Query } from "./read-cluster";

/** The name of the role with an OID; 0 is PUBLIC. */
export type NameOf = (oid: number) => string;

/**
 * By what the cluster's reading says, never by what a database says: `pg_get_userbyid` answers in the encoding of the database where it is asked, in
 * which the same name may read otherwise, and of another moment than the snapshot.
 */
export const namesByOid =
  (names: ReadonlyMap<number, string>): NameOf =>
  (oid) =>
    oid === 0 ? "PUBLIC" : (names.get(oid) ?? `unknown (OID=${oid})`);

/** Where no role has the OID: it was dropped, or made after the snapshot. PostgreSQL says it in the same words. */
export const DROPPED_ROLE = /^unknown \(OID=\d+\)$/;

/** For who reads one database alone. */
export const readRoleNames = async (query: Query): Promise<NameOf> => {
  const rows = (await query("SELECT oid::pg_catalog.int8::pg_catalog.text AS oid, rolname::pg_catalog.text AS name FROM pg_catalog.pg_roles")) as readonly {
    readonly oid: string;
    readonly name: string;
  }[];
  return namesByOid(new Map(rows.map(({ oid, name }) => [Number(oid), name])));
};

import { listed, shownName } from "../../model/path-words";
import type { Query } from "../../readers/catalog/read-cluster";
import { literal } from "../../writers/quote";

/** What hangs on a role that is to be dropped. */
export interface Dependents {
  /** What DROP ROLE refuses for, a line each. */
  readonly blocking: readonly string[];
  /** Memberships, which DROP ROLE takes along. */
  readonly memberships: readonly string[];
}

interface DependentRow {
  /** Null: of the whole cluster. */
  readonly database: string | null;
  readonly kind: string;
  readonly class: string;
  readonly count: number;
  /** In words; null where it is in a database that the session is not in. */
  readonly objects: readonly (string | null)[];
}

const dependentsSql = (name: string): string => `
SELECT database.datname::pg_catalog.text AS database, depend.deptype::pg_catalog.text AS kind, class.relname::pg_catalog.text AS class,
       pg_catalog.count(*)::pg_catalog.int4 AS count,
       pg_catalog.json_agg(CASE WHEN database.datname IS NULL OR database.datname OPERATOR(pg_catalog.=) pg_catalog.current_database()
                                THEN pg_catalog.pg_describe_object(depend.classid, depend.objid, depend.objsubid) END) AS objects
FROM pg_catalog.pg_shdepend AS depend
JOIN pg_catalog.pg_class AS class ON class.oid OPERATOR(pg_catalog.=) depend.classid
JOIN pg_catalog.pg_roles AS role ON role.oid OPERATOR(pg_catalog.=) depend.refobjid
LEFT JOIN pg_catalog.pg_database AS database ON database.oid OPERATOR(pg_catalog.=) depend.dbid
WHERE depend.refclassid OPERATOR(pg_catalog.=) 'pg_catalog.pg_authid'::pg_catalog.regclass
  AND role.rolname::pg_catalog.text OPERATOR(pg_catalog.=) ${literal(name)}
GROUP BY 1, 2, 3 ORDER BY 1 NULLS FIRST, 2, 3`;

/** Leaves out the ADMIN OPTION that CREATEROLE gave whoever made the role. */
const membershipsSql = (name: string): string => `
SELECT DISTINCT member.rolname::pg_catalog.text AS member, role.rolname::pg_catalog.text AS role
FROM pg_catalog.pg_auth_members AS edge
JOIN pg_catalog.pg_roles AS member ON member.oid OPERATOR(pg_catalog.=) edge.member
JOIN pg_catalog.pg_roles AS role ON role.oid OPERATOR(pg_catalog.=) edge.roleid
WHERE (member.rolname::pg_catalog.text OPERATOR(pg_catalog.=) ${literal(name)} OR role.rolname::pg_catalog.text OPERATOR(pg_catalog.=) ${literal(name)})
  AND member.rolname OPERATOR(pg_catalog.<>) CURRENT_USER
ORDER BY 1, 2`;

/** What a role owns, is granted and belongs to, as far as one connection shows it: in other databases how much of what. */
export const dependentsOf = async (query: Query, name: string): Promise<Dependents> => {
  const rows = (await query(dependentsSql(name))) as readonly DependentRow[];
  const memberships = (await query(membershipsSql(name))) as readonly { readonly member: string; readonly role: string }[];
  return { blocking: rows.map(lineOf), memberships: memberships.map(({ member, role }) => `${shownName(member)} is a member of ${shownName(role)}`) };
};

const lineOf = ({ database, kind, class: of, count, objects }: DependentRow): string => {
  const known = objects.filter((object) => object !== null);
  const what = known.length === 0 ? `${count} ${NOUNS[of] ?? `entries of ${of}`}` : `${listed(known.slice(0, MOST_SHOWN))}${more(known.length)}`;
  return `${database === null ? "" : `in database ${shownName(database)}: `}${VERBS[kind] ?? "is named by"} ${what}`;
};

const MOST_SHOWN = 10;
const more = (count: number): string => (count > MOST_SHOWN ? ` and ${count - MOST_SHOWN} more` : "");

/** https://www.postgresql.org/docs/current/catalog-pg-shdepend.html */
const VERBS: Readonly<Record<string, string>> = { o: "owns", a: "has privileges on", i: "has initial privileges on", r: "is named in", t: "has as tablespace" };
const NOUNS: Readonly<Record<string, string>> = {
  pg_class: "tables, views or sequences",
  pg_proc: "functions",
  pg_namespace: "schemas",
  pg_type: "types",
  pg_default_acl: "default privileges",
  pg_policy: "row security policies",
};

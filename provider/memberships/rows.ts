import { optionWords, unitedOptions, withGrantors } from "../../model/membership-options";
import type { Query } from "../../readers/catalog/read-cluster";
import { literal } from "../../writers/quote";
import { majorOf } from "../session";
import type { Grants, Scope } from "./scope";

/** One row of pg_auth_members by names. INHERIT and SET are null before PostgreSQL 16. */
export interface MembershipRow {
  readonly member: string;
  readonly role: string;
  readonly grantor: string;
  readonly admin: boolean;
  readonly inherit: boolean | null;
  readonly set: boolean | null;
  /** Would a GRANT of this session be recorded by the same grantor? */
  readonly own: boolean;
  /** ADMIN OPTION that CREATEROLE gave this session's login on a role that it made (16 and later): it can neither be revoked by it nor given. */
  readonly implicit: boolean;
}

const rowsSql = (where: string, major: number): string => `
SELECT member.rolname::pg_catalog.text AS member, role.rolname::pg_catalog.text AS role, grantor.rolname::pg_catalog.text AS grantor,
       edge.admin_option AS admin, ${major >= 16 ? SINCE_16 : BEFORE_16}
FROM pg_catalog.pg_auth_members AS edge
JOIN pg_catalog.pg_roles AS member ON member.oid OPERATOR(pg_catalog.=) edge.member
JOIN pg_catalog.pg_roles AS role ON role.oid OPERATOR(pg_catalog.=) edge.roleid
JOIN pg_catalog.pg_roles AS grantor ON grantor.oid OPERATOR(pg_catalog.=) edge.grantor
JOIN pg_catalog.pg_roles AS login ON login.rolname OPERATOR(pg_catalog.=) CURRENT_USER
WHERE ${where}
ORDER BY 1, 2, 3`;

/** A superuser's grant is recorded as the bootstrap superuser's; another login's as that of the role by which it holds ADMIN OPTION. */
const SINCE_16 = `edge.inherit_option AS inherit, edge.set_option AS set,
       CASE WHEN login.rolsuper THEN edge.grantor OPERATOR(pg_catalog.=) 10::pg_catalog.oid ELSE pg_catalog.pg_has_role(edge.grantor, 'USAGE') END AS own,
       NOT login.rolsuper AND edge.member OPERATOR(pg_catalog.=) login.oid AND edge.grantor OPERATOR(pg_catalog.=) 10::pg_catalog.oid
         AND edge.admin_option AND NOT edge.inherit_option AND NOT edge.set_option AS implicit`;
/** One row a pair, whoever granted it last. */
const BEFORE_16 = "NULL AS inherit, NULL AS set, TRUE AS own, FALSE AS implicit";

/** Every row in the scope. Memberships that initdb made among predefined roles are the server's own. */
export const readRows = async (query: Query, scope: Scope, major: number): Promise<readonly MembershipRow[]> => {
  if (scope.of !== "pair" && scope.names.size === 0) return [];
  const where =
    scope.of === "pair"
      ? `${isNamed("member", [scope.member])} AND ${isNamed("role", [scope.role])}`
      : isNamed(scope.of === "members" ? "member" : "role", [...scope.names]);
  const rows = (await query(rowsSql(where, major))) as readonly MembershipRow[];
  return rows.filter(({ member, implicit }) => !member.startsWith("pg_") && !implicit);
};

/** Every membership of the server, for whoever asks for one of many. */
export const readAllPairs = async (query: Query): Promise<Grants> => {
  const rows = (await query(rowsSql("TRUE", await majorOf(query)))) as readonly MembershipRow[];
  return grantsOfRows(rows.filter(({ implicit }) => !implicit));
};

const isNamed = (table: "member" | "role", names: readonly string[]): string =>
  `${table}.rolname::pg_catalog.text OPERATOR(pg_catalog.=) ANY (ARRAY[${names.map((name) => literal(name)).join(", ")}]::pg_catalog.text[])`;

/** Rows as `grants` has them. Where another grantor gave the pair too, or alone, the words say so, and so differ from any that are asked for. */
export const grantsOfRows = (rows: readonly MembershipRow[]): Grants => {
  const pairs = new Map<string, Map<string, MembershipRow[]>>();
  for (const row of rows) {
    const roles = pairs.get(row.member) ?? new Map<string, MembershipRow[]>();
    pairs.set(row.member, roles.set(row.role, [...(roles.get(row.role) ?? []), row]));
  }
  return new Map([...pairs].map(([member, roles]) => [member, new Map([...roles].map(([role, of]) => [role, wordsOf(of)]))]));
};

const wordsOf = (rows: readonly MembershipRow[]): string => {
  const foreign = rows.filter(({ own }) => !own).map(({ grantor }) => grantor);
  return withGrantors(optionWords(unitedOptions(rows)), foreign);
};

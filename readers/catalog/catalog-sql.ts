// Every name and operator is qualified: the schemas of the search_path belong to others.

/** One moment for all statements, no writing, and no waiting behind somebody's lock. */
export const BEGIN_READING: readonly string[] = [
  "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY",
  "SET LOCAL search_path TO pg_catalog",
  "SET LOCAL statement_timeout TO '60s'",
  "SET LOCAL lock_timeout TO '5s'",
];

export interface ServerRow {
  readonly version: number;
  readonly identifier: string;
}
export interface RoleRow {
  readonly oid: number;
  readonly name: string;
  readonly login: boolean;
  readonly inherit: boolean;
  readonly superuser: boolean;
  readonly createrole: boolean;
  readonly createdb: boolean;
  readonly replication: boolean;
  readonly bypassrls: boolean;
  readonly connectionlimit: number;
  readonly validuntil: string | null;
}
export interface MembershipRow {
  readonly member: string;
  readonly role: string;
  readonly grantor: string | null;
  readonly grantor_oid: number;
  readonly admin: boolean;
  readonly inherit: boolean | null;
  readonly set: boolean | null;
}
export interface SettingRow {
  readonly role: string;
  readonly configuration: readonly string[];
}
export interface DatabaseRow {
  readonly database: string;
  readonly owner: string;
}

const memberships = (options: string): string => `
SELECT member.rolname::pg_catalog.text AS member, role.rolname::pg_catalog.text AS role, grantor.rolname::pg_catalog.text AS grantor,
       edge.grantor AS grantor_oid, edge.admin_option AS admin, ${options}
FROM pg_catalog.pg_auth_members AS edge
JOIN pg_catalog.pg_roles AS member ON member.oid OPERATOR(pg_catalog.=) edge.member
JOIN pg_catalog.pg_roles AS role ON role.oid OPERATOR(pg_catalog.=) edge.roleid
LEFT JOIN pg_catalog.pg_roles AS grantor ON grantor.oid OPERATOR(pg_catalog.=) edge.grantor
ORDER BY edge.member, edge.roleid, edge.grantor`;

/** What is read, for any login, on PostgreSQL 14 and later. */
export const SQL = {
  server: `
SELECT pg_catalog.current_setting('server_version_num')::pg_catalog.int4 AS version, control.system_identifier::pg_catalog.text AS identifier
FROM pg_catalog.pg_control_system() AS control`,
  roles: `
SELECT oid, rolname::pg_catalog.text AS name, rolcanlogin AS login, rolinherit AS inherit, rolsuper AS superuser, rolcreaterole AS createrole,
       rolcreatedb AS createdb, rolreplication AS replication, rolbypassrls AS bypassrls, rolconnlimit AS connectionlimit,
       pg_catalog.to_json(rolvaliduntil) OPERATOR(pg_catalog.#>>) '{}' AS validuntil
FROM pg_catalog.pg_roles ORDER BY oid`,
  memberships: memberships("edge.inherit_option AS inherit, edge.set_option AS set"),
  /** INHERIT is the member's attribute there, and SET is always possible: neither is stored. */
  membershipsBefore16: memberships("NULL::pg_catalog.bool AS inherit, NULL::pg_catalog.bool AS set"),
  /** Of the role everywhere; settings of a role in one database are another row, which nothing reads yet. */
  settings: `
SELECT role.rolname::pg_catalog.text AS role, setting.setconfig AS configuration
FROM pg_catalog.pg_db_role_setting AS setting JOIN pg_catalog.pg_roles AS role ON role.oid OPERATOR(pg_catalog.=) setting.setrole
WHERE setting.setdatabase OPERATOR(pg_catalog.=) 0::pg_catalog.oid
ORDER BY setting.setrole`,
  databases: `
SELECT database.datname::pg_catalog.text AS database, owner.rolname::pg_catalog.text AS owner
FROM pg_catalog.pg_database AS database JOIN pg_catalog.pg_roles AS owner ON owner.oid OPERATOR(pg_catalog.=) database.datdba
ORDER BY database.oid`,
} as const;

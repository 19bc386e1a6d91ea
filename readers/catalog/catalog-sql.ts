import { type Acl, aclEntries, effectiveAcl } from "./acl";

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
  /** Who reads, quoted where SQL needs it. */
  readonly login: string;
  /** May it read how passwords are stored? */
  readonly verifiers: boolean;
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
export interface MembershipsRow {
  /** Null where there are none. Roles by their OIDs: with names, reading a large cluster takes twice the time. */
  readonly edges: readonly MembershipEdge[] | null;
}
export type MembershipEdge = readonly [
  member: number,
  role: number,
  grantor: number,
  admin: boolean,
  /** Null before PostgreSQL 16. */
  inherit: boolean | null,
  set: boolean | null,
];
export interface SettingRow {
  readonly role: string;
  /** Null: in every database. */
  readonly database: string | null;
  readonly configuration: readonly string[];
}
export interface DatabaseRow {
  readonly database: string;
  readonly owner: string;
  readonly template: boolean;
  readonly open: boolean;
  readonly connect: boolean;
  readonly acl: Acl;
}
export interface ParameterRow {
  readonly name: string;
  readonly acl: Acl;
}
export interface StandbyRow {
  readonly slot: string;
}
export interface VerifierRow {
  readonly role: string;
  readonly kind: "md5" | "scram-sha-256" | "none";
}

const memberships = (options: string): string => `
SELECT pg_catalog.json_agg(pg_catalog.json_build_array(edge.member::pg_catalog.int8, edge.roleid::pg_catalog.int8, edge.grantor::pg_catalog.int8,
         edge.admin_option, ${options}) ORDER BY edge.member, edge.roleid, edge.grantor) AS edges
FROM pg_catalog.pg_auth_members AS edge`;

/** What is read, for any login, on PostgreSQL 14 and later. */
export const SQL = {
  server: `
SELECT pg_catalog.current_setting('server_version_num')::pg_catalog.int4 AS version, control.system_identifier::pg_catalog.text AS identifier,
       pg_catalog.quote_ident(CURRENT_USER) AS login,
       pg_catalog.has_column_privilege('pg_catalog.pg_authid'::pg_catalog.regclass, 'rolname', 'SELECT')
       AND pg_catalog.has_column_privilege('pg_catalog.pg_authid'::pg_catalog.regclass, 'rolpassword', 'SELECT') AS verifiers
FROM pg_catalog.pg_control_system() AS control`,
  roles: `
SELECT oid, rolname::pg_catalog.text AS name, rolcanlogin AS login, rolinherit AS inherit, rolsuper AS superuser, rolcreaterole AS createrole,
       rolcreatedb AS createdb, rolreplication AS replication, rolbypassrls AS bypassrls, rolconnlimit AS connectionlimit,
       pg_catalog.to_json(rolvaliduntil) OPERATOR(pg_catalog.#>>) '{}' AS validuntil
FROM pg_catalog.pg_roles ORDER BY oid`,
  memberships: memberships("edge.inherit_option, edge.set_option"),
  /** INHERIT is the member's attribute there, and SET is always possible: neither is stored. */
  membershipsBefore16: memberships("NULL, NULL"),
  /** Of roles, everywhere and in one database; what a database sets for all roles is not a fact about one. */
  settings: `
SELECT role.rolname::pg_catalog.text AS role, database.datname::pg_catalog.text AS database, setting.setconfig AS configuration
FROM pg_catalog.pg_db_role_setting AS setting
JOIN pg_catalog.pg_roles AS role ON role.oid OPERATOR(pg_catalog.=) setting.setrole
LEFT JOIN pg_catalog.pg_database AS database ON database.oid OPERATOR(pg_catalog.=) setting.setdatabase
WHERE setting.setdatabase OPERATOR(pg_catalog.=) 0::pg_catalog.oid OR database.oid IS NOT NULL
ORDER BY setting.setrole, setting.setdatabase`,
  databases: `
SELECT database.datname::pg_catalog.text AS database, owner.rolname::pg_catalog.text AS owner, database.datistemplate AS template,
       database.datallowconn AS open, pg_catalog.has_database_privilege(database.oid, 'CONNECT') AS connect,
       ${effectiveAcl("database.datacl", "d", "database.datdba")} AS acl
FROM pg_catalog.pg_database AS database JOIN pg_catalog.pg_roles AS owner ON owner.oid OPERATOR(pg_catalog.=) database.datdba
ORDER BY database.oid`,
  /** From PostgreSQL 15. */
  parameters: `
SELECT parameter.parname AS name, ${aclEntries("parameter.paracl")} AS acl
FROM pg_catalog.pg_parameter_acl AS parameter ORDER BY parameter.oid`,
  /** Slots of base backups last as long as their session. */
  standbys: `
SELECT slot_name::pg_catalog.text AS slot FROM pg_catalog.pg_replication_slots
WHERE slot_type OPERATOR(pg_catalog.=) 'physical' AND NOT temporary ORDER BY slot_name`,
  /** Their kinds: a verifier itself never leaves the server. */
  verifiers: `
SELECT rolname::pg_catalog.text AS role,
       CASE WHEN rolpassword OPERATOR(pg_catalog.~) '^md5' THEN 'md5' WHEN rolpassword OPERATOR(pg_catalog.~) '^SCRAM-SHA-256[$]' THEN 'scram-sha-256' ELSE 'none' END AS kind
FROM pg_catalog.pg_authid ORDER BY rolname`,
} as const;

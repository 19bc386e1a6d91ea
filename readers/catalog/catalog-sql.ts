import { type Acl, aclEntries, effectiveAcl } from "./acl";
import { listOf } from "./json-list";

// Every name and operator is qualified: the schemas of the search_path belong to others. No text has a backslash: what one means is a setting.

/**
 * One moment for all statements, no writing, no waiting behind somebody's lock, and none of the login's own settings that change an answer or how long
 * it takes. What is sorted stays in memory: a temporary file would be a trace.
 */
export const BEGIN_READING: readonly string[] = [
  "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY",
  "SET LOCAL search_path TO pg_catalog",
  "SET LOCAL statement_timeout TO '60s'",
  "SET LOCAL lock_timeout TO '5s'",
  "SET LOCAL idle_in_transaction_session_timeout TO '60s'",
  "SET LOCAL standard_conforming_strings TO on",
  "SET LOCAL quote_all_identifiers TO off",
  "SET LOCAL TimeZone TO 'UTC'",
  "SET LOCAL work_mem TO '64MB'",
  "SET LOCAL jit TO off",
  "SET LOCAL max_parallel_workers_per_gather TO 0",
];

/** The lists of a cluster, in the one row that the statement gives. A large cluster's are in columns, not in rows: that takes a fifth of the time. */
export interface ClusterRow {
  readonly version: number;
  readonly identifier: string;
  readonly database: string;
  /** Who reads, quoted where SQL needs it. */
  readonly login: string;
  /** May it read how passwords are stored? */
  readonly verifiers: boolean;
  readonly recovering: boolean;
  /** Names that settings of vendors begin with, where the server has such that only its owner can make. */
  readonly vendors: readonly string[] | null;
  /** As PostgreSQL prints an array: `{10,3373}`. */
  readonly oids: string;
  readonly names: readonly string[];
  /** Sums of `ATTRIBUTES`, as PostgreSQL prints an array. */
  readonly attributes: string;
  /** Of roles that have one. */
  readonly limits: readonly LimitRow[] | null;
  /** What memberships have in common; null where there are none. */
  readonly memberships: readonly MembershipGroup[] | null;
  /** For each of these the OIDs of the members, one array behind the other. */
  readonly members: string | null;
  readonly settings: readonly SettingRow[] | null;
  readonly databases: readonly DatabaseRow[] | null;
  readonly parameters: readonly ParameterRow[] | null;
  readonly standbys: readonly StandbyRow[] | null;
}
export type LimitRow = readonly [oid: number, connectionLimit: number, validUntil: string | null];
/** `options`: sums of `OPTIONS`. */
export type MembershipGroup = readonly [role: number, grantor: number, options: number];
export interface SettingRow {
  readonly role: number;
  /** Null: in every database. */
  readonly database: string | null;
  readonly configuration: readonly string[];
}
export interface DatabaseRow {
  readonly database: string;
  readonly owner: number;
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

/** The attributes of a role, each with its bit. */
export const ATTRIBUTES = { login: 1, inherit: 2, superuser: 4, createrole: 8, createdb: 16, replication: 32, bypassrls: 64 } as const;
const ATTRIBUTE_COLUMNS: Readonly<Record<keyof typeof ATTRIBUTES, string>> = {
  login: "rolcanlogin",
  inherit: "rolinherit",
  superuser: "rolsuper",
  createrole: "rolcreaterole",
  createdb: "rolcreatedb",
  replication: "rolreplication",
  bypassrls: "rolbypassrls",
};

/** The options of a membership. Before PostgreSQL 16 the other two are not stored: INHERIT is the member's attribute there, SET always possible. */
export const OPTIONS = { admin: 1, inherit: 2, set: 4 } as const;

/** SQL for the sum of the bits of boolean columns. */
const bits = (columns: readonly (readonly [column: string, bit: number])[]): string =>
  columns.map(([column, bit]) => `(CASE WHEN ${column} THEN ${bit} ELSE 0 END)`).join(" OPERATOR(pg_catalog.+) ");

const roles = `
  SELECT pg_catalog.array_agg(role.oid)::pg_catalog.text AS oids, pg_catalog.json_agg(role.rolname) AS names,
         pg_catalog.array_agg(role.attributes)::pg_catalog.text AS attributes,
         pg_catalog.json_agg(pg_catalog.json_build_array(role.oid::pg_catalog.int8, role.rolconnlimit, pg_catalog.to_json(role.rolvaliduntil)))
           FILTER (WHERE role.rolconnlimit OPERATOR(pg_catalog.<>) '-1'::pg_catalog.int4 OR role.rolvaliduntil IS NOT NULL) AS limits
  FROM (SELECT oid, rolname, rolconnlimit, rolvaliduntil,
               ${bits(Object.entries(ATTRIBUTES).map(([name, bit]) => [ATTRIBUTE_COLUMNS[name as keyof typeof ATTRIBUTES], bit]))} AS attributes
        FROM pg_catalog.pg_roles ORDER BY oid) AS role`;

/** Members of one role mostly have the grantor and the options in common. */
const memberships = (major: number): string => `
  SELECT pg_catalog.json_agg(pg_catalog.json_build_array(edge.roleid::pg_catalog.int8, edge.grantor::pg_catalog.int8, edge.options)) AS memberships,
         pg_catalog.string_agg(edge.members, '') AS members
  FROM (SELECT member.roleid, member.grantor, member.options, pg_catalog.array_agg(member.member)::pg_catalog.text AS members
        FROM (SELECT roleid, member, grantor, ${bits([["admin_option", OPTIONS.admin], ...(major >= 16 ? OPTIONS_FROM_16 : [])])} AS options
              FROM pg_catalog.pg_auth_members) AS member
        GROUP BY member.roleid, member.grantor, member.options) AS edge`;
const OPTIONS_FROM_16: readonly (readonly [string, number])[] = [
  ["inherit_option", OPTIONS.inherit],
  ["set_option", OPTIONS.set],
];

/** Of roles, everywhere and in one database; what a database sets for all roles is not a fact about one. */
const settings = `
SELECT setting.setrole::pg_catalog.int8 AS role, database.datname AS database, setting.setconfig AS configuration
FROM pg_catalog.pg_db_role_setting AS setting
LEFT JOIN pg_catalog.pg_database AS database ON database.oid OPERATOR(pg_catalog.=) setting.setdatabase
WHERE setting.setrole OPERATOR(pg_catalog.<>) 0::pg_catalog.oid AND (setting.setdatabase OPERATOR(pg_catalog.=) 0::pg_catalog.oid OR database.oid IS NOT NULL)
ORDER BY setting.setrole, setting.setdatabase`;

const databases = `
SELECT database.datname AS database, database.datdba::pg_catalog.int8 AS owner, database.datistemplate AS template,
       database.datallowconn AS open, pg_catalog.has_database_privilege(database.oid, 'CONNECT') AS connect,
       ${effectiveAcl("database.datacl", "d", "database.datdba")} AS acl
FROM pg_catalog.pg_database AS database ORDER BY database.oid`;

/** From PostgreSQL 15. */
const parameters = `
SELECT parameter.parname AS name, ${aclEntries("parameter.paracl")} AS acl
FROM pg_catalog.pg_parameter_acl AS parameter ORDER BY parameter.oid`;

/** Slots of base backups last as long as their session. */
const standbys = `
SELECT slot_name AS slot FROM pg_catalog.pg_replication_slots
WHERE slot_type OPERATOR(pg_catalog.=) 'physical' AND NOT temporary ORDER BY slot_name`;

/** Whoever may set a parameter of their own can make one by such a name, but none that is set when the server starts or reloads. */
const vendors = (prefixes: readonly string[]): string => `
SELECT DISTINCT pg_catalog.split_part(parameter.name, '.', 1)
FROM pg_catalog.pg_settings AS parameter
WHERE pg_catalog.split_part(parameter.name, '.', 1) OPERATOR(pg_catalog.=) ANY ('{${prefixes.join(",")}}'::pg_catalog.text[])
  AND parameter.context OPERATOR(pg_catalog.<>) 'user'`;

/** All that belongs to the whole cluster, in one row, for any login, on PostgreSQL 14 and later. */
export const clusterSql = (major: number, vendorPrefixes: readonly string[]): string => `
SELECT pg_catalog.current_setting('server_version_num')::pg_catalog.int4 AS version, control.system_identifier::pg_catalog.text AS identifier,
       pg_catalog.current_database()::pg_catalog.text AS database, pg_catalog.quote_ident(CURRENT_USER) AS login,
       pg_catalog.has_column_privilege('pg_catalog.pg_authid'::pg_catalog.regclass, 'rolname', 'SELECT')
       AND pg_catalog.has_column_privilege('pg_catalog.pg_authid'::pg_catalog.regclass, 'rolpassword', 'SELECT') AS verifiers,
       pg_catalog.pg_is_in_recovery() AS recovering,
       pg_catalog.to_json(ARRAY(${vendors(vendorPrefixes)})) AS vendors,
       role.oids, role.names, role.attributes, role.limits, membership.memberships, membership.members,
       ${listOf(settings)} AS settings, ${listOf(databases)} AS databases, ${major >= 15 ? listOf(parameters) : "NULL::pg_catalog.json"} AS parameters,
       ${listOf(standbys)} AS standbys
FROM pg_catalog.pg_control_system() AS control CROSS JOIN (${roles}) AS role CROSS JOIN (${memberships(major)}) AS membership`;

/** Their kinds: a verifier itself never leaves the server. */
export const VERIFIERS_SQL = `
SELECT rolname::pg_catalog.text AS role,
       CASE WHEN rolpassword OPERATOR(pg_catalog.~) '^md5' THEN 'md5' WHEN rolpassword OPERATOR(pg_catalog.~) '^SCRAM-SHA-256[$]' THEN 'scram-sha-256' ELSE 'none' END AS kind
FROM pg_catalog.pg_authid ORDER BY rolname`;

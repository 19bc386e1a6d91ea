import type { Capability, Tier } from "./capability";

/** PostgreSQL majors whose behaviour rolegate knows. 14 is past its end of life (12 November 2026). */
export const MAJORS = [14, 15, 16, 17, 18] as const;
/** A major version of PostgreSQL that rolegate knows. */
export type Major = (typeof MAJORS)[number];

/** A role that initdb makes. OIDs are fixed and equal in every major. */
interface PredefinedRoleFact {
  readonly oid: number;
  /** First major that has it. 14 stands for "14 or earlier": older servers are not judged. */
  readonly since: Major;
  readonly tier: Tier;
  /** Its own capability; null for `pg_database_owner`, which gives what its implicit member owns. */
  readonly capability: Capability | null;
  /** Predefined roles that it is a member of from initdb. */
  readonly contains: readonly string[];
  /** What a session may do with it, in one sentence. */
  readonly allows: string;
  /** How a holder gets further than `allows`; empty when no way is known. */
  readonly escalates: readonly { readonly to: EscalationTarget; readonly how: string; readonly condition?: string }[];
  /** False only for `pg_database_owner`: it cannot be granted and cannot be a member of anything. */
  readonly grantable: boolean;
}
type EscalationTarget = "credentials" | "data" | "denial-of-service" | "network-egress" | "inherits-owner" | "os" | "superuser";

/**
 * The 16 predefined roles of PostgreSQL 14 to 18, from https://www.postgresql.org/docs/current/predefined-roles.html
 * and the catalogs of those servers; a test compares this table with real ones.
 */
export const PREDEFINED_ROLES = {
  pg_monitor: {
    oid: 3373,
    since: 14,
    tier: "observe",
    capability: "monitor",
    contains: ["pg_read_all_settings", "pg_read_all_stats", "pg_stat_scan_tables"],
    allows: "reads every setting, all statistics and the server's log and WAL folders; no rows of tables",
    escalates: [{ to: "credentials", how: "settings and query texts may hold secrets", condition: "a secret stands in a setting or a query text" }],
    grantable: true,
  },
  pg_read_all_settings: {
    oid: 3374,
    since: 14,
    tier: "observe",
    capability: "read-all-settings",
    contains: [],
    allows: "reads every setting, those for superusers included",
    escalates: [{ to: "credentials", how: "SHOW primary_conninfo prints the replication password", condition: "a secret stands in a setting" }],
    grantable: true,
  },
  pg_read_all_stats: {
    oid: 3375,
    since: 14,
    tier: "observe",
    capability: "read-all-stats",
    contains: [],
    allows: "reads all pg_stat_* views and the query texts of other roles",
    escalates: [{ to: "credentials", how: "ALTER ROLE ... PASSWORD shows in query texts", condition: "a password is sent in plain SQL" }],
    grantable: true,
  },
  pg_stat_scan_tables: {
    oid: 3377,
    since: 14,
    tier: "observe",
    capability: "stat-scan-tables",
    contains: [],
    allows: "runs monitoring functions that may hold ACCESS SHARE locks for long",
    escalates: [],
    grantable: true,
  },
  pg_signal_backend: {
    oid: 4200,
    since: 14,
    tier: "control",
    capability: "signal-backend",
    contains: [],
    allows: "cancels and terminates sessions of every role that is no superuser",
    escalates: [{ to: "denial-of-service", how: "it ends any session that is not a superuser's" }],
    grantable: true,
  },
  pg_checkpoint: {
    oid: 4544,
    since: 15,
    tier: "control",
    capability: "checkpoint",
    contains: [],
    allows: "runs CHECKPOINT",
    escalates: [{ to: "denial-of-service", how: "repeated checkpoints load the disks" }],
    grantable: true,
  },
  pg_use_reserved_connections: {
    oid: 4550,
    since: 16,
    tier: "control",
    capability: "reserved-connections",
    contains: [],
    allows: "uses the connection slots kept by reserved_connections",
    escalates: [],
    grantable: true,
  },
  pg_read_server_files: {
    oid: 4569,
    since: 14,
    tier: "files",
    capability: "read-server-files",
    contains: [],
    allows: "reads any file of the server's operating-system account, with COPY FROM or file_fdw",
    escalates: [{ to: "credentials", how: "password files, TLS keys and configuration are readable" }],
    grantable: true,
  },
  pg_write_server_files: {
    oid: 4570,
    since: 14,
    tier: "files",
    capability: "write-server-files",
    contains: [],
    allows: "writes any file of the server's operating-system account, with COPY TO",
    escalates: [
      { to: "os", how: "postgresql.auto.conf with an archive_command runs a program", condition: "the server reloads or restarts" },
      { to: "superuser", how: "pg_hba.conf with a trust line admits anyone", condition: "the server reloads or restarts" },
    ],
    grantable: true,
  },
  pg_execute_server_program: {
    oid: 4571,
    since: 14,
    tier: "os",
    capability: "execute-server-program",
    contains: [],
    allows: "runs any program as the server's operating-system account, with COPY ... PROGRAM",
    escalates: [
      { to: "os", how: "COPY (SELECT 1) TO PROGRAM 'command'" },
      {
        to: "superuser",
        how: "psql as the server's own account over the local socket",
        condition: "that account may connect as a superuser (initdb's default)",
      },
    ],
    grantable: true,
  },
  pg_database_owner: {
    oid: 6171,
    since: 14,
    tier: "control",
    capability: null,
    contains: [],
    allows: "stands for the owner of the current database; owns schema public from PostgreSQL 15",
    escalates: [{ to: "inherits-owner", how: "whatever is granted to it goes to every owner of a database" }],
    grantable: false,
  },
  pg_read_all_data: {
    oid: 6181,
    since: 14,
    tier: "data",
    capability: "read-all-data",
    contains: [],
    allows: "reads every table of every schema, the system catalogs included",
    escalates: [
      { to: "credentials", how: "SELECT rolpassword FROM pg_authid" },
      { to: "superuser", how: "an md5 verifier serves as the password", condition: "a superuser has an md5 verifier and pg_hba.conf lets it log in" },
    ],
    grantable: true,
  },
  pg_write_all_data: {
    oid: 6182,
    since: 14,
    tier: "data",
    capability: "write-all-data",
    contains: [],
    allows: "inserts, updates and deletes rows of every table",
    escalates: [{ to: "superuser", how: "job tables and triggers run code of stronger roles", condition: "such a table or trigger exists" }],
    grantable: true,
  },
  pg_create_subscription: {
    oid: 6304,
    since: 16,
    tier: "control",
    capability: "create-subscription",
    contains: [],
    allows: "creates subscriptions in databases where it may CREATE",
    escalates: [{ to: "network-egress", how: "the server itself connects to any host that the subscription names" }],
    grantable: true,
  },
  pg_maintain: {
    oid: 6337,
    since: 17,
    tier: "control",
    capability: "maintain",
    contains: [],
    allows: "runs VACUUM, ANALYZE, CLUSTER, REINDEX, REFRESH and LOCK on every table",
    escalates: [
      { to: "superuser", how: "REFRESH runs code that a superuser's materialized view calls", condition: "such a view calls a function of a lower role" },
    ],
    grantable: true,
  },
  pg_signal_autovacuum_worker: {
    oid: 6392,
    since: 18,
    tier: "control",
    capability: "signal-autovacuum",
    contains: [],
    allows: "cancels and terminates autovacuum workers",
    escalates: [{ to: "denial-of-service", how: "tables are kept from being vacuumed" }],
    grantable: true,
  },
} as const satisfies Record<string, PredefinedRoleFact>;

type Catalogue = typeof PREDEFINED_ROLES;

/** The predefined roles that `M` has; without an argument, of all supported majors. */
export type PredefinedRole<M extends number = Major> = {
  [R in keyof Catalogue]: M extends AtLeast<Catalogue[R]["since"]> ? R : never;
}[keyof Catalogue];
type AtLeast<S extends Major> = { 14: 14 | 15 | 16 | 17 | 18; 15: 15 | 16 | 17 | 18; 16: 16 | 17 | 18; 17: 17 | 18; 18: 18 }[S];

type OfTier<T extends Tier> = {
  [R in keyof Catalogue]: Catalogue[R]["tier"] extends T ? (Catalogue[R]["grantable"] extends true ? R : never) : never;
}[keyof Catalogue];

/** What an app persona may ever hold: the observing roles. */
export type AppPredefinedRole = OfTier<"observe">;
/** What an ops persona may ever hold: observe, and control sessions and maintenance. Never data. */
export type OpsPredefinedRole = OfTier<"observe" | "control">;
/** What a DBA persona may ever be approved for; the three server roles need a permit. */
export type DbaPredefinedRole = OfTier<"observe" | "data" | "control">;
/** Predefined roles of tiers files and os. */
export type ServerRole = OfTier<"files" | "os">;

export const PREDEFINED_ROLE_NAMES = Object.keys(PREDEFINED_ROLES) as readonly PredefinedRole[];

/** The catalogue's entry, or undefined for a role that is not predefined on any supported major. */
export const predefinedRole = (name: string): PredefinedRoleFact | undefined => (isReservedName(name) ? BY_NAME.get(name) : undefined);

const BY_NAME: ReadonlyMap<string, PredefinedRoleFact> = new Map(Object.entries(PREDEFINED_ROLES));

/** Has `major` the predefined role `name`? */
export const hasPredefinedRole = (major: number, name: string): boolean => {
  const fact = predefinedRole(name);
  return fact !== undefined && fact.since <= major;
};

/** PostgreSQL reserves the prefix: nobody can create such a role, so an unknown one belongs to a newer server. */
export const isReservedName = (name: string): boolean => name.startsWith("pg_");

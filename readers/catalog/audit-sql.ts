// Every name and operator is qualified, as in the other statements: the schemas of the search_path belong to others.

export interface AuditAccessRow {
  /** Who reads, quoted where SQL needs it. */
  readonly login: string;
  readonly database: string;
  readonly hba: boolean;
  readonly sessions: boolean;
  /** Does the server keep when a transaction was committed? */
  readonly moments: boolean;
  readonly recovering: boolean;
  /** Does a session run of a role that has what is logged among its own settings? */
  readonly logging: boolean;
}
export interface ServerSettingRow {
  readonly name: string;
  /** Null where this session's own settings hide what others start with. */
  readonly value: string | null;
}
export interface DefaultSettingRow {
  /** Null: in every database. */
  readonly database: string | null;
  readonly configuration: readonly string[];
}
export interface SessionRow {
  readonly role: string;
  readonly database: string;
  readonly since: string | null;
}
export interface MomentRow {
  readonly role: string | null;
  readonly database: string | null;
  readonly written: string;
}
export interface StreamRow {
  readonly name: string;
}
export interface HbaRow {
  readonly line: number;
  readonly type: string | null;
  readonly databases: readonly string[] | null;
  readonly roles: readonly string[] | null;
  readonly address: string | null;
  readonly netmask: string | null;
  readonly method: string | null;
  readonly options: readonly string[] | null;
  readonly error: string | null;
}

const NAME = "pg_catalog.text";
const moment = (timestamp: string): string => `pg_catalog.to_json(${timestamp}) OPERATOR(pg_catalog.#>>) '{}'`;

/** What only an audit asks, for any login, on PostgreSQL 14 and later. */
export const AUDIT_SQL = {
  access: `
SELECT pg_catalog.quote_ident(CURRENT_USER) AS login, pg_catalog.quote_ident(pg_catalog.current_database()::pg_catalog.text) AS database,
       pg_catalog.has_function_privilege('pg_catalog.pg_hba_file_rules()', 'EXECUTE') AS hba,
       pg_catalog.pg_has_role('pg_read_all_stats', 'USAGE') AS sessions,
       pg_catalog.current_setting('track_commit_timestamp') OPERATOR(pg_catalog.=) 'on' AND NOT pg_catalog.pg_is_in_recovery() AS moments,
       pg_catalog.pg_is_in_recovery() AS recovering,
       EXISTS (
         SELECT FROM pg_catalog.pg_stat_activity AS session
         JOIN pg_catalog.pg_db_role_setting AS setting ON setting.setrole OPERATOR(pg_catalog.=) session.usesysid
         WHERE session.pid OPERATOR(pg_catalog.<>) pg_catalog.pg_backend_pid()
           AND EXISTS (SELECT FROM pg_catalog.unnest(setting.setconfig) AS entry WHERE entry OPERATOR(pg_catalog.~*) '^(log_|pgaudit[.])')) AS logging`,
  /** What logs and what audits. A value of our own session's role or database says nothing of what others start with. */
  serverSettings: `
SELECT name, CASE WHEN source OPERATOR(pg_catalog.=) ANY ('{user,database,database user,client,session,interactive,override,global}'::${NAME}[]) THEN NULL ELSE setting END AS value
FROM pg_catalog.pg_settings WHERE name OPERATOR(pg_catalog.~) '^(log_|pgaudit[.])' ORDER BY name`,
  defaultSettings: `
SELECT database.datname::${NAME} AS database, setting.setconfig AS configuration
FROM pg_catalog.pg_db_role_setting AS setting
LEFT JOIN pg_catalog.pg_database AS database ON database.oid OPERATOR(pg_catalog.=) setting.setdatabase
WHERE setting.setrole OPERATOR(pg_catalog.=) 0::pg_catalog.oid AND (setting.setdatabase OPERATOR(pg_catalog.=) 0::pg_catalog.oid OR database.oid IS NOT NULL)
ORDER BY setting.setdatabase`,
  sessions: `
SELECT session.usename::${NAME} AS role, session.datname::${NAME} AS database,
       CASE WHEN pg_catalog.bool_or(session.backend_start IS NULL) THEN NULL ELSE ${moment("pg_catalog.min(session.backend_start)")} END AS since
FROM pg_catalog.pg_stat_activity AS session
WHERE session.usename IS NOT NULL AND session.datname IS NOT NULL AND session.pid OPERATOR(pg_catalog.<>) pg_catalog.pg_backend_pid()
GROUP BY session.usename, session.datname ORDER BY session.usename, session.datname`,
  /** A row whose transaction is too old to be remembered is left out: it is older than what is remembered. */
  moments: `
SELECT role.rolname::${NAME} AS role, database.datname::${NAME} AS database, ${moment("pg_catalog.pg_xact_commit_timestamp(setting.xmin)")} AS written
FROM pg_catalog.pg_db_role_setting AS setting
LEFT JOIN pg_catalog.pg_roles AS role ON role.oid OPERATOR(pg_catalog.=) setting.setrole
LEFT JOIN pg_catalog.pg_database AS database ON database.oid OPERATOR(pg_catalog.=) setting.setdatabase
WHERE pg_catalog.pg_xact_commit_timestamp(setting.xmin) IS NOT NULL
ORDER BY setting.setrole, setting.setdatabase`,
  /** Who copies the server now without a slot of its own; what has one is listed by it, and a base backup ends by itself. */
  streams: `
SELECT COALESCE(sender.application_name, '')::${NAME} AS name
FROM pg_catalog.pg_stat_replication AS sender
LEFT JOIN pg_catalog.pg_replication_slots AS slot ON slot.active_pid OPERATOR(pg_catalog.=) sender.pid
WHERE slot.slot_name IS NULL AND COALESCE(sender.application_name, '') OPERATOR(pg_catalog.<>) 'pg_basebackup'
ORDER BY sender.application_name`,
  hba: `
SELECT line_number AS line, type, database AS databases, user_name AS roles, address, netmask, auth_method AS method, options, error
FROM pg_catalog.pg_hba_file_rules() ORDER BY line_number`,
} as const;

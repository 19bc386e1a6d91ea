import { functionDigest } from "./function-digest";
import type { FunctionFact } from "./object-facts";

/** What one of the two functions does. */
export type GuardedSignal = "cancel" | "terminate";

/** What both have in common, as `rolegate_function` writes it. */
export const GUARDED_SIGNAL = {
  arguments: "pid integer, backend_start timestamp with time zone, reason text",
  argumentTypes: "integer, timestamp with time zone, text",
  returns: "boolean",
  language: "plpgsql",
  searchPath: "pg_catalog, pg_temp",
} as const;

/** What the role that owns both is a member of, and nothing else: to signal, and to see what kind of session it is. */
export const SIGNALLER_ROLES: readonly string[] = ["pg_read_all_stats", "pg_signal_backend"];

/** Members of the role of this name are left alone; it is named after the owner, and without it nothing is done. */
export const protectedRoleOf = (owner: string): string => `${owner}_protected`;

/**
 * The body of the function. Its caller may be hostile: every name is qualified, nothing is executed that a caller says, and whatever a caller or a
 * stranger can name goes to the log as JSON in ASCII, so that no line is forged.
 */
export const guardedSignalBody = (signal: GuardedSignal): string => `
DECLARE
  asked_pid CONSTANT pg_catalog.int4 := $1;
  asked_start CONSTANT pg_catalog.timestamptz := $2;
  why CONSTANT pg_catalog.text := pg_catalog.btrim($3, E' \\t\\r\\n');
  guard CONSTANT pg_catalog.text := CURRENT_USER::pg_catalog.text OPERATOR(pg_catalog.||) '_protected';
  guard_oid pg_catalog.oid;
  target pg_catalog.record;
  refusal pg_catalog.text;
BEGIN
  IF pg_catalog.current_setting('log_min_messages') OPERATOR(pg_catalog.=) ANY (ARRAY['fatal', 'panic']) THEN
    RAISE EXCEPTION 'nothing is signalled where nothing is logged: log_min_messages is %', pg_catalog.current_setting('log_min_messages') USING ERRCODE = '55000';
  END IF;
  SELECT role.oid INTO guard_oid FROM pg_catalog.pg_roles AS role WHERE role.rolname OPERATOR(pg_catalog.=) guard;
  -- What the caller's transaction looked at before may be old.
  PERFORM pg_catalog.pg_stat_clear_snapshot();
  SELECT session.pid, session.usesysid, session.usename, session.datname, session.backend_type, session.backend_start, role.rolsuper AS is_super
    INTO target
    FROM pg_catalog.pg_stat_activity AS session LEFT JOIN pg_catalog.pg_roles AS role ON role.oid OPERATOR(pg_catalog.=) session.usesysid
    WHERE session.pid OPERATOR(pg_catalog.=) asked_pid;
  refusal := CASE
    WHEN why IS NULL OR why OPERATOR(pg_catalog.=) '' THEN 'a reason is missing'
    WHEN pg_catalog.length(why) OPERATOR(pg_catalog.>) 500 THEN 'the reason is longer than 500 characters'
    WHEN asked_pid IS NULL OR asked_start IS NULL THEN 'pid and backend_start of the session are missing'
    WHEN guard_oid IS NULL THEN 'the role ' OPERATOR(pg_catalog.||) guard OPERATOR(pg_catalog.||) ' is missing, whose members are left alone'
    WHEN target.pid IS NULL OR target.backend_start IS DISTINCT FROM asked_start THEN 'there is no such session any more'
    WHEN target.pid OPERATOR(pg_catalog.=) pg_catalog.pg_backend_pid() THEN 'it is your own session'
    WHEN target.backend_type IS DISTINCT FROM 'client backend' THEN 'it is no session of a client'
    WHEN target.usesysid IS NULL OR target.is_super IS NULL THEN 'nobody knows whose session it is'
    WHEN target.is_super THEN 'it is a session of a superuser'
    WHEN pg_catalog.pg_has_role(target.usesysid, guard_oid, 'MEMBER') THEN 'it is a session of a protected role'
    WHEN pg_catalog.pg_has_role(target.usesysid, CURRENT_USER, 'MEMBER') THEN 'it is a session of a protected role'
  END;
  RAISE LOG 'rolegate guarded signal %', pg_catalog.encode(pg_catalog.convert_to(pg_catalog.json_build_object(
    'signal', '${signal}', 'refused', refusal, 'by', SESSION_USER::pg_catalog.text, 'as', pg_catalog.current_setting('role'), 'reason', pg_catalog.left(why, 500),
    'pid', asked_pid, 'backend_start', asked_start, 'role', target.usename::pg_catalog.text, 'role_oid', target.usesysid::pg_catalog.int8, 'database', target.datname::pg_catalog.text
  )::pg_catalog.text, 'UTF8'), 'escape');
  IF refusal IS NOT NULL THEN
    RAISE EXCEPTION 'not signalled: %', refusal USING ERRCODE = '42501';
  END IF;
  RETURN pg_catalog.pg_${signal}_backend(asked_pid);
END
`;

const SIGNALS: readonly GuardedSignal[] = ["cancel", "terminate"];

/** Is the function one of the two to the last byte, whoever owns it and whatever it is called? */
export const isGuardedSignal = ({ language, arguments: types, kind, owner, sha256 }: FunctionFact): boolean =>
  language === GUARDED_SIGNAL.language &&
  types === GUARDED_SIGNAL.argumentTypes &&
  kind === "function" &&
  typeof owner === "string" &&
  SIGNALS.some((signal) => sha256 === guardedSignalDigest(signal, owner));

/** The digest of one of them, as a live server's reader makes it. */
export const guardedSignalDigest = (signal: GuardedSignal, owner: string): string =>
  functionDigest({ owner, language: GUARDED_SIGNAL.language, settings: [`search_path=${GUARDED_SIGNAL.searchPath}`], body: guardedSignalBody(signal) });

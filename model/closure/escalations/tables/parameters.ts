import type { Capability } from "../../../capability";

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/**
 * What only superusers, and holders of SET on it, may set for their session. Of every other built-in parameter SET gives nothing: anyone may set it,
 * or no session can. https://www.postgresql.org/docs/current/view-pg-settings.html; a test compares the list with `pg_settings` of real servers.
 * `output_plugin_libraries` is there from the minor versions of August 2026.
 */
export const SUPERUSER_PARAMETERS: ReadonlySet<string> = words(`
allow_in_place_tablespaces allow_system_table_mods backtrace_functions commit_delay compute_query_id deadlock_timeout debug_discard_caches
dynamic_library_path event_triggers extension_control_path ignore_checksum_failure jit_debugging_support jit_dump_bitcode jit_profiling_support
lc_messages lo_compat_privileges log_connections log_disconnections log_duration log_error_verbosity log_executor_stats log_lock_failures
log_lock_waits log_min_duration_sample log_min_duration_statement log_min_error_statement log_min_messages log_parameter_max_length
log_parser_stats log_planner_stats log_replication_commands log_statement log_statement_sample_rate log_statement_stats log_temp_files
log_transaction_sample_rate max_stack_depth output_plugin_libraries session_preload_libraries session_replication_role temp_file_limit
track_activities track_cost_delay_timing track_counts track_functions track_io_timing track_wal_io_timing update_process_title
wal_compression wal_consistency_checking wal_init_zero wal_recycle zero_damaged_pages`);

/** Extensions whose own parameters are for superusers; those of others, and names that nothing defines, anyone may set. */
export const SUPERUSER_PREFIXES: ReadonlySet<string> = words("auto_explain cron pg_stat_statements pgaudit plperl plpgsql pltcl pltclu set_user");

/** Superusers cannot ALTER SYSTEM them either. */
export const FIXED_PARAMETERS: ReadonlySet<string> = words("allow_alter_system config_file data_directory");

/** What a parameter leads to beyond itself. */
export interface ParameterEffect {
  readonly gives: Capability;
  readonly condition: string;
}

const RELOADED = "once the server reloads or restarts with the parameter's new value";
const LIBRARY = "if a library of its making lies on the server";
const PROGRAM: ParameterEffect = { gives: "execute-server-program", condition: RELOADED };
const LIBRARIES: ParameterEffect = { gives: "load-server-code", condition: `${RELOADED} and ${LIBRARY}` };
const FILES: ParameterEffect = { gives: "write-server-files", condition: RELOADED };
const LOGINS: ParameterEffect = { gives: "superuser", condition: `${RELOADED} and if a file of its making lies on the server` };

/** ALTER SYSTEM on these, from PostgreSQL 15. https://www.postgresql.org/docs/current/runtime-config.html */
export const SYSTEM_EFFECTS: ReadonlyMap<string, ParameterEffect> = new Map([
  ["archive_cleanup_command", PROGRAM],
  ["archive_command", PROGRAM],
  ["recovery_end_command", PROGRAM],
  ["restore_command", PROGRAM],
  ["ssl_passphrase_command", PROGRAM],
  ["archive_library", LIBRARIES],
  ["dynamic_library_path", LIBRARIES],
  ["jit_provider", LIBRARIES],
  ["local_preload_libraries", LIBRARIES],
  ["oauth_validator_libraries", LIBRARIES],
  ["output_plugin_libraries", LIBRARIES],
  ["session_preload_libraries", LIBRARIES],
  ["shared_preload_libraries", LIBRARIES],
  ["external_pid_file", FILES],
  ["log_directory", FILES],
  ["log_filename", FILES],
  ["extension_control_path", LOGINS],
  ["hba_file", LOGINS],
  ["ident_file", LOGINS],
]);

/** SET on these. */
export const SESSION_EFFECTS: ReadonlyMap<string, ParameterEffect> = new Map<string, ParameterEffect>([
  ["dynamic_library_path", { gives: "load-server-code", condition: LIBRARY }],
  ["session_preload_libraries", { gives: "load-server-code", condition: LIBRARY }],
  ["output_plugin_libraries", { gives: "load-server-code", condition: `${LIBRARY} and if it can make a replication slot` }],
  ["extension_control_path", { gives: "superuser", condition: "if it may CREATE in a database and an extension of its making lies on the server" }],
]);

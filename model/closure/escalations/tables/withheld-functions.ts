import type { Capability } from "../../../capability";

/** What EXECUTE on a built-in function gives that initdb keeps from PUBLIC. */
export interface WithheldFunction {
  readonly capabilities: readonly Capability[];
  /** First and last major that withholds it; absent: every supported one. */
  readonly since?: number;
  readonly until?: number;
}

const WRITES_FILES: readonly Capability[] = ["write-server-files"];
const READS_FILES: readonly Capability[] = ["read-server-files"];
/** Any bytes of the data folder too: `pg_authid` is a file there. */
const READS_BYTES: readonly Capability[] = ["read-server-files", "read-credentials"];
const READS_SETTINGS: readonly Capability[] = ["read-all-settings"];
const READS_STATISTICS: readonly Capability[] = ["read-all-stats"];
const MONITORS: readonly Capability[] = ["monitor"];
const CONTROLS: readonly Capability[] = ["alter-system"];

/**
 * By name, all overloads alike. https://www.postgresql.org/docs/current/functions-admin.html; a test compares the names with `proacl` of
 * real servers. Replication origins and the server's statistics count as control: who has them hides or skips what others rely on.
 */
export const WITHHELD_FUNCTIONS: ReadonlyMap<string, WithheldFunction> = new Map<string, WithheldFunction>([
  ["lo_export", { capabilities: WRITES_FILES }],
  ["lo_import", { capabilities: READS_BYTES }],
  ["pg_read_binary_file", { capabilities: READS_BYTES }],
  ["pg_read_file", { capabilities: READS_FILES }],
  ["pg_ls_dir", { capabilities: READS_FILES }],
  ["pg_stat_file", { capabilities: READS_FILES }],
  ["pg_config", { capabilities: READS_SETTINGS }],
  ["pg_hba_file_rules", { capabilities: READS_SETTINGS }],
  ["pg_ident_file_mappings", { capabilities: READS_SETTINGS, since: 15 }],
  ["pg_show_all_file_settings", { capabilities: READS_SETTINGS }],
  ["pg_get_aios", { capabilities: READS_STATISTICS, since: 18 }],
  ["pg_get_backend_memory_contexts", { capabilities: READS_STATISTICS }],
  ["pg_get_shmem_allocations", { capabilities: READS_STATISTICS }],
  ["pg_get_shmem_allocations_numa", { capabilities: READS_STATISTICS, since: 18 }],
  ["pg_show_replication_origin_status", { capabilities: READS_STATISTICS }],
  ["pg_stat_have_stats", { capabilities: READS_STATISTICS, since: 15 }],
  ["pg_current_logfile", { capabilities: MONITORS }],
  ["pg_ls_archive_statusdir", { capabilities: MONITORS }],
  ["pg_ls_logdir", { capabilities: MONITORS }],
  ["pg_ls_logicalmapdir", { capabilities: MONITORS, since: 15 }],
  ["pg_ls_logicalsnapdir", { capabilities: MONITORS, since: 15 }],
  ["pg_ls_replslotdir", { capabilities: MONITORS, since: 15 }],
  ["pg_ls_summariesdir", { capabilities: MONITORS, since: 18 }],
  ["pg_ls_tmpdir", { capabilities: MONITORS }],
  ["pg_ls_waldir", { capabilities: MONITORS }],
  ["pg_backup_start", { capabilities: CONTROLS, since: 15 }],
  ["pg_backup_stop", { capabilities: CONTROLS, since: 15 }],
  ["pg_start_backup", { capabilities: CONTROLS, until: 14 }],
  ["pg_stop_backup", { capabilities: CONTROLS, until: 14 }],
  ["pg_create_restore_point", { capabilities: CONTROLS }],
  ["pg_log_backend_memory_contexts", { capabilities: CONTROLS, since: 15 }],
  ["pg_log_standby_snapshot", { capabilities: CONTROLS, since: 16 }],
  ["pg_promote", { capabilities: CONTROLS }],
  ["pg_reload_conf", { capabilities: CONTROLS }],
  ["pg_rotate_logfile", { capabilities: CONTROLS }],
  ["pg_switch_wal", { capabilities: CONTROLS }],
  ["pg_wal_replay_pause", { capabilities: CONTROLS }],
  ["pg_wal_replay_resume", { capabilities: CONTROLS }],
  ["pg_replication_origin_advance", { capabilities: CONTROLS }],
  ["pg_replication_origin_create", { capabilities: CONTROLS }],
  ["pg_replication_origin_drop", { capabilities: CONTROLS }],
  ["pg_replication_origin_oid", { capabilities: READS_STATISTICS }],
  ["pg_replication_origin_progress", { capabilities: READS_STATISTICS }],
  ["pg_replication_origin_session_is_setup", { capabilities: READS_STATISTICS }],
  ["pg_replication_origin_session_progress", { capabilities: READS_STATISTICS }],
  ["pg_replication_origin_session_reset", { capabilities: CONTROLS }],
  ["pg_replication_origin_session_setup", { capabilities: CONTROLS }],
  ["pg_replication_origin_xact_reset", { capabilities: CONTROLS }],
  ["pg_replication_origin_xact_setup", { capabilities: CONTROLS }],
  ["pg_stat_reset", { capabilities: CONTROLS }],
  ["pg_stat_reset_backend_stats", { capabilities: CONTROLS, since: 18 }],
  ["pg_stat_reset_replication_slot", { capabilities: CONTROLS }],
  ["pg_stat_reset_shared", { capabilities: CONTROLS }],
  ["pg_stat_reset_single_function_counters", { capabilities: CONTROLS }],
  ["pg_stat_reset_single_table_counters", { capabilities: CONTROLS }],
  ["pg_stat_reset_slru", { capabilities: CONTROLS }],
  ["pg_stat_reset_subscription_stats", { capabilities: CONTROLS, since: 15 }],
]);

/** The table's entry where `major` withholds the function. */
export const withheldFunction = (name: string, major: number): WithheldFunction | undefined => {
  const entry = WITHHELD_FUNCTIONS.get(name);
  return entry !== undefined && (entry.since ?? 0) <= major && major <= (entry.until ?? major) ? entry : undefined;
};

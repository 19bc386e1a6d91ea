import { type AccessGraph, EMPTY_GRAPH, NO_ORIGIN } from "../../model/access-graph";
import type { HbaRule, ServerSetting } from "../../model/server-facts";
import { UNKNOWN } from "../../model/unknown";
import {
  AUDIT_SQL,
  type AuditAccessRow,
  type DefaultSettingRow,
  type HbaRow,
  type MomentRow,
  type ServerSettingRow,
  type SessionRow,
  type StreamRow,
} from "./audit-sql";
import type { Query } from "./read-cluster";

/** What only an audit asks of a server. */
export interface AuditReading {
  readonly graph: AccessGraph;
  /** What this login may not read, each as a sentence with the GRANT that would show it. */
  readonly unseen: readonly string[];
}

/**
 * What sessions start with and which there are, who copies the server, and pg_hba.conf where it is readable. The caller opens a transaction with
 * `BEGIN_READING` and ends it.
 */
export const readAudit = async (query: Query): Promise<AuditReading> => {
  const rowsOf = async <Row>(sql: string): Promise<readonly Row[]> => (await query(sql)) as readonly Row[];
  const [access] = await rowsOf<AuditAccessRow>(AUDIT_SQL.access);
  if (access === undefined) throw new Error("the server did not say who reads");
  const settings = await rowsOf<ServerSettingRow>(AUDIT_SQL.serverSettings);
  const defaults = await rowsOf<DefaultSettingRow>(AUDIT_SQL.defaultSettings);
  const sessions = await rowsOf<SessionRow>(AUDIT_SQL.sessions);
  const moments = access.moments ? await rowsOf<MomentRow>(AUDIT_SQL.moments) : [];
  const streams = await rowsOf<StreamRow>(AUDIT_SQL.streams);
  const hba = access.hba ? await rowsOf<HbaRow>(AUDIT_SQL.hba) : [];
  return {
    graph: {
      ...EMPTY_GRAPH,
      serverSettings: [...settings.map(serverSetting), ...defaults.flatMap(defaultSettings)],
      sessions: sessions.map(({ role, database, since }) => ({ role, database, since: since ?? UNKNOWN, origin: NO_ORIGIN })),
      settingMoments: moments.map((row) => ({ ...row, origin: NO_ORIGIN })),
      standbys: streams.map(({ name }) => ({ slot: null, stream: name, origin: NO_ORIGIN })),
      hbaRules: hba.map(hbaRule),
    },
    unseen: unseenOf(access),
  };
};

const ON_PRIMARY = "a standby does not tell; audit its primary";
const TRACKED = "track_commit_timestamp = on, which takes a restart of the server";

const unseenOf = ({ login, database, hba, sessions, moments, recovering, logging }: AuditAccessRow): readonly string[] => [
  ...(hba ? [] : [`what pg_hba.conf says: in database ${database}, GRANT EXECUTE ON FUNCTION pg_catalog.pg_hba_file_rules() TO ${login}`]),
  ...(sessions ? [] : [`since when sessions of other roles run, and so by which settings: GRANT pg_read_all_stats TO ${login}`]),
  ...(moments || !logging
    ? []
    : [`whether sessions that run began before their role's settings of what is logged were written: ${recovering ? ON_PRIMARY : TRACKED}`]),
];

const serverSetting = ({ name, value }: ServerSettingRow): ServerSetting => ({
  name,
  value: value ?? UNKNOWN,
  level: "server",
  database: null,
  origin: NO_ORIGIN,
});

const defaultSettings = ({ database, configuration }: DefaultSettingRow): readonly ServerSetting[] =>
  configuration.map((entry) => {
    const end = entry.indexOf("=");
    return { name: entry.slice(0, end), value: entry.slice(end + 1), level: database === null ? "everyone" : "database", database, origin: NO_ORIGIN };
  });

const hbaRule = ({ line, type, databases, roles, address, netmask, method, options, error }: HbaRow): HbaRule => ({
  line,
  type: type ?? "",
  databases: databases ?? [],
  roles: roles ?? [],
  address,
  netmask,
  method: method ?? "",
  options: options ?? [],
  error,
  origin: NO_ORIGIN,
});

import type { LiveServer } from "../../gates/live";
import { EMPTY_GRAPH, mergeGraphs, NO_ORIGIN } from "../../model/access-graph";
import { InputError } from "../../model/input-error";
import { once } from "../../model/once";
import { listed, shownName } from "../../model/path-words";
import type { ServerReading } from "../../model/reading";
import type { UnjudgedEnvironment } from "../../model/report";
import { factsDigest } from "../../readers/catalog/facts-digest";
import { type AuditReading, readAudit } from "../../readers/catalog/read-audit";
import type { AuditTarget, AuditTargets } from "../audit-targets";
import { inTurns } from "../in-turns";
import type { Io } from "../io";
import { DatabaseCount, withProgress } from "../progress";
import { liveEnvironment, OtherCluster } from "./live-environment";
import { type HearOfDatabase, type LiveReading, type ReadMore, readLive } from "./read-live";
import { type ConnectionSettings, connectionSettings } from "./settings";

/** What was read of the servers that an audit is about. */
export interface AuditedServers {
  readonly servers: readonly LiveServer[];
  readonly unjudged: readonly UnjudgedEnvironment[];
  readonly notices: readonly string[];
}

/** One server as an audit reads it. */
export type Audited = { readonly server: LiveServer; readonly notices: readonly string[] };

/** Servers at a time. */
const MOST_SERVERS = 4;

/** Reads the servers side by side. Of several, one that cannot be read is told beside the others; throws `InputError` for a single one. */
export const readTargets = async (
  { targets, isAll }: AuditTargets,
  passwordCommand: string | undefined,
  io: Pick<Io, "cwd" | "env" | "stderr">,
): Promise<AuditedServers> => {
  let done = 0;
  const databases = new DatabaseCount();
  const read = async (target: AuditTarget): Promise<Audited | UnjudgedEnvironment> => {
    try {
      return await readTarget(target, passwordCommand, io, databases);
    } catch (error) {
      if (!isAll || !(error instanceof InputError)) throw error;
      return { environment: target.environment ?? "?", why: error.message, details: error.details };
    } finally {
      done += 1;
    }
  };
  const told = (): string => `reading ${targets.length === 1 ? "the server" : `${targets.length} environments, ${done} done`}${databases.words} ...`;
  const answers = await withProgress(io, told, () => inTurns(targets, MOST_SERVERS, read));
  const audited = answers.flatMap((answer) => ("server" in answer ? [answer] : []));
  return {
    servers: audited.map(({ server }) => server),
    unjudged: answers.flatMap((answer) => ("server" in answer ? [] : [answer])),
    notices: audited.flatMap(({ notices }) => notices),
  };
};

/** The first of the server's names that answers; what the first one met is told where none does. */
const readTarget = async (
  { urls, resolve }: AuditTarget,
  passwordCommand: string | undefined,
  io: Pick<Io, "cwd" | "env">,
  databases: DatabaseCount,
): Promise<Audited> => {
  const silent: InputError[] = [];
  for (const url of urls) {
    try {
      const { server, notices } = await readServer(url, resolve, passwordCommand, io, databases.ofServer());
      return { server, notices: [...silent.map(({ message }) => `${message}; another endpoint of the environment was read`), ...notices] };
    } catch (error) {
      // A name that leads to another cluster is no name that did not answer.
      if (!(error instanceof InputError) || error instanceof OtherCluster) throw error;
      silent.push(error);
    }
  }
  throw silent[0] ?? new Error("an environment has no endpoint");
};

/** Reads a server with what only an audit asks. Throws `InputError` for one that cannot be read. */
export const readServer = async (
  url: string,
  resolve: AuditTarget["resolve"],
  passwordCommand: string | undefined,
  io: Pick<Io, "cwd" | "env">,
  hear?: HearOfDatabase,
): Promise<Audited> => {
  const settings = await connectionSettings(url, passwordCommand, io);
  const place = { provider: url, host: settings.host, port: settings.port, login: null, graph: EMPTY_GRAPH, origin: NO_ORIGIN };
  const resolved = resolve(place);
  const wanted = resolved.policy?.databases ?? null;
  const { live, audit } = await readAudited(settings, wanted, hear);
  const digest = once(() => factsDigest(live.graph));
  const input = {
    kind: "postgres" as const,
    path: live.shown,
    // Made when a format prints it: of a large cluster it takes as long as reading it.
    get sha256() {
      return digest();
    },
    judged: ["roles" as const],
    unseen: [...live.unseen.filter(({ isDatabase }) => !isDatabase).map(({ text }) => text), ...audit.unseen, ...leftOut(live, settings, wanted)],
  };
  const server: ServerReading = { ...place, provider: live.shown, graph: mergeGraphs([live.graph, audit.graph]) };
  return { server: { reading: { input, servers: [server] }, environment: liveEnvironment(resolved, live) }, notices: live.notices };
};

/** What the owners do not want entered. */
const leftOut = ({ graph }: LiveReading, { database }: ConnectionSettings, wanted: readonly string[] | null): readonly string[] => {
  const names = graph.databases.map(({ name }) => name).filter((name) => wanted !== null && !wanted.includes(name) && name !== database && name !== CLOSED);
  return names.length === 0
    ? []
    : [`the database${names.length === 1 ? "" : "s"} ${listed(names.map(shownName))}, which \`databases\` of the environment leaves out`];
};

/** The template that nobody may enter. */
const CLOSED = "template0";

/** The server with what only an audit asks: in the database that the URL names, for privileges on catalogs are of one database each. */
const readAudited = async (
  settings: ConnectionSettings,
  wanted: readonly string[] | null,
  hear: HearOfDatabase | undefined,
): Promise<{ readonly live: LiveReading; readonly audit: AuditReading }> => {
  let audit: AuditReading | null = null;
  const more: ReadMore = async (query, { isFirst }) => {
    if (isFirst) audit = await readAudit(query);
  };
  const live = await readLive(settings, more, wanted, hear);
  if (audit === null) throw new Error("a live server was read, and nobody asked what an audit asks");
  return { live, audit };
};

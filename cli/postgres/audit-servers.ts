import type { LiveServer } from "../../gates/live";
import { mergeGraphs, NO_ORIGIN } from "../../model/access-graph";
import { InputError } from "../../model/input-error";
import type { ServerReading } from "../../model/reading";
import type { UnjudgedEnvironment } from "../../model/report";
import { factsDigest } from "../../readers/catalog/facts-digest";
import { type AuditReading, readAudit } from "../../readers/catalog/read-audit";
import type { AuditTarget, AuditTargets } from "../audit-targets";
import { inTurns } from "../in-turns";
import type { Io } from "../io";
import { liveEnvironment } from "./live-environment";
import { type LiveReading, type ReadMore, readLive } from "./read-live";
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
  io: Pick<Io, "cwd" | "env">,
): Promise<AuditedServers> => {
  const answers = await inTurns(targets, MOST_SERVERS, async (target): Promise<Audited | UnjudgedEnvironment> => {
    try {
      return await readTarget(target, passwordCommand, io);
    } catch (error) {
      if (!isAll || !(error instanceof InputError)) throw error;
      return { environment: target.environment ?? "?", why: error.message, details: error.details };
    }
  });
  const audited = answers.flatMap((answer) => ("server" in answer ? [answer] : []));
  return {
    servers: audited.map(({ server }) => server),
    unjudged: answers.flatMap((answer) => ("server" in answer ? [] : [answer])),
    notices: audited.flatMap(({ notices }) => notices),
  };
};

/** The first of the server's names that answers; what the first one met is told where none does. */
const readTarget = async ({ urls, resolve }: AuditTarget, passwordCommand: string | undefined, io: Pick<Io, "cwd" | "env">): Promise<Audited> => {
  let first: unknown;
  for (const url of urls) {
    try {
      return await readServer(url, resolve, passwordCommand, io);
    } catch (error) {
      first ??= error;
      if (!(error instanceof InputError)) throw error;
    }
  }
  throw first;
};

/** Reads a server with what only an audit asks. Throws `InputError` for one that cannot be read. */
export const readServer = async (
  url: string,
  resolve: AuditTarget["resolve"],
  passwordCommand: string | undefined,
  io: Pick<Io, "cwd" | "env">,
): Promise<Audited> => {
  const settings = await connectionSettings(url, passwordCommand, io);
  const { live, audit } = await readAudited(settings);
  const graph = mergeGraphs([live.graph, audit.graph]);
  const server: ServerReading = { provider: live.shown, host: live.host, port: live.port, login: null, graph, origin: NO_ORIGIN };
  const input = {
    kind: "postgres" as const,
    path: live.shown,
    sha256: factsDigest(live.graph),
    judged: ["roles" as const],
    unseen: [...live.unseen.filter(({ isDatabase }) => !isDatabase).map(({ text }) => text), ...audit.unseen],
  };
  return { server: { reading: { input, servers: [server] }, environment: liveEnvironment(resolve(server), live) }, notices: live.notices };
};

/** The server with what only an audit asks: in the database that the URL names, for privileges on catalogs are of one database each. */
const readAudited = async (settings: ConnectionSettings): Promise<{ readonly live: LiveReading; readonly audit: AuditReading }> => {
  let audit: Promise<AuditReading> | null = null;
  const more: ReadMore = async (query, database) => {
    // A pooler may know the database by another name: then any answers.
    if (audit !== null && database !== settings.database) return;
    audit = readAudit(query);
    await audit;
  };
  const live = await readLive(settings, more);
  if (audit === null) throw new Error("a live server was read, and nobody asked what an audit asks");
  return { live, audit: await audit };
};

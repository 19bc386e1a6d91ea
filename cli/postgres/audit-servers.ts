import type { LiveServer } from "../../gates/live";
import { InputError } from "../../model/input-error";
import type { UnjudgedEnvironment } from "../../model/report";
import { factsDigest } from "../../readers/catalog/facts-digest";
import type { AuditTarget, AuditTargets } from "../audit-targets";
import { inTurns } from "../in-turns";
import type { Io } from "../io";
import { readLiveServers } from "./live-subjects";

/** What was read of the servers that an audit is about. */
export interface AuditedServers {
  readonly servers: readonly LiveServer[];
  readonly unjudged: readonly UnjudgedEnvironment[];
  readonly notices: readonly string[];
}

type Audited = { readonly server: LiveServer; readonly notices: readonly string[] };

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

const readServer = async (url: string, resolve: AuditTarget["resolve"], passwordCommand: string | undefined, io: Pick<Io, "cwd" | "env">): Promise<Audited> => {
  const { servers, environments, notices, unseen } = await readLiveServers([url], passwordCommand, resolve, io);
  const [server] = servers;
  const environment = server === undefined ? undefined : environments.get(server);
  if (server === undefined || environment === undefined) throw new Error("a live server was read, and no facts came of it");
  const input = {
    kind: "postgres" as const,
    path: server.provider,
    // Only a report that prints it asks: over a large cluster it takes as long as to read it.
    get sha256() {
      return factsDigest(server.graph);
    },
    judged: ["roles" as const],
    unseen: unseen.filter(({ isGap }) => !isGap).map(({ text }) => text),
  };
  return { server: { reading: { input, servers }, environment }, notices };
};

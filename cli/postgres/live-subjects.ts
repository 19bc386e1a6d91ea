import type { ResolveEnvironment } from "../../gates/resolve-environment";
import { NO_ORIGIN } from "../../model/access-graph";
import type { JudgedEnvironment } from "../../model/environment";
import { InputError } from "../../model/input-error";
import type { ServerReading } from "../../model/reading";
import type { UnseenFact } from "../inputs";
import type { Io } from "../io";
import { liveEnvironment } from "./live-environment";
import { type LiveReading, readLive } from "./read-live";
import { connectionSettings } from "./settings";

/** Live servers as facts, with the environment that each is judged as. */
export interface LiveServers {
  readonly servers: readonly ServerReading[];
  readonly environments: ReadonlyMap<ServerReading, JudgedEnvironment>;
  readonly notices: readonly string[];
  readonly unseen: readonly UnseenFact[];
}

/** Reads each URL. Throws `InputError` for a server that cannot be read, and where one environment's endpoints lead to different clusters. */
export const readLiveServers = async (
  urls: readonly string[],
  passwordCommand: string | undefined,
  resolve: ResolveEnvironment,
  io: Pick<Io, "cwd" | "env">,
): Promise<LiveServers> => {
  const environments = new Map<ServerReading, JudgedEnvironment>();
  const clusters = new Map<string, LiveReading>();
  const notices: string[] = [];
  const unseen: UnseenFact[] = [];
  for (const url of urls) {
    const live = await readLive(await connectionSettings(url, passwordCommand, io));
    const server: ServerReading = { provider: live.shown, host: live.host, port: live.port, login: null, graph: live.graph, origin: NO_ORIGIN };
    const resolved = resolve(server);
    const environment = liveEnvironment(resolved, live);
    if (resolved.policy !== null) refuseOtherCluster(clusters, environment.name, live);
    environments.set(server, environment);
    notices.push(...live.notices, ...versionNotice(resolved, live));
    unseen.push(...live.unseen.map(({ text, isDatabase }) => ({ environment: environment.name, text, isGap: isDatabase })));
  }
  return { servers: [...environments.keys()], environments, notices, unseen };
};

const refuseOtherCluster = (clusters: Map<string, LiveReading>, environment: string, live: LiveReading): void => {
  const known = clusters.get(environment);
  if (known !== undefined && known.systemIdentifier !== live.systemIdentifier)
    throw new InputError(`\`${known.shown}\` and \`${live.shown}\` are different clusters, and both count as the environment \`${environment}\``, [
      `their system identifiers are ${known.systemIdentifier} and ${live.systemIdentifier}`,
    ]);
  clusters.set(environment, live);
};

const versionNotice = ({ name, policy }: JudgedEnvironment, { shown, version }: LiveReading): readonly string[] =>
  policy === null || policy.postgres === Math.floor(version / 10_000)
    ? []
    : [`${shown} is PostgreSQL ${Math.floor(version / 10_000)}, and the policy files say ${policy.postgres} for \`${name}\`: the server's own version counts`];

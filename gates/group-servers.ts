import { mergeGraphs } from "../model/access-graph";
import type { JudgedEnvironment } from "../model/environment";
import { DEFAULT_PORT, endpointKey } from "../model/policy";
import type { Reading, ServerChange, ServerReading } from "../model/reading";
import { isKnown } from "../model/unknown";
import type { Subject } from "../policies/judge";
import type { ResolveEnvironment } from "./resolve-environment";

const SURENESS: readonly JudgedEnvironment["endpoint"][] = ["known", "assumed", "unknown"];

/** One subject for each environment, with the facts of every input about it, so that a role written in one is known in all. */
export function groupServers(readings: readonly (Reading | Pick<Reading, "servers">)[], resolve: ResolveEnvironment): readonly Subject[] {
  const groups = new Map<string, { environment: JudgedEnvironment; servers: ServerReading[] }>();
  for (const server of readings.flatMap(({ servers }) => servers)) {
    const environment = resolve(server);
    const key = groupKey(environment, server);
    const group = groups.get(key) ?? { environment, servers: [] };
    group.environment = merged(group.environment, environment);
    group.servers.push(server);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ environment, servers }) => {
    const change = changeOf(servers);
    return { environment, graph: mergeGraphs(servers.map(({ graph }) => graph)), ...(change !== undefined && { change }) };
  });
}

/** One change for all: what an input without a state before it says was not there. */
const changeOf = (servers: readonly ServerReading[]): ServerChange | undefined => {
  const changes = servers.flatMap(({ change }) => change ?? []);
  const [only] = changes;
  if (changes.length < 2) return only;
  return {
    before: mergeGraphs(changes.map(({ before }) => before)),
    kept: new Set(changes.flatMap(({ kept }) => [...kept])),
    revoked: changes.flatMap(({ revoked }) => revoked),
    rewritten: new Set(changes.flatMap(({ rewritten }) => [...rewritten])),
  };
};

/** Two servers that no environment has are two servers; those without a written host may be one. */
function groupKey(environment: JudgedEnvironment, { host, port }: ServerReading): string {
  if (environment.policy !== null) return `environment ${environment.name}`;
  return isKnown(host) && host !== null && isKnown(port) ? `endpoint ${endpointKey({ host, port: port ?? DEFAULT_PORT })}` : "no endpoint";
}

/** The less sure of two answers holds for both: an allowlist entry counts for all facts of an environment or for none. */
const merged = (a: JudgedEnvironment, b: JudgedEnvironment): JudgedEnvironment => {
  const claimedAs = a.claimedAs ?? b.claimedAs;
  return {
    ...a,
    endpoint: SURENESS.indexOf(a.endpoint) > SURENESS.indexOf(b.endpoint) ? a.endpoint : b.endpoint,
    providerLogins: [...new Set([...a.providerLogins, ...b.providerLogins])],
    ...(claimedAs === undefined ? {} : { claimedAs }),
  };
};

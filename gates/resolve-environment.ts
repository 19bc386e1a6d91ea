import { type JudgedEnvironment, UNKNOWN_ENVIRONMENT } from "../model/environment";
import { InputError } from "../model/input-error";
import { nearestName } from "../model/nearest-name";
import { defaultAdministrators } from "../model/platforms";
import { DEFAULT_PORT, type EnvironmentPolicy, endpointKey, type PolicyData } from "../model/policy";
import { MAJORS } from "../model/predefined-roles";
import type { ServerReading } from "../model/reading";
import { isKnown } from "../model/unknown";

/** Finds the environment that the facts of a server are judged as. */
export type ResolveEnvironment = (server: ServerReading) => JudgedEnvironment;

/**
 * How servers become environments: by host and port, by `named` (what `--environment` said) where those are nobody's, else as a shared
 * environment of its own at every major. Throws an InputError for a name that the policy files do not have.
 */
export function environmentResolver(policy: PolicyData | null, named: string | null): ResolveEnvironment {
  const byEndpoint = new Map<string, EnvironmentPolicy>();
  for (const environment of policy?.environments ?? []) {
    for (const endpoint of environment.endpoints) byEndpoint.set(endpointKey(endpoint), environment);
  }
  const said = named === null ? null : environmentNamed(policy, named);

  return (server) => {
    const providerLogins = isKnown(server.login) && server.login !== null ? [server.login] : [];
    const written = endpointOf(server);
    const found = written === null ? undefined : byEndpoint.get(written.key);
    if (found === undefined) return said === null ? unknownEnvironment(providerLogins) : judgedAs(said, "assumed", providerLogins);
    const environment = judgedAs(found, written?.portWritten === true ? "known" : "assumed", providerLogins);
    return said === null || said.name === found.name ? environment : { ...environment, claimedAs: said.name };
  };
}

/** The endpoint that a configuration writes; a port that is not written counts as 5432. Null where one of them is not known. */
function endpointOf({ host, port }: ServerReading): { readonly key: string; readonly portWritten: boolean } | null {
  if (!isKnown(host) || host === null || !isKnown(port)) return null;
  return { key: endpointKey({ host, port: port ?? DEFAULT_PORT }), portWritten: port !== null };
}

function environmentNamed(policy: PolicyData | null, name: string): EnvironmentPolicy {
  const environments = policy?.environments ?? [];
  const found = environments.find((environment) => environment.name === name);
  if (found !== undefined) return found;
  if (policy === null) throw new InputError(`the environment \`${name}\` is not known: there are no policy files`, ["name their folder with --policies"]);
  const names = environments.map((environment) => environment.name);
  const near = nearestName(name, names);
  const known = `the policy files have ${names.map((each) => `\`${each}\``).join(", ")}`;
  throw new InputError(`the environment \`${name}\` is not in the policy files`, near === undefined ? [known] : [`did you mean \`${near}\`?`, known]);
}

const judgedAs = (policy: EnvironmentPolicy, endpoint: JudgedEnvironment["endpoint"], providerLogins: readonly string[]): JudgedEnvironment => ({
  name: policy.name,
  kind: policy.kind,
  majors: [policy.postgres],
  platform: policy.platform,
  administrators: policy.administrators,
  providerLogins,
  endpoint,
  policy,
});

const unknownEnvironment = (providerLogins: readonly string[]): JudgedEnvironment => ({
  name: UNKNOWN_ENVIRONMENT,
  kind: "shared",
  majors: MAJORS,
  platform: "self-hosted",
  administrators: defaultAdministrators("self-hosted"),
  providerLogins,
  endpoint: "unknown",
  policy: null,
});

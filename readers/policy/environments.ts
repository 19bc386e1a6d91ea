import { UNKNOWN_ENVIRONMENT } from "../../model/environment";
import { defaultAdministrators, type Platform } from "../../model/platforms";
import { DEFAULT_PORT, DEFAULT_PROVIDERS, type EnvironmentPolicy, endpointKey, type PolicySource } from "../../model/policy";
import { duplicateFinder } from "./context";
import type { Problems } from "./problems";
import { quoted } from "./words";
import { itemsOf, type PolicyNode, plain, sourceOf, textOf } from "./yaml-tree";

type Written = Partial<Omit<EnvironmentPolicy, "endpoints" | "source">> &
  Pick<EnvironmentPolicy, "name" | "kind" | "postgres"> & { readonly endpoints: readonly { readonly host: string; readonly port?: number }[] };

/** The environments of environments.yaml by name, in the file's order; undefined for those with problems of their own. */
export const readEnvironments = (root: PolicyNode, wrong: ReadonlySet<PolicyNode>, problems: Problems): ReadonlyMap<string, EnvironmentPolicy | undefined> => {
  const environments = new Map<string, EnvironmentPolicy | undefined>();
  const named = duplicateFinder(problems);
  const identified = duplicateFinder(problems);
  const reached = new Map<string, { readonly environment: PolicyNode; readonly name: string; readonly source: PolicySource }>();
  for (const node of itemsOf(root, "environments")) {
    const name = textOf(node, "name");
    if (name === undefined) continue;
    named([name], node, `the environment ${quoted(name)}`);
    if (name === UNKNOWN_ENVIRONMENT) problems.add(sourceOf(node, "name"), `${quoted(name)} is the name of inputs that no environment claims: choose another`);
    environments.set(name, wrong.has(node) ? undefined : environmentOf(node, problems));
    const identifier = textOf(node, "systemIdentifier");
    if (identifier !== undefined) identified([identifier], node, `the systemIdentifier ${quoted(identifier)}`, ONE_SERVER);
    for (const endpoint of itemsOf(node, "endpoints")) {
      if (wrong.has(endpoint)) continue;
      const { host, port = DEFAULT_PORT } = plain(endpoint) as Written["endpoints"][number];
      const key = endpointKey({ host, port });
      const first = reached.get(key);
      if (first === undefined) reached.set(key, { environment: node, name, source: endpoint.source });
      else problems.add(endpoint.source, alreadyReached(`${host}:${port}`, first.environment === node ? null : first.name, first.source));
    }
  }
  return environments;
};

const ONE_SERVER = "one server is one environment, and a clone of a disk keeps its source's identifier";

const alreadyReached = (endpoint: string, environment: string | null, { line }: PolicySource): string =>
  environment === null
    ? `the endpoint ${quoted(endpoint)} stands twice, first in line ${line}: keep one`
    : `the endpoint ${quoted(endpoint)} belongs to ${quoted(environment)} already, in line ${line}: one server is one environment`;

const environmentOf = (node: PolicyNode, problems: Problems): EnvironmentPolicy => {
  const written = plain(node) as Written;
  const { name, kind, postgres, platform = "self-hosted" satisfies Platform, minimumMinor = null } = written;
  if (minimumMinor !== null && Number(minimumMinor.split(".")[0]) !== postgres) {
    problems.add(sourceOf(node, "minimumMinor"), `\`minimumMinor\` is ${quoted(minimumMinor)}, and \`postgres\` is ${postgres}: name a minor of ${postgres}`);
  }
  return {
    name,
    kind,
    postgres,
    platform,
    endpoints: written.endpoints.map(({ host, port = DEFAULT_PORT }) => ({ host, port })),
    systemIdentifier: written.systemIdentifier ?? null,
    administrators: written.administrators ?? defaultAdministrators(platform),
    databases: written.databases ?? null,
    audit: written.audit ?? null,
    unmanaged: written.unmanaged ?? [],
    extensions: written.extensions ?? [],
    minimumMinor,
    source: node.source,
  };
};

/** Who may speak to PostgreSQL: what environments.yaml says, else the community provider and ours. */
export const readProviders = (root: PolicyNode): readonly string[] => {
  const providers = itemsOf(root, "providers").map(plain) as readonly string[];
  return providers.length === 0 ? DEFAULT_PROVIDERS : providers;
};

import { environmentResolver, type ResolveEnvironment } from "../gates/resolve-environment";
import { InputError } from "../model/input-error";
import { listed } from "../model/path-words";
import type { EnvironmentPolicy, PolicyData } from "../model/policy";
import { environmentUrl } from "./postgres/environment-url";
import { isPostgresUrl, refuseOtherAddress } from "./postgres/url";
import { UsageError } from "./usage-error";

/** One server that is to be audited. */
export interface AuditTarget {
  /** The environment, where it was asked for by name. */
  readonly environment: string | null;
  /** Names of the one server, tried in turn until one answers. */
  readonly urls: readonly string[];
  readonly resolve: ResolveEnvironment;
}

export interface AuditTargets {
  readonly targets: readonly AuditTarget[];
  /** Does the answer of one not hang on another's, so that one which fails is reported beside the others? */
  readonly isAll: boolean;
}

export interface TargetOptions {
  readonly environment?: string;
  readonly all?: true;
}

/** Which servers are meant: a URL's, those of a named environment, or of all. Throws `UsageError` where it is not said. */
export const auditTargets = (words: readonly string[], { environment, all }: TargetOptions, policy: PolicyData | null): AuditTargets => {
  const [url, ...more] = words;
  if (more.length > 0) throw new UsageError(`audit takes one URL, got ${words.length}`);
  if (url !== undefined && all === true) throw new UsageError("audit takes a URL or `--all`, not both");
  if (environment !== undefined && all === true) throw new UsageError("audit takes `--environment` or `--all`, not both");
  if (url !== undefined)
    return { targets: [{ environment: null, urls: [postgresUrl(url)], resolve: environmentResolver(policy, environment ?? null) }], isAll: false };
  if (environment === undefined && all !== true) throw new UsageError(`audit takes a URL, \`--environment NAME\` or \`--all\`${knownEnvironments(policy)}`);
  const resolve = environmentResolver(policy, environment ?? null);
  if (policy === null)
    throw new InputError("there are no policy files, and `--all` audits the environments that they name", ["name their folder with --policies, or give a URL"]);
  const meant = policy.environments.filter(({ name }) => environment === undefined || name === environment);
  return { targets: meant.map((each) => targetOf(each, resolve)), isAll: all === true };
};

const targetOf = (environment: EnvironmentPolicy, resolve: ResolveEnvironment): AuditTarget => ({
  environment: environment.name,
  urls: environment.endpoints.map((endpoint) => environmentUrl(environment, endpoint)),
  resolve,
});

const postgresUrl = (url: string): string => {
  refuseOtherAddress(url);
  if (isPostgresUrl(url)) return url;
  throw new UsageError(`audit takes the URL of a live server, \`postgres://USER@HOST:PORT/DATABASE\`, got \`${url}\``);
};

const knownEnvironments = (policy: PolicyData | null): string =>
  policy === null ? "" : `\nthe policy files have ${listed(policy.environments.map(({ name }) => `\`${name}\``))}`;

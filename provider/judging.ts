import { liveEnvironment } from "../cli/postgres/live-environment";
import type { LiveReading } from "../cli/postgres/read-live";
import { environmentResolver } from "../gates/resolve-environment";
import { type AccessGraph, EMPTY_GRAPH, NO_ORIGIN } from "../model/access-graph";
import type { JudgedEnvironment } from "../model/environment";
import { reachWords } from "../model/path-words";
import { defaultAdministrators } from "../model/platforms";
import type { PolicyData } from "../model/policy";
import type { ServerReading } from "../model/reading";
import type { Finding } from "../model/report";
import { judge, type Subject } from "../policies/judge";
import type { PlannedChange } from "./planned-change";
import type { Diagnostic } from "./plugin/diagnostics";

/** The policy files, and whether whoever runs Terraform trusts them. */
export interface TrustedPolicy {
  readonly policy: PolicyData | null;
  readonly isTrusted: boolean;
}

/** A server, and what it is judged by. */
export interface ServerRequest {
  /** Null where the server is made by the same apply: then the planned changes are judged alone. */
  readonly live: LiveReading | null;
  readonly login: string;
  readonly trusted: TrustedPolicy;
  readonly environment: string | undefined;
}

/** What a change makes of what. */
export interface JudgingRequest extends ServerRequest {
  readonly today: string;
  readonly before: AccessGraph;
  readonly after: AccessGraph;
}

/** What the rules refuse of a change, by the same judgement as `rolegate check`: what stood before it is not its fault. */
export const judgeChange = (request: JudgingRequest): readonly Finding[] => {
  const { before, after, today } = request;
  const { policy, subject } = subjectOf(request, after);
  const change = { before, kept: keptIn(before, after), revoked: [], rewritten: new Set<string>() };
  return judge({ today, policy, subjects: [{ ...subject, change }] }).findings.filter(({ status }) => status === "open");
};

/** Facts of the server as the environment that it is, and the policy files as far as they count. */
export const subjectOf = (request: ServerRequest, graph: AccessGraph): { readonly policy: PolicyData | null; readonly subject: Subject } => {
  const policy = policyInForce(request.trusted);
  return { policy, subject: { environment: environmentOf(request, policy), graph } };
};

/** Facts that the change neither adds nor alters are the same objects. */
const keptIn = (before: AccessGraph, after: AccessGraph): ReadonlySet<object> => {
  const facts = new Set(listsOf(before).flat());
  return new Set(
    listsOf(after)
      .flat()
      .filter((fact) => facts.has(fact)),
  );
};
const listsOf = (graph: AccessGraph): readonly (readonly object[])[] => Object.values(graph);

/**
 * The author of a change writes the provider block and may write the policy files: unless the runner vouches for them, nothing that they excuse counts,
 * and every environment is shared and has the usual administrators.
 */
const policyInForce = ({ policy, isTrusted }: TrustedPolicy): PolicyData | null =>
  policy === null || isTrusted
    ? policy
    : {
        ...policy,
        allowlist: [],
        acceptedFunctions: [],
        waivers: [],
        environments: policy.environments.map((environment) => ({
          ...environment,
          kind: "shared",
          administrators: defaultAdministrators(environment.platform),
        })),
      };

const environmentOf = ({ live, login, environment }: ServerRequest, policy: PolicyData | null): JudgedEnvironment => {
  const server: ServerReading = {
    provider: "rolegate",
    host: live?.host ?? null,
    port: live?.port ?? null,
    login,
    graph: EMPTY_GRAPH,
    origin: NO_ORIGIN,
  };
  const resolved = environmentResolver(policy, environment ?? null)(server);
  return live === null ? resolved : liveEnvironment(resolved, live);
};

/** Findings as Terraform shows them, each at the line of the fact that it goes through where one of this change is on its path. */
export const diagnosticsOfFindings = (findings: readonly Finding[], change: PlannedChange): readonly Diagnostic[] =>
  findings.map((finding) => ({
    severity: finding.severity,
    summary: `${finding.severity === "error" ? "Refused" : "Warning"} by ${finding.rule}`,
    detail: [
      finding.message,
      ...(finding.path.length === 0 ? [] : [`path: ${reachWords(finding.subject, finding.path, finding.source)}`]),
      `environment: ${finding.environment}`,
      `what to do: ${finding.remedy}`,
    ].join("\n\n"),
    path: placeOf(finding, change),
  }));

const placeOf = ({ path, subject, capability }: Finding, change: PlannedChange) => {
  const own = capability === null ? null : (change.placeOfOwn?.(path.at(-1)?.to ?? subject, capability) ?? null);
  if (own !== null) return own;
  for (const step of [...path].reverse()) {
    const place = change.placeOf(step);
    if (place !== null) return place;
  }
  return change.place;
};

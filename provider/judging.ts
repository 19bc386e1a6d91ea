import { liveEnvironment } from "../cli/postgres/live-environment";
import type { LiveReading } from "../cli/postgres/read-live";
import { environmentResolver } from "../gates/resolve-environment";
import { type AccessGraph, EMPTY_GRAPH, type Membership, NO_ORIGIN } from "../model/access-graph";
import type { JudgedEnvironment } from "../model/environment";
import { reachWords } from "../model/path-words";
import { defaultAdministrators } from "../model/platforms";
import type { PolicyData } from "../model/policy";
import type { ServerChange, ServerReading } from "../model/reading";
import type { Finding } from "../model/report";
import { judge } from "../policies/judge";
import { at, type Diagnostic, type PathStep } from "./plugin/diagnostics";

/** The policy files, and whether whoever runs Terraform trusts them. */
export interface TrustedPolicy {
  readonly policy: PolicyData | null;
  readonly isTrusted: boolean;
}

/** What is judged against: the live server, and what this plan asked for before. */
export interface JudgingRequest {
  /** Null where the server is made by the same apply: then the planned change is judged alone. */
  readonly live: LiveReading | null;
  readonly login: string;
  readonly trusted: TrustedPolicy;
  readonly environment: string | undefined;
  readonly today: string;
  /** Memberships of the server that the change takes away or alters. */
  readonly removed: ReadonlySet<Membership>;
  readonly added: readonly Membership[];
}

/** What the rules refuse of a change to memberships, by the same judgement as `rolegate check`: what stood before it is not its fault. */
export const judgeMemberships = (request: JudgingRequest): readonly Finding[] => {
  const { live, added, removed, today } = request;
  const policy = policyInForce(request.trusted);
  const graph: AccessGraph = live?.graph ?? EMPTY_GRAPH;
  const kept = graph.memberships.filter((membership) => !removed.has(membership));
  const after: AccessGraph = { ...graph, memberships: [...kept, ...added] };
  const change: ServerChange = { before: graph, kept: factsOf({ ...graph, memberships: kept }), revoked: [], rewritten: new Set() };
  return judge({ today, policy, subjects: [{ environment: environmentOf(request, policy), graph: after, change }] }).findings.filter(
    ({ status }) => status === "open",
  );
};

const factsOf = (graph: AccessGraph): ReadonlySet<object> => {
  const facts = new Set<object>();
  for (const list of Object.values(graph) as readonly (readonly object[])[]) for (const fact of list) facts.add(fact);
  return facts;
};

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

const environmentOf = ({ live, login, environment }: JudgingRequest, policy: PolicyData | null): JudgedEnvironment => {
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

/** Findings as Terraform shows them, each at the line of the membership that it goes through where one of this change is on its path. */
export const diagnosticsOfFindings = (
  findings: readonly Finding[],
  pathOf: (member: string, role: string) => readonly PathStep[] | null,
): readonly Diagnostic[] =>
  findings.map((finding) => ({
    severity: finding.severity,
    summary: `${finding.severity === "error" ? "Refused" : "Warning"} by ${finding.rule}`,
    detail: [
      finding.message,
      ...(finding.path.length === 0 ? [] : [`path: ${reachWords(finding.subject, finding.path, finding.source)}`]),
      `environment: ${finding.environment}`,
      `what to do: ${finding.remedy}`,
    ].join("\n\n"),
    path: placeOf(finding, pathOf) ?? at("grants"),
  }));

const placeOf = ({ path }: Finding, pathOf: (member: string, role: string) => readonly PathStep[] | null): readonly PathStep[] | null => {
  for (const { from, to } of [...path].reverse()) {
    const place = pathOf(from, to);
    if (place !== null) return place;
  }
  return null;
};

import type { AccessGraph, Grant } from "../model/access-graph";
import type { JudgedEnvironment } from "../model/environment";
import type { PolicyData } from "../model/policy";
import { type Major, PREDEFINED_ROLE_NAMES } from "../model/predefined-roles";
import type { ServerChange } from "../model/reading";
import type { Finding, Report, RoleChange, Summary } from "../model/report";
import { changesOf } from "./changes";
import { mergedFindings, sortedWithCauses } from "./findings";
import { inputAt, type SharedInput, sharedInput } from "./input";
import type { LiveContext, RuleInput } from "./rule";
import { RULES } from "./rules";
import { requireCurrentWaiver } from "./rules/require-current-waiver";
import { withStanding } from "./standing";
import { applyWaivers } from "./waivers";

/** Facts of one server and the environment that they are judged as. */
export interface Subject {
  readonly environment: JudgedEnvironment;
  readonly graph: AccessGraph;
  /** Absent where no state before it is known. */
  readonly change?: ServerChange;
  /** Absent where the facts are not those of a live cluster. */
  readonly live?: LiveContext;
}

export interface JudgeRequest {
  /** `YYYY-MM-DD`, UTC. */
  readonly today: string;
  /** Null without policy files: the built-in minimum. */
  readonly policy: PolicyData | null;
  readonly subjects: readonly Subject[];
}

/** The part of a report that judging gives. */
export type Judged = Pick<Report, "findings" | "changes" | "environments" | "verdict" | "summary">;

/** Judges the facts of each server by every rule. A rule that throws is a fault of ours, and is thrown. */
export const judge = ({ today, policy, subjects }: JudgeRequest): Judged => {
  const answers = subjects.map((subject) => judgeSubject(subject, policy, today));
  const findings = sortedWithCauses(answers.flatMap((answer) => answer.findings));
  return {
    findings,
    changes: answers.flatMap((answer) => answer.changes),
    environments: subjects.map(({ environment: { name, kind, majors, administrators } }) => ({ name, kind, postgres: majors, administrators })),
    verdict: findings.some(({ severity, status }) => severity === "error" && status === "open") ? "deny" : "allow",
    summary: summaryOf(findings, subjects),
  };
};

const judgeSubject = (
  { environment, graph, change, live }: Subject,
  policy: PolicyData | null,
  today: string,
): { readonly findings: readonly Finding[]; readonly changes: readonly RoleChange[] } => {
  const shared = sharedInput(environment, graph, policy, today, change, live ?? null);
  const inputs = inputsOf(shared);
  const former = change === undefined ? NO_INPUTS : inputsOf(sharedInput(environment, change.before, policy, today, null, live ?? null));
  const all = findingsOf(inputs, shared);
  const found =
    change === undefined || all.length === 0
      ? all
      : withStanding(
          all,
          findingsOf(former, shared),
          inputs.map(({ input }) => input),
          graph,
          change,
        );
  const { findings, outcomes } = applyWaivers(found, policy?.waivers ?? [], environment.name, today, live !== undefined && change === undefined);
  const late = inputs.map(({ majors, input }) => ({
    majors,
    breaches: requireCurrentWaiver.check({ ...input, waivers: outcomes }).map((breach) => ({ rule: requireCurrentWaiver, breach })),
  }));
  return {
    findings: [...findings, ...mergedFindings(late, shared)],
    changes: changesOf(
      environment.name,
      inputs.map(({ input }) => input),
      former.map(({ input }) => input),
    ),
  };
};

/** What the rules see of majors that behave alike. */
interface MajorsInput {
  readonly majors: readonly Major[];
  readonly input: RuleInput;
}
const NO_INPUTS: readonly MajorsInput[] = [];

const inputsOf = (shared: SharedInput): readonly MajorsInput[] =>
  behaviours(shared.environment, shared.written).map(({ major, majors }) => ({ majors, input: inputAt(major, shared) }));

const findingsOf = (inputs: readonly MajorsInput[], shared: SharedInput): readonly Finding[] =>
  mergedFindings(
    inputs.map(({ majors, input }) => ({ majors, breaches: RULES.flatMap((rule) => rule.check(input).map((breach) => ({ rule, breach }))) })),
    shared,
  );

/**
 * Majors that behave alike, judged once: memberships work in one way on 14, on 15, and on 16 and later; what functions and parameters
 * give differs with each. Where several majors are judged, the last of each group answers for it.
 */
const behaviours = (
  { name, majors }: JudgedEnvironment,
  { functions, grants }: AccessGraph,
): readonly { readonly major: Major; readonly majors: readonly Major[] }[] => {
  if (majors.length === 0) throw new Error(`environment ${name} has no PostgreSQL major to be judged at`);
  const latest = functions.length > 0 || grants.some(isOnServerObject) ? 18 : 16;
  const groups = new Map<number, Major[]>();
  for (const major of majors) groups.set(Math.min(major, latest), [...(groups.get(Math.min(major, latest)) ?? []), major]);
  return [...groups.values()].flatMap((alike) => alike.slice(-1).map((major) => ({ major, majors: alike })));
};

const isOnServerObject = ({ objectType, schema }: Grant): boolean =>
  schema === "pg_catalog" || objectType === "parameter" || objectType === "function" || objectType === "procedure" || objectType === "routine";

const summaryOf = (findings: readonly Finding[], subjects: readonly Subject[]): Summary => {
  const counted = (status: Finding["status"], severity?: Finding["severity"]): number =>
    findings.filter((finding) => finding.status === status && (severity === undefined || finding.severity === severity)).length;
  return {
    errors: counted("open", "error"),
    warnings: counted("open", "warning"),
    standing: counted("standing"),
    waived: counted("waived"),
    roles: subjects.reduce((sum, { graph }) => sum + rolesIn(graph), 0),
    memberships: subjects.reduce((sum, { graph }) => sum + graph.memberships.length, 0),
  };
};

/** Roles that the facts declare or name in a membership, predefined ones left out. */
const rolesIn = (graph: AccessGraph): number => {
  const names = new Set<string>();
  for (const { name } of graph.roles) names.add(name);
  for (const { member, role } of graph.memberships) names.add(member).add(role);
  return names.size - PREDEFINED_ROLE_NAMES.filter((name) => names.has(name)).length;
};

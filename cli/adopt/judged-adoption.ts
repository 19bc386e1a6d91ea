import { environmentResolver } from "../../gates/resolve-environment";
import { NO_ORIGIN } from "../../model/access-graph";
import { PUBLIC } from "../../model/closure/object-index";
import type { PolicyData } from "../../model/policy";
import type { Finding } from "../../model/report";
import { judge } from "../../policies/judge";
import { RULES } from "../../policies/rules/index";
import { readPolicies } from "../../readers/policy/read-policies";
import type { RefusedToPublic } from "./access";
import { adoptedGraph } from "./adopted-graph";
import { adoptedPolicies } from "./adopted-policies";
import type { Adoption, Question } from "./adoption";
import type { Demotion } from "./candidates";
import { type AdoptionRequest, planAdoption } from "./plan-adoption";

/** More are never needed: each round leaves more out. */
const MOST_ROUNDS = 12;

type Request = Omit<AdoptionRequest, "demotionOf" | "refusedToPublic">;

interface Judged {
  readonly adoption: Adoption;
  readonly policy: PolicyData;
  readonly errors: readonly Finding[];
}

/**
 * What can be written of the cluster and is permitted by the policy files that are written beside it. What the gate refuses is left out, the dangerous
 * part of a role first and then all of it, of PUBLIC what is refused alone, and becomes a question: a program that the gate refuses would write nothing.
 */
export const judgedAdoption = (request: Request, today: string): { readonly adoption: Adoption; readonly policy: PolicyData } => {
  const demotions = new Map<string, Demotion>();
  const refused = new Map<string, string>();
  let toPublic: ReadonlyMap<string, string> = new Map();
  const judgedWith = (refusedToPublic: RefusedToPublic): Judged =>
    judgedPlan({ ...request, demotionOf: (role) => demotions.get(role) ?? 0, refusedToPublic }, today);
  for (let round = 0; ; round++) {
    const { adoption, policy, errors } = judgedWith((what) => toPublic.get(what) ?? null);
    const next = [...new Set(errors.map(subjectOf))].filter((role) => role !== PUBLIC && (demotions.get(role) ?? 0) < 2);
    const isPublicRefused = errors.some((finding) => subjectOf(finding) === PUBLIC);
    if ((next.length === 0 && !isPublicRefused) || round === MOST_ROUNDS) return { adoption: withRefusals(adoption, refused), policy };
    for (const finding of errors) if (subjectOf(finding) !== PUBLIC) refused.set(subjectOf(finding), finding.message);
    for (const role of next) demotions.set(role, ((demotions.get(role) ?? 0) + 1) as Demotion);
    if (isPublicRefused) toPublic = refusedOfPublic(judgedWith);
  }
};

/** What PUBLIC has and the gate refuses beside the rest of it, each with the gate's words: found by halves, so that few plans are judged. */
const refusedOfPublic = (judgedWith: (refusedToPublic: RefusedToPublic) => Judged): ReadonlyMap<string, string> => {
  const all = new Set<string>();
  const without = "not asked about now";
  judgedWith((what) => {
    all.add(what);
    return without;
  });
  const kept = new Set<string>();
  const refused = new Map<string, string>();
  const add = (some: readonly string[]): void => {
    const { errors } = judgedWith((what) => (kept.has(what) || some.includes(what) ? null : without));
    const finding = errors.find((error) => subjectOf(error) === PUBLIC);
    const [one] = some;
    if (finding === undefined) for (const what of some) kept.add(what);
    else if (some.length === 1 && one !== undefined) refused.set(one, finding.message);
    else for (const half of [some.slice(0, some.length / 2), some.slice(some.length / 2)]) add(half);
  };
  if (all.size > 0) add([...all]);
  return refused;
};

const judgedPlan = (request: AdoptionRequest, today: string): Judged => {
  const adoption = planAdoption(request);
  const policy = readPolicies(
    Object.entries(adoptedPolicies(adoption, today)).map(([name, text]) => ({ name, text })),
    { today, rules: new Map(RULES.map((rule) => [rule.id, rule])) },
  );
  return { adoption, policy, errors: findingsOn(adoption, policy, today) };
};

const findingsOn = (adoption: Adoption, policy: PolicyData, today: string): readonly Finding[] => {
  const graph = adoptedGraph(adoption);
  const server = { provider: "postgresql", host: adoption.host, port: adoption.port, login: null, graph, origin: NO_ORIGIN };
  const environment = environmentResolver(policy, null)(server);
  return judge({ today, policy, subjects: [{ environment, graph }] }).findings.filter(({ severity, status }) => severity === "error" && status === "open");
};

/** The facts' address is the role that they were written for. */
const subjectOf = ({ origin, subject }: Finding): string => (origin.address === "public" ? PUBLIC : (origin.address ?? subject));

const withRefusals = (adoption: Adoption, refused: ReadonlyMap<string, string>): Adoption => ({
  ...adoption,
  questions: [
    ...adoption.questions,
    ...[...refused].map(([role, message]): Question => ({ role, text: `would be refused by the gate: ${message}`, capability: null })),
  ],
});

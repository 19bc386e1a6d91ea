import { environmentResolver } from "../../gates/resolve-environment";
import { NO_ORIGIN } from "../../model/access-graph";
import type { PolicyData } from "../../model/policy";
import type { Finding } from "../../model/report";
import { judge } from "../../policies/judge";
import { RULES } from "../../policies/rules/index";
import { readPolicies } from "../../readers/policy/read-policies";
import { adoptedGraph } from "./adopted-graph";
import { adoptedPolicies } from "./adopted-policies";
import type { Adoption, Question } from "./adoption";
import type { Demotion } from "./candidates";
import { type AdoptionRequest, planAdoption } from "./plan-adoption";

/** More are never needed: each round leaves more out. */
const MOST_ROUNDS = 12;

/**
 * What can be written of the cluster and is permitted by the policy files that are written beside it. What the gate refuses is left out, the dangerous
 * part of a role first and then all of it, and becomes a question: a program that the gate refuses would write nothing.
 */
export const judgedAdoption = (request: Omit<AdoptionRequest, "demotionOf">, today: string): { readonly adoption: Adoption; readonly policy: PolicyData } => {
  const demotions = new Map<string, Demotion>();
  const refused = new Map<string, string>();
  for (let round = 0; ; round++) {
    const adoption = planAdoption({ ...request, demotionOf: (role) => demotions.get(role) ?? 0 });
    const policy = readPolicies(
      Object.entries(adoptedPolicies(adoption, today)).map(([name, text]) => ({ name, text })),
      { today, rules: new Map(RULES.map((rule) => [rule.id, rule])) },
    );
    const errors = findingsOn(adoption, policy, today);
    const subjects = new Set(errors.map(subjectOf));
    const next = [...subjects].filter((role) => (demotions.get(role) ?? 0) < 2);
    if (next.length === 0 || round === MOST_ROUNDS) return { adoption: withRefusals(adoption, refused), policy };
    for (const finding of errors) refused.set(subjectOf(finding), finding.message);
    for (const role of next) demotions.set(role, ((demotions.get(role) ?? 0) + 1) as Demotion);
  }
};

const findingsOn = (adoption: Adoption, policy: PolicyData, today: string): readonly Finding[] => {
  const graph = adoptedGraph(adoption);
  const server = { provider: "postgresql", host: adoption.host, port: adoption.port, login: null, graph, origin: NO_ORIGIN };
  const environment = environmentResolver(policy, null)(server);
  return judge({ today, policy, subjects: [{ environment, graph }] }).findings.filter(({ severity, status }) => severity === "error" && status === "open");
};

/** The facts' address is the role that they were written for. */
const subjectOf = ({ origin, subject }: Finding): string => origin.address ?? subject;

const withRefusals = (adoption: Adoption, refused: ReadonlyMap<string, string>): Adoption => ({
  ...adoption,
  questions: [
    ...adoption.questions,
    ...[...refused].map(([role, message]): Question => ({ role, text: `would be refused by the gate: ${message}`, capability: null })),
  ],
});

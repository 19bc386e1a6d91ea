import { addTo } from "../../model/add-to";
import type { HeldCapability } from "../../model/held-capability";
import type { Finding } from "../../model/report";
import type { MarkOf } from "../drawing/sketch";
import type { Explanation } from "../explanation";
import { groupBy } from "../layout";
import type { Review } from "../review/review";

/** Who reaches what in one environment after the change, and what of it stands out. */
export interface Access {
  readonly environment: string;
  /** What was given, and each path of a finding that was not in it. */
  readonly explanations: readonly Explanation[];
  readonly markOf: MarkOf;
  /** What one of the capabilities above breaks, where it does; a waived finding breaks nothing. */
  readonly findingsOf: (reached: HeldCapability) => readonly Finding[];
}

/** The access of each environment that has any. `given` is what roles reach; findings bring their own paths, so that nothing of them is missing. */
export const accessOf = ({ report, changes }: Review, given: readonly Explanation[]): readonly Access[] => {
  const names = [...new Set([...report.environments.map(({ name }) => name), ...report.findings.map(({ environment }) => environment)])];
  const [byEnvironment, findings] = [grouped(given), grouped(report.findings)];
  // What a configuration without a state before it gives is all new: then it says nothing that something is.
  const gains = grouped(changes.isHolding ? [] : report.changes);
  return names
    .map((environment): Access => {
      const majors = report.environments.find(({ name }) => name === environment)?.postgres ?? [];
      const own = (findings.get(environment) ?? []).filter(({ capability }) => capability !== null);
      const broken = new Map<string, Finding[]>();
      for (const finding of own) if (finding.status !== "waived") addTo(broken, keyOf(finding.subject, finding), finding);
      const gained = new Set(
        (gains.get(environment) ?? []).flatMap(({ role, capabilities }) => capabilities.gains.map((capability) => `${capability} ${role}`)),
      );
      const explanations = withFindings(byEnvironment.get(environment) ?? [], own, environment, majors);
      // Asked for again and again while it is drawn and written.
      const found = new Map<HeldCapability, readonly Finding[]>();
      if (broken.size > 0)
        for (const { role, capabilities } of explanations)
          for (const reached of capabilities) {
            const findings = broken.get(keyOf(role, reached));
            if (findings !== undefined) found.set(reached, findings);
          }
      return {
        environment,
        explanations,
        findingsOf: (reached) => found.get(reached) ?? [],
        markOf: (role, reached) => (found.has(reached) ? "offending" : gained.has(`${reached.capability} ${role}`) ? "gained" : null),
      };
    })
    .filter(({ explanations }) => explanations.some(({ capabilities }) => capabilities.length > 0));
};

const grouped = <T extends { readonly environment: string }>(values: readonly T[]): ReadonlyMap<string, readonly T[]> =>
  new Map(groupBy(values, ({ environment }) => environment).map((group) => [group[0].environment, group]));

const keyOf = (role: string, { capability, path }: { readonly capability: Finding["capability"]; readonly path: Finding["path"] }): string =>
  JSON.stringify([role, capability, path.map(({ from, to, by, via }) => [from, to, by, via])]);

/** Roles of findings first, so that what only a finding knows has its place. */
const withFindings = (
  given: readonly Explanation[],
  findings: readonly Finding[],
  environment: string,
  postgres: readonly number[],
): readonly Explanation[] => {
  const known = new Set(given.flatMap(({ role, capabilities }) => capabilities.map((reached) => keyOf(role, reached))));
  const missing = new Map<string, HeldCapability[]>();
  for (const finding of findings) {
    const { subject, capability, tier, certainty, condition, path, source } = finding;
    const key = keyOf(subject, finding);
    if (capability === null || tier === null || known.has(key)) continue;
    known.add(key);
    addTo(missing, subject, { capability, tier, certainty, condition, path, source, follows: null, postgres });
  }
  if (missing.size === 0) return given;
  const added = given.map((explanation) => {
    const more = missing.get(explanation.role);
    missing.delete(explanation.role);
    return more === undefined ? explanation : { ...explanation, capabilities: [...more, ...explanation.capabilities] };
  });
  return [...added, ...[...missing].map(([role, capabilities]) => ({ environment, role, postgres, capabilities }))];
};

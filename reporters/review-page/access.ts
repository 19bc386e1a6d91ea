import { addTo } from "../../model/add-to";
import type { HeldCapability } from "../../model/held-capability";
import { once } from "../../model/once";
import type { Finding, Report } from "../../model/report";
import { type AlikeRoles, alikeRoles } from "../drawing/alike";
import type { MarkOf } from "../drawing/mark";
import type { Explanation } from "../explanation";
import { groupBy } from "../layout";
import type { Review } from "../review/review";

/** Who reaches what in one environment after the change, and what of it stands out. */
export interface Access {
  readonly environment: string;
  readonly postgres: readonly number[];
  /** What was given, and each path of a finding that was not in it; roles that reach the same once. */
  readonly alike: readonly AlikeRoles[];
  readonly markOf: MarkOf;
  /** What one of the capabilities above breaks, where it does; a waived finding breaks nothing. */
  readonly findingsOf: (reached: HeldCapability) => readonly Finding[];
}

/** The access of each environment that has any. `given` is what roles reach; findings bring their own paths, so that nothing of them is missing. */
export const accessOf = ({ report, changes }: Review, given: readonly Explanation[]): readonly Access[] => {
  const [explained, findings] = [grouped(given), grouped(report.findings)];
  // What a configuration without a state before it gives is all new: then it says nothing that something is.
  const gains = once(() => gainsIn(changes.isHolding ? [] : report.changes));
  return [...new Set([...report.environments.map(({ name }) => name), ...findings.keys()])].flatMap((environment): readonly Access[] => {
    const majors = report.environments.find(({ name }) => name === environment)?.postgres ?? [];
    const { explanations, found } = withFindings(explained.get(environment) ?? [], findings.get(environment) ?? [], environment, majors);
    const [first] = explanations;
    if (first === undefined || explanations.every(({ capabilities }) => capabilities.length === 0)) return [];
    const markOf: MarkOf = (role, reached) =>
      found.has(reached) ? "offending" : gains().get(environment)?.get(role)?.includes(reached.capability) ? "gained" : null;
    return [{ environment, postgres: first.postgres, alike: alikeRoles(explanations, markOf), findingsOf: (reached) => found.get(reached) ?? [], markOf }];
  });
};

const grouped = <T extends { readonly environment: string }>(values: readonly T[]): ReadonlyMap<string, readonly T[]> =>
  new Map(groupBy(values, ({ environment }) => environment).map((group) => [group[0].environment, group]));

/** By environment and role, the capabilities that are new. */
const gainsIn = (changes: Report["changes"]): ReadonlyMap<string, ReadonlyMap<string, readonly string[]>> => {
  const gains = new Map<string, Map<string, string[]>>();
  for (const { environment, role, capabilities } of changes)
    for (const capability of capabilities.gains) {
      const roles = gains.get(environment) ?? new Map<string, string[]>();
      gains.set(environment, roles);
      addTo(roles, role, capability);
    }
  return gains;
};

interface WithFindings {
  /** Roles that only findings know stand last. */
  readonly explanations: readonly Explanation[];
  /** What each of their capabilities breaks that breaks something. */
  readonly found: ReadonlyMap<HeldCapability, readonly Finding[]>;
}

/** What is given with the paths of findings that are not in it. */
const withFindings = (given: readonly Explanation[], findings: readonly Finding[], environment: string, postgres: readonly number[]): WithFindings => {
  const found = new Map<HeldCapability, readonly Finding[]>();
  const missing = new Map<string, HeldCapability[]>();
  const added: Explanation[] = [];
  const own = groupBy(
    findings.filter(({ capability }) => capability !== null),
    ({ subject }) => subject,
  );
  const known = new Map<string, Explanation[]>();
  for (const explanation of given) addTo(known, explanation.role, explanation);
  for (const ofRole of own) {
    const [{ subject }] = ofRole;
    const told = waysOf(known.get(subject));
    const capabilities: HeldCapability[] = [];
    // Most roles have one finding and were not explained: then there is nothing to compare it with.
    for (const same of ofRole.length === 1 ? [ofRole] : groupBy(ofRole, keyOf)) {
      const [first] = same;
      const held = told?.get(keyOf(first));
      const more = held === undefined ? heldBy(first, postgres) : null;
      if (more !== null) capabilities.push(more);
      const breaking = same.filter(({ status }) => status !== "waived");
      if (breaking.length > 0) for (const reached of held ?? (more === null ? [] : [more])) found.set(reached, breaking);
    }
    if (capabilities.length === 0) continue;
    if (told === null) added.push({ environment, role: subject, postgres, capabilities });
    else missing.set(subject, capabilities);
  }
  const explanations = given.map((explanation) => {
    const more = missing.get(explanation.role);
    missing.delete(explanation.role);
    return more === undefined ? explanation : { ...explanation, capabilities: [...more, ...explanation.capabilities] };
  });
  return { explanations: [...explanations, ...added], found };
};

/** By path, what some explanations of one role hold; null for none. */
const waysOf = (explanations: readonly Explanation[] | undefined): ReadonlyMap<string, readonly HeldCapability[]> | null => {
  if (explanations === undefined) return null;
  const ways = new Map<string, HeldCapability[]>();
  for (const { capabilities } of explanations) for (const reached of capabilities) addTo(ways, keyOf(reached), reached);
  return ways;
};

const keyOf = ({ capability, path }: { readonly capability: Finding["capability"]; readonly path: Finding["path"] }): string =>
  JSON.stringify([capability, ...path.flatMap(({ from, to, by, via }) => [from, to, by, via])]);

const heldBy = ({ capability, tier, certainty, condition, path, source }: Finding, postgres: readonly number[]): HeldCapability | null =>
  capability === null || tier === null ? null : { capability, tier, certainty, condition, path, source, follows: null, postgres };

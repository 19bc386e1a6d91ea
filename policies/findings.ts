import type { Origin } from "../model/access-graph";
import { higherTier, isServerTier, rankOf, type Tier } from "../model/capability";
import { listed } from "../model/path-words";
import type { Finding, Severity } from "../model/report";
import { compared } from "./compared";
import type { SharedInput } from "./input";
import type { Breach, Rule } from "./rule";

/** The breaches of one group of majors that behave alike. */
export interface JudgedMajors {
  readonly majors: readonly number[];
  readonly breaches: readonly { readonly rule: Rule; readonly breach: Breach }[];
}

/** Breaches as findings; equal ones of several majors are one, with the worst answer, and name their majors unless all have it. */
export const mergedFindings = (judged: readonly JudgedMajors[], { environment, policy }: SharedInput): readonly Finding[] => {
  const merged = new Map<string, { finding: Finding; readonly majors: Set<number> }>();
  for (const { majors, breaches } of judged) {
    for (const { rule, breach } of breaches) {
      const finding = findingOf(rule, breach, environment.name, policy === null);
      const key = keyOf(rule, breach);
      const known = merged.get(key);
      if (known === undefined) merged.set(key, { finding, majors: new Set(majors) });
      else {
        known.finding = worse(known.finding, finding);
        for (const major of majors) known.majors.add(major);
      }
    }
  }
  return [...merged.values()].map(({ finding, majors }) =>
    majors.size === environment.majors.length
      ? finding
      : { ...finding, message: `${finding.message} (on PostgreSQL ${listed([...majors].sort().map(String))})` },
  );
};

/** Findings about what a role reaches are the same whatever path each major takes; others are told apart by their words. */
const keyOf = (rule: Rule, { subject, message, path, capability, origin }: Breach): string =>
  JSON.stringify(path === undefined ? [rule.id, subject, message, origin.address] : [rule.id, subject, capability ?? null, path.at(-1)?.to ?? subject]);

const worse = (a: Finding, b: Finding): Finding => {
  const [worst, other] = byDanger(a, b) <= 0 ? [a, b] : [b, a];
  return { ...worst, tier: worst.tier === null || other.tier === null ? (worst.tier ?? other.tier) : higherTier(worst.tier, other.tier) };
};

const findingOf = (rule: Rule, breach: Breach, environment: string, isWithoutPolicy: boolean): Finding => {
  const tier = breach.tier === undefined ? rule.tier : breach.tier;
  return {
    rule: rule.id,
    severity: breach.severity ?? severityOf(rule, tier, isWithoutPolicy),
    status: "open",
    environment,
    subject: breach.subject,
    tier,
    capability: breach.capability ?? null,
    certainty: breach.certainty ?? "certain",
    condition: breach.condition ?? null,
    message: breach.message,
    remedy: breach.remedy ?? rule.remedy,
    path: breach.path ?? [],
    source: breach.source ?? null,
    cause: null,
    origin: plain(breach.origin),
    waiver: null,
  };
};

/** A finding is handed out, to whoever copies or prints it: it has values where a fact may look them up. */
const plain = ({ address, construct, file, line }: Origin): Origin => ({ address, construct, file, line });

const severityOf = (rule: Rule, tier: Tier | null, isWithoutPolicy: boolean): Severity =>
  isWithoutPolicy && rule.severityWithoutPolicy !== undefined && (tier === null || !isServerTier(tier)) ? rule.severityWithoutPolicy : rule.severity;

const rankOrLowest = (tier: Tier | null): number => (tier === null ? -1 : rankOf(tier));

const bySeverity = (a: Finding, b: Finding): number => compared(a.severity, b.severity) || rankOrLowest(b.tier) - rankOrLowest(a.tier);
const byDanger = (a: Finding, b: Finding): number => bySeverity(a, b) || compared(a.certainty, b.certainty);

const byOrder = (a: Finding, b: Finding): number =>
  bySeverity(a, b) ||
  compared(a.environment, b.environment) ||
  compared(a.subject, b.subject) ||
  compared(a.rule, b.rule) ||
  compared(a.capability ?? "", b.capability ?? "") ||
  compared(a.message, b.message) ||
  compared(a.origin.address ?? "", b.origin.address ?? "");

/** Errors first, then the most dangerous tier, environment, subject, rule; findings whose paths end in one step share a cause, `c1` first. */
export const sortedWithCauses = (findings: readonly Finding[]): readonly Finding[] => {
  const causes = new Map<string, string>();
  return [...findings].sort(byOrder).map((finding) => {
    const last = finding.path.at(-1);
    if (last === undefined) return finding;
    const key = JSON.stringify([finding.environment, last.from, last.to, last.by, last.via]);
    const cause = causes.get(key) ?? `c${causes.size + 1}`;
    causes.set(key, cause);
    return { ...finding, cause };
  });
};

import { isServerTier } from "../model/capability";
import type { Waiver } from "../model/policy";
import type { Finding } from "../model/report";
import type { Rule, WaiverOutcome } from "./rule";
import { ruleById } from "./rules";

/** Findings with those accepted that a current waiver names exactly, and what became of each waiver of the environment. */
export const applyWaivers = (
  findings: readonly Finding[],
  waivers: readonly Waiver[],
  environment: string,
  today: string,
  isLive: boolean,
): { readonly findings: readonly Finding[]; readonly outcomes: readonly WaiverOutcome[] } => {
  const here = waivers.filter((waiver) => waiver.environment === environment);
  if (here.length === 0) return { findings, outcomes: [] };
  const byKey = new Map(here.map((waiver) => [keyOf(waiver.rule, waiver.subject), waiver]));
  const met = new Map<Waiver, "used" | "not-waivable">();
  const judged = findings.map((finding): Finding => {
    const waiver = byKey.get(keyOf(finding.rule, finding.subject));
    if (waiver === undefined || today > waiver.expires) return finding;
    const accepts = isWaivable(ruleById(finding.rule), finding);
    if (met.get(waiver) !== "used") met.set(waiver, accepts ? "used" : "not-waivable");
    const { owner, expires, reason } = waiver;
    return accepts ? { ...finding, status: "waived", waiver: { owner, expires, reason } } : finding;
  });
  return { findings: judged, outcomes: here.map((waiver) => ({ waiver, outcome: outcomeOf(waiver, met, today, isLive) })) };
};

const keyOf = (rule: string, subject: string): string => JSON.stringify([rule, subject]);

const isWaivable = (rule: Rule | undefined, { tier }: Finding): boolean => rule?.waivable === true && (tier === null || !isServerTier(tier));

/** What only Terraform's files show, an audit cannot find: it says nothing of a waiver of it. */
const isAboutCode = ({ needsCode }: Rule, { subject }: Waiver): boolean => needsCode === true || /^(module\.|data\.)?[a-z0-9_]+\.[A-Za-z0-9_-]/.test(subject);

const outcomeOf = (waiver: Waiver, met: ReadonlyMap<Waiver, "used" | "not-waivable">, today: string, isLive: boolean): WaiverOutcome["outcome"] => {
  const rule = ruleById(waiver.rule);
  if (rule === undefined) return "unknown-rule";
  if (today > waiver.expires) return "expired";
  if (!met.has(waiver) && (isLive ? isAboutCode(rule, waiver) : rule.needsServer === true)) return "left-to-others";
  return met.get(waiver) ?? (rule.waivable ? "unmatched" : "not-waivable");
};

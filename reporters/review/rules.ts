import type { Finding } from "../../model/report";
import type { Rule } from "../../policies/rule";
import { printable } from "../printable";

/** What a review says of a rule beside its findings. */
export type RuleWords = Pick<Rule, "title" | "severity" | "tier" | "rationale" | "remedy" | "references">;

/** A rule that findings name; null what is not known of it. */
export interface ReviewedRule {
  readonly id: string;
  /** The demand as a sentence. */
  readonly title: string | null;
  /** Why it is demanded, for a reader who disagrees: worth saying once. */
  readonly why: string | null;
  /** What to do in general; each block has its own remedy. */
  readonly remedy: string | null;
  readonly references: readonly string[];
  readonly words: RuleWords | null;
}

/** Each rule that a finding names, by its id. */
export const reviewedRules = (findings: readonly Finding[], ruleOf: (rule: string) => RuleWords | undefined): ReadonlyMap<string, ReviewedRule> => {
  const rules = new Map<string, ReviewedRule>();
  for (const { rule } of findings) if (!rules.has(rule)) rules.set(rule, reviewedRule(rule, ruleOf(rule)));
  return rules;
};

const reviewedRule = (id: string, words: RuleWords | undefined): ReviewedRule => ({
  id: printable(id),
  title: words === undefined ? null : printable(words.title),
  why: words === undefined ? null : printable(words.rationale),
  remedy: words === undefined ? null : printable(words.remedy),
  references: words?.references ?? [],
  words: words ?? null,
});

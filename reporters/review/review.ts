import type { Report } from "../../model/report";
import { type ReviewedEnvironment, reviewedEnvironments } from "./blocks";
import { type ReviewedChanges, reviewedChanges } from "./changes";
import { type Head, headOf } from "./head";
import { type ReviewedRule, type RuleWords, reviewedRules } from "./rules";
import { type Unseen, unseenOf } from "./unseen";

/**
 * What a person is told about a judged change, made once and rendered in every format: the verdict, one block for each cause, what
 * changes for whom, what could not be seen. Every word of it is printable: what is hidden in a name is shown, so that a format has
 * only its own syntax to escape. `report` is what it was made from, for formats that are read by machines.
 */
export interface Review extends Head {
  readonly report: Report;
  readonly environments: readonly ReviewedEnvironment[];
  /** The rules that findings name, in the order of the review. */
  readonly rules: readonly ReviewedRule[];
  readonly changes: ReviewedChanges;
  readonly unseen: readonly Unseen[];
}

/** What is known of a rule by its id; undefined for a rule that is not known. */
export type RuleSource = (rule: string) => RuleWords | undefined;

/** The review of a report. `ruleOf` tells demand, reason and references of its rules. Default: nothing is known of them. */
export const reviewOf = (report: Report, ruleOf: RuleSource = () => undefined): Review => {
  const rules = reviewedRules(report.findings, ruleOf);
  return {
    ...headOf(report),
    report,
    environments: reviewedEnvironments(report, rules),
    rules: [...rules.values()],
    changes: reviewedChanges(report),
    unseen: unseenOf(report.inputs),
  };
};

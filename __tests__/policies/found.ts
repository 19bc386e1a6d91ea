import type { Finding } from "../../model/report";
import type { Example, Facts } from "../../policies/example";
import { judgeExample } from "../../policies/judge-example";

/** The findings of one rule for some facts, judged as an example is. */
export const found = (rule: string, facts: Facts, rest: Omit<Example, "title" | "facts"> = {}): readonly Finding[] =>
  judgeExample({ title: "", facts, ...rest }).findings.filter((finding) => finding.rule === rule);

/** The same, as `subject: message` lines. */
export const lines = (rule: string, facts: Facts, rest: Omit<Example, "title" | "facts"> = {}): readonly string[] =>
  found(rule, facts, rest).map(({ subject, severity, message }) => `${severity} ${subject}: ${message}`);

import type { InputSummary, Report } from "../../model/report";
import { counted, listedAtMost } from "../layout";
import { printable } from "../printable";
import { type AuditLine, auditLines, noErrors, unjudgedWords } from "./audit";

/** What stands at the top of a review, and its totals. */
export interface Head {
  readonly verdict: ReviewedVerdict;
  /** What was judged, as of which day. */
  readonly judged: string;
  /** By which policies. */
  readonly policies: string;
  /** The administrators that no rule is about, by environment; null where no environment is known. */
  readonly exempt: string | null;
  readonly totals: string;
  /** Of an audit: what could not be judged, and what a baseline knows. */
  readonly audit: readonly AuditLine[];
}

export interface ReviewedVerdict {
  readonly isDenied: boolean;
  /** `DENIED`, or `DENIED, plan safety only` where nobody knows yet what the input gives to whom. */
  readonly word: string;
  /** `4 errors and 1 warning in prod`. */
  readonly counts: string;
}

/** More than these are counted. */
export const MOST_INPUTS = 4;

/** The verdict and what it rests on. */
export const headOf = (report: Report): Head => {
  const exempt = report.environments.map(({ name, administrators }) => `${administrators.map(printable).join(", ")} in ${printable(name)}`);
  return {
    verdict: verdictOf(report),
    judged: `${inputWords(report.inputs)}, as of ${report.today}`,
    policies: policiesWords(report),
    exempt: exempt.length === 0 ? null : `administrators ${exempt.join("; ")}`,
    totals: totals(report),
    audit: auditLines(report),
  };
};

const inputWords = (inputs: readonly InputSummary[]): string => {
  const isMixed = inputs.some(judgesRoles);
  return listedAtMost(
    inputs.map((input) => `${printable(input.path)}${isMixed && !judgesRoles(input) ? " (plan safety only)" : ""}`),
    MOST_INPUTS,
  );
};

const judgesRoles = ({ judged }: InputSummary): boolean => judged.includes("roles");

const verdictOf = (report: Report): ReviewedVerdict => {
  // Of a folder nobody knows yet what it gives to whom.
  const scope = report.inputs.length > 0 && !report.inputs.some(judgesRoles) ? ", plan safety only" : "";
  const isDenied = report.verdict === "deny";
  return { isDenied, word: `${isDenied ? "DENIED" : "ALLOWED"}${scope}`, counts: `${countWords(report, isDenied)}${unjudgedWords(report)}` };
};

const countWords = (report: Report, isDenied: boolean): string => {
  const { findings, environments, summary } = report;
  const { errors, warnings, standing } = summary;
  const failing = new Set(findings.filter(({ severity, status }) => severity === "error" && status !== "waived").map(({ environment }) => environment));
  const names = (isDenied && failing.size > 0 ? [...failing] : environments.map(({ name }) => name)).map(printable);
  const failed = errors > 0 ? counted(errors, "error") : isDenied && report.unjudged === undefined ? `${standing} standing` : noErrors(report);
  const where = names.length === 0 ? "" : ` in ${listedAtMost(names, MOST_INPUTS)}`;
  if (warnings === 0) return `${failed}${where}`;
  const warned = counted(warnings, "warning");
  // A warning of another environment must not seem to be one of those that fail.
  const isElsewhere =
    isDenied && findings.some(({ severity, status, environment }) => severity === "warning" && status === "open" && !failing.has(environment));
  return isElsewhere ? `${failed}${where}, and ${warned}` : `${failed} and ${warned}${where}`;
};

const policiesWords = ({ policies }: Report): string =>
  policies === null ? "none: judged by the built-in minimum; `rolegate init --policies-only` starts a policy folder" : `sha256 ${printable(policies.sha256)}`;

const totals = ({ summary, environments }: Report): string =>
  [
    `${counted(summary.roles, "role")} and ${counted(summary.memberships, "membership")} in ${counted(environments.length, "environment")}`,
    [counted(summary.errors, "error"), counted(summary.warnings, "warning"), `${summary.standing} standing`, `${summary.waived} waived`].join(", "),
  ].join(": ");

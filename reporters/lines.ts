import type { Finding, Report } from "../model/report";
import { printable } from "./printable";
import type { Review } from "./review/review";

/**
 * One finding a line, the same line while it is the same finding: for approvals that are bound to lines, `grep` and comparisons. No counts, no
 * order of discovery, no dates. `FAIL` is what denies, then come `STANDING`, `WAIVED` and `WARN`.
 */
export const renderLines = ({ report }: Pick<Review, "report">): string => {
  const lines = new Set(report.findings.map((finding) => lineOf(finding, report)));
  return [...lines]
    .sort()
    .map((line) => `${line}\n`)
    .join("");
};

const lineOf = (finding: Finding, report: Report): string => {
  const { rule, environment, subject, capability, origin, message } = finding;
  const words = [kindOf(finding, report), rule, environment, subject, capability ?? "-", origin.address ?? origin.file ?? "-"];
  return `${words.map(word).join(" ")}: ${printable(message)}`;
};

const kindOf = ({ status, severity }: Finding, { verdict, findings }: Report): string => {
  if (status === "waived") return "WAIVED";
  if (severity === "warning") return "WARN";
  if (status === "open") return "FAIL";
  // With `--standing error`, what was there before denies where nothing else does.
  return verdict === "deny" && !findings.some((other) => other.status === "open" && other.severity === "error") ? "FAIL" : "STANDING";
};

/** A word stays one word, and a line one line, whatever is in a name. */
const word = (text: string): string => (/^[\w./@*<>[\]-]+$/.test(text) ? text : printable(JSON.stringify(text)));

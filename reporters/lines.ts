import type { Finding } from "../model/report";
import { printable } from "./printable";
import type { Review } from "./review/review";

/**
 * One finding a line, the same line while it is the same finding: for approvals that are bound to lines, `grep` and comparisons. No counts, no
 * order of discovery, no dates. `FAIL` is what denies, then come `STANDING`, `WAIVED` and `WARN`.
 */
export const renderLines = ({ report: { verdict, findings } }: Pick<Review, "report">): string => {
  // With `--standing error`, what was there before denies where nothing else does.
  const standing = verdict === "deny" && !findings.some(({ status, severity }) => status === "open" && severity === "error") ? "FAIL" : "STANDING";
  const lines = new Set(findings.map((finding) => lineOf(finding, standing)));
  return [...lines]
    .sort()
    .map((line) => `${line}\n`)
    .join("");
};

type Standing = "FAIL" | "STANDING";

const lineOf = (finding: Finding, standing: Standing): string => {
  const { rule, environment, subject, capability, origin, message } = finding;
  const words = [kindOf(finding, standing), rule, environment, subject, capability ?? "-", origin.address ?? origin.file ?? "-"];
  return `${words.map(word).join(" ")}: ${printable(message)}`;
};

const kindOf = ({ status, severity }: Finding, standing: Standing): Standing | "WAIVED" | "WARN" => {
  if (status === "waived") return "WAIVED";
  if (severity === "warning") return "WARN";
  return status === "open" ? "FAIL" : standing;
};

/** A word stays one word, and a line one line, whatever is in a name. */
const word = (text: string): string => (/^[\w./@*<>[\]-]+$/.test(text) ? text : printable(JSON.stringify(text)));

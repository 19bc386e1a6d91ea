import { createHash } from "node:crypto";
import type { Finding, FindingStatus, Report } from "../../model/report";
import { byDanger } from "./danger";

/** A finding with what machines know it by from one run to the next. */
export interface IdentifiedFinding {
  readonly finding: Finding;
  /** From rule, environment, subject and capability, never from lines; where several are alike, numbered from `:1`. */
  readonly fingerprint: string;
}

/** Open ones first, errors before warnings, the most dangerous first. Waived findings are none for a machine that knows no waivers. */
export const unwaived = ({ findings }: Report): readonly IdentifiedFinding[] => {
  const seen = new Map<string, number>();
  return findings
    .filter(({ status }) => status !== "waived")
    .sort((a, b) => sectionRank(a) - sectionRank(b) || byDanger(a, b))
    .map((finding) => {
      const key = keyOf(finding);
      const count = (seen.get(key) ?? 0) + 1;
      seen.set(key, count);
      return { finding, fingerprint: `${createHash("sha256").update(key).digest("hex").slice(0, 32)}:${count}` };
    });
};

const STATUS_RANK: Readonly<Record<FindingStatus, number>> = { open: 0, standing: 2, waived: 4 };
const sectionRank = ({ status, severity }: Finding): number => STATUS_RANK[status] + (severity === "error" ? 0 : 1);

const keyOf = ({ rule, environment, subject, capability }: Finding): string => JSON.stringify([rule, environment, subject, capability]);

/** Where a machine may point: the file that a finding was written in, else the first input. */
export const placeOf = ({ origin }: Finding, { inputs }: Report): { readonly file: string; readonly line: number } => ({
  file: origin.file || inputs[0]?.path || "rolegate",
  line: origin.file === null ? 1 : (origin.line ?? 1),
});

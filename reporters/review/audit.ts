import type { BaselineOutcome, Report } from "../../model/report";
import { counted } from "../layout";
import { printable } from "../printable";

/** What stands below the verdict of an audit. */
export interface AuditLine {
  readonly label: "unjudged" | "baseline";
  readonly text: string;
}

/** Environments that could not be judged, and what a baseline knows. */
export const auditLines = ({ unjudged = [], baseline }: Report): readonly AuditLine[] => [
  ...unjudged.map(({ environment, why, details }): AuditLine => ({ label: "unjudged", text: printable([`${environment}: ${why}`, ...details].join("; ")) })),
  ...(baseline === undefined ? [] : [{ label: "baseline" as const, text: baselineWords(baseline) }]),
];

/** What a verdict without new errors says: that the known ones are still there is said first. */
export const noErrors = ({ findings, baseline, unjudged }: Report): string => {
  if (unjudged !== undefined) return "no errors seen";
  const known = findings.filter(({ status, severity }) => status === "standing" && severity === "error").length;
  return baseline === undefined || known === 0 ? "no errors" : `no new errors, but the promise is not kept: ${counted(known, "known error")}`;
};

/** What a verdict ends with where environments could not be judged. */
export const unjudgedWords = ({ unjudged = [] }: Report): string =>
  unjudged.length === 0 ? "" : `; ${counted(unjudged.length, "environment")} could not be judged`;

const baselineWords = ({ path, made, known, ended, gone, until }: BaselineOutcome): string =>
  [
    `${printable(path)} of ${made} knows ${counted(known, "finding")}`,
    ...(until === null ? [] : [`the first counts again after ${until}`]),
    ...(ended === 0 ? [] : [`${ended} known for more than 180 days ${ended === 1 ? "counts" : "count"} again`]),
    ...(gone === 0 ? [] : [`${gone} ${gone === 1 ? "is" : "are"} gone: write a new baseline`]),
  ].join("; ");

import type { BaselineOutcome, Report } from "../model/report";
import { type Colors, counted, labelled, type TextOptions } from "./layout";
import { printable } from "./printable";

/** What a verdict without errors says: that the known ones are still there is said first. */
export const noErrors = (report: Report): string => {
  const known = promiseBroken(report);
  return report.baseline === undefined || known === 0 ? "no errors" : `no new errors, but the promise is not kept: ${counted(known, "known error")}`;
};

const promiseBroken = ({ findings }: Report): number => findings.filter(({ status, severity }) => status === "standing" && severity === "error").length;

/** What the head of an audit says beside its verdict: the baseline, and environments that could not be judged. */
export const auditLines = (report: Report, options: TextOptions, colors: Colors): readonly string[] => [
  ...(report.unjudged ?? []).flatMap(({ environment, why, details }) =>
    labelled(
      { text: "unjudged", indent: 0, column: 10, paint: (text) => colors.bold(colors.red(text)) },
      [`${printable(environment)}: ${printable(why)}`, ...details.map(printable)].join("; "),
      options,
    ),
  ),
  ...(report.baseline === undefined ? [] : labelled({ text: "baseline", indent: 0, column: 10 }, baselineWords(report.baseline), options)),
];

const baselineWords = ({ path, made, known, ended, gone, until }: BaselineOutcome): string =>
  [
    `${printable(path)} of ${made} knows ${counted(known, "finding")}`,
    ...(until === null ? [] : [`the first counts again after ${until}`]),
    ...(ended === 0 ? [] : [`${ended} known for more than 180 days ${ended === 1 ? "counts" : "count"} again`]),
    ...(gone === 0 ? [] : [`${gone} ${gone === 1 ? "is" : "are"} gone: write a new baseline`]),
  ].join("; ");

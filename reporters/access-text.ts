import type { AccessReport, AccessRow } from "../model/access-report";
import { mayWords, missingWords, pathWords, permittedWords, untilWords } from "./access-words";
import { type Colors, colorsFor, groupBy, labelled, type TextOptions } from "./layout";
import { printable } from "./printable";

/** Who reaches what, for the terminal: by environment and tier, what nobody permitted in red. */
export const renderAccessText = (report: AccessReport, options: TextOptions): string => {
  const colors = colorsFor(options);
  const missing = missingWords(report);
  const sections = [
    [`Who can reach what, as of ${report.today}`, ...(missing === null ? [] : [colors.bold(colors.red(printable(missing)))])],
    ...groupBy(report.access, ({ environment }) => environment).map((rows) => environmentLines(rows, options, colors)),
  ];
  return `${sections.map((section) => section.join("\n")).join("\n\n")}\n`;
};

const environmentLines = (rows: readonly [AccessRow, ...AccessRow[]], options: TextOptions, colors: Colors): readonly string[] => [
  colors.bold(printable(rows[0].environment)),
  ...groupBy(rows, ({ tier }) => tier).flatMap((same) => ["", `  ${same[0].tier}`, ...same.flatMap((row) => rowLines(row, options, colors))]),
];

const rowLines = (row: AccessRow, options: TextOptions, colors: Colors): readonly string[] => {
  const line = (label: string, text: string): readonly string[] =>
    labelled({ text: label, indent: 6, column: 10, paint: colors.dim }, printable(text), options);
  const until = row.permitted?.until == null ? "" : `, until ${untilWords(row)}`;
  return [
    ...labelled({ text: "", indent: 4, column: 0 }, `${printable(row.role)} ${mayWords(row)}`, options),
    ...line("path", pathWords(row)),
    ...(row.permitted === null ? [`      ${colors.bold(colors.red("permitted by nobody"))}`] : line("permitted", `${permittedWords(row)}${until}`)),
  ];
};

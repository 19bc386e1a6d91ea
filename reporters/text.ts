import { listed } from "../model/path-words";
import { type Colors, colorsFor, indented, labelled, listedAtMost, type TextOptions } from "./layout";
import type { ReviewedEnvironment } from "./review/blocks";
import { MOST_INPUTS } from "./review/head";
import type { Review } from "./review/review";
import { changeLines } from "./text-changes";
import { findingLines } from "./text-findings";

export interface ReviewTextOptions extends TextOptions {
  /** Only the verdict and the errors. Default: everything. */
  readonly quiet?: boolean;
}

/** A review for the terminal: verdict, findings by environment and role, who holds what, what was not seen, counts. */
export const renderText = (review: Review, options: ReviewTextOptions): string => {
  const colors = colorsFor(options);
  const explained = new Set<string>();
  const sections = [
    headLines(review, options, colors),
    ...review.environments.map((environment) => environmentLines(environment, explained, options, colors)),
    ...(options.quiet === true ? [] : [changeLines(review, options, colors), unseenLines(review, options, colors), indented(review.totals, 0, options)]),
  ];
  return `${sections
    .filter((section) => section.length > 0)
    .map((section) => section.join("\n"))
    .join("\n\n")}\n`;
};

const headLines = ({ verdict, judged, policies, exempt, audit }: Review, options: ReviewTextOptions, colors: Colors): readonly string[] => {
  const paint = verdict.isDenied ? colors.red : colors.green;
  const line = (label: string, text: string | null): readonly string[] =>
    text === null || options.quiet === true ? [] : labelled({ text: label, indent: 0, column: 10 }, text, options);
  return [
    `${colors.bold(paint(`${verdict.word}:`))} ${verdict.counts}`,
    ...audit.flatMap(({ label, text }) =>
      labelled({ text: label, indent: 0, column: 10, paint: (plain) => (label === "unjudged" ? colors.bold(colors.red(plain)) : plain) }, text, options),
    ),
    ...line("judged", judged),
    ...line("policies", policies),
    ...line("exempt", exempt),
  ];
};

const environmentLines = (
  { name, facts, groups }: ReviewedEnvironment,
  explained: Set<string>,
  options: ReviewTextOptions,
  colors: Colors,
): readonly string[] => {
  const shown = options.quiet === true ? groups.filter(({ section }) => section === "error") : groups;
  if (shown.length === 0) return [];
  const words = facts === null ? "" : ` (${facts.kind}, PostgreSQL ${listed(facts.postgres.map(String))})`;
  return [colors.bold(name) + colors.dim(words), "", ...findingLines(shown, explained, options, colors)];
};

const unseenLines = ({ unseen }: Review, options: TextOptions, colors: Colors): readonly string[] =>
  unseen.length === 0
    ? []
    : [
        colors.bold("What could not be seen"),
        "",
        ...unseen.flatMap(({ what, inputs }) => indented(`${inputs.length === 0 ? "" : `${listedAtMost(inputs, MOST_INPUTS)}: `}${what}`, 2, options)),
      ];

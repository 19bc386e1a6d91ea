import { type Colors, labelled, listedAtMost, type TextOptions } from "./layout";
import { type ChangedEnvironment, type ChangedRow, capabilityWords, roleWords } from "./review/changes";
import type { Review } from "./review/review";

/** Longer tables are for machines: the JSON report has every row. */
const MOST_ROWS = 200;
const MOST_ROLES = 20;

/**
 * What changes for whom. What a synthesized configuration says has no before, so there it is who holds what.
 */
export const changeLines = ({ changes, environments }: Review, options: TextOptions, colors: Colors): readonly string[] => {
  if (changes.environments.length === 0) return [];
  const isNamed = changes.environments.length > 1 || environments.length > 1;
  return [
    colors.bold(changes.isHolding ? "Who holds what" : "What changes for whom"),
    ...changes.environments.flatMap((environment) => [
      "",
      ...(isNamed ? [`  ${environment.name}`] : []),
      ...rowLines(environment, changes.isHolding, options, colors),
    ]),
  ];
};

const rowLines = ({ rows }: ChangedEnvironment, isHolding: boolean, options: TextOptions, colors: Colors): readonly string[] => {
  const cut = rows.slice(MOST_ROWS).reduce((count, { roles }) => count + roles.length, 0);
  return [
    ...rows.slice(0, MOST_ROWS).flatMap((row) => roleLines(row, isHolding, options, colors)),
    ...(cut === 0 ? [] : [`    cut here: ${cut} more roles; --format json has all`]),
  ];
};

const roleLines = (
  { roles, gains, reaches, loses, reachesNoMore }: ChangedRow,
  isHolding: boolean,
  options: TextOptions,
  colors: Colors,
): readonly string[] => {
  const line = (label: string, text: string, paint: (plain: string) => string): readonly string[] =>
    text === "" ? [] : labelled({ text: label, indent: 6, column: 9, paint }, text, options);
  return [
    ...labelled({ text: "", indent: 4, column: 0 }, listedAtMost(roles, MOST_ROLES), options),
    ...line(isHolding ? "holds" : "gains", roleWords(gains), isHolding ? colors.dim : colors.green),
    ...line("reaches", capabilityWords(reaches), isHolding ? colors.dim : colors.green),
    ...line("loses", roleWords(loses), colors.red),
    ...line("no more", capabilityWords(reachesNoMore), colors.red),
  ];
};

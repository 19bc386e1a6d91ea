import { isServerTier } from "../model/capability";
import type { DiffSide, EnvironmentDiff, Way } from "../model/diff";
import { hasDifference } from "../model/diff";
import { listed, pathWords, reachWords, shownName } from "../model/path-words";
import type { Comparison } from "./diff-comparison";
import { type Entry, type EntryGroup, entriesOf, type Section, wayOf } from "./diff-entries";
import { type Colors, colorsFor, counted, indented, labelled, listedAtMost, type TextOptions } from "./layout";
import { printable } from "./printable";

/** Longer tables are for machines: JSON has every row. */
const MOST_ROWS = 200;
const MOST_ROLES = 20;
/** Where the words of an entry begin, after its tier. */
const COLUMN = 11;

const TITLES: Readonly<Record<Section, string>> = { gains: "Gains", losses: "Losses", ways: "Held before and after, in another way" };
const SECTIONS: readonly Section[] = ["gains", "losses", "ways"];

/** Who gains and loses what, and how, for a reviewer: gains first, the most dangerous first. */
export const renderDiffText = (comparison: Comparison, options: TextOptions): string => {
  const colors = colorsFor(options);
  const { environments } = comparison;
  const sections = [
    headLines(comparison, options, colors),
    ...environments.flatMap((diff) => environmentLines(diff, environments.length > 1, options, colors)),
    unseenLines(comparison.before, comparison.unseen.before, options, colors),
    unseenLines(comparison.after, comparison.unseen.after, options, colors),
  ];
  return `${sections
    .filter((section) => section.length > 0)
    .map((section) => section.join("\n"))
    .join("\n\n")}\n`;
};

const headLines = ({ before, after, environments, unseen, hasGap }: Comparison, options: TextOptions, colors: Colors): readonly string[] => {
  const between = `from ${printable(before)} to ${printable(after)}`;
  if (!hasDifference(environments)) {
    const seen = unseen.before.length + unseen.after.length === 0 ? "" : " in what could be read";
    const verdict = hasGap ? "NOT KNOWN: nothing differs in what could be read" : `SAME${seen}: every role has what it had, in the same way,`;
    return indented(`${verdict} ${between}`, 0, options).map(colors.bold);
  }
  const entries = environments.map(entriesOf);
  const count = (section: Section): number => entries.reduce((sum, each) => sum + each[section].reduce((roles, group) => roles + group.length, 0), 0);
  const gains = counted(count("gains"), "gain");
  const losses = `${count("losses")} ${count("losses") === 1 ? "loss" : "losses"}`;
  return indented(`DIFFERENT: ${gains}, ${losses}, ${count("ways")} held in another way, ${between}`, 0, options).map(colors.bold);
};

const environmentLines = (diff: EnvironmentDiff, isNamed: boolean, options: TextOptions, colors: Colors): readonly (readonly string[])[] => {
  const { before, after, roles } = diff;
  const isOneSided = before === null || after === null;
  if (roles.length === 0 && !isOneSided && before.name === after.name) return isNamed ? [[`${environmentTitle(diff, colors)}: no difference`]] : [];
  const entries = entriesOf(diff);
  const told = SECTIONS.filter((section) => entries[section].length > 0).map((section) => sectionLines(section, entries[section], options, colors));
  return [[environmentTitle(diff, colors), ...pairingLines(before, after, options)], ...told];
};

const environmentTitle = ({ environment, before, after, postgres }: EnvironmentDiff, colors: Colors): string => {
  const majors = (side: DiffSide | null): string => listed((side?.postgres ?? postgres).map(String));
  const isUpgrade = before !== null && after !== null && !before.postgres.some((major) => after.postgres.includes(major));
  return `${colors.bold(printable(environment))}${colors.dim(`, PostgreSQL ${isUpgrade ? `${majors(before)}, then ${majors(after)}` : listed(postgres.map(String))}`)}`;
};

/** How the two sides came together, where it is not by their name. */
const pairingLines = (before: DiffSide | null, after: DiffSide | null, options: TextOptions): readonly string[] => {
  if (before === null) return indented("is new: all that its roles have is gained", 2, options);
  if (after === null) return indented("is gone: all that its roles had is lost", 2, options);
  if (before.name === after.name) return [];
  return indented(`is compared with ${printable(before.name)}: each side has one environment only`, 2, options);
};

const sectionLines = (section: Section, groups: readonly EntryGroup[], options: TextOptions, colors: Colors): readonly string[] => {
  const cut = groups.slice(MOST_ROWS).reduce((count, group) => count + group.length, 0);
  return [
    colors.bold(TITLES[section]),
    "",
    ...groups.slice(0, MOST_ROWS).flatMap((group) => groupLines(group, options, colors)),
    ...(cut === 0 ? [] : [`  cut here: ${cut} more; --format json has all`]),
  ];
};

const groupLines = (group: EntryGroup, options: TextOptions, colors: Colors): readonly string[] => {
  const [first] = group;
  const isAlarming = first.section === "gains" && isServerTier(first.tier);
  const paint = isAlarming ? (text: string) => colors.bold(colors.red(text)) : first.section === "losses" ? colors.dim : colors.bold;
  return labelled({ text: first.tier, indent: 2, column: COLUMN, paint }, printable(sentence(group)), options);
};

const sentence = (group: EntryGroup): string => {
  const [first] = group;
  const names = listedAtMost(
    group.map(({ role }) => shownName(role)),
    MOST_ROLES,
  );
  const isOne = group.length === 1;
  const { before, after } = first;
  const what = first.isRole ? `the role ${shownName(first.what)}` : first.what;
  if (before !== null && after !== null)
    return `${names} ${isOne ? "has" : "have"} ${what} ${changeWords(first.section)}: ${waysWords(group, before, after)}${tail(first)}`;
  const way = wayOf(first);
  const words = way === null ? null : wayWords(group, way);
  if (first.section === "gains") return `${names} ${isOne ? "gains" : "gain"} ${what}${words === null ? "" : `: ${words}`}${tail(first)}`;
  return `${names} ${isOne ? "loses" : "lose"} ${what}${words === null ? "" : `; before: ${words}`}${tail(first)}`;
};

const changeWords = (section: Section): string => (section === "gains" ? "for certain now" : section === "losses" ? "on a condition now" : "in another way");

const waysWords = (group: EntryGroup, before: Way, after: Way): string => `${wayWords(group, after)}; before: ${wayWords(group, before)}`;

/** The path of one role; of several that share their last step that step. */
const wayWords = (group: EntryGroup, { path, source, condition }: Way): string => {
  const [{ role }] = group;
  const last = path.at(-1);
  const on = condition === null ? "" : `, ${condition}`;
  if (group.length === 1) return `${itself(role, reachWords(role, path, source), "it")}${on}`;
  if (path.length <= 1) return `${itself(role, reachWords(role, path, source), "each")}${on}`;
  return `${last === undefined ? "" : pathWords([last])}${source === null ? "" : `, which has ${source}`}${on}`;
};

/** The sentence with a word for the role that was just named. */
const itself = (role: string, words: string, pronoun: string): string => {
  const name = shownName(role);
  return words.startsWith(`${name} `) ? `${pronoun}${words.slice(name.length)}` : words;
};

const tail = ({ only, leadsTo }: Entry): string =>
  `${leadsTo.length === 0 ? "" : `; may lead to ${listed(leadsTo)}`}${only === null ? "" : ` (PostgreSQL ${listed(only.map(String))} only)`}`;

const unseenLines = (side: string, unseen: readonly string[], options: TextOptions, colors: Colors): readonly string[] =>
  unseen.length === 0
    ? []
    : [colors.bold(`What could not be read of ${printable(side)}, and may hide more`), "", ...unseen.flatMap((text) => indented(printable(text), 2, options))];

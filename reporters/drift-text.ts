import { isServerTier } from "../model/capability";
import type { Difference } from "../model/drift";
import { wordOf } from "../model/drift/difference";
import { listed, shownName } from "../model/path-words";
import type { DriftReport, MendedDifference } from "./drift-report";
import { type Colors, colorsFor, counted, groupBy, indented, labelled, listedAtMost, type TextOptions } from "./layout";
import { printable } from "./printable";

/** Longer lists are for machines: JSON has every one. */
const MOST_ENTRIES = 200;
const MOST_OBJECTS = 5;
const MOST_NAMES = 10;

/** Differences that are told as one: the same privileges on several objects. */
type Entry = readonly [MendedDifference, ...MendedDifference[]];

/** Where code and cluster differ, for people: the verdict first, then role by role, both sides, and what mends it. */
export const renderDriftText = (report: DriftReport, options: TextOptions): string => {
  const colors = colorsFor(options);
  const roles = groupBy(report.differences, ({ difference }) => difference.role).toSorted((a, b) => Number(isAlarming(b)) - Number(isAlarming(a)));
  const told = roles.map((group) => ({ group, entries: groupBy(group, entryKey) as readonly Entry[] }));
  const shown = cut(told);
  const sections = [
    headLines(report, options, colors),
    ...shown.map(({ group, entries }) => roleLines(group[0].difference, entries, options, colors)),
    cutLines(told, shown),
    toleratedLines(report, options),
    listLines("What cannot be told", report.untold, options, colors),
    closing(report, options),
  ];
  return `${sections
    .filter((section) => section.length > 0)
    .map((section) => section.join("\n"))
    .join("\n\n")}\n`;
};

const isAlarming = (group: readonly MendedDifference[]): boolean => group.some(({ difference: { tier } }) => tier !== null && isServerTier(tier));

const headLines = ({ environment, postgres, desired, actual, differences, verdict }: DriftReport, options: TextOptions, colors: Colors): readonly string[] => {
  const where = `${printable(environment)}, PostgreSQL ${postgres}`;
  const sides = [
    ...labelled({ text: "code", indent: 2, column: 8 }, printable(desired), options),
    ...labelled({ text: "server", indent: 2, column: 8 }, printable(actual), options),
  ];
  if (verdict === "same") return [...indented(`SAME: ${where} is as the code says`, 0, options).map(colors.bold), ...sides];
  if (verdict === "unknown") return [...indented(`NOT KNOWN: nothing differs in what could be compared of ${where}`, 0, options).map(colors.bold), ...sides];
  const count = (is: (difference: Difference) => boolean): number => differences.filter(({ difference }) => is(difference)).length;
  const parts = [
    [count(({ desired: wanted }) => wanted === null), "only on the server"],
    [count(({ actual: is }) => is === null), "only in the code"],
    [count(({ desired: wanted, actual: is }) => wanted !== null && is !== null), "not alike"],
  ].filter(([number]) => number !== 0);
  const words = `DIFFERENT: ${counted(differences.length, "difference")} in ${where}: ${listed(parts.map(([number, what]) => `${number} ${what}`))}`;
  return [...indented(words, 0, options).map(colors.bold), ...sides];
};

const STANDING: Readonly<Record<Difference["standing"], string>> = {
  managed: "created by the code",
  named: "made elsewhere, named by the code",
  unmanaged: "not in the code",
  server: "of the server itself",
};

const roleLines = ({ role, standing }: Difference, entries: readonly Entry[], options: TextOptions, colors: Colors): readonly string[] => [
  `${colors.bold(printable(shownName(role)))}${colors.dim(`, ${STANDING[standing]}`)}`,
  ...entries.flatMap((entry) => entryLines(entry, options, colors)),
];

const entryLines = (entry: Entry, options: TextOptions, colors: Colors): readonly string[] => {
  const [{ difference }] = entry;
  const { tier, desired, actual } = difference;
  const alarming = tier !== null && isServerTier(tier);
  const title = alarming ? `${detailOf(entry)} (tier ${tier})` : detailOf(entry);
  const line = (label: string, text: string): readonly string[] => labelled({ text: label, indent: 4, column: 8, paint: colors.dim }, printable(text), options);
  return [
    ...indented(printable(title), 2, options).map((text) => (alarming ? colors.bold(colors.red(text)) : text)),
    ...line("code", desired ?? "no"),
    ...line("server", actual ?? "no"),
    ...line("mend", mendWords(entry)),
  ];
};

/** The words of one; of several the privileges, their number and the first names. */
const detailOf = (entry: Entry): string => {
  const [{ difference }, ...others] = entry;
  const target = targetOf(difference);
  if (others.length === 0 || target === null) return difference.detail;
  const names = entry.map((each) => wordOf(targetOf(each.difference)?.name ?? ""));
  return `${target.privileges} on ${entry.length} ${target.kind.replaceAll("_", " ")}s of schema ${wordOf(target.schema)}: ${listedAtMost(names, MOST_OBJECTS)}`;
};

const targetOf = ({
  mend,
  detail,
}: Difference): { readonly privileges: string; readonly kind: string; readonly schema: string; readonly name: string } | null => {
  if (mend.act !== "grant" && mend.act !== "revoke") return null;
  const [first] = mend.grants;
  if (first === undefined || first.schema === null || first.object === null || first.objectType === "schema" || first.columns.length > 0) return null;
  return { privileges: detail.slice(0, detail.indexOf(" on ")), kind: first.objectType, schema: first.schema, name: first.object };
};

const entryKey = ({ difference, question }: MendedDifference): string => {
  const target = targetOf(difference);
  if (target === null || difference.tier !== null) return JSON.stringify([difference.detail, difference.actual, difference.desired, difference.grantor]);
  const { desired, actual, terraform, origin, database } = difference;
  return JSON.stringify([target.privileges, target.kind, database, target.schema, desired, actual, terraform, origin?.address ?? null, question]);
};

const mendWords = (entry: Entry): string => {
  const [{ difference, sql, question, database }] = entry;
  const { terraform, origin } = difference;
  if (question !== null && difference.mend.act === "none") return question;
  if (question !== null) return `for you to decide: ${question}${sql.length === 0 ? "" : `; ${sqlWords(sql, database)}`}`;
  const place =
    origin?.address == null ? "" : ` of ${origin.address}${origin.file === null || origin.line === null ? "" : ` at ${origin.file}:${origin.line}`}`;
  if (terraform === "mends") return `the next apply${place}`;
  const why = terraform === "blind" ? "Terraform does not see it" : "Terraform sees it and cannot mend it";
  return entry.length > 1 ? `${why}; ${entry.length} statements, the first is ${sqlWords(sql, database)}` : `${why}; ${sqlWords(sql, database)}`;
};

const sqlWords = (sql: readonly string[], database: string | null): string =>
  `${sql.map((statement) => `${statement};`).join(" ")}${database === null ? "" : ` (in database ${wordOf(database)})`}`;

type Told = { readonly group: readonly [MendedDifference, ...MendedDifference[]]; readonly entries: readonly Entry[] };

/** Whole roles, as long as there is room. */
const cut = (told: readonly Told[]): readonly Told[] => {
  let room = MOST_ENTRIES;
  return told.filter(({ entries }, at) => {
    room -= entries.length;
    return at === 0 || room >= 0;
  });
};
const cutLines = (told: readonly Told[], shown: readonly Told[]): readonly string[] =>
  told.length === shown.length ? [] : [`cut here: ${counted(told.length - shown.length, "more role")}; --format json has all`];

const toleratedLines = ({ tolerated: { unmanaged, external, administrators, facts } }: DriftReport, options: TextOptions): readonly string[] => {
  const part = (names: readonly string[], what: string): readonly string[] =>
    names.length === 0 ? [] : [`${counted(names.length, "role")} ${what} (${listedAtMost(names.map(shownName), MOST_NAMES)})`];
  const parts = [
    ...part(unmanaged, "that `unmanaged` names"),
    ...part(external, "that `external` describes"),
    ...part(administrators, "that administer, apply or audit"),
    ...(facts === 0 ? [] : [`${counted(facts, "fact")} that the policy files or PostgreSQL itself explain`]),
  ];
  return parts.length === 0 ? [] : indented(printable(`Only on the server, and tolerated: ${parts.join("; ")}.`), 0, options);
};

const listLines = (title: string, texts: readonly string[], options: TextOptions, colors: Colors): readonly string[] =>
  texts.length === 0 ? [] : [colors.bold(title), "", ...texts.flatMap((text) => indented(printable(text), 2, options))];

const closing = ({ differences }: DriftReport, options: TextOptions): readonly string[] =>
  differences.some(({ sql }) => sql.length > 0)
    ? indented("--format sql writes the statements as one script, with what is for you to decide as comments.", 0, options)
    : [];

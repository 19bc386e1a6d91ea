import { type Capability, rankOf, TIERS, type Tier, tierOf } from "../model/capability";
import { predefinedRole } from "../model/predefined-roles";
import type { Report, RoleChange } from "../model/report";
import { type Colors, groupBy, labelled, listedAtMost, type TextOptions } from "./layout";
import { printable } from "./printable";

/** Longer tables are for machines: the JSON report has every row. */
const MOST_ROWS = 200;
const MOST_ROLES = 20;

/** What a listed role that is not predefined is: a platform's. */
const PLATFORM_CAPABILITY: Capability = "platform-administrator";
const PLATFORM_TIER = tierOf(PLATFORM_CAPABILITY);

/**
 * What changes for whom, roles with equal changes together. What a synthesized configuration says has no before, so
 * there it is who holds what.
 */
export const changeLines = (report: Report, options: TextOptions, colors: Colors): readonly string[] => {
  if (report.changes.length === 0) return [];
  const holding = report.inputs.every((input) => input.kind !== "terraform-plan");
  const environments = groupBy(report.changes, (change) => change.environment);
  const several = environments.length > 1;
  return [
    colors.bold(holding ? "Who holds what" : "What changes for whom"),
    ...environments.flatMap((changes) => [
      "",
      ...(several || report.environments.length > 1 ? [`  ${printable(changes[0].environment)}`] : []),
      ...rowLines(changes, holding, options, colors),
    ]),
  ];
};

const rowLines = (changes: readonly RoleChange[], holding: boolean, options: TextOptions, colors: Colors): readonly string[] => {
  // Names of predefined and platform roles and of capabilities hold neither comma nor semicolon.
  const rows = groupBy(changes, ({ gains, loses, capabilities }) => `${gains};${loses};${capabilities.gains};${capabilities.loses}`);
  const shown = rows.slice(0, MOST_ROWS);
  const cut = rows.slice(MOST_ROWS).reduce((count, row) => count + row.length, 0);
  return [
    ...shown.flatMap((row) => roleLines(row, holding, options, colors)),
    ...(cut === 0 ? [] : [`    cut here: ${cut} more roles; --format json has all`]),
  ];
};

const roleLines = (row: readonly [RoleChange, ...RoleChange[]], holding: boolean, options: TextOptions, colors: Colors): readonly string[] => {
  const [{ gains, loses, capabilities }] = row;
  const line = (label: string, text: string, paint: (plain: string) => string): readonly string[] =>
    text === "" ? [] : labelled({ text: label, indent: 6, column: 9, paint }, text, options);
  const names = listedAtMost(
    row.map((change) => change.role),
    MOST_ROLES,
  );
  return [
    ...labelled({ text: "", indent: 4, column: 0 }, printable(names), options),
    ...line(holding ? "holds" : "gains", roleWords(gains), holding ? colors.dim : colors.green),
    ...line("reaches", capabilityWords(beyond(capabilities.gains, gains)), holding ? colors.dim : colors.green),
    ...line("loses", roleWords(loses), colors.red),
    ...line("no more", capabilityWords(beyond(capabilities.loses, loses)), colors.red),
  ];
};

/** Roles with their tiers, the most dangerous first; those that another one contains go without saying. */
const roleWords = (names: readonly string[]): string => {
  const contained = new Set(names.flatMap((name) => predefinedRole(name)?.contains ?? []));
  const tierOfRole = (name: string): Tier => predefinedRole(name)?.tier ?? PLATFORM_TIER;
  return names
    .filter((name) => !contained.has(name))
    .sort((a, b) => rankOf(tierOfRole(b)) - rankOf(tierOfRole(a)))
    .map((name) => `${printable(name)} (${tierOfRole(name)})`)
    .join(", ");
};

/** Capabilities that do not follow from the names of the roles: of attributes, of administrators. */
const beyond = (capabilities: readonly Capability[], names: readonly string[]): readonly Capability[] => {
  const contained = names.flatMap((name) => [name, ...(predefinedRole(name)?.contains ?? [])]);
  const said = new Set<Capability>(contained.map((name) => predefinedRole(name)?.capability ?? PLATFORM_CAPABILITY));
  return capabilities.filter((capability) => !said.has(capability));
};

/** Capabilities by tier, the most dangerous first: `control: signal-backend; observe: monitor`. */
export const capabilityWords = (capabilities: readonly Capability[]): string =>
  [...TIERS]
    .sort((a, b) => rankOf(b) - rankOf(a))
    .map((tier) => ({ tier, own: capabilities.filter((capability) => tierOf(capability) === tier) }))
    .filter(({ own }) => own.length > 0)
    .map(({ tier, own }) => (own.length === 1 && own[0] === tier ? tier : `${tier}: ${own.join(", ")}`))
    .join("; ");

import { type Capability, rankOf, TIERS, type Tier, tierOf } from "../../model/capability";
import { predefinedRole } from "../../model/predefined-roles";
import type { Report, RoleChange } from "../../model/report";
import { groupBy } from "../layout";
import { printable } from "../printable";

/** What a change gives to whom and takes from whom. */
export interface ReviewedChanges {
  /** True where no input knows a state before: then it is who holds what. */
  readonly isHolding: boolean;
  readonly environments: readonly ChangedEnvironment[];
}

export interface ChangedEnvironment {
  readonly name: string;
  /** The most dangerous gains first, then losses. */
  readonly rows: readonly ChangedRow[];
}

/** Roles for which the same changes: predefined and platform roles, and capabilities that do not follow from their names. */
export interface ChangedRow {
  readonly roles: readonly string[];
  readonly gains: readonly HeldRole[];
  readonly reaches: readonly Capability[];
  readonly loses: readonly HeldRole[];
  readonly reachesNoMore: readonly Capability[];
}

export interface HeldRole {
  readonly name: string;
  readonly tier: Tier;
}

/** What a listed role that is not predefined is: a platform's. */
const PLATFORM_CAPABILITY: Capability = "platform-administrator";
const PLATFORM_TIER = tierOf(PLATFORM_CAPABILITY);

/** The changes of a report, roles with equal changes together. */
export const reviewedChanges = ({ inputs, changes }: Report): ReviewedChanges => ({
  isHolding: new Set(inputs.map(({ kind }) => kind)).size < 2 && inputs.every(({ kind }) => kind !== "terraform-plan"),
  environments: groupBy(changes, ({ environment }) => environment).map((of) => ({ name: printable(of[0].environment), rows: rowsOf(of) })),
});

const rowsOf = (changes: readonly RoleChange[]): readonly ChangedRow[] =>
  // Names of predefined and platform roles and of capabilities hold neither comma nor semicolon.
  groupBy(changes, ({ gains, loses, capabilities }) => [gains, loses, capabilities.gains, capabilities.loses].map(joined).join(";"))
    .map((same) => ({ same, gained: highest(same[0].gains, same[0].capabilities.gains), lost: highest(same[0].loses, same[0].capabilities.loses) }))
    .sort((a, b) => b.gained - a.gained || b.lost - a.lost)
    .map(({ same }) => rowOf(same));

/** Most lists have one name or none. */
const joined = (names: readonly string[]): string => (names.length < 2 ? (names[0] ?? "") : names.join());

const rowOf = (same: readonly [RoleChange, ...RoleChange[]]): ChangedRow => {
  const [{ gains, loses, capabilities }] = same;
  return {
    roles: same.map(({ role }) => printable(role)),
    gains: heldRoles(gains),
    reaches: beyond(capabilities.gains, gains),
    loses: heldRoles(loses),
    reachesNoMore: beyond(capabilities.loses, loses),
  };
};

/** The most dangerous tier among roles and capabilities, as a number; -1 where there are none. */
const highest = (names: readonly string[], capabilities: readonly Capability[]): number =>
  [...names.map(tierOfRole), ...capabilities.map(tierOf)].reduce((rank, tier) => Math.max(rank, rankOf(tier)), -1);

const tierOfRole = (name: string): Tier => predefinedRole(name)?.tier ?? PLATFORM_TIER;

/** Roles with their tiers, the most dangerous first; those that another one contains go without saying. */
const heldRoles = (names: readonly string[]): readonly HeldRole[] => {
  const contained = new Set(names.flatMap((name) => predefinedRole(name)?.contains ?? []));
  return names
    .filter((name) => !contained.has(name))
    .map((name): HeldRole => ({ name: printable(name), tier: tierOfRole(name) }))
    .sort((a, b) => rankOf(b.tier) - rankOf(a.tier));
};

/** Capabilities that do not follow from the names of the roles: of attributes, of administrators. */
const beyond = (capabilities: readonly Capability[], names: readonly string[]): readonly Capability[] => {
  const contained = names.flatMap((name) => [name, ...(predefinedRole(name)?.contains ?? [])]);
  const said = new Set<Capability>(contained.map((name) => predefinedRole(name)?.capability ?? PLATFORM_CAPABILITY));
  return capabilities.filter((capability) => !said.has(capability));
};

/** `pg_signal_backend (control), pg_monitor (observe)`. */
export const roleWords = (roles: readonly HeldRole[]): string => roles.map(({ name, tier }) => `${name} (${tier})`).join(", ");

/** Capabilities by tier, the most dangerous first: `control: signal-backend; observe: monitor`. */
export const capabilityWords = (capabilities: readonly Capability[]): string =>
  [...TIERS]
    .sort((a, b) => rankOf(b) - rankOf(a))
    .map((tier) => ({ tier, own: capabilities.filter((capability) => tierOf(capability) === tier) }))
    .filter(({ own }) => own.length > 0)
    .map(({ tier, own }) => (own.length === 1 && own[0] === tier ? tier : `${tier}: ${own.join(", ")}`))
    .join("; ");

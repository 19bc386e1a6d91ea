import { type Capability, rankOf, type Tier, tierOf } from "./capability";
import { type HeldCapability, heldOn } from "./held-capability";
import { isPlatformRole } from "./platforms";
import { predefinedRole } from "./predefined-roles";
import type { Certainty, Step } from "./report";

/** A predefined or platform role that a role uses or can become, on some majors. */
export interface HeldRole {
  readonly role: string;
  readonly postgres: readonly number[];
}

/** All that one role has. */
export interface RoleHoldings {
  readonly role: string;
  readonly roles: readonly HeldRole[];
  readonly capabilities: readonly HeldCapability[];
}

/** All that the roles of one environment have, at each of its majors; a role that is not named has nothing. */
export interface Holdings {
  readonly environment: string;
  readonly postgres: readonly number[];
  readonly roles: readonly RoleHoldings[];
}

/** A predefined or platform role that is gained or lost. */
export interface RoleDifference {
  readonly role: string;
  readonly tier: Tier;
  /** How it is reached, where a capability's path leads through it; else null. */
  readonly path: readonly Step[] | null;
}

/** How a capability is reached on one side. */
export interface Way {
  readonly certainty: Certainty;
  readonly condition: string | null;
  readonly path: readonly Step[];
  readonly source: string | null;
}

/** A capability that both sides have, in different ways. */
export interface CapabilityChange {
  readonly capability: Capability;
  readonly tier: Tier;
  /** `gain`: conditional becomes certain; `loss`: the other way round; `path`: equally certain, by other steps or on another condition. */
  readonly kind: "gain" | "loss" | "path";
  readonly before: Way;
  readonly after: Way;
  readonly follows: Capability | null;
  readonly postgres: readonly number[];
}

export interface Possessions {
  readonly roles: readonly RoleDifference[];
  readonly capabilities: readonly HeldCapability[];
}

/** What differs for one role, most dangerous first. */
export interface RoleDiff {
  readonly role: string;
  readonly gains: Possessions;
  readonly loses: Possessions;
  readonly changed: readonly CapabilityChange[];
}

/** What differs between the two sides of one environment; roles that have the same are left out. */
export interface EnvironmentDiff {
  /** Its name on the second side, or on the only one that has it. */
  readonly environment: string;
  /** Null where only one side has it: then it counts as one where nobody has anything. */
  readonly before: DiffSide | null;
  readonly after: DiffSide | null;
  /** The majors that are compared; both sides' own where they have none in common. */
  readonly postgres: readonly number[];
  readonly roles: readonly RoleDiff[];
}

export interface DiffSide {
  readonly name: string;
  readonly postgres: readonly number[];
}

/**
 * Who gains and who loses what between two inputs. Environments are paired by name; where each side has one, these are compared whatever their
 * names. Only the majors that both sides have are compared, so that knowing the server better is no difference. Throws `RangeError` where a side has
 * two environments of one name.
 */
export const diffHoldings = (before: readonly Holdings[], after: readonly Holdings[]): readonly EnvironmentDiff[] => {
  const [oneBefore, oneAfter] = [before[0], after[0]];
  if (oneBefore !== undefined && oneAfter !== undefined && before.length === 1 && after.length === 1) return [diffOf(oneBefore, oneAfter)];
  const byName = [uniqueByName(before), uniqueByName(after)] as const;
  const names = [...new Set([...byName[1].keys(), ...byName[0].keys()])];
  return names.map((name) => diffOf(byName[0].get(name) ?? null, byName[1].get(name) ?? null));
};

const uniqueByName = (side: readonly Holdings[]): ReadonlyMap<string, Holdings> => {
  const byName = new Map(side.map((holdings) => [holdings.environment, holdings]));
  if (byName.size < side.length) throw new RangeError("two environments of one side have the same name");
  return byName;
};

/** Does any role have another thing than before? */
export const hasDifference = (diffs: readonly EnvironmentDiff[]): boolean => diffs.some(({ roles }) => roles.length > 0);

const diffOf = (before: Holdings | null, after: Holdings | null): EnvironmentDiff => {
  const scale = majorsOf(before, after);
  const [was, is] = [byRole(before), byRole(after)];
  const names = [...new Set([...was.keys(), ...is.keys()])].sort();
  return {
    environment: (after ?? before)?.environment ?? "",
    before: sideOf(before),
    after: sideOf(after),
    postgres: scale.shown,
    roles: names.flatMap((role) => {
      const diff = roleDiff(role, was.get(role), is.get(role), scale);
      return isEmpty(diff) ? [] : [diff];
    }),
  };
};

const sideOf = (side: Holdings | null): DiffSide | null => (side === null ? null : { name: side.environment, postgres: side.postgres });
const byRole = (side: Holdings | null): ReadonlyMap<string, RoleHoldings> => new Map(side?.roles.map((holdings) => [holdings.role, holdings]));

/** Which major of one side is compared with which of the other: by number, or, between two different ones, each with the other. */
interface Scale {
  readonly shown: readonly number[];
  readonly pairs: readonly { readonly before: number; readonly after: number }[];
}

const majorsOf = (before: Holdings | null, after: Holdings | null): Scale => {
  const [was, is] = [before?.postgres ?? after?.postgres ?? [], after?.postgres ?? before?.postgres ?? []];
  const common = is.filter((major) => was.includes(major));
  if (common.length > 0) return { shown: common, pairs: common.map((major) => ({ before: major, after: major })) };
  // An upgrade: the newest of one side with every one of the other.
  const [newestBefore, newestAfter] = [was.at(-1) ?? 0, is.at(-1) ?? 0];
  const pairs =
    was.length > is.length ? was.map((major) => ({ before: major, after: newestAfter })) : is.map((major) => ({ before: newestBefore, after: major }));
  return { shown: [...new Set([...was, ...is])], pairs };
};

const roleDiff = (role: string, before: RoleHoldings | undefined, after: RoleHoldings | undefined, { pairs }: Scale): RoleDiff => {
  const gained = new Collected();
  const lost = new Collected();
  const changed = new Map<string, CapabilityChange>();
  const [was, is] = [byMajor(before), byMajor(after)];
  for (const pair of pairs) {
    const [from, to] = [was.get(pair.before), is.get(pair.after)];
    for (const [capability, held] of to ?? NOTHING) if (!from?.has(capability)) gained.add(held, pair.after);
    for (const [capability, held] of from ?? NOTHING) {
      const now = to?.get(capability);
      if (now === undefined) lost.add(held, pair.before);
      else if (!isSameWay(held, now)) collectChange(changed, held, now, pair.after);
    }
  }
  const majors = { before: new Set(pairs.map((pair) => pair.before)), after: new Set(pairs.map((pair) => pair.after)) };
  const [rolesBefore, rolesAfter] = [rolesOn(before, majors.before), rolesOn(after, majors.after)];
  return {
    role,
    gains: { roles: onlyIn(rolesAfter, rolesBefore, after), capabilities: gained.sorted() },
    loses: { roles: onlyIn(rolesBefore, rolesAfter, before), capabilities: lost.sorted() },
    changed: [...changed.values()].sort(byDanger),
  };
};

const isEmpty = ({ gains, loses, changed }: RoleDiff): boolean =>
  gains.roles.length + gains.capabilities.length + loses.roles.length + loses.capabilities.length + changed.length === 0;

type ByCapability = ReadonlyMap<Capability, HeldCapability>;
const NOTHING: ByCapability = new Map();

/** On each major one way to each capability: the certain one, else the shorter one. */
const byMajor = (holdings: RoleHoldings | undefined): ReadonlyMap<number, ByCapability> => {
  const majors = new Map<number, Map<Capability, HeldCapability>>();
  for (const held of holdings?.capabilities ?? []) {
    for (const major of held.postgres) {
      const reached = majors.get(major) ?? new Map<Capability, HeldCapability>();
      majors.set(major, reached);
      const known = reached.get(held.capability);
      if (known === undefined || isBetter(held, known)) reached.set(held.capability, held);
    }
  }
  return majors;
};

const isBetter = (a: HeldCapability, b: HeldCapability): boolean => (a.certainty === b.certainty ? a.path.length < b.path.length : a.certainty === "certain");

/** Capabilities of several majors: those that are reached in the same way are one. */
class Collected {
  readonly #found = new Map<string, HeldCapability>();

  add(held: HeldCapability, major: number): void {
    const { capability, certainty, condition, path, source, follows } = held;
    const key = JSON.stringify([capability, certainty, condition, path, source, follows]);
    this.#found.set(key, heldOn(held, withMajor(this.#found.get(key)?.postgres, major)));
  }

  sorted(): readonly HeldCapability[] {
    return [...this.#found.values()].sort(byDanger);
  }
}

const withMajor = (majors: readonly number[] = [], major: number): readonly number[] => (majors.includes(major) ? majors : [...majors, major]);

const isSameWay = (a: HeldCapability, b: HeldCapability): boolean =>
  a.certainty === b.certainty && a.condition === b.condition && a.source === b.source && isSamePath(a.path, b.path);

const isSamePath = (a: readonly Step[], b: readonly Step[]): boolean =>
  a.length === b.length &&
  a.every((step, at) => {
    const other = b[at];
    return step.from === other?.from && step.to === other.to && step.by === other.by && step.via === other.via;
  });

const collectChange = (changed: Map<string, CapabilityChange>, was: HeldCapability, is: HeldCapability, major: number): void => {
  const [before, after] = [wayOf(was), wayOf(is)];
  const key = JSON.stringify([was.capability, before, after]);
  const kind = was.certainty === is.certainty ? "path" : is.certainty === "certain" ? "gain" : "loss";
  const postgres = withMajor(changed.get(key)?.postgres, major);
  changed.set(key, { capability: was.capability, tier: was.tier, kind, before, after, follows: is.follows, postgres });
};

const wayOf = ({ certainty, condition, path, source }: HeldCapability): Way => ({ certainty, condition, path, source });

const byDanger = (a: { readonly tier: Tier; readonly capability: Capability }, b: { readonly tier: Tier; readonly capability: Capability }): number =>
  rankOf(b.tier) - rankOf(a.tier);

const rolesOn = (holdings: RoleHoldings | undefined, majors: ReadonlySet<number>): ReadonlySet<string> =>
  new Set(holdings?.roles.filter(({ postgres }) => postgres.some((major) => majors.has(major))).map(({ role }) => role));

const onlyIn = (names: ReadonlySet<string>, others: ReadonlySet<string>, holdings: RoleHoldings | undefined): readonly RoleDifference[] =>
  [...names]
    .filter((name) => !others.has(name))
    .map((name) => ({ role: name, tier: roleTier(name), path: pathTo(name, holdings) }))
    .sort((a, b) => rankOf(b.tier) - rankOf(a.tier) || (a.role < b.role ? -1 : 1));

const roleTier = (name: string): Tier => predefinedRole(name)?.tier ?? (isPlatformRole(name) ? tierOf("platform-administrator") : "observe");

/** The first steps of a capability's path, up to the role. */
const pathTo = (name: string, holdings: RoleHoldings | undefined): readonly Step[] | null => {
  let shortest: readonly Step[] | null = null;
  for (const { path, certainty } of holdings?.capabilities ?? []) {
    const at = certainty === "certain" ? path.findIndex(({ to }) => to === name) : -1;
    if (at !== -1 && (shortest === null || at + 1 < shortest.length)) shortest = path.slice(0, at + 1);
  }
  return shortest;
};

import { type Capability, rankOf, type Tier } from "../model/capability";
import { PUBLIC } from "../model/closure/object-index";
import type { CapabilityChange, DiffSide, EnvironmentDiff, RoleDiff, RoleDifference, Way } from "../model/diff";
import type { HeldCapability } from "../model/held-capability";
import { predefinedRole } from "../model/predefined-roles";
import type { Step } from "../model/report";
import { groupBy } from "./layout";

/** Under which heading a reviewer finds it. */
export type Section = "gains" | "losses" | "ways";

/** One thing that differs for one role: a capability, or a predefined or platform role that no capability's path names. */
export interface Entry {
  readonly section: Section;
  readonly role: string;
  readonly tier: Tier;
  /** The capability or the role. */
  readonly what: string;
  readonly isRole: boolean;
  readonly before: Way | null;
  readonly after: Way | null;
  /** Where not all majors that are compared differ: those that do. */
  readonly only: readonly number[] | null;
  /** What may follow from it, most dangerous first. */
  readonly leadsTo: readonly Capability[];
}

/** Entries that are told as one: of one kind, with the same last step. */
export type EntryGroup = readonly [Entry, ...Entry[]];

/** Everything that differs in an environment by section, the most dangerous first, what roles have alike together. */
export const entriesOf = (diff: EnvironmentDiff): Readonly<Record<Section, readonly EntryGroup[]>> => {
  const entries = withoutEveryone(diff.roles.flatMap((role) => entriesOfRole(role, comparedMajors(diff))));
  const grouped = [...groupBy(entries, groupKey)].sort((a, b) => byDanger(a[0], b[0]));
  const of = (section: Section): readonly EntryGroup[] => grouped.filter(([first]) => first.section === section);
  return { gains: of("gains"), losses: of("losses"), ways: of("ways") };
};

/** How many majors of each side are compared: where all of them differ, none has to be named. */
interface ComparedMajors {
  readonly before: number;
  readonly after: number;
}

const comparedMajors = ({ before, after, postgres }: EnvironmentDiff): ComparedMajors => {
  const of = (side: DiffSide | null): number => (side === null ? postgres : postgres.filter((major) => side.postgres.includes(major))).length;
  return { before: of(before), after: of(after) };
};

/** What everyone has through PUBLIC is told of PUBLIC. */
const withoutEveryone = (entries: readonly Entry[]): readonly Entry[] => {
  const ofPublic = new Set(entries.filter(({ role }) => role === PUBLIC).map(({ section, what }) => `${section} ${what}`));
  return entries.filter((entry) => wayOf(entry)?.path[0]?.to !== PUBLIC || !ofPublic.has(`${entry.section} ${entry.what}`));
};

const byDanger = (a: Entry, b: Entry): number => rankOf(b.tier) - rankOf(a.tier) || certaintyRank(a) - certaintyRank(b);
const certaintyRank = (entry: Entry): number => (wayOf(entry)?.certainty === "conditional" ? 1 : 0);

/** The way that an entry is told by: how it is reached now, or was. */
export const wayOf = ({ before, after }: Entry): Way | null => after ?? before;

const entriesOfRole = ({ role, gains, loses, changed }: RoleDiff, majors: ComparedMajors): readonly Entry[] => [
  ...heldEntries("gains", role, gains.capabilities, majors.after),
  ...heldEntries("losses", role, loses.capabilities, majors.before),
  ...changeEntries(role, changed, majors.after),
  ...roleEntries("gains", role, gains.roles, gains.capabilities),
  ...roleEntries("losses", role, loses.roles, loses.capabilities),
];

/** What follows from a capability that is told of the same role is told with it. */
const heldEntries = (section: Section, role: string, held: readonly HeldCapability[], majors: number): readonly Entry[] => {
  const told = new Set(held.map(({ capability }) => capability));
  return held
    .filter(({ follows }) => follows === null || !told.has(follows))
    .map((one): Entry => {
      const { capability, tier, certainty, condition, path, source, postgres } = one;
      const way = { certainty, condition, path, source };
      return {
        section,
        role,
        tier,
        what: capability,
        isRole: false,
        before: section === "losses" ? way : null,
        after: section === "gains" ? way : null,
        only: postgres.length === majors ? null : postgres,
        leadsTo: followers(capability, held),
      };
    });
};

/** What follows, directly or in turn. */
const followers = (
  capability: Capability,
  held: readonly { readonly capability: Capability; readonly follows: Capability | null }[],
): readonly Capability[] => {
  const found = new Set<Capability>([capability]);
  for (const current of found) for (const one of held) if (one.follows === current) found.add(one.capability);
  found.delete(capability);
  return held.flatMap((one) => (found.delete(one.capability) ? [one.capability] : []));
};

const SECTION_OF: Readonly<Record<CapabilityChange["kind"], Section>> = { gain: "gains", loss: "losses", path: "ways" };

const changeEntries = (role: string, changed: readonly CapabilityChange[], majors: number): readonly Entry[] => {
  const told = new Set(changed.map(({ capability, kind }) => `${kind} ${capability}`));
  return changed
    .filter(({ follows, kind }) => follows === null || !told.has(`${kind} ${follows}`))
    .map(
      ({ capability, tier, kind, before, after, postgres }): Entry => ({
        section: SECTION_OF[kind],
        role,
        tier,
        what: capability,
        isRole: false,
        before,
        after,
        only: postgres.length === majors ? null : postgres,
        leadsTo: [],
      }),
    );
};

/** A role that a told path leads through, or that another one contains, goes without saying. */
const roleEntries = (section: Section, role: string, roles: readonly RoleDifference[], told: readonly HeldCapability[]): readonly Entry[] => {
  const said = new Set(told.flatMap(({ path }) => path.map(({ to }) => to)));
  const contained = new Set(roles.flatMap((gained) => predefinedRole(gained.role)?.contains ?? []));
  return roles
    .filter((gained) => !said.has(gained.role) && !contained.has(gained.role))
    .map(({ role: what, tier, path }): Entry => {
      const way: Way | null = path === null ? null : { certainty: "certain", condition: null, path, source: null };
      return {
        section,
        role,
        tier,
        what,
        isRole: true,
        before: section === "losses" ? way : null,
        after: section === "gains" ? way : null,
        only: null,
        leadsTo: [],
      };
    });
};

const groupKey = ({ section, role, tier, what, isRole, before, after, only, leadsTo }: Entry): string =>
  JSON.stringify([section, tier, what, isRole, wayKey(before, role), wayKey(after, role), only, leadsTo]);

const wayKey = (way: Way | null, role: string): unknown => way && [way.certainty, withoutName(way.condition, role), way.source, lastStepKey(way.path, role)];

/** Conditions that name the role itself are alike. */
const withoutName = (condition: string | null, role: string): string | null => condition?.split(role).join("\0") ?? null;

/** A last step that begins at the role itself is alike for all that take it. */
const lastStepKey = (path: readonly Step[], role: string): unknown => {
  const last = path.at(-1);
  return last === undefined ? null : [last.from === role ? null : last.from, last.to === role ? null : last.to, last.by, last.via];
};

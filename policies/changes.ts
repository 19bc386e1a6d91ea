import { CAPABILITIES, type Capability } from "../model/capability";
import type { ReachedCapability } from "../model/closure";
import type { RoleChange } from "../model/report";
import { compared } from "./compared";
import type { Holding, RuleInput } from "./rule";

/** What a role has after a change; what comes on several ways is named on each. */
interface Gained {
  readonly role: string;
  readonly roles: readonly string[];
  readonly capabilities: readonly Capability[];
}

/**
 * Who gains and loses what: predefined and platform roles by name, and capabilities. For an input that knows no state before it everything
 * that a role reaches is gained. Where several majors are judged, what is reached on one of them counts.
 */
export const changesOf = (environment: string, inputs: readonly RuleInput[], former: readonly RuleInput[] = []): readonly RoleChange[] => {
  const after = hadIn(inputs);
  if (former.length === 0) return after.flatMap((has) => changed(environment, has, HAS_NOTHING));
  const before = new Map(hadIn(former).map((had) => [had.role, had]));
  const still = new Set(after.map(({ role }) => role));
  const gone = [...before.values()].filter(({ role }) => !still.has(role)).map((had) => ({ has: { ...HAS_NOTHING, role: had.role }, had }));
  const both = [...after.map((has) => ({ has, had: before.get(has.role) ?? HAS_NOTHING })), ...gone];
  return both.sort((a, b) => compared(a.has.role, b.has.role)).flatMap(({ has, had }) => changed(environment, has, had));
};

const HAS_NOTHING: Gained = { role: "", roles: [], capabilities: [] };
const hadIn = (inputs: readonly RuleInput[]): readonly Gained[] =>
  together(inputs.flatMap((input) => input.holdings().flatMap((holding) => (isExternal(holding.role, input) ? [] : gainedOf(holding)))));

const changed = (environment: string, has: Gained, had: Gained): readonly RoleChange[] => {
  const [gains, loses] = [eachOnce(without(has.roles, had.roles)).sort(), eachOnce(without(had.roles, has.roles)).sort()];
  const capabilities = {
    gains: eachOnce(without(has.capabilities, had.capabilities)).sort(byTable),
    loses: eachOnce(without(had.capabilities, has.capabilities)).sort(byTable),
  };
  const isSame = gains.length + loses.length + capabilities.gains.length + capabilities.loses.length === 0;
  return isSame ? [] : [{ environment, role: has.role, gains, loses, capabilities }];
};

const without = <T>(values: readonly T[], others: readonly T[]): readonly T[] => {
  if (others.length === 0) return values;
  const known = new Set(others);
  return values.filter((value) => !known.has(value));
};
const eachOnce = <T>(values: readonly T[]): T[] => (values.length < 2 ? [...values] : [...new Set(values)]);
const PLACE = new Map(CAPABILITIES.map((capability, place) => [capability, place]));
const byTable = (a: Capability, b: Capability): number => (PLACE.get(a) ?? 0) - (PLACE.get(b) ?? 0);

const gainedOf = ({ role, roles, held }: Holding): Gained => ({
  role,
  roles,
  capabilities: held.flatMap(({ reach }) => (isGained(reach) ? reach.capability : [])),
});

/** By role; what a role gains on several majors is one. */
const together = (gained: readonly Gained[]): readonly Gained[] => {
  const found: Gained[] = [];
  for (const one of gained.toSorted((a, b) => compared(a.role, b.role))) {
    const last = found.at(-1);
    if (last?.role !== one.role) found.push(one);
    else found[found.length - 1] = { role: one.role, roles: [...last.roles, ...one.roles], capabilities: [...last.capabilities, ...one.capabilities] };
  }
  return found;
};

/** A membership that may be there counts as gained; what an object or another capability may lead to does not. */
const isGained = ({ certainty, follows, kind, ownerFunction }: ReachedCapability): boolean =>
  certainty === "certain" || (follows === null && kind !== "object" && ownerFunction === null);

/** What others hold by the owners' own word (`external`) is no gain of this input. */
const isExternal = (role: string, input: RuleInput): boolean => input.index.role(role)?.source === "external" && !isMember(role, input);

const isMember = (role: string, { index }: RuleInput): boolean => index.membershipsOf(role).some(({ origin }) => origin.address !== null);

import { CAPABILITIES, type Capability } from "../model/capability";
import type { ReachedCapability } from "../model/closure";
import type { RoleChange } from "../model/report";
import { compared } from "./compared";
import type { Holding, RuleInput } from "./rule";

/** What a role has after a change; what comes on several ways is named on each. */
interface Has {
  readonly roles: readonly string[];
  readonly capabilities: readonly Capability[];
}
interface Gained {
  readonly role: string;
  /** Roles that nothing distinguishes share it. */
  readonly has: Has;
}

/**
 * Who gains and loses what: predefined and platform roles by name, and capabilities. For an input that knows no state before it everything
 * that a role reaches is gained. Where several majors are judged, what is reached on one of them counts.
 */
export const changesOf = (environment: string, inputs: readonly RuleInput[], former: readonly RuleInput[] = []): readonly RoleChange[] => {
  const after = hadIn(inputs);
  if (former.length === 0) {
    const known = new Map<Has, Change>();
    return after.flatMap(({ role, has }) => {
      const change = known.get(has) ?? changeOf(has, HAS_NOTHING);
      known.set(has, change);
      return changed(environment, role, change);
    });
  }
  const before = new Map(hadIn(former).map(({ role, has }) => [role, has]));
  const still = new Set(after.map(({ role }) => role));
  const gone = [...before].filter(([role]) => !still.has(role)).map(([role, had]) => ({ role, has: HAS_NOTHING, had }));
  const all = [...after.map(({ role, has }) => ({ role, has, had: before.get(role) ?? HAS_NOTHING })), ...gone];
  return all.sort((a, b) => compared(a.role, b.role)).flatMap(({ role, has, had }) => changed(environment, role, changeOf(has, had)));
};

const HAS_NOTHING: Has = { roles: [], capabilities: [] };
const hadIn = (inputs: readonly RuleInput[]): readonly Gained[] =>
  together(inputs.flatMap((input) => input.holdings().flatMap((holding) => gainedOf(holding, input))));

type Change = Pick<RoleChange, "gains" | "loses" | "capabilities">;

const changeOf = (has: Has, had: Has): Change => {
  const [gains, loses] = [eachOnce(without(has.roles, had.roles)).sort(), eachOnce(without(had.roles, has.roles)).sort()];
  const capabilities = {
    gains: eachOnce(without(has.capabilities, had.capabilities)).sort(byTable),
    loses: eachOnce(without(had.capabilities, has.capabilities)).sort(byTable),
  };
  return { gains, loses, capabilities };
};

const changed = (environment: string, role: string, change: Change): readonly RoleChange[] => {
  const { gains, loses, capabilities } = change;
  const isSame = gains.length + loses.length + capabilities.gains.length + capabilities.loses.length === 0;
  return isSame ? [] : [{ environment, role, ...change }];
};

const without = <T>(values: readonly T[], others: readonly T[]): readonly T[] => {
  if (others.length === 0) return values;
  const known = new Set(others);
  return values.filter((value) => !known.has(value));
};
const eachOnce = <T>(values: readonly T[]): T[] => (values.length < 2 ? [...values] : [...new Set(values)]);
const PLACE = new Map(CAPABILITIES.map((capability, place) => [capability, place]));
const byTable = (a: Capability, b: Capability): number => (PLACE.get(a) ?? 0) - (PLACE.get(b) ?? 0);

const gainedOf = ({ roles, reached, held }: Holding, input: RuleInput): readonly Gained[] => {
  const has = { roles: reached, capabilities: held.flatMap(({ reach }) => (isGained(reach) ? reach.capability : [])) };
  return roles.filter((role) => !isExternal(role, input)).map((role) => ({ role, has }));
};

/** By role; what a role gains on several majors is one. */
const together = (gained: readonly Gained[]): readonly Gained[] => {
  const found: Gained[] = [];
  for (const one of gained.toSorted((a, b) => compared(a.role, b.role))) {
    const last = found.at(-1);
    if (last?.role !== one.role) found.push(one);
    else found[found.length - 1] = { role: one.role, has: both(last.has, one.has) };
  }
  return found;
};

const both = (a: Has, b: Has): Has => ({ roles: [...a.roles, ...b.roles], capabilities: [...a.capabilities, ...b.capabilities] });

/** A membership that may be there counts as gained; what an object or another capability may lead to does not. */
const isGained = ({ certainty, follows, kind, ownerFunction }: ReachedCapability): boolean =>
  certainty === "certain" || (follows === null && kind !== "object" && ownerFunction === null);

/** What others hold by the owners' own word (`external`) is no gain of this input. */
const isExternal = (role: string, input: RuleInput): boolean => input.index.role(role)?.source === "external" && !isMember(role, input);

const isMember = (role: string, { index }: RuleInput): boolean => index.membershipsOf(role).some(({ origin }) => origin.address !== null);

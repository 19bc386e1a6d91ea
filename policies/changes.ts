import { CAPABILITIES, type Capability } from "../model/capability";
import type { ReachedCapability } from "../model/closure";
import type { RoleChange } from "../model/report";
import type { Holding, RuleInput } from "./rule";

/** What a role has after a change; what comes on several ways is named on each. */
interface Gained {
  readonly role: string;
  readonly roles: readonly string[];
  readonly capabilities: readonly Capability[];
}

/**
 * Who gains what, for an input that knows no state before it: everything that a role reaches is gained, predefined and
 * platform roles by name. Where several majors are judged, what is reached on one of them counts.
 */
export const changesOf = (environment: string, inputs: readonly RuleInput[]): readonly RoleChange[] => {
  const gained = inputs.flatMap((input) => input.holdings().flatMap((holding) => (isExternal(holding.role, input) ? [] : gainedOf(holding))));
  return together(gained).flatMap(({ role, roles, capabilities }): readonly RoleChange[] =>
    roles.length + capabilities.length === 0
      ? []
      : [{ environment, role, gains: eachOnce(roles).sort(), loses: NOTHING, capabilities: { gains: eachOnce(capabilities).sort(byTable), loses: NOTHING } }],
  );
};

const NOTHING: readonly never[] = [];
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
  for (const one of gained.toSorted((a, b) => (a.role < b.role ? -1 : a.role > b.role ? 1 : 0))) {
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

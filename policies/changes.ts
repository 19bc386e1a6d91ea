import { CAPABILITIES, type Capability } from "../model/capability";
import type { ReachedCapability } from "../model/closure";
import type { RoleChange } from "../model/report";
import type { RuleInput } from "./rule";

/** What a role has after a change, or before it. */
interface Possessions {
  readonly roles: ReadonlySet<string>;
  readonly capabilities: ReadonlySet<Capability>;
}

/**
 * Who gains what, for an input that knows no state before it: everything that a role reaches is gained, predefined and
 * platform roles by name. Where several majors are judged, what is reached on one of them counts.
 */
export const changesOf = (environment: string, inputs: readonly RuleInput[]): readonly RoleChange[] => {
  const [first] = inputs;
  if (first === undefined) return [];
  const changes: RoleChange[] = [];
  for (const role of [...first.judged].sort()) {
    const { roles, capabilities } = possessionsOf(role, inputs);
    if (roles.size === 0 && capabilities.size === 0) continue;
    changes.push({ environment, role, gains: [...roles].sort(), loses: [], capabilities: { gains: [...capabilities].sort(byTable), loses: [] } });
  }
  return changes;
};

const PLACE = new Map(CAPABILITIES.map((capability, place) => [capability, place]));
const byTable = (a: Capability, b: Capability): number => (PLACE.get(a) ?? 0) - (PLACE.get(b) ?? 0);

const possessionsOf = (role: string, inputs: readonly RuleInput[]): Possessions => {
  const roles = new Set<string>();
  const capabilities = new Set<Capability>();
  for (const input of inputs) {
    const held = input.heldBy(role);
    if (held.length === 0 || isExternal(role, input)) continue;
    for (const name of input.closure.rolesReached(role)) roles.add(name);
    for (const { reach } of held) if (isGained(reach)) capabilities.add(reach.capability);
  }
  return { roles, capabilities };
};

/** A membership that may be there counts as gained; what an object or another capability may lead to does not. */
const isGained = ({ certainty, follows, kind, ownerFunction }: ReachedCapability): boolean =>
  certainty === "certain" || (follows === null && kind !== "object" && ownerFunction === null);

/** What others hold by the owners' own word (`external`) is no gain of this input. */
const isExternal = (role: string, input: RuleInput): boolean => input.index.role(role)?.source === "external" && !isMember(role, input);

const isMember = (role: string, { index }: RuleInput): boolean => index.membershipsOf(role).some(({ origin }) => origin.address !== null);

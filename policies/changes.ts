import { CAPABILITIES, type Capability } from "../model/capability";
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
  return [...first.judged].sort().flatMap((role) => {
    const after = possessionsOf(role, inputs);
    if (after.roles.size === 0 && after.capabilities.size === 0) return [];
    const capabilities = CAPABILITIES.filter((capability) => after.capabilities.has(capability));
    return [{ environment, role, gains: [...after.roles].sort(), loses: [], capabilities: { gains: capabilities, loses: [] } }];
  });
};

/** What others hold by the owners' own word (`external`) is no gain of this input. */
const possessionsOf = (role: string, inputs: readonly RuleInput[]): Possessions => {
  const isExternal = (input: RuleInput): boolean => input.index.role(role)?.source === "external" && !isMember(role, input);
  const looked = inputs.filter((input) => input.heldBy(role).length > 0 && !isExternal(input));
  return {
    roles: new Set(looked.flatMap(({ closure }) => closure.rolesReached(role))),
    capabilities: new Set(looked.flatMap((input) => input.heldBy(role).map(({ capability }) => capability))),
  };
};

const isMember = (role: string, { index }: RuleInput): boolean => index.membershipsOf(role).some(({ origin }) => origin.address !== null);

import type { Membership, MembershipScope } from "./access-graph";
import { isReservedName } from "./predefined-roles";

type Pair = Pick<Membership, "member" | "role">;

/** The scopes that a membership is in. Those of predefined roles are the server's own. */
export const scopesOver = (scopes: readonly MembershipScope[]): ((membership: Pair) => readonly MembershipScope[]) => {
  const byName: Readonly<Record<MembershipScope["of"], Map<string, MembershipScope[]>>> = { members: new Map(), roles: new Map() };
  for (const scope of scopes) for (const name of scope.names) byName[scope.of].set(name, [...(byName[scope.of].get(name) ?? []), scope]);
  return ({ member, role }) => (isReservedName(member) ? [] : [...(byName.members.get(member) ?? []), ...(byName.roles.get(role) ?? [])]);
};

/** Is a membership in any of the scopes? */
export const ownedBy = (scopes: readonly MembershipScope[]): ((membership: Pair) => boolean) => {
  const over = scopesOver(scopes);
  return (membership) => over(membership).length > 0;
};

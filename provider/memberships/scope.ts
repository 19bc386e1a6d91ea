/** What one resource owns: every membership of the members that it lists, or every membership in the roles that it lists, or a single one. */
export type Scope =
  | { readonly of: "members" | "roles"; readonly names: ReadonlySet<string> }
  | { readonly of: "pair"; readonly member: string; readonly role: string };

/** Member to role to option words. */
export type Grants = ReadonlyMap<string, ReadonlyMap<string, string>>;

export interface Claim {
  readonly scope: Scope;
  readonly grants: Grants;
}

export const isInScope = (scope: Scope, member: string, role: string): boolean =>
  scope.of === "pair" ? scope.member === member && scope.role === role : scope.names.has(scope.of === "members" ? member : role);

/** What two claims both own, in words; null where each has its own part. */
export const overlapOf = (a: Claim, b: Claim): string | null => {
  if (a.scope.of === "pair") return isInScope(b.scope, a.scope.member, a.scope.role) ? pairWords(a.scope.member, a.scope.role) : null;
  if (b.scope.of === "pair") return overlapOf(b, a);
  if (a.scope.of === b.scope.of) {
    const { names } = b.scope;
    const both = [...a.scope.names].find((name) => names.has(name));
    return both === undefined ? null : a.scope.of === "members" ? `every membership of ${both}` : `every membership in ${both}`;
  }
  // A membership of the one's members in the other's roles belongs to both: harmless as long as neither gives it.
  for (const [claim, other] of [
    [a, b],
    [b, a],
  ] as const) {
    for (const [member, roles] of claim.grants) for (const role of roles.keys()) if (isInScope(other.scope, member, role)) return pairWords(member, role);
  }
  return null;
};

const pairWords = (member: string, role: string): string => `the membership of ${member} in ${role}`;

/** Is it the same claim, asked once more? */
export const sameClaim = (a: Claim, b: Claim): boolean => sameScope(a.scope, b.scope) && grantsText(a) === grantsText(b);
const grantsText = ({ grants }: Claim): string => JSON.stringify([...grants].map(([member, roles]) => [member, [...roles]]));

/** Do both own the same, whatever its order is? */
export const sameScope = (a: Scope, b: Scope): boolean => {
  if (a.of === "pair") return b.of === "pair" && a.member === b.member && a.role === b.role;
  return b.of !== "pair" && a.of === b.of && a.names.size === b.names.size && [...a.names].every((name) => b.names.has(name));
};

/** What one resource owns: every membership of the members that it lists, or every membership in the roles that it lists. */
export interface Scope {
  readonly of: "members" | "roles";
  readonly names: ReadonlySet<string>;
}

/** Member to role to option words. */
export type Grants = ReadonlyMap<string, ReadonlyMap<string, string>>;

export interface Claim {
  readonly scope: Scope;
  readonly grants: Grants;
}

export const isInScope = ({ of, names }: Scope, member: string, role: string): boolean => names.has(of === "members" ? member : role);

/** What two claims both own, in words; null where each has its own part. */
export const overlapOf = (a: Claim, b: Claim): string | null => {
  if (a.scope.of === b.scope.of) {
    const both = [...a.scope.names].find((name) => b.scope.names.has(name));
    return both === undefined ? null : a.scope.of === "members" ? `every membership of ${both}` : `every membership in ${both}`;
  }
  // A membership of the one's members in the other's roles belongs to both: harmless as long as neither gives it.
  for (const [claim, other] of [
    [a, b],
    [b, a],
  ] as const) {
    for (const [member, roles] of claim.grants)
      for (const role of roles.keys()) if (isInScope(other.scope, member, role)) return `the membership of ${member} in ${role}`;
  }
  return null;
};

/** Is it the same claim, asked once more? */
export const sameClaim = (a: Claim, b: Claim): boolean => claimText(a) === claimText(b);
const claimText = ({ scope, grants }: Claim): string =>
  JSON.stringify([scope.of, [...scope.names], [...grants].map(([member, roles]) => [member, [...roles]])]);

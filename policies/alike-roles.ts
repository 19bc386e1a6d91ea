/** At least one role. */
export type Roles = readonly [string, ...string[]];

/** The roles in groups of those of which all marks are the same, in the order in which the first of each is met. */
export const alikeRoles = (roles: readonly string[], marksOf: (role: string) => readonly unknown[]): readonly Roles[] => {
  const groups: [string, ...string[]][] = [];
  const root = new Branch();
  for (const role of roles) {
    const branch = marksOf(role).reduce<Branch>((at, mark) => at.to(mark), root);
    if (branch.group === null) {
      branch.group = [role];
      groups.push(branch.group);
    } else branch.group.push(role);
  }
  return groups;
};

/** Roles that have the same marks so far. */
class Branch {
  group: [string, ...string[]] | null = null;
  readonly #next = new Map<unknown, Branch>();

  to(mark: unknown): Branch {
    const known = this.#next.get(mark) ?? new Branch();
    this.#next.set(mark, known);
    return known;
  }
}

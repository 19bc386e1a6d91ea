import type { Membership } from "../access-graph";

/** A member and a role: what the code says of them, and the server's rows, one for each grantor. */
type VisitPair = (wanted: Membership | null, rows: readonly Membership[]) => void;

/** Visits each pair of a member and a role that either side has, member by member, those that the code has first. Linear in memberships, by number. */
export const eachPair = (desired: readonly Membership[], live: readonly Membership[], visit: VisitPair): void => {
  const ids = new Map<string, number>();
  const idOf = (name: string): number => {
    const known = ids.get(name);
    if (known !== undefined) return known;
    ids.set(name, ids.size);
    return ids.size - 1;
  };
  const [wanted, rows] = [numbered(desired, idOf), numbered(live, idOf)];
  const [wantedOf, rowsOf] = [byMember(wanted.members, ids.size), byMember(rows.members, ids.size)];
  /** Of the member that is visited: by role the list of its rows, and whether the code has the pair. */
  const own = new Map<number, Membership[]>();
  for (let member = 0; member < ids.size; member++) {
    own.clear();
    for (let at = rowsOf.start[member] ?? 0; at < (rowsOf.start[member + 1] ?? 0); at++) {
      const row = rowsOf.order[at] ?? 0;
      const role = rows.roles[row] ?? 0;
      const one = live[row];
      const known = own.get(role);
      if (one !== undefined && known === undefined) own.set(role, [one]);
      else if (one !== undefined) known?.push(one);
    }
    const said = new Map<number, Membership>();
    for (let at = wantedOf.start[member] ?? 0; at < (wantedOf.start[member + 1] ?? 0); at++) {
      const row = wantedOf.order[at] ?? 0;
      const one = desired[row];
      if (one !== undefined) said.set(wanted.roles[row] ?? 0, one);
    }
    for (const [role, one] of said) visit(one, own.get(role) ?? []);
    for (const [role, list] of own) if (!said.has(role)) visit(null, list);
  }
};

const numbered = (memberships: readonly Membership[], idOf: (name: string) => number): { readonly members: Int32Array; readonly roles: Int32Array } => {
  const members = new Int32Array(memberships.length);
  const roles = new Int32Array(memberships.length);
  let [name, id] = ["", -1];
  memberships.forEach(({ member, role }, at) => {
    // Those of one member are mostly neighbours.
    if (member !== name) [name, id] = [member, idOf(member)];
    members[at] = id;
    roles[at] = idOf(role);
  });
  return { members, roles };
};

/** Counting sort: the rows of member `n` are `order[start[n]]` to before `order[start[n + 1]]`, in their order. */
const byMember = (members: Int32Array, count: number): { readonly start: Int32Array; readonly order: Int32Array } => {
  const start = new Int32Array(count + 1);
  for (const member of members) start[member + 1] = (start[member + 1] ?? 0) + 1;
  for (let member = 0; member < count; member++) start[member + 1] = (start[member + 1] ?? 0) + (start[member] ?? 0);
  const free = start.slice();
  const order = new Int32Array(members.length);
  for (let row = 0; row < members.length; row++) {
    const member = members[row] ?? 0;
    const slot = free[member] ?? 0;
    order[slot] = row;
    free[member] = slot + 1;
  }
  return { start, order };
};

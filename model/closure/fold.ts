/** Memberships by the numbers of their roles, one a row, in the order of the facts. */
export interface Rows {
  readonly members: Int32Array;
  readonly roles: Int32Array;
  readonly bits: Uint8Array;
}

/** Which role stands for which, and the memberships between those that stand for themselves. */
export interface Fold {
  /** Of each role the number that it has in the folded graph. */
  readonly nodes: Int32Array;
  /** By that number the role that stands there. */
  readonly standIns: Int32Array;
  readonly rows: Rows;
}

/**
 * Leaves out what no answer hangs on: memberships in groups that lead nowhere, and of the logins that nothing distinguishes all but the first. Nearly
 * all roles of a large cluster are such logins, so that everything after this is as small as what the cluster's groups can do. `isApart` marks the roles
 * that have something of their own: an attribute, a name that PostgreSQL knows, an object, a privilege that a path may need. Linear in roles and rows.
 */
export const foldRows = ({ members, roles, bits }: Rows, isApart: Uint8Array): Fold => {
  const isUseful = leadingOn(members, roles, isApart);
  const kept = rowsWhere({ members, roles, bits }, (row) => isUseful[roles[row] ?? 0] === 1);
  const nodes = new Int32Array(isApart.length);
  const isJoined = new Uint8Array(isApart.length);
  for (const role of kept.roles) isJoined[role] = 1;
  const keys = keysOf(kept, (role) => isApart[role] === 0 && isJoined[role] === 0, isApart.length);
  const standIns: number[] = [];
  const byKey = new Map<string, number>();
  for (let role = 0; role < nodes.length; role++) {
    const isAlone = isApart[role] === 1 || isJoined[role] === 1;
    const key = keys.get(role) ?? "";
    const known = isAlone ? undefined : byKey.get(key);
    nodes[role] = known ?? standIns.push(role) - 1;
    if (!isAlone && known === undefined) byKey.set(key, nodes[role] ?? 0);
  }
  const rows = rowsWhere(kept, (row) => standIns[nodes[kept.members[row] ?? 0] ?? 0] === kept.members[row]);
  for (let row = 0; row < rows.members.length; row++) {
    rows.members[row] = nodes[rows.members[row] ?? 0] ?? 0;
    rows.roles[row] = nodes[rows.roles[row] ?? 0] ?? 0;
  }
  return { nodes, standIns: Int32Array.from(standIns), rows };
};

/** Marks the roles from which memberships lead to one that has something of its own, those included. */
const leadingOn = (members: Int32Array, roles: Int32Array, isApart: Uint8Array): Uint8Array => {
  const isUseful = isApart.slice();
  const isGroup = new Uint8Array(isApart.length);
  for (const role of roles) isGroup[role] = 1;
  // Only a group's own memberships make it useful for others, and groups are few.
  const groupsOf = new Map<number, number[]>();
  for (let row = 0; row < members.length; row++) {
    const member = members[row] ?? 0;
    if (isGroup[member] === 0) continue;
    const role = roles[row] ?? 0;
    const known = groupsOf.get(role);
    if (known === undefined) groupsOf.set(role, [member]);
    else known.push(member);
  }
  const pending: number[] = [];
  for (let role = 0; role < isUseful.length; role++) if (isUseful[role] === 1) pending.push(role);
  for (let role = pending.pop(); role !== undefined; role = pending.pop()) {
    for (const member of groupsOf.get(role) ?? []) {
      if (isUseful[member] === 1) continue;
      isUseful[member] = 1;
      pending.push(member);
    }
  }
  return isUseful;
};

/** Of each such member what it is a member of and how, as one text: equal texts, equal memberships. */
const keysOf = ({ members, roles, bits }: Rows, isMeant: (role: number) => boolean, count: number): ReadonlyMap<number, string> => {
  const keys = new Map<number, string>();
  const meant = new Uint8Array(count);
  for (let role = 0; role < count; role++) meant[role] = isMeant(role) ? 1 : 0;
  for (let row = 0; row < members.length; row++) {
    const member = members[row] ?? 0;
    if (meant[member] === 1) keys.set(member, `${keys.get(member) ?? ""}${roles[row]}.${bits[row]} `);
  }
  return keys;
};

const rowsWhere = ({ members, roles, bits }: Rows, isKept: (row: number) => boolean): Rows => {
  const kept = { members: new Int32Array(members.length), roles: new Int32Array(members.length), bits: new Uint8Array(members.length) };
  let count = 0;
  for (let row = 0; row < members.length; row++) {
    if (!isKept(row)) continue;
    kept.members[count] = members[row] ?? 0;
    kept.roles[count] = roles[row] ?? 0;
    kept.bits[count++] = bits[row] ?? 0;
  }
  return { members: kept.members.subarray(0, count), roles: kept.roles.subarray(0, count), bits: kept.bits.subarray(0, count) };
};

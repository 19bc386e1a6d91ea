import type { Membership, Role } from "../access-graph";
import type { GraphIndex } from "../graph-index";
import { isPlatformRole } from "../platforms";
import { isReservedName, type Major, predefinedRole } from "../predefined-roles";
import { isKnown, isPossiblyTrue } from "../unknown";

/** The server that the facts are about: memberships work differently before and after PostgreSQL 16. */
export interface Server {
  readonly major: Major;
  /** Roles that count as superuser for whoever reaches them: administrators and provider logins. */
  readonly administrators: readonly string[];
}

/** Bits of an edge: what the member may do with the role. */
export const ADMIN = 1;
export const INHERIT = 2;
export const SET = 4;
/** Not a membership: `ALTER ROLE member SET role = ...`, which a login follows where it may SET ROLE, and else ignores. */
export const LOGIN_SETTING = 8;
/** A membership of whatever options: what ALTER ROLE and the rule against cycles look at. */
export const MEMBER = 16;

/**
 * Memberships as integers, in both directions: the edges of node `n` stand at `start[n] .. start[n + 1]`.
 * Several rows of one pair (grantors) are one edge whose options are OR-ed, as PostgreSQL 16 and later does.
 */
export interface Edges {
  readonly start: Int32Array;
  readonly other: Int32Array;
  readonly bits: Uint8Array;
}

/** Bits of a node. */
export const SUPERUSER = 1;
/** An administrator or a provider login: counts as superuser for whoever reaches it. */
export const ADMINISTRATOR = 2;
export const CREATEROLE = 4;
export const CREATEDB = 8;
export const REPLICATION = 16;
export const BYPASSRLS = 32;
export const RESERVED = 64;
export const PLATFORM = 128;
export const PREDEFINED = 256;

/** The graph that the closure walks. */
export interface RoleGraph {
  readonly major: number;
  readonly names: readonly string[];
  readonly ids: ReadonlyMap<string, number>;
  readonly attributes: Uint16Array;
  /** From a member to the roles it is a member of. */
  readonly up: Edges;
  /** From a role to its members. */
  readonly down: Edges;
  /** From a login to the role that Terraform lets it assume: the membership that this takes may be made elsewhere. */
  readonly assumed: ReadonlyMap<number, number>;
}

/** Numbers the roles and merges the rows of each pair; linear in facts. */
export const roleGraph = (index: GraphIndex, server: Server): RoleGraph => {
  const { names, ids, rows, assumed } = numberedRows(index, server);
  const members = Int32Array.from(rows.members);
  const roles = Int32Array.from(rows.roles);
  const bits = Uint8Array.from(rows.bits);
  return {
    major: server.major,
    names,
    ids,
    attributes: attributesOf(names, index, server),
    up: edgesOf(members, roles, bits, names.length),
    down: edgesOf(roles, members, bits, names.length),
    assumed,
  };
};

const numberedRows = (index: GraphIndex, server: Server) => {
  const names = [...index.roleNames];
  const ids = new Map(names.map((name, id) => [name, id]));
  const idOf = (name: string): number => {
    const known = ids.get(name);
    if (known !== undefined) return known;
    ids.set(name, names.length);
    return names.push(name) - 1;
  };
  const assumed = new Map<number, number>();
  const rows = { members: [] as number[], roles: [] as number[], bits: [] as number[] };
  const add = (member: string, role: string, bits: number): void => {
    rows.members.push(idOf(member));
    rows.roles.push(idOf(role));
    rows.bits.push(bits);
  };
  for (const membership of index.graph.memberships) add(membership.member, membership.role, optionBits(membership, index, server.major));
  for (const setting of index.graph.settings) {
    if (setting.name !== "role" || !isKnown(setting.value)) continue;
    add(setting.role, setting.value, LOGIN_SETTING);
    if (setting.origin.address !== null) assumed.set(idOf(setting.role), idOf(setting.value));
  }
  for (const name of index.roleNames) {
    const fact = predefinedRole(name);
    if (fact === undefined) continue;
    // What a predefined role contains is a fact of every server, unless an input shows what became of it.
    const shown = new Set(index.membershipsOf(name).map(({ role }) => role));
    for (const contained of fact.contains) if (!shown.has(contained)) add(name, contained, MEMBER | INHERIT | SET);
  }
  return { names, ids, rows, assumed };
};

/**
 * Before 16 INHERIT is the member's attribute, read at run time, and SET ROLE follows every membership; from 16 both
 * are options of the row, and a GRANT that does not name them stores the attribute and TRUE.
 * https://www.postgresql.org/docs/16/role-membership.html
 */
const optionBits = ({ member, admin, inherit, set }: Membership, index: GraphIndex, major: number): number => {
  const inherits = isPossiblyTrue(major < 16 || inherit === null ? (index.role(member)?.inherit ?? true) : inherit);
  const sets = major < 16 || set === null || isPossiblyTrue(set);
  return MEMBER | (isPossiblyTrue(admin) ? ADMIN : 0) | (inherits ? INHERIT : 0) | (sets ? SET : 0);
};

/** Counting sort by `from`, then one edge for each pair. */
const edgesOf = (from: Int32Array, to: Int32Array, bits: Uint8Array, nodes: number): Edges => {
  const offsets = new Int32Array(nodes + 1);
  for (const node of from) offsets[node + 1] = (offsets[node + 1] ?? 0) + 1;
  for (let node = 0; node < nodes; node++) offsets[node + 1] = (offsets[node + 1] ?? 0) + (offsets[node] ?? 0);
  const free = offsets.slice();
  const sorted = new Int32Array(from.length);
  for (let row = 0; row < from.length; row++) {
    const node = from[row] ?? 0;
    const slot = free[node] ?? 0;
    sorted[slot] = row;
    free[node] = slot + 1;
  }
  return mergePairs(sorted, offsets, to, bits, nodes);
};

const mergePairs = (sorted: Int32Array, offsets: Int32Array, to: Int32Array, rowBits: Uint8Array, nodes: number): Edges => {
  const start = new Int32Array(nodes + 1);
  const other = new Int32Array(sorted.length);
  const bits = new Uint8Array(sorted.length);
  const slotOf = new Int32Array(nodes).fill(-1);
  let count = 0;
  for (let node = 0; node < nodes; node++) {
    start[node] = count;
    for (let at = offsets[node] ?? 0; at < (offsets[node + 1] ?? 0); at++) {
      const row = sorted[at] ?? 0;
      const target = to[row] ?? 0;
      const seen = slotOf[target] ?? -1;
      const slot = seen >= (start[node] ?? 0) ? seen : count++;
      slotOf[target] = slot;
      other[slot] = target;
      bits[slot] = (bits[slot] ?? 0) | (rowBits[row] ?? 0);
    }
  }
  start[nodes] = count;
  return { start, other, bits };
};

const attributesOf = (names: readonly string[], index: GraphIndex, server: Server): Uint16Array => {
  const administrators = new Set(server.administrators);
  return Uint16Array.from(names, (name) => attributeBits(name, index.role(name), administrators));
};

const attributeBits = (name: string, role: Role | undefined, administrators: ReadonlySet<string>): number => {
  const named =
    (administrators.has(name) ? ADMINISTRATOR : 0) |
    (isReservedName(name) ? RESERVED : 0) |
    (predefinedRole(name) === undefined ? 0 : PREDEFINED) |
    (isPlatformRole(name) ? PLATFORM : 0);
  if (role === undefined) return named;
  // Of a role that is only mentioned nothing is known, and nothing of it is this input's doing.
  const has = role.source === "managed" ? isPossiblyTrue : (flag: Role["login"]) => flag === true;
  return (
    named |
    (has(role.superuser) ? SUPERUSER : 0) |
    (has(role.createrole) ? CREATEROLE : 0) |
    (has(role.createdb) ? CREATEDB : 0) |
    (has(role.replication) ? REPLICATION : 0) |
    (has(role.bypassrls) ? BYPASSRLS : 0)
  );
};

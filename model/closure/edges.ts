import type { Membership, Role } from "../access-graph";
import type { GraphIndex } from "../graph-index";
import { isRefused, isReplicationRole, namesKnownOn, PLATFORM_ROLE_NAMES, type Platform, platformAttributes, platformMemberships } from "../platforms";
import type { AcceptedFunction } from "../policy";
import { isReservedName, type Major, PREDEFINED_ROLE_NAMES, predefinedRole } from "../predefined-roles";
import { isKnown, isPossiblyTrue } from "../unknown";
import { databaseOf, databaseOwners } from "./database-owner";
import { foldRows, type Rows } from "./fold";

/** The server that the facts are about: memberships work differently before and after PostgreSQL 16. */
export interface Server {
  readonly major: Major;
  /** Roles that count as superuser for whoever reaches them: administrators and provider logins. */
  readonly administrators: readonly string[];
  /** As `server_version_num` has it, such as 160014; absent where only the major is known. */
  readonly version?: number;
  /** Where it runs; absent: self-hosted. */
  readonly platform?: Platform;
  /** Reviewed functions of the policy files that hold today, here. */
  readonly accepted?: readonly AcceptedFunction[];
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
/** No ADMIN OPTION nor CREATEROLE grants it: PostgreSQL refuses, or the platform does. */
export const UNGRANTABLE = 512;
/** A platform's group whose members may replicate. */
export const REPLICATION_GROUP = 1024;
/** Until 14 PostgreSQL asks whether one is a member at all, whatever INHERIT says. */
export const ANY_MEMBER = 2048;

/** The graph that the closure walks. */
export interface RoleGraph {
  readonly major: number;
  /** Of each node; where one stands for several logins, the first one's. */
  readonly names: readonly string[];
  /** Of each role its node. */
  readonly ids: Pick<ReadonlyMap<string, number>, "get">;
  /** Every role that has a node, those that another one stands for included. */
  readonly everyName: readonly string[];
  readonly attributes: Uint16Array;
  /** From a member to the roles it is a member of. */
  readonly up: Edges;
  /** From a role to its members. */
  readonly down: Edges;
  /** From a login to the role that Terraform lets it assume: the membership that this takes may be made elsewhere. */
  readonly assumed: ReadonlyMap<number, number>;
}

/**
 * Numbers the roles, and `others` that only objects name, and merges the rows of each pair; linear in facts. With `apart`, logins that nothing
 * distinguishes are one node: the roles it names stay by themselves.
 */
export const roleGraph = (index: GraphIndex, server: Server, others: Iterable<string> = [], apart: ReadonlySet<string> | null = null): RoleGraph => {
  const { names, ids, rows, assumed } = numberedRows(index, server, others);
  const attributes = attributesOf(names, index, server);
  if (apart === null) return graphOf(server.major, { names, ids, everyName: names, attributes, assumed }, rows);
  const isApart = Uint8Array.from(attributes, (bits) => (bits === 0 ? 0 : 1));
  for (const name of apart) isApart[ids.get(name) ?? names.length] = 1;
  for (const [login, role] of assumed) isApart[login] = isApart[role] = 1;
  const fold = foldRows(rows, isApart);
  const nodeOf = (id: number): number => fold.nodes[id] ?? 0;
  const folded = {
    names: Array.from(fold.standIns, (id) => names[id] ?? ""),
    ids: {
      get: (name: string): number | undefined => {
        const id = ids.get(name);
        return id === undefined ? undefined : nodeOf(id);
      },
    },
    everyName: names,
    attributes: Uint16Array.from(fold.standIns, (id) => attributes[id] ?? 0),
    assumed: new Map([...assumed].map(([login, role]) => [nodeOf(login), nodeOf(role)])),
  };
  return graphOf(server.major, folded, fold.rows);
};

const graphOf = (major: number, nodes: Omit<RoleGraph, "major" | "up" | "down">, { members, roles, bits }: Rows): RoleGraph => ({
  ...nodes,
  major,
  up: edgesOf(members, roles, bits, nodes.names.length),
  down: edgesOf(roles, members, bits, nodes.names.length),
});

const numberedRows = (index: GraphIndex, server: Server, others: Iterable<string>) => {
  const { members, roles } = index.numbers;
  const names = [...index.numbers.names];
  const added = new Map<string, number>();
  const ids = { get: (name: string) => index.numbers.ids.get(name) ?? added.get(name) };
  const idOf = (name: string): number => {
    const known = ids.get(name);
    if (known !== undefined) return known;
    added.set(name, names.length);
    return names.push(name) - 1;
  };
  const assumed = new Map<number, number>();
  const more = { members: [] as number[], roles: [] as number[], bits: [] as number[] };
  const add = (member: string, role: string, bits: number): void => {
    more.members.push(idOf(member));
    more.roles.push(idOf(role));
    more.bits.push(bits);
  };
  for (const setting of index.graph.settings) {
    if (setting.name !== "role" || !isKnown(setting.value)) continue;
    add(setting.role, setting.value, LOGIN_SETTING);
    if (setting.origin.address !== null) assumed.set(idOf(setting.role), idOf(setting.value));
  }
  const vendorNames = vendorNamesOf(server);
  // Roles that the vendor's rows name come to the end of the list, and have rows of their own.
  for (let at = 0; at < names.length; at++) {
    const name = names[at] ?? "";
    addContained(name, index, at, add);
    if (server.platform !== undefined && vendorNames.has(name)) addByPlatform(name, server.platform, index, server.major, add);
  }
  const owners = databaseOwners(index.graph);
  for (const name of others) {
    idOf(name);
    const owner = owners.get(databaseOf(name) ?? "");
    if (owner !== undefined) add(owner, name, MEMBER | SET);
  }
  const bits = new Uint8Array(members.length);
  index.graph.memberships.forEach((membership, at) => {
    bits[at] = optionBits(membership, index.numbers.facts[members[at] ?? -1], server.major);
  });
  return {
    names,
    ids,
    rows: { members: joined(members, more.members), roles: joined(roles, more.roles), bits: joined(bits, more.bits) },
    assumed,
  };
};

const joined = <T extends Int32Array | Uint8Array>(known: T, more: readonly number[]): T => {
  if (more.length === 0) return known;
  const all = new (known.constructor as new (length: number) => T)(known.length + more.length);
  all.set(known);
  all.set(more, known.length);
  return all;
};

type AddRow = (member: string, role: string, bits: number) => void;

/** What a predefined role contains is a fact of every server, unless an input shows what became of it. */
const addContained = (name: string, { graph, numbers }: GraphIndex, id: number, add: AddRow): void => {
  const fact = predefinedRole(name);
  if (fact === undefined || fact.contains.length === 0) return;
  const shown = new Set<string>();
  for (let at = 0; at < numbers.members.length; at++) if (numbers.members[at] === id) shown.add(graph.memberships[at]?.role ?? "");
  for (const contained of fact.contains) if (!shown.has(contained)) add(name, contained, MEMBER | INHERIT | SET);
};

/** What the vendor made its administration role a member of, unless a live server shows that role: then it shows its memberships too. */
const addByPlatform = (name: string, platform: Platform, index: GraphIndex, major: Major, add: AddRow): void => {
  if (isShownLive(index.role(name))) return;
  for (const { role, admin } of platformMemberships(platform, name, major)) add(name, role, MEMBER | INHERIT | SET | (admin ? ADMIN : 0));
};

const isShownLive = (role: Role | undefined): boolean => role?.source === "managed" && role.origin.address === null;

/**
 * Before 16 INHERIT is the member's attribute, read at run time, and SET ROLE follows every membership; from 16 both
 * are options of the row, and a GRANT that does not name them stores the attribute and TRUE.
 * https://www.postgresql.org/docs/16/role-membership.html
 */
const optionBits = ({ admin, inherit, set }: Membership, member: Role | undefined, major: number): number => {
  const inherits = isPossiblyTrue(major < 16 || inherit === null ? (member?.inherit ?? true) : inherit);
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
  const all = new Uint16Array(names.length);
  const named = bitsByName(server);
  const vendorNames = vendorNamesOf(server);
  names.forEach((name, id) => {
    const role = index.numbers.facts[id];
    all[id] =
      (named.get(name) ?? 0) |
      (databaseOf(name) === null ? 0 : PREDEFINED | UNGRANTABLE) |
      (isReservedName(name) ? RESERVED : 0) |
      attributeBits(role) |
      (vendorNames.has(name) ? platformBits(name, role, server) : 0);
  });
  return all;
};

const vendorNamesOf = ({ platform }: Server): ReadonlySet<string> => (platform === undefined ? NO_NAMES : namesKnownOn(platform));
const NO_NAMES: ReadonlySet<string> = new Set();

/** What single names say. */
const bitsByName = ({ administrators, major }: Server): ReadonlyMap<string, number> => {
  const named = new Map<string, number>();
  const add = (names: readonly string[], bits: (name: string) => number): void => {
    for (const name of names) named.set(name, (named.get(name) ?? 0) | bits(name));
  };
  add(administrators, () => ADMINISTRATOR);
  add(PLATFORM_ROLE_NAMES, () => PLATFORM);
  add(PREDEFINED_ROLE_NAMES, (name) => PREDEFINED | (major <= 14 && ASKED_OF_MEMBERS.has(name) ? ANY_MEMBER : 0));
  add(["pg_database_owner"], () => UNGRANTABLE);
  return named;
};

/** Roles that `is_member_of_role` is asked about until 14. https://www.postgresql.org/docs/14/predefined-roles.html */
const ASKED_OF_MEMBERS: ReadonlySet<string> = new Set([
  "pg_read_all_settings",
  "pg_read_all_stats",
  "pg_read_server_files",
  "pg_write_server_files",
  "pg_execute_server_program",
]);

/** What the platform makes of a role by its name; attributes only where no live server shows the role's own. */
const platformBits = (name: string, role: Role | undefined, { platform, major }: Server): number => {
  if (platform === undefined) return 0;
  let bits = (isRefused(platform, name, major) ? UNGRANTABLE : 0) | (isReplicationRole(platform, name) ? REPLICATION_GROUP : 0);
  if (isShownLive(role)) return bits;
  for (const attribute of platformAttributes(platform, name, major)) bits |= BIT_OF[attribute];
  return bits;
};

const BIT_OF = { createrole: CREATEROLE, createdb: CREATEDB, replication: REPLICATION, bypassrls: BYPASSRLS } as const;

const attributeBits = (role: Role | undefined): number => {
  if (role === undefined) return 0;
  // Of a role that is only mentioned nothing is known, and nothing of it is this input's doing.
  const isManaged = role.source === "managed";
  const bit = (flag: Role["login"], of: number): number => (flag !== false && (flag === true || isManaged) ? of : 0);
  return (
    bit(role.superuser, SUPERUSER) |
    bit(role.createrole, CREATEROLE) |
    bit(role.createdb, CREATEDB) |
    bit(role.replication, REPLICATION) |
    bit(role.bypassrls, BYPASSRLS)
  );
};

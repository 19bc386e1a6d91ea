import { type AccessGraph, type Membership, NO_ORIGIN, type Role, type RoleSource } from "./access-graph";
import { addTo } from "./add-to";
import { once } from "./once";
import { predefinedRole } from "./predefined-roles";
import { UNKNOWN } from "./unknown";

/** A graph with its look-ups made once. Roles that a membership only names are in it, with everything unknown. */
export interface GraphIndex {
  readonly graph: AccessGraph;
  /** Every role that is declared or named, each once, in the order of the facts. */
  readonly roleNames: readonly string[];
  /** Undefined for a role that no fact declares or names. */
  role(name: string): Role | undefined;
  membershipsOf(member: string): readonly Membership[];
  /** Roles by number, and the memberships between them: what a walk through the graph starts from. Roles that only a grant names have none. */
  readonly numbers: RoleNumbers;
}

export interface RoleNumbers {
  readonly names: readonly string[];
  readonly ids: ReadonlyMap<string, number>;
  /** What is known of each role. */
  readonly facts: readonly Role[];
  /** The member and the role of each membership of the graph, in its order. */
  readonly members: Int32Array;
  readonly roles: Int32Array;
}

/** Indexes the facts in one pass over each array; over the grants, the longest, when somebody asks for a role that nothing else names. */
export const indexGraph = (graph: AccessGraph): GraphIndex => {
  const named = new RoleList();
  const numbers = numbersOf(graph, named);
  let grantees: RoleList | undefined;
  const onlyInGrants = (): RoleList => {
    grantees ??= granteesOf(graph, named);
    return grantees;
  };
  let names: readonly string[] | undefined;
  let byMember: ReadonlyMap<string, readonly Membership[]> | undefined;
  return {
    graph,
    get roleNames() {
      names ??= [...named.names, ...onlyInGrants().names];
      return names;
    },
    role: (name) => named.at(name) ?? onlyInGrants().at(name),
    membershipsOf: (member) => {
      byMember ??= membershipsByMember(graph);
      return byMember.get(member) ?? NONE;
    },
    numbers,
  };
};

/**
 * The index of `graph`, where nothing is new: its roles are those of the index one for one, with other facts where it says so, and of the memberships
 * only those are left whose role `isLeft` says so of.
 */
export const narrowedIndex = (index: GraphIndex, graph: Omit<AccessGraph, "memberships">, isLeft: (role: string) => boolean): GraphIndex => {
  const { names, ids, members, roles } = index.numbers;
  const lefts = Uint8Array.from(names, (name) => (isLeft(name) ? 1 : 0));
  const isKept = (at: number): boolean => lefts[roles[at] ?? 0] === 1;
  const memberships = index.graph.memberships.filter((_, at) => isKept(at));
  const facts = [...index.numbers.facts];
  graph.roles.forEach((role, at) => {
    const id = ids.get(role.name);
    // Of a role that is declared twice the same one counts as in the index.
    if (id !== undefined && index.numbers.facts[id] === index.graph.roles[at]) facts[id] = role;
  });
  const narrowed = { ...graph, memberships };
  const byMember = once(() => membershipsByMember(narrowed));
  return {
    graph: narrowed,
    roleNames: index.roleNames,
    role: (name) => facts[ids.get(name) ?? -1] ?? index.role(name),
    membershipsOf: (member) => byMember().get(member) ?? NONE,
    numbers: { names, ids, facts, members: members.filter((_, at) => isKept(at)), roles: roles.filter((_, at) => isKept(at)) },
  };
};

/** Roles in the order in which they are met, each once: as declared, or with everything unknown. */
class RoleList {
  readonly names: string[] = [];
  readonly ids = new Map<string, number>();
  readonly facts: Role[] = [];

  declare(role: Role): void {
    const id = this.ids.get(role.name);
    if (id === undefined) this.#add(role);
    else if (SOURCE_RANK[role.source] > SOURCE_RANK[this.facts[id]?.source ?? "mentioned"]) this.facts[id] = role;
  }

  /** The number of a role; one that nothing declares is new. */
  idOf(name: string): number {
    return this.ids.get(name) ?? this.#add(mentionedRole(name));
  }

  at(name: string): Role | undefined {
    const id = this.ids.get(name);
    return id === undefined ? undefined : this.facts[id];
  }

  #add(role: Role): number {
    this.ids.set(role.name, this.names.length);
    this.facts.push(role);
    return this.names.push(role.name) - 1;
  }
}

const numbersOf = (graph: AccessGraph, list: RoleList): RoleNumbers => {
  for (const role of graph.roles) list.declare(role);
  const members = new Int32Array(graph.memberships.length);
  const roles = new Int32Array(graph.memberships.length);
  graph.memberships.forEach(({ member, role }, at) => {
    members[at] = list.idOf(member);
    roles[at] = list.idOf(role);
  });
  for (const setting of graph.settings) list.idOf(setting.role);
  const { names, ids, facts } = list;
  return { names, ids, facts, members, roles };
};

/** Roles that nothing but a grant names. */
const granteesOf = ({ grants, defaultPrivileges }: AccessGraph, named: RoleList): RoleList => {
  const list = new RoleList();
  const mention = (name: string): void => {
    if (name !== "PUBLIC" && !named.ids.has(name)) list.idOf(name);
  };
  for (const grant of grants) mention(grant.grantee);
  for (const privilege of defaultPrivileges) {
    mention(privilege.grantee);
    mention(privilege.owner);
  }
  return list;
};

const SOURCE_RANK: Readonly<Record<RoleSource, number>> = { mentioned: 0, external: 1, managed: 2 };

/** Nothing is known of a role that is only named, unless it is predefined: those are equal on every server. */
export const mentionedRole = (name: string): Role => {
  const attribute = predefinedRole(name) === undefined ? UNKNOWN : false;
  return {
    name,
    source: "mentioned",
    login: attribute,
    inherit: attribute === false ? true : UNKNOWN,
    superuser: attribute,
    createrole: attribute,
    createdb: attribute,
    replication: attribute,
    bypassrls: attribute,
    connectionLimit: attribute === false ? -1 : UNKNOWN,
    validUntil: attribute === false ? null : UNKNOWN,
    origin: NO_ORIGIN,
  };
};

const NONE: readonly Membership[] = [];

const membershipsByMember = (graph: AccessGraph): ReadonlyMap<string, readonly Membership[]> => {
  const groups = new Map<string, Membership[]>();
  for (const membership of graph.memberships) addTo(groups, membership.member, membership);
  return groups;
};

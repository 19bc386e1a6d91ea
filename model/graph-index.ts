import { type AccessGraph, type Membership, NO_ORIGIN, type Role, type RoleSource } from "./access-graph";
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
}

/** Indexes the facts in one pass over each array. */
export const indexGraph = (graph: AccessGraph): GraphIndex => {
  const roles = rolesByName(graph);
  const byMember = membershipsByMember(graph);
  return {
    graph,
    roleNames: [...roles.keys()],
    role: (name) => roles.get(name),
    membershipsOf: (member) => byMember.get(member) ?? NONE,
  };
};

const rolesByName = (graph: AccessGraph): ReadonlyMap<string, Role> => {
  const roles = new Map<string, Role>();
  for (const role of graph.roles) {
    const known = roles.get(role.name);
    if (known === undefined || SOURCE_RANK[role.source] > SOURCE_RANK[known.source]) roles.set(role.name, role);
  }
  const mention = (name: string): void => {
    if (!roles.has(name) && name !== "PUBLIC") roles.set(name, mentionedRole(name));
  };
  for (const { member, role } of graph.memberships) {
    mention(member);
    mention(role);
  }
  for (const grant of graph.grants) mention(grant.grantee);
  for (const privilege of graph.defaultPrivileges) {
    mention(privilege.grantee);
    mention(privilege.owner);
  }
  for (const setting of graph.settings) mention(setting.role);
  return roles;
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
  for (const membership of graph.memberships) {
    const group = groups.get(membership.member);
    if (group === undefined) groups.set(membership.member, [membership]);
    else group.push(membership);
  }
  return groups;
};

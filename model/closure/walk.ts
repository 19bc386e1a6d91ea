import type { Step, StepKind } from "../report";
import type { Connect } from "./connect";
import { calledRole } from "./database-owner";
import { LOGIN_SETTING, MEMBER, RESERVED, type RoleGraph } from "./edges";
import type { Lead } from "./escalation";
import { BY_ADMIN, BY_CREATE_ROLE, BY_INHERIT, BY_LEAD, BY_LOGIN_SETTING, BY_PUBLIC, BY_SET, type Leads, type Search, STAY, stepAt } from "./search";

/** One step between roles, by their numbers. */
export interface Hop {
  readonly from: number;
  readonly to: number;
  readonly by: number;
  /** The group whose ADMIN OPTION a CREATEROLE step rests on, or -1. */
  readonly via: number;
  /** The object that carries the step, where one does. */
  readonly lead?: Lead;
  /** What its login has to be let into for that. */
  readonly connect?: Connect | null;
}

/** The hops from a login to the goal that its search found; empty at the goal. Only for a login from which a way was found. */
export const walk = (graph: RoleGraph, search: Search, leads: Leads, login: number): readonly Hop[] => {
  const roles = graph.names.length;
  const hops: Hop[] = [];
  let from = login;
  for (let state = login; search.next[state] !== state; ) {
    const to = search.next[state] ?? state;
    const by = stepAt(search, state);
    if (by === BY_LEAD) {
      const found = leads.to.get(to)?.find(({ from: holders }) => holders.includes(state));
      hops.push({ from, to: to % roles, by, via: -1, ...(found !== undefined && { lead: found.lead, connect: found.connect }) });
      from = to % roles;
    } else if (by !== STAY) {
      const group = by !== BY_INHERIT && state >= 2 * roles && state < 3 * roles ? state - 2 * roles : from;
      hops.push({ from, to: to % roles, by, via: group === from ? -1 : group });
      from = to % roles;
    }
    state = to;
  }
  return hops;
};

/**
 * Would PostgreSQL accept every GRANT on this way? It refuses one that closes a cycle: the granted role must not be a
 * member of the login that receives it. From 16 a CREATEROLE step takes another role over, which then is the login.
 */
export const isWalkable = (graph: RoleGraph, login: number, hops: readonly Hop[]): boolean => {
  let session = login;
  for (const hop of hops) {
    if (hop.by === BY_ADMIN && isMemberOf(graph, hop.to, session)) return false;
    if (hop.by === BY_CREATE_ROLE && ((graph.attributes[hop.to] ?? 0) & RESERVED) === 0) session = hop.to;
    if (hop.lead?.as === "login") session = hop.to;
  }
  return true;
};

/** Is `member` a member of `role`, in any way, itself included? */
const isMemberOf = (graph: RoleGraph, member: number, role: number): boolean => {
  // A login is seldom a group for others.
  if (graph.down.start[role] === graph.down.start[role + 1]) return member === role;
  const seen = new Set([member]);
  for (const current of seen) {
    if (current === role) return true;
    for (let at = graph.up.start[current] ?? 0; at < (graph.up.start[current + 1] ?? 0); at++) {
      if (((graph.up.bits[at] ?? 0) & MEMBER) !== 0) seen.add(graph.up.other[at] ?? current);
    }
  }
  return false;
};

const KIND: Readonly<Record<number, StepKind>> = {
  [BY_INHERIT]: "inherit",
  [BY_SET]: "set-role",
  [BY_LOGIN_SETTING]: "login-setting",
  [BY_ADMIN]: "admin",
  [BY_CREATE_ROLE]: "create-role",
  [BY_PUBLIC]: "public",
};

/** Hops as a report shows them. */
export const stepsOf = (
  graph: RoleGraph,
  hops: readonly Hop[],
  nameOf: (role: number) => string = (role) => calledRole(graph.names[role] ?? ""),
): readonly Step[] =>
  hops.map(({ from, to, by, via, lead }, at) => ({
    from: nameOf(from),
    to: nameOf(to),
    by: at === 0 && by === BY_SET && isSetAtLogin(graph, from, to) ? "login-setting" : (lead?.by ?? KIND[by] ?? "inherit"),
    via: lead?.via ?? (via === -1 ? null : (graph.names[via] ?? null)),
  }));

/** Does the server itself SET ROLE at each login, without a statement of the session? */
const isSetAtLogin = (graph: RoleGraph, login: number, role: number): boolean => {
  for (let at = graph.up.start[login] ?? 0; at < (graph.up.start[login + 1] ?? 0); at++) {
    if (graph.up.other[at] === role) return ((graph.up.bits[at] ?? 0) & LOGIN_SETTING) !== 0;
  }
  return false;
};

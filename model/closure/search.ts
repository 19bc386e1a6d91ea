import type { Connect } from "./connect";
import { ADMIN, ANY_MEMBER, CREATEROLE, INHERIT, MEMBER, RESERVED, type RoleGraph, SET, SUPERUSER, UNGRANTABLE } from "./edges";
import type { Lead } from "./escalation";

/**
 * The states of a session that starts as a login, and how they follow one another. For a role r:
 *
 * - `S(r)`: an identity of the session, by login or SET ROLE. SET ROLE is asked of the session's login along SET edges.
 * - `I(r)`: a role whose privileges the current identity has by INHERIT.
 * - `T(r)`: from 16, a role that a CREATEROLE identity is a member of in any way: its ADMIN rights count for ALTER ROLE.
 * - `ANY`: before 16, a CREATEROLE identity: it may grant itself, or take over, every role that is no superuser.
 *
 * Steps: S(a) -SET-> S(b); S(a) -> I(a); I(a) -INHERIT-> I(b); I(s) -ADMIN-> S(x), for it grants x to the login;
 * S(i) with CREATEROLE -> T(i) -> T(b) -ADMIN-> S(x), for it sets x's password and logs in; S(i) with CREATEROLE -> ANY -> S(x).
 *
 * - `D(r)`: the body of a SECURITY DEFINER function of r: r's privileges, attributes and ADMIN rights, without SET ROLE. Before 16 T(r) stands
 *   for what it is a member of in any way: that is enough for ADMIN rights, and until 14 for some predefined roles; a session may SET ROLE anyway.
 *
 * Leads are steps that objects give: from whoever has access to them to D of their owner, or to S of an account. PUBLIC is a
 * node of its own, whose privileges everyone has: I(r) -> I(PUBLIC).
 *
 * This is the validated loop of PostgreSQL's rules written as one graph, so that all logins share one search: from the
 * roles that have a capability back to whoever reaches them. It leaves out one rule, that a GRANT which would close a
 * cycle is refused: the path that was found is looked at for that.
 *
 * A state is an integer: with n roles, S is 0 .. n-1, I is n .. 2n-1, T is 2n .. 3n-1, D is 3n .. 4n-1, and ANY is 4n.
 */
/** How a state leads on; what a path prints. */
export const STAY = 0;
export const BY_INHERIT = 1;
export const BY_SET = 2;
export const BY_LOGIN_SETTING = 3;
export const BY_ADMIN = 4;
export const BY_CREATE_ROLE = 5;
export const BY_PUBLIC = 6;
export const BY_LEAD = 7;

/** Steps that objects give, by the state that they lead to. */
export interface Leads {
  readonly to: ReadonlyMap<number, readonly StateLead[]>;
  /** The node of PUBLIC, or -1 where nothing is given to everyone. */
  readonly everyone: number;
}

/** One object's step, from the states of whoever has access to it. */
export interface StateLead {
  readonly from: readonly number[];
  readonly lead: Lead;
  readonly connect: Connect | null;
}

export interface Search {
  /** For each state the one after it on a shortest way to the goal; the state itself at the goal, -1 where none leads there. */
  readonly next: Int32Array;
  /** How the step to `next` is taken, and `GRANTS_ITSELF`. */
  readonly by: Uint8Array;
  /** Steps to the goal, for visited states. */
  readonly distance: Int32Array;
  /** The state of the goal that the way ends at, for visited states; null where the goal has one state only. */
  readonly goals: Int32Array | null;
  /** That one state, or the first. */
  readonly firstGoal: number;
}

/** In `by`: the way holds a GRANT to oneself, which PostgreSQL may refuse. */
const GRANTS_ITSELF = 128;
export const grantsItself = ({ by }: Search, state: number): boolean => ((by[state] ?? 0) & GRANTS_ITSELF) !== 0;
/** The state of the goal that the way from a visited state ends at. */
export const goalAt = ({ goals, firstGoal }: Search, state: number): number => (goals === null ? firstGoal : (goals[state] ?? firstGoal));
export const stepAt = ({ by }: Search, state: number): number => (by[state] ?? STAY) & ~GRANTS_ITSELF;

const stateCount = (graph: RoleGraph): number => 4 * graph.names.length + 1;

/** Shortest ways from every state to the goal states, by a search backwards from them; linear in roles and edges. */
export const searchBack = (graph: RoleGraph, goals: readonly number[], createRoles: readonly number[], leads: Leads): Search => {
  const roles = graph.names.length;
  const any = 4 * roles;
  const definers = 3 * roles;
  const hasLeads = leads.to.size > 0;
  const next = new Int32Array(stateCount(graph)).fill(-1);
  const by = new Uint8Array(next.length);
  const distance = new Int32Array(next.length);
  const goalOf = goals.length > 1 ? new Int32Array(next.length) : null;
  let level = 0;
  // A state that is visited keeps its way: in a dense graph most edges lead to one.
  const push = (pending: Pending, state: number, to: number, how: number): void => {
    if (next[state] !== -1) return;
    pending.states.push(state);
    pending.to.push(to);
    pending.by.push(how);
  };
  // Of ways of one length the plainest counts: what needs no statement, then SET ROLE, then GRANT.
  let { inherited, identities, granted } = newFront();
  let ahead = newFront();

  const visit = (state: number, to: number, how: number): boolean => {
    if (next[state] !== -1) return false;
    next[state] = to;
    by[state] = how | (how === BY_ADMIN ? GRANTS_ITSELF : to === state ? 0 : (by[to] ?? 0) & GRANTS_ITSELF);
    distance[state] = level;
    if (goalOf !== null) goalOf[state] = to === state ? state : (goalOf[to] ?? -1);
    if (hasLeads) for (const { from } of leads.to.get(state) ?? NO_LEADS) for (const holder of from) push(frontOf(holder), holder, state, BY_LEAD);
    return true;
  };
  const frontOf = (state: number): Pending => (state >= roles && state < 2 * roles ? ahead.inherited : ahead.identities);
  const backFromInherited = (state: number): void => {
    const role = state - roles;
    if (visit(role, state, STAY)) backFromIdentity(role);
    if (hasLeads) visit(definers + role, state, STAY);
    if (hasLeads && ((graph.attributes[role] ?? 0) & ANY_MEMBER) !== 0) push(ahead.identities, 2 * roles + role, state, BY_INHERIT);
    if (role === leads.everyone) for (let other = 0; other < roles; other++) push(ahead.inherited, roles + other, state, BY_PUBLIC);
    const { start, other, bits } = graph.down;
    for (let at = start[role] ?? 0; at < (start[role + 1] ?? 0); at++) {
      if (((bits[at] ?? 0) & INHERIT) !== 0) push(ahead.inherited, roles + (other[at] ?? 0), state, BY_INHERIT);
    }
  };
  const backFromTakeOver = (state: number): void => {
    // Being a member of a group costs no step of its own here: ALTER ROLE asks for any membership, whatever its options.
    const stack = [state];
    for (let current = stack.pop(); current !== undefined; current = stack.pop()) {
      const role = current - 2 * roles;
      if (graph.major < 16) push(identities, definers + role, current, STAY);
      else if (((graph.attributes[role] ?? 0) & CREATEROLE) !== 0) backToCreator(role, current);
      const { start, other, bits } = graph.down;
      for (let at = start[role] ?? 0; at < (start[role + 1] ?? 0); at++) {
        const member = 2 * roles + (other[at] ?? 0);
        if (((bits[at] ?? 0) & MEMBER) !== 0 && visit(member, current, STAY)) stack.push(member);
      }
    }
  };
  const backToCreator = (role: number, state: number): void => {
    push(identities, role, state, STAY);
    if (hasLeads) push(identities, definers + role, state, STAY);
  };
  const backFromIdentity = (role: number): void => {
    const attributes = graph.attributes[role] ?? 0;
    const grantable = (attributes & (SUPERUSER | UNGRANTABLE)) === 0;
    const { start, other, bits } = graph.down;
    for (let at = start[role] ?? 0; at < (start[role + 1] ?? 0); at++) {
      const option = bits[at] ?? 0;
      const member = other[at] ?? 0;
      if ((option & SET) !== 0) push(ahead.identities, member, role, BY_SET);
      if ((option & ADMIN) === 0 || !grantable) continue;
      push(ahead.granted, roles + member, role, BY_ADMIN);
      if (graph.major < 16 && hasLeads) push(ahead.identities, 2 * roles + member, role, BY_ADMIN);
      if (graph.major >= 16 && createRoles.length > 0 && (attributes & RESERVED) === 0) push(ahead.identities, 2 * roles + member, role, BY_CREATE_ROLE);
    }
    if (graph.major < 16 && grantable && createRoles.length > 0) push(ahead.identities, any, role, BY_CREATE_ROLE);
  };
  const backFrom = (state: number): void => {
    if (state === any) for (const creator of createRoles) backToCreator(creator, any);
    else if (state < roles) backFromIdentity(state);
    // Nothing but a lead goes into a definer's body.
    else if (state < definers) backFromTakeOver(state);
  };

  const visitInherited = (state: number, to: number, how: number): void => {
    if (visit(state, to, how)) backFromInherited(state);
  };
  for (const from of goals) push(from >= roles && from < 2 * roles ? inherited : identities, from, from, STAY);
  while (inherited.states.length + identities.states.length + granted.states.length > 0) {
    drain(inherited, visitInherited);
    drain(identities, (state, to, how) => {
      if (visit(state, to, how)) backFrom(state);
    });
    drain(granted, visitInherited);
    level++;
    ({ inherited, identities, granted } = ahead);
    ahead = newFront();
  }
  return { next, by, distance, goals: goalOf, firstGoal: goals[0] ?? -1 };
};

const NO_LEADS: readonly StateLead[] = [];

/** States to look at, with the way on from each; a state may stand in it more than once, the first counts. */
interface Pending {
  readonly states: number[];
  readonly to: number[];
  readonly by: number[];
}

const newPending = (): Pending => ({ states: [], to: [], by: [] });
const newFront = () => ({ inherited: newPending(), identities: newPending(), granted: newPending() });

/** Calls `visit` for each, those added meanwhile too. */
const drain = (pending: Pending, visit: (state: number, to: number, by: number) => void): void => {
  for (let at = 0; at < pending.states.length; at++) visit(pending.states[at] ?? 0, pending.to[at] ?? 0, pending.by[at] ?? 0);
};

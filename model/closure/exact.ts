import { addTo } from "../add-to";
import { once } from "../once";
import { ADMIN, ANY_MEMBER, CREATEROLE, INHERIT, MEMBER, RESERVED, type RoleGraph, SET, SUPERUSER, UNGRANTABLE } from "./edges";
import { BY_ADMIN, BY_CREATE_ROLE, BY_INHERIT, BY_LEAD, BY_PUBLIC, BY_SET, type Leads, STAY, type StateLead } from "./search";
import type { Hop } from "./walk";

type Ways = Map<number, readonly Hop[]>;

type LeadTo = Pick<StateLead, "lead" | "connect"> & { readonly to: number };

/** Steps of objects by the state that they start from. */
export interface LeadsFrom {
  readonly steps: ReadonlyMap<number, readonly LeadTo[]>;
  /** The node of PUBLIC, or -1. */
  readonly everyone: number;
}

export const leadsFrom = ({ to, everyone }: Leads): LeadsFrom => {
  const steps = new Map<number, LeadTo[]>();
  for (const [state, leads] of to)
    for (const { from: starts, lead, connect } of leads) for (const start of starts) addTo(steps, start, { to: state, lead, connect });
  return { steps, everyone };
};

/**
 * Every state that one login reaches, by PostgreSQL's rules played through until nothing changes: what it may SET ROLE
 * to, what it may grant itself, whose password it may set, which objects take it further. It costs more than the shared
 * search and is asked only where that search found a GRANT which would close a cycle; keys are the states of `search.ts`.
 */
export const playThrough = (graph: RoleGraph, login: number, { steps, everyone }: LeadsFrom): ReadonlyMap<number, readonly Hop[]> => {
  const roles = graph.names.length;
  const logins: Ways = new Map([[login, []]]);
  /** Of each session the owners whose function bodies it runs. */
  const bodies = new Map<number, Ways>();
  const granted = new Map<number, Ways>();
  const reached: Ways = new Map();
  let changed = true;
  const isSuperuser = (role: number): boolean => ((graph.attributes[role] ?? 0) & SUPERUSER) !== 0;
  const isGrantable = (role: number): boolean => ((graph.attributes[role] ?? 0) & (SUPERUSER | UNGRANTABLE)) === 0;
  const hasCreateRole = (role: number): boolean => ((graph.attributes[role] ?? 0) & CREATEROLE) !== 0;

  /** Roles over the edges of `mask`, granted ones included, each with the way to it; an edge followed by `STAY` is no step of its own. */
  const closure = (from: number, way: readonly Hop[], mask: number, by: number): Ways => {
    const ways: Ways = new Map([[from, way]]);
    for (const [role, soFar] of ways) {
      const add = (to: number): void => {
        if (!ways.has(to)) ways.set(to, by === STAY ? soFar : [...soFar, { from: role, to, by, via: -1 }]);
      };
      for (let at = graph.up.start[role] ?? 0; at < (graph.up.start[role + 1] ?? 0); at++) {
        if (((graph.up.bits[at] ?? 0) & mask) !== 0) add(graph.up.other[at] ?? 0);
      }
      // A granted membership is used after its GRANT: the way to it is the way of that statement.
      for (const [to, grantWay] of granted.get(role) ?? []) if (!ways.has(to)) ways.set(to, grantWay);
    }
    return ways;
  };
  const grant = (member: number, role: number, way: readonly Hop[]): boolean => {
    const own: Ways = granted.get(member) ?? new Map();
    if (own.has(role) || !isGrantable(role)) return false;
    if (closure(role, [], MEMBER, BY_INHERIT).has(member)) return false;
    granted.set(member, own.set(role, way));
    changed = true;
    return true;
  };
  const record = (state: number, way: readonly Hop[]): void => {
    const known = reached.get(state);
    if (known === undefined || way.length < known.length) reached.set(state, way);
  };
  const adminOver = (ways: Ways): readonly { readonly role: number; readonly group: number; readonly way: readonly Hop[] }[] =>
    [...ways].flatMap(([group, way]) => {
      const own = [];
      for (let at = graph.up.start[group] ?? 0; at < (graph.up.start[group + 1] ?? 0); at++) {
        if (((graph.up.bits[at] ?? 0) & ADMIN) !== 0) own.push({ role: graph.up.other[at] ?? 0, group, way });
      }
      for (const [role, grantWay] of granted.get(group) ?? []) own.push({ role, group, way: grantWay });
      return own;
    });

  const logIn = (role: number, way: readonly Hop[]): void => {
    if (logins.has(role)) return;
    logins.set(role, way);
    changed = true;
  };
  const follow = (session: number, state: number, way: readonly Hop[]): void => {
    for (const { to, lead, connect } of steps.get(state) ?? []) {
      const role = to % roles;
      const onward = [...way, { from: state % roles, to: role, by: BY_LEAD, via: -1, lead, connect }];
      if (lead.as === "login") logIn(role, onward);
      else {
        const own: Ways = bodies.get(session) ?? new Map();
        if (own.has(role)) continue;
        bodies.set(session, own.set(role, onward));
        changed = true;
      }
    }
  };
  const arrive = (session: number, state: number, way: readonly Hop[]): void => {
    record(state, way);
    follow(session, state, way);
  };
  /** What a session does as one of its identities, or a function's body that it runs as its owner. */
  const act = (session: number, identity: number, way: readonly Hop[], isBody: boolean): void => {
    arrive(session, isBody ? 3 * roles + identity : identity, way);
    const used = closure(identity, way, INHERIT, BY_INHERIT);
    for (const [role, usedWay] of used) arrive(session, roles + role, usedWay);
    if (everyone !== -1) arrive(session, roles + everyone, [...way, { from: identity, to: everyone, by: BY_PUBLIC, via: -1 }]);
    const members = once(() => closure(identity, way, MEMBER, STAY));
    const via = (group: number): number => (group === identity ? -1 : group);
    // A body cannot SET ROLE; before 16 it needs not: of whatever it is a member of it has the ADMIN OPTION, and until 14 some of the privileges.
    const isAny = isBody && graph.major < 16;
    for (const [role, soFar] of isAny ? members() : [])
      if (((graph.attributes[role] ?? 0) & ANY_MEMBER) !== 0) arrive(session, roles + role, [...soFar, { from: identity, to: role, by: BY_INHERIT, via: -1 }]);
    for (const { role, group, way: soFar } of adminOver(isAny ? members() : used)) {
      const hop = isAny ? { from: identity, to: role, by: BY_ADMIN, via: via(group) } : { from: group, to: role, by: BY_ADMIN, via: -1 };
      give(session, identity, role, [...soFar, hop], isBody);
    }
    if (!hasCreateRole(identity)) return;
    const targets = graph.major < 16 ? graph.names.map((_, role) => ({ role, group: identity, way })) : adminOver(members());
    for (const { role, group, way: soFar } of targets) {
      const onward = [...soFar, { from: identity, to: role, by: BY_CREATE_ROLE, via: via(group) }];
      if (graph.major < 16) give(session, identity, role, onward, isBody);
      if (!isSuperuser(role) && ((graph.attributes[role] ?? 0) & RESERVED) === 0) logIn(role, onward);
    }
  };
  /** The role to the login; a body may also have it itself, where that is refused. */
  const give = (session: number, identity: number, role: number, way: readonly Hop[], isBody: boolean): void => {
    if (grant(session, role, way)) record(role, way);
    if (isBody) grant(identity, role, way);
  };

  while (changed) {
    changed = false;
    for (const [session, start] of logins) {
      for (const [identity, way] of closure(session, start, SET, BY_SET)) act(session, identity, way, false);
      for (const [owner, way] of bodies.get(session) ?? []) act(session, owner, way, true);
    }
  }
  return reached;
};

import { ADMIN, CREATEROLE, INHERIT, MEMBER, RESERVED, type RoleGraph, SET, SUPERUSER, UNGRANTABLE } from "./edges";
import { BY_ADMIN, BY_CREATE_ROLE, BY_INHERIT, BY_SET } from "./search";
import type { Hop } from "./walk";

type Ways = Map<number, readonly Hop[]>;

/**
 * Every state that one login reaches, by PostgreSQL's rules played through until nothing changes: what it may SET ROLE
 * to, what it may grant itself, whose password it may set. It costs more than the shared search and is asked only
 * where that search found a GRANT which would close a cycle; keys are the states of `search.ts`.
 */
export const playThrough = (graph: RoleGraph, login: number): ReadonlyMap<number, readonly Hop[]> => {
  const roles = graph.names.length;
  const logins: Ways = new Map([[login, []]]);
  const granted = new Map<number, Ways>();
  const reached: Ways = new Map();
  const isSuperuser = (role: number): boolean => ((graph.attributes[role] ?? 0) & SUPERUSER) !== 0;
  const isGrantable = (role: number): boolean => ((graph.attributes[role] ?? 0) & (SUPERUSER | UNGRANTABLE)) === 0;
  const hasCreateRole = (role: number): boolean => ((graph.attributes[role] ?? 0) & CREATEROLE) !== 0;

  /** Roles over the edges of `mask`, granted ones included, each with the way to it. */
  const closure = (from: number, way: readonly Hop[], mask: number, by: number): Ways => {
    const ways: Ways = new Map([[from, way]]);
    for (const [role, soFar] of ways) {
      const add = (to: number): void => {
        if (!ways.has(to)) ways.set(to, [...soFar, { from: role, to, by, via: -1 }]);
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
    record(role, way);
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

  for (let changed = true; changed; ) {
    changed = false;
    for (const [session, start] of logins) {
      for (const [identity, way] of closure(session, start, SET, BY_SET)) {
        record(identity, way);
        const used = closure(identity, way, INHERIT, BY_INHERIT);
        for (const [role, usedWay] of used) record(roles + role, usedWay);
        for (const { role, group, way: groupWay } of adminOver(used)) {
          changed = grant(session, role, [...groupWay, { from: group, to: role, by: BY_ADMIN, via: -1 }]) || changed;
        }
        if (!hasCreateRole(identity)) continue;
        const targets = graph.major < 16 ? graph.names.map((_, role) => ({ role, group: identity })) : adminOver(closure(identity, way, MEMBER, BY_INHERIT));
        for (const { role, group } of targets) {
          const step = { from: identity, to: role, by: BY_CREATE_ROLE, via: group === identity ? -1 : group };
          if (graph.major < 16) changed = grant(session, role, [...way, step]) || changed;
          if (isSuperuser(role) || ((graph.attributes[role] ?? 0) & RESERVED) !== 0 || logins.has(role)) continue;
          logins.set(role, [...way, step]);
          changed = true;
        }
      }
    }
  }
  return reached;
};

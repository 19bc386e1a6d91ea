import { type Capability, rankOf, tierOf } from "./capability";
import { CREATEROLE, PREDEFINED, type RoleGraph, roleGraph, type Server } from "./closure/edges";
import { playThrough } from "./closure/exact";
import { type Goal, goalsOf, type HolderKind } from "./closure/goals";
import { BY_LOGIN_SETTING, type Search, searchBack } from "./closure/search";
import { type Hop, isWalkable, stepsOf, walk } from "./closure/walk";
import type { GraphIndex } from "./graph-index";
import type { Reach } from "./report";

export type { HolderKind, Server };

/** A capability that a role reaches, and the role at the end of the path, which has it itself. */
export interface ReachedCapability extends Reach {
  readonly holder: string;
  readonly kind: HolderKind;
}

/** What every role of one server can reach. */
export interface Closure {
  /** Names of all roles that reach the capability, certain or conditional; predefined roles left out. */
  holders(capability: Capability): readonly string[];
  /** Every capability that the role reaches, most dangerous first, each once, by its shortest certain path. */
  reaches(role: string): readonly ReachedCapability[];
  /** Predefined and platform roles that the role uses or can become, itself left out. */
  rolesReached(role: string): readonly string[];
}

/**
 * Answers what roles can reach by memberships, ADMIN OPTION, CREATEROLE and attributes, as servers of `server.major` do
 * (https://www.postgresql.org/docs/current/role-membership.html). The work is shared between roles: one search for
 * each goal, linear in roles and memberships, made when it is first asked for.
 *
 * @example
 * const closure = closureOf(indexGraph(graph), { major: 16, administrators: ["postgres"] });
 * closure.reaches("orders_app"); // [{ capability: "monitor", path: [{ from: "orders_app", to: "pg_monitor", by: "inherit", via: null }], ... }]
 */
export const closureOf = (index: GraphIndex, server: Server): Closure => {
  const graph = roleGraph(index, server);
  const createRoles = rolesWithCreateRole(graph);
  const goals = goalsOf(graph).map((goal) => ({ goal, search: memoized(() => searchBack(graph, goal.states, createRoles)) }));
  const played = new Map<number, ReadonlyMap<number, readonly Hop[]>>();

  const exactWay = (login: number, goal: Goal): readonly Hop[] | undefined => {
    const known = played.get(login) ?? playThrough(graph, login);
    played.set(login, known);
    return goal.states.map((state) => known.get(state)).reduce(shorter, undefined);
  };
  const wayTo = (login: number, goal: Goal, search: Search): readonly Hop[] | undefined => {
    const hops = walk(graph, search, login);
    if (hops === undefined || search.selfGrants[login] !== 1) return hops;
    return isWalkable(graph, login, hops) ? hops : exactWay(login, goal);
  };
  /** The way through the role that it assumes at login, where a membership that is not among the facts allows that. */
  const assumedWay = (login: number, goal: Goal, search: Search): Way | undefined => {
    const to = graph.assumed.get(login);
    const rest = to === undefined ? undefined : wayTo(to, goal, search);
    if (to === undefined || rest === undefined) return undefined;
    const condition = `if a membership that is not described here lets ${graph.names[login]} SET ROLE ${graph.names[to]}`;
    return { goal: { ...goal, certainty: "conditional", condition }, hops: [{ from: login, to, by: BY_LOGIN_SETTING, via: -1 }, ...rest] };
  };
  const bestWay = (login: number, goal: Goal, search: Search): Way | undefined => {
    const hops = wayTo(login, goal, search);
    return hops === undefined ? assumedWay(login, goal, search) : { goal, hops };
  };
  const reachOf = (role: number, goal: Goal, hops: readonly Hop[]): ReachedCapability => ({
    capability: goal.capability,
    tier: tierOf(goal.capability),
    certainty: goal.certainty,
    condition: goal.condition,
    path: stepsOf(graph, hops),
    holder: graph.names[hops.at(-1)?.to ?? role] ?? "",
    kind: goal.kind,
  });
  const waysOf = (name: string): readonly Way[] => {
    const role = graph.ids.get(name);
    return role === undefined ? [] : goals.flatMap(({ goal, search }) => bestWay(role, goal, search()) ?? []);
  };

  return {
    holders: (capability) => {
      const found = new Set<number>();
      for (const { goal, search } of goals) {
        if (goal.capability !== capability) continue;
        for (let role = 0; role < graph.names.length; role++) {
          if (((graph.attributes[role] ?? 0) & PREDEFINED) !== 0) continue;
          const isPlain = search().next[role] !== -1 && search().selfGrants[role] !== 1;
          const isDoubtful = search().selfGrants[role] === 1 || graph.assumed.has(role);
          if (isPlain || (isDoubtful && bestWay(role, goal, search()) !== undefined)) found.add(role);
        }
      }
      return [...found].map((role) => graph.names[role] ?? "");
    },
    reaches: (name) => {
      const best = new Map<Capability, Way>();
      for (const way of waysOf(name)) {
        const known = best.get(way.goal.capability);
        if (known === undefined || isBetter(way, known)) best.set(way.goal.capability, way);
      }
      const role = graph.ids.get(name) ?? 0;
      return [...best.values()].map(({ goal, hops }) => reachOf(role, goal, hops)).sort(byDanger);
    },
    rolesReached: (name) => {
      const holders = waysOf(name)
        .filter(({ goal: { kind, certainty } }) => certainty === "certain" && (kind === "predefined-role" || kind === "platform-role"))
        .flatMap(({ hops }) => graph.names[hops.at(-1)?.to ?? -1] ?? []);
      return [...new Set(holders)];
    },
  };
};

const shorter = (a: readonly Hop[] | undefined, b: readonly Hop[] | undefined) => (a === undefined || (b !== undefined && b.length < a.length) ? b : a);

type Way = { readonly goal: Goal; readonly hops: readonly Hop[] };

const isBetter = (a: Way, b: Way): boolean => {
  if (a.goal.certainty !== b.goal.certainty) return a.goal.certainty === "certain";
  return a.hops.length < b.hops.length;
};

const byDanger = (a: Reach, b: Reach): number => rankOf(b.tier) - rankOf(a.tier) || (a.capability < b.capability ? -1 : 1);

const rolesWithCreateRole = (graph: RoleGraph): readonly number[] =>
  graph.names.flatMap((_, role) => (((graph.attributes[role] ?? 0) & CREATEROLE) === 0 ? [] : [role]));

const memoized = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
};

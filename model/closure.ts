import { type Capability, type Tier, tierOf } from "./capability";
import { CREATEROLE, PREDEFINED, type RoleGraph, roleGraph, type Server } from "./closure/edges";
import { playThrough } from "./closure/exact";
import { type Goal, goalsOf, type HolderKind } from "./closure/goals";
import { BY_LOGIN_SETTING, type Search, searchBack } from "./closure/search";
import { type Hop, isWalkable, stepsOf, walk } from "./closure/walk";
import type { GraphIndex } from "./graph-index";
import type { Certainty, Reach, Step } from "./report";

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
  const wayTo = (login: number, goal: Goal, search: Search): Way | undefined => {
    if (search.next[login] === -1) return undefined;
    // Where the way ends and how long it is stands in the search: its hops are walked only for whoever shows them.
    if (search.selfGrants[login] !== 1) {
      return { goal, length: search.distance[login] ?? 0, end: search.end[login] ?? login, hops: () => walk(graph, search, login) };
    }
    const walked = walk(graph, search, login);
    const hops = isWalkable(graph, login, walked) ? walked : exactWay(login, goal);
    return hops === undefined ? undefined : { goal, length: hops.length, end: hops.at(-1)?.to ?? login, hops: () => hops };
  };
  /** The way through the role that it assumes at login, where a membership that is not among the facts allows that. */
  const assumedWay = (login: number, goal: Goal, search: Search): Way | undefined => {
    const to = graph.assumed.get(login);
    const rest = to === undefined ? undefined : wayTo(to, goal, search);
    if (to === undefined || rest === undefined) return undefined;
    const condition = `if a membership that is not described here lets ${graph.names[login]} SET ROLE ${graph.names[to]}`;
    return {
      goal: { ...goal, certainty: "conditional", condition: () => condition },
      length: rest.length + 1,
      end: rest.end,
      hops: () => [{ from: login, to, by: BY_LOGIN_SETTING, via: -1 }, ...rest.hops()],
    };
  };
  const bestWay = (login: number, goal: Goal, search: Search): Way | undefined => wayTo(login, goal, search) ?? assumedWay(login, goal, search);

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
      const role = graph.ids.get(name);
      const best: Way[] = [];
      // Goals stand by danger and capability, so those of one capability are neighbours.
      for (const { goal, search } of role === undefined ? [] : goals) {
        const way = bestWay(role ?? 0, goal, search());
        if (way === undefined) continue;
        const known = best.at(-1);
        if (known?.goal.capability !== goal.capability) best.push(way);
        else if (isBetter(way, known)) best[best.length - 1] = way;
      }
      return best.map((way) => new WayReached(graph, way));
    },
    rolesReached: (name) => {
      const role = graph.ids.get(name);
      const reached: string[] = [];
      for (const { goal, search } of role === undefined ? [] : goals) {
        if (goal.kind !== "predefined-role" && goal.kind !== "platform-role") continue;
        const way = bestWay(role ?? 0, goal, search());
        if (way !== undefined && way.length > 0 && way.goal.certainty === "certain") reached.push(graph.names[way.end] ?? "");
      }
      return reached;
    },
  };
};

/** A way to a goal: how many hops it has, and the role where it ends. */
interface Way {
  readonly goal: Goal;
  readonly length: number;
  readonly end: number;
  readonly hops: () => readonly Hop[];
}

/** A capability reached, whose path is made when it is asked for: of 50,000 approved memberships nobody asks. */
class WayReached implements ReachedCapability {
  readonly capability: Capability;
  readonly tier: Tier;
  readonly certainty: Certainty;
  readonly condition: string | null;
  readonly holder: string;
  readonly kind: HolderKind;
  readonly #graph: RoleGraph;
  readonly #way: Way;
  #path: readonly Step[] | null = null;

  constructor(graph: RoleGraph, way: Way) {
    this.#graph = graph;
    this.#way = way;
    const { goal, end } = way;
    this.capability = goal.capability;
    this.tier = tierOf(goal.capability);
    this.certainty = goal.certainty;
    this.holder = graph.names[end] ?? "";
    this.condition = goal.condition?.(this.holder) ?? null;
    this.kind = goal.kind;
  }

  get path(): readonly Step[] {
    this.#path ??= stepsOf(this.#graph, this.#way.hops());
    return this.#path;
  }
}

const shorter = (a: readonly Hop[] | undefined, b: readonly Hop[] | undefined) => (a === undefined || (b !== undefined && b.length < a.length) ? b : a);

const isBetter = (a: Way, b: Way): boolean => {
  if (a.goal.certainty !== b.goal.certainty) return a.goal.certainty === "certain";
  return a.length < b.length;
};

const rolesWithCreateRole = (graph: RoleGraph): readonly number[] =>
  graph.names.flatMap((_, role) => (((graph.attributes[role] ?? 0) & CREATEROLE) === 0 ? [] : [role]));

const memoized = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
};

import type { Origin } from "./access-graph";
import { type Capability, type Tier, tierOf } from "./capability";
import { accessStates } from "./closure/access-states";
import { conditions } from "./closure/conditions";
import { connectConditions } from "./closure/connect";
import { calledRole } from "./closure/database-owner";
import { CREATEROLE, PREDEFINED, type RoleGraph, roleGraph, type Server, SUPERUSER } from "./closure/edges";
import { type LeadsFrom, leadsFrom, playThrough } from "./closure/exact";
import { type Detail, type Goal, goalsOf, type HolderKind } from "./closure/goals";
import { findEscalations, leadsOf, objectGoals } from "./closure/objects";
import { BY_INHERIT, BY_LOGIN_SETTING, goalAt, grantsItself, type Leads, type Search, searchBack } from "./closure/search";
import { servedVerifiers, verifierLeads } from "./closure/verifier-leads";
import { type Hop, isWalkable, stepsOf, walk } from "./closure/walk";
import type { GraphIndex } from "./graph-index";
import { once } from "./once";
import type { Certainty, Reach, Step } from "./report";

export type { HolderKind, Server };

/** A capability that a role reaches, and the role at the end of the path, which has it itself. */
export interface ReachedCapability extends Reach {
  readonly holder: string;
  readonly kind: HolderKind;
  /** The object that gives it, such as `EXECUTE on function pg_catalog.lo_export(oid, text)`; null where a role or attribute does. */
  readonly source: string | null;
  /** The capability that it is made of, where it is what another one may lead to. */
  readonly follows: Capability | null;
  /** The first function on the path that runs as its owner and was not accepted, such as `function public.rotate(text)`; null without one. */
  readonly ownerFunction: string | null;
  /** Where the last object of the path that says so was written; null without one. */
  readonly object: Origin | null;
}

/** What a capability is asked for by: certain for whoever gets to it, or not; of itself, or as what another one may lead to. */
export type AskedGoal = Pick<Goal, "capability" | "certainty" | "follows">;

/** What one role can reach. */
export interface Answer {
  readonly capabilities: readonly ReachedCapability[];
  readonly roles: readonly string[];
}

/** What every role of one server can reach. */
export interface Closure {
  /** Names of all roles that reach the capability, certain or conditional; predefined roles left out. */
  holders(capability: Capability): readonly string[];
  /** Every capability that the role reaches, most dangerous first, each once, by its shortest certain path. */
  reaches(role: string): readonly ReachedCapability[];
  /** Predefined and platform roles that the role uses or can become, itself left out. */
  rolesReached(role: string): readonly string[];
  /** Both at once, for whoever asks for both: they are found together. `isAsked` leaves out what nobody will look at. */
  answer(role: string, isAsked?: (goal: AskedGoal) => boolean): Answer;
  /** Does nothing here give anything, so that no role reaches a capability? With fewer administrators it does not, either. */
  readonly isEmpty: boolean;
  /** The first of the logins that nothing but their name distinguishes here from this one: what it reaches, this one reaches. */
  standIn(role: string): string;
}

/**
 * Answers what roles can reach by memberships, ADMIN OPTION, CREATEROLE, attributes and objects, as servers of `server.major` do
 * (https://www.postgresql.org/docs/current/role-membership.html). The work is shared between roles: one search for
 * each goal, linear in roles and memberships, made when it is first asked for.
 *
 * @example
 * const closure = closureOf(indexGraph(graph), { major: 16, administrators: ["postgres"] });
 * closure.reaches("orders_app"); // [{ capability: "monitor", path: [{ from: "orders_app", to: "pg_monitor", by: "inherit", via: null }], ... }]
 */
export const closureOf = (index: GraphIndex, server: Server): Closure => {
  const found = findEscalations(index.graph, server);
  const graph = roleGraph(index, server, found.names, new Set([...found.apart, ...servedVerifiers(index.graph.verifiers)]));
  const createRoles = rolesWithCreateRole(graph);
  const accesses = accessStates(graph);
  const { verifiers } = index.graph;
  const all = goalsOf(graph, server, objectGoals(found.gifts, accesses), verifiers.length > 0);
  const byVerifier = verifierLeads(graph, verifiers, all);
  const { certain: certainLeads, all: allLeads } = leadsOf(graph, found.leads, byVerifier, accesses);
  // What follows from a capability starts from the same states: one search answers for both.
  const shared = new Map<readonly number[], Map<Leads, Searched>>();
  const goals: readonly SearchedGoal[] = all.map((goal) => {
    const over = (leads: Leads): Searched => {
      const known = shared.get(goal.states) ?? new Map<Leads, Searched>();
      const searched = known.get(leads) ?? { search: once(() => searchBack(graph, goal.states, createRoles, leads)), leads };
      shared.set(goal.states, known.set(leads, searched));
      return searched;
    };
    if (certainLeads === allLeads) return { goal, ways: [over(allLeads)] };
    // What is conditional by itself is so by every way to it.
    return { goal, ways: goal.certainty === "certain" ? [over(certainLeads), over(allLeads)] : [over(allLeads)] };
  });
  const played = playedBy(graph);
  /** The way to the goal by PostgreSQL's rules played through. */
  const exactWay = (from: number, goal: Goal, leads: Leads, login: number): Way | undefined => {
    const reached = played(from, leads);
    const ways = goal.states.flatMap((state): readonly Way[] => {
      const hops = reached.get(state);
      const last = goal.details.get(state);
      const length = (hops?.length ?? 0) + (last?.step == null ? 0 : 1);
      return hops === undefined ? [] : [{ goal, ...hanging(graph, login, hops, goal), length, end: hops.at(-1)?.to ?? from, last, hops: () => hops }];
    });
    return ways.reduce<Way | undefined>((best, way) => (best === undefined || way.length < best.length ? way : best), undefined);
  };
  const wayTo = (from: number, goal: Goal, search: Search, leads: Leads, login = from): Way | undefined => {
    if (search.next[from] === -1) return undefined;
    const last = goal.details.get(goalAt(search, from));
    const length = (search.distance[from] ?? 0) + (last?.step == null ? 0 : 1);
    const end = goalAt(search, from) % graph.names.length;
    // Where the way ends and how long it is stands in the search: its hops are walked only for whoever shows them.
    if (!grantsItself(search, from) && leads === certainLeads && goal.connect === null)
      return { goal, certain: true, needs: () => null, length, end, last, hops: () => walk(graph, search, leads, from) };
    const walked = walk(graph, search, leads, from);
    if (!grantsItself(search, from) || isWalkable(graph, from, walked))
      return { goal, ...hanging(graph, login, walked, goal), length, end, last, hops: () => walked };
    return exactWay(from, goal, leads, login);
  };
  /** The way through the role that it assumes at login, where a membership that is not among the facts allows that. */
  const assumedWay = (login: number, goal: Goal, search: Search, leads: Leads): Way | undefined => {
    const to = graph.assumed.get(login);
    const rest = to === undefined ? undefined : wayTo(to, goal, search, leads, login);
    if (to === undefined || rest === undefined) return undefined;
    return {
      ...rest,
      certain: false,
      assumes: `if a membership that is not described here lets ${graph.names[login]} SET ROLE ${graph.names[to]}`,
      length: rest.length + 1,
      hops: () => [{ from: login, to, by: BY_LOGIN_SETTING, via: -1 }, ...rest.hops()],
    };
  };
  const wayIn = (login: number, goal: Goal, search: Search, leads: Leads): Way | undefined =>
    wayTo(login, goal, search, leads) ?? assumedWay(login, goal, search, leads);
  const bestWay = (login: number, { goal, ways }: SearchedGoal): Way | undefined => {
    for (const { search, leads } of ways) {
      const way = wayIn(login, goal, search(), leads);
      if (way !== undefined) return way;
    }
    return undefined;
  };
  const answer = (name: string, isAsked?: (goal: AskedGoal) => boolean): Answer => {
    const role = graph.ids.get(name);
    const best: Way[] = [];
    const reached: string[] = [];
    if (role === undefined) return NOTHING;
    // Goals stand by danger and capability, so those of one capability are neighbours.
    for (const searched of goals) {
      if (isAsked !== undefined && !isAsked(searched.goal)) continue;
      const way = bestWay(role, searched);
      if (way === undefined) continue;
      if (isOfRole(searched.goal) && way.length > 0 && isCertain(way)) reached.push(graph.names[way.end] ?? "");
      const known = best.at(-1);
      if (best[0] !== undefined && isOfSuperuser(way, best[0])) continue;
      if (known?.goal.capability !== searched.goal.capability) best.push(way);
      else if (isBetter(way, known)) best[best.length - 1] = way;
    }
    return best.length === 0 ? NOTHING : { capabilities: best.map((way) => new WayReached({ graph, node: role, name }, way)), roles: reached };
  };
  /** Is it an object of a superuser that the role is itself, or becomes? Then it is nothing that the role would not have as one. */
  const isOfSuperuser = (way: Way, first: Way): boolean => {
    if (way.goal.kind !== "object" || first.goal.capability !== "superuser" || ((graph.attributes[way.end] ?? 0) & SUPERUSER) === 0) return false;
    return isCertain(first) || way.hops().at(-1)?.by !== BY_INHERIT;
  };
  /** Is there a way? As `wayTo` answers, without making one. */
  const isReached = (login: number, goal: Goal, search: Search, leads: Leads): boolean => {
    if (search.next[login] === -1) return false;
    if (!grantsItself(search, login)) return true;
    const walked = walk(graph, search, leads, login);
    return isWalkable(graph, login, walked) || exactWay(login, goal, leads, login) !== undefined;
  };

  return {
    holders: (capability) => {
      const holding = new Uint8Array(graph.names.length);
      for (const { goal, ways } of goals) {
        if (goal.capability !== capability) continue;
        for (const { search, leads } of ways) {
          const found = search();
          for (let role = 0; role < holding.length; role++) if (holding[role] === 0 && isReached(role, goal, found, leads)) holding[role] = 1;
        }
      }
      const assuming = [...graph.assumed].filter(([, role]) => holding[role] === 1);
      for (const [login] of assuming) holding[login] = 1;
      return graph.everyName.filter((name) => {
        const role = graph.ids.get(name) ?? -1;
        return holding[role] === 1 && ((graph.attributes[role] ?? 0) & PREDEFINED) === 0;
      });
    },
    isEmpty: goals.length === 0,
    standIn: (name) => graph.names[graph.ids.get(name) ?? -1] ?? name,
    reaches: (name) => answer(name).capabilities,
    rolesReached: (name) => answer(name).roles,
    answer,
  };
};

const NOTHING: Answer = { capabilities: [], roles: [] };

/** A goal with its searches: over what is certain, and then over everything, where that is more. */
interface SearchedGoal {
  readonly goal: Goal;
  readonly ways: readonly [Searched, ...Searched[]];
}

interface Searched {
  readonly search: () => Search;
  readonly leads: Leads;
}

/** Does the goal stand for a role by its name? */
const isOfRole = ({ kind, follows }: Goal): boolean => (kind === "predefined-role" || kind === "platform-role") && follows === null;

/** A way to a goal: how many hops it has, and the role where it ends. */
interface Way {
  readonly goal: Goal;
  /** Does each of its steps stand for itself, and is its login let in everywhere? */
  readonly certain: boolean;
  /** What it hangs on otherwise. */
  readonly needs: () => string | null;
  readonly length: number;
  readonly end: number;
  /** The object that gives the capability, at the end. */
  readonly last: Detail | undefined;
  readonly hops: () => readonly Hop[];
  /** The condition of its first step, where that is the role assumed at login. */
  readonly assumes?: string;
}

const isCertain = (way: Way): boolean => way.certain && way.goal.certainty === "certain";

/** A capability reached, whose path and words are made when they are asked for: of 50,000 approved memberships nobody asks. */
class WayReached implements ReachedCapability {
  readonly capability: Capability;
  readonly tier: Tier;
  readonly certainty: Certainty;
  readonly holder: string;
  readonly kind: HolderKind;
  readonly source: string | null;
  readonly follows: Capability | null;
  readonly #login: Login;
  readonly #way: Way;
  #path: readonly Step[] | null = null;

  constructor(login: Login, way: Way) {
    this.#login = login;
    this.#way = way;
    const { goal, end, last } = way;
    this.capability = goal.capability;
    this.tier = tierOf(goal.capability);
    this.certainty = isCertain(way) ? "certain" : "conditional";
    this.holder = last?.step?.to ?? calledBy(login, end);
    this.kind = goal.kind;
    this.source = last?.source ?? null;
    this.follows = goal.follows;
  }

  get condition(): string | null {
    return this.certainty === "certain" ? null : conditionsOf(this.#way, nameBy(this.#login, this.#way.end));
  }

  get ownerFunction(): string | null {
    return this.#way.certain ? null : (this.#way.hops().find(({ lead }) => lead?.as === "definer")?.lead?.via ?? null);
  }

  get object(): Origin | null {
    const { certain, last, hops } = this.#way;
    if (last?.origin != null || (certain && last === undefined)) return last?.origin ?? null;
    return hops().findLast(({ lead }) => lead?.origin !== undefined)?.lead?.origin ?? null;
  }

  get path(): readonly Step[] {
    this.#path ??= pathOf(this.#login, this.#way);
    return this.#path;
  }
}

const conditionsOf = (way: Way, holder: string): string | null => conditions([way.assumes ?? null, way.needs(), way.goal.condition?.(holder) ?? null]);

/** A role that is asked about: its node, which may stand for others, and its own name. */
interface Login {
  readonly graph: RoleGraph;
  readonly node: number;
  readonly name: string;
}

/** The name of a node on the login's way. */
const nameBy = ({ graph, node, name }: Login, id: number): string => (id === node ? name : (graph.names[id] ?? ""));
const calledBy = (login: Login, id: number): string => calledRole(nameBy(login, id));

const pathOf = (login: Login, way: Way): readonly Step[] => {
  const steps = stepsOf(login.graph, way.hops(), (id) => calledBy(login, id));
  const last = way.last?.step;
  return last == null ? steps : [...steps, { from: calledBy(login, way.end), ...last }];
};

/** What a way hangs on, for the login of its session. */
const hanging = (graph: RoleGraph, login: number, hops: readonly Hop[], { connect }: Goal): Pick<Way, "certain" | "needs"> => {
  const { ofHops, ofEnd } = connectConditions(graph, login, hops, connect);
  const certain = ofEnd === null && hops.every(({ lead }, at) => ofHops[at] === null && (lead === undefined || lead.condition === null));
  return { certain, needs: () => (certain ? null : conditions([...hops.flatMap(({ lead }, at) => [ofHops[at] ?? null, lead?.condition ?? null]), ofEnd])) };
};

/** What one login reaches by leads, played through when it is first asked for. */
const playedBy = (graph: RoleGraph): ((login: number, leads: Leads) => ReadonlyMap<number, readonly Hop[]>) => {
  const byLeads = new Map<Leads, { readonly from: LeadsFrom; readonly byLogin: Map<number, ReadonlyMap<number, readonly Hop[]>> }>();
  return (login, leads) => {
    const { from, byLogin } = byLeads.get(leads) ?? { from: leadsFrom(leads), byLogin: new Map<number, ReadonlyMap<number, readonly Hop[]>>() };
    byLeads.set(leads, { from, byLogin });
    const known = byLogin.get(login) ?? playThrough(graph, login, from);
    byLogin.set(login, known);
    return known;
  };
};

const isBetter = (a: Way, b: Way): boolean => (isCertain(a) === isCertain(b) ? a.length < b.length : isCertain(a));

const rolesWithCreateRole = (graph: RoleGraph): readonly number[] =>
  graph.names.flatMap((_, role) => (((graph.attributes[role] ?? 0) & CREATEROLE) === 0 ? [] : [role]));

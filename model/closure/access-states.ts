import { once } from "../once";
import { ADMIN, CREATEROLE, INHERIT, type RoleGraph, SET, SUPERUSER, UNGRANTABLE } from "./edges";
import type { Access } from "./escalation";
import { PUBLIC } from "./object-index";

/** The states of search.ts that have what an object takes. */
interface States {
  /** Where the privileges of a role are in use that has all of it. */
  readonly sure: readonly number[];
  /** Sessions of roles, and bodies of their functions, that may bring it together: by granting themselves roles, which PostgreSQL may refuse. */
  readonly perhaps: readonly number[];
}

export interface AccessStates {
  readonly statesOf: (access: Access) => States;
  /** The same where it must be done as one of these roles, by a session that is it or a body that runs as it: an attribute is not inherited. */
  readonly statesAs: (roles: readonly string[], access: Access) => States;
  /** Has a role the privileges of one of them in use wherever it acts, such as in a view of its own? */
  readonly inherits: (role: string, oneOf: readonly string[]) => boolean;
  /** Asks which roles have all of it in use as themselves. */
  readonly whoHas: (access: Access) => (role: number) => boolean;
}

/** Answers who has access, for one graph; what several objects ask alike is looked up once. */
export const accessStates = (graph: RoleGraph): AccessStates => {
  const roles = graph.names.length;
  const known = new Map<string, Users>();
  const usersIn = usersOf(graph);
  const users = (names: readonly string[]): Users => {
    const key = names.join("\0");
    const answer = known.get(key) ?? usersIn(idsOf(graph, names));
    known.set(key, answer);
    return answer;
  };
  const { both, inAny } = setsOf(roles);
  const topmost = topmostIn(graph);
  const statesOf = (access: Access): States => {
    const [first, ...others] = access.filter((names) => !names.includes(PUBLIC));
    if (first === undefined) return { sure: idsOf(graph, [PUBLIC]).map((role) => roles + role), perhaps: [] };
    if (others.length === 0) return { sure: idsOf(graph, first).map((role) => roles + role), perhaps: [] };
    const lists = [first, ...others].map(users);
    const sure = bySize(lists.map(({ inheriting }) => inheriting)).reduce(both);
    return { sure: Array.from(topmost(sure), (role) => roles + role), perhaps: togetherOf(lists, sure) };
  };
  /** Who may bring it together, without those who have it for certain. */
  const togetherOf = (lists: readonly Users[], certain: Int32Array | readonly number[]): readonly number[] => {
    const together = (sets: readonly Together[]): readonly number[] => {
      if (sets.every(({ granting }) => granting.length === 0)) return [];
      const all = bySize(sets.map(({ either }) => either())).reduce(both);
      const granted = all.filter(inAny(sets.map(({ granting }) => granting)));
      const isCertain = inAny([certain]);
      return Array.from(granted).filter((role) => !isCertain(role));
    };
    return [...together(lists.map(({ session }) => session)), ...together(lists.map(({ body }) => body)).map((role) => 3 * roles + role)];
  };
  const statesAs = (names: readonly string[], access: Access): States => {
    const sure = idsOf(graph, names).filter(whoHas(access));
    const lists = [names, ...access.filter((oneOf) => !oneOf.includes(PUBLIC))].map(users);
    return { sure: [...sure, ...sure.map((role) => 3 * roles + role)], perhaps: togetherOf(lists, sure) };
  };
  const inherits = (role: string, oneOf: readonly string[]): boolean => {
    const id = graph.ids.get(role);
    return oneOf.includes(PUBLIC) || (id !== undefined && users(oneOf).inheriting.includes(id));
  };
  const whoHas = (access: Access): ((role: number) => boolean) => {
    const sets = access.filter((names) => !names.includes(PUBLIC)).map((names) => new Set(users(names).inheriting));
    return (role) => sets.every((set) => set.has(role));
  };
  return { statesOf, statesAs, inherits, whoHas };
};

/** Of one demand: who has what meets it without a GRANT, and who may grant it, in any number of steps. */
interface Together {
  readonly granting: Int32Array;
  /** Both. */
  readonly either: () => Int32Array;
}

/** Of one demand: who inherits from a role that meets it, and how it comes to a session, and to a function's body, which cannot SET ROLE. */
interface Users {
  readonly inheriting: Int32Array;
  readonly session: Together;
  readonly body: Together;
}

const NOBODY = new Int32Array(0);
const bySize = (sets: readonly Int32Array[]): readonly Int32Array[] => sets.toSorted((a, b) => a.length - b.length);

const idsOf = (graph: RoleGraph, names: readonly string[]): readonly number[] =>
  names.flatMap((name) => {
    const id = graph.ids.get(name);
    return id === undefined ? [] : [id];
  });

/** Walks down from roles; its scratch space is made once. */
const walkDown = (graph: RoleGraph): ((roots: Iterable<number>, mask: number, across: (role: number) => void) => Int32Array) => {
  const { start, other, bits } = graph.down;
  const found = new Int32Array(graph.names.length);
  const seen = new Int32Array(graph.names.length);
  let search = 0;
  return (roots, mask, across) => {
    search++;
    let count = 0;
    const add = (role: number): void => {
      if (seen[role] === search) return;
      seen[role] = search;
      found[count++] = role;
    };
    for (const root of roots) add(root);
    for (let at = 0; at < count; at++) {
      const role = found[at] ?? 0;
      for (let edge = start[role] ?? 0; edge < (start[role + 1] ?? 0); edge++) {
        const option = bits[edge] ?? 0;
        if ((option & mask) !== 0) add(other[edge] ?? role);
        if ((option & ADMIN) !== 0) across(other[edge] ?? role);
      }
    }
    return found.slice(0, count);
  };
};

/**
 * Behind an ADMIN OPTION everyone who inherits from or can SET ROLE to its holder: such a session grants the role to its own login, or to a
 * role that it can become and that has the rest. Before 16 CREATEROLE is an ADMIN OPTION on every role that is no superuser.
 */
const usersOf = (graph: RoleGraph): ((roots: readonly number[]) => Users) => {
  const walk = walkDown(graph);
  const { eachOnce } = setsOf(graph.names.length);
  const together = (having: Int32Array, granting: Int32Array): Together => ({ granting, either: once(() => eachOnce(having, granting)) });
  const has = (bits: number) => (role: number) => ((graph.attributes[role] ?? 0) & bits) !== 0;
  const creators = once(() => (graph.major < 16 ? graph.names.flatMap((_, role) => (has(CREATEROLE)(role) ? [role] : [])) : []));
  return (roots) => {
    const holders: number[] = [];
    const inheriting = walk(roots, INHERIT, () => undefined);
    const becoming = walk(roots, INHERIT | SET, (member) => holders.push(member));
    if (!roots.every(has(SUPERUSER | UNGRANTABLE))) holders.push(...creators());
    if (holders.length === 0) return { inheriting, session: together(becoming, NOBODY), body: together(inheriting, NOBODY) };
    return {
      inheriting,
      session: together(
        becoming,
        walk(holders, INHERIT | SET | ADMIN, () => undefined),
      ),
      body: together(
        inheriting,
        walk(holders, graph.major < 16 ? INHERIT | SET | ADMIN : INHERIT | ADMIN, () => undefined),
      ),
    };
  };
};

/** Sets of roles, by marks in a scratch space that is made once: graphs are large, and objects ask often. */
const setsOf = (roles: number) => {
  const marks = new Int32Array(roles);
  let mark = 0;
  /** Is a role in any of these? Holds until something else is asked. */
  const inAny = (sets: readonly (Int32Array | readonly number[])[]): ((role: number) => boolean) => {
    mark++;
    for (const set of sets) for (let at = 0; at < set.length; at++) marks[set[at] ?? 0] = mark;
    return (role) => marks[role] === mark;
  };
  return {
    inAny,
    both: (some: Int32Array, others: Int32Array): Int32Array => some.filter(inAny([others])),
    eachOnce: (some: Int32Array, others: Int32Array): Int32Array => {
      if (others.length === 0) return some;
      const isKnown = inAny([some]);
      const more = others.filter((role) => !isKnown(role));
      const all = new Int32Array(some.length + more.length);
      all.set(some);
      all.set(more, some.length);
      return all;
    },
  };
};

/** Leaves out those that inherit from one before them: they have it through that one. */
const topmostIn = (graph: RoleGraph): ((all: Int32Array) => Int32Array) => {
  const { start, other, bits } = graph.up;
  const places = new Int32Array(graph.names.length);
  return (all) => {
    all.forEach((role, place) => {
      places[role] = place + 1;
    });
    const kept = all.filter((role, place) => {
      for (let at = start[role] ?? 0; at < (start[role + 1] ?? 0); at++) {
        const before = places[other[at] ?? role] ?? 0;
        if (((bits[at] ?? 0) & INHERIT) !== 0 && before > 0 && before <= place) return false;
      }
      return true;
    });
    for (const role of all) places[role] = 0;
    return kept;
  };
};

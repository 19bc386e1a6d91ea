import { INHERIT, type RoleGraph } from "./edges";
import type { Access } from "./escalation";
import { PUBLIC } from "./object-index";

/** Answers which states have what it takes: the states in which the privileges of a role are in use, `I(r)` of search.ts. */
export const accessStates = (graph: RoleGraph): ((access: Access) => readonly number[]) => {
  const roles = graph.names.length;
  const inheriting = new Map<string, Int32Array>();
  const members = membersOf(graph);
  /** Everyone who has the privileges of one of them. */
  const usersOf = (names: readonly string[]): Int32Array => {
    const key = names.join("\0");
    const known = inheriting.get(key) ?? members(idsOf(graph, names));
    inheriting.set(key, known);
    return known;
  };
  const marks = new Int32Array(roles);
  let mark = 0;
  const both = (some: Int32Array, others: Int32Array): Int32Array => {
    mark++;
    for (const role of others) marks[role] = mark;
    return some.filter((role) => marks[role] === mark);
  };
  return (access) => {
    const [first, ...others] = access.filter((names) => !names.includes(PUBLIC));
    if (first === undefined) return idsOf(graph, [PUBLIC]).map((role) => roles + role);
    if (others.length === 0) return idsOf(graph, first).map((role) => roles + role);
    const [smallest, ...rest] = [first, ...others].map(usersOf).sort((a, b) => a.length - b.length);
    return smallest === undefined ? [] : Array.from(rest.reduce(both, smallest), (role) => roles + role);
  };
};

const idsOf = (graph: RoleGraph, names: readonly string[]): readonly number[] =>
  names.flatMap((name) => {
    const id = graph.ids.get(name);
    return id === undefined ? [] : [id];
  });

/** Answers who inherits from one of the roots, themselves included; its scratch space is made once. */
const membersOf = (graph: RoleGraph): ((roots: readonly number[]) => Int32Array) => {
  const { start, other, bits } = graph.down;
  const found = new Int32Array(graph.names.length);
  const seen = new Int32Array(graph.names.length);
  let search = 0;
  return (roots) => {
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
      for (let edge = start[role] ?? 0; edge < (start[role + 1] ?? 0); edge++) if (((bits[edge] ?? 0) & INHERIT) !== 0) add(other[edge] ?? role);
    }
    return found.slice(0, count);
  };
};

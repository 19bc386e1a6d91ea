import type { SketchEdge } from "./arrow-draft";
import type { SketchNode } from "./sketch";

/**
 * The column of each node: roles that nothing leads to in the first, capabilities in the last, what follows from one to its
 * right, predefined roles as far right as their arrows let them. Linear; arrows that close a circle do not count.
 */
export const ranksOf = (nodes: readonly SketchNode[], edges: readonly SketchEdge[]): ReadonlyMap<string, number> => {
  const outgoing = new Map<string, string[]>(nodes.map(({ key }) => [key, []]));
  for (const { from, to } of edges) outgoing.get(from)?.push(to);
  const order = withoutCircles(nodes, outgoing);
  const kinds = new Map(nodes.map(({ key, kind }) => [key, kind]));
  const isCapability = (key: string): boolean => kinds.get(key) === "capability";

  const ranks = new Map<string, number>();
  const place = (keys: readonly string[]): void => {
    for (const key of keys) {
      const rank = ranks.get(key) ?? 0;
      ranks.set(key, rank);
      for (const to of outgoing.get(key) ?? []) ranks.set(to, Math.max(ranks.get(to) ?? 0, rank + 1));
    }
  };
  place(order);
  // Those that a role's own path ends at stand in one column, whatever follows from them.
  const ends = order.filter((key) => !isCapability(key)).flatMap((key) => (outgoing.get(key) ?? []).filter(isCapability).map(() => (ranks.get(key) ?? 0) + 1));
  const column = ends.reduce((last, rank) => Math.max(last, rank), 0);
  for (const key of order.filter(isCapability)) ranks.set(key, Math.max(ranks.get(key) ?? 0, column));
  place(order.filter(isCapability));
  for (const key of [...order].reverse()) {
    if (kinds.get(key) !== "predefined") continue;
    const next = (outgoing.get(key) ?? []).map((to) => ranks.get(to) ?? 0);
    if (next.length > 0) ranks.set(key, Math.max(ranks.get(key) ?? 0, Math.min(...next) - 1));
  }
  return ranks;
};

/** Nodes so that each stands before those that it leads to; arrows that close a circle are taken out of `outgoing`. Without recursion: paths are long. */
const withoutCircles = (nodes: readonly SketchNode[], outgoing: Map<string, string[]>): readonly string[] => {
  const state = new Map<string, "open" | "done">();
  const finished: string[] = [];
  for (const { key: start } of nodes) {
    if (state.has(start)) continue;
    const stack = [{ key: start, at: 0 }];
    state.set(start, "open");
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const targets = outgoing.get(top.key) ?? [];
      const to = targets[top.at];
      if (to === undefined) {
        state.set(top.key, "done");
        finished.push(top.key);
        stack.pop();
      } else if (state.get(to) === "open") targets.splice(top.at, 1);
      else {
        top.at++;
        if (state.has(to)) continue;
        state.set(to, "open");
        stack.push({ key: to, at: 0 });
      }
    }
  }
  return finished.reverse();
};

import { addTo } from "../../model/add-to";
import { higherTier } from "../../model/capability";
import { type Sketch, type SketchEdge, type SketchNode, strongerMark } from "./sketch";

/** Roles that nothing leads to and whose arrows are the same, as one node each. */
export const foldEqual = (sketch: Sketch): Sketch => {
  const outgoing = arrowsFrom(sketch.edges);
  const reached = new Set(sketch.edges.map(({ to }) => to));
  const classes = new Map<string, string>();
  for (const [key, node] of sketch.nodes) {
    const isStart = node.kind === "role" && node.explained && !reached.has(key);
    classes.set(key, isStart ? JSON.stringify([looks(node), (outgoing.get(key) ?? []).map((edge) => [edge.to, ...arrowLooks(edge)]).sort(byText)]) : key);
  }
  return merged(sketch, classes);
};

/**
 * Roles whose arrows lead to roles that are alike in the same way: each of `37 roles` inherits one of `12 roles`. For
 * drawings that would else be too large to read.
 */
export const foldAlike = (sketch: Sketch): Sketch => {
  const outgoing = arrowsFrom(sketch.edges);
  const reached = new Set(sketch.edges.map(({ to }) => to));
  let classes = new Map<string, string>();
  for (const [key, node] of sketch.nodes) classes.set(key, node.kind === "role" ? `roles ${looks(node)} ${reached.has(key)}` : key);
  for (let count = 0; count !== new Set(classes.values()).size; ) {
    count = new Set(classes.values()).size;
    const numbers = new Map<string, string>();
    const finer = new Map<string, string>();
    for (const [key, node] of sketch.nodes) {
      const own = classes.get(key) ?? key;
      if (node.kind !== "role") {
        finer.set(key, own);
        continue;
      }
      const arrows = new Set((outgoing.get(key) ?? []).map((edge) => JSON.stringify([classes.get(edge.to), ...arrowLooks(edge)])));
      const signature = JSON.stringify([own, ...[...arrows].sort()]);
      const number = numbers.get(signature) ?? `roles ${numbers.size}`;
      numbers.set(signature, number);
      finer.set(key, number);
    }
    classes = finer;
  }
  return merged(sketch, classes);
};

const looks = ({ kind, explained, certain, conditional, mark }: SketchNode): string => JSON.stringify([kind, explained, certain, conditional, mark]);
const arrowLooks = ({ labels, tier, mark, conditional, postgres }: SketchEdge): readonly unknown[] => [labels, tier, mark, conditional, postgres];
const byText = (a: readonly unknown[], b: readonly unknown[]): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

const arrowsFrom = (edges: readonly SketchEdge[]): ReadonlyMap<string, readonly SketchEdge[]> => {
  const outgoing = new Map<string, SketchEdge[]>();
  for (const edge of edges) addTo(outgoing, edge.from, edge);
  return outgoing;
};

/** The nodes of each class as one, and the arrows between classes. */
const merged = ({ nodes, edges }: Sketch, classes: ReadonlyMap<string, string>): Sketch => {
  const names = new Map<string, string[]>();
  const first = new Map<string, SketchNode>();
  for (const [key, node] of nodes) {
    const at = classes.get(key) ?? key;
    const known = names.get(at);
    if (known === undefined) {
      names.set(at, [...node.names]);
      first.set(at, node);
    } else known.push(...node.names);
  }
  const classOf = (key: string): string => classes.get(key) ?? key;
  const arrows = new Map<string, SketchEdge>();
  for (const edge of edges) {
    const [from, to] = [classOf(edge.from), classOf(edge.to)];
    const key = JSON.stringify([from, to]);
    const known = arrows.get(key);
    arrows.set(key, known === undefined ? { ...edge, from, to } : both(known, edge));
  }
  return {
    nodes: new Map([...first].map(([key, node]) => [key, { ...node, key, names: names.get(key) ?? node.names }])),
    edges: [...arrows.values()].filter(({ from, to }) => from !== to),
  };
};

/** Conditions that differ by names only are many: the drawing shows some. */
const MOST_CONDITIONS = 5;

const both = (a: SketchEdge, b: SketchEdge): SketchEdge => ({
  ...a,
  labels: a.labels === b.labels ? a.labels : [...new Set([...a.labels, ...b.labels])],
  tier: higherTier(a.tier, b.tier),
  tiers: a.tiers === b.tiers ? a.tiers : [...new Set([...a.tiers, ...b.tiers])],
  mark: strongerMark(a.mark, b.mark),
  conditional: a.conditional && b.conditional,
  conditions: a.conditional && b.conditional ? [...new Set([...a.conditions, ...b.conditions])].slice(0, MOST_CONDITIONS) : [],
  postgres: a.postgres.length === 0 || b.postgres.length === 0 ? [] : [...new Set([...a.postgres, ...b.postgres])].sort((x, y) => x - y),
});

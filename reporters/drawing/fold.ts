import { type ArrowDraft, addWalk, looksOf } from "./arrow-draft";
import { MOST_PLACES, type Sketch, type SketchNode } from "./sketch";

/** How many nodes a sketch has at least when equal ones are folded: those that stay as they are. */
export const leastWhenEqual = (sketch: Sketch): number => {
  const reached = reachedIn(sketch);
  return sketch.nodes.reduce((count, node, at) => (isStart(node, at, reached) ? count : count + 1), 0);
};

const isStart = ({ kind, explained }: SketchNode, at: number, reached: readonly boolean[]): boolean => kind === "role" && explained && !reached[at] === true;

/** Roles that nothing leads to and whose arrows are the same, as one node each. */
export const foldEqual = (sketch: Sketch): Sketch => {
  const { nodes, arrows } = sketch;
  const [outgoing, reached, looks] = [arrowsFrom(sketch), reachedIn(sketch), looksOf(arrows, sketch.walks)];
  const known = new Map<string, number>();
  const classes = nodes.map((node, at) => {
    if (!isStart(node, at, reached)) return at;
    const leads = (outgoing[at] ?? []).map((arrow) => `${arrows[arrow]?.to} ${looks[arrow]}`);
    const signature = `${looksOfNode(node)};${leads.sort().join()}`;
    const first = known.get(signature) ?? at;
    known.set(signature, first);
    return first;
  });
  return merged(sketch, classes);
};

/**
 * Roles whose arrows lead to roles that are alike in the same way: each of `37 roles` inherits one of `12 roles`. For
 * drawings that would else be too large to read.
 */
export const foldAlike = (sketch: Sketch): Sketch => {
  const { nodes, arrows } = sketch;
  const [outgoing, reached, looks] = [arrowsFrom(sketch), reachedIn(sketch), looksOf(arrows, sketch.walks)];
  /** The first place of each kind of node stands for its class; a node that is no role is a class of its own. */
  const classesBy = (signatureOf: (node: SketchNode, at: number) => string): { readonly classes: readonly number[]; readonly count: number } => {
    const first = new Map<string, number>();
    const classes = nodes.map((node, at) => {
      if (node.kind !== "role") return at;
      const signature = signatureOf(node, at);
      const own = first.get(signature) ?? at;
      first.set(signature, own);
      return own;
    });
    return { classes, count: first.size };
  };
  let [before, now] = [0, classesBy((node, at) => `${looksOfNode(node)} ${reached[at] === true}`)];
  while (now.count !== before) {
    const { classes, count } = now;
    const leadOf = (arrow: number): string => `${classes[arrows[arrow]?.to ?? 0]} ${looks[arrow]}`;
    before = count;
    now = classesBy((_, at) => {
      const own = outgoing[at] ?? [];
      const [only] = own;
      if (own.length < 2) return `${classes[at]};${only === undefined ? "" : leadOf(only)}`;
      return `${classes[at]};${[...new Set(own.map(leadOf))].sort().join()}`;
    });
  }
  return merged(sketch, now.classes);
};

/** All words of a few: none of them has a blank. */
const looksOfNode = ({ kind, explained, certain, conditional, mark }: SketchNode): string => `${kind} ${explained} ${certain} ${conditional} ${mark}`;

/** The arrows that leave each node, as their places. */
export const arrowsFrom = ({ nodes, arrows }: Sketch): readonly (readonly number[])[] => {
  const outgoing: number[][] = nodes.map(() => []);
  for (const [at, { from }] of arrows.entries()) outgoing[from]?.push(at);
  return outgoing;
};

/** Of each node whether an arrow leads to it. */
const reachedIn = ({ nodes, arrows }: Sketch): readonly boolean[] => {
  const reached = nodes.map(() => false);
  for (const { to } of arrows) reached[to] = true;
  return reached;
};

/** The nodes of each class as one, at the place of its first; and the arrows between classes. */
const merged = ({ nodes, arrows, walks }: Sketch, classes: readonly number[]): Sketch => {
  const places = new Map<number, number>();
  const names: string[][] = [];
  const kept: SketchNode[] = [];
  for (const [at, node] of nodes.entries()) {
    const own = classes[at] ?? at;
    const place = places.get(own);
    if (place === undefined) {
      places.set(own, kept.length);
      kept.push(node);
      names.push([...node.names]);
    } else for (const name of node.names) names[place]?.push(name);
  }
  const placeOf = (at: number): number => places.get(classes[at] ?? at) ?? 0;
  const joined = new Map<number, ArrowDraft>();
  for (const arrow of arrows) {
    const [from, to] = [placeOf(arrow.from), placeOf(arrow.to)];
    if (from === to) continue;
    const key = from * MOST_PLACES + to;
    const known = joined.get(key);
    if (known === undefined) joined.set(key, { ...arrow, from, to, others: arrow.others === null ? null : new Set(arrow.others) });
    else {
      known.isFolded = true;
      addWalk(known, arrow.first);
      if (arrow.others !== null) for (const walk of arrow.others) addWalk(known, walk);
    }
  }
  return { nodes: kept.map((node, at) => ({ ...node, names: names[at] ?? node.names })), arrows: [...joined.values()], walks };
};

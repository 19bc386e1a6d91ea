import { isAbove, rankOf, TIERS, type Tier } from "../../model/capability";
import type { HeldCapability } from "../../model/held-capability";
import { listed, shownName } from "../../model/path-words";
import type { Explained } from "../explanation";
import { counted, groupBy, thousands } from "../layout";
import { printable } from "../printable";
import { type AlikeRoles, alikeRoles, type Start, startsOf } from "./alike";
import { drawnArrow, type SketchEdge } from "./arrow-draft";
import { arrowsFrom, foldAlike, foldEqual, leastWhenEqual } from "./fold";
import { type MarkOf, unmarked } from "./mark";
import { type Sketch, type SketchNode, sketch, tierOfNode } from "./sketch";

/** What one environment's roles reach, small enough to be read. */
export interface Drawing {
  readonly title: string;
  readonly nodes: readonly SketchNode[];
  readonly edges: readonly SketchEdge[];
  /** How many roles are drawn and how many are not, a sentence each. */
  readonly notes: readonly string[];
}

export interface DrawingOptions {
  /** Nodes that a drawing may have before it shows only what reaches control or more, and then the most dangerous first. Default: 200. */
  readonly most?: number;
  /** What stands out, and comes before all else where not everything has room. Default: nothing. */
  readonly markOf?: MarkOf;
}

const MOST_NODES = 200;
/** What a large drawing shows: this tier and above. */
const LOWEST_OF_MANY: Tier = "control";

/** A drawing for each environment, in their order. */
export const drawingsOf = ({ explanations, unseen }: Explained, options: DrawingOptions = {}): readonly Drawing[] =>
  groupBy(explanations, ({ environment }) => environment).map((roles) =>
    drawingOf(
      alikeRoles(roles, options.markOf ?? unmarked),
      { environment: roles[0].environment, postgres: roles[0].postgres, unseen: unseen.length },
      options,
    ),
  );

export interface DrawnFacts {
  readonly environment: string;
  readonly postgres: readonly number[];
  /** Facts of the input that could not be read. */
  readonly unseen: number;
}

/** The drawing of one environment. */
export const drawingOf = (alike: readonly AlikeRoles[], { environment, postgres, unseen }: DrawnFacts, options: DrawingOptions = {}): Drawing => {
  const { most = MOST_NODES, markOf } = options;
  const reaching = alike.filter(({ roles }) => roles[0].capabilities.length > 0);
  const starts = startsOf(reaching);
  const all = sketch(starts, "observe", markOf ?? unmarked);
  const equal = foldedEqual(all, most);
  const { drawn, notes } = equal === null ? drawMany(all, starts, most, markOf) : { drawn: equal, notes: [] };
  const nothing = alike.reduce((count, { roles }) => count + roles.length, 0) - rolesIn(starts);
  const { nodes } = drawn;
  return {
    title: `${printable(shownName(environment))}, PostgreSQL ${listed(postgres.map(String))}`,
    nodes,
    edges: drawn.arrows.map((arrow) => drawnArrow(arrow, drawn.walks, nodes[arrow.from]?.key ?? "", nodes[arrow.to]?.key ?? "", postgres.length)),
    notes: [
      `${roles(rolesDrawn(drawn))} drawn${nothing === 0 ? "" : `, ${roles(nothing)} left out that ${nothing === 1 ? "reaches" : "reach"} no capability`}`,
      ...notes,
      ...(unseen === 0 ? [] : [`${counted(unseen, "fact")} of the input could not be read and may give more`]),
    ],
  };
};

/** Few enough boxes, and not more than two arrows for each of them. */
const isLegible = ({ nodes, arrows }: Sketch, most: number): boolean => nodes.length <= most && arrows.length <= 2 * most;

/** Null where it is not legible so. */
const foldedEqual = (sketch: Sketch, most: number): Sketch | null => {
  if (leastWhenEqual(sketch) > most) return null;
  const folded = foldEqual(sketch);
  return isLegible(folded, most) ? folded : null;
};

/** Only what reaches control or more, or breaks a rule; and of that, where it still is too much, what breaks one and then the most dangerous roles. */
const drawMany = (
  whole: Sketch,
  starts: readonly Start[],
  most: number,
  markOf: MarkOf = unmarked,
): { readonly drawn: Sketch; readonly notes: readonly string[] } => {
  const isShown = ([role]: Start["names"], reached: HeldCapability): boolean =>
    (reached.follows === null && !isAbove(LOWEST_OF_MANY, reached.tier)) || markOf(role, reached) === "offending";
  const above = starts.filter(({ names, capabilities }) => capabilities.some((reached) => isShown(names, reached)));
  const below = rolesIn(starts) - rolesIn(above);
  const [shown, first] = markOf === unmarked ? ["", ""] : [" and what breaks a rule", "what breaks a rule and then "];
  const left = [
    `to stay legible, only ${LOWEST_OF_MANY} and above${shown} is shown: ${roles(below)} left out that ${below === 1 ? "reaches" : "reach"} observe or data only, and these tiers of the others`,
  ];
  const isAll = starts.every(({ names, capabilities }) => capabilities.every((reached) => isShown(names, reached)));
  const all = isAll ? whole : sketch(above, LOWEST_OF_MANY, markOf);
  const equal = isAll ? null : foldedEqual(all, most);
  if (equal !== null) return { drawn: equal, notes: left };
  const alike = foldAlike(all);
  const folded = "roles that lead on in the same way share a box: each of them has an arrow to one of the roles in the next";
  if (isLegible(alike, most)) return { drawn: alike, notes: [...left, folded] };
  const dangerous = mostDangerous(alike, most);
  const drawn = foldAlike(
    sketch(
      above.filter(({ names: [name] }) => dangerous.has(name)),
      LOWEST_OF_MANY,
      markOf,
    ),
  );
  const more = rolesDrawn(alike) - rolesDrawn(drawn);
  return {
    drawn,
    notes: [...left, folded, `${first}the most dangerous come first: ${roles(more)} more left out that ${more === 1 ? "reaches" : "reach"} control or above`],
  };
};

/** The names in the most dangerous boxes, as many as have room with all that they lead through. */
const mostDangerous = (sketch: Sketch, most: number): ReadonlySet<string> => {
  const { nodes, arrows } = sketch;
  const outgoing = arrowsFrom(sketch).map((own) => own.flatMap((arrow) => arrows[arrow]?.to ?? []));
  const starts = [...nodes.entries()]
    .filter(([, { explained }]) => explained)
    .sort(([, a], [, b]) => dangerOf(b) - dangerOf(a) || b.names.length - a.names.length);
  const taken = new Set<number>();
  const names = new Set<string>();
  let drawn = 0;
  for (const [at, node] of starts) {
    const more = new Set<number>(taken.has(at) ? [] : [at]);
    for (const own of more) for (const to of outgoing[own] ?? []) if (!taken.has(to)) more.add(to);
    const added = [...more].reduce((count, own) => count + (outgoing[own]?.length ?? 0), 0);
    if (taken.size > 0 && (taken.size + more.size > most || drawn + added > 2 * most)) break;
    for (const own of more) taken.add(own);
    drawn += added;
    for (const name of node.names) names.add(name);
  }
  return names;
};

const dangerOf = (node: SketchNode): number => {
  const tier = tierOfNode(node);
  const marked = node.mark === "offending" ? 2 * TIERS.length : node.mark === "gained" ? TIERS.length : 0;
  return marked + (tier === null ? -1 : rankOf(tier)) + (node.certain === tier ? 0.5 : 0);
};

const rolesDrawn = ({ nodes }: Sketch): number => nodes.reduce((count, { explained, names }) => count + (explained ? names.length : 0), 0);
const rolesIn = (starts: readonly Start[]): number => starts.reduce((count, { names }) => count + names.length, 0);
const roles = (count: number): string => `${thousands(count)} ${count === 1 ? "role" : "roles"}`;

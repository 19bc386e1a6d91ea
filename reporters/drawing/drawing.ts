import { isAbove, rankOf, TIERS, type Tier } from "../../model/capability";
import type { HeldCapability } from "../../model/held-capability";
import { listed, shownName } from "../../model/path-words";
import type { Explained, Explanation } from "../explanation";
import { counted, groupBy } from "../layout";
import { printable } from "../printable";
import { foldAlike, foldEqual } from "./fold";
import { type MarkOf, type Sketch, type SketchNode, sketch, tierOfNode } from "./sketch";

/** What one environment's roles reach, small enough to be read. */
export interface Drawing {
  readonly title: string;
  readonly nodes: readonly SketchNode[];
  readonly edges: Sketch["edges"];
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
  groupBy(explanations, ({ environment }) => environment).map((roles) => drawingOf(roles, unseen.length, options));

const drawingOf = (explanations: readonly [Explanation, ...Explanation[]], unseen: number, options: DrawingOptions): Drawing => {
  const { most = MOST_NODES } = options;
  const [{ environment, postgres }] = explanations;
  const reaching = explanations.filter(({ capabilities }) => capabilities.length > 0);
  const whole = foldEqual(sketch(reaching, "observe", options.markOf));
  const { drawn, notes } = isLegible(whole, most) ? { drawn: whole, notes: [] } : drawMany(reaching, most, options.markOf);
  const nothing = explanations.length - reaching.length;
  return {
    title: `${printable(shownName(environment))}, PostgreSQL ${listed(postgres.map(String))}`,
    nodes: [...drawn.nodes.values()],
    edges: drawn.edges,
    notes: [
      `${roles(rolesDrawn(drawn))} drawn${nothing === 0 ? "" : `, ${roles(nothing)} left out that ${nothing === 1 ? "reaches" : "reach"} no capability`}`,
      ...notes,
      ...(unseen === 0 ? [] : [`${counted(unseen, "fact")} of the input could not be read and may give more`]),
    ],
  };
};

/** Few enough boxes, and not more than two arrows for each of them. */
const isLegible = ({ nodes, edges }: Sketch, most: number): boolean => nodes.size <= most && edges.length <= 2 * most;

/** Only what reaches control or more, or breaks a rule; and of that, where it still is too much, what breaks one and then the most dangerous roles. */
const drawMany = (
  reaching: readonly Explanation[],
  most: number,
  markOf: MarkOf | undefined,
): { readonly drawn: Sketch; readonly notes: readonly string[] } => {
  const isOffending = (role: string, reached: HeldCapability): boolean => markOf?.(role, reached) === "offending";
  const isShown = ({ role, capabilities }: Explanation): boolean =>
    capabilities.some((reached) => (reached.follows === null && !isAbove(LOWEST_OF_MANY, reached.tier)) || isOffending(role, reached));
  const above = reaching.filter(isShown);
  const below = reaching.length - above.length;
  const [shown, first] = markOf === undefined ? ["", ""] : [" and what breaks a rule", "what breaks a rule and then "];
  const left = [
    `to stay legible, only ${LOWEST_OF_MANY} and above${shown} is shown: ${roles(below)} left out that ${below === 1 ? "reaches" : "reach"} observe or data only, and these tiers of the others`,
  ];
  const all = sketch(above, LOWEST_OF_MANY, markOf);
  const equal = foldEqual(all);
  if (isLegible(equal, most)) return { drawn: equal, notes: left };
  const alike = foldAlike(all);
  const folded = "roles that lead on in the same way share a box: each of them has an arrow to one of the roles in the next";
  if (isLegible(alike, most)) return { drawn: alike, notes: [...left, folded] };
  const drawn = foldAlike(sketch(mostDangerous(alike, above, most), LOWEST_OF_MANY, markOf));
  const more = rolesDrawn(alike) - rolesDrawn(drawn);
  return {
    drawn,
    notes: [...left, folded, `${first}the most dangerous come first: ${roles(more)} more left out that ${more === 1 ? "reaches" : "reach"} control or above`],
  };
};

/** The explanations of the most dangerous boxes, as many as have room with all that they lead through. */
const mostDangerous = ({ nodes, edges }: Sketch, explanations: readonly Explanation[], most: number): readonly Explanation[] => {
  const outgoing = groupByFrom(edges);
  const starts = [...nodes.values()].filter(({ explained }) => explained).sort((a, b) => dangerOf(b) - dangerOf(a) || b.names.length - a.names.length);
  const taken = new Set<string>();
  const names = new Set<string>();
  let arrows = 0;
  for (const start of starts) {
    const more = new Set<string>(taken.has(start.key) ? [] : [start.key]);
    for (const key of more) for (const to of outgoing.get(key) ?? []) if (!taken.has(to)) more.add(to);
    const added = [...more].reduce((count, key) => count + (outgoing.get(key)?.length ?? 0), 0);
    if (taken.size > 0 && (taken.size + more.size > most || arrows + added > 2 * most)) break;
    for (const key of more) taken.add(key);
    arrows += added;
    for (const name of start.names) names.add(name);
  }
  return explanations.filter(({ role }) => names.has(role));
};

const dangerOf = (node: SketchNode): number => {
  const tier = tierOfNode(node);
  const marked = node.mark === "offending" ? 2 * TIERS.length : node.mark === "gained" ? TIERS.length : 0;
  return marked + (tier === null ? -1 : rankOf(tier)) + (node.certain === tier ? 0.5 : 0);
};

const groupByFrom = (edges: Sketch["edges"]): ReadonlyMap<string, readonly string[]> =>
  new Map(groupBy(edges, ({ from }) => from).map((own) => [own[0].from, own.map(({ to }) => to)]));

const rolesDrawn = ({ nodes }: Sketch): number => [...nodes.values()].reduce((count, { explained, names }) => count + (explained ? names.length : 0), 0);
const roles = (count: number): string => counted(count, "role").replace(/\d+/, (digits) => digits.replace(/\B(?=(\d{3})+$)/g, ","));

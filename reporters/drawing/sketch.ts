import { type Capability, higherTier, isAbove, type Tier, tierOf } from "../../model/capability";
import type { HeldCapability } from "../../model/held-capability";
import { isByLastStep, stepLabel } from "../../model/path-words";
import { predefinedRole } from "../../model/predefined-roles";
import { type Consequence, consequencesOf } from "../explain-follows";
import type { Explanation } from "../explanation";

export type NodeKind = "role" | "everyone" | "predefined" | "capability";

/** What a review lets stand out: what breaks a rule, and what is new with the change. */
export type Mark = "offending" | "gained";
export type MarkOf = (role: string, reached: HeldCapability) => Mark | null;
/** The first of two marks that counts. */
export const strongerMark = (a: Mark | null, b: Mark | null): Mark | null => (a === "offending" || b === "offending" ? "offending" : (a ?? b));

/** What a drawing shows as one box: a role, several that are alike, or a capability. */
export interface SketchNode {
  readonly key: string;
  readonly kind: NodeKind;
  /** One name, or those of all roles that were folded into it. */
  readonly names: readonly string[];
  /** Is it a role that is explained, and not only met on a path? */
  readonly explained: boolean;
  /** The highest tier that it reaches itself for certain, and on a condition; null where it reaches none so. */
  readonly certain: Tier | null;
  readonly conditional: Tier | null;
  /** The strongest mark of a path that leads from it, through it or to it. */
  readonly mark: Mark | null;
}

/** An arrow: one step, of all paths that take it. */
export interface SketchEdge {
  readonly from: string;
  readonly to: string;
  /** How the step is taken, in each way in which it is. */
  readonly labels: readonly string[];
  /** The highest tier that a path through it reaches, and all that paths through it do. */
  readonly tier: Tier;
  readonly tiers: readonly Tier[];
  /** The strongest mark of a path through it. */
  readonly mark: Mark | null;
  /** On what every path through it hangs; empty where one of them is certain. */
  readonly conditions: readonly string[];
  readonly conditional: boolean;
  /** The majors on which it can be walked, where that is not all of them; otherwise empty. */
  readonly postgres: readonly number[];
}

export interface Sketch {
  readonly nodes: ReadonlyMap<string, SketchNode>;
  readonly edges: readonly SketchEdge[];
}

interface EdgeDraft {
  readonly from: string;
  readonly to: string;
  readonly labels: Set<string>;
  tier: Tier;
  readonly tiers: Set<Tier>;
  mark: Mark | null;
  certain: boolean;
  readonly conditions: Set<string>;
  readonly postgres: Set<number>;
}

const roleKey = (name: string): string => `role ${name}`;
const capabilityKey = (capability: Capability): string => `capability ${capability}`;

const unmarked: MarkOf = () => null;

/** The paths of the explanations of one environment as one graph; of each role only what is at least of tier `lowest`, or breaks a rule. */
export const sketch = (explanations: readonly Explanation[], lowest: Tier, markOf: MarkOf = unmarked): Sketch => {
  const nodes = new Map<string, SketchNode>();
  const edges = new Map<string, EdgeDraft>();
  const majors = explanations[0]?.postgres.length ?? 0;

  const reach = (key: string, node: Pick<SketchNode, "kind" | "names" | "explained">, reached: HeldCapability, mark: Mark | null): void => {
    const before = nodes.get(key) ?? { key, ...node, certain: null, conditional: null, mark: null };
    const known = mark === null || before.mark === mark ? before : { ...before, mark: strongerMark(before.mark, mark) };
    const explained = known.explained || node.explained;
    // Of a role that is explained its own explanation counts: a path of another role through it says nothing about it alone.
    if (explained && !node.explained) nodes.set(key, { ...known, explained });
    else if (explained && !known.explained) nodes.set(key, raised({ ...known, explained, certain: null, conditional: null }, reached));
    else nodes.set(key, raised(known, reached));
  };
  const arrow = (from: string, to: string, label: string | null, tier: Tier, reached: HeldCapability, mark: Mark | null): void => {
    if (from === to) return;
    const key = JSON.stringify([from, to]);
    const known = edges.get(key);
    const draft = known ?? {
      from,
      to,
      labels: new Set<string>(),
      tier,
      tiers: new Set<Tier>(),
      mark,
      certain: false,
      conditions: new Set<string>(),
      postgres: new Set<number>(),
    };
    if (known === undefined) edges.set(key, draft);
    if (label !== null) draft.labels.add(label);
    draft.tier = higherTier(draft.tier, tier);
    draft.tiers.add(tier);
    draft.mark = strongerMark(draft.mark, mark);
    if (reached.condition === null) draft.certain = true;
    else draft.conditions.add(reached.condition);
    for (const major of reached.postgres) draft.postgres.add(major);
  };
  /** What a capability may lead to stands out as it does: that is what it is worth. */
  const follow = ({ reached, leadsTo }: Consequence, role: string, marked: Mark | null): void => {
    const from = capabilityKey(reached.capability);
    for (const next of leadsTo) {
      const to = capabilityKey(next.reached.capability);
      const mark = strongerMark(markOf(role, next.reached), marked);
      reach(to, { kind: "capability", names: [next.reached.capability], explained: false }, next.reached, mark);
      arrow(from, to, next.reached.condition === null ? "so also" : "may lead to", next.reached.tier, next.reached, mark);
      follow(next, role, mark);
    }
  };
  for (const { role, capabilities } of explanations) {
    for (const consequence of consequencesOf(capabilities)) {
      const { reached } = consequence;
      const mark = markOf(role, reached);
      if (isAbove(lowest, reached.tier) && mark !== "offending") continue;
      reach(roleKey(role), { kind: kindOf(role), names: [role], explained: true }, reached, mark);
      for (const step of reached.path) {
        reach(roleKey(step.to), { kind: kindOf(step.to), names: [step.to], explained: false }, reached, mark);
        arrow(roleKey(step.from), roleKey(step.to), stepLabel(step), reached.tier, reached, mark);
      }
      reach(capabilityKey(reached.capability), { kind: "capability", names: [reached.capability], explained: false }, reached, mark);
      arrow(
        roleKey(reached.path.at(-1)?.to ?? role),
        capabilityKey(reached.capability),
        isByLastStep(reached.path, reached.source) ? null : reached.source,
        reached.tier,
        reached,
        mark,
      );
      follow(consequence, role, mark);
    }
  }
  return { nodes, edges: [...edges.values()].map((draft) => edgeOf(draft, majors)) };
};

const edgeOf = ({ from, to, labels, tier, tiers, mark, certain, conditions, postgres }: EdgeDraft, majors: number): SketchEdge => ({
  from,
  to,
  labels: [...labels],
  tier,
  tiers: [...tiers],
  mark,
  conditional: !certain,
  conditions: certain ? [] : [...conditions],
  postgres: postgres.size === majors ? [] : [...postgres].sort((a, b) => a - b),
});

const raised = (node: SketchNode, { tier, certainty }: HeldCapability): SketchNode =>
  certainty === "certain"
    ? { ...node, certain: node.certain === null ? tier : higherTier(node.certain, tier) }
    : { ...node, conditional: node.conditional === null ? tier : higherTier(node.conditional, tier) };

const kindOf = (role: string): NodeKind => (role === "PUBLIC" ? "everyone" : predefinedRole(role) === undefined ? "role" : "predefined");

/** The tier that a node stands out by: of a capability its own, of a role the highest that it reaches, certain or not. */
export const tierOfNode = ({ kind, names, certain, conditional }: SketchNode): Tier | null => {
  if (kind === "capability") return tierOf(names[0] as Capability);
  return certain === null || conditional === null ? (certain ?? conditional) : higherTier(certain, conditional);
};

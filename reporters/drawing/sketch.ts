import { type Capability, higherTier, isAbove, type Tier, tierOf } from "../../model/capability";
import type { HeldCapability } from "../../model/held-capability";
import { isByLastStep, stepLabel } from "../../model/path-words";
import { predefinedRole } from "../../model/predefined-roles";
import { type Consequence, consequencesOf } from "../explain-follows";
import type { Start } from "./alike";
import { type ArrowDraft, addWalk, Walks } from "./arrow-draft";
import { type Mark, type MarkOf, strongerMark } from "./mark";

export type NodeKind = "role" | "everyone" | "predefined" | "capability";

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

/** Boxes and arrows before anything is left out of them; arrows name boxes by their places. */
export interface Sketch {
  readonly nodes: readonly SketchNode[];
  readonly arrows: readonly ArrowDraft[];
  readonly walks: Walks;
}

interface NodeDraft extends SketchNode {
  readonly at: number;
  explained: boolean;
  certain: Tier | null;
  conditional: Tier | null;
  mark: Mark | null;
}

/** More than a drawing has boxes: two of their places are one number. */
export const MOST_PLACES = 2 ** 26;

/** The paths of what begins in one environment as one graph; of each start only what is at least of tier `lowest`, or breaks a rule. */
export const sketch = (starts: readonly Start[], lowest: Tier, markOf: MarkOf): Sketch => {
  const nodes: NodeDraft[] = [];
  const [roles, capabilities] = [new Map<string, NodeDraft>(), new Map<Capability, NodeDraft>()];
  const arrows = new Map<number, ArrowDraft>();
  const walks = new Walks();

  const added = (kind: NodeKind, names: readonly [string, ...string[]], explained: boolean): NodeDraft => {
    const key = `${kind === "capability" ? "capability" : "role"} ${names[0]}`;
    const node = { at: nodes.length, key, kind, names, explained, certain: null, conditional: null, mark: null };
    nodes.push(node);
    return node;
  };
  const roleOf = (names: readonly [string, ...string[]], explained: boolean): NodeDraft => {
    const known = roles.get(names[0]);
    if (known !== undefined) return known;
    const node = added(kindOf(names[0]), names, explained);
    roles.set(names[0], node);
    return node;
  };
  const capabilityOf = (capability: Capability): NodeDraft => {
    const known = capabilities.get(capability);
    if (known !== undefined) return known;
    const node = added("capability", [capability], false);
    capabilities.set(capability, node);
    return node;
  };
  const arrow = (from: NodeDraft, to: NodeDraft, walk: number): void => {
    if (from === to) return;
    const key = from.at * MOST_PLACES + to.at;
    const known = arrows.get(key);
    if (known === undefined) arrows.set(key, { from: from.at, to: to.at, first: walk, others: null, isFolded: false });
    else addWalk(known, walk);
  };
  /** What a capability may lead to stands out as it does: that is what it is worth. */
  const follow = ({ leadsTo }: Consequence, from: NodeDraft, role: string, marked: Mark | null): void => {
    for (const next of leadsTo) {
      const to = capabilityOf(next.reached.capability);
      const mark = strongerMark(markOf(role, next.reached), marked);
      reach(to, false, next.reached, mark);
      const words = next.reached.condition === null ? "so also" : "may lead to";
      arrow(from, to, walks.ofPath(next.reached, mark)(words));
      follow(next, to, role, mark);
    }
  };
  for (const start of starts) {
    const [role] = start.names;
    for (const consequence of consequencesOf(start.capabilities)) {
      const { reached } = consequence;
      const mark = markOf(role, reached);
      if (isAbove(lowest, reached.tier) && mark !== "offending") continue;
      const walkOf = walks.ofPath(reached, mark);
      let node = roleOf(start.names, true);
      reach(node, true, reached, mark);
      for (const step of reached.path) {
        const next = roleOf([step.to], false);
        reach(next, false, reached, mark);
        arrow(node, next, walkOf(stepLabel(step)));
        node = next;
      }
      const end = capabilityOf(reached.capability);
      reach(end, false, reached, mark);
      arrow(node, end, walkOf(isByLastStep(reached.path, reached.source) ? null : reached.source));
      follow(consequence, end, role, mark);
    }
  }
  return { nodes, arrows: [...arrows.values()], walks };
};

/** A path leads to a box; `isOwn` where it begins there. Of a role that is explained its own explanation counts: a path of another role through it says nothing about it alone. */
const reach = (node: NodeDraft, isOwn: boolean, { tier, certainty }: HeldCapability, mark: Mark | null): void => {
  node.mark = strongerMark(node.mark, mark);
  if (node.explained && !isOwn) return;
  if (!node.explained && isOwn) {
    node.explained = true;
    node.certain = null;
    node.conditional = null;
  }
  if (certainty === "certain") node.certain = node.certain === null ? tier : higherTier(node.certain, tier);
  else node.conditional = node.conditional === null ? tier : higherTier(node.conditional, tier);
};

const kindOf = (role: string): NodeKind => (role === "PUBLIC" ? "everyone" : predefinedRole(role) === undefined ? "role" : "predefined");

/** The tier that a node stands out by: of a capability its own, of a role the highest that it reaches, certain or not. */
export const tierOfNode = ({ kind, names, certain, conditional }: SketchNode): Tier | null => {
  if (kind === "capability") return tierOf(names[0] as Capability);
  return certain === null || conditional === null ? (certain ?? conditional) : higherTier(certain, conditional);
};

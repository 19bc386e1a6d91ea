import type { Capability } from "../model/capability";
import type { ExplainedCapability } from "./explanation";

/** A capability, and those that may be made of it. */
export interface Consequence {
  readonly reached: ExplainedCapability;
  readonly leadsTo: readonly Consequence[];
}

/**
 * Capabilities as trees, in their order: what follows from another one stands under it, once. What follows from one that
 * is not among them stands for itself.
 */
export const consequencesOf = (capabilities: readonly ExplainedCapability[]): readonly Consequence[] => {
  const named = new Set(capabilities.map(({ capability }) => capability));
  const following = new Map<Capability, ExplainedCapability[]>();
  const own: ExplainedCapability[] = [];
  for (const reached of capabilities) {
    if (reached.follows === null || !named.has(reached.follows)) own.push(reached);
    else following.set(reached.follows, [...(following.get(reached.follows) ?? []), reached]);
  }
  // Taken out of the map when it is placed, so that one that has several ways, or follows itself, is told once.
  const tree = (reached: ExplainedCapability): Consequence => {
    const next = following.get(reached.capability) ?? [];
    following.delete(reached.capability);
    return { reached, leadsTo: next.map(tree) };
  };
  const trees = own.map(tree);
  return [...trees, ...[...following.values()].flat().map((reached) => ({ reached, leadsTo: [] }))];
};

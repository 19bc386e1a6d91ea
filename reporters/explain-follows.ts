import type { Capability } from "../model/capability";
import type { HeldCapability } from "../model/held-capability";

/** A capability, and those that may be made of it. */
export interface Consequence {
  readonly reached: HeldCapability;
  readonly leadsTo: readonly Consequence[];
}

/**
 * Capabilities as trees, in their order: what follows from another one stands under it, once. What follows from one that
 * is not among them stands for itself.
 */
export const consequencesOf = (capabilities: readonly HeldCapability[]): readonly Consequence[] => {
  if (capabilities.every(({ follows }) => follows === null)) return capabilities.map((reached) => ({ reached, leadsTo: [] }));
  const named = new Set(capabilities.map(({ capability }) => capability));
  const following = new Map<Capability, HeldCapability[]>();
  const own: HeldCapability[] = [];
  for (const reached of capabilities) {
    if (reached.follows === null || !named.has(reached.follows)) own.push(reached);
    else following.set(reached.follows, [...(following.get(reached.follows) ?? []), reached]);
  }
  // Taken out of the map when it is placed, so that one that has several ways, or follows itself, is told once.
  const tree = (reached: HeldCapability): Consequence => {
    const next = following.get(reached.capability) ?? [];
    following.delete(reached.capability);
    return { reached, leadsTo: next.map(tree) };
  };
  const trees = own.map(tree);
  return [...trees, ...[...following.values()].flat().map((reached) => ({ reached, leadsTo: [] }))];
};

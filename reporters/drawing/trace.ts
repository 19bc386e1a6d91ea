import type { HeldCapability } from "../../model/held-capability";
import type { Drawing } from "./drawing";
import type { Numbering } from "./shapes";

/** Where a path stands in a drawing: numbers of its boxes and arrows, none for what was left out. */
export interface Trace {
  /** The box of the role that the path begins at; null where it is left out. */
  readonly box: number | null;
  readonly arrows: readonly number[];
}

/** Finds the paths of roles in a drawing whose boxes and arrows are numbered from `numbering` on. */
export const tracer = ({ nodes, edges }: Drawing, numbering: Numbering): ((role: string, reached: readonly HeldCapability[]) => Trace) => {
  const roles = new Map<string, { readonly key: string; readonly box: number }>();
  const capabilities = new Map<string, string>();
  for (const [at, { key, kind, names }] of nodes.entries())
    for (const name of names) {
      if (kind === "capability") capabilities.set(name, key);
      else roles.set(name, { key, box: numbering.boxes + at });
    }
  const arrowOf = new Map(edges.map(({ from, to }, at) => [JSON.stringify([from, to]), numbering.arrows + at]));
  const arrow = (from: string | undefined, to: string | undefined): readonly number[] => {
    const found = arrowOf.get(JSON.stringify([from, to]));
    return found === undefined ? [] : [found];
  };
  const keyOf = (role: string): string | undefined => roles.get(role)?.key;
  return (role, reached) => {
    const arrows = reached.flatMap(({ path, capability, follows }) =>
      follows === null
        ? [...path.flatMap(({ from, to }) => arrow(keyOf(from), keyOf(to))), ...arrow(keyOf(path.at(-1)?.to ?? role), capabilities.get(capability))]
        : arrow(capabilities.get(follows), capabilities.get(capability)),
    );
    return { box: roles.get(role)?.box ?? null, arrows: [...new Set(arrows)].sort((a, b) => a - b) };
  };
};

import type { HeldCapability } from "../../model/held-capability";
import type { Drawing } from "./drawing";
import type { Numbering } from "./shapes";

/** Where a path stands in a drawing: numbers of its boxes and arrows, none for what was left out. */
export interface Trace {
  /** The box of the role that the path begins at; null where it is left out. */
  readonly box: number | null;
  readonly arrows: readonly number[];
}

export type Traced = Pick<HeldCapability, "path" | "capability" | "follows">;

export interface Tracer {
  /** The box of a role; null where it is left out. */
  readonly boxOf: (role: string) => number | null;
  readonly trace: (role: string, reached: readonly Traced[]) => Trace;
}

/** Finds the paths of roles in a drawing whose boxes and arrows are numbered from `numbering` on. */
export const tracer = ({ nodes, edges }: Drawing, numbering: Numbering): Tracer => {
  const [roles, capabilities] = [new Map<string, number>(), new Map<string, number>()];
  const places = new Map<string, number>();
  for (const [at, { key, kind, names }] of nodes.entries()) {
    places.set(key, at);
    for (const name of names) (kind === "capability" ? capabilities : roles).set(name, at);
  }
  const numberOf = (from: number | undefined, to: number | undefined): number => (from === undefined || to === undefined ? -1 : from * nodes.length + to);
  const arrows = new Map(edges.map(({ from, to }, at) => [numberOf(places.get(from), places.get(to)), numbering.arrows + at]));
  const boxAt = (place: number | undefined): number | null => (place === undefined ? null : numbering.boxes + place);
  const trace: Tracer["trace"] = (role, reached) => {
    const found: number[] = [];
    const pass = (from: number | undefined, to: number | undefined): void => {
      const arrow = arrows.get(numberOf(from, to));
      if (arrow !== undefined && !found.includes(arrow)) found.push(arrow);
    };
    const start = roles.get(role);
    for (const { path, capability, follows } of reached) {
      let at = follows === null ? start : capabilities.get(follows);
      if (follows === null)
        for (const step of path) {
          const to = roles.get(step.to);
          pass(at, to);
          at = to;
        }
      pass(at, capabilities.get(capability));
    }
    return { box: boxAt(start), arrows: found.sort((a, b) => a - b) };
  };
  return { boxOf: (role) => boxAt(roles.get(role)), trace };
};

import type { RoleGraph } from "../../model/closure/edges";

/** The role itself and what it reaches over edges with one of the bits. */
export const rolesUp = (graph: RoleGraph, name: string, bits: number): ReadonlySet<string> => {
  const start = graph.ids.get(name);
  const seen = new Set(start === undefined ? [] : [start]);
  for (const role of seen) for (const { other, options } of edgesUp(graph, role)) if ((options & bits) !== 0) seen.add(other);
  return new Set([name, ...[...seen].map((role) => graph.names[role] ?? "")]);
};

/** What the role is itself a member of, with the bits of each. */
export const edgesUp = ({ up }: RoleGraph, role: number): readonly { readonly other: number; readonly options: number }[] => {
  const edges = [];
  for (let at = up.start[role] ?? 0; at < (up.start[role + 1] ?? 0); at++) edges.push({ other: up.other[at] ?? 0, options: up.bits[at] ?? 0 });
  return edges;
};

import type { Layout, Point } from "./layout";

/** Arrows between two columns that have room without more, pixels for each one beyond, and the most that a gap grows by. */
const FREE = 24;
const PER_ARROW = 4;
const MOST = 480;

/** The same drawing with wider gaps before columns that many arrows go to, so that they can be told apart. `columnOf` gives the column of a box. */
export const stretched = (layout: Layout, columnOf: (key: string) => number): Layout => {
  const left = new Map<number, number>();
  const arrows = new Map<number, number>();
  for (const { node, x, width } of layout.nodes) {
    const column = columnOf(node.key);
    left.set(column, Math.min(left.get(column) ?? Number.POSITIVE_INFINITY, x - width / 2));
  }
  for (const { edge } of layout.edges) arrows.set(columnOf(edge.to), (arrows.get(columnOf(edge.to)) ?? 0) + 1);
  const gaps = [...left].map(([column, x]) => ({ x, extra: Math.min(MOST, Math.max(0, ((arrows.get(column) ?? 0) - FREE) * PER_ARROW)) }));
  const moved = <P extends Point>(point: P): P => ({ ...point, x: gaps.reduce((x, gap) => (point.x >= gap.x ? x + gap.extra : x), point.x) });
  return {
    width: gaps.reduce((width, { extra }) => width + extra, layout.width),
    height: layout.height,
    nodes: layout.nodes.map(moved),
    edges: layout.edges.map((placed) => ({ ...placed, points: placed.points.map(moved), at: moved(placed.at) })),
  };
};

import type * as Dagre from "@dagrejs/dagre" with { "resolution-mode": "import" };
import type { Graph } from "@dagrejs/dagre" with { "resolution-mode": "import" };
import { groupBy } from "../layout";
import type { SketchEdge } from "./arrow-draft";
import { ranksOf } from "./ranks";
import type { SketchNode } from "./sketch";
import { stretched } from "./stretch";
import { edgeLabel, edgeTitle, type NodeWords, nodeWords } from "./words";

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A box with its middle and size, in pixels. */
export interface PlacedNode extends Point {
  readonly node: SketchNode;
  readonly words: NodeWords;
  readonly width: number;
  readonly height: number;
}

/** An arrow as points from box to box. */
export interface PlacedEdge {
  readonly edge: SketchEdge;
  readonly label: string;
  readonly title: string;
  readonly points: readonly Point[];
  /** The middle of the label. */
  readonly at: Point;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

export const NAME_SIZE = 13;
export const NOTE_SIZE = 11;
const PADDING = 10;
const BOX_HEIGHT = { one: 28, two: 40 } as const;
const LABEL_HEIGHT = 14;

/** Places boxes in columns, roles left and capabilities right, and arrows between them, with few crossings. */
export const layoutOf = ({ nodes, edges }: { readonly nodes: readonly SketchNode[]; readonly edges: readonly SketchEdge[] }): Layout => {
  if (nodes.length === 0) return { width: 0, height: 0, nodes: [], edges: [] };
  // Loaded when something is drawn: other commands do not pay for it.
  const dagre = require("@dagrejs/dagre") as typeof Dagre;
  const graph: Graph = new dagre.Graph({ multigraph: false, compound: false });
  graph.setGraph({ rankdir: "LR", nodesep: 12, edgesep: 8, ranksep: 68, marginx: 4, marginy: 4 });
  const boxes = nodes.map((node) => boxOf(node));
  for (const { node, width, height } of boxes) graph.setNode(node.key, { width, height });
  const ranks = ranksOf(nodes, edges);
  const arrows = edges.map((edge) => ({ edge, label: edgeLabel(edge), isBack: (ranks.get(edge.from) ?? 0) >= (ranks.get(edge.to) ?? 0) }));
  for (const { edge, label, isBack } of arrows) {
    const [from, to] = isBack ? [edge.to, edge.from] : [edge.from, edge.to];
    const length = Math.max(1, (ranks.get(to) ?? 0) - (ranks.get(from) ?? 0));
    const size = label === "" ? { width: 0, height: 0 } : { width: textWidth(label, NOTE_SIZE) + 6, height: LABEL_HEIGHT };
    // Two roles that lead to each other share one line of the layout.
    if (!graph.hasEdge(from, to)) graph.setEdge(from, to, { ...size, labelpos: "c", minlen: length, weight: edge.labels.length === 0 ? 2 : 1 });
  }
  dagre.layout(graph);
  const placed = new Map(boxes.map((box) => [box.node.key, { ...box, ...pointOf(graph.node(box.node.key)) }]));
  const { width = 0, height = 0 } = graph.graph() as { readonly width?: number; readonly height?: number };
  const layout = {
    width,
    height,
    nodes: [...placed.values()],
    edges: anchored(
      arrows.flatMap(({ edge, label, isBack }) => {
        const line = (isBack ? graph.edge(edge.to, edge.from) : graph.edge(edge.from, edge.to)) as Partial<Point> & { readonly points: readonly Point[] };
        const points = line.points.map(pointOf);
        const [from, to] = [placed.get(edge.from), placed.get(edge.to)];
        if (from === undefined || to === undefined) return [];
        return [{ edge, from, to, isBack, label, title: edgeTitle(edge, from.words, to.words), points: isBack ? points.reverse() : points, at: pointOf(line) }];
      }),
    ),
  };
  return stretched(layout, (key) => ranks.get(key) ?? 0);
};

interface Arrow extends PlacedEdge {
  readonly from: PlacedNode;
  readonly to: PlacedNode;
  readonly isBack: boolean;
}

/** Arrows that leave a box by its right side and enter one by its left, each at a place of its own. */
const anchored = (arrows: readonly Arrow[]): readonly PlacedEdge[] => {
  const starts = spread(arrows, "from", (points) => points[1]);
  const ends = spread(arrows, "to", (points) => points.at(-2));
  return arrows.map(({ edge, label, title, at, points, from, to, isBack }, index) => {
    const side = isBack ? -1 : 1;
    const first = { x: from.x + (side * from.width) / 2, y: from.y + (starts.get(index) ?? 0) };
    const last = { x: to.x - (side * to.width) / 2, y: to.y + (ends.get(index) ?? 0) };
    return { edge, label, title, at, points: [first, ...points.slice(1, -1), last] };
  });
};

/** How far above or below the middle of its box each arrow touches it, in the order of where the arrows come from. */
const spread = (arrows: readonly Arrow[], end: "from" | "to", next: (points: readonly Point[]) => Point | undefined): ReadonlyMap<number, number> => {
  const offsets = new Map<number, number>();
  const indexed = arrows.map((arrow, index) => ({ arrow, index, y: next(arrow.points)?.y ?? 0 }));
  for (const own of groupBy(indexed, ({ arrow }) => `${arrow[end].node.key} ${arrow.isBack}`)) {
    const room = own[0].arrow[end].height * 0.6;
    const gap = Math.min(8, room / own.length);
    for (const [place, { index }] of [...own].sort((a, b) => a.y - b.y).entries()) offsets.set(index, (place - (own.length - 1) / 2) * gap);
  }
  return offsets;
};

const pointOf = ({ x = 0, y = 0 }: Partial<Point>): Point => ({ x, y });

/** How much wider bold letters are. */
const BOLD = 1.1;

const boxOf = (node: SketchNode): Pick<PlacedNode, "node" | "words" | "width" | "height"> => {
  const words = nodeWords(node);
  // The notes of capabilities are bold too, and round ends take room.
  const [bold, padding] = node.kind === "capability" ? [BOLD, 1.8 * PADDING] : [1, PADDING];
  const width = Math.max(textWidth(words.name, NAME_SIZE) * BOLD, textWidth(words.note, NOTE_SIZE) * bold) + 2 * padding;
  return { node, words, width: Math.ceil(Math.max(width, 72)), height: words.note === "" ? BOX_HEIGHT.one : BOX_HEIGHT.two };
};

const WIDE = /[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\u{1f000}-\u{3ffff}mwMW@]/u;
const NARROW = /[fijlrtI.,:;'`|()[\]!\s]/;

/** About how wide a text is in the fonts of systems, in pixels: nothing here can measure it. */
export const textWidth = (text: string, size: number): number => {
  let width = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    width += WIDE.test(character) ? (code > 0x10ff ? 1 : 0.88) : NARROW.test(character) ? 0.38 : code >= 0x41 && code <= 0x5a ? 0.72 : 0.62;
  }
  return width * size;
};

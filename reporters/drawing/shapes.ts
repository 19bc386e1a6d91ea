import { rankOf } from "../../model/capability";
import { type Layout, NAME_SIZE, NOTE_SIZE, type PlacedEdge, type PlacedNode, type Point, textWidth } from "./layout";
import type { Mark } from "./mark";
import { tierOfNode } from "./sketch";
import { LINE_WIDTHS } from "./style";
import { number, xml } from "./xml";

/** With more arrows than this lines are half as wide. */
const DENSE = 150;

export interface Numbering {
  /** The number of the first box and of the first arrow, which a page's script finds them by. Default: they have none. */
  readonly boxes: number;
  readonly arrows: number;
}

/** Arrows, then boxes, then labels of a placed drawing: the dangerous and the marked above the others. */
export const shapesOf = ({ nodes, edges }: Layout, numbering?: Numbering): string => {
  const boxes = new Map(nodes.map(({ node }, at) => [node.key, (numbering?.boxes ?? 0) + at]));
  const arrows = edges.map((placed, at) => ({ placed, svg: arrow(placed, numbering === undefined ? "" : arrowData(placed, numbering.arrows + at, boxes)) }));
  return [
    ...arrows.sort(byDanger).map(({ svg }) => svg),
    ...nodes.map((placed, at) => box(placed, numbering === undefined ? "" : ` data-box="${numbering.boxes + at}"`)),
    ...edges.map((placed, at) => label(placed, numbering === undefined ? "" : ` data-of="${numbering.arrows + at}"`)),
  ]
    .filter((element) => element !== "")
    .join("\n");
};

/** The class of a drawing with many arrows. */
export const densityOf = ({ edges }: Layout): string => (edges.length > DENSE ? ' class="rg-dense"' : "");

type Drawn = { readonly placed: PlacedEdge };
const byDanger = ({ placed: { edge: a } }: Drawn, { placed: { edge: b } }: Drawn): number =>
  markRank(a.mark) - markRank(b.mark) || rankOf(a.tier) - rankOf(b.tier);
const markRank = (mark: Mark | null): number => (mark === "offending" ? 2 : mark === "gained" ? 1 : 0);

const arrowData = ({ edge }: PlacedEdge, number: number, boxes: ReadonlyMap<string, number>): string =>
  ` data-arrow="${number}" data-from="${boxes.get(edge.from)}" data-to="${boxes.get(edge.to)}" data-tiers="${edge.tiers.join(" ")}"${edge.mark === null ? "" : ` data-mark="${edge.mark}"`}`;

const markClass = (mark: Mark | null): readonly string[] => (mark === null ? [] : [`rg-${mark}`]);

const box = ({ node, words, x, y, width, height }: PlacedNode, data: string): string => {
  const tier = tierOfNode(node);
  const left = x - width / 2;
  const top = y - height / 2;
  const isConditional = node.kind !== "capability" && node.certain !== tier;
  const classes = [`rg-${node.kind}`, ...(tier === null ? [] : [`rg-${tier}`]), ...(isConditional ? ["rg-conditional"] : []), ...markClass(node.mark)].join(
    " ",
  );
  // Shapes differ too: capabilities are round, predefined roles have corners.
  const radius = node.kind === "capability" ? height / 2 : node.kind === "predefined" ? 0 : 6;
  // A second frame behind says that there are several.
  const behind =
    node.names.length < 2
      ? ""
      : `<rect class="rg-box" x="${number(left + 4)}" y="${number(top + 4)}" width="${number(width)}" height="${number(height)}" rx="6"/>`;
  const middle = words.note === "" ? y + NAME_SIZE * 0.35 : y - 3;
  const note =
    words.note === "" ? "" : `<text class="rg-note" x="${number(x)}" y="${number(y + NOTE_SIZE + 2)}" text-anchor="middle">${xml(words.note)}</text>`;
  return `<g class="${classes}"${data} role="group" aria-label="${xml(words.title)}"><title>${xml(words.title)}</title>${behind}<rect class="rg-box" x="${number(left)}" y="${number(top)}" width="${number(width)}" height="${number(height)}" rx="${number(radius)}"/><text class="rg-name" x="${number(x)}" y="${number(middle)}" text-anchor="middle">${xml(words.name)}</text>${note}</g>`;
};

const arrowClasses = ({ edge }: PlacedEdge): string => [`rg-${edge.tier}`, ...(edge.conditional ? ["rg-conditional"] : []), ...markClass(edge.mark)].join(" ");

const arrow = (placed: PlacedEdge, data: string): string => {
  const { edge, title, points } = placed;
  const end = points.at(-1) ?? { x: 0, y: 0 };
  const before = points.at(-2) ?? end;
  const size = 5 + LINE_WIDTHS[edge.tier] * 1.3;
  // Arrows enter a box from its side.
  const neck = { x: end.x - Math.sign(end.x - before.x || 1) * size, y: end.y };
  const line = curve([...points.slice(0, -1), neck]);
  const halo = edge.mark === "offending" ? `<path class="rg-halo" d="${line}"/>` : "";
  const head = [end, { x: neck.x, y: neck.y - size / 2 }, { x: neck.x, y: neck.y + size / 2 }];
  return `<g class="${arrowClasses(placed)}"${data} role="img" aria-label="${xml(title)}"><title>${xml(title)}</title>${halo}<path class="rg-line" d="${line}"/><path class="rg-head" d="M${head.map(pair).join("L")}Z"/></g>`;
};

/** Labels last and on a ground of their own, so that no line runs through one; the arrow has said its words already. */
const label = ({ edge, label: words, at }: PlacedEdge, data: string): string => {
  if (words === "") return "";
  const width = textWidth(words, NOTE_SIZE) + 4;
  const ground = `<rect class="rg-under" x="${number(at.x - width / 2)}" y="${number(at.y - 7)}" width="${number(width)}" height="14"/>`;
  return `<g${edge.mark === null ? "" : ` class="rg-${edge.mark}"`}${data} aria-hidden="true">${ground}<text class="rg-label" x="${number(at.x)}" y="${number(at.y + 4)}" text-anchor="middle">${xml(words)}</text></g>`;
};

const pair = ({ x, y }: Point): string => `${number(x)} ${number(y)}`;

/** A smooth line through all points, level at each. */
const curve = ([first, ...rest]: readonly Point[]): string => {
  let line = first === undefined ? "" : `M${pair(first)}`;
  let before = first;
  for (const point of rest) {
    const middle = ((before?.x ?? 0) + point.x) / 2;
    line += before?.y === point.y ? `H${number(point.x)}` : `C${pair({ x: middle, y: before?.y ?? 0 })} ${pair({ x: middle, y: point.y })} ${pair(point)}`;
    before = point;
  }
  return line;
};

import { rankOf, TIERS, type Tier } from "../../model/capability";
import { listed, shownName } from "../../model/path-words";
import { listedAtMost, wrap } from "../layout";
import type { Drawing } from "./drawing";
import { type Layout, layoutOf, NAME_SIZE, NOTE_SIZE, type PlacedEdge, type PlacedNode, type Point, textWidth } from "./layout";
import { tierOfNode } from "./sketch";
import { DRAWING_STYLE, LINE_WIDTHS } from "./style";
import { standsOut } from "./words";
import { number, xml } from "./xml";

const MARGIN = 16;
const HEADER = 34;
const LINE = 18;
const NARROWEST = 1240;
/** With more arrows than this lines are half as wide. */
const DENSE = 150;

/** Drawings below each other as one SVG: no script, nothing from elsewhere; `style: false` for a page that has `DRAWING_STYLE` itself. */
export const svgOf = (drawings: readonly Drawing[], { style = true, id = "rolegate" }: { readonly style?: boolean; readonly id?: string } = {}): string => {
  const layouts = drawings.map((drawing) => ({ drawing, layout: layoutOf(drawing) }));
  const inner = Math.max(NARROWEST, ...layouts.map(({ layout }) => layout.width));
  const width = Math.ceil(inner + 4 * MARGIN);
  const panels: string[] = [];
  let top = MARGIN;
  for (const { drawing, layout } of layouts) {
    const { svg, height } = panel(drawing, layout, top, inner);
    panels.push(svg);
    top += height + MARGIN;
  }
  const height = Math.ceil(top);
  return `<svg xmlns="http://www.w3.org/2000/svg" class="rg-drawing" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="graphics-document" aria-labelledby="${id}-title ${id}-desc" lang="en">
<title id="${id}-title">What roles reach, and how: ${xml(listed(drawings.map(({ title }) => title)))}</title>
<desc id="${id}-desc">${xml(description(drawings))}</desc>
${style ? `<style>${DRAWING_STYLE}</style>\n` : ""}<rect class="rg-ground" width="${width}" height="${height}"/>
${panels.join("\n")}
</svg>
`;
};

const description = (drawings: readonly Drawing[]): string =>
  [
    "Roles stand left, capabilities right; an arrow is one step of somebody's shortest path, as wide as its highest tier is dangerous, dashed where every path through it hangs on a condition.",
    ...drawings.map(({ title, notes, nodes }) => {
      const dangerous = nodes.filter(({ explained }) => explained).flatMap((node) => (standsOut(tierOfNode(node)) ? node.names : []));
      const names = listedAtMost(
        dangerous.map((name) => shownName(name)),
        MOST_NAMED,
      );
      const named = dangerous.length === 0 ? "no role reaches files, os or superuser" : `files, os or superuser are reached by ${names}`;
      return `${title}: ${[...notes, named].join("; ")}.`;
    }),
  ].join(" ");
const MOST_NAMED = 20;

const panel = (drawing: Drawing, layout: Layout, top: number, inner: number): { readonly svg: string; readonly height: number } => {
  const notes = drawing.notes.flatMap((note) => wrap(note, Math.floor(inner / 6.4)));
  const tiers = TIERS.filter((tier) => drawing.edges.some((edge) => edge.tier === tier));
  const isDashed = drawing.edges.some(({ conditional }) => conditional);
  const legendTop = top + HEADER + notes.length * LINE + 10;
  const drawingTop = legendTop + (tiers.length === 0 ? 0 : 26);
  const bottom = drawingTop + layout.height + MARGIN;
  const left = 2 * MARGIN;
  const lines = notes.map((note, at) => `<text class="rg-words" x="${left}" y="${number(top + HEADER + 10 + at * LINE)}">${xml(note)}</text>`);
  return {
    height: bottom - top,
    svg: `<g role="group" aria-label="${xml(drawing.title)}">
<rect class="rg-panel" x="${MARGIN}" y="${number(top)}" width="${number(inner + 2 * MARGIN)}" height="${number(bottom - top)}" rx="8"/>
<text class="rg-title" x="${left}" y="${number(top + 26)}">${xml(drawing.title)}</text>
${[...lines, ...legend(tiers, isDashed, left, legendTop)].join("\n")}
<g${drawing.edges.length > DENSE ? ' class="rg-dense"' : ""} transform="translate(${number(left + (inner - layout.width) / 2)} ${number(drawingTop)})">
${[...[...layout.edges].sort(byDanger).map(arrow), ...layout.nodes.map(box), ...layout.edges.map(label)].filter((element) => element !== "").join("\n")}
</g>
</g>`,
  };
};

const byDanger = (a: PlacedEdge, b: PlacedEdge): number => rankOf(a.edge.tier) - rankOf(b.edge.tier);

const legend = (tiers: readonly Tier[], isDashed: boolean, left: number, top: number): readonly string[] => {
  const entries = [
    ...[...tiers].sort((a, b) => rankOf(b) - rankOf(a)).map((tier) => ({ classes: `rg-${tier}`, words: tier as string })),
    ...(isDashed ? [{ classes: "rg-conditional", words: "dashed: only on a condition" }] : []),
  ];
  const lines = entries.map(({ classes, words }, at) => {
    const x = left + at * LEGEND_ENTRY;
    return `<g class="${classes}"><path class="rg-line" d="M${x} ${number(top)}h30"/><text class="rg-note" x="${x + 38}" y="${number(top + 4)}">${words}</text></g>`;
  });
  if (lines.length === 0) return [];
  const end = left + entries.length * LEGEND_ENTRY + (isDashed ? 90 : 10);
  return [
    ...lines,
    `<text class="rg-words" x="${end}" y="${number(top + 4)}">an arrow is a step of somebody's path: what a role reaches stands in its box</text>`,
  ];
};
const LEGEND_ENTRY = 108;

const box = ({ node, words, x, y, width, height }: PlacedNode): string => {
  const tier = tierOfNode(node);
  const left = x - width / 2;
  const top = y - height / 2;
  const isConditional = node.kind !== "capability" && node.certain !== tier;
  const classes = [`rg-${node.kind}`, ...(tier === null ? [] : [`rg-${tier}`]), ...(isConditional ? ["rg-conditional"] : [])].join(" ");
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
  return `<g class="${classes}" role="group" aria-label="${xml(words.title)}"><title>${xml(words.title)}</title>${behind}<rect class="rg-box" x="${number(left)}" y="${number(top)}" width="${number(width)}" height="${number(height)}" rx="${number(radius)}"/><text class="rg-name" x="${number(x)}" y="${number(middle)}" text-anchor="middle">${xml(words.name)}</text>${note}</g>`;
};

const arrowClasses = ({ edge }: PlacedEdge): string => `rg-${edge.tier}${edge.conditional ? " rg-conditional" : ""}`;

const arrow = (placed: PlacedEdge): string => {
  const { edge, title, points } = placed;
  const end = points.at(-1) ?? { x: 0, y: 0 };
  const before = points.at(-2) ?? end;
  const size = 5 + LINE_WIDTHS[edge.tier] * 1.3;
  // Arrows enter a box from its side.
  const neck = { x: end.x - Math.sign(end.x - before.x || 1) * size, y: end.y };
  const head = [end, { x: neck.x, y: neck.y - size / 2 }, { x: neck.x, y: neck.y + size / 2 }];
  return `<g class="${arrowClasses(placed)}" role="img" aria-label="${xml(title)}"><title>${xml(title)}</title><path class="rg-line" d="${curve([...points.slice(0, -1), neck])}"/><path class="rg-head" d="M${head.map(pair).join("L")}Z"/></g>`;
};

/** Labels last and on a ground of their own, so that no line runs through one; the arrow has said its words already. */
const label = ({ label: words, at }: PlacedEdge): string => {
  if (words === "") return "";
  const width = textWidth(words, NOTE_SIZE) + 4;
  const ground = `<rect class="rg-under" x="${number(at.x - width / 2)}" y="${number(at.y - 7)}" width="${number(width)}" height="14"/>`;
  return `<g aria-hidden="true">${ground}<text class="rg-label" x="${number(at.x)}" y="${number(at.y + 4)}" text-anchor="middle">${xml(words)}</text></g>`;
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

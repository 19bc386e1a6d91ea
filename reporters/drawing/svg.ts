import { rankOf, TIERS, type Tier } from "../../model/capability";
import { listed, shownName } from "../../model/path-words";
import { listedAtMost, wrap } from "../layout";
import type { Drawing } from "./drawing";
import { type Layout, layoutOf } from "./layout";
import { densityOf, type Numbering, shapesOf } from "./shapes";
import { tierOfNode } from "./sketch";
import { DRAWING_STYLE } from "./style";
import { standsOut } from "./words";
import { number, xml } from "./xml";

const MARGIN = 16;
const HEADER = 34;
const LINE = 18;
const NARROWEST = 1240;

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

/** One drawing alone, for a page that says the rest around it: its number of boxes and arrows go on from `numbering`. */
export const figureOf = (drawing: Drawing, id: string, numbering: Numbering): string => {
  const layout = layoutOf(drawing);
  const [width, height] = [Math.ceil(layout.width + 2 * MARGIN), Math.ceil(layout.height + 2 * MARGIN)];
  const isMarked = drawing.edges.some(({ mark }) => mark !== null);
  return `<svg class="rg-drawing${isMarked ? " rg-review" : ""}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="graphics-document" aria-labelledby="${id}-title" aria-describedby="${id}-desc">
<title id="${id}-title">What roles reach, and how: ${xml(drawing.title)}</title>
<desc id="${id}-desc">${xml(description([drawing]))}</desc>
<g${densityOf(layout)} transform="translate(${MARGIN} ${MARGIN})">
${shapesOf(layout, numbering)}
</g>
</svg>`;
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
<g${densityOf(layout)} transform="translate(${number(left + (inner - layout.width) / 2)} ${number(drawingTop)})">
${shapesOf(layout)}
</g>
</g>`,
  };
};

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

import { type Drawing, type DrawingOptions, drawingsOf } from "./drawing/drawing";
import { tierOfNode } from "./drawing/sketch";
import { colourOf, LINE_WIDTHS } from "./drawing/style";
import { edgeLabel, edgeTitle, nodeWords } from "./drawing/words";
import type { Explained } from "./explanation";
import { printable } from "./printable";

/** The paths as Graphviz reads them. https://graphviz.org/doc/info/lang.html */
export const renderExplainDot = (explained: Explained, options: DrawingOptions = {}): string => {
  const drawings = drawingsOf(explained, options);
  return `digraph rolegate {
  rankdir=LR;
  graph [fontname="sans-serif", labeljust="l"];
  node [shape=box, style="rounded", fontname="sans-serif", fontsize=11];
  edge [fontname="sans-serif", fontsize=9];
${drawings.map(cluster).join("\n")}
}
`;
};

const cluster = ({ title, notes, nodes, edges }: Drawing, at: number): string => {
  const ids = new Map(nodes.map(({ key }, index) => [key, `n${at}_${index}`]));
  const words = new Map(nodes.map((node) => [node.key, nodeWords(node)]));
  const lines = nodes.map((node) => {
    const { name, note, title: tooltip } = nodeWords(node);
    const tier = tierOfNode(node);
    const isConditional = node.kind !== "capability" && node.certain !== tier;
    const style = [node.kind === "predefined" ? "" : "rounded", isConditional ? "dashed" : ""].filter((word) => word !== "").join(",");
    return `${ids.get(node.key)} [label=${quoted([name, note])}, tooltip=${quoted([tooltip])}, style=${quoted([style])}${node.kind === "capability" ? ", shape=ellipse" : ""}${
      tier === null ? "" : `, color="${colourOf(tier)}", penwidth=${LINE_WIDTHS[tier]}`
    }];`;
  });
  const arrows = edges.map((edge) => {
    const [from, to] = [words.get(edge.from), words.get(edge.to)];
    const tooltip = from === undefined || to === undefined ? "" : edgeTitle(edge, from, to);
    const shown = `label=${quoted([edgeLabel(edge)])}, tooltip=${quoted([tooltip])}, color="${colourOf(edge.tier)}", penwidth=${LINE_WIDTHS[edge.tier]}`;
    return `${ids.get(edge.from)} -> ${ids.get(edge.to)} [${shown}${edge.conditional ? ", style=dashed" : ""}];`;
  });
  return [`subgraph cluster_${at} {`, `  label=${quoted([title, ...notes], "\\l")};`, ...[...lines, ...arrows].map((line) => `  ${line}`), "}"]
    .map((line) => `  ${line}`)
    .join("\n");
};

/**
 * Lines as a quoted string of DOT, each ended by `end`: `\l` is for what begins at the left. A backslash begins an escape of Graphviz and `&` one of HTML,
 * so that neither may stand as itself.
 */
const quoted = (lines: readonly string[], end?: "\\l"): string =>
  `"${lines
    .filter((line, at) => at === 0 || line !== "")
    .map((line) => printable(line).replace(/[\\"]/g, "\\$&").replace(/&/g, "&amp;"))
    .join(end ?? "\\n")}${end ?? ""}"`;

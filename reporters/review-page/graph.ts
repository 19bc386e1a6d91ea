import { isAbove, rankOf, TIERS, type Tier } from "../../model/capability";
import { shownName } from "../../model/path-words";
import { type Drawing, drawingOf } from "../drawing/drawing";
import { figureOf } from "../drawing/svg";
import { type Trace, type Traced, type Tracer, tracer } from "../drawing/trace";
import { xml } from "../drawing/xml";
import { counted } from "../layout";
import type { Access } from "./access";
import type { Anchors } from "./anchors";
import { type BreakingRow, breakingRow, type ReachRows, type RowOptions, reachRow, reachRows } from "./reach-rows";

/** The drawings and what they are made of. */
export interface Graph {
  readonly html: string;
  /** Where a path of an environment is drawn. */
  readonly trace: (environment: string, role: string, reached: readonly Traced[]) => Trace;
}

/** More rows than this say less each, and stand apart. */
const MOST_FULL_ROWS = 300;

/** A drawing of each environment with the same as a table: who reaches what after the change, what breaks a rule, and what is new. */
export const graphOf = (accesses: readonly Access[], anchors: Anchors): Graph => {
  let [boxes, arrows] = [0, 0];
  const parts = accesses.map((access, at) => {
    const { environment, postgres, alike, markOf } = access;
    const drawing = drawingOf(alike, { environment, postgres, unseen: 0 }, { markOf });
    const numbering = { boxes, arrows };
    boxes += drawing.nodes.length;
    arrows += drawing.edges.length;
    return { access, drawing, tracer: tracer(drawing, numbering), figure: figureOf(drawing, `drawing-${at}`, numbering), id: `access-${at}` };
  });
  const byName = new Map(parts.map(({ access, tracer: { trace } }) => [access.environment, trace]));
  const tiers = TIERS.filter((tier) => accesses.some(({ alike }) => alike.some(({ roles }) => roles[0].capabilities.some((reached) => reached.tier === tier))));
  return {
    html: parts.length === 0 ? "" : `${filters(tiers)}\n${parts.map((part) => section(part, anchors, parts.length > 1)).join("\n")}`,
    trace: (environment, role, reached) => byName.get(environment)?.(role, reached) ?? { box: null, arrows: [] },
  };
};

interface Part {
  readonly access: Access;
  readonly drawing: Drawing;
  readonly tracer: Tracer;
  readonly figure: string;
  readonly id: string;
}

const filters = (
  tiers: readonly Tier[],
): string => `<form id="graph-filter" class="filters" role="search" aria-label="Search the access graph" hidden data-script>
<label>Find a role <input id="find" type="search" autocomplete="off" spellcheck="false"></label>
<label>Tier <select id="graph-tier"><option value="">every tier</option>${[...tiers]
  .reverse()
  .map((tier) => `<option value="${tier}">only ${tier}</option>`)
  .join("")}</select></label>
<label class="check"><input id="graph-offending" type="checkbox"> Only what breaks a rule</label>
<button type="reset">Reset</button>
<p id="find-answer" role="status"></p>
</form>`;

const section = ({ access, drawing, tracer, figure, id }: Part, anchors: Anchors, isNamed: boolean): string => {
  const rows = reachRows(access, MOST_FULL_ROWS);
  const { full, breaking, brief } = rows;
  const count = rolesIn([...full, ...breaking, ...brief]);
  const name = xml(drawing.title);
  return `<section aria-labelledby="${id}">
<h3 id="${id}"${isNamed ? "" : ' class="quiet"'}>${name}</h3>
<div class="drawn">
<div class="above">${legend(drawing)}
<div class="zoom" hidden data-script><button type="button" data-zoom="in" aria-label="Zoom in">+</button><button type="button" data-zoom="out" aria-label="Zoom out">−</button><button type="button" data-zoom="whole">Show all</button></div>
</div>
<div class="figure scroll" role="region" tabindex="0" aria-label="Drawing of ${name}" aria-describedby="${id}-keys">
${figure}
</div>
</div>
<p class="soft small">${xml(`${drawing.notes.join("; ")}.`)}<span id="${id}-keys" hidden data-script> Drag to move; scroll with Ctrl, or after a click into the drawing, to zoom; by keyboard + and − zoom, arrows move, 0 shows all, Escape lets go. A click on a box shows what leads to it and where it leads.</span></p>
<details class="as-text"${full.length <= FEW_ROWS ? " open" : ""}><summary>The same as a table: ${counted(count, "role")}</summary>
${tables(rows, { access, anchors, tracer }, name)}
${nothing(access.alike)}</details>
</section>`;
};
const FEW_ROWS = 12;
const rolesIn = (rows: readonly Pick<BreakingRow, "roles">[]): number => rows.reduce((sum, { roles }) => sum + roles.length, 0);

const tables = ({ full, breaking, brief }: ReachRows, options: RowOptions, name: string): string => {
  const table = (rows: readonly string[], caption: string): string =>
    `<div class="scroll rows" role="region" tabindex="0" aria-label="${caption} in ${name}"><table class="reach"><caption>${caption}: what breaks a rule first, then what is new, then the most dangerous</caption><thead><tr><th scope="col">Role</th><th scope="col">Reaches</th></tr></thead><tbody>
${rows.join("\n")}
</tbody></table></div>`;
  const more =
    breaking.length + brief.length === 0
      ? ""
      : `\n<details class="more-rows"><summary>${counted(rolesIn([...breaking, ...brief]), "more role")}, with what is of the highest tier of each; <code>rolegate explain</code> tells the rest</summary>\n${table([...breaking.map((row) => breakingRow(row, options)), ...brief.map((row) => reachRow(row, options))], "More roles")}</details>`;
  return `${table(
    full.map((row) => reachRow(row, options)),
    "Who reaches what",
  )}${more}`;
};

const nothing = (alike: Access["alike"]): string => {
  const without = alike.filter(({ roles }) => roles[0].capabilities.length === 0);
  const names = without.flatMap(({ roles }) => roles.map(({ role }) => `<li>${xml(shownName(role))}</li>`));
  if (names.length === 0) return "";
  return `<details><summary>${counted(names.length, "role")} that ${names.length === 1 ? "reaches" : "reach"} nothing of it</summary><ul class="names">${names.join("")}</ul></details>\n`;
};

/** Only what is met in the drawing. */
const legend = ({ edges }: Drawing): string => {
  const isMarked = edges.some(({ mark }) => mark !== null);
  const tiers = TIERS.filter((tier) => edges.some((edge) => edge.tier === tier && (!isMarked || edge.mark !== null))).sort((a, b) => rankOf(b) - rankOf(a));
  const sample = (classes: string, words: string, isHalo = false): string =>
    `<li><svg class="rg-drawing${isMarked ? " rg-review" : ""}" width="34" height="14" aria-hidden="true"><g class="${classes}">${isHalo ? '<path class="rg-halo" d="M2 7h30"/>' : ""}<path class="rg-line" d="M2 7h30"/></g></svg>${words}</li>`;
  const highest = tiers[0] ?? "observe";
  return `<ul class="legend">${[
    ...(edges.some(({ mark }) => mark === "offending") ? [sample(`rg-${highest} rg-offending`, "on the path of a finding", true)] : []),
    ...(edges.some(({ mark }) => mark === "gained")
      ? [sample(`rg-${tiers.find((tier) => !isAbove(tier, "control")) ?? highest} rg-gained`, "new with this change")]
      : []),
    ...(isMarked && edges.some(({ mark }) => mark === null)
      ? [sample("rg-observe", edges.some(({ mark }) => mark === "gained") ? "was there, and breaks nothing" : "breaks nothing")]
      : []),
    ...tiers.map((tier) => sample(`rg-${tier} rg-gained`, `leads to tier ${tier}`)),
    ...(edges.some(({ conditional }) => conditional) ? [sample("rg-conditional rg-gained", "only on a condition")] : []),
  ].join("")}</ul>`;
};

import { rankOf } from "../model/capability";
import type { HeldCapability } from "../model/held-capability";
import { CAPABILITY_WORDS, listed, reachWords, shownName } from "../model/path-words";
import { type Drawing, type DrawingOptions, drawingsOf } from "./drawing/drawing";
import { DRAWING_STYLE } from "./drawing/style";
import { svgOf } from "./drawing/svg";
import { xml } from "./drawing/xml";
import { type Acceptable, acceptables } from "./explain-accept";
import { type Consequence, consequencesOf } from "./explain-follows";
import type { DefinerFunction, Explained, Explanation } from "./explanation";
import { groupBy } from "./layout";
import { pageOf } from "./page/frame";
import { EXPLAIN_PAGE_STYLE, PAGE_STYLE } from "./page/style";
import { tierMark } from "./page/tier-mark";

/**
 * The drawing, and every path in words as a table for each environment: one file, in which the policy of the page itself forbids scripts
 * and everything from elsewhere.
 */
export const renderExplainHtml = (explained: Explained, options: DrawingOptions = {}): string => {
  const { explanations, unseen, functions = [] } = explained;
  const drawings = drawingsOf(explained, options);
  const environments = groupBy(explanations, ({ environment }) => environment);
  const title = `What roles reach in ${listed(environments.map(([{ environment }]) => environment))}`;
  return pageOf({
    title,
    style: `${PAGE_STYLE}\n${EXPLAIN_PAGE_STYLE}\n${DRAWING_STYLE}`,
    body: `<header><h1>${xml(title)}</h1></header>
<main id="main">
${environments.map((roles, at) => environmentSection(roles, drawings[at], functions, at)).join("\n")}
${unseenSection(unseen)}
</main>`,
  });
};

const environmentSection = (
  roles: readonly [Explanation, ...Explanation[]],
  drawing: Drawing | undefined,
  functions: readonly DefinerFunction[],
  at: number,
) => {
  const [{ environment, postgres }] = roles;
  const id = `environment-${at}`;
  const reaching = roles.filter(({ capabilities }) => capabilities.length > 0).sort(byDanger);
  const others = roles.filter(({ capabilities }) => capabilities.length === 0);
  const heading = `${shownName(environment)}, PostgreSQL ${listed(postgres.map(String))}`;
  return `<section aria-labelledby="${id}">
<h2 id="${id}">${xml(heading)}</h2>
${
  drawing === undefined || drawing.nodes.length === 0
    ? ""
    : `<h3>Drawing</h3>
<div class="scroll" role="region" tabindex="0" aria-label="Drawing of ${xml(heading)}">
${svgOf([drawing], { style: false, id: `drawing-${at}` })}</div>
`
}<h3>Paths</h3>
${reaching.length === 0 ? "<p>No role reaches a capability.</p>" : table(reaching, heading)}
${others.length === 0 ? "" : othersList(others)}
${acceptSection(reaching.flatMap((explanation) => acceptables(explanation, functions)))}</section>`;
};

const byDanger = (a: Explanation, b: Explanation): number => highest(b) - highest(a);
const highest = ({ capabilities }: Explanation): number =>
  capabilities.reduce((most, { tier, follows }) => (follows === null ? Math.max(most, rankOf(tier)) : most), -1);

const table = (roles: readonly Explanation[], heading: string): string => `<div class="scroll" role="region" tabindex="0" aria-label="Paths of ${xml(heading)}">
<table>
<caption>Each capability by its shortest path, the most dangerous roles first</caption>
<thead><tr><th scope="col">Role</th><th scope="col">Tier</th><th scope="col">Capability</th><th scope="col">Path</th></tr></thead>
${roles.map(roleRows).join("\n")}
</table>
</div>`;

const roleRows = (explanation: Explanation): string => {
  const trees = consequencesOf(explanation.capabilities);
  const rows = trees.map((tree, at) => {
    const header = at === 0 ? `<th scope="rowgroup" rowspan="${trees.length}">${xml(shownName(explanation.role))}</th>` : "";
    return `<tr>${header}${cells(tree, explanation)}</tr>`;
  });
  return `<tbody>${rows.join("\n")}</tbody>`;
};

const cells = ({ reached, leadsTo }: Consequence, explanation: Explanation): string => {
  const { tier, capability, path, source, condition } = reached;
  const lines = [reachWords(explanation.role, path, source), ...(condition === null ? [] : [condition])];
  const words = `${xml(lines.join(", "))}${list(leadsTo, explanation)}`;
  return `<td>${tierMark(tier, condition !== null)}</td><td><b>${capability}</b><br>can ${xml(CAPABILITY_WORDS[capability])}${xml(majorWords(reached, explanation))}</td><td>${words}</td>`;
};

const list = (consequences: readonly Consequence[], explanation: Explanation): string =>
  consequences.length === 0 ? "" : `<ul>${consequences.map((consequence) => item(consequence, explanation)).join("")}</ul>`;

const item = ({ reached, leadsTo }: Consequence, explanation: Explanation): string => {
  const how = reached.condition === null ? "so also" : "may lead to";
  const when = reached.condition === null ? "" : `, ${xml(reached.condition)}`;
  return `<li>${how} <b>${reached.capability}</b>${xml(majorWords(reached, explanation))}${when}${list(leadsTo, explanation)}</li>`;
};

const majorWords = (reached: HeldCapability, { postgres }: Explanation): string =>
  reached.postgres.length === postgres.length ? "" : `, on PostgreSQL ${listed(reached.postgres.map(String))} only`;

/** Open where the names are few. */
const FEW = 20;

const othersList = (others: readonly Explanation[]): string => {
  const names = others.map(({ role }) => `<li>${xml(shownName(role))}</li>`).join("");
  const summary = `${others.length} ${others.length === 1 ? "role that reaches" : "roles that reach"} no capability`;
  return `<details${others.length <= FEW ? " open" : ""}><summary>${summary}</summary><ul class="names">${names}</ul></details>`;
};

const acceptSection = (found: readonly Acceptable[]): string => {
  const entries = new Map(found.map((one) => [`${one.words} ${one.runsAs}`, one]));
  if (entries.size === 0) return "";
  const ready = [...entries.values()].flatMap(({ entry }) => entry ?? []);
  const hidden = [...entries.values()].filter(({ entry }) => entry === null);
  return `<h3>Functions to review</h3>
<p>What a function does is not judged; once its body is reviewed, <code>accepted.yaml</code> can name it.</p>
${ready.length === 0 ? "" : `<pre tabindex="0">${xml("functions:")}\n${ready.map((line) => `  ${xml(line)}`).join("\n")}</pre>`}
${hidden.map(({ words, runsAs }) => `<p>${xml(`${words}, which runs as ${shownName(runsAs)}: this input does not show its digest; a live URL does.`)}</p>`).join("\n")}
`;
};

const unseenSection = (unseen: readonly string[]): string =>
  unseen.length === 0
    ? ""
    : `<section aria-labelledby="unseen"><h2 id="unseen">What could not be read, and may give more</h2><ul>${unseen.map((text) => `<li>${xml(text)}</li>`).join("")}</ul></section>`;

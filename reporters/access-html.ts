import type { AccessReport, AccessRow } from "../model/access-report";
import { mayWords, missingWords, pathWords, permittedWords, untilWords } from "./access-words";
import { xml } from "./drawing/xml";
import { groupBy } from "./layout";
import { pageOf } from "./page/frame";
import { PAGE_STYLE } from "./page/style";
import { tierMark } from "./page/tier-mark";

/** Who reaches what, as one page without script: a table for each environment. */
export const renderAccessHtml = (report: AccessReport): string => {
  const title = `Who can reach what, as of ${report.today}`;
  const missing = missingWords(report);
  return pageOf({
    title,
    style: PAGE_STYLE,
    body: `<header><h1>${xml(title)}</h1>
<p>rolegate ${xml(report.tool.version)}, policies ${xml(report.policies === null ? "none" : `sha256 ${report.policies.sha256}`)}</p></header>
<main id="main">
${missing === null ? "" : `<p><strong>${xml(missing)}</strong></p>\n`}${groupBy(report.access, ({ environment }) => environment)
  .map(section)
  .join("\n")}
</main>`,
  });
};

const section = (rows: readonly [AccessRow, ...AccessRow[]], at: number): string => `<section aria-labelledby="environment-${at}">
<h2 id="environment-${at}">${xml(rows[0].environment)}</h2>
<div class="scroll" role="region" tabindex="0" aria-labelledby="environment-${at}">
<table>
<thead><tr><th scope="col">Role</th><th scope="col">Tier</th><th scope="col">What it can do</th><th scope="col">Path</th><th scope="col">Permitted by</th><th scope="col">Until</th></tr></thead>
<tbody>
${rows.map(tableRow).join("\n")}
</tbody>
</table>
</div>
</section>`;

const tableRow = (row: AccessRow): string =>
  `<tr><th scope="row">${xml(row.role)}</th><td>${tierMark(row.tier, row.certainty === "conditional")}</td><td>${xml(mayWords(row))}</td><td>${xml(pathWords(row))}</td><td>${row.permitted === null ? "<strong>nobody</strong>" : xml(permittedWords(row))}</td><td>${xml(untilWords(row))}</td></tr>`;

import { rankOf, TIERS } from "../../model/capability";
import { isByLastStep, reachWords, shownName, stepLabel } from "../../model/path-words";
import type { Finding } from "../../model/report";
import type { Trace } from "../drawing/trace";
import { xml } from "../drawing/xml";
import { counted, groupBy, thousands } from "../layout";
import type { ReportOptions } from "../options";
import { prose } from "../page/prose";
import { tierMark } from "../page/tier-mark";
import { type Block, type ReviewedEnvironment, SECTIONS } from "../review/blocks";
import type { Review } from "../review/review";
import type { Anchors } from "./anchors";

/** More blocks than this, the first of the review apart, are rows of tables. */
const MOST_FULL = 250;
const MOST_PATHS = 3;
const MOST_NAMES = 20;
/** Roles of causes whose own paths are told, in the whole page; of later ones the names. */
const MOST_ROWS = 2000;

export interface FindingOptions {
  readonly anchors: Anchors;
  readonly fileOf: ReportOptions["fileOf"];
  readonly trace: (finding: Finding) => Trace;
}

/** Every finding: one block for each cause, the dangerous first, with filters. */
export const findingsOf = (review: Review, options: FindingOptions): string => {
  const blocks = review.environments.flatMap(({ groups }) => groups.flatMap((group) => group.blocks));
  const full = new Map<Block, number>();
  let left = MOST_ROWS;
  for (const block of blocks.slice(0, MOST_FULL)) {
    const own = Math.min(block.findings.length, left);
    full.set(block, own);
    left -= own;
  }
  const sections = review.environments.flatMap((environment, at) => (environment.groups.length === 0 ? [] : [environmentOf(environment, at, full, options)]));
  return `<section aria-labelledby="findings"><h2 id="findings">Findings</h2>
${blocks.length === 0 ? "<p>There is none.</p>" : `${filters(review, blocks)}\n${sections.join("\n")}`}
</section>
${rulesOf(review)}`;
};

const filters = ({ environments, rules }: Review, blocks: readonly Block[]): string => {
  const select = (name: string, label: string, all: string, options: readonly (readonly [value: string, words: string])[]): string =>
    options.length < 2
      ? ""
      : `<label>${label} <select name="${name}"><option value="">${all}</option>${options.map(([value, words]) => `<option value="${xml(value)}">${xml(words)}</option>`).join("")}</select></label>`;
  const having = <T extends string>(values: readonly T[], of: (block: Block) => T | null): readonly (readonly [T, T])[] =>
    values.filter((value) => blocks.some((block) => of(block) === value)).map((value) => [value, value]);
  return `<form id="finding-filter" class="filters" role="search" aria-label="Filter the findings" hidden data-script>
<label>Contains <input type="search" autocomplete="off" spellcheck="false"></label>
${[
  select(
    "section",
    "Severity",
    "all",
    having(SECTIONS, ({ section }) => section),
  ),
  select(
    "environment",
    "Environment",
    "every environment",
    environments.flatMap(({ name, groups }, at) => (groups.length === 0 ? [] : [[String(at), name] as const])),
  ),
  select(
    "tier",
    "Tier",
    "every tier",
    having(
      [...TIERS].sort((a, b) => rankOf(b) - rankOf(a)),
      ({ tier }) => tier,
    ),
  ),
  select(
    "rule",
    "Rule",
    "every rule",
    rules.map(({ id }) => [id, id] as const),
  ),
].join("")}
<button type="reset">Reset</button>
<p id="finding-count" role="status"></p>
</form>`;
};

const environmentOf = ({ name, facts, groups }: ReviewedEnvironment, at: number, full: ReadonlyMap<Block, number>, options: FindingOptions): string => {
  const blocks = groups.flatMap((group) => group.blocks);
  const [articles, brief] = [blocks.filter((block) => full.has(block)), blocks.filter((block) => !full.has(block))];
  const tables = groupBy(brief, ({ section, rule, tier }) => `${section} ${rule.id} ${tier}`).map((alike) => table(alike, at, options));
  return `<div data-group><h3>${xml(name)}${facts === null ? "" : ` <span class="soft">(${facts.kind}, PostgreSQL ${facts.postgres.join(", ")})</span>`}</h3>
${articles.map((block) => article(block, at, full.get(block) ?? 0, options)).join("\n")}${
  tables.length === 0 ? "" : `\n<p>${counted(brief.length, "more cause")}, with what to do said once for each rule:</p>\n${tables.join("\n")}`
}
</div>`;
};

const dataOf = ({ section, rule, tier }: Block, environment: number): string =>
  `data-environment="${environment}" data-section="${section}" data-rule="${xml(rule.id)}" data-tier="${tier ?? ""}"`;

const article = (block: Block, environment: number, rows: number, options: FindingOptions): string => {
  const { section, headline, rule, tier, capability, subjects, condition, remedy, waiver, findings } = block;
  const anchor = options.anchors.ofBlock(block);
  const row = (term: string, html: string): string => (html === "" ? "" : `<dt>${term}</dt><dd>${html}</dd>`);
  const tierWords = tier === null ? "" : ` ${tierMark(tier, condition !== null)}${capability === null || capability === tier ? "" : ` ${capability}`}`;
  return `<article class="finding ${section}" id="${anchor}" data-finding="${findings.length}" ${dataOf(block, environment)}>
<h4><span class="badge">${section}</span> ${prose(headline)} <a class="self" href="#${anchor}" aria-label="Link to this finding">#</a></h4>
<dl>${row(subjects.length > 1 ? "Roles" : "", subjects.length > 1 ? names(subjects) : "")}${row(
    "Path",
    pathsOf(findings).map(path).join("") + shown(block, options),
  )}${row("Only", condition === null ? "" : prose(condition))}${row("At", originHtml(findings[0].origin, options))}${row("Rule", `<a href="#rule-${xml(rule.id)}"><code>${xml(rule.id)}</code></a>${tierWords}${rule.title === null ? "" : `<br>${prose(rule.title)}`}`)}${row("Do", `<strong>${prose(remedy)}</strong>`)}${row("Waiver", waiver === null ? "" : prose(waiver))}</dl>
${everyRole(block, rows, options)}</article>`;
};

const names = (subjects: readonly string[]): string => {
  const shown = subjects.slice(0, MOST_NAMES).map((subject) => `<code>${xml(subject)}</code>`);
  return `${subjects.length}: ${shown.join(", ")}${subjects.length > MOST_NAMES ? ` and ${subjects.length - MOST_NAMES} more` : ""}`;
};

const pathsOf = (findings: Block["findings"]): readonly Finding[] => {
  const found = new Map<string, Finding>();
  for (const finding of findings.slice(0, MOST_PATHS)) if (hasPath(finding)) found.set(JSON.stringify([finding.subject, finding.path]), finding);
  return [...found.values()];
};

const hasPath = ({ path, source }: Finding): boolean => path.length > 0 || source !== null;

/** A path as its roles with how each leads to the next. */
const path = ({ subject, path: steps, source, capability }: Finding): string => {
  let items = `<li><b>${xml(shownName(subject))}</b></li>`;
  for (const step of steps) items += `<li><span class="by">${xml(stepLabel(step))}</span> <b>${xml(shownName(step.to))}</b></li>`;
  if (source !== null && !isByLastStep(steps, source)) items += `<li><span class="by">has</span> ${xml(source)}</li>`;
  if (capability !== null) items += `<li><span class="by">can</span> ${capability}</li>`;
  return `<ol class="path">${items}</ol>`;
};

const shown = ({ findings }: Block, { trace }: FindingOptions): string => {
  const traces = findings.map(trace);
  const arrows = arrowsOf(traces);
  const boxes = [...new Set(traces.flatMap(({ box }) => box ?? []))];
  return arrows.length === 0 ? "" : `<a class="show" href="#graph" data-show="${arrows.join(" ")}" data-boxes="${boxes.join(" ")}">Show in the graph</a>`;
};

/** Each arrow of some paths once. */
const arrowsOf = (traces: readonly Trace[]): readonly number[] =>
  traces.length === 1 ? (traces[0]?.arrows ?? []) : [...new Set(traces.flatMap(({ arrows }) => arrows))];

/** Where to click first, then how Terraform and the program call it. */
const originHtml = ({ file, line, construct, address }: Finding["origin"], { fileOf }: FindingOptions): string => {
  const place = file === null ? "" : code(`${fileOf(file)}${line === null ? "" : `:${line}`}`);
  return `${place}${construct === null ? "" : ` ${code(construct)}`}${address === null ? "" : ` ${code(address)}`}`.trimStart();
};

const code = (text: string): string => `<code>${xml(text)}</code>`;

/** The findings of one cause, where they are several: the first `most` with their paths. */
const everyRole = ({ findings }: Block, most: number, options: FindingOptions): string => {
  if (findings.length < 2) return "";
  const rows = findings
    .slice(0, most)
    .map(
      ({ subject, path: steps, source, origin }) =>
        `<tr><th scope="row">${xml(shownName(subject))}</th><td>${xml(reachWords(subject, steps, source, "").trim())}</td><td>${originHtml(origin, options)}</td></tr>`,
    );
  const rest = findings.slice(most).map(({ subject }) => xml(shownName(subject)));
  const table = `<table><thead><tr><th scope="col">Role</th><th scope="col">Path</th><th scope="col">At</th></tr></thead><tbody>
${rows.join("\n")}
</tbody></table>`;
  const more =
    rest.length === 0
      ? ""
      : `<p>${rows.length === 0 ? "" : "And "}${rest.join(", ")}: the paths end in the same step, and <code>--format json</code> has each.</p>`;
  return `<details><summary>Each of the ${thousands(findings.length)} findings of this cause</summary>${rows.length === 0 ? "" : table}${more}</details>
`;
};

/** Causes of one rule, tier and section, a row each. */
const table = (alike: readonly [Block, ...Block[]], environment: number, options: FindingOptions): string => {
  const { anchors, trace } = options;
  const [first] = alike;
  const rows = alike.map((block) => {
    const { subjects, headline, condition, findings, waiver } = block;
    const arrows = arrowsOf(findings.map(trace));
    const link = arrows.length === 0 ? "" : ` <a href="#graph" data-show="${arrows.join(" ")}">graph</a>`;
    const hangs = `${condition === null ? "" : `<br>${prose(condition)}`}${waiver === null ? "" : `<br>${prose(waiver)}`}`;
    const shortest = findings.slice(0, MOST_PATHS).find(hasPath);
    return `<tr id="${anchors.ofBlock(block)}" data-finding="${findings.length}"><th scope="row">${subjects.map(xml).join(", ")}</th><td>${prose(headline)}${hangs}${shortest === undefined ? "" : path(shortest)}${link}</td><td>${originHtml(findings[0].origin, options)}</td></tr>`;
  });
  const { section, rule, tier } = first;
  return `<div class="brief" data-group ${dataOf(first, environment)}><h4><span class="badge ${section}">${section}</span> <a href="#rule-${xml(rule.id)}">${xml(rule.id)}</a>${tier === null ? "" : ` ${tierMark(tier)}`}: ${counted(alike.length, "cause")}</h4>
<p><strong>${prose(rule.remedy ?? first.remedy)}</strong></p>
<table><thead><tr><th scope="col">Whom</th><th scope="col">What</th><th scope="col">At</th></tr></thead><tbody>
${rows.join("\n")}
</tbody></table></div>`;
};

const rulesOf = ({ rules }: Review): string =>
  rules.length === 0
    ? ""
    : `<section aria-labelledby="rules"><h2 id="rules">The rules of these findings</h2>
${rules
  .map(
    ({ id, title, why, references }) => `<article class="rule" id="rule-${xml(id)}"><h3><code>${xml(id)}</code></h3>
${title === null ? "" : `<p><b>${prose(title)}</b></p>`}${why === null ? "" : `<p>${prose(why)}</p>`}${references.length === 0 ? "" : `<p>See ${references.map(referenceHtml).join(", ")}</p>`}</article>`,
  )
  .join("\n")}
</section>`;

const referenceHtml = (reference: string): string =>
  reference.startsWith("https://")
    ? `<a class="reference" rel="noreferrer" href="${xml(reference)}">${xml(reference)}</a>`
    : `<span class="reference">${xml(reference)}</span>`;

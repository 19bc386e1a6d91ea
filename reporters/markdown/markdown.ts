import { TIERS } from "../../model/capability";
import { counted, listedAtMost } from "../layout";
import type { ReportOptions } from "../options";
import { SECTIONS, type Section } from "../review/blocks";
import { blocksIn } from "../review/danger";
import type { Review } from "../review/review";
import { SECTION_WORDS, TIER_WORDS } from "../review/words";
import { blockMarkdown } from "./blocks";
import { changesMarkdown } from "./changes";
import { bytesOf, clipped, take } from "./cut";
import { code, prose } from "./escape";

/** GitHub takes 65,536 characters for a comment. Some are left for what a pipeline writes around it. */
export const MOST_BYTES = 64_000;
/** Errors that are shown at once; the others are folded. */
const OPEN_BLOCKS = 8;
/** Environments that could not be judged, and words about a baseline. */
const MOST_LINES = 12;
/** Of what is left, how much one section may take, so that thousands of errors leave room for what changes. */
const SHARE = 0.6;

/** The first line of a comment: by it a pipeline finds the comment again, and writes over it. */
export const marker = (id: string | null): string => `<!-- rolegate:review${id === null ? "" : `:${id}`} -->`;

/**
 * A review as a comment of a pull request or the summary of a job, for a reader who never heard of this tool: verdict, errors, what changes for
 * whom, the rest folded. It is never longer than a comment may be; a cut one says so first, and does not read as an approval.
 */
export const renderMarkdown = (review: Review, { id }: Pick<ReportOptions, "id">): string => {
  const explained = new Set<string>();
  const foot = footMarkdown(review);
  let room = MOST_BYTES - bytesOf(foot.text) - 2_500;
  const spend = <T extends { readonly text: string; readonly cut: number }>(part: T): T => {
    room -= bytesOf(part.text);
    return part;
  };
  const errors = spend(sectionMarkdown(review, "error", explained, room * SHARE));
  const changed = changesMarkdown(review.changes, room * SHARE);
  const changes = spend({ text: changed.shown.join("\n"), cut: changed.cut });
  const others = SECTIONS.slice(1).map((section) => spend(sectionMarkdown(review, section, explained, room * SHARE)));
  const cuts = [
    ...(errors.cut > 0 ? [`${counted(errors.cut, "cause")} of errors`] : []),
    ...(changes.cut > 0 ? [`${counted(changes.cut, "row")} of changes`] : []),
    ...others.flatMap(({ cut }, index) =>
      cut > 0 ? [`${counted(cut, "cause")} of ${SECTION_WORDS[SECTIONS[index + 1] ?? "error"].title.toLowerCase()}`] : [],
    ),
    ...foot.cuts,
  ];
  const parts = [marker(id), headMarkdown(review, id, cuts), errors.text, changes.text, ...others.map(({ text }) => text), foot.text];
  return `${parts.filter((part) => part !== "").join("\n")}`;
};

const headMarkdown = ({ verdict, judged, audit }: Review, id: string | null, cuts: readonly string[]): string => {
  const named = id === null ? "" : `${code(id)} `;
  const title = `${verdict.word}: ${prose(clipped(verdict.counts))}`;
  const isCut = cuts.length > 0;
  return [
    // Nobody approves by a heading what is not shown.
    verdict.isDenied ? `## ❌ ${named}${title}` : isCut ? `## ⚠️ ${named}NOT SHOWN WHOLE: read the full report before you approve` : `## ✅ ${named}${title}`,
    "",
    ...(isCut ? [`> **This comment is cut**, it leaves out ${listedAtMost(cuts, 8)}. The JSON report of the same run has everything.`, ""] : []),
    ...(isCut && !verdict.isDenied ? [`In the whole report: ${prose(clipped(verdict.counts))}.`, ""] : []),
    `rolegate works out what each PostgreSQL role can make its server do, and compares that with what the owners of the databases allow. Judged: ${prose(clipped(judged))}.`,
    "",
    // Baselines and environments that could not be judged stand where nobody overlooks them; there are few.
    ...audit.slice(0, MOST_LINES).map(({ label, text }) => `- **${label === "unjudged" ? "❌ Could not be judged" : "Baseline"}:** ${prose(clipped(text))}`),
    ...(audit.length > MOST_LINES ? [`- **Cut here:** ${audit.length - MOST_LINES} more.`] : []),
    ...(audit.length > 0 ? [""] : []),
  ].join("\n");
};

const sectionMarkdown = (review: Review, section: Section, explained: Set<string>, room: number): { readonly text: string; readonly cut: number } => {
  const placed = blocksIn(review, section);
  if (placed.length === 0) return { text: "", cut: 0 };
  const { title, meaning } = SECTION_WORDS[section];
  const findings = placed.reduce((sum, { block }) => sum + block.findings.length, 0);
  const causes = placed.length < findings ? `, by ${counted(placed.length, "cause")}` : "";
  const heading = `${title} (${findings}${causes})`;
  // More than can fit need not be written.
  const { shown, cut: unfit } = take(
    placed.slice(0, MOST_BYTES / 100).map((one) => blockMarkdown(one, explained)),
    room - 500,
  );
  const cut = unfit + Math.max(placed.length - MOST_BYTES / 100, 0);
  const note = cut === 0 ? [] : [`**Cut here:** ${counted(cut, "more cause")}.`, ""];
  const isOpen = section === "error";
  const open = isOpen ? shown.slice(0, OPEN_BLOCKS) : [];
  const folded = isOpen ? shown.slice(OPEN_BLOCKS) : shown;
  const summary = isOpen ? `${folded.length} more` : `${heading}: ${meaning}`;
  const fold = folded.length === 0 ? [] : ["<details>", `<summary>${summary}</summary>`, "", ...folded, "</details>", ""];
  return { text: [...(isOpen ? [`### ${heading}`, "", `They ${meaning}.`, ""] : []), ...open, ...fold, ...note].join("\n"), cut };
};

/** What the verdict rests on, folded, however much it is. */
const footMarkdown = ({ policies, exempt, unseen, totals }: Review): { readonly text: string; readonly cuts: readonly string[] } => {
  const gaps = take(
    unseen.map(
      ({ what, inputs }) =>
        `  - ${
          inputs.length === 0
            ? ""
            : `${listedAtMost(
                inputs.map((input) => code(clipped(input))),
                4,
              )}: `
        }${prose(clipped(what))}`,
    ),
    8_000,
  );
  const summary = `What this rests on${unseen.length === 0 ? "" : `, and ${counted(unseen.length, "thing")} that could not be seen`}`;
  const text = [
    "<details>",
    `<summary>${summary}</summary>`,
    "",
    `- **Policies:** ${prose(policies)}`,
    ...(exempt === null ? [] : [`- **Exempt, because the policies name them:** ${prose(clipped(exempt))}`]),
    ...(unseen.length === 0 ? [] : ["- **Could not be seen:**", ...gaps.shown]),
    ...(gaps.cut === 0 ? [] : [`  - **Cut here:** ${gaps.cut} more.`]),
    `- **Tiers, the least dangerous first:** ${TIERS.map((tier) => `**${tier}** ${TIER_WORDS[tier]}`).join("; ")}.`,
    "",
    "</details>",
    "",
    `${totals}.`,
    "",
  ].join("\n");
  return { text, cuts: gaps.cut === 0 ? [] : [`${gaps.cut} of what could not be seen`] };
};

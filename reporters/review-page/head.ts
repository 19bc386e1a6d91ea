import { xml } from "../drawing/xml";
import { counted, thousands } from "../layout";
import { prose } from "../page/prose";
import { tierMark } from "../page/tier-mark";
import { blocksIn, type PlacedBlock } from "../review/danger";
import type { Review } from "../review/review";
import type { Anchors } from "./anchors";

/** Findings that the top of the page names; the list below has all. */
const MOST_NAMED = 6;

/** The verdict, what leads to it, and what it rests on. */
export const headOf = (review: Review, anchors: Anchors): string => {
  const { verdict, judged, policies, exempt, totals } = review;
  const errors = blocksIn(review, "error");
  const reasons =
    errors.length > 0 || !verdict.isDenied
      ? errors
      : // Denied without an open error: what stood before was asked to count.
        blocksIn(review, "standing").filter(({ block }) => block.findings.some(({ severity }) => severity === "error"));
  const several = review.environments.length > 1;
  const facts = [["Judged", judged], ["Policies", policies], ...(exempt === null ? [] : [["Exempt", exempt]]), ["Counted", totals]] as const;
  return `<header class="verdict ${verdict.isDenied ? "deny" : "allow"}">
<p class="product">rolegate review</p>
<h1><span class="word">${verdict.isDenied ? "✕" : "✓"} ${xml(verdict.word)}</span> <span class="counts">${xml(verdict.counts)}</span></h1>
${reasons.length === 0 ? `<p>${noReason(review)}</p>` : reasonList(reasons, anchors, several)}
<dl class="facts">${facts.map(([term, text]) => `<div><dt>${term}</dt><dd>${prose(text ?? "")}</dd></div>`).join("")}</dl>
</header>`;
};

const noReason = ({ report: { summary } }: Review): string => {
  const left = [
    ...(summary.warnings === 0 ? [] : [counted(summary.warnings, "warning")]),
    ...(summary.standing === 0 ? [] : [`${counted(summary.standing, "finding")} that stood before`]),
    ...(summary.waived === 0 ? [] : [`${counted(summary.waived, "waived finding")}`]),
  ];
  return `No rule denies it.${left.length === 0 ? "" : ` <a href="#findings">${left.join(", ")}</a>.`}`;
};

const reasonList = (reasons: readonly PlacedBlock[], anchors: Anchors, several: boolean): string => {
  const items = reasons.slice(0, MOST_NAMED).map(({ environment, block }) => {
    const others = block.subjects.length - 1;
    const more = others < 1 ? "" : `, and ${counted(others, "more role")}`;
    return `<li>${block.tier === null ? "" : `${tierMark(block.tier, block.condition !== null)} `}<a href="#${anchors.ofBlock(block)}">${prose(block.headline)}</a>${more}${several ? ` <span class="soft">in ${xml(environment.name)}</span>` : ""}</li>`;
  });
  const rest = reasons.length - items.length;
  return `<ul class="reasons">${items.join("")}${rest < 1 ? "" : `<li><a href="#findings">and ${thousands(rest)} more</a></li>`}</ul>`;
};

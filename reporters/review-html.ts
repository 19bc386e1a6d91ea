import { DRAWING_STYLE } from "./drawing/style";
import { xml } from "./drawing/xml";
import type { Explanation } from "./explanation";
import type { ReportOptions } from "./options";
import { pageOf } from "./page/frame";
import { PAGE_SCRIPT } from "./page/script.generated";
import { PAGE_STYLE } from "./page/style";
import type { Review } from "./review/review";
import { accessOf } from "./review-page/access";
import { anchorsOf } from "./review-page/anchors";
import { changesOf } from "./review-page/changes";
import { findingsOf } from "./review-page/findings";
import { graphOf } from "./review-page/graph";
import { headOf } from "./review-page/head";
import { environmentsOf, unseenOf } from "./review-page/inputs";
import { REVIEW_PAGE_STYLE } from "./review-page/style";

/**
 * A review as one file that asks nothing of anywhere: verdict, what changes for whom, the access graph, every finding, environments, what
 * could not be seen. Everything is read without script; the script of the page searches, filters and zooms. `reached` is what roles reach
 * after the change, for the graph. Default: nothing, and the graph has the paths of findings only.
 */
export const renderReviewHtml = (review: Review, { fileOf }: Pick<ReportOptions, "fileOf">, reached: readonly Explanation[] = []): string => {
  const { verdict, report } = review;
  const anchors = anchorsOf(review);
  const accesses = accessOf(review, reached);
  const graph = graphOf(accesses, anchors);
  const findings = findingsOf(review, {
    anchors,
    fileOf,
    trace: ({ environment, subject, capability, tier, path }) =>
      capability === null || tier === null ? { box: null, arrows: [] } : graph.trace(environment, subject, [{ capability, path, follows: null }]),
  });
  const contents = [
    ["changes", review.changes.isHolding ? "Who holds what" : "What changes"],
    ...(graph.html === "" ? [] : [["graph", "Access graph"]]),
    ["findings", "Findings"],
    ["environments", "Environments"],
    ["unseen", "What could not be seen"],
  ] as const;
  return pageOf({
    title: `${verdict.word}: ${verdict.counts} · rolegate`,
    style: `${PAGE_STYLE}\n${REVIEW_PAGE_STYLE}\n${DRAWING_STYLE}`,
    script: PAGE_SCRIPT,
    body: `${headOf(review, anchors)}
<nav aria-label="Contents"><ul>${contents.map(([id, words]) => `<li><a href="#${id}">${words}</a></li>`).join("")}</ul></nav>
<main id="main">
${changesOf(review)}
${graph.html === "" ? "" : `<section aria-labelledby="graph"><h2 id="graph">Access graph</h2>\n${graph.html}\n</section>`}
${findings}
${environmentsOf(review)}
${unseenOf(review)}
</main>
<footer><p>rolegate ${xml(report.tool.version)}, as of ${xml(report.today)}. This file asks nothing of any network.</p></footer>`,
  });
};

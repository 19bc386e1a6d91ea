import { explain } from "../../cli/reach-of-roles";
import type { AccessGraph } from "../../model/access-graph";
import type { Report } from "../../model/report";
import { judge, type Subject } from "../../policies/judge";
import { ruleById } from "../../policies/rules";
import { reviewOf } from "../../reporters/review/review";
import { renderReviewHtml } from "../../reporters/review-html";
import { finding, report } from "./reports";

/** The page of a report, with what its findings say for its graph. */
export const pageOf = (facts: Report): string => renderReviewHtml(reviewOf(facts, ruleById), { fileOf: (file) => file });

/** Roles each of which becomes superuser through a group of its own. */
export const manyPaths = (count: number, status: "open" | "waived" = "open"): Report =>
  report({
    findings: Array.from({ length: count }, (_, at) => {
      const path = [{ from: `app_${at}`, to: `owner_app_${at}`, by: "inherit" as const, via: null }];
      return finding({ rule: "no-superuser", subject: `app_${at}`, tier: "superuser", capability: "superuser", message: "m", status, path });
    }),
  });

/** What the gate says of a server without policy files, as a page with the access of every role. */
export const judgedPage = (graph: AccessGraph): { readonly report: Report; readonly html: string } => {
  const subject: Subject = {
    environment: {
      ...{ name: "prod", kind: "shared", majors: [16], platform: "self-hosted", administrators: ["postgres"] },
      ...{ providerLogins: [], endpoint: "known", policy: null },
    },
    graph,
  };
  const judged = report(judge({ today: "2026-11-20", policy: null, subjects: [subject] }));
  const { explanations } = explain({ subjects: [subject], unseen: [], policy: null, today: "2026-11-20", role: null });
  return { report: judged, html: renderReviewHtml(reviewOf(judged, ruleById), { fileOf: (file) => file }, explanations) };
};

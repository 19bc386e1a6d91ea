import { environmentResolver } from "../../gates/resolve-environment";
import { type AccessGraph, NO_ORIGIN } from "../../model/access-graph";
import type { PolicyData } from "../../model/policy";
import type { Report } from "../../model/report";
import { judge } from "../../policies/judge";
import { reviewOf } from "../../reporters/review/review";
import { renderText } from "../../reporters/text";
import { type Cluster, readLive } from "./clusters";

/** The catalogs of a live server, judged by the rules that judge the code. */
export interface LiveJudgement {
  readonly graph: AccessGraph;
  readonly verdict: Report["verdict"];
  readonly errors: number;
  readonly text: string;
}

/** Reads the server's catalogs and judges them as the environment that its endpoint belongs to. */
export const judgeLive = async (cluster: Cluster, policy: PolicyData, today: string): Promise<LiveJudgement> => {
  const { host, port } = cluster.server;
  const { graph } = await readLive(cluster);
  const environment = environmentResolver(policy, null)({ provider: "postgresql", host, port, login: null, graph, origin: NO_ORIGIN });
  const judged = judge({ today, policy, subjects: [{ environment, graph }] });
  const report: Report = {
    schema: "rolegate.report/1",
    tool: { name: "rolegate", version: "0" },
    today,
    inputs: [],
    policies: { sha256: policy.sha256 },
    ...judged,
  };
  return { graph, verdict: judged.verdict, errors: judged.summary.errors, text: renderText(reviewOf(report), { color: false, width: 96 }) };
};

/** Of a report's text, each error from its first line to where it stands; warnings, why and what to do are left to the reports themselves. */
export const errorsIn = (text: string): readonly string[] => {
  const found: string[] = [];
  let isInside = false;
  for (const line of text.split("\n")) {
    const [, label] = /^ {4}(error|warning|rule|path|at|why|do) {2,}/.exec(line) ?? [];
    if (label === "error") isInside = true;
    if (label === "warning" || label === "why" || label === "do" || line.trim() === "") isInside = false;
    if (isInside) found.push(line.slice(4));
  }
  return found;
};

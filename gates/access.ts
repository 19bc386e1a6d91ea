import type { AccessReport } from "../model/access-report";
import type { PolicyData } from "../model/policy";
import type { Report } from "../model/report";
import { accessOf } from "../policies/access";
import { type LiveServer, liveSubjects } from "./live";

/** Who reaches what in the clusters of an audit, beside its report. */
export const accessReport = (servers: readonly LiveServer[], report: Report, policy: PolicyData | null): AccessReport => ({
  schema: "rolegate.access/1",
  tool: report.tool,
  today: report.today,
  policies: report.policies,
  environments: report.environments.map(({ name }) => name),
  unjudged: (report.unjudged ?? []).map(({ environment }) => environment),
  access: liveSubjects(servers).flatMap((subject) => accessOf(subject, policy, report.today, report.findings)),
});

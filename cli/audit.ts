import { resolve } from "node:path";
import { accessReport } from "../gates/access";
import { withBaseline } from "../gates/baseline";
import { liveGate, liveSubjects } from "../gates/live";
import { readBaseline } from "../readers/baseline/read-baseline";
import type { Explanation } from "../reporters/explanation";
import { accessRenderings } from "./access-renderings";
import { type AuditTargets, auditTargets } from "./audit-targets";
import { type DesiredInput, readDesired } from "./desired";
import type { ExitCode, Io } from "./io";
import { loadPolicies } from "./load-policies";
import { deliver } from "./output";
import { readTargets } from "./postgres/audit-servers";
import { reachedIn } from "./reached";
import { readText } from "./read-text";
import { reviewRenderings } from "./review-renderings";
import { ACCESS_FORMATS, formatAmong, idOf, lookOf, REVIEW_FORMATS, type ReportingOptions, reportFilesAmong, todayOf } from "./settings";
import { packageVersion } from "./version";

/** What `audit` takes, as the user wrote it. */
export interface AuditOptions extends ReportingOptions, DesiredInput {
  readonly all?: true;
  readonly complete?: true;
  readonly access?: true;
  readonly baseline?: string;
  readonly passwordCommand?: string;
}

/** `rolegate audit URL`, `rolegate audit --environment NAME`, `rolegate audit --all` */
export const auditCommand = async (words: readonly string[], options: AuditOptions, io: Io): Promise<ExitCode> => {
  const look = lookOf(options, io);
  const asked = { format: options.format, reports: options.report };
  const review = options.access === true ? null : { format: formatAmong(REVIEW_FORMATS, asked.format), files: reportFilesAmong(REVIEW_FORMATS, asked.reports) };
  const access = options.access === true ? { format: formatAmong(ACCESS_FORMATS, asked.format), files: reportFilesAmong(ACCESS_FORMATS, asked.reports) } : null;
  const id = idOf(options.id);
  const today = todayOf(options.today, io.now());
  const policy = loadPolicies(options, today, io);
  const targets: AuditTargets = auditTargets(words, options, policy);
  const baseline = options.baseline === undefined ? null : readBaseline(readText(resolve(io.cwd, options.baseline), options.baseline), options.baseline, today);
  const desired = await readDesired(options, policy, io);
  const { servers, unjudged, notices } = await readTargets(targets, options.passwordCommand, io);
  const judged = liveGate({ servers, unjudged, policy, desired, isComplete: options.complete === true, today, version: packageVersion() });
  const report = baseline === null ? judged : withBaseline(judged, baseline);
  const quiet = options.quiet === true;
  const told = quiet ? [] : notices;
  if (access !== null) await deliver(accessRenderings(accessReport(servers, report, policy), look), { ...access, notices: told }, io);
  if (review !== null) {
    const reached = (): readonly Explanation[] => reachedIn(liveSubjects(servers), { policy, today });
    await deliver(reviewRenderings(report, { look, quiet, id, reached }, io), { ...review, notices: told }, io);
  }
  if (unjudged.length > 0) return 2;
  return report.verdict === "deny" ? 1 : 0;
};

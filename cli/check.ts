import { judgeReadings } from "../gates/judge-readings";
import { planReadings } from "../gates/plan";
import { synthReadings } from "../gates/synth";
import type { PolicyData } from "../model/policy";
import type { StackFiles } from "../model/reading";
import type { Report } from "../model/report";
import { ruleById } from "../policies/rules/index";
import type { PlanSource } from "../readers/plan/plan-source";
import { renderJson } from "../reporters/json";
import { renderText } from "../reporters/text";
import type { ExitCode, Io } from "./io";
import { loadPolicies } from "./load-policies";
import { deliver } from "./output";
import { formatOf, lookOf, type ReportingOptions, reportFilesOf, standingIsErrorOf, todayOf } from "./settings";
import { readTerraformInputs } from "./terraform-inputs";
import { packageVersion } from "./version";

/** What `check` judges: values only. */
export interface CheckRequest {
  readonly stacks: readonly StackFiles[];
  readonly plans: readonly PlanSource[];
  /** Null without a policy folder. */
  readonly policy: PolicyData | null;
  /** `YYYY-MM-DD`, UTC. */
  readonly today: string;
  readonly environment: string | null;
  readonly standingIsError: boolean;
}

/** Judges stacks and plans; findings that were there before count only where the request says so. */
export const check = ({ standingIsError, stacks, plans, ...request }: CheckRequest): Report => {
  const { policy } = request;
  const readings = [...synthReadings(stacks, policy), ...planReadings(plans, policy)];
  const report = judgeReadings({ ...request, readings, version: packageVersion() });
  const denied = standingIsError && report.findings.some((finding) => finding.status === "standing" && finding.severity === "error");
  return denied ? { ...report, verdict: "deny" } : report;
};

/** `rolegate check INPUT...` */
export const checkCommand = async (inputs: readonly string[], options: ReportingOptions, io: Io): Promise<ExitCode> => {
  const look = lookOf(options, io);
  const format = formatOf(options.format);
  const files = reportFilesOf(options.report);
  const today = todayOf(options.today, io.now());
  const standingIsError = standingIsErrorOf(options.standing);
  const policy = loadPolicies(options, today, io);
  const { stacks, plans, notices } = readTerraformInputs(inputs, io);
  const report = check({ stacks, plans, policy, today, environment: options.environment ?? null, standingIsError });
  const why = (rule: string): string | undefined => ruleById(rule)?.rationale;
  const quiet = options.quiet === true;
  await deliver(
    {
      json: () => renderJson(report),
      text: (printed) => renderText(report, printed ? { ...look, why, quiet } : { color: false, width: look.width, why }),
    },
    { format, files, notices: quiet ? [] : notices },
    io,
  );
  return report.verdict === "deny" ? 1 : 0;
};

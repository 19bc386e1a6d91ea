import { judgeReadings, subjectsOf } from "../gates/judge-readings";
import type { LiveServer } from "../gates/live";
import { planReadings, planSource, sourceReadings, withLines } from "../gates/plan";
import { environmentResolver } from "../gates/resolve-environment";
import { synthReadings } from "../gates/synth";
import { InputError } from "../model/input-error";
import type { PolicyData } from "../model/policy";
import type { Reading, StackFiles } from "../model/reading";
import type { Report } from "../model/report";
import type { SourceFolder } from "../model/terraform-source";
import type { PlanInput } from "../readers/plan/plan-bytes";
import type { ExitCode, Io } from "./io";
import { loadPolicies } from "./load-policies";
import { openSavedPlans } from "./open-saved-plans";
import { deliver } from "./output";
import type * as AuditServers from "./postgres/audit-servers";
import type { Audited } from "./postgres/audit-servers";
import { isPostgresUrl, refuseOtherAddress } from "./postgres/url";
import { reachedIn } from "./reached";
import { reviewRenderings } from "./review-renderings";
import { formatAmong, idOf, lookOf, REVIEW_FORMATS, type ReportingOptions, reportFilesAmong, standingIsErrorOf, todayOf } from "./settings";
import { hasConfiguration, terraformFolder } from "./terraform-folder";
import { readTerraformInputs } from "./terraform-inputs";
import { UsageError } from "./usage-error";
import { packageVersion } from "./version";

/** What `check` judges: values only. */
export interface CheckRequest {
  readonly stacks: readonly StackFiles[];
  readonly plans: readonly PlanInput[];
  /** What was read of Terraform folders. Default: there are none. */
  readonly sources?: readonly Reading[];
  /** Null without a policy folder. */
  readonly policy: PolicyData | null;
  /** `YYYY-MM-DD`, UTC. */
  readonly today: string;
  readonly environment: string | null;
  readonly standingIsError: boolean;
  /** What a live server holds beside the change. Default: nobody looked. */
  readonly facts?: LiveServer | undefined;
}

/** Judges stacks, plans and what was read of folders; findings that were there before count only where the request says so. */
export const check = (request: CheckRequest): Report => judgedBy(readingsOf(request), request);

const readingsOf = ({ stacks, plans, sources = [], policy }: CheckRequest): readonly Reading[] => [
  ...synthReadings(stacks, policy),
  ...planReadings(plans, policy),
  ...sources,
];

const judgedBy = (readings: readonly Reading[], { standingIsError, ...request }: CheckRequest): Report => {
  const report = judgeReadings({ ...request, readings, version: packageVersion() });
  const denied = standingIsError && report.findings.some((finding) => finding.status === "standing" && finding.severity === "error");
  return denied ? { ...report, verdict: "deny" } : report;
};

/** What `check` takes, as the user wrote it. */
export interface CheckOptions extends ReportingOptions {
  readonly facts?: string;
  readonly passwordCommand?: string;
}

/** `rolegate check INPUT...` */
export const checkCommand = async (inputs: readonly string[], options: CheckOptions, io: Io): Promise<ExitCode> => {
  const look = lookOf(options, io);
  const format = formatAmong(REVIEW_FORMATS, options.format);
  const files = reportFilesAmong(REVIEW_FORMATS, options.report);
  const id = idOf(options.id);
  const today = todayOf(options.today, io.now());
  const standingIsError = standingIsErrorOf(options.standing);
  const policy = loadPolicies(options, today, io);
  const { stacks, plans, savedPlans, folders, notices } = readTerraformInputs(inputs, io);
  const opened = await openSavedPlans(savedPlans, policy, io);
  const refused = opened.flatMap((each) => ("refused" in each ? [each.refused] : []));
  const rendered = opened.flatMap((each) => ("plan" in each ? [each.plan] : []));
  const sources = [...(await sourceReadings(folders, policy)), ...refused];
  const source = options.source === undefined ? undefined : await planSource(sourceFolder(options.source, plans, io), policy);
  const facts = options.facts === undefined ? undefined : await readFacts(options.facts, options, policy, io);
  const request: CheckRequest = {
    facts: facts?.server,
    stacks,
    plans: [...rendered, ...(source === undefined ? plans : plans.map((plan) => ({ ...plan, source })))],
    sources,
    policy,
    today,
    environment: options.environment ?? null,
    standingIsError,
  };
  const readings = readingsOf(request);
  const seen = [source, ...rendered.map((plan) => plan.source)];
  const report = seen.reduce((lined, each) => (each === undefined ? lined : withLines(lined, each)), judgedBy(readings, request));
  const quiet = options.quiet === true;
  await deliver(
    reviewRenderings(report, { look, quiet, id, reached: () => reachedIn(subjectsOf({ ...request, readings }), request) }, io),
    { format, files, notices: quiet ? [] : [...notices, ...(facts?.notices ?? [])] },
    io,
  );
  return report.verdict === "deny" ? 1 : 0;
};

/** What `--facts` names: a live server, read as an audit reads it. Loaded when it is asked for. */
const readFacts = (url: string, { environment, passwordCommand }: CheckOptions, policy: PolicyData | null, io: Io): Promise<Audited> => {
  refuseOtherAddress(url);
  if (!isPostgresUrl(url)) throw new UsageError(`--facts is the URL of a live server, \`postgres://USER@HOST:PORT/DATABASE\`, got \`${url}\``);
  const { readServer } = require("./postgres/audit-servers") as typeof AuditServers;
  return readServer(url, environmentResolver(policy, environment ?? null), passwordCommand, io);
};

/** What `--source` names: the configuration of the one plan that is given. */
const sourceFolder = (source: string, plans: readonly PlanInput[], { cwd }: Io): SourceFolder => {
  if (plans.length !== 1)
    throw new UsageError(`--source is the configuration of one plan in JSON, and ${plans.length === 0 ? "none is" : "several are"} given`);
  if (!hasConfiguration(source, cwd)) throw new InputError(`\`${source}\` is no Terraform folder`, ["--source names the folder that the plan was made from"]);
  return terraformFolder(source, cwd);
};

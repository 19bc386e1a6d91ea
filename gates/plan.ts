import type { PolicyData } from "../model/policy";
import type { Reading } from "../model/reading";
import type { Report } from "../model/report";
import type { SourceFolder } from "../model/terraform-source";
import type { PlanInput } from "../readers/plan/plan-bytes";
import { readPlan } from "../readers/plan/read-plan";
import { readLockFile, refuseOtherProviders } from "../readers/source/lock-file";
import { readPlanSource } from "../readers/source/read-plan-source";
import { foreignProvidersIn, readSource } from "../readers/source/read-source";
import type { PlanSource } from "../readers/terraform/plan-source";
import { knowledgeOf } from "./knowledge";

/** Gate 3: the facts of plans by provider configuration, before the change and after it. Throws an InputError for what is no plan. */
export const planReadings = (plans: readonly PlanInput[], policy: PolicyData | null): readonly Reading[] =>
  plans.map((plan) => readPlan(plan, knowledgeOf(policy)));

/** Gate 3, before there is a plan: what is dangerous to plan in folders. Throws an InputError for a file that cannot be read. */
export const sourceReadings = (folders: readonly SourceFolder[], policy: PolicyData | null): Promise<readonly Reading[]> =>
  Promise.all(folders.map((folder) => readSource(folder, knowledgeOf(policy))));

/** What the configuration of a plan says, and plan JSON does not. Throws an InputError for a file that cannot be read. */
export const planSource = (folder: SourceFolder, policy: PolicyData | null): Promise<PlanSource> => readPlanSource(folder, knowledgeOf(policy));

/** A report with the lines of the configuration where a plan has only addresses. */
export const withLines = (report: Report, source: PlanSource): Report => ({
  ...report,
  findings: report.findings.map((finding) => {
    const { address, file } = finding.origin;
    const line = address === null || file !== null ? null : source.lineOf(address.replace(INSTANCE_KEY, ""));
    return line === null ? finding : { ...finding, origin: { ...finding.origin, ...line } };
  }),
});

const INSTANCE_KEY = /\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g;

/**
 * Before a saved plan is rendered, which starts its providers: the sources of its configuration that would speak to PostgreSQL and may not. Throws
 * an InputError where its lock file has another provider, version or hash than that of the folder.
 */
export const savedPlanProviders = async (
  folder: SourceFolder,
  planned: string,
  installed: string | null,
  policy: PolicyData | null,
): Promise<readonly string[]> => {
  const knowledge = knowledgeOf(policy);
  const foreign = await foreignProvidersIn(folder, knowledge);
  if (foreign.length > 0) return foreign;
  const [ours, theirs] = [await readLockFile(installed ?? "", ".terraform.lock.hcl"), await readLockFile(planned, `${folder.path}:.terraform.lock.hcl`)];
  refuseOtherProviders(theirs, ours, knowledge, folder.path);
  return [];
};

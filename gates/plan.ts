import type { PolicyData } from "../model/policy";
import type { Reading } from "../model/reading";
import type { SourceFolder } from "../model/terraform-source";
import { type PlanText, readPlan } from "../readers/plan/read-plan";
import { readSource } from "../readers/source/read-source";
import { knowledgeOf } from "./knowledge";

/** Gate 3: the facts of plans by provider configuration, before the change and after it. Throws an InputError for what is no plan. */
export const planReadings = (plans: readonly PlanText[], policy: PolicyData | null): readonly Reading[] =>
  plans.map((plan) => readPlan(plan, knowledgeOf(policy)));

/** Gate 3, before there is a plan: what is dangerous to plan in folders. Throws an InputError for a file that cannot be read. */
export const sourceReadings = (folders: readonly SourceFolder[], policy: PolicyData | null): Promise<readonly Reading[]> =>
  Promise.all(folders.map((folder) => readSource(folder, knowledgeOf(policy))));

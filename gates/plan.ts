import type { PolicyData } from "../model/policy";
import type { Reading } from "../model/reading";
import type { PlanSource } from "../readers/plan/plan-source";
import { readPlan } from "../readers/plan/read-plan";
import { knowledgeOf } from "./knowledge";

/** Gate 3: the facts of plans by provider configuration, before the change and after it. Throws an InputError for what is no plan. */
export const planReadings = (plans: readonly PlanSource[], policy: PolicyData | null): readonly Reading[] =>
  plans.map((plan) => readPlan(plan, knowledgeOf(policy)));

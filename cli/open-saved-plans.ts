import type { PolicyData } from "../model/policy";
import type { Io } from "./io";
import type * as SavedPlans from "./saved-plan";
import type { OpenedPlan, SavedPlan } from "./saved-plan";

/** Opens saved plans. What unpacks archives is loaded when one is given: most runs have none. */
export const openSavedPlans = async (plans: readonly SavedPlan[], policy: PolicyData | null, io: Pick<Io, "cwd" | "env">): Promise<readonly OpenedPlan[]> => {
  if (plans.length === 0) return [];
  const { openSavedPlan } = require("./saved-plan") as typeof SavedPlans;
  return Promise.all(plans.map((plan) => openSavedPlan(plan, policy, io)));
};

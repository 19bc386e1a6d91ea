import type { PolicyData } from "../model/policy";
import type { Subject } from "../policies/judge";
import type { Explanation } from "../reporters/explanation";
import type * as Explain from "./reach-of-roles";

export interface ReachedRequest {
  /** Null without a policy folder. */
  readonly policy: PolicyData | null;
  /** `YYYY-MM-DD`, UTC. */
  readonly today: string;
}

/** What every role reaches, after the change where there is one, as `rolegate explain --all` tells it: the access graph of a review's page. A report has no room for it. */
export const reachedIn = (subjects: readonly Subject[], { policy, today }: ReachedRequest): readonly Explanation[] => {
  const { explain } = require("./reach-of-roles") as typeof Explain;
  return explain({ subjects, unseen: [], policy, today, role: null }).explanations;
};

import { groupServers } from "../gates/group-servers";
import { environmentResolver } from "../gates/resolve-environment";
import type { PolicyData } from "../model/policy";
import type { Reading } from "../model/reading";
import type { Explanation } from "../reporters/explanation";
import type * as Explain from "./explain";

export interface ReachedRequest {
  /** Null without a policy folder. */
  readonly policy: PolicyData | null;
  /** What `--environment` said; null where it said nothing. */
  readonly environment: string | null;
  /** `YYYY-MM-DD`, UTC. */
  readonly today: string;
}

/** What every role reaches after the change, as `rolegate explain --all` tells it: the access graph of a review's page. A report has no room for it. */
export const reachedIn = (readings: readonly Reading[], { policy, environment, today }: ReachedRequest): readonly Explanation[] => {
  const subjects = groupServers(readings, environmentResolver(policy, environment));
  const { explain } = require("./explain") as typeof Explain;
  return explain({ subjects, unseen: [], policy, today, role: null }).explanations;
};

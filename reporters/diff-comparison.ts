import type { EnvironmentDiff } from "../model/diff";

/** What was compared, as a person named it, what differs, and what nobody could read of either. */
export interface Comparison {
  readonly before: string;
  readonly after: string;
  readonly environments: readonly EnvironmentDiff[];
  readonly unseen: { readonly before: readonly string[]; readonly after: readonly string[] };
  /** Was something unseen that may hide a difference? */
  readonly hasGap: boolean;
}

import type { Tier } from "../model/capability";
import type { ReachedCapability } from "../model/closure";
import type { AllowlistEntry } from "../model/policy";

/**
 * What the policy files say of a capability that a role reaches. `refused` is a finding, `doubtful` a warning (a condition
 * stands between the role and the capability, and every way to it leads through something approved); `repeated` is reached
 * only through a higher capability, which is the finding; `not-judged`: of no concern for this role.
 */
export type Ruling = "refused" | "doubtful" | "approved" | "allowlisted" | "repeated" | "not-judged";

/** A capability that a role reaches, judged. */
export interface Held {
  readonly reach: ReachedCapability;
  readonly ruling: Ruling;
  /** The tier on this server: CREATEROLE before PostgreSQL 16 is tier os. */
  readonly judgedTier: Tier;
  /** An allowlist entry that names it and does not count, because the endpoint is not known. */
  readonly withheld: AllowlistEntry | null;
}

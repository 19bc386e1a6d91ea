import type { Capability } from "./capability";
import type { Reach } from "./report";

/** A capability that a role reaches on some majors, as a plain value: what is explained, compared and printed. */
export interface HeldCapability extends Reach {
  /** The object that gives it, such as `EXECUTE on function pg_catalog.lo_export(oid, text)`; null where a role or attribute does. */
  readonly source: string | null;
  /** The capability that it may follow from; null where it is reached itself. */
  readonly follows: Capability | null;
  /** The majors on which it is reached, of those that are looked at. */
  readonly postgres: readonly number[];
}

/** The same of what a closure answers, whose path is made when it is asked for: its own fields only, on those majors. */
export const heldOn = (
  { capability, tier, certainty, condition, path, source, follows }: Omit<HeldCapability, "postgres">,
  postgres: readonly number[],
): HeldCapability => ({ capability, tier, certainty, condition, path, source, follows, postgres });

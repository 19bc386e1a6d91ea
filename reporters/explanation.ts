import type { Capability } from "../model/capability";
import type { FunctionFact } from "../model/object-facts";
import type { Reach } from "../model/report";

/** A capability of one role; `postgres` lists the majors on which it reaches it, of those that are explained. */
export interface ExplainedCapability extends Reach {
  /** The object that gives it, such as `EXECUTE on function pg_catalog.lo_export(oid, text)`; null where a role or attribute does. */
  readonly source: string | null;
  /** The capability that it may follow from; null where it is reached itself. */
  readonly follows: Capability | null;
  readonly postgres: readonly number[];
}

/** All that one role of one environment reaches, most dangerous first. */
export interface Explanation {
  readonly environment: string;
  readonly role: string;
  /** The majors that it is explained for: one, or all supported ones where the environment is unknown. */
  readonly postgres: readonly number[];
  readonly capabilities: readonly ExplainedCapability[];
}

/** Explanations, and what the inputs hold that nobody can read. */
export interface Explained {
  readonly explanations: readonly Explanation[];
  readonly unseen: readonly string[];
  /** Functions that run as their owner, for paths that lead through one: it can be reviewed and accepted. */
  readonly functions?: readonly DefinerFunction[];
}

/** A SECURITY DEFINER function of one environment. */
export interface DefinerFunction {
  readonly environment: string;
  readonly fact: FunctionFact;
}

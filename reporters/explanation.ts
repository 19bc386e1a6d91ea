import type { HeldCapability } from "../model/held-capability";
import type { FunctionFact } from "../model/object-facts";

/** All that one role of one environment reaches, most dangerous first. */
export interface Explanation {
  readonly environment: string;
  readonly role: string;
  /** The majors that it is explained for: one, or all supported ones where the environment is unknown. */
  readonly postgres: readonly number[];
  readonly capabilities: readonly HeldCapability[];
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

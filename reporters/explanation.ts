import type { Reach } from "../model/report";

/** A capability of one role; `postgres` lists the majors on which it reaches it, of those that are explained. */
export interface ExplainedCapability extends Reach {
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
}

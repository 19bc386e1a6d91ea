import type { Difference, Drift } from "../model/drift";

/** A difference with what mends it. */
export interface MendedDifference {
  readonly difference: Difference;
  /** Where the statements run; null where any database will do. */
  readonly database: string | null;
  readonly sql: readonly string[];
  /** What a person has to decide first; null where the code has decided. */
  readonly question: string | null;
}

/** What `drift` answers about one environment. */
export interface DriftReport {
  readonly environment: string;
  readonly postgres: number;
  /** How messages name the two sides. */
  readonly desired: string;
  readonly actual: string;
  readonly differences: readonly MendedDifference[];
  readonly tolerated: Drift["tolerated"];
  /** What could not be compared, each as a sentence with what it would take. */
  readonly untold: readonly string[];
  readonly verdict: "same" | "different" | "unknown";
}

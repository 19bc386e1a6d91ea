import { InputError } from "../../model/input-error";
import type { PlanSource } from "../terraform/plan-source";

/** The bytes of a plan, from the beginning as often as they are asked for: no plan needs to fit into memory. */
export interface PlanBytes {
  /** As a report shows it. */
  readonly path: string;
  /** The bytes in order, from a place on. A chunk holds until the next one is asked for. Default: from the beginning. */
  chunks(from?: number): Iterable<Uint8Array>;
}

/** A plan in JSON. */
export interface PlanInput extends PlanBytes {
  /** Digest of the file that it was rendered from; without it that of the bytes. */
  readonly sha256?: string;
  /** The configuration that it was made from, where that can be seen. */
  readonly source?: PlanSource;
}

/** What was read of it no longer counts. */
export const changedMeanwhile = (path: string): InputError => new InputError(`cannot read \`${path}\`: it changed while it was read`);

/** A plan that is in memory: its bytes, or its text. */
export const planInMemory = (path: string, content: string | Uint8Array): PlanBytes => {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  return { path, chunks: (from = 0) => [bytes.subarray(from)] };
};

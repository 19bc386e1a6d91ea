/** The bytes of a plan, from the beginning as often as they are asked for: no plan needs to fit into memory. */
export interface PlanSource {
  /** As a report shows it. */
  readonly path: string;
  /** The bytes in order. A chunk holds until the next one is asked for. */
  chunks(): Iterable<Uint8Array>;
}

/** A plan that is in memory: its bytes, or its text. */
export const planInMemory = (path: string, content: string | Uint8Array): PlanSource => {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  return { path, chunks: () => [bytes] };
};

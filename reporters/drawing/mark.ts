import type { HeldCapability } from "../../model/held-capability";

/** What a review lets stand out: what breaks a rule, and what is new with the change. */
export type Mark = "offending" | "gained";
export type MarkOf = (role: string, reached: HeldCapability) => Mark | null;
/** The first of two marks that counts. */
export const strongerMark = (a: Mark | null, b: Mark | null): Mark | null => (a === "offending" || b === "offending" ? "offending" : (a ?? b));

export const unmarked: MarkOf = () => null;

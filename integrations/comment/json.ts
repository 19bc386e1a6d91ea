/** Values of an answer from outside, of which nothing is known. */
export const asRecord = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : {};

export const asArray = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export const asText = (value: unknown): string => (typeof value === "string" ? value : "");

/** A number or a string as the string that stands in an address; empty for all else. */
export const asId = (value: unknown): string => (typeof value === "number" || typeof value === "string" ? String(value) : "");

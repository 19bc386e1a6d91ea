import { isArray, type Json } from "../terraform/json-text";

/** How many keys the objects of a value have. */
export const keysIn = (value: Json): number => {
  if (typeof value !== "object" || value === null) return 0;
  let count = 0;
  if (isArray(value)) for (const element of value) count += keysIn(element);
  else for (const key in value) count += 1 + keysIn(value[key] ?? null);
  return count;
};

/** What of a value programs read in different ways: a number that became infinite, half of a character; null: nothing. */
export const doubtIn = (value: Json): string | null => {
  if (typeof value === "number") return Number.isFinite(value) ? null : "a number is larger than a double can be";
  if (typeof value === "string") return LONE_SURROGATE.test(value) ? "a string holds half of a character (a lone surrogate)" : null;
  if (typeof value !== "object" || value === null) return null;
  const inner = isArray(value) ? value : Object.entries(value).flat();
  for (const one of inner) {
    const doubt = doubtIn(one);
    if (doubt !== null) return doubt;
  }
  return null;
};

const LONE_SURROGATE = /\p{Surrogate}/u;

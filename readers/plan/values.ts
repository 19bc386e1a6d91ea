import { type Maybe, UNKNOWN } from "../../model/unknown";
import type { Resolver } from "../terraform/expressions";
import { field, isArray, isObject, type Json, type JsonObject } from "../terraform/json-text";

/** Stands in a planned value for what is known only after the apply; no plan holds such a key. */
const MARK = "\u0000unknown";

/** A value that is known after the apply, and what it is made from, as the configuration says. */
export const unknownValue = (references: string): JsonObject => ({ [MARK]: references });
const isMark = (value: Json): value is JsonObject => isObject(value) && Object.hasOwn(value, MARK);

/**
 * The planned values of a resource with marks where they are not known: `after` leaves out attributes that `after_unknown` has, and holds null
 * for unknown elements. `referencesOf` tells what an attribute is made from.
 */
export const withUnknowns = (after: JsonObject, unknown: Json, referencesOf: (attribute: string) => string): JsonObject => {
  if (!isObject(unknown)) return unknown === true ? Object.fromEntries(Object.keys(after).map((key) => [key, unknownValue(referencesOf(key))])) : after;
  const marked: Record<string, Json> = { ...after };
  for (const [key, mark] of Object.entries(unknown)) {
    // The provider's own identifiers are never known before, and nothing is read from them.
    if (key !== "id" && mark !== false) marked[key] = merged(field(after, key) ?? null, mark, () => referencesOf(key));
  }
  return marked;
};

/** Does `after_unknown` mark nothing that `withUnknowns` would put in? */
export const isAllKnown = (after: JsonObject, unknown: Json): boolean => {
  if (unknown === null || unknown === false) return true;
  if (!isObject(unknown)) return false;
  for (const key in unknown) {
    const mark = unknown[key] ?? false;
    const value = after[key] ?? null;
    const isKnown = mark === false || key === "id" || (isArray(mark) && isArray(value) && mark.length <= value.length && mark.every((own) => own === false));
    if (!isKnown) return false;
  }
  return true;
};

const merged = (value: Json, mark: Json, references: () => string): Json => {
  if (mark === true) return unknownValue(references());
  if (isArray(mark)) {
    const elements = isArray(value) ? value : [];
    return Array.from({ length: Math.max(elements.length, mark.length) }, (_, at) => merged(elements[at] ?? null, mark[at] ?? false, references));
  }
  if (!isObject(mark)) return value;
  const inner: Record<string, Json> = isObject(value) ? { ...value } : {};
  for (const [key, own] of Object.entries(mark)) if (own !== false) inner[key] = merged(inner[key] ?? null, own, references);
  return inner;
};

const isKnownValue = (value: Json): boolean => {
  if (isArray(value)) return value.every(isKnownValue);
  return !isObject(value) || (!isMark(value) && (Object.values(value) as readonly Json[]).every(isKnownValue));
};

/** A plan holds values and no templates: `${` in one is text. */
export const PLANNED: Resolver = {
  resolve: (value): Maybe<Json> => (isMark(value) ? UNKNOWN : value),
  isKnown: isKnownValue,
  shown: (value) => (isMark(value) ? String(value[MARK]) : undefined),
};

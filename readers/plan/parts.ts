import { field, isArray, isObject, type Json, type JsonObject } from "../terraform/json-text";

export const NOTHING: JsonObject = {};

/** The value where it is an object; an empty one where it is anything else. */
export const objectOr = (value: Json | undefined): JsonObject => (isObject(value) ? value : NOTHING);
export const objectAt = (object: JsonObject, key: string): JsonObject => objectOr(field(object, key));
/** The objects of a list; none where there is no list. */
export const objectsAt = (object: JsonObject, key: string): readonly JsonObject[] => {
  const value = field(object, key);
  return isArray(value) ? value.filter(isObject) : [];
};
/** A text; empty where there is none. */
export const textAt = (object: JsonObject, key: string): string => {
  const value = field(object, key);
  return typeof value === "string" ? value : "";
};

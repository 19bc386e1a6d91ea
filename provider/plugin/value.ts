/** A value that Terraform does not know yet: it will be known at apply. */
export const UNKNOWN_VALUE: unique symbol = Symbol("unknown");

/**
 * A value of Terraform's type system as it travels in msgpack
 * (https://github.com/hashicorp/terraform/blob/main/docs/plugin-protocol/object-wire-format.md). Objects and maps are `Map`s: keys may be role
 * names, and a role may be named `__proto__`. Whole numbers beyond 2^53 are `bigint`s or, as Terraform writes large ones, strings.
 */
export type Value = null | typeof UNKNOWN_VALUE | boolean | number | bigint | string | readonly Value[] | MapValue;
export type MapValue = ReadonlyMap<string, Value>;

export const isMap = (value: Value | undefined): value is MapValue => value instanceof Map;
export const isList = (value: Value | undefined): value is readonly Value[] => Array.isArray(value);

/** Do both say the same? Maps whatever their order, lists in order; two unknowns are not known to be equal. */
export const sameValue = (a: Value, b: Value): boolean => {
  if (a === UNKNOWN_VALUE || b === UNKNOWN_VALUE) return false;
  if (isMap(a)) return isMap(b) && a.size === b.size && [...a].every(([key, value]) => b.has(key) && sameValue(value, b.get(key) ?? null));
  if (isList(a)) return isList(b) && a.length === b.length && a.every((value, at) => sameValue(value, b[at] ?? null));
  return a === b;
};

/** A value of JSON, as a state file or a reattached client holds it. */
export const valueOfJson = (json: unknown): Value => {
  if (json === null || typeof json === "boolean" || typeof json === "number" || typeof json === "string") return json;
  if (Array.isArray(json)) return json.map(valueOfJson);
  if (typeof json === "object") return new Map(Object.entries(json).map(([key, value]) => [key, valueOfJson(value)]));
  throw new Error(`JSON holds no ${typeof json}`);
};

/** The object that a text of JSON is; null where it is none. */
export const jsonObject = (text: string): MapValue | null => {
  try {
    const value = valueOfJson(JSON.parse(text));
    return isMap(value) ? value : null;
  } catch {
    return null;
  }
};

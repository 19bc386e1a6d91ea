/** A piece of an expression: code as it is, an object, a list, or a call whose last argument may be broken over lines. */
export type Code =
  | string
  | { readonly object: readonly (readonly [key: string, value: Code])[] }
  | { readonly list: readonly Code[] }
  | { readonly call: string; readonly given: readonly Code[] };

/** As wide as a line of the program gets. */
const WIDTH = 120;

/** The expression as Biome's formatter writes it, with room for `before` on its first line and `after` on its last. */
export const expression = (code: Code, indent = 0, before = 0, after = 0): string => {
  const flat = flatOf(code);
  if (!mustBreak(code) && indent + before + flat.length + after <= WIDTH) return flat;
  if (typeof code === "string") return code;
  const inner = " ".repeat(indent + 2);
  const outer = " ".repeat(indent);
  if ("object" in code) {
    if (code.object.length === 0) return "{}";
    return `{\n${code.object.map(([key, value]) => `${inner}${key}: ${expression(value, indent + 2, key.length + 2, 1)},\n`).join("")}${outer}}`;
  }
  if ("list" in code) {
    if (code.list.length === 0) return "[]";
    return `[\n${code.list.map((item) => `${inner}${expression(item, indent + 2, 0, 1)},\n`).join("")}${outer}]`;
  }
  const last = code.given.at(-1);
  if (last === undefined || typeof last === "string") return flat;
  const first = code.given.slice(0, -1).map((argument) => `${flatOf(argument)}, `);
  return `${code.call}(${first.join("")}${expression(last, indent, WIDTH)})`;
};

const flatOf = (code: Code): string => {
  if (typeof code === "string") return code;
  if ("object" in code) return code.object.length === 0 ? "{}" : `{ ${code.object.map(([key, value]) => `${key}: ${flatOf(value)}`).join(", ")} }`;
  if ("list" in code) return `[${code.list.map(flatOf).join(", ")}]`;
  return `${code.call}(${code.given.map(flatOf).join(", ")})`;
};

/** Several objects or lists in a list stand below one another, however short they are. */
const mustBreak = (code: Code): boolean => {
  if (typeof code === "string") return false;
  if ("object" in code) return code.object.some(([, value]) => mustBreak(value));
  if ("call" in code) return code.given.some(mustBreak);
  const isRecord = (item: Code): boolean => typeof item !== "string" && "object" in item && item.object.length > 1;
  const isPair = (item: Code): boolean => typeof item !== "string" && "list" in item && item.list.length > 1;
  return (code.list.length > 1 && (code.list.every(isRecord) || code.list.every(isPair))) || code.list.some(mustBreak);
};

/** A text as TypeScript, in the quotes that need fewer escapes; what nobody can see is escaped. */
export const literal = (text: string): string => {
  const single = (text.match(/'/g) ?? []).length < (text.match(/"/g) ?? []).length;
  const body = JSON.stringify(text).slice(1, -1);
  const quoted = single ? `'${body.replaceAll('\\"', '"').replaceAll("'", "\\'")}'` : `"${body}"`;
  return quoted.replace(/[^\x20-\x7e\p{L}\p{M}\p{N}\p{P}\p{S}]/gu, (character) =>
    Array.from({ length: character.length }, (_, unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, "0")}`).join(""),
  );
};

export const texts = (values: readonly string[]): Code => ({ list: values.map(literal) });

/** A key of an object literal. */
export const keyOf = (name: string): string => (/^[A-Za-z_$][A-Za-z0-9_$]*$/.test(name) ? name : literal(name));

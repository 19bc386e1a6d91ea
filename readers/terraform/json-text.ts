import { InputError } from "../../model/input-error";

/** A value of a JSON text. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

export const isObject = (value: Json | undefined): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);
export const isArray = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

/** The value of an own key; undefined where there is none, whatever objects inherit. */
export const field = (object: JsonObject, key: string): Json | undefined => {
  // Looking costs less than asking who owns the key, and what objects inherit are functions, which JSON never holds, and `__proto__`.
  const value = object[key];
  return typeof value === "function" || (key === "__proto__" && !Object.hasOwn(object, key)) ? undefined : value;
};

/** Terraform's own JSON nests ten deep or so; deeper text is an attack or a mistake, and is refused. */
export const MAXIMUM_DEPTH = 100;

/**
 * The value of a JSON text. Throws an InputError with path and line for what is not JSON, for a byte order mark or UTF-16, for a key
 * given twice in one object (`JSON.parse` keeps the last, Terraform both), and for nesting deeper than 100.
 */
export function parseJsonText(text: string, path: string): Json {
  refuseEncoding(text, path);
  const value = parsed(text);
  // Nearly every text is sound, and shows it quickly; only another is read again, for what is wrong and where.
  if (value !== undefined && isPlainlySound(text, value)) return value;
  const fault = findFault(text);
  if (fault !== null) throw new InputError(`\`${path}\` line ${lineAt(text, fault.at)}: ${fault.what}`, fault.details ?? []);
  if (value === undefined) throw new InputError(`\`${path}\` is not valid JSON`);
  return value;
}

const parsed = (text: string): Json | undefined => {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
};

/**
 * Has the value every colon of its text? Colons stand behind keys and inside of strings, so a key given twice, of which the value keeps
 * one, leaves the text with more. An escape such as `\u003a` could make up for that: such a text is left to `findFault`.
 */
const isPlainlySound = (text: string, value: Json): boolean => !text.includes("\\u") && colonsIn(text) === colonsOf(value, MAXIMUM_DEPTH);

/** By `indexOf`, which looks at many characters at once. */
function colonsIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf(":"); at !== -1; at = text.indexOf(":", at + 1)) count += 1;
  return count;
}

/** Colons of a value's text where nothing in it is given twice; NaN, equal to nothing, for one that nests deeper than `levels`. */
function colonsOf(value: Json, levels: number): number {
  if (typeof value === "string") return colonsIn(value);
  if (typeof value !== "object" || value === null) return 0;
  if (levels === 0) return Number.NaN;
  let count = 0;
  if (isArray(value)) for (const element of value) count += colonsOf(element, levels - 1);
  else for (const key in value) count += 1 + colonsIn(key) + colonsOf(value[key] ?? null, levels - 1);
  return count;
}

function refuseEncoding(text: string, path: string): void {
  if (text.startsWith("\uFEFF")) throw new InputError(`\`${path}\` starts with a byte order mark`, ["save it as UTF-8 without one"]);
  if (text.slice(0, 4).includes("\u0000") || text.includes("\uFFFD")) throw new InputError(`\`${path}\` is not UTF-8 text`, ["save it as UTF-8"]);
  if (text.trim() === "") throw new InputError(`\`${path}\` is empty`);
}

interface Fault {
  readonly at: number;
  readonly what: string;
  readonly details?: readonly string[];
}

const lineAt = (text: string, at: number): number => {
  let line = 1;
  for (let i = text.indexOf("\n"); i !== -1 && i < at; i = text.indexOf("\n", i + 1)) line += 1;
  return line;
};

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const isSpace = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
const ATOM = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/** What a reader of one pass without recursion finds wrong: grammar, a key given twice, depth. Null when nothing is. */
export function findFault(text: string): Fault | null {
  // Keys seen in each open object; null for an open array.
  const open: (Set<string> | null)[] = [];
  let expected: "value" | "value or ]" | "key" | "key or }" | "comma or end" = "value";
  let at = 0;
  for (;;) {
    while (isSpace(text.charCodeAt(at))) at += 1;
    if (at >= text.length) return open.length === 0 && expected === "comma or end" ? null : { at, what: "the text ends too early" };
    const char = text[at];
    if (expected === "comma or end") {
      if (open.length === 0) return { at, what: "there is text after the end of the JSON value" };
      const keys = open[open.length - 1];
      if (char === ",") expected = keys ? "key" : "value";
      else if (char === (keys ? "}" : "]")) open.pop();
      else return { at, what: `expected a comma or ${keys ? "}" : "]"}, found \`${char}\`` };
      at += 1;
    } else if (expected === "key" || expected === "key or }") {
      if (char === "}" && expected === "key or }") {
        open.pop();
        expected = "comma or end";
        at += 1;
        continue;
      }
      const end = char === '"' ? endOfString(text, at) : -1;
      if (end === -1) return { at, what: char === '"' ? openString(text, at) : `expected a key in double quotes, found \`${char}\`` };
      const key = keyOf(text, at, end);
      const keys = open[open.length - 1];
      if (key === null) return { at, what: "a key is not a valid JSON string" };
      if (keys?.has(key)) return duplicate(at, key);
      keys?.add(key);
      at = end;
      while (isSpace(text.charCodeAt(at))) at += 1;
      if (text[at] !== ":") return { at, what: `expected a colon after the key \`${key}\`` };
      at += 1;
      expected = "value";
    } else if (char === "{" || char === "[") {
      if (open.length === MAXIMUM_DEPTH) return { at, what: `it nests deeper than ${MAXIMUM_DEPTH} levels`, details: ["Terraform's configuration never does"] };
      open.push(char === "{" ? new Set() : null);
      expected = char === "{" ? "key or }" : "value or ]";
      at += 1;
    } else if (char === "]" && expected === "value or ]") {
      open.pop();
      expected = "comma or end";
      at += 1;
    } else {
      const end = char === '"' ? endOfString(text, at) : endOfAtom(text, at);
      if (end === -1) return { at, what: char === '"' ? openString(text, at) : `expected a value, found \`${char}\`` };
      at = end;
      expected = "comma or end";
    }
  }
}

const duplicate = (at: number, key: string): Fault => ({
  at,
  what: `the key \`${key}\` is given twice in one object`,
  details: ["which of the two holds differs between programs, so neither can be judged: keep one"],
});

/** The index after the closing quote, or -1 for a string that a control character or the end of the text breaks off. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at + 1;
    if (code === BACKSLASH) at += 1;
    else if (code < 0x20) return -1;
  }
  return -1;
}

/** A string without its closing quote: broken off by a line break or another control character, or by the end of the text. */
const openString = (text: string, start: number): string =>
  CONTROL.test(text.slice(start)) ? "a string is not closed on its line" : "the text ends too early, inside of a string";
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what JSON forbids in a string
const CONTROL = /[\u0000-\u001f]/;

function endOfAtom(text: string, start: number): number {
  ATOM.lastIndex = start;
  return ATOM.test(text) ? ATOM.lastIndex : -1;
}

function keyOf(text: string, start: number, end: number): string | null {
  const raw = text.slice(start + 1, end - 1);
  if (!raw.includes("\\")) return raw;
  try {
    return JSON.parse(text.slice(start, end)) as string;
  } catch {
    return null;
  }
}

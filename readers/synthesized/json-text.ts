import { InputError } from "../../model/input-error";

/** A value of a JSON text. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

export const isObject = (value: Json | undefined): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);
export const isArray = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

/** The value of an own key; undefined where there is none, whatever objects inherit. */
export const field = (object: JsonObject, key: string): Json | undefined => (Object.hasOwn(object, key) ? object[key] : undefined);

/** Terraform's own JSON nests ten deep or so; deeper text is an attack or a mistake, and is refused before it is parsed. */
const MAXIMUM_DEPTH = 100;

/**
 * The value of a JSON text. Throws an InputError with path and line for what is not JSON, for a byte order mark or UTF-16, for a key
 * given twice in one object (`JSON.parse` keeps the last, Terraform both), and for nesting deeper than 100.
 */
export function parseJsonText(text: string, path: string): Json {
  refuseEncoding(text, path);
  // Nearly every text is sound, and shows it quickly; only for another is it worth finding the place.
  const { keys, depth } = measure(text);
  const value = depth <= MAXIMUM_DEPTH ? parsed(text) : undefined;
  if (value !== undefined && countKeys(value) === keys) return value;
  const fault = findFault(text);
  if (fault === null) throw new InputError(`\`${path}\` is not valid JSON`);
  throw new InputError(`\`${path}\` line ${lineAt(text, fault.at)}: ${fault.what}`, fault.details ?? []);
}

const parsed = (text: string): Json | undefined => {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
};

/** How many keys a text writes, and how deep it nests; for a text that is no JSON, numbers that mean little. */
function measure(text: string): { readonly keys: number; readonly depth: number } {
  let keys = 0;
  let open = 0;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = closingQuote(text, at);
    else if (code === COLON) keys += 1;
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      open += 1;
      if (open > depth) depth = open;
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) open -= 1;
  }
  return { keys, depth };
}

/** The index of the closing quote, the first that an even number of backslashes stands before; the end of the text where there is none. */
function closingQuote(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); ; end = text.indexOf('"', end + 1)) {
    if (end === -1) return text.length;
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === BACKSLASH) backslashes += 1;
    if (backslashes % 2 === 0) return end;
  }
}

/** Keys in a value that nests no deeper than `MAXIMUM_DEPTH`. */
function countKeys(value: Json): number {
  if (typeof value !== "object" || value === null) return 0;
  let count = 0;
  if (isArray(value)) {
    for (const element of value) count += countKeys(element);
  } else {
    for (const key in value) count += 1 + countKeys(value[key] ?? null);
  }
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
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const isSpace = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
const ATOM = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/** What a reader of one pass without recursion finds wrong: grammar, a key given twice, depth. Null when nothing is. */
function findFault(text: string): Fault | null {
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
      if (end === -1) return { at, what: `expected a key in double quotes, found \`${char}\`` };
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
      if (end === -1) return { at, what: char === '"' ? "a string is not closed on its line" : `expected a value, found \`${char}\`` };
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

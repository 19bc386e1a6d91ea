import { createColors } from "picocolors";
import { listed } from "../model/path-words";

export interface TextOptions {
  readonly color: boolean;
  /** Columns to wrap to. */
  readonly width: number;
}

export type Colors = ReturnType<typeof createColors>;
export const colorsFor = (options: TextOptions): Colors => createColors(options.color);

/** Narrower than this, hanging indents leave no room for words. */
const NARROWEST = 40;

/**
 * Lines of at most `width` columns, words kept whole: a path or an address that is longer than a line stays one word,
 * so that a terminal can make a link of it.
 */
export const wrap = (text: string, width: number): readonly string[] => {
  const room = Math.max(width, 1);
  // Seen once for the whole text: 50,000 findings have millions of words.
  if (PLAIN.test(text) && !text.startsWith(" ") && !text.includes("  ")) return wrapPlain(text, room);
  const lines: string[] = [];
  let line = "";
  let used = 0;
  for (const word of text.split(" ")) {
    const needed = columns(word);
    if (line !== "" && used + 1 + needed > room) {
      lines.push(line);
      line = "";
    }
    used = line === "" ? needed : used + 1 + needed;
    line = line === "" ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines;
};

/** The same where each character is a column and one blank stands between words: cut at blanks, without a text for each word. */
const wrapPlain = (text: string, room: number): readonly string[] => {
  const lines: string[] = [];
  let from = 0;
  while (text.length - from > room) {
    const within = text.lastIndexOf(" ", from + room);
    const end = within > from ? within : text.indexOf(" ", from + room + 1);
    if (end < 0) break;
    lines.push(text.slice(from, end));
    from = end + 1;
  }
  lines.push(from === 0 ? text : text.slice(from));
  return lines;
};

/** A label in a column of its own, at least a blank wider, and the text beside it with a hanging indent. */
export const labelled = (
  label: { readonly text: string; readonly indent: number; readonly column: number; readonly paint?: (text: string) => string },
  text: string,
  options: TextOptions,
): readonly string[] => {
  const paint = label.paint ?? ((plain: string) => plain);
  const hanging = label.indent + label.column;
  const [first = "", ...rest] = wrap(text, Math.max(options.width, NARROWEST) - hanging);
  const gap = " ".repeat(Math.max(label.column - columns(label.text), 0));
  const blank = " ".repeat(hanging);
  return [`${" ".repeat(label.indent)}${paint(label.text)}${gap}${first}`.trimEnd(), ...rest.map((line) => blank + line)];
};

/** Text wrapped at an indent. */
export const indented = (text: string, indent: number, options: TextOptions): readonly string[] =>
  wrap(text, Math.max(options.width, NARROWEST) - indent).map((line) => " ".repeat(indent) + line);

const columns = (text: string): number => (PLAIN.test(text) ? text.length : [...text].length);
const PLAIN = /^[\x20-\x7e]*$/;

/** `12,345`: without Intl, which takes longer to load than thousands of findings to count. */
export const thousands = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ",");

/** `1 error`, `2 errors`. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** The first `most` names, and how many are left out: a list is never cut in silence. */
export const listedAtMost = (names: readonly string[], most: number): string =>
  names.length <= most + 1 ? listed(names) : `${names.slice(0, most).join(", ")} and ${names.length - most} more`;

/** Values by key, in the order in which each key was met first. */
export const groupBy = <T>(values: readonly T[], keyOf: (value: T) => string): readonly (readonly [T, ...T[]])[] => {
  const groups = new Map<string, [T, ...T[]]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return [...groups.values()];
};

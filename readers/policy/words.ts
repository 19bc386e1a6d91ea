import { nearestName } from "../../model/nearest-name";
import { listed } from "../../model/path-words";

// Control, format (zero width, direction) and private characters, separators that look like spaces, halves of pairs.
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}]/u;

/** The first character of `text` that a reader cannot see, as `U+200B`, or undefined. */
export const invisibleIn = (text: string): string | undefined => {
  const found = INVISIBLE.exec(text)?.[0];
  return found === undefined ? undefined : `U+${hex(found).toUpperCase().padStart(4, "0")}`;
};

const hex = (character: string): string => (character.codePointAt(0) ?? 0).toString(16);

/** The text, safe to print: what cannot be seen is shown by its number, as `\u{200b}`. */
export const visible = (text: string): string => text.replace(new RegExp(INVISIBLE, "gu"), (character) => `\\u{${hex(character)}}`);

const LONGEST_QUOTE = 80;

/** What the files say, in backticks, visible; long texts are cut. */
export const quoted = (text: string): string => `\`${visible(text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}...` : text)}\``;

/** `a`, `b` or `c`, each quoted. */
export const anyOf = (names: readonly string[]): string => listed(names.map(quoted), "or");

/** `did you mean X?` where one of the names is near, else which there are. */
export const suggestion = (name: string, known: readonly string[]): string => {
  const nearest = nearestName(name, known);
  return nearest === undefined ? `use ${anyOf(known)}` : `did you mean ${quoted(nearest)}?`;
};

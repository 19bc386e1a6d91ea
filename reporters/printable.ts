/**
 * What a terminal or a reviewer's eye could be fooled by: control and format characters (escapes, zero-width, bidi),
 * line ends, blanks that are no space, variation selectors, private, unassigned and lone surrogate code points.
 */
const HIDDEN = /(?! )[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/gu;
const PLAIN = /^[\x20-\x7e]*$/;

/** Text from outside as it may be shown to a person: hidden and control characters as `\u{200b}`, all else as it is. */
export const printable = (text: string): string => (PLAIN.test(text) ? text : text.replace(HIDDEN, escaped));

const PLAIN_JSON = /^[\x20-\x7e\n]*$/;

/** JSON with the same value in which no hidden or control character stands as itself, line ends apart. */
export const printableJson = (json: string): string =>
  PLAIN_JSON.test(json) ? json : json.replace(HIDDEN, (character) => (character === "\n" ? character : escapedUnits(character)));

const escaped = (character: string): string => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;

/** JSON knows UTF-16 units only. */
const escapedUnits = (character: string): string =>
  Array.from({ length: character.length }, (_, unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, "0")}`).join("");

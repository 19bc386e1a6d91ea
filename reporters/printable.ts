/**
 * What a terminal or a reviewer's eye could be fooled by: control and format characters (escapes, zero-width, bidi),
 * line ends, blanks that are no space, variation selectors, private, unassigned and lone surrogate code points; marks without a letter, and those
 * that pile up on one until they cover the lines around it.
 */
const HIDDEN = /(?! )[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]|(?<![\p{L}\p{M}\p{N}\p{S}])\p{M}|(?<=\p{M}{4})\p{M}/gu;
const PLAIN = /^[\x20-\x7e]*$/;

/**
 * What the logs of pipelines obey: `::add-mask::` where a line begins with it, which any word may after wrapping; `##[command]`, `##vso[` and
 * `##teamcity[` anywhere.
 */
const COMMAND = /(?<=^| )::(?=[a-z])|##(?=\[|vso\[|teamcity\[)/gi;

/** Text from outside as it may be shown to a person: hidden and control characters as `\u{200b}`, commands to a log with one character so, all else as it is. */
export const printable = (text: string): string => withoutCommands(PLAIN.test(text) ? text : text.replace(HIDDEN, escaped));

const withoutCommands = (text: string): string =>
  text.includes("::") || text.includes("##") ? text.replace(COMMAND, ([character = ""]) => `${escaped(character)}${character}`) : text;

const PLAIN_JSON = /^[\x20-\x7e\n]*$/;

/** JSON with the same value in which no hidden or control character stands as itself, line ends apart, and no log finds a command. */
export const printableJson = (json: string): string => {
  const shown = PLAIN_JSON.test(json) ? json : json.replace(HIDDEN, (character) => (character === "\n" ? character : escapedUnits(character)));
  return shown.includes("##") ? shown.replaceAll("##", "#\\u0023") : shown;
};

const escaped = (character: string): string => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;

/** JSON knows UTF-16 units only. */
const escapedUnits = (character: string): string =>
  Array.from({ length: character.length }, (_, unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, "0")}`).join("");

import { printable } from "../printable";

const SPECIAL = /[&<>"']/g;
/** What stands as it is: most texts, told by one look. */
const PLAIN = /^[\w !$%()*+,./;=?@[\\\]^`{|}~-]*$/;

/** Text as XML and HTML hold it, in elements and in quoted attributes; what nobody sees, or XML forbids, stands as `\u{200b}`. */
export const xml = (text: string): string => (PLAIN.test(text) ? text : printable(text).replace(SPECIAL, (character) => `&#${character.charCodeAt(0)};`));

/** A number with at most one decimal. */
export const number = (value: number): string => String(Math.round(value * 10) / 10);

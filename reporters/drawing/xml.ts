import { printable } from "../printable";

const SPECIAL = /[&<>"']/g;

/** Text as XML and HTML hold it, in elements and in quoted attributes; what nobody sees, or XML forbids, stands as `\u{200b}`. */
export const xml = (text: string): string => printable(text).replace(SPECIAL, (character) => `&#${character.charCodeAt(0)};`);

/** A number with at most one decimal. */
export const number = (value: number): string => String(Math.round(value * 10) / 10);

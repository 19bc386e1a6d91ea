import { createColors } from "picocolors";
import { wrap } from "../../reporters/layout";

const isColored = process.stdout.isTTY === true && process.env.NO_COLOR === undefined && process.env.TERM !== "dumb";
const WIDTH = Math.max(60, Math.min(process.stdout.columns ?? 100, 100));
const colors = createColors(isColored);
const INDENT = "   ";

let step = 0;

/** The name of the tour, and what a person should know before it begins. */
export const title = (name: string, about: string): void => print(`\n${colors.bold(name)}  ${colors.dim(about)}`);

/** The next numbered step. */
export const heading = (text: string): void => {
  step += 1;
  print(`\n${colors.bold(`${step}  ${text}`)}\n`);
};

/** A paragraph under the step. */
export const say = (text: string): void => lines(wrap(text, WIDTH - INDENT.length));

/** A remark that one may skip. */
export const note = (text: string): void => lines(wrap(text, WIDTH - INDENT.length), colors.dim);

/** Rows whose first cells are aligned, and whose last is wrapped. */
export const table = (rows: readonly (readonly string[])[]): void => {
  const widths = columnsOf(rows);
  const room = WIDTH - INDENT.length - widths.reduce((sum, width) => sum + width + 2, 0);
  for (const row of rows) {
    const before = row.slice(0, -1).map((cell, column) => `${cell.padEnd(widths[column] ?? 0)}  `);
    const [first = "", ...rest] = wrap(row.at(-1) ?? "", room);
    lines([before.join("") + first, ...rest.map((line) => before.join("").replace(/./g, " ") + line)]);
  }
};

const columnsOf = (rows: readonly (readonly string[])[]): readonly number[] =>
  (rows[0] ?? []).slice(0, -1).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));

/** What somebody typed. */
export const command = (text: string): void => lines([`$ ${text}`], colors.cyan);

/** Words of another program, as it printed them. */
export const quote = (text: readonly string[]): void => lines(text.map((line) => `  ${line}`));

/** How an attempt ended: stopped, found afterwards, or let through where that was promised. */
export const outcome = (kind: "stopped" | "found" | "allowed", text: string): void => {
  const [first = "", ...rest] = wrap(text, WIDTH - INDENT.length - 9);
  const mark = (kind === "allowed" ? colors.yellow : colors.green)(kind.padEnd(7));
  lines([`${mark}  ${first}`, ...rest.map((line) => `         ${line}`)]);
};

export const blank = (): void => print("");

/** The end: what to do next, numbered from 1. */
export const ending = (text: string, next: readonly (readonly [string, string])[]): void => {
  print(`\n${colors.bold(text)}\n`);
  table(next.map(([what, how], index) => [`${index + 1}.`, what, how]));
  print("");
};

const lines = (text: readonly string[], paint: (line: string) => string = (line) => line): void => {
  for (const line of text) print(`${INDENT}${paint(line)}`.trimEnd());
};

let isSilent = false;

/** The last words: nothing is printed after them. */
export const silence = (words: string): void => {
  if (!isSilent) process.stderr.write(words);
  isSilent = true;
};

const print = (text: string): void => {
  if (!isSilent) process.stdout.write(`${text}\n`);
};

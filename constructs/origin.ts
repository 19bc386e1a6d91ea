import { isAbsolute, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { SourceLine } from "../model/synthesized";
import type { Place } from "./refusal";

/** Frames that are kept: ours, a few of loops and helper functions, and the line that is looked for. */
const DEPTH = 8;

/**
 * The line of the program that made a construct. Capturing is cheap; the text of a stack, in which `tsx` and
 * `--enable-source-maps` name TypeScript lines, is made when it is read.
 */
export class Capture {
  readonly #holder: { readonly stack?: string } = {};
  #line: SourceLine | null | undefined;

  /** @param above the function of ours that the program called */
  // biome-ignore lint/complexity/noBannedTypes: the parameter of Error.captureStackTrace
  constructor(above: Function) {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = DEPTH;
    Error.captureStackTrace(this.#holder, above);
    Error.stackTraceLimit = limit;
  }

  /** The first frame outside this package, relative to the working folder; null where there is none. */
  get line(): SourceLine | null {
    if (this.#line === undefined) this.#line = firstLine(this.#holder.stack ?? "");
    return this.#line;
  }
}

/** `prod/orders_app at main.ts:18`, made when it is read. */
export const placeOf = (path: string, capture: Capture): Place => ({
  toString: () => {
    const { line } = capture;
    return line === null ? path : `${path} at ${line.file}:${line.line}`;
  },
});

const firstLine = (stack: string): SourceLine | null => {
  for (const frame of stack.split("\n")) {
    const [, location, line] = /(?:\(|at )((?:file:\/\/|\/|[A-Za-z]:[\\/])[^()]*?):(\d+):\d+\)?$/.exec(frame) ?? [];
    if (location === undefined || line === undefined) continue;
    const file = location.startsWith("file:") ? fileURLToPath(location) : location;
    if (!isOurs(file)) return { file: shown(file), line: Number(line) };
  }
  return null;
};

const isOurs = (file: string): boolean => file.startsWith(__dirname + sep);

const shown = (file: string): string => {
  const path = relative(process.cwd(), file);
  return (isAbsolute(path) ? file : path).split(sep).join("/");
};

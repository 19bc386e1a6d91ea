import { MAXIMUM_DEPTH } from "../terraform/json-text";
import { ASCII, IS_PLAIN } from "./ascii";
import type { ByteWindow } from "./byte-window";
import { type Next, type SkipState, skipPlain } from "./json-skip";
import type { Shape } from "./shape";
import type { Shapes } from "./shapes";

/** Stands for the byte behind the last one. */
export const END = -1;

/** What is wrong with a JSON text, and at which byte. */
export class JsonFault extends Error {
  constructor(
    readonly place: number,
    readonly what: string,
    readonly details: readonly string[] = [],
  ) {
    super(what);
  }
}

/** Goes over the bytes of a JSON text and looks at its grammar: nothing is decoded. Throws a `JsonFault`. */
export class JsonScanner {
  readonly #window: ByteWindow;
  /** Index of the next byte in the window. */
  #at = 0;
  /** Where a part begins whose bytes are kept; -1: none is. */
  #kept = -1;
  readonly #state: SkipState = { next: "value", levels: MAXIMUM_DEPTH, outside: MAXIMUM_DEPTH, isInObject: new Uint8Array(MAXIMUM_DEPTH), keys: 0 };
  /** Was an escape gone over that may be a lone surrogate, or a number that may be too large? */
  isDoubtful = false;
  /** Of the value that `skipAlike` went over last. */
  shape: Shape | null = null;

  constructor(window: ByteWindow) {
    this.#window = window;
  }

  /** The place of the next byte in the whole text. */
  get place(): number {
    return this.#window.passed + this.#at;
  }

  /** Keeps the bytes from here on, for `kept`. */
  keep(): void {
    this.next();
    this.#kept = this.#at;
  }

  /** The text since `keep`. */
  kept(): string {
    const text = this.#window.bytes.toString("utf8", this.#kept, this.#at);
    this.#kept = -1;
    return text;
  }

  /** Where the bytes since `keep` stand. */
  keptBytes(): { readonly bytes: Buffer; readonly at: number } {
    const at = this.#kept;
    this.#kept = -1;
    return { bytes: this.#window.bytes, at };
  }

  /** The next byte that is no white space, or `END`. */
  next(): number {
    for (;;) {
      const code = this.#window.bytes[this.#at] ?? 0;
      if (code > ASCII.space) return code;
      if (code === ASCII.space || code === ASCII.lineFeed || code === ASCII.carriageReturn || code === ASCII.tab) this.#at += 1;
      else if (this.#at < this.#window.end) return code;
      else if (!this.#advance()) return END;
    }
  }

  /** Goes over the bracket that opens an object or a list. */
  enter(open: number): void {
    if (this.next() !== open) throw this.unexpected("a value");
    if (this.#state.levels === 0) throw this.#tooDeep();
    this.#state.levels -= 1;
    this.#at += 1;
  }

  /** Goes over the bracket that closes an object or a list, if it comes next. */
  closes(close: number): boolean {
    if (this.next() !== close) return false;
    this.#at += 1;
    this.#state.levels += 1;
    return true;
  }

  /** Behind a member or an element: goes over what separates it from another one; false where the object or list ends. */
  continues(close: number): boolean {
    if (this.closes(close)) return false;
    if (this.next() !== ASCII.comma) throw this.unexpected(`a comma or ${String.fromCharCode(close)}`);
    this.#at += 1;
    return true;
  }

  /** Goes over a string, such as a key. */
  key(): void {
    if (this.next() !== ASCII.quote) throw this.unexpected("a key in double quotes");
    this.#at += 1;
    this.#restOfString();
  }

  /** Goes over the colon behind a key. */
  colon(): void {
    if (this.next() !== ASCII.colon) throw this.unexpected("a colon after a key");
    this.#at += 1;
  }

  /** Goes over a value; how many keys it has. */
  skip(): number {
    const state = this.#state;
    state.next = "value";
    state.outside = state.levels;
    state.keys = 0;
    for (;;) {
      this.#at = skipPlain(this.#window.bytes, this.#at, state);
      if (hasEnded(state)) return state.keys;
      this.#step(state);
    }
  }

  /**
   * Goes over a value that many before may be like; how many keys it has. `shape` is then the way in which it is written, null where that is a rare one.
   */
  skipAlike(shapes: Shapes): number {
    this.next();
    const shape = shapes.at(this.#window, this.#at, this.#state.levels);
    this.shape = shape;
    if (shape !== null) {
      this.#at = shapes.end;
      return shape.keys;
    }
    const { place } = this;
    const wasDoubtful = this.isDoubtful;
    this.isDoubtful = false;
    const keys = this.skip();
    const from = place - this.#window.passed;
    if (!this.isDoubtful && from >= 0) this.shape = shapes.learn(this.#window, from, this.#at, keys);
    this.isDoubtful ||= wasDoubtful;
    return keys;
  }

  /** A fault of the next byte. */
  unexpected(wanted: string): JsonFault {
    const code = this.#byte();
    if (code === END) return new JsonFault(this.place, "the text ends too early");
    const found = code > ASCII.space && code < 0x7f ? `\`${String.fromCharCode(code)}\`` : "another character";
    return new JsonFault(this.place, `expected ${wanted}, found ${found}`);
  }

  /** Goes over the next part of a value, however it is written. */
  #step(state: SkipState): void {
    if (state.next === "key") {
      this.key();
      this.colon();
      state.keys += 1;
      state.next = "value";
    } else if (state.next === "value") this.#stepIntoValue(state);
    else {
      const isObject = state.isInObject[state.levels] === 1;
      if (this.continues(closeOf(isObject))) state.next = isObject ? "key" : "value";
      else state.next = afterValue(state);
    }
  }

  #stepIntoValue(state: SkipState): void {
    const code = this.next();
    if (code === ASCII.openBrace || code === ASCII.openBracket) {
      const isObject = code === ASCII.openBrace;
      this.enter(code);
      state.isInObject[state.levels] = isObject ? 1 : 0;
      if (!this.closes(closeOf(isObject))) {
        state.next = isObject ? "key" : "value";
        return;
      }
    } else if (code === ASCII.quote) this.key();
    else this.#atom(code);
    state.next = afterValue(state);
  }

  /** Goes on within a string, to behind its end. */
  #restOfString(): void {
    for (;;) {
      const { bytes, end } = this.#window;
      let at = this.#at;
      for (;;) {
        while (IS_PLAIN[bytes[at] ?? 0] === 1) at += 1;
        // The two that texts are full of.
        if (bytes[at] !== ASCII.backslash || (bytes[at + 1] !== ASCII.quote && bytes[at + 1] !== ASCII.n)) break;
        at += 2;
      }
      this.#at = at;
      if (bytes[at] === ASCII.quote) {
        this.#at += 1;
        return;
      }
      if (bytes[at] === ASCII.backslash) this.#escape();
      else if (at < end) throw new JsonFault(this.place, "a string is not closed on its line");
      else if (!this.#advance()) throw this.unexpected("a quote");
    }
  }

  #escape(): void {
    while (this.#window.end - this.#at < UNICODE_ESCAPE && this.#advance());
    const { bytes, end } = this.#window;
    const code = bytes[this.#at + 1] ?? 0;
    if (code !== ASCII.u) {
      if (!SHORT_ESCAPES.includes(code)) throw new JsonFault(this.place, "a string holds an escape that JSON does not have");
      this.#at += 2;
      return;
    }
    const digits = bytes.toString("latin1", this.#at + 2, Math.min(end, this.#at + UNICODE_ESCAPE));
    if (!/^[0-9A-Fa-f]{4}$/.test(digits)) throw new JsonFault(this.place, "a string holds an escape that JSON does not have");
    if (/^[dD]/.test(digits)) this.isDoubtful = true;
    this.#at += UNICODE_ESCAPE;
  }

  #atom(code: number): void {
    if (code === ASCII.t) this.#word(TRUE);
    else if (code === ASCII.f) this.#word(FALSE);
    else if (code === ASCII.n) this.#word(NULL);
    else if (code === ASCII.minus || isDigit(code)) this.#number();
    else throw this.unexpected("a value");
  }

  #word(word: readonly number[]): void {
    for (const letter of word) {
      if (this.#byte() !== letter) throw this.unexpected("a value");
      this.#at += 1;
    }
  }

  #number(): void {
    if (this.#byte() === ASCII.minus) this.#at += 1;
    if (this.#byte() === ASCII.zero) this.#at += 1;
    else if (this.#digits() > SAFE_DIGITS) this.isDoubtful = true;
    if (this.#byte() === ASCII.point) {
      this.#at += 1;
      this.#digits();
    }
    if (this.#byte() !== ASCII.e && this.#byte() !== ASCII.capitalE) return;
    this.isDoubtful = true;
    this.#at += 1;
    if (this.#byte() === ASCII.plus || this.#byte() === ASCII.minus) this.#at += 1;
    this.#digits();
  }

  /** Goes over digits, at least one; how many. */
  #digits(): number {
    let count = 0;
    while (isDigit(this.#byte())) {
      this.#at += 1;
      count += 1;
    }
    if (count === 0) throw this.unexpected("a digit");
    return count;
  }

  /** The byte at this place, or `END`. */
  #byte(): number {
    if (this.#at === this.#window.end && !this.#advance()) return END;
    return this.#window.bytes[this.#at] ?? END;
  }

  #tooDeep(): JsonFault {
    return new JsonFault(this.place, `it nests deeper than ${MAXIMUM_DEPTH} levels`, ["Terraform's JSON never does"]);
  }

  #advance(): boolean {
    const from = this.#kept === -1 ? this.#at : this.#kept;
    if (this.#at - from > LARGEST_VALUE) throw tooLong(this.place);
    if (!this.#window.advance(from)) return false;
    this.#at -= from;
    if (this.#kept !== -1) this.#kept = 0;
    return true;
  }
}

const hasEnded = ({ next }: SkipState): boolean => next === "end";
const closeOf = (isObject: boolean): number => (isObject ? ASCII.closeBrace : ASCII.closeBracket);
const afterValue = ({ levels, outside }: SkipState): Next => (levels === outside ? "end" : "comma or close");

/** Bytes of one value that is parsed: a string cannot hold many more. */
export const LARGEST_VALUE = 256 * 1024 * 1024;
export const tooLong = (place: number): JsonFault => new JsonFault(place, `one value is longer than ${LARGEST_VALUE / 1024 / 1024} MB`);
/** Characters of an escape such as `\u00e9`. */
const UNICODE_ESCAPE = 6;
/** A number of so many digits is no more than a double can be. */
const SAFE_DIGITS = 300;

const codesOf = (text: string): readonly number[] => [...Buffer.from(text)];
const [TRUE, FALSE, NULL, SHORT_ESCAPES] = [codesOf("true"), codesOf("false"), codesOf("null"), codesOf('"\\/bfnrt')];
const isDigit = (code: number): boolean => code >= ASCII.zero && code <= ASCII.nine;

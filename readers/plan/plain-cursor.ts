import type { Json } from "../terraform/json-text";
import { ASCII } from "./ascii";
import { type SkipState, skipPlain } from "./json-skip";
import { keysIn } from "./json-soundness";
import type { KnownKeys } from "./known-keys";
import type { RepeatedValues } from "./repeated-values";

/** Thrown, and always caught, where something is not written as Terraform writes it. */
export const NOT_PLAIN = Symbol("not plain");

/** Levels of what is skipped; what nests deeper is not plain. */
const LEVELS = 100;

/**
 * Reads a value in bytes that were found to be sound JSON, written as Terraform writes it: no white space, no escapes in keys, no key given twice.
 * For anything else it throws NOT_PLAIN, and then the value has to be parsed as a whole.
 */
export class PlainCursor {
  #bytes: Buffer = Buffer.alloc(1);
  #at = 0;
  readonly #state: SkipState = { next: "value", levels: LEVELS, outside: LEVELS, isInObject: new Uint8Array(LEVELS), keys: 0 };

  /** Begins at the first byte of a value. */
  begin(bytes: Buffer, at: number): void {
    this.#bytes = bytes;
    this.#at = at;
  }

  /** Goes into the object that comes next. `member` reads or skips the value of each key: its number among the known ones, or -1 and its name. */
  object(known: KnownKeys, member: (key: number, name: string) => void): void {
    if (this.#opensEmpty(ASCII.openBrace, ASCII.closeBrace)) return;
    let seen = 0;
    let expected = 0;
    let others: string[] | null = null;
    do {
      const key = known.at(this.#bytes, this.#at, expected);
      if (key === -1) {
        others ??= [];
        const name = this.#otherKey(others);
        member(key, name);
      } else {
        if ((seen & (1 << key)) !== 0) throw NOT_PLAIN;
        seen |= 1 << key;
        expected = key + 1;
        this.#at += known.lengthOf(key);
        member(key, "");
      }
    } while (this.#continues(ASCII.closeBrace));
  }

  /** The text that comes next. */
  text(): string {
    this.#expect(ASCII.quote);
    const bytes = this.#bytes;
    const from = this.#at;
    let at = from;
    let all = 0;
    for (let code = bytes[at] ?? 0; code !== ASCII.quote; code = bytes[++at] ?? 0) {
      if (code === ASCII.backslash || code < ASCII.space) throw NOT_PLAIN;
      all |= code;
    }
    this.#at = at + 1;
    return bytes.toString(all < 0x80 ? "latin1" : "utf8", from, at);
  }

  /** The value that comes next. */
  value(): Json {
    const from = this.#at;
    const keys = this.skip();
    if (this.#bytes[from] === ASCII.n) return null;
    const value = JSON.parse(this.#bytes.toString("utf8", from, this.#at)) as Json;
    // Of a key given twice the value keeps one.
    if (keysIn(value) !== keys) throw NOT_PLAIN;
    return value;
  }

  /** What was made of the same value before, or what `make` makes of it. */
  repeated<T>(known: RepeatedValues<T>, make: (value: Json) => T): T {
    const found = known.at(this.#bytes, this.#at);
    if (found !== undefined) {
      this.#at += found.bytes.length;
      return found.value;
    }
    const from = this.#at;
    const made = make(this.value());
    known.add(this.#bytes, from, this.#at, made);
    return made;
  }

  /** Is the object that comes next empty? */
  isEmptyObject(): boolean {
    return this.#bytes[this.#at] === ASCII.openBrace && this.#bytes[this.#at + 1] === ASCII.closeBrace;
  }

  /** Goes over the value that comes next; how many keys it has. */
  skip(): number {
    const state = this.#state;
    state.next = "value";
    state.levels = LEVELS;
    state.keys = 0;
    this.#at = skipPlain(this.#bytes, this.#at, state);
    if (!hasEnded(state)) throw NOT_PLAIN;
    return state.keys;
  }

  /** Goes over the value that comes next, in which no key may be given twice. */
  skipSound(): void {
    const from = this.#at;
    const keys = this.skip();
    if (keys > 1 && keysIn(JSON.parse(this.#bytes.toString("utf8", from, this.#at)) as Json) !== keys) throw NOT_PLAIN;
  }

  /** The text of what `read` goes over. */
  over(read: () => void): string {
    const from = this.#at;
    read();
    return this.#bytes.toString("utf8", from, this.#at);
  }

  /** Goes over a key that is not known. */
  #otherKey(others: string[]): string {
    const name = this.text();
    this.#expect(ASCII.colon);
    if (others.includes(name)) throw NOT_PLAIN;
    others.push(name);
    return name;
  }

  #opensEmpty(open: number, close: number): boolean {
    this.#expect(open);
    if (this.#bytes[this.#at] !== close) return false;
    this.#at += 1;
    return true;
  }

  #continues(close: number): boolean {
    const code = this.#bytes[this.#at];
    if (code !== ASCII.comma && code !== close) throw NOT_PLAIN;
    this.#at += 1;
    return code === ASCII.comma;
  }

  #expect(code: number): void {
    if (this.#bytes[this.#at] !== code) throw NOT_PLAIN;
    this.#at += 1;
  }
}

const hasEnded = ({ next }: SkipState): boolean => next === "end";

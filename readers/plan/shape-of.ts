import { ASCII } from "./ascii";
import { type Mark, Shape } from "./shape";

/** Longer values are hardly like another one. */
const LONGEST = 8 * 1024;

/** Paths of texts that belong to the way in which a value is written: they say what it is, and who is asked about it. */
const TELLING: ReadonlySet<string> = new Set(
  ["mode", "type", "provider_name", "module_address", "provider_config_key", "deposed", "change\nactions"].map((path) => `\n${path}`),
);

/** The shape of an object that was found to be sound. Null where it is long, or has white space. */
export const shapeOf = (bytes: Uint8Array, from: number, to: number, keys: number): Shape | null => {
  if (to - from > LONGEST || bytes[from] !== ASCII.openBrace) return null;
  const found = new ShapeFinder(bytes, from, to);
  found.value("", 0);
  return found.isPlain ? new Shape({ ...found, bytes: found.written.slice(0, found.length), keys }) : null;
};

/** Goes once over a sound value, and takes its texts out. */
class ShapeFinder {
  readonly written: Uint8Array;
  readonly gaps: number[] = [];
  readonly paths: string[] = [];
  readonly members = new Map<string, { readonly from: Mark; readonly to: Mark }>();
  length = 0;
  levels = 0;
  isPlain = true;
  #at: number;
  /** Where the last text ended. */
  #lastEnd: number;

  constructor(
    private readonly bytes: Uint8Array,
    from: number,
    to: number,
  ) {
    this.written = new Uint8Array(to - from);
    this.#at = from;
    this.#lastEnd = from;
  }

  value(path: string, level: number): void {
    const code = this.bytes[this.#at] ?? 0;
    if (code === ASCII.openBrace) this.#inside(ASCII.closeBrace, level, () => this.#member(path, level + 1));
    else if (code === ASCII.openBracket) this.#inside(ASCII.closeBracket, level, () => this.value(path, level + 1));
    else if (code === ASCII.quote) this.#text(path);
    else this.#atom();
  }

  #inside(close: number, level: number, one: () => void): void {
    this.levels = Math.max(this.levels, level + 1);
    this.#copy(this.#at + 1);
    while (this.isPlain && this.bytes[this.#at] !== close) {
      if (this.bytes[this.#at] === ASCII.comma) this.#copy(this.#at + 1);
      one();
    }
    this.#copy(this.#at + 1);
  }

  #member(path: string, level: number): void {
    const end = this.bytes[this.#at] === ASCII.quote ? this.#stringEnd() : 0;
    if (end === 0 || this.bytes[end] !== ASCII.colon) {
      this.isPlain = false;
      return;
    }
    const key = Buffer.from(this.bytes.subarray(this.#at + 1, end - 1)).toString();
    this.#copy(end + 1);
    const from = this.#mark();
    this.value(`${path}\n${key}`, level);
    if (level === 1) this.members.set(key, { from, to: this.#mark() });
  }

  #text(path: string): void {
    const end = this.#stringEnd();
    const text = this.bytes.subarray(this.#at + 1, end - 1);
    // Of escapes by numbers some are half of a character.
    if (TELLING.has(path) || text.some((code, index) => code === ASCII.backslash && text[index + 1] === ASCII.u)) {
      this.#copy(end);
      return;
    }
    this.#copy(this.#at + 1);
    this.gaps.push(this.length);
    this.paths.push(path);
    this.#at = end - 1;
    this.#lastEnd = this.#at;
    this.#copy(end);
  }

  #atom(): void {
    let end = this.#at;
    for (let code = this.bytes[end] ?? 0; code !== ASCII.comma && code !== ASCII.closeBrace && code !== ASCII.closeBracket; code = this.bytes[++end] ?? 0) {
      if (code <= ASCII.space) {
        this.isPlain = false;
        return;
      }
    }
    this.#copy(end);
  }

  /** Behind the sound string that begins here. */
  #stringEnd(): number {
    let at = this.#at + 1;
    while (this.bytes[at] !== ASCII.quote) at += this.bytes[at] === ASCII.backslash ? 2 : 1;
    return at + 1;
  }

  #copy(to: number): void {
    this.written.set(this.bytes.subarray(this.#at, to), this.length);
    this.length += to - this.#at;
    this.#at = to;
  }

  #mark(): Mark {
    return { gap: this.gaps.length - 1, offset: this.#at - this.#lastEnd };
  }
}

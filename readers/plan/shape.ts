import { ASCII } from "./ascii";
import { viewOf } from "./byte-window";

/** Bytes, and a view of the same. */
export interface ViewedBytes {
  readonly bytes: Buffer;
  readonly view: DataView;
}

/** A place of a value: so many bytes behind a text of it, -1 for its beginning. */
export interface Mark {
  readonly gap: number;
  readonly offset: number;
}

/** A value that was found to be of a shape, and where it stands. */
export interface FoundShape {
  readonly shape: Shape;
  readonly bytes: Buffer;
}

/** What was seen of a value that others may be like. */
export interface Written {
  /** Its bytes without its texts. */
  readonly bytes: Uint8Array;
  /** Where a text stands in them, in order. */
  readonly gaps: readonly number[];
  /** Of each text the keys that lead to it, each behind a line feed. */
  readonly paths: readonly string[];
  /** Where the values of its own keys begin and end. */
  readonly members: ReadonlyMap<string, { readonly from: Mark; readonly to: Mark }>;
  readonly keys: number;
  readonly levels: number;
}

/**
 * How a sound value is written, but for its texts. What has the same bytes around other texts is as sound as it is, with the same keys: of a plan with
 * 50,000 resources nearly all are written in a few ways, and to compare bytes takes a fraction of the time that it takes to look at what they mean.
 */
export class Shape {
  /** How many keys its objects have. */
  readonly keys: number;
  /** How deep it nests. */
  readonly levels: number;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #gaps: Int32Array;
  readonly #paths: readonly string[];
  readonly #members: Written["members"];
  /** Where each text of the value that was found last begins and ends. */
  readonly #places: Int32Array;
  #from = 0;

  constructor({ bytes, gaps, paths, members, keys, levels }: Written) {
    this.#bytes = bytes;
    this.#view = viewOf(bytes);
    this.#gaps = Int32Array.from(gaps);
    this.#paths = paths;
    this.#members = members;
    this.keys = keys;
    this.levels = levels;
    this.#places = new Int32Array(2 * gaps.length);
  }

  /** Behind the value that begins here, whose texts are then known; 0 where it is written in another way. */
  end({ bytes, view }: ViewedBytes, from: number): number {
    const own = this.#bytes;
    const ownView = this.#view;
    const gaps = this.#gaps;
    const places = this.#places;
    const last = view.byteLength - EIGHT;
    let at = from;
    let next = 0;
    for (let gap = 0; ; gap++) {
      const stop = gap < gaps.length ? (gaps[gap] ?? 0) : own.length;
      // Eight bytes at once, as a number: of no two texts without a zero byte it is equal where they are not.
      while (next + EIGHT <= stop && at <= last && view.getFloat64(at) === ownView.getFloat64(next)) {
        at += EIGHT;
        next += EIGHT;
      }
      while (next < stop) if (bytes[at++] !== own[next++]) return 0;
      if (gap === gaps.length) break;
      places[2 * gap] = at;
      for (;;) {
        let code = bytes[at] ?? 0;
        while (code !== ASCII.quote && code !== ASCII.backslash && code >= ASCII.space) code = bytes[++at] ?? 0;
        // Behind the last byte stands a zero, which ends no escape.
        if (code !== ASCII.backslash || IS_SHORT_ESCAPE[bytes[at + 1] ?? 0] !== 1) break;
        at += 2;
      }
      places[2 * gap + 1] = at;
    }
    this.#from = from;
    return at;
  }

  /** Which of its texts stand at a path of keys. */
  textsAt(...path: readonly string[]): readonly number[] {
    const wanted = path.map((key) => `\n${key}`).join("");
    return this.#paths.flatMap((one, gap) => (one === wanted ? [gap] : []));
  }

  /** Which of its texts stand within the value that a path of keys leads to. */
  textsWithin(...path: readonly string[]): readonly number[] {
    const wanted = path.map((key) => `\n${key}`).join("");
    return this.#paths.flatMap((one, gap) => (one === wanted || one.startsWith(`${wanted}\n`) ? [gap] : []));
  }

  /** How many texts it has. */
  get texts(): number {
    return this.#gaps.length;
  }

  /** Of the value that was found last the bytes of a text. */
  bytesOf(bytes: Buffer, gap: number): Buffer {
    return bytes.subarray(this.#places[2 * gap], this.#places[2 * gap + 1]);
  }

  /** Are these the bytes of a text of the value that was found last? */
  isText(bytes: Buffer, gap: number, expected: Uint8Array): boolean {
    const from = this.#places[2 * gap] ?? 0;
    if ((this.#places[2 * gap + 1] ?? 0) - from !== expected.length) return false;
    for (let at = 0; at < expected.length; at++) if (bytes[from + at] !== expected[at]) return false;
    return true;
  }

  /** A text of the value that was found last. */
  text(bytes: Buffer, gap: number): string {
    const written = textAt(bytes, this.#places[2 * gap] ?? 0, this.#places[2 * gap + 1] ?? 0);
    return written.includes("\\") ? (JSON.parse(`"${written}"`) as string) : written;
  }

  /** Of the value that was found last what stands behind one of its own keys. */
  member(bytes: Buffer, key: string): string {
    const member = this.#members.get(key);
    return member === undefined ? "" : textAt(bytes, this.#placeOf(member.from), this.#placeOf(member.to));
  }

  #placeOf({ gap, offset }: Mark): number {
    return offset + (gap === -1 ? this.#from : (this.#places[2 * gap + 1] ?? 0));
  }
}

const textAt = (bytes: Buffer, from: number, to: number): string => {
  let all = 0;
  for (let at = from; at < to; at++) all |= bytes[at] ?? 0;
  return bytes.toString(all < 0x80 ? "latin1" : "utf8", from, to);
};

const EIGHT = 8;
const IS_SHORT_ESCAPE = new Uint8Array(256);
for (const code of Buffer.from('"\\/bfnrt')) IS_SHORT_ESCAPE[code] = 1;

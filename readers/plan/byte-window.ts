import { isUtf8 } from "node:buffer";

const INITIAL = 2 * 1024 * 1024;

/** A window over bytes that come in chunks. Behind the last byte stands a zero, which no sound text holds, so that a loop over bytes need not ask where it ends. */
export class ByteWindow {
  bytes: Buffer = Buffer.alloc(INITIAL);
  view: DataView = viewOf(this.bytes);
  /** Index of the zero behind the last byte. */
  end = 0;
  /** How many bytes went by before the window. */
  passed: number;
  /** Bytes before this index are known to be UTF-8. */
  #checked = 0;
  readonly #chunks: Iterator<Uint8Array>;

  /** `from`: the place of the first byte. */
  constructor(chunks: Iterable<Uint8Array>, from = 0) {
    this.#chunks = chunks[Symbol.iterator]();
    this.passed = from;
  }

  /** Where a place stands in the window, with all up to another one. The place must not be before the window. Null where the bytes end before. */
  indexOf(from: number, to: number): number | null {
    while (this.passed + this.end < to) if (!this.advance(Math.min(from - this.passed, this.end))) return null;
    return from - this.passed;
  }

  /**
   * Reads on, and lets go of what stands before `from`: the window then begins there. False at the end of the bytes. Throws a `NotUtf8`.
   */
  advance(from: number): boolean {
    const next = this.#chunks.next();
    if (next.done === true) {
      if (!isUtf8(this.bytes.subarray(this.#checked, this.end))) throw new NotUtf8();
      return false;
    }
    const rest = this.end - from;
    const needed = rest + next.value.length + 1;
    const target = needed <= this.bytes.length ? this.bytes : Buffer.alloc(Math.max(needed, 2 * this.bytes.length));
    if (from > 0 || target !== this.bytes) this.bytes.copy(target, 0, from, this.end);
    target.set(next.value, rest);
    if (target !== this.bytes) {
      this.bytes = target;
      this.view = viewOf(target);
    }
    this.end = needed - 1;
    this.bytes[this.end] = 0;
    this.passed += from;
    this.#checkFrom(this.#checked - from);
    return true;
  }

  /** Ends the reading before the end of the bytes. */
  close(): void {
    this.#chunks.return?.();
  }

  #checkFrom(from: number): void {
    const end = wholeCharacters(this.bytes, this.end);
    if (end > from && !isUtf8(this.bytes.subarray(from, end))) throw new NotUtf8();
    this.#checked = Math.max(from, end);
  }
}

export const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** The bytes are no UTF-8. */
export class NotUtf8 extends Error {}

/** Where the last whole character ends: a chunk may end within one. */
const wholeCharacters = (bytes: Uint8Array, end: number): number => {
  for (let at = end - 1; at >= 0 && at >= end - 3; at--) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0xc0) return at;
    if (byte < 0x80) return end;
  }
  return end;
};

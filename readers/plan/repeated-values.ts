import { standsAt } from "./known-keys";

/** Longer ones are hardly the same again. */
const LONGEST = 300;
const MOST = 8;

interface Repeated<T> {
  readonly bytes: Uint8Array;
  readonly value: T;
}

/**
 * What was made of the last values of a field, by their bytes: of 50,000 resources most say the same there. A text, list or object ends where
 * it ends, so the same bytes are the same value, whatever follows them; other values, such as numbers, are not kept.
 */
export class RepeatedValues<T> {
  readonly #known: Repeated<T>[] = [];
  #next = 0;

  /** The one that stands at a place. */
  at(bytes: Uint8Array, at: number): Repeated<T> | undefined {
    for (const one of this.#known) if (standsAt(one.bytes, bytes, at)) return one;
    return undefined;
  }

  add(bytes: Uint8Array, from: number, to: number, value: T): void {
    if (to - from > LONGEST || !BEGINS.includes(bytes[from] ?? 0)) return;
    // A copy: the bytes are a window that moves on.
    this.#known[this.#next] = { bytes: new Uint8Array(bytes.subarray(from, to)), value };
    this.#next = (this.#next + 1) % MOST;
  }
}

/** First bytes of what shows its end itself. */
const BEGINS: readonly number[] = [...Buffer.from('"[{')];

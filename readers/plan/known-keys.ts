/** Keys of an object in the order in which Terraform writes them, to be told by their bytes. */
export class KnownKeys {
  readonly #written: readonly Buffer[];

  /** At most 31, none of which needs an escape. */
  constructor(names: readonly string[]) {
    this.#written = names.map((name) => Buffer.from(`"${name}":`));
  }

  /** Which of them stands at a place, with its colon; the one that is `expected` is asked first. -1: none of them. */
  at(bytes: Uint8Array, at: number, expected: number): number {
    for (let step = 0; step < this.#written.length; step++) {
      const key = (expected + step) % this.#written.length;
      const written = this.#written[key];
      if (written !== undefined && standsAt(written, bytes, at)) return key;
    }
    return -1;
  }

  /** Bytes of a key with its quotes and its colon. */
  lengthOf(key: number): number {
    return this.#written[key]?.length ?? 0;
  }
}

/** Do the bytes stand at a place of others? */
export const standsAt = (written: Uint8Array, bytes: Uint8Array, at: number): boolean => {
  for (let index = 0; index < written.length; index++) if (written[index] !== bytes[at + index]) return false;
  return true;
};

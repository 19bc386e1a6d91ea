/** Pieces that fit, and how many did not. */
export interface Taken {
  readonly shown: readonly string[];
  readonly cut: number;
}

/** The first pieces that fit into so many bytes together, with a line end after each: order is kept, so what matters must come first. */
export const take = (pieces: readonly string[], room: number): Taken => {
  let used = 0;
  for (const [index, piece] of pieces.entries()) {
    used += bytesOf(piece) + 1;
    if (used > room) return { shown: pieces.slice(0, index), cut: pieces.length - index };
  }
  return { shown: pieces, cut: 0 };
};

/** Bytes are never fewer than the characters that forges count, however they count them. */
export const bytesOf = (text: string): number => Buffer.byteLength(text);

const MOST_CHARACTERS = 600;

/** A text of one block: one that is longer than anybody reads is marked where it is cut. */
export const clipped = (text: string): string =>
  text.length <= MOST_CHARACTERS ? text : `${[...text.slice(0, MOST_CHARACTERS)].slice(0, -1).join("")} ... (cut)`;

import type { Shape, ViewedBytes } from "./shape";
import { shapeOf } from "./shape-of";

const MOST = 16;

/** The shapes of the last values of a list that were unlike others. */
export class Shapes {
  readonly #known: Shape[] = [];
  /** Of each the place of the one that followed it last: resources of a module, or of a kind, come in turns. */
  readonly #after = new Uint8Array(MOST);
  #last = 0;
  #next = 0;
  /** Behind the value that was found last. */
  end = 0;

  /** The shape of the value that begins here, where it is known; `levels`: how deep it may nest. */
  at(bytes: ViewedBytes, at: number, levels: number): Shape | null {
    const known = this.#known;
    const expected = this.#after[this.#last] ?? 0;
    for (let step = 0; step < known.length; step++) {
      const place = (expected + step) % known.length;
      const shape = known[place];
      if (shape === undefined || shape.levels > levels) continue;
      const end = shape.end(bytes, at);
      if (end === 0) continue;
      this.#found(place);
      this.end = end;
      return shape;
    }
    return null;
  }

  /** Notes how a sound value is written that is like none before, and finds it so. */
  learn(bytes: ViewedBytes, from: number, to: number, keys: number): Shape | null {
    const shape = shapeOf(bytes.bytes, from, to, keys);
    if (shape === null || shape.end(bytes, from) !== to) return null;
    this.#known[this.#next] = shape;
    this.#found(this.#next);
    this.#next = (this.#next + 1) % MOST;
    return shape;
  }

  #found(place: number): void {
    this.#after[this.#last] = place;
    this.#last = place;
  }
}

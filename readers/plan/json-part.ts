import { findFault, type Json } from "../terraform/json-text";
import { JsonFault } from "./json-scanner";
import { doubtIn, keysIn } from "./json-soundness";
import type { Shape } from "./shape";

/** Where a value stands in a text, and what was seen of it when it was gone over. */
export interface JsonPart {
  readonly from: number;
  readonly to: number;
  /** How many keys its objects have. */
  readonly keys: number;
  /** Does it hold an escape that may be a lone surrogate, or a number that may be too large? */
  readonly isDoubtful: boolean;
  /** How it is written; null where nobody asked, or where that is a rare way. */
  readonly shape: Shape | null;
}

/** The value of a part. Throws a `JsonFault` for a key given twice, and for numbers and strings that programs read in different ways. */
export const parsedPart = (text: string, part: JsonPart): Json => {
  const value = JSON.parse(text) as Json;
  // Of a key given twice the value keeps one.
  if (keysIn(value) !== part.keys) throw faultIn(text, part.from);
  const doubt = part.isDoubtful ? doubtIn(value) : null;
  if (doubt !== null) throw new JsonFault(part.from, doubt, ["programs read it in different ways, so it cannot be judged"]);
  return value;
};

export const givenTwice = (place: number, key: string): JsonFault => new JsonFault(place, `the key \`${key}\` is given twice in one object`, TWICE);

const TWICE: readonly string[] = ["which of the two holds differs between programs, so neither can be judged: keep one"];

const faultIn = (text: string, place: number): JsonFault => {
  const { at, what, details } = findFault(text) ?? { at: 0, what: "a key is given twice in one object", details: TWICE };
  return new JsonFault(place + Buffer.byteLength(text.slice(0, at)), what, details);
};

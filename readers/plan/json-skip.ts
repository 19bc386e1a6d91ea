/** What comes next where a value is gone over. */
export type Next = "value" | "key" | "comma or close" | "end";

/** How far one has come in a value. */
export interface SkipState {
  next: Next;
  /** How many more objects and lists may be opened. */
  levels: number;
  /** `levels` where the value began. */
  outside: number;
  /** Is what is open at a level an object? */
  readonly isInObject: Uint8Array;
  /** Keys that were gone over. */
  keys: number;
}

// Numbers of their own: to look each up in an object costs as much as the rest of the loop.
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const SPACE = 0x20;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const A = 0x61;
const E = 0x65;
const F = 0x66;
const L = 0x6c;
const N = 0x6e;
const R = 0x72;
const S = 0x73;
const T = 0x74;
const U = 0x75;

/**
 * Goes over bytes as Terraform writes them, from one place to another, and stops before what is rare: white space, an escape, the end of the bytes,
 * a fault. Most of a plan goes through here, byte by byte, so the state is in local variables and each step in its plainest form.
 */
export const skipPlain = (bytes: Uint8Array, from: number, state: SkipState): number => {
  const { isInObject, outside } = state;
  let { next, levels, keys }: Pick<SkipState, "next" | "levels" | "keys"> = state;
  let at = from;
  scan: for (;;) {
    if (next === "key") {
      const end = keyEnd(bytes, at);
      if (end === 0) break;
      at = end;
      keys += 1;
      next = "value";
    }
    if (next === "value") {
      const code = bytes[at] ?? 0;
      if (code === QUOTE) {
        const end = stringEnd(bytes, at);
        if (end === 0) break;
        at = end;
      } else if (code === OPEN_BRACE && levels > 0) {
        if (bytes[at + 1] === CLOSE_BRACE) at += 2;
        else {
          const end = keyEnd(bytes, at + 1);
          if (end === 0) break;
          levels -= 1;
          isInObject[levels] = 1;
          keys += 1;
          at = end;
          continue;
        }
      } else if (code === OPEN_BRACKET && levels > 0) {
        if (bytes[at + 1] === CLOSE_BRACKET) at += 2;
        else if ((bytes[at + 1] ?? 0) <= SPACE) break;
        else {
          levels -= 1;
          isInObject[levels] = 0;
          at += 1;
          continue;
        }
      } else if (code === N && bytes[at + 1] === U && bytes[at + 2] === L && bytes[at + 3] === L) at += 4;
      else if (code === F && bytes[at + 1] === A && bytes[at + 2] === L && bytes[at + 3] === S && bytes[at + 4] === E) at += 5;
      else if (code === T && bytes[at + 1] === R && bytes[at + 2] === U && bytes[at + 3] === E) at += 4;
      else {
        const end = numberEnd(bytes, at);
        if (end === 0) break;
        at = end;
      }
      next = "comma or close";
    }
    // A value has ended, and with it what it is the last of.
    for (;;) {
      if (levels === outside) {
        next = "end";
        break scan;
      }
      const code = bytes[at] ?? 0;
      const isObject = isInObject[levels] === 1;
      if (code === COMMA) {
        at += 1;
        next = isObject ? "key" : "value";
        break;
      }
      if (code !== (isObject ? CLOSE_BRACE : CLOSE_BRACKET)) break scan;
      at += 1;
      levels += 1;
    }
  }
  state.next = next;
  state.levels = levels;
  state.keys = keys;
  return at;
};

/** Behind the string that begins here; 0 where it is not a plain one. */
const stringEnd = (bytes: Uint8Array, from: number): number => {
  let at = from;
  let code = 0;
  do code = bytes[++at] ?? 0;
  while (code !== QUOTE && code !== BACKSLASH && code >= SPACE);
  return code === QUOTE ? at + 1 : 0;
};

/** Behind the colon of the key that begins here; 0 where it is not a plain one. */
const keyEnd = (bytes: Uint8Array, from: number): number => {
  const end = bytes[from] === QUOTE ? stringEnd(bytes, from) : 0;
  return end !== 0 && bytes[end] === COLON ? end + 1 : 0;
};

/** Behind the whole number that begins here; 0 where it is not a plain one. */
const numberEnd = (bytes: Uint8Array, from: number): number => {
  let at = bytes[from] === MINUS ? from + 1 : from;
  let code = bytes[at] ?? 0;
  if (code < ZERO || code > NINE) return 0;
  const isZero = code === ZERO;
  do code = bytes[++at] ?? 0;
  while (!isZero && code >= ZERO && code <= NINE);
  const isWhole = code === COMMA || code === CLOSE_BRACE || code === CLOSE_BRACKET;
  return isWhole && at - from < PLAIN_DIGITS ? at : 0;
};

const PLAIN_DIGITS = 20;

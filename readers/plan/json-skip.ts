import { ASCII } from "./ascii";

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
      if (code === ASCII.quote) {
        const end = stringEnd(bytes, at);
        if (end === 0) break;
        at = end;
      } else if (code === ASCII.openBrace && levels > 0) {
        if (bytes[at + 1] === ASCII.closeBrace) at += 2;
        else {
          const end = keyEnd(bytes, at + 1);
          if (end === 0) break;
          levels -= 1;
          isInObject[levels] = 1;
          keys += 1;
          at = end;
          continue;
        }
      } else if (code === ASCII.openBracket && levels > 0) {
        if (bytes[at + 1] === ASCII.closeBracket) at += 2;
        else if ((bytes[at + 1] ?? 0) <= ASCII.space) break;
        else {
          levels -= 1;
          isInObject[levels] = 0;
          at += 1;
          continue;
        }
      } else if (code === ASCII.n && bytes[at + 1] === ASCII.u && bytes[at + 2] === ASCII.l && bytes[at + 3] === ASCII.l) at += 4;
      else if (code === ASCII.f && bytes[at + 1] === ASCII.a && bytes[at + 2] === ASCII.l && bytes[at + 3] === ASCII.s && bytes[at + 4] === ASCII.e) at += 5;
      else if (code === ASCII.t && bytes[at + 1] === ASCII.r && bytes[at + 2] === ASCII.u && bytes[at + 3] === ASCII.e) at += 4;
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
      if (code === ASCII.comma) {
        at += 1;
        next = isObject ? "key" : "value";
        break;
      }
      if (code !== (isObject ? ASCII.closeBrace : ASCII.closeBracket)) break scan;
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
  while (code !== ASCII.quote && code !== ASCII.backslash && code >= ASCII.space);
  return code === ASCII.quote ? at + 1 : 0;
};

/** Behind the colon of the key that begins here; 0 where it is not a plain one. */
const keyEnd = (bytes: Uint8Array, from: number): number => {
  const end = bytes[from] === ASCII.quote ? stringEnd(bytes, from) : 0;
  return end !== 0 && bytes[end] === ASCII.colon ? end + 1 : 0;
};

/** Behind the whole number that begins here; 0 where it is not a plain one. */
const numberEnd = (bytes: Uint8Array, from: number): number => {
  let at = bytes[from] === ASCII.minus ? from + 1 : from;
  let code = bytes[at] ?? 0;
  if (code < ASCII.zero || code > ASCII.nine) return 0;
  const isZero = code === ASCII.zero;
  do code = bytes[++at] ?? 0;
  while (!isZero && code >= ASCII.zero && code <= ASCII.nine);
  const isWhole = code === ASCII.comma || code === ASCII.closeBrace || code === ASCII.closeBracket;
  return isWhole && at - from < PLAIN_DIGITS ? at : 0;
};

const PLAIN_DIGITS = 20;

/** Bytes that JSON gives a meaning. An enumeration, for the build puts its numbers where they are used: to look each up costs as much as the rest of a loop. */
export enum ASCII {
  tab = 0x09,
  lineFeed = 0x0a,
  carriageReturn = 0x0d,
  space = 0x20,
  quote = 0x22,
  plus = 0x2b,
  comma = 0x2c,
  minus = 0x2d,
  point = 0x2e,
  zero = 0x30,
  nine = 0x39,
  colon = 0x3a,
  capitalE = 0x45,
  openBracket = 0x5b,
  backslash = 0x5c,
  closeBracket = 0x5d,
  a = 0x61,
  e = 0x65,
  f = 0x66,
  l = 0x6c,
  n = 0x6e,
  r = 0x72,
  s = 0x73,
  t = 0x74,
  u = 0x75,
  openBrace = 0x7b,
  closeBrace = 0x7d,
}

/** Bytes that stand for themselves in a string. */
export const IS_PLAIN = Uint8Array.from({ length: 256 }, (_, code) => (code < ASCII.space || code === ASCII.quote || code === ASCII.backslash ? 0 : 1));

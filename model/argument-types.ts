/**
 * The types that tell a routine from others of its name, as PostgreSQL prints them (`oidvectortypes`), of a list of arguments as CREATE FUNCTION and
 * GRANT take it: `IN a int4, OUT b text, VARIADIC "varchar"[]` is `integer, character varying[]`. A type that is nobody's but a database's own stays
 * as it is written, folded. https://www.postgresql.org/docs/current/datatype.html
 */
export const argumentTypes = (written: string): string => listed(tokensOf(written)).flatMap(argumentType).join(", ");

/** A routine as it is written, taken apart: `total(int)` is `total` of `integer`; a name alone says no arguments. */
export const routineParts = (written: string): { readonly name: string; readonly arguments?: string } => {
  const list = written.length > LONGEST ? null : LIST.exec(written);
  return list === null ? { name: written } : { name: written.slice(0, list.index).trim(), arguments: argumentTypes(list[0].slice(1, -1)) };
};

/** The parentheses at the end, with what stands between them: names may hold parentheses too. */
const LIST = /\((?:[^()"]|"[^"]*"|\([^()]*\))*\)$/;
/** Nobody's list is longer, and the pattern stays cheap on anything. */
const LONGEST = 10_000;

/** Quoted names whole, words and numbers, everything else by its character. */
const TOKEN = /"(?:[^"]|"")*"|[\p{L}\p{N}\p{M}_$]+|\S/gu;

/** PostgreSQL folds what is not quoted, and of that only the letters of ASCII for certain. */
const tokensOf = (written: string): readonly string[] =>
  (written.match(TOKEN) ?? []).map((token) => (token.startsWith('"') ? token : token.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())));

/** Split at the commas that stand in no parentheses. */
const listed = (tokens: readonly string[]): readonly (readonly string[])[] => {
  const items: string[][] = [];
  let depth = 0;
  for (const token of tokens) {
    if (token === "(") depth += 1;
    if (token === ")") depth -= 1;
    if (items.length === 0 || (token === "," && depth === 0)) items.push([]);
    if (token !== "," || depth !== 0) items.at(-1)?.push(token);
  }
  return items;
};

const MODES: ReadonlySet<string> = new Set(["in", "out", "inout", "variadic"]);

/** The type of one argument; nothing for what a routine gives out. The mode may stand before the name or after it. */
const argumentType = (tokens: readonly string[]): readonly string[] => {
  const end = tokens.findIndex((token) => token === "default" || token === "=");
  const words = end < 0 ? tokens : tokens.slice(0, end);
  const at = words.slice(0, 2).findIndex((word) => MODES.has(word));
  const isInOut = words[at] === "in" && words[at + 1] === "out";
  if (words[at] === "out") return [];
  const type = at < 0 ? words : words.slice(at + (isInOut ? 2 : 1));
  // `double precision` and `a precision` look alike: a name is only what leaves a type behind it.
  return [typeOf(type) ?? typeOf(type.slice(1)) ?? type.join(" ")];
};

/** A type as PostgreSQL prints it, without its modifiers; null for what is none. */
const typeOf = (tokens: readonly string[]): string | null => {
  const bounds = tokens.findIndex((token) => token === "[" || token === "array");
  const element = elementOf(bounds < 0 ? tokens : tokens.slice(0, bounds));
  return element === null || bounds < 0 || element.endsWith("[]") ? element : `${element}[]`;
};

const elementOf = (tokens: readonly string[]): string | null => {
  const open = tokens.indexOf("(");
  const modifier = open < 0 ? [] : tokens.slice(open + 1, tokens.indexOf(")"));
  const words = open < 0 ? tokens : [...tokens.slice(0, open), ...tokens.slice(tokens.indexOf(")") + 1)];
  const [first = "", second, third] = words;
  // float(24) and less is single precision.
  if (first === "float" && words.length === 1) return Number(modifier[0] ?? FLOAT_DIGITS) < 25 ? "real" : "double precision";
  if (first === "interval") return "interval";
  const sql = SQL_NAMES.get(words.join(" "));
  if (sql !== undefined) return sql;
  if (words.length === 1) return isName(first) ? catalogType(first) : null;
  if (second !== "." || !words.every((word, at) => (at % 2 === 1 ? word === "." : isName(word)))) return null;
  return words.length === 3 && unquoted(first) === "pg_catalog" ? catalogType(third ?? "") : words.join("");
};

const FLOAT_DIGITS = 53;
const isName = (token: string): boolean => /^["\p{L}_]/u.test(token);
const unquoted = (name: string): string => (name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name);

const needsNoQuotes = (name: string): boolean => /^[a-z_][a-z0-9_$]*$/.test(name);

/** A type by its name in `pg_type`, where an array is named after its element. */
const catalogType = (written: string): string => {
  const name = unquoted(written);
  const printed = CATALOG_NAMES.get(name) ?? (needsNoQuotes(name) ? name : written);
  return /^_[a-z]/.test(printed) ? `${catalogType(printed.slice(1))}[]` : printed;
};

/** Names of SQL, which its grammar knows and which are no names of `pg_type`. */
const SQL_NAMES: ReadonlyMap<string, string> = new Map([
  ["int", "integer"],
  ["integer", "integer"],
  ["smallint", "smallint"],
  ["bigint", "bigint"],
  ["boolean", "boolean"],
  ["real", "real"],
  ["double precision", "double precision"],
  ["dec", "numeric"],
  ["decimal", "numeric"],
  ["char", "character"],
  ["character", "character"],
  ["nchar", "character"],
  ["national char", "character"],
  ["national character", "character"],
  ["char varying", "character varying"],
  ["character varying", "character varying"],
  ["nchar varying", "character varying"],
  ["national char varying", "character varying"],
  ["national character varying", "character varying"],
  ["bit varying", "bit varying"],
  ["time with time zone", "time with time zone"],
  ["time without time zone", "time without time zone"],
  ["timestamp with time zone", "timestamp with time zone"],
  ["timestamp without time zone", "timestamp without time zone"],
]);

/** Names of `pg_type` that PostgreSQL prints otherwise; a test compares them with real servers. */
const CATALOG_NAMES: ReadonlyMap<string, string> = new Map([
  ["int2", "smallint"],
  ["int4", "integer"],
  ["int8", "bigint"],
  ["bool", "boolean"],
  ["float4", "real"],
  ["float8", "double precision"],
  ["bpchar", "character"],
  ["varchar", "character varying"],
  ["varbit", "bit varying"],
  ["time", "time without time zone"],
  ["timetz", "time with time zone"],
  ["timestamp", "timestamp without time zone"],
  ["timestamptz", "timestamp with time zone"],
  ["char", '"char"'],
  ["any", '"any"'],
]);

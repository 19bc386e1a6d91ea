/**
 * Patterns for values that the provider puts into a statement or a connection string without quoting them
 * (cyrilgdn/postgresql 1.26: data_source_helpers.go, helpers.go `quoteIdentifyIdent`, resource_postgresql_function.go, config.go `connStr`).
 */

const WORD = `(?:[A-Za-z_][A-Za-z0-9_]*|"[^"]+")`;
const MODIFIER = String.raw`(?:\(\s*\d+\s*(?:,\s*-?\d+\s*)?\))?`;
const MULTIWORD = `double precision|(?:character|bit) varying|(?:time|timestamp)${MODIFIER} with(?:out)? time zone`;
const TYPE = String.raw`(?:${MULTIWORD}|${WORD}(?:\.${WORD})*)\s*${MODIFIER}(?:\s*\[\d*\])*`;

/** What may stand between the parentheses of a list of arguments: no parenthesis but a type's modifier closes, so nothing leaves the list. */
const LIST = String.raw`(?:[A-Za-z0-9_ ,.\[\]\n\t]|"[^"]+"|\(\s*\d+\s*(?:,\s*-?\d+\s*)?\))*`;

const plainList = new RegExp(`^${LIST}$`);
const plainArguments = new RegExp(`^\\(${LIST}\\)$`);
const plainReturns = new RegExp(`^(?:(?:SETOF\\s+)?${TYPE}|TABLE\\s*\\(${LIST}\\))$`, "i");
const plainDefault = /^(?:-?\d+(?:\.\d+)?|true|false|null|'[^'\\]*'(?:::[A-Za-z_][A-Za-z0-9_]*(?:\[\])?)?)$/i;
const plainWord = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** No honest signature is longer, and the patterns stay cheap on anything. */
const MAXIMUM_LENGTH = 1000;
/** The provider's library cuts a name at a zero byte, so what follows it was never quoted. */
const isWhole = (value: string): boolean => !value.includes("\u0000");
const matches = (pattern: RegExp, value: string): boolean => value.length <= MAXIMUM_LENGTH && isWhole(value) && pattern.test(value);

/** True for an object whose name is quoted whole: only what follows the first `(` goes in raw, and must be a plain list of types. */
export const isPlainObject = (object: string): boolean => {
  const parenthesis = object.indexOf("(");
  return isWhole(object) && (parenthesis === -1 || matches(plainArguments, object.slice(parenthesis)));
};

/** True for a text that stays inside of single quotes: a data source's pattern, a function's name in `to_regprocedure('...')`. */
export const staysQuoted = (text: string): boolean => isWhole(text) && !text.includes("'");

export const isPlainType = (type: string): boolean => matches(plainList, type);
export const isPlainReturns = (returns: string): boolean => matches(plainReturns, returns);
export const isPlainDefault = (value: string): boolean => matches(plainDefault, value);
export const isPlainWord = (word: string): boolean => matches(plainWord, word);
export const isArgumentMode = (mode: string): boolean => /^(?:in|out|inout|variadic)$/i.test(mode);

/** True for a body that the fixed tag `$function$` around it holds. */
export const isPlainBody = (body: string): boolean => isWhole(body) && !body.includes("$function$") && !body.endsWith("$function");

/** True for a database name that does not change the connection string it is put into: `x?host=other` would lead to another server. */
export const isPlainDatabase = (database: string): boolean => isWhole(database) && !/[?#%/]/.test(database);

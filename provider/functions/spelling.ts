import { argumentTypes } from "../../model/argument-types";

// Arguments and result go into CREATE FUNCTION as they are written, so nothing gets through but PostgreSQL's own spelling of them, which is also what
// the catalogs are compared with (pg_get_function_arguments, pg_get_function_result).

const NAME = `(?:[a-z_][a-z0-9_$]*|"(?:[^"]|"")+")`;
const WORDS = "double precision|character varying|bit varying|(?:time|timestamp) with(?:out)? time zone";
const TYPE = String.raw`(?:(?:${WORDS})|${NAME}(?:\.${NAME})?)(?:\[\])?`;
const VALUE = String.raw`(?:NULL|true|false|-?\d+(?:\.\d+)?|\('-\d+'::integer\)|'(?:[^'\\]|'')*')(?:::${TYPE})?`;
const ARGUMENT = `(?:(?:OUT|INOUT|VARIADIC) )?(?:${NAME} )?${TYPE}(?: DEFAULT ${VALUE})?`;
const COLUMN = `${NAME} ${TYPE}`;

const ARGUMENTS = new RegExp(`^${ARGUMENT}(?:, ${ARGUMENT})*$`, "u");
const RESULT = new RegExp(`^(?:(?:SETOF )?${TYPE}|TABLE\\(${COLUMN}(?:, ${COLUMN})*\\))$`, "u");
/** Nobody's list is longer, and the patterns stay cheap. */
const LONGEST = 2_000;

/** What is wrong with a list of arguments, as a sentence; null where it may stand in CREATE FUNCTION as it is. */
export const argumentsProblem = (written: string): string | null => {
  if (written === "") return null;
  if (written.length > LONGEST) return `it is longer than ${LONGEST} characters`;
  if (!ARGUMENTS.test(written))
    return "it is no list of arguments as PostgreSQL prints them, such as `pid integer, reason text`: a name and a type, joined by `, `, with a mode before them or a plain DEFAULT behind";
  return synonymIn(written);
};

/** The same of what it returns. */
export const resultProblem = (written: string): string | null =>
  written.length <= LONGEST && RESULT.test(written)
    ? synonymIn(written)
    : "it is no result as PostgreSQL prints it, such as `void`, `SETOF text` or `TABLE(id integer, name text)`";

/** Words that PostgreSQL reads and never prints: with one of them the plan would never be empty. */
const SYNONYMS = [
  "int",
  "int2",
  "int4",
  "int8",
  "bool",
  "float4",
  "float8",
  "float",
  "varchar",
  "decimal",
  "timestamptz",
  "timestamp",
  "timetz",
  "time",
  "bpchar",
  "char",
  "varbit",
];

const synonymIn = (written: string): string | null => {
  const types = written.replace(/'(?:[^']|'')*'/g, "''");
  for (const word of SYNONYMS) {
    // Behind a blank, a parenthesis or `SETOF`, at an end: a type, and no name.
    if (new RegExp(`(?:^|[ (])${word}(?:\\[\\])?(?=$|,|\\)| DEFAULT )`, "u").test(types))
      return `PostgreSQL prints \`${word}\` as \`${argumentTypes(word)}\`: write it so`;
  }
  return null;
};

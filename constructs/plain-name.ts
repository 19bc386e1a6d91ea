import { type Place, refuse } from "./refusal";

const LONGEST_NAME = 63;
/** What PostgreSQL refuses as a role's name, or reads as everyone. */
const KEYWORDS: ReadonlySet<string> = new Set(["public", "none"]);

/**
 * Refuses a name that PostgreSQL and Terraform would not both read as itself. `what` starts the message.
 *
 * @see https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS
 */
export const checkName = (what: string, name: unknown, place: Place): void => {
  if (typeof name !== "string" || name === "") throw refuse(`${what} has no name`, place);
  const problem = problemOf(name);
  if (problem !== null) throw refuse(`${what} \`${name}\` ${problem}`, place);
};

/** Refuses a name that no role can be created with. */
export const checkRoleName = (name: unknown, place: Place): void => {
  checkName("role", name, place);
  if (String(name).startsWith("pg_")) throw refuse(`role \`${name}\` starts with \`pg_\`, which PostgreSQL keeps for its own roles`, place);
  if (KEYWORDS.has(String(name))) throw refuse(`role \`${name}\` is a word that PostgreSQL reserves`, place);
};

const problemOf = (name: string): string | null => {
  if (/[$%]\{/.test(name)) return "is an expression to Terraform: a name is written out";
  if (/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(name)) return "has a control or invisible character";
  if (name.normalize("NFC") !== name) return "is not in Unicode's composed form (NFC), so that two names could look like one";
  const bytes = Buffer.byteLength(name);
  return bytes > LONGEST_NAME ? `has ${bytes} bytes: PostgreSQL keeps the first ${LONGEST_NAME}` : null;
};

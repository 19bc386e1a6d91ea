import type { Membership } from "./access-graph";

/** The options of one membership (https://www.postgresql.org/docs/current/sql-grant.html, "GRANT on Roles"). */
export interface MembershipOptions {
  readonly admin: boolean;
  readonly inherit: boolean;
  readonly set: boolean;
}

/** What a plain GRANT gives to a role with INHERIT. */
const DEFAULT_OPTIONS: MembershipOptions = { admin: false, inherit: true, set: true };
export const DEFAULT_WORD = "default";
const WORDS = ["admin", "noinherit", "noset"] as const;

/** Options in their one spelling: `default`, or `admin`, `noinherit`, `noset`, joined by commas in this order. */
export const optionWords = ({ admin, inherit, set }: MembershipOptions): string => {
  const words = [...(admin ? ["admin"] : []), ...(inherit ? [] : ["noinherit"]), ...(set ? [] : ["noset"])];
  return words.length === 0 ? DEFAULT_WORD : words.join(",");
};

/** The options that words say; a sentence about what is wrong with them where they are not in their one spelling. */
export const parseOptions = (words: string): MembershipOptions | string => {
  if (words === DEFAULT_WORD) return DEFAULT_OPTIONS;
  const said = words.split(",");
  const unknown = said.find((word) => !WORDS.some((known) => known === word));
  if (unknown !== undefined) return `there is no option "${unknown}": they are "default", or "admin", "noinherit" and "noset" joined by commas without blanks`;
  const options = { admin: said.includes("admin"), inherit: !said.includes("noinherit"), set: !said.includes("noset") };
  return optionWords(options) === words ? options : `write it as "${optionWords(options)}": each option once, in this order`;
};

/** What a role holds of another by all rows of the pair together: each grantor may have given something else. */
export const unitedOptions = (rows: readonly Pick<Membership, "admin" | "inherit" | "set">[]): MembershipOptions => ({
  admin: rows.some(({ admin }) => admin === true),
  // Before PostgreSQL 16 neither is stored: INHERIT is the member's attribute, and SET always possible.
  inherit: rows.some(({ inherit }) => inherit !== false),
  set: rows.some(({ set }) => set !== false),
});

const GRANTED_BY = ", granted by ";

/** The words for a pair that another grantor gave too, or alone: they differ from any that can be asked for. */
export const withGrantors = (words: string, grantors: readonly string[]): string =>
  grantors.length === 0 ? words : `${words}${GRANTED_BY}${grantors.join(" and ")}`;

/** The words without who granted it. */
export const withoutGrantors = (words: string): string => words.split(GRANTED_BY, 1)[0] ?? words;

/**
 * Are they what PostgreSQL 16 and later give to a role with CREATEROLE on each role that it makes? Nobody but a superuser can revoke that.
 * https://www.postgresql.org/docs/current/role-attributes.html
 */
export const areCreators = ({ admin, inherit, set }: Pick<Membership, "admin" | "inherit" | "set">): boolean =>
  admin === true && inherit === false && set === false;

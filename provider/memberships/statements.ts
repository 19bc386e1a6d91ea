import type { Membership, Role } from "../../model/access-graph";
import { NO_ORIGIN } from "../../model/access-graph";
import { optionWords, parseOptions, unitedOptions } from "../../model/membership-options";
import type { Major } from "../../model/predefined-roles";
import { grantMemberships } from "../../writers/memberships";
import { identifier } from "../../writers/quote";
import type { MembershipRow } from "./rows";
import type { Grants } from "./scope";

/** The statements that turn the rows of a scope into what is wanted: revokes first, each by its own grantor, then grants with every option written. */
export const membershipStatements = (rows: readonly MembershipRow[], wanted: Grants, major: Major): readonly string[] => [
  ...revokes(rows, wanted, major),
  ...grantMemberships(missing(rows, wanted), NO_ROLES, major),
];

const NO_ROLES: readonly Role[] = [];

/** What is not wanted, and what another grantor gave: a grant of ours takes its place, so that there is one row and its options are those asked for. */
const revokes = (rows: readonly MembershipRow[], wanted: Grants, major: Major): readonly string[] =>
  rows
    .filter((row) => !row.own || wanted.get(row.member)?.get(row.role) === undefined)
    // A grantor's ADMIN OPTION goes after what was granted by it.
    .toSorted((a, b) => Number(a.admin) - Number(b.admin))
    .map(({ member, role, grantor }) => `REVOKE ${identifier(role)} FROM ${identifier(member)}${major >= 16 ? ` GRANTED BY ${identifier(grantor)}` : ""}`)
    .concat(major >= 16 ? [] : lostAdminOptions(rows, wanted));

/** Before 16 a GRANT takes no option back. */
const lostAdminOptions = (rows: readonly MembershipRow[], wanted: Grants): readonly string[] =>
  rows.flatMap(({ member, role, admin, own }) => {
    const words = wanted.get(member)?.get(role);
    return admin && own && words === "default" ? [`REVOKE ADMIN OPTION FOR ${identifier(role)} FROM ${identifier(member)}`] : [];
  });

const missing = (rows: readonly MembershipRow[], wanted: Grants): readonly Membership[] => {
  const ownRows = rows.filter(({ own }) => own);
  const held = new Map(ownRows.map((row) => [JSON.stringify([row.member, row.role]), optionWords(unitedOptions([row]))]));
  return [...wanted].flatMap(([member, roles]) =>
    [...roles].flatMap(([role, words]) => {
      if (held.get(JSON.stringify([member, role])) === words) return [];
      const options = parseOptions(words);
      if (typeof options === "string") throw new Error(`${member} ${role}: ${options}`);
      return [{ member, role, grantor: null, ...options, style: null, origin: NO_ORIGIN }];
    }),
  );
};

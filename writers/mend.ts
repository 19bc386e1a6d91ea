import type { Membership, Role } from "../model/access-graph";
import { isServerTier } from "../model/capability";
import type { Difference, Mend } from "../model/drift";
import type { Major } from "../model/predefined-roles";
import { defaultPrivileges, grantPrivileges, ownerships, type PlacedStatement, revokeDefaultPrivileges, revokePrivileges } from "./grants";
import { grantMemberships, grantorsFirst } from "./memberships";
import { identifier } from "./quote";
import { alterSettings, createRoles, resetSetting } from "./roles";

/** What mends one difference. */
export interface Mending {
  readonly difference: Difference;
  /** Null where any database will do. */
  readonly database: string | null;
  /** In their order, without final semicolons; empty where none does it. */
  readonly statements: readonly string[];
  /** What a person has to decide before any of it is run; null where the code has decided. */
  readonly question: string | null;
}

/**
 * Statements that make the server as the code says, in the order in which they can run in one transaction: roles, then what grantors gave before
 * their own right to give it, then settings and privileges. Throws InputError for a name that cannot be written.
 */
export const mendings = (differences: readonly Difference[], major: Major): readonly Mending[] => {
  const depths = depthsOf(differences);
  const orderOf = ({ mend }: Difference): number =>
    ORDER.indexOf(mend.act) * 1000 + (mend.act === "revoke-membership" ? -(depths.get(mend.membership) ?? 0) : grantorRank(mend));
  return differences
    .map((difference, at) => ({ difference, at }))
    .toSorted((a, b) => orderOf(a.difference) - orderOf(b.difference) || a.at - b.at)
    .map(({ difference }) => mendingOf(difference, major));
};

/** The statements of one difference. */
export const mendingOf = (difference: Difference, major: Major): Mending => {
  const placed = statementsOf(difference.mend, major);
  return {
    difference,
    database: placed.find(({ database }) => database !== null)?.database ?? null,
    statements: placed.map(({ sql }) => sql),
    question: questionOf(difference),
  };
};

const ORDER: readonly Mend["act"][] = [
  "create-role",
  "own",
  "alter-role",
  "revoke-membership",
  "regrant-membership",
  "grant-membership",
  "set",
  "reset",
  "revoke",
  "grant",
  "revoke-default",
  "grant-default",
  "drop-role",
  "none",
];

/** What others granted on goes before the right of theirs to grant. */
const grantorRank = (mend: Mend): number => (mend.act === "revoke" && mend.grantor === mend.owner ? 1 : 0);

/** How late a membership may be granted: those that hang on others are revoked first. */
const depthsOf = (differences: readonly Difference[]): ReadonlyMap<Membership, number> => {
  const revoked = differences.flatMap(({ mend }) => (mend.act === "revoke-membership" ? [mend.membership] : []));
  return new Map(grantorsFirst(revoked).map((membership, at) => [membership, at]));
};

const statementsOf = (mend: Mend, major: Major): readonly PlacedStatement[] => {
  const anywhere = (statements: readonly string[]): readonly PlacedStatement[] => statements.map((sql) => ({ database: null, sql }));
  switch (mend.act) {
    case "create-role":
      return anywhere(createRoles([mend.role]));
    case "drop-role":
      return anywhere([`DROP ROLE ${identifier(mend.name)}`]);
    case "alter-role":
      return anywhere([`ALTER ROLE ${identifier(mend.name)} ${mend.words}`]);
    case "set":
      return anywhere(alterSettings([mend.setting]));
    case "reset":
      return anywhere([resetSetting(mend.setting)]);
    case "grant-membership":
      return anywhere(grantMemberships([mend.membership], NO_ROLES, major));
    case "revoke-membership":
      return anywhere([revokeMembership(mend.membership, major, "")]);
    case "regrant-membership":
      return anywhere(regrant(mend.membership, mend.from, major));
    case "grant":
      return grantPrivileges(mend.grants);
    case "revoke":
      return asGrantor(revokePrivileges(mend.grants, mend.optionOnly), mend.grantor, mend.owner);
    case "grant-default":
      return defaultPrivileges(mend.privileges);
    case "revoke-default":
      return revokeDefaultPrivileges(mend.privileges, mend.optionOnly);
    case "own":
      return ownerships([mend.ownership]);
    case "none":
      return [];
  }
};

const NO_ROLES: readonly Role[] = [];

/** From 16 on a REVOKE takes away one grantor's row only. https://www.postgresql.org/docs/current/sql-revoke.html */
const revokeMembership = ({ member, role, grantor }: Membership, major: Major, option: string): string =>
  `REVOKE ${option}${identifier(role)} FROM ${identifier(member)}${major >= 16 && grantor !== null ? ` GRANTED BY ${identifier(grantor)}` : ""}`;

const regrant = (membership: Membership, from: Membership, major: Major): readonly string[] => {
  const isSameHand = membership.grantor !== null && membership.grantor === from.grantor;
  if (major < 16)
    return membership.admin === true
      ? grantMemberships([{ ...membership, grantor: null }], NO_ROLES, major)
      : [revokeMembership(from, major, "ADMIN OPTION FOR ")];
  const granted = grantMemberships([isSameHand ? membership : { ...membership, grantor: null }], NO_ROLES, major);
  if (!isSameHand) return [...granted, revokeMembership(from, major, "")];
  // A REVOKE of the option looks whether others hang on it; a GRANT without it would not.
  return from.admin === true && membership.admin === false ? [revokeMembership(from, major, "ADMIN OPTION FOR "), ...granted] : granted;
};

/** A superuser revokes as the owner; what somebody else granted only that role takes back. */
const asGrantor = (statements: readonly PlacedStatement[], grantor: string, owner: string): readonly PlacedStatement[] =>
  grantor === owner
    ? statements
    : statements.flatMap(({ database, sql }) => [`SET LOCAL ROLE ${identifier(grantor)}`, sql, "RESET ROLE"].map((each) => ({ database, sql: each })));

/** Giving what nobody is approved for, and taking away a whole role, is for people. */
const questionOf = ({ mend, tier, desired, role, detail }: Difference): string | null => {
  if (mend.act === "none") return mend.why;
  if (mend.act === "drop-role")
    return `only the server has ${role}: write it into the code, name it in \`unmanaged\` of environments.yaml, or drop it (what it owns has to go to others first: REASSIGN OWNED)`;
  if (desired !== null && tier !== null && isServerTier(tier)) return `the code wants ${detail} for ${role}, which is tier ${tier}: is that still meant?`;
  return null;
};

import type { AccessGraph } from "../model/access-graph";
import { listed, shownName } from "../model/path-words";
import { PLATFORM_ROLE_NAMES } from "../model/platforms";
import { PREDEFINED_ROLE_NAMES } from "../model/predefined-roles";
import { isKnown } from "../model/unknown";

/** Bytes of an identifier: NAMEDATALEN - 1, https://www.postgresql.org/docs/current/sql-syntax-lexical.html */
const MAXIMUM_BYTES = 63;

const bytesOf = (name: string): number => new TextEncoder().encode(name).length;

/**
 * Scripts that people write together with Latin without one letter reading as another: Unicode's "highly restrictive"
 * level, https://www.unicode.org/reports/tr39/#Restriction_Level_Detection
 */
const BESIDE_LATIN = String.raw`\p{scx=Latin}\p{sc=Common}\p{sc=Inherited}\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Bopomofo}`;
const LATIN = /\p{Script=Latin}/u;
const OTHER_LETTER = new RegExp(`(?=\\p{L})[^${BESIDE_LATIN}]`, "u");
/** Scripts whose letters look like each other's or like Latin ones. */
const LOOKALIKE_SCRIPTS = [/\p{Script=Cyrillic}/u, /\p{Script=Greek}/u, /\p{Script=Armenian}/u, /\p{Script=Cherokee}/u, /\p{Script=Coptic}/u];
const isMixed = (name: string): boolean => (LATIN.test(name) && OTHER_LETTER.test(name)) || LOOKALIKE_SCRIPTS.filter((script) => script.test(name)).length > 1;
const CONTROL = /\p{Cc}/u;
const UNSEEN = /[\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
const ALL_UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
const LONE_SURROGATE = /\p{Cs}/u;

const NAMED_ROLES: readonly string[] = [...PREDEFINED_ROLE_NAMES, ...PLATFORM_ROLE_NAMES];

/** What is left of a name when everything that a reader may overlook is taken away. */
const skeletonOf = (name: string): string => name.normalize("NFKC").replace(ALL_UNSEEN, "").toLowerCase().trim();

const LOOKALIKES: ReadonlyMap<string, string> = new Map(NAMED_ROLES.map((name) => [skeletonOf(name), name]));

type Problem = (name: string) => string | null;

/** In this order the first that holds is what a message says. */
const PROBLEMS: readonly Problem[] = [
  (name) => (name === "" ? "is empty" : null),
  (name) => (name.includes("\0") ? "holds a NUL byte: the server reads it up to that byte, Terraform as a whole" : null),
  (name) => (LONE_SURROGATE.test(name) ? "is no valid Unicode" : null),
  (name) => (name.includes("${") || name.includes("%{") ? "holds `${` or `%{`, which Terraform reads as a template" : null),
  (name) => (CONTROL.test(name) ? "holds a control character" : null),
  (name) => (UNSEEN.test(name) ? "holds a character that nobody can see" : null),
  (name) => (name.normalize("NFC") === name ? null : "is not in Unicode normal form NFC, so that equal-looking names differ"),
  (name) => (bytesOf(name) > MAXIMUM_BYTES ? `has ${bytesOf(name)} bytes; PostgreSQL cuts names at ${MAXIMUM_BYTES}` : null),
  (name) => (/^(public|none)$/i.test(name) ? "reads as a key word: PostgreSQL reserves `public` and `none`" : null),
  (name) => (isMixed(name) ? "mixes letters of several scripts, which look alike" : null),
  (name) => {
    const meant = LOOKALIKES.get(skeletonOf(name));
    return meant === undefined || meant === name ? null : `looks like ${meant} and is another name`;
  },
];

const PLAIN = /^[a-z_][a-z0-9_]{0,62}$/;
const isPlain = (name: string): boolean => PLAIN.test(name) && name !== "public" && name !== "none";

/**
 * What keeps PostgreSQL, Terraform and a reader from reading the name as the same; null for an ordinary one. People's
 * names, `@`, `.`, `-`, spaces and accents are ordinary.
 */
export const nameProblem = (name: string): string | null => {
  if (isPlain(name)) return null;
  for (const problem of PROBLEMS) {
    const found = problem(name);
    if (found !== null) return found;
  }
  return null;
};

/** The name up to its first NUL byte, as the server reads it. */
export const asServerReads = (name: string): string => {
  const end = name.indexOf("\0");
  return end < 0 ? name : name.slice(0, end);
};

/** The facts with every role name as the server reads it; the same object where all names are whole. */
export const graphAsServerReads = (graph: AccessGraph): AccessGraph => {
  const cut = asServerReads;
  const isCut = (name: string): boolean => name.includes("\0");
  const mapped = <T>(rows: readonly T[], isChanged: (row: T) => boolean, change: (row: T) => T): readonly T[] =>
    rows.some(isChanged) ? rows.map(change) : rows;
  const roles = mapped(
    graph.roles,
    ({ name }) => isCut(name),
    (role) => ({ ...role, name: cut(role.name) }),
  );
  const memberships = mapped(
    graph.memberships,
    ({ member, role }) => isCut(member) || isCut(role),
    (row) => ({ ...row, member: cut(row.member), role: cut(row.role) }),
  );
  const grants = mapped(
    graph.grants,
    ({ grantee }) => isCut(grantee),
    (row) => ({ ...row, grantee: cut(row.grantee) }),
  );
  const defaultPrivileges = mapped(
    graph.defaultPrivileges,
    ({ grantee, owner }) => isCut(grantee) || isCut(owner),
    (row) => ({ ...row, grantee: cut(row.grantee), owner: cut(row.owner) }),
  );
  const ownerships = mapped(
    graph.ownerships,
    ({ owner }) => isCut(owner),
    (row) => ({ ...row, owner: cut(row.owner) }),
  );
  const settings = mapped(
    graph.settings,
    ({ role, value }) => isCut(role) || (isKnown(value) && isCut(value)),
    (row) => (isKnown(row.value) ? { ...row, role: cut(row.role), value: cut(row.value) } : { ...row, role: cut(row.role) }),
  );
  const same =
    roles === graph.roles &&
    memberships === graph.memberships &&
    grants === graph.grants &&
    defaultPrivileges === graph.defaultPrivileges &&
    ownerships === graph.ownerships &&
    settings === graph.settings;
  return same ? graph : { ...graph, roles, memberships, grants, defaultPrivileges, ownerships, settings };
};

/** Names as a message lists them; more than `most` are counted. */
export const shownNames = (names: readonly string[], most = 5): string =>
  names.length <= most ? listed(names.map(shownName)) : `${names.slice(0, most).map(shownName).join(", ")} and ${names.length - most} more`;

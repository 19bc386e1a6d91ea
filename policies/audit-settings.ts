import type { AccessGraph } from "../model/access-graph";
import { PUBLIC } from "../model/closure/object-index";
import { isKnown, type Maybe } from "../model/unknown";
import type { RuleInput } from "./rule";

/** Where the value that a login starts with comes from. */
export interface StartingValue {
  /** Undefined where the server does not have the setting. */
  readonly value: Maybe<string> | undefined;
  /** Is it the role's own setting? */
  readonly isOwn: boolean;
}

/**
 * What a login starts with in a database: its own setting there, its own everywhere, the database's, everyone's, the server's.
 * https://www.postgresql.org/docs/current/sql-alterrole.html
 */
export const startingValue = ({ settings, serverSettings }: AccessGraph, role: string, database: string, name: string): StartingValue => {
  const isNamed = (setting: { readonly name: string }): boolean => setting.name.toLowerCase() === name.toLowerCase();
  const own = settings.filter((setting) => setting.role === role && isNamed(setting));
  const ownHere = own.find((setting) => setting.database === database) ?? own.find((setting) => setting.database === undefined);
  if (ownHere !== undefined) return { value: ownHere.value, isOwn: true };
  const others = serverSettings.filter(isNamed);
  const found =
    others.find((setting) => setting.level === "database" && setting.database === database) ??
    others.find(({ level }) => level === "everyone") ??
    others.find(({ level }) => level === "server");
  return { value: found?.value, isOwn: false };
};

/** Does what is in force log at least what is demanded? A stronger value counts. */
export const satisfies = (name: string, value: string, demanded: string): boolean => {
  const [is, wanted] = [value.trim().toLowerCase(), demanded.trim().toLowerCase()];
  if (name.toLowerCase() === "log_statement") return STATEMENTS.indexOf(is) >= STATEMENTS.indexOf(wanted) && STATEMENTS.includes(is);
  if (name.toLowerCase() === "pgaudit.log") {
    const has = classesOf(is);
    return [...classesOf(wanted)].every((each) => has.has(each));
  }
  return is === wanted || (TRUE.has(is) && TRUE.has(wanted));
};

/** https://www.postgresql.org/docs/current/runtime-config-logging.html#GUC-LOG-STATEMENT */
const STATEMENTS: readonly string[] = ["none", "ddl", "mod", "all"];
const TRUE: ReadonlySet<string> = new Set(["on", "true", "yes", "1"]);

/** https://github.com/pgaudit/pgaudit#pgauditlog: read from left to right, `-` takes a class away. */
const CLASSES: readonly string[] = ["read", "write", "function", "role", "ddl", "misc", "misc_set"];
const classesOf = (text: string): ReadonlySet<string> => {
  const classes = new Set<string>();
  for (const word of text.split(",").map((part) => part.trim().replace(/^"(.*)"$/, "$1"))) {
    const taken = word.startsWith("-");
    const named = taken ? word.slice(1) : word;
    const meant = named === "all" ? CLASSES : CLASSES.includes(named) ? [named] : [];
    for (const each of meant) taken ? classes.delete(each) : classes.add(each);
  }
  return classes;
};

/** The role, and every role that a path of memberships from it leads to, whatever their options; PUBLIC too. */
export const rolesAbove = (role: string, { index }: Pick<RuleInput, "index">): ReadonlySet<string> => {
  const found = new Set([role, PUBLIC]);
  for (const each of found) for (const membership of index.membershipsOf(each)) found.add(membership.role);
  return found;
};

/** Databases that the role may enter, as far as the facts say; all of them where they say nothing of privileges. */
export const databasesOf = (roles: ReadonlySet<string>, { databases, grants }: AccessGraph): readonly string[] => {
  const open = new Set(
    grants
      .filter(({ objectType, privilege, grantee }) => objectType === "database" && privilege === "CONNECT" && roles.has(grantee))
      .map(({ object }) => object),
  );
  const owned = databases.filter(({ name, owner }) => open.has(name) || roles.has(owner));
  return owned.map(({ name }) => name);
};

/** The value in words for a message. */
export const valueWords = (value: Maybe<string> | undefined): string =>
  value === undefined ? "not there" : isKnown(value) ? `\`${value}\`` : "not to be seen";

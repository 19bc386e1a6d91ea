import type { Role, Setting } from "../model/access-graph";
import { LIST_SETTINGS, listElements } from "../model/drift/values";
import { InputError } from "../model/input-error";
import { isReservedName } from "../model/predefined-roles";
import { isKnown, type Maybe } from "../model/unknown";
import { byText } from "./order";
import { identifier, literal } from "./quote";

/** CREATE ROLE for every managed role, groups first; what equals PostgreSQL's default is not written. Throws InputError for an unknown attribute. */
export const createRoles = (roles: readonly Role[]): readonly string[] =>
  roles
    .filter((role) => role.source === "managed" && !isReservedName(role.name))
    .toSorted((a, b) => Number(a.login) - Number(b.login) || byText(a.name, b.name))
    .map((role) => [`CREATE ROLE ${identifier(role.name)}`, ...attributesOf(role)].join(" "));

const attributesOf = (role: Role): readonly string[] => {
  const read = <T>(attribute: string, value: Maybe<T>): T => {
    if (isKnown(value)) return value as T;
    throw new InputError(`${attribute} of role \`${role.name}\` is unknown: it cannot be written as SQL`);
  };
  const limit = read("connection limit", role.connectionLimit);
  const until = read("valid until", role.validUntil);
  const words: readonly (string | false)[] = [
    read("login", role.login) && "LOGIN",
    !read("inherit", role.inherit) && "NOINHERIT",
    read("superuser", role.superuser) && "SUPERUSER",
    read("createrole", role.createrole) && "CREATEROLE",
    read("createdb", role.createdb) && "CREATEDB",
    read("replication", role.replication) && "REPLICATION",
    read("bypassrls", role.bypassrls) && "BYPASSRLS",
    limit !== -1 && `CONNECTION LIMIT ${integer(limit)}`,
    until !== null && `VALID UNTIL ${literal(until)}`,
  ];
  return words.filter((word) => word !== false);
};

const integer = (value: number): string => {
  if (Number.isInteger(value)) return String(value);
  throw new InputError(`\`${value}\` is no connection limit`);
};

/** ALTER ROLE ... SET for every setting. Throws InputError for an unknown value. */
export const alterSettings = (settings: readonly Setting[]): readonly string[] =>
  settings.toSorted((a, b) => byText(a.role, b.role) || byText(a.database ?? "", b.database ?? "") || byText(a.name, b.name)).map(alterSetting);

const alterSetting = ({ role, database, name, value }: Setting): string => {
  if (!isKnown(value)) throw new InputError(`setting \`${name}\` of role \`${role}\` is unknown: it cannot be written as SQL`);
  return `ALTER ROLE ${identifier(role)}${inDatabase(database)} SET ${assignment(name, value)}`;
};

/** A setting as SET takes it. */
export const assignment = (name: string, value: string): string => {
  const values = LIST_SETTINGS.has(name.toLowerCase()) ? listElements(value) : [value];
  return `${parameterOf(name)} TO ${values.length === 0 ? "''" : values.map(literal).join(", ")}`;
};

/** ALTER ROLE ... RESET of one setting. */
export const resetSetting = ({ role, database, name }: Pick<Setting, "role" | "database" | "name">): string =>
  `ALTER ROLE ${identifier(role)}${inDatabase(database)} RESET ${parameterOf(name)}`;

const inDatabase = (database: string | undefined): string => (database === undefined ? "" : ` IN DATABASE ${identifier(database)}`);
const parameterOf = (name: string): string => name.split(".").map(identifier).join(".");

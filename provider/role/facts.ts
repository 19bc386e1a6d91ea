import { NO_ORIGIN, type Origin, type Role, type Setting } from "../../model/access-graph";
import { sameInstant, sameSetting } from "../../model/drift/values";
import { isMap, type MapValue, type Value } from "../plugin/value";

/** Everything about one role that a resource owns. */
export interface RoleFacts {
  readonly role: Role;
  readonly settings: readonly Setting[];
  readonly comment: string | null;
}

type Flag = "login" | "superuser" | "createdb" | "createrole" | "inherit" | "replication" | "bypassrls";

/** Attributes that are yes or no, by the name that the schema gives each, with what PostgreSQL has for a new role. */
export const FLAGS: readonly { readonly attribute: string; readonly flag: Flag; readonly usual: boolean }[] = [
  { attribute: "login", flag: "login", usual: false },
  { attribute: "superuser", flag: "superuser", usual: false },
  { attribute: "create_database", flag: "createdb", usual: false },
  { attribute: "create_role", flag: "createrole", usual: false },
  { attribute: "inherit", flag: "inherit", usual: true },
  { attribute: "replication", flag: "replication", usual: false },
  { attribute: "bypass_row_level_security", flag: "bypassrls", usual: false },
];

export const NO_LIMIT = -1;
const FOREVER = "infinity";

/** What an object of the schema asks for; what is left out, or not known yet, is as PostgreSQL has it for a new role. */
export const factsOf = (object: MapValue, origin: Origin = NO_ORIGIN): RoleFacts => {
  const name = textOf(object.get("name")) ?? "";
  const until = textOf(object.get("valid_until"));
  const limit = object.get("connection_limit");
  const is = (attribute: string, usual: boolean): boolean => {
    const value = object.get(attribute);
    return typeof value === "boolean" ? value : usual;
  };
  const flags = Object.fromEntries(FLAGS.map(({ attribute, flag, usual }) => [flag, is(attribute, usual)])) as Record<Flag, boolean>;
  return {
    role: {
      name,
      source: "managed",
      ...flags,
      connectionLimit: typeof limit === "number" ? limit : NO_LIMIT,
      validUntil: until === null || until === FOREVER ? null : until,
      origin,
    },
    settings: [
      ...textsOf(object.get("settings")).map(([setting, value]) => ({ role: name, name: setting, value, origin })),
      ...mapsOf(object.get("database_settings")).flatMap(([database, settings]) =>
        textsOf(settings).map(([setting, value]) => ({ role: name, database, name: setting, value, origin })),
      ),
    ],
    comment: textOf(object.get("comment")),
  };
};

const textOf = (value: Value | undefined): string | null => (typeof value === "string" ? value : null);
const textsOf = (value: Value | undefined): readonly (readonly [string, string])[] =>
  isMap(value) ? [...value].filter((entry): entry is [string, string] => typeof entry[1] === "string") : [];
const mapsOf = (value: Value | undefined): readonly (readonly [string, MapValue])[] =>
  isMap(value) ? [...value].flatMap(([key, inner]) => (isMap(inner) ? [[key, inner] as const] : [])) : [];

/** The attributes, settings and comment in which two differ, in words; names aside. */
export const differencesOf = (a: RoleFacts, b: RoleFacts): readonly string[] => [
  ...FLAGS.filter(({ flag }) => a.role[flag] !== b.role[flag]).map(({ attribute }) => attribute),
  ...(a.role.connectionLimit === b.role.connectionLimit ? [] : ["connection_limit"]),
  ...(isSameEnd(a, b) ? [] : ["valid_until"]),
  ...changedSettings(a, b).map(({ name, database }) => `${name}${database === undefined ? "" : ` in ${database}`}`),
  ...(a.comment === b.comment ? [] : ["comment"]),
];

export const isSameEnd = (a: RoleFacts, b: RoleFacts): boolean => sameInstant(endOf(a), endOf(b)) === true;
const endOf = ({ role: { validUntil } }: RoleFacts): string | null => (typeof validUntil === "string" ? validUntil : null);

/** Settings that the one has, and the other has not, or with another value. */
const changedSettings = (a: RoleFacts, b: RoleFacts): readonly Setting[] => [...missingSettings(a, b), ...missingSettings(b, a)];

/** Settings of `wanted` that `found` has not, or with another value. */
export const missingSettings = (wanted: RoleFacts, found: RoleFacts): readonly Setting[] =>
  wanted.settings.filter((setting) => !found.settings.some((other) => isSameSetting(setting, other)));

export const isOfSameName = (a: Setting, b: Setting): boolean => a.name.toLowerCase() === b.name.toLowerCase() && a.database === b.database;
const isSameSetting = (a: Setting, b: Setting): boolean =>
  isOfSameName(a, b) && typeof a.value === "string" && typeof b.value === "string" && sameSetting(a.name.toLowerCase(), a.value, b.value);

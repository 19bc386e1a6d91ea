import type { DefaultPrivilege, Grant, ObjectType, Origin, Withheld } from "../access-graph";
import type { AccessEntry, AccessKind, AccessObject } from "../access-object";
import { isReservedName } from "../predefined-roles";
import { type Difference, objectWords, wordOf } from "./difference";
import type { Found } from "./memberships";
import type { DriftScope } from "./scope";

/** Privileges that the code gives, by grantee and then by privilege. */
type Wanted = Map<string, Map<string, Grant>>;

/**
 * Privileges on objects. A grant for all objects of a schema is one for each that is there now, as `postgresql_grant` reads it; what default
 * privileges of the code gave to an object of their owner is the code's.
 */
export const comparePrivileges = (scope: DriftScope, found: Found): void => {
  const { live } = scope;
  const wanted = indexed(scope);
  const met = new Set<string>();
  const explained = explainedByDefaults(scope.desired.defaultPrivileges);
  const none = new Map(scope.desired.withheld.map((fact) => [`${keyOfGrant(fact)}\0${fact.grantee}`, fact.origin]));
  for (const object of live.objects) {
    const keys = keysOf(object);
    for (const key of keys) if (wanted.has(key)) met.add(key);
    compareObject(scope, object, gathered(wanted, keys), { explained, withheld: (grantee) => withheldAt(none, keys, grantee) }, found);
    compareColumns(scope, object, wanted, met, found);
  }
  const schemas = new Set(live.objects.filter(({ kind }) => kind === "schema").map(({ database, name }) => JSON.stringify([database, name])));
  for (const [key, grants] of wanted) if (!met.has(key)) for (const each of grants.values()) notThere(scope, [...each.values()], schemas, found);
};

/** Everything that a grant may be said of: the object itself, or all of its kind in its schema. */
const indexed = ({ desired, live }: DriftScope): Map<string, Wanted> => {
  const index = new Map<string, Wanted>();
  for (const grant of desired.grants) {
    if (grant.privilege === "MAINTAIN" && live.major < 17) continue;
    const at = keyOfGrant(grant);
    const byGrantee: Wanted = index.get(at) ?? new Map();
    index.set(at, byGrantee);
    const privileges = byGrantee.get(grant.grantee) ?? new Map<string, Grant>();
    byGrantee.set(grant.grantee, privileges);
    if (grant.objectType !== "column") privileges.set(grant.privilege, grant);
    else for (const column of grant.columns) privileges.set(`${grant.privilege} ${column}`, grant);
  }
  return index;
};

const keyOfGrant = ({ objectType, database, schema, object, arguments: types }: Withheld): string =>
  key(objectType, objectType === "parameter" ? null : database, isPlaced(objectType) ? schema : null, object, isPlaced(objectType) ? types : undefined);

/** No name holds a zero byte. */
const key = (kind: string, database: string | null, schema: string | null, name: string | null, types?: string): string =>
  `${kind}\0${database ?? ""}\0${schema ?? ""}\0${name ?? ""}${types === undefined ? "" : `\0${types}`}`;

const UNPLACED: ReadonlySet<string> = new Set(["language", "parameter", "foreign_data_wrapper", "foreign_server", "tablespace", "database", "schema"]);
const isPlaced = (kind: AccessKind | ObjectType): boolean => !UNPLACED.has(kind);

const keysOf = ({ kind, database, schema, name, arguments: types }: AccessObject): readonly string[] => {
  if (!isPlaced(kind)) return [key(kind, database, null, name)];
  const kinds = kind === "function" || kind === "procedure" ? [kind, "routine"] : [kind];
  return kinds.flatMap((each) => [
    key(each, database, schema, null),
    key(each, database, schema, name),
    ...(types === undefined ? [] : [key(each, database, schema, name, types)]),
  ]);
};

const gathered = (wanted: ReadonlyMap<string, Wanted>, keys: readonly string[]): Wanted => {
  let all: Wanted | undefined;
  for (const key of keys) {
    const some = wanted.get(key);
    if (some === undefined) continue;
    if (all === undefined) all = some;
    else all = merged(all, some);
  }
  return all ?? NONE;
};
const NONE: Wanted = new Map();
const merged = (a: Wanted, b: Wanted): Wanted => {
  const all: Wanted = new Map(a);
  for (const [grantee, privileges] of b) all.set(grantee, new Map([...(a.get(grantee) ?? []), ...privileges]));
  return all;
};

/** Kind, owner and place to what the code's default privileges give there. */
const explainedByDefaults = (defaults: readonly DefaultPrivilege[]): ReadonlySet<string> =>
  new Set(
    defaults.flatMap(({ objectType, owner, database, schema, grantee, privilege }) =>
      JSON.stringify([defaultKind(objectType), owner, database, schema, grantee, privilege]),
    ),
  );

/** PostgreSQL has one list for all routines. */
export const defaultKind = (type: ObjectType): ObjectType => (type === "routine" || type === "procedure" ? "function" : type);

const isExplained = (explained: ReadonlySet<string>, { kind, owner, database, schema, name }: AccessObject, { grantee, privilege }: AccessEntry): boolean => {
  const type = kind === "procedure" ? "function" : kind;
  const places = kind === "schema" ? [null] : [schema, null];
  return kind !== "database" && name !== "" && places.some((place) => explained.has(JSON.stringify([type, owner, database, place, grantee, privilege])));
};

const withheldAt = (none: ReadonlyMap<string, Origin>, keys: readonly string[], grantee: string): Origin | null => {
  if (none.size === 0) return null;
  const key = keys.find((each) => none.has(`${each}\0${grantee}`));
  return key === undefined ? null : (none.get(`${key}\0${grantee}`) ?? null);
};

/** What the code says of privileges beside those that it grants. */
interface Besides {
  /** What its default privileges gave. */
  readonly explained: ReadonlySet<string>;
  /** Where it leaves the grantee nothing on the object; null where it does not say so. */
  readonly withheld: (grantee: string) => Origin | null;
}

const compareObject = (scope: DriftScope, object: AccessObject, wanted: Wanted, { explained, withheld }: Besides, found: Found): void => {
  const held = new Map<string, AccessEntry>();
  const extra: AccessEntry[] = [];
  const optional: AccessEntry[] = [];
  for (const entry of object.entries) {
    held.set(`${entry.grantee}\0${entry.privilege}`, entry);
    if (entry.grantee === object.owner) continue;
    const grant = wanted.get(entry.grantee)?.get(entry.privilege);
    if (grant === undefined) {
      const isLeft = isCompared(scope, entry.grantee, wanted) && !isInitial(object, entry) && !isExplained(explained, object, entry);
      if (isLeft || withheld(entry.grantee) !== null) extra.push(entry);
    } else if (entry.grantable && !grant.grantable) optional.push(entry);
  }
  for (const group of grouped(extra))
    found.differences.push(onlyLive(scope, object, group, originNear(wanted, group[0].grantee) ?? withheld(group[0].grantee), []));
  for (const group of grouped(optional)) found.differences.push(optionOnlyLive(scope, object, group, originNear(wanted, group[0].grantee)));
  for (const [grantee, privileges] of wanted) {
    const missing = [...privileges.values()].filter(({ privilege, grantable }) => {
      const entry = held.get(`${grantee}\0${privilege}`);
      return entry === undefined || (grantable && !entry.grantable && grantee !== object.owner);
    });
    if (missing.length > 0) found.differences.push(onlyCode(scope, object, grantee, missing));
  }
};

/** Of roles that the code does not create only what it says is compared: each resource is exact on its own target. */
const isCompared = ({ managed }: DriftScope, grantee: string, wanted: Wanted): boolean =>
  managed.has(grantee) || grantee === "PUBLIC" || isReservedName(grantee) || wanted.has(grantee);

const isInitial = ({ initial, entries }: AccessObject, { grantee, privilege, grantable }: AccessEntry): boolean =>
  initial === entries || initial.some((entry) => entry.grantee === grantee && entry.privilege === privilege && entry.grantable === grantable);

/** Those of one grantee and grantor. */
const grouped = <E extends AccessEntry>(entries: readonly E[], apart: (entry: E) => string = () => ""): readonly (readonly [E, ...E[]])[] => {
  const groups = new Map<string, [E, ...E[]]>();
  for (const entry of entries) {
    const key = `${entry.grantee}\0${entry.grantor}\0${entry.grantable}\0${apart(entry)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [entry]);
    else group.push(entry);
  }
  return [...groups.values()];
};

const originNear = (wanted: Wanted, grantee: string): Origin | null => wanted.get(grantee)?.values().next().value?.origin ?? null;

const grantOf = (object: AccessObject, { grantee, privilege, grantable }: Omit<AccessEntry, "grantor">, columns: readonly string[]): Grant => ({
  grantee,
  privilege,
  objectType: columns.length > 0 ? "column" : (object.kind as ObjectType),
  database: object.kind === "parameter" || object.kind === "tablespace" ? null : object.database,
  schema: object.kind === "schema" ? object.name : object.schema,
  object: object.name,
  ...(object.arguments !== undefined && { arguments: object.arguments }),
  columns,
  grantable,
  origin: NOWHERE,
});
const NOWHERE: Origin = { address: null, construct: null, file: null, line: null };

const listWords = (privileges: readonly string[]): string => [...new Set(privileges)].sort().join(", ");
const onWords = (object: AccessObject, columns: readonly string[]): string =>
  columns.length === 0 ? objectWords(object) : `${columns.length === 1 ? "column" : "columns"} ${columns.map(wordOf).join(", ")} of ${objectWords(object)}`;

const common = (scope: DriftScope, object: AccessObject, role: string): Pick<Difference, "about" | "role" | "standing" | "database"> => ({
  about: "privilege",
  role,
  standing: scope.standingOf(role),
  database: object.database,
});

const onlyLive = (
  scope: DriftScope,
  object: AccessObject,
  entries: readonly [AccessEntry, ...AccessEntry[]],
  origin: Origin | null,
  columns: readonly string[],
): Difference => {
  const [{ grantee, grantor, grantable }] = entries;
  const words = listWords(entries.map(({ privilege }) => privilege));
  const isForeign = grantor !== object.owner;
  return {
    ...common(scope, object, grantee),
    detail: `${words} on ${onWords(object, columns)}`,
    desired: null,
    actual: `granted by ${wordOf(grantor)}${grantable ? ", WITH GRANT OPTION" : ""}`,
    grantor,
    tier: worth(scope, object, entries),
    origin,
    terraform: origin === null ? "blind" : isForeign ? "cannot" : "mends",
    mend: { act: "revoke", grants: entries.map((entry) => grantOf(object, entry, columns)), grantor, owner: object.owner, optionOnly: false },
  };
};

const optionOnlyLive = (scope: DriftScope, object: AccessObject, entries: readonly [AccessEntry, ...AccessEntry[]], origin: Origin | null): Difference => {
  const [{ grantee, grantor }] = entries;
  return {
    ...common(scope, object, grantee),
    detail: `GRANT OPTION for ${listWords(entries.map(({ privilege }) => privilege))} on ${objectWords(object)}`,
    desired: null,
    actual: `granted by ${wordOf(grantor)}`,
    grantor,
    tier: null,
    origin,
    terraform: "blind",
    mend: { act: "revoke", grants: entries.map((entry) => grantOf(object, entry, [])), grantor, owner: object.owner, optionOnly: true },
  };
};

const onlyCode = (scope: DriftScope, object: AccessObject, grantee: string, missing: readonly Grant[], columns: readonly string[] = []): Difference => ({
  ...common(scope, object, grantee),
  detail: `${listWords(missing.map(({ privilege }) => privilege))} on ${onWords(object, columns)}`,
  desired: missing.every(({ grantable }) => grantable) ? "granted WITH GRANT OPTION" : "granted",
  actual: null,
  grantor: null,
  tier: null,
  origin: missing[0]?.origin ?? null,
  // Of several kinds of relations the provider reads plain tables alone, and of columns those that it wrote itself.
  terraform: "mends",
  mend: { act: "grant", grants: missing.map(({ privilege, grantable }) => grantOf(object, { grantee, privilege, grantable }, columns)) },
});

const worth = ({ live }: DriftScope, object: AccessObject, entries: readonly AccessEntry[]): Difference["tier"] => {
  if (object.kind !== "function" && object.kind !== "procedure" && object.kind !== "parameter" && object.kind !== "language") return null;
  for (const { grantee, privilege } of entries) {
    const tier = live.worthOfPrivilege(grantee, `${privilege} on ${objectWords(object)}`);
    if (tier !== null) return tier;
  }
  return null;
};

const compareColumns = (scope: DriftScope, object: AccessObject, wanted: ReadonlyMap<string, Wanted>, met: Set<string>, found: Found): void => {
  const at = key("column", object.database, object.schema, object.name);
  const ofTable = wanted.get(at);
  if (object.kind !== "table" || (object.columns.length === 0 && ofTable === undefined)) return;
  met.add(at);
  const all = ofTable ?? NONE;
  const held = new Set<string>();
  const extra: (AccessEntry & { readonly column: string })[] = [];
  for (const { name, entries } of object.columns) {
    for (const entry of entries) {
      held.add(`${entry.grantee}\0${entry.privilege} ${name}`);
      const isWanted = all.get(entry.grantee)?.has(`${entry.privilege} ${name}`) === true;
      if (!isWanted && entry.grantee !== object.owner && isCompared(scope, entry.grantee, all)) extra.push({ ...entry, column: name });
    }
  }
  for (const group of grouped(extra, ({ column }) => column)) found.differences.push(onlyLive(scope, object, group, null, [group[0].column]));
  for (const [grantee, privileges] of all) {
    for (const [name, grant] of privileges) {
      const column = name.slice(grant.privilege.length + 1);
      if (!held.has(`${grantee}\0${name}`) && grantee !== object.owner) found.differences.push(onlyCode(scope, object, grantee, [grant], [column]));
    }
  }
};

/** A grant on what the server does not have, or on what was not read. */
const notThere = ({ live, standingOf }: DriftScope, grants: readonly Grant[], schemas: ReadonlySet<string>, found: Found): void => {
  const [first] = grants;
  if (first === undefined) return;
  const { grantee, objectType, database, schema, object, arguments: types, origin } = first;
  const kind = objectType === "column" ? "table" : objectType;
  const isAll = object === null;
  const what = isAll
    ? `all ${objectType.replaceAll("_", " ")}s in schema ${wordOf(schema ?? "?")}`
    : objectWords({ kind, schema, name: object, ...(types !== undefined && { arguments: types }) });
  const words = listWords(grants.map(({ privilege }) => privilege));
  if (database !== null && !live.databases.has(database) && live.graph.databases.some(({ name }) => name === database)) {
    found.untold.push(`${words} on ${what} for ${wordOf(grantee)}: the database ${wordOf(database)} was not read`);
    return;
  }
  // Nothing is there yet: all of it is granted.
  if (isAll && schemas.has(JSON.stringify([database, schema]))) return;
  const lacking = isAll ? `schema ${wordOf(schema ?? "?")}` : what;
  found.differences.push({
    about: "privilege",
    role: grantee,
    standing: standingOf(grantee),
    detail: `${words} on ${what}`,
    desired: "granted",
    actual: null,
    grantor: null,
    tier: null,
    origin,
    terraform: "cannot",
    database,
    mend: {
      act: "none",
      why: `there is no ${lacking}${database === null || objectType === "database" ? "" : ` in database ${wordOf(database)}`}: make it, or take it out of the code`,
    },
  });
};

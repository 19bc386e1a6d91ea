import { addressOf } from "../../constructs/address";
import type { DefaultPrivilege, Grant } from "../../model/access-graph";
import type { AccessEntry, AccessObject } from "../../model/access-object";
import { objectWords, wordOf } from "../../model/drift/difference";
import { nameProblem } from "../../policies/names";
import { isPlainDatabase, isPlainObject } from "../../readers/terraform/raw-sql";
import type { LiveAccess } from "../live-access";
import type { AdoptedAccess, PlainDefault, PlainGrant, Question } from "./adoption";
import { groupedBy } from "./candidates";

/** What roles may do with objects: by level where a level says just that, else privilege by privilege. */
export interface AdoptedObjects {
  readonly access: ReadonlyMap<string, readonly AdoptedAccess[]>;
  readonly grants: readonly PlainGrant[];
  readonly defaults: readonly PlainDefault[];
  /** By role, what the provider cannot write. */
  readonly unsaid: ReadonlyMap<string, readonly string[]>;
  readonly questions: readonly Question[];
}

/** What one role was granted on one object, or on columns of it. */
interface Holding {
  readonly role: string;
  readonly object: AccessObject;
  readonly columns: readonly string[];
  readonly privileges: readonly string[];
  readonly grantable: boolean;
}

const LEVELS = {
  read: { schema: ["USAGE"], table: ["SELECT"], sequence: ["SELECT"] },
  write: { schema: ["USAGE"], table: ["DELETE", "INSERT", "SELECT", "UPDATE"], sequence: ["SELECT", "USAGE"] },
} as const;

/** Asked of everything that PUBLIC has, by words that mean one thing: why the gate refuses it; null where it does not. */
export type RefusedToPublic = (what: string) => string | null;

/** `spoken`: roles that the program speaks of. */
export const adoptedObjects = (live: LiveAccess, spoken: ReadonlySet<string>, refusedToPublic: RefusedToPublic): AdoptedObjects => {
  const unsaid = new Map<string, string[]>();
  const questions: Question[] = [];
  const holdings: Holding[] = [];
  for (const object of live.objects) holdings.push(...holdingsOn(object, spoken, refusedToPublic, unsaid, questions));
  const defaults = sayableDefaults(live, spoken, refusedToPublic, unsaid, questions);
  const levels = levelsOf(live, holdings, defaults, spoken);
  const grants = plainGrants(
    holdings.filter((holding) => !levels.covers(holding)),
    live,
  );
  return {
    access: levels.access,
    grants,
    defaults: plainDefaults(defaults.filter((fact) => !levels.coversDefault(fact))),
    unsaid,
    questions,
  };
};

/** Kinds that `postgresql_grant` knows. */
const SAYABLE: ReadonlySet<string> = new Set(["database", "schema", "table", "sequence", "function", "procedure", "foreign_data_wrapper", "foreign_server"]);

const holdingsOn = (
  object: AccessObject,
  spoken: ReadonlySet<string>,
  refusedToPublic: RefusedToPublic,
  unsaid: Map<string, string[]>,
  questions: Question[],
): readonly Holding[] => {
  const lists = [
    { columns: [] as string[], entries: object.entries.filter((entry) => !isInitial(object, entry)) },
    ...object.columns.map(({ name, entries }) => ({ columns: [name], entries })),
  ];
  return lists.flatMap(({ columns, entries }) =>
    [...groupedBy(entries, ({ grantee }) => grantee)].flatMap(([grantee, given]): readonly Holding[] => {
      if (grantee === object.owner || (grantee === "PUBLIC" ? false : !spoken.has(grantee))) return [];
      // A resource is exact on its target, so what PUBLIC has by default there is said too.
      const all = grantee === "PUBLIC" && columns.length === 0 ? object.entries.filter((entry) => entry.grantee === grantee) : given;
      const problem = holdingProblem(object, all);
      const words = `${[...new Set(all.map(({ privilege }) => privilege))].sort().join(", ")} on ${columns.length === 0 ? "" : `column ${columns.map(wordOf).join(", ")} of `}${objectWords(object)}`;
      if (problem !== null && grantee !== "PUBLIC") unsaid.set(grantee, [...(unsaid.get(grantee) ?? []), `${words}: ${problem}`]);
      const refusal = problem === null && grantee === "PUBLIC" ? refusedToPublic(`${words}${inDatabase(object.database)}`) : null;
      if (grantee === "PUBLIC" && (problem !== null || refusal !== null))
        questions.push({
          role: "PUBLIC",
          text: `has ${words}${inDatabase(object.database)}${problem === null ? `, left out because the gate refuses it (${refusal})` : ` (${problem})`}: is that meant?`,
          capability: null,
        });
      if (problem !== null || refusal !== null) return [];
      // One privilege for each resource about columns.
      const perPrivilege = columns.length === 0 ? [all] : all.map((entry) => [entry]);
      return perPrivilege.map((some) => ({
        role: grantee,
        object,
        columns,
        privileges: [...new Set(some.map(({ privilege }) => privilege))].sort(),
        grantable: some[0]?.grantable === true,
      }));
    }),
  );
};

const inDatabase = (database: string | null): string => (database === null ? "" : ` in database ${wordOf(database)}`);

const isInitial = ({ initial, entries }: AccessObject, { grantee, privilege, grantable }: AccessEntry): boolean =>
  initial === entries || initial.some((entry) => entry.grantee === grantee && entry.privilege === privilege && entry.grantable === grantable);

const holdingProblem = (object: AccessObject, entries: readonly AccessEntry[]): string | null => {
  const { kind, database, schema, name, arguments: types, owner } = object;
  if (!SAYABLE.has(kind)) return `the provider cannot grant on a ${kind}`;
  const foreign = entries.find(({ grantor }) => grantor !== owner);
  if (foreign !== undefined) return `granted by ${wordOf(foreign.grantor)}, not by the owner: the provider cannot do that`;
  if (new Set(entries.map(({ grantable }) => grantable)).size > 1) return "some of it WITH GRANT OPTION: the provider gives it for all or none";
  const names = [database, schema, name].filter((each) => each !== null);
  const isOdd = names.some((each) => nameProblem(each) !== null && each !== "public") || (database !== null && !isPlainDatabase(database));
  const written = types === undefined ? name : `${name}(${types})`;
  if (isOdd || !isPlainObject(written) || (types === undefined && name.includes("(")) || (types !== undefined && name.includes("(")))
    return "its name cannot be written for the provider";
  return null;
};

const sayableDefaults = (
  live: LiveAccess,
  spoken: ReadonlySet<string>,
  refusedToPublic: RefusedToPublic,
  unsaid: Map<string, string[]>,
  questions: Question[],
): readonly DefaultPrivilege[] => {
  const known = new Set(live.graph.roles.map(({ name }) => name));
  const facts = live.graph.defaultPrivileges.filter(
    ({ grantee, owner, schema, objectType }) =>
      grantee !== owner && (spoken.has(grantee) || (grantee === "PUBLIC" && !(schema === null && (objectType === "function" || objectType === "type")))),
  );
  return [...groupedBy(facts, targetOf).values()].flatMap((group): readonly DefaultPrivilege[] => {
    const [first] = group;
    if (first === undefined) return [];
    const { grantee, owner, database, schema, objectType } = first;
    const words = `${group
      .map(({ privilege }) => privilege)
      .sort()
      .join(", ")} on future ${objectType}s of ${wordOf(owner)} in database ${wordOf(database)}`;
    const isOdd =
      [owner, database, ...(schema === null ? [] : [schema])].some((name) => nameProblem(name) !== null && name !== "public") || !isPlainDatabase(database);
    const isMixed = new Set(group.map(({ grantable }) => grantable)).size > 1;
    const isSayable = !isOdd && !isMixed && known.has(owner);
    const refusal = isSayable && grantee === "PUBLIC" ? refusedToPublic(words) : null;
    if (isSayable && refusal === null) return group;
    const why = refusal === null ? "" : `, left out because the gate refuses it (${refusal})`;
    if (grantee === "PUBLIC") questions.push({ role: grantee, text: `gets ${words}${why}: is that meant?`, capability: null });
    else unsaid.set(grantee, [...(unsaid.get(grantee) ?? []), `${words}: the provider cannot write it`]);
    return [];
  });
};

const targetOf = ({ grantee, owner, objectType, database, schema }: DefaultPrivilege): string => JSON.stringify([grantee, owner, objectType, database, schema]);

interface Levels {
  readonly access: ReadonlyMap<string, readonly AdoptedAccess[]>;
  readonly covers: (holding: Holding) => boolean;
  readonly coversDefault: (fact: DefaultPrivilege) => boolean;
}

/**
 * Levels that say exactly what is there: a resource of the provider takes away what it does not name, so a level that says less or more than a role has
 * would change the server. An owner of a database, or of a table of the schema, has its own privileges there, which a grant to it would cut.
 */
const levelsOf = (live: LiveAccess, holdings: readonly Holding[], defaults: readonly DefaultPrivilege[], spoken: ReadonlySet<string>): Levels => {
  const held = new Map(holdings.filter(({ columns }) => columns.length === 0).map((holding) => [keyOf(holding.role, holding.object), holding]));
  const has = (role: string, object: AccessObject, privileges: readonly string[]): boolean => {
    const holding = held.get(keyOf(role, object));
    return holding !== undefined && !holding.grantable && holding.privileges.join() === privileges.join();
  };
  const access = new Map<string, AdoptedAccess[]>();
  const covered = new Set<string>();
  const coveredDefaults = new Set<string>();
  const databases = new Map(live.objects.filter(({ kind }) => kind === "database").map((object) => [object.name, object]));
  const inSchema = groupedBy(
    live.objects.filter(({ kind }) => kind === "table" || kind === "sequence"),
    ({ database, schema }) => JSON.stringify([database, schema]),
  );
  const defaultsIn = groupedBy(
    defaults.filter(({ schema, objectType }) => schema !== null && (objectType === "table" || objectType === "sequence")),
    ({ database, schema }) => JSON.stringify([database, schema]),
  );
  for (const place of live.objects.filter(({ kind, name }) => kind === "schema" && (nameProblem(name) === null || name === "public"))) {
    const database = databases.get(place.database ?? "");
    if (database === undefined) continue;
    const key = JSON.stringify([place.database, place.name]);
    const objects = inSchema.get(key) ?? [];
    const given = defaultsIn.get(key) ?? [];
    const say = (role: string, level: AdoptedAccess["level"], more: readonly AccessObject[]): void => {
      access.set(role, [...(access.get(role) ?? []), { database: database.name, schema: place.name, level }]);
      for (const object of [database, place, ...more]) covered.add(keyOf(role, object));
    };
    const owners = [...spoken].filter(
      (role) =>
        role !== database.owner &&
        has(role, database, ["CONNECT"]) &&
        (place.owner === role ? place.entries.some(({ grantee }) => grantee === role) : has(role, place, ["CREATE", "USAGE"])) &&
        (place.owner === role || given.some(({ owner }) => owner === role)),
    );
    for (const owner of owners) say(owner, "own", []);
    if (owners.length === 0) continue;
    for (const role of spoken) {
      if (owners.includes(role) || role === database.owner || role === place.owner || objects.some(({ owner }) => owner === role)) continue;
      const level = (["read", "write"] as const).find(
        (each) =>
          has(role, database, ["CONNECT"]) &&
          has(role, place, LEVELS[each].schema) &&
          objects.every((object) => has(role, object, LEVELS[each][object.kind as "table" | "sequence"])) &&
          isGivenBy(role, owners, given, LEVELS[each]),
      );
      if (level === undefined) continue;
      say(role, level, objects);
      for (const fact of given) if (fact.grantee === role) coveredDefaults.add(targetOf(fact));
    }
  }
  return {
    access,
    covers: ({ role, object, columns }) => columns.length === 0 && covered.has(keyOf(role, object)),
    coversDefault: (fact) => coveredDefaults.has(targetOf(fact)),
  };
};

/** Do just these owners give the role just that, for tables and for sequences? */
const isGivenBy = (
  role: string,
  owners: readonly string[],
  given: readonly DefaultPrivilege[],
  level: { readonly table: readonly string[]; readonly sequence: readonly string[] },
): boolean => {
  const ofRole = given.filter(({ grantee }) => grantee === role);
  if (ofRole.some(({ owner, grantable }) => grantable || !owners.includes(owner))) return false;
  return owners.every((owner) =>
    (["table", "sequence"] as const).every(
      (type) =>
        ofRole
          .filter((fact) => fact.owner === owner && fact.objectType === type)
          .map(({ privilege }) => privilege)
          .sort()
          .join() === level[type].join(),
    ),
  );
};

const keyOf = (role: string, { kind, database, schema, name, arguments: types }: AccessObject): string =>
  JSON.stringify([role, kind, database, schema, name, types ?? null]);

/** Objects of one schema on which a role has the same are one resource. */
const plainGrants = (holdings: readonly Holding[], live: LiveAccess): readonly PlainGrant[] => {
  const firstDatabase = [...live.databases][0] ?? "postgres";
  const groups = groupedBy(holdings, ({ role, object, columns, privileges, grantable }) =>
    JSON.stringify([
      role,
      object.kind,
      object.database,
      object.kind === "schema" ? object.name : object.schema,
      privileges,
      grantable,
      columns,
      isAlone(object.kind) || columns.length > 0 ? object.name : null,
    ]),
  );
  const grants: PlainGrant[] = [];
  for (const group of groups.values()) {
    const [first] = group;
    if (first === undefined) continue;
    const { role, object, columns, privileges, grantable } = first;
    const { kind, schema, name } = object;
    const database = object.database ?? firstDatabase;
    const objects =
      kind === "database" || kind === "schema"
        ? []
        : group.map((each) => (each.object.arguments === undefined ? each.object.name : `${each.object.name}(${each.object.arguments})`)).sort();
    const place = kind === "schema" ? name : schema;
    grants.push({
      name: addressOf(
        role,
        database,
        ...(place === null ? [] : [place]),
        columns.length > 0 ? "column" : kind,
        ...privileges,
        ...(objects[0] === undefined ? [] : [objects[0]]),
        ...columns,
      ),
      role: role === "PUBLIC" ? "public" : role,
      objectType: columns.length > 0 ? "column" : (kind as Grant["objectType"]),
      database,
      schema: kind === "database" ? null : place,
      objects,
      columns,
      privileges,
      grantable,
    });
  }
  return grants.toSorted((a, b) => (a.name < b.name ? -1 : 1));
};

/** The provider takes one of them for each resource. */
const isAlone = (kind: AccessObject["kind"]): boolean =>
  kind === "foreign_data_wrapper" || kind === "foreign_server" || kind === "database" || kind === "schema";

const plainDefaults = (facts: readonly DefaultPrivilege[]): readonly PlainDefault[] =>
  [...groupedBy(facts, targetOf).values()]
    .flatMap((group): readonly PlainDefault[] => {
      const [first] = group;
      if (first === undefined) return [];
      const { grantee, owner, objectType, database, schema, grantable } = first;
      return [
        {
          name: addressOf(grantee, database, ...(schema === null ? [] : [schema]), objectType, owner, "default"),
          role: grantee === "PUBLIC" ? "public" : grantee,
          owner,
          objectType,
          database,
          schema,
          grantable,
          privileges: [...new Set(group.map(({ privilege }) => privilege))].sort(),
        },
      ];
    })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));

import type { AccessGraph, Grant, ObjectType } from "../access-graph";
import { addTo } from "../add-to";
import type { FunctionFact, FunctionName, ObjectName, Relation } from "../object-facts";
import { once } from "../once";
import { isKnown, isPossiblyTrue } from "../unknown";
import { databaseOwnerIn, databaseOwners } from "./database-owner";
import type { Server } from "./edges";
import type { Access } from "./escalation";

const FUNCTION_TYPES: readonly ObjectType[] = ["function", "procedure", "routine"];
const isOnRelation = (type: ObjectType): boolean => type === "table" || type === "column";
/** The grantee that stands for everyone. */
export const PUBLIC = "PUBLIC";

/** What an object's grants are asked by. */
export interface ObjectPlace {
  readonly database: string | null;
  readonly schema: string | null;
  readonly name: string;
  readonly arguments?: string | null;
}

/**
 * The objects of a server with their grants looked up once: what an escalation asks. Linear in facts; grants on tables that no path
 * leads through, nearly all grants of a large cluster, are not kept, and none on sequences: `ON SEQUENCE` is about no table, though
 * `ON TABLE` may be about a sequence.
 */
export class ObjectIndex {
  readonly graph: AccessGraph;
  readonly server: Server;
  /** Who is a superuser for sure, administrators included; and who may be one. */
  readonly superusers: ReadonlySet<string>;
  readonly possibleSuperusers: ReadonlySet<string>;
  readonly #grants = new Map<string, Grant[]>();
  readonly #byKind = new Map<string, Grant[]>();
  readonly #owners = new Map<string, string>();
  /** Databases whose grants are all known, and the owners of such schemas. */
  readonly #databases = new Set<string>();
  readonly #schemas = new Map<string, string>();
  readonly #functions = new Map<string, FunctionFact>();
  /** By schema and name alone. */
  readonly #overloads = new Map<string, FunctionFact[]>();
  readonly #relations = new Map<string, Relation>();
  readonly #databaseOwners = once(() => databaseOwners(this.graph));
  readonly #withoutInherit = once(() => new Set(this.graph.roles.flatMap(({ name, inherit }) => (inherit === false ? [name] : []))));

  constructor(graph: AccessGraph, server: Server) {
    this.graph = graph;
    this.server = server;
    const superusers = new Set(server.administrators);
    const possible = new Set(server.administrators);
    for (const { name, superuser, source } of graph.roles) {
      if (superuser === true) superusers.add(name);
      if (source !== "mentioned" && isPossiblyTrue(superuser)) possible.add(name);
    }
    this.superusers = superusers;
    this.possibleSuperusers = possible;
    for (const relation of graph.relations) this.#relations.set(relationKey(relation.database, relation), relation);
    for (const fact of graph.functions) {
      const { database, schema, name, arguments: types } = fact;
      if (database === null || schema === null) continue;
      addTo(this.#overloads, key(database, schema, name), fact);
      if (types !== null) this.#functions.set(functionKey(database, { schema, name, arguments: types }), fact);
    }
    for (const { objectType, database, object, owner } of graph.ownerships) this.#owners.set(key(objectType, database, object), owner);
    for (const { name, owner } of graph.databases) this.#owners.set(key("database", name, name), owner);
    for (const { name } of graph.databases) this.#databases.add(name);
    for (const { database, name, owner } of graph.schemas) this.#schemas.set(key(database, name), owner);
    const tables = new Set(graph.relations.map(({ name }) => name));
    for (const grant of graph.grants) {
      if (grant.objectType === "sequence" || (isOnRelation(grant.objectType) && !isAbout(grant, tables))) continue;
      const at = key(kindOf(grant.objectType), grant.object ?? "");
      addTo(this.#grants, at, grant);
      addTo(this.#byKind, kindOf(grant.objectType), grant);
    }
  }

  /** Grants on the object, those on all objects of its schema included. */
  grantsOn(objectType: ObjectType, place: ObjectPlace): readonly Grant[] {
    const kind = kindOf(objectType);
    const own = this.#grants.get(key(kind, place.name)) ?? NONE;
    const wide = this.#grants.get(key(kind, "")) ?? NONE;
    const isHere = (grant: Grant): boolean =>
      matches(grant.database, place.database) && matches(grant.schema, place.schema) && (grant.object === null || matches(grant.arguments, place.arguments));
    return wide.length === 0 ? own.filter(isHere) : [...own, ...wide].filter(isHere);
  }

  /** Every grant on an object of the type, for objects that stand nowhere but in grants. */
  allGrants(objectType: ObjectType): readonly Grant[] {
    return this.#byKind.get(kindOf(objectType)) ?? NONE;
  }

  /** Who has one of the privileges on the object; `pg_database_owner` is the owner of its database. */
  holders(objectType: ObjectType, privileges: readonly string[], place: ObjectPlace, owner: string | null = null): readonly string[] {
    const found = new Set<string>(owner === null ? [] : [owner]);
    for (const grant of this.grantsOn(objectType, place)) {
      if (!privileges.includes(grant.privilege)) continue;
      for (const role of this.rolesMeant(grant.grantee, grant.database ?? place.database)) found.add(role);
    }
    return [...found];
  }

  /** `pg_database_owner` has one member, the owner of the database that the session is in: of what is no database's, each one in its own. */
  rolesMeant(role: string, database: string | null): readonly string[] {
    if (role !== "pg_database_owner" || database !== null) return [this.roleMeant(role, database)];
    return [...new Set([...this.#databaseOwners().keys()].map((name) => this.roleMeant(role, name)))];
  }

  /** The same, of an object of one database. */
  roleMeant(role: string, database: string | null): string {
    const owner = role === "pg_database_owner" && database !== null ? this.ownerOfDatabase(database) : null;
    if (owner === null || database === null) return role;
    return this.server.major < 16 && this.#withoutInherit().has(owner) ? databaseOwnerIn(database) : owner;
  }

  ownerOfDatabase(database: string): string | null {
    return this.#owners.get(key("database", database, database)) ?? null;
  }

  /** Who may call the function. Its owner may always: what was revoked from it, it grants itself again. */
  callers(fact: FunctionFact): Access {
    const owner = isKnown(fact.owner) ? fact.owner : null;
    const holders = this.holders("function", ["EXECUTE"], fact, owner === null ? null : this.roleMeant(owner, fact.database));
    return [fact.publicByDefault ? [...holders, PUBLIC] : holders, ...this.schemaUsers(fact)];
  }

  /** Who has one of the privileges on the table or view. */
  users(relation: Relation, privileges: readonly string[]): Access {
    const holders = [
      ...this.holders("table", privileges, relation, this.roleMeant(relation.owner, relation.database)),
      ...this.holders("column", privileges, relation),
      ...DATA_ROLES.flatMap(([role, given]) => (privileges.some((privilege) => given.includes(privilege)) ? [role] : [])),
    ];
    return [[...new Set(holders)], ...this.schemaUsers(relation)];
  }

  /** USAGE on the schema, where it is known who has it; otherwise no demand. */
  schemaUsers({ database, schema }: Pick<ObjectPlace, "database" | "schema">): Access {
    if (schema === null || schema === "pg_catalog" || schema === "information_schema") return [];
    const owner = this.#schemas.get(key(database, schema));
    if (owner === undefined) return [];
    const holders = this.holders("schema", ["USAGE"], { database, schema: null, name: schema }, this.roleMeant(owner, database));
    return [[...new Set([...holders, "pg_read_all_data", "pg_write_all_data"])]];
  }

  /** CONNECT on the database, where it is known who has it; otherwise no demand. */
  connectors(database: string | null): Access {
    if (database === null || !this.#databases.has(database)) return [];
    return [this.holders("database", ["CONNECT"], { database, schema: null, name: database }, this.ownerOfDatabase(database))];
  }

  functionNamed(database: string | null, name: FunctionName): FunctionFact | undefined {
    return database === null ? undefined : this.#functions.get(functionKey(database, name));
  }

  /** Every function that a name may mean: where it says no arguments all of that name, those of unknown arguments too. */
  functionsNamed(database: string | null, { schema, name, arguments: types }: ObjectName & Partial<FunctionName>): readonly FunctionFact[] {
    if (types === undefined) return this.#overloads.get(key(database, schema, name)) ?? [];
    const one = this.functionNamed(database, { schema, name, arguments: types });
    return one === undefined ? [] : [one];
  }

  relationNamed(database: string, name: ObjectName): Relation | undefined {
    return this.#relations.get(relationKey(database, name));
  }
}

const NONE: readonly Grant[] = [];
const isAbout = ({ schema, object }: Grant, tables: ReadonlySet<string>): boolean =>
  schema === "pg_catalog" || (object === null ? tables.size > 0 : tables.has(object));
/** From PostgreSQL 14; they hold USAGE on every schema too. https://www.postgresql.org/docs/current/predefined-roles.html */
const DATA_ROLES: readonly (readonly [string, readonly string[]])[] = [
  ["pg_read_all_data", ["SELECT"]],
  ["pg_write_all_data", ["INSERT", "UPDATE", "DELETE"]],
];

const key = (...parts: readonly (string | null)[]): string => parts.map((part) => part ?? "").join("\0");
const relationKey = (database: string, { schema, name }: ObjectName): string => key(database, schema, name);
const functionKey = (database: string, { schema, name, arguments: types }: FunctionName): string => key(database, schema, name, types);
const kindOf = (objectType: ObjectType): ObjectType => (FUNCTION_TYPES.includes(objectType) ? "function" : objectType);
/** What an input does not say may be meant. */
const matches = (written: string | null | undefined, place: string | null | undefined): boolean =>
  written === null || written === undefined || place === null || place === undefined || written === place;

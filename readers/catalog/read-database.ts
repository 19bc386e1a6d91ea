import { type AccessGraph, type DefaultPrivilege, EMPTY_GRAPH, NO_ORIGIN, type ObjectType } from "../../model/access-graph";
import type { ForeignServer, UserMapping } from "../../model/object-facts";
import { UNKNOWN } from "../../model/unknown";
import { grantsOf, namedEntries } from "./acl";
import {
  type AccessRow,
  ALL_MAPPINGS_SQL,
  type AllMappingsRow,
  type DefaultPrivilegeRow,
  type MappingRow,
  type ServerRow,
  type WrapperRow,
} from "./database-sql";
import { DATABASE_QUERY, type ObjectsRow } from "./object-sql";
import { functionGrants, functionsOf, isTrue, relationGrants, relationsOf, triggerOf } from "./objects";
import type { ClusterReading, Query } from "./read-cluster";
import { DROPPED_ROLE, type NameOf, readRoleNames } from "./role-names";

/** What the catalogs of one database say. */
export interface DatabaseReading {
  readonly database: string;
  readonly graph: AccessGraph;
  /** What this login may not read, each as a sentence with the GRANT that would show it. */
  readonly unseen: readonly string[];
}

/** A connection that leads elsewhere than was asked for, as a pooler's may: nothing of what it answers belongs to the cluster that is read. */
export class OtherPlace extends Error {}

/**
 * The objects of a database that a path can lead through, as any login that may connect reads them: `query` runs on a connection to it. One statement, and
 * a second one for options of user mappings where there are any and the login may see them.
 * The caller opens a transaction with `BEGIN_READING` and ends it, so that all facts are of one moment.
 *
 * `asked`: null for the one that the connection is to; another one is an `OtherPlace`, and so is another cluster. `clusterOf` gives the cluster's
 * reading and is not called before this statement is sent; without it the names of roles are asked for here.
 */
export const readDatabase = async (
  query: Query,
  asked: string | null,
  clusterOf: (() => Promise<Pick<ClusterReading, "nameOf" | "systemIdentifier">>) | null = null,
): Promise<DatabaseReading> => {
  const [row] = (await query(DATABASE_QUERY)) as readonly ObjectsRow[];
  if (row === undefined) throw new Error("the server did not answer what is in its database");
  const { database } = row;
  if (asked !== null && asked !== database) throw new OtherPlace(`the connection leads to the database \`${database}\``);
  const hasMore = row.mappings && row.mappinglist !== null;
  const mappings = hasMore ? ((await query(ALL_MAPPINGS_SQL)) as readonly AllMappingsRow[]).map(ofText) : (row.mappinglist ?? []);
  if (clusterOf === null) return readingOf(row, mappings, await readRoleNames(query));
  const { nameOf, systemIdentifier } = await clusterOf();
  if (systemIdentifier !== row.identifier) throw new OtherPlace(`the connection leads to another cluster, ${row.identifier}`);
  return readingOf(row, mappings, nameOf);
};

/** OIDs of rows that are no JSON come as text. */
const ofText = (row: AllMappingsRow): MappingRow => ({ ...row, role: Number(row.role) });

const readingOf = (row: ObjectsRow, mappings: readonly MappingRow[], nameOf: NameOf): DatabaseReading => {
  const { database } = row;
  const named = (objectType: ObjectType, { name, acl }: WrapperRow) => grantsOf(acl, { objectType, database, object: name }, nameOf);
  const schemas = row.schemas ?? [];
  const languages = row.languages ?? [];
  const functions = row.functions ?? [];
  const relations = row.relations ?? [];
  const servers = row.servers ?? [];
  const graph: AccessGraph = {
    ...EMPTY_GRAPH,
    schemas: schemas.map(({ name, owner }) => ({ name, database, owner: nameOf(owner), origin: NO_ORIGIN })),
    ownerships: schemas.map(({ name, owner }) => ({ owner: nameOf(owner), objectType: "schema", database, object: name, origin: NO_ORIGIN })),
    languages: languages.map(({ name, trusted, handler, inline, owner }) => ({
      name,
      database,
      trusted,
      handler,
      inline,
      owner: nameOf(owner),
      origin: NO_ORIGIN,
    })),
    functions: functionsOf(database, functions, row.supports ?? [], nameOf),
    relations: relationsOf(database, relations, row.reads ?? [], row.calls ?? [], nameOf),
    tableHolders: (row.tableholders ?? [])
      .map(({ schema, role, owns, writes }) => ({ role: nameOf(role), schema, database, owns, writes, origin: NO_ORIGIN }))
      .filter(({ role }) => !DROPPED_ROLE.test(role)),
    triggers: (row.triggers ?? []).map((trigger) => triggerOf(database, trigger)),
    eventTriggers: (row.eventtriggers ?? []).map(({ name, owner, functionschema, functionname, event, tags, replica }) => ({
      name,
      database,
      owner: nameOf(owner),
      function: { schema: functionschema, name: functionname, arguments: "" },
      event,
      tags,
      replicaOnly: replica,
      origin: NO_ORIGIN,
    })),
    foreignServers: servers.map((server) => serverOf(database, server, nameOf)),
    userMappings: mappings.map((mapping) => mappingOf(database, mapping, nameOf)),
    extensions: (row.extensions ?? []).map(({ name }) => ({ name, database, cascade: false, origin: NO_ORIGIN })),
    defaultPrivileges: (row.defaultprivileges ?? []).flatMap((given) => defaultPrivilegesOf(database, given, nameOf)),
    subscriptions: (row.subscriptions ?? []).map(({ name, owner, tables }) => ({
      name,
      database,
      owner: nameOf(owner),
      tables: (tables ?? []).map(([schema, table]) => ({ schema, name: table })),
      origin: NO_ORIGIN,
    })),
    grants: [
      ...schemas.flatMap((schema) => named("schema", schema)),
      ...languages.flatMap((language) => named("language", language)),
      ...functionGrants(database, functions, nameOf),
      ...relations.flatMap((relation) => relationGrants(database, relation, nameOf)),
      ...(row.wrappers ?? []).flatMap((wrapper) => named("foreign_data_wrapper", wrapper)),
      ...servers.flatMap((server) => named("foreign_server", server)),
      ...(row.catalogacls ?? []).flatMap((catalog) =>
        relationGrants(database, { ...catalog, acl: catalog.changed ? catalog.acl : null, schema: "pg_catalog" }, nameOf),
      ),
    ],
  };
  return { database, graph, unseen: unseenMappings(row, mappings) };
};

const unseenMappings = ({ database, login }: AccessRow, mappings: readonly MappingRow[]): readonly string[] => {
  const hidden = mappings.filter(({ visible }) => !visible).length;
  if (hidden === 0) return [];
  const whose = hidden === 1 ? "1 user mapping" : `${hidden} user mappings`;
  return [`password_required of ${whose} in database ${database}: GRANT SELECT (umuser, umserver, umoptions) ON pg_catalog.pg_user_mapping TO ${login}`];
};

const serverOf = (database: string, { name, owner, wrapper, extension, host, port }: ServerRow, nameOf: NameOf): ForeignServer => ({
  name,
  database,
  owner: nameOf(owner),
  wrapper,
  extension,
  host,
  port: port !== null && /^\d{1,5}$/.test(port) ? Number(port) : null,
  origin: NO_ORIGIN,
});

const mappingOf = (database: string, { server, role, visible, passwordrequired }: MappingRow, nameOf: NameOf): UserMapping => ({
  server,
  database,
  role: nameOf(role),
  passwordRequired: visible ? passwordrequired === null || isTrue(passwordrequired) : UNKNOWN,
  origin: NO_ORIGIN,
});

/** https://www.postgresql.org/docs/current/catalog-pg-default-acl.html; large objects are nothing that a grant here is about. */
const DEFAULT_TYPES: Readonly<Record<string, ObjectType>> = { r: "table", S: "sequence", f: "function", T: "type", n: "schema" };

const defaultPrivilegesOf = (database: string, { owner, schema, type, acl }: DefaultPrivilegeRow, nameOf: NameOf): readonly DefaultPrivilege[] => {
  const objectType = DEFAULT_TYPES[type];
  if (objectType === undefined) return [];
  return namedEntries(acl, nameOf).map(([grantee, privilege, grantable]) => ({
    grantee,
    owner: nameOf(owner),
    privilege,
    objectType,
    database,
    schema,
    grantable,
    origin: NO_ORIGIN,
  }));
};

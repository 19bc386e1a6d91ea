import { type AccessGraph, type DefaultPrivilege, EMPTY_GRAPH, NO_ORIGIN, type ObjectType } from "../../model/access-graph";
import type { ForeignServer, UserMapping } from "../../model/object-facts";
import { UNKNOWN } from "../../model/unknown";
import { DROPPED_ROLE, grantsOf } from "./acl";
import {
  type AccessRow,
  type CatalogAclRow,
  DATABASE_SQL,
  type DefaultPrivilegeRow,
  type ExtensionRow,
  type LanguageRow,
  type MappingRow,
  type SchemaRow,
  type ServerRow,
  type SubscriptionRow,
  type TableHolderRow,
  type WrapperRow,
} from "./database-sql";
import {
  type CallRow,
  type EventTriggerRow,
  type FunctionRow,
  OBJECT_SQL,
  type ReadRow,
  type RelationRow,
  type SupportRow,
  type TriggerRow,
} from "./object-sql";
import { functionGrants, functionsOf, isTrue, relationGrants, relationsOf, triggerOf } from "./objects";
import type { Query } from "./read-cluster";

/** What the catalogs of one database say. */
export interface DatabaseReading {
  readonly database: string;
  readonly graph: AccessGraph;
  /** What this login may not read, each as a sentence with the GRANT that would show it. */
  readonly unseen: readonly string[];
}

/**
 * The objects of `database` that a path can lead through, as any login that may connect reads them: `query` runs on a connection to it.
 * The caller opens a transaction with `BEGIN_READING` and ends it, so that all facts are of one moment.
 */
export const readDatabase = async (query: Query, database: string): Promise<DatabaseReading> => {
  const rowsOf = async <Row>(sql: string): Promise<readonly Row[]> => (await query(sql)) as readonly Row[];
  const [access] = await rowsOf<AccessRow>(DATABASE_SQL.access);
  if (access?.database !== database) throw new Error(`the connection is to database \`${access?.database}\`, not to \`${database}\``);
  const schemas = await rowsOf<SchemaRow>(DATABASE_SQL.schemas);
  const languages = await rowsOf<LanguageRow>(DATABASE_SQL.languages);
  const functions = await rowsOf<FunctionRow>(OBJECT_SQL.functions);
  const supports = await rowsOf<SupportRow>(OBJECT_SQL.supports);
  const relations = await rowsOf<RelationRow>(OBJECT_SQL.relations);
  const reads = await rowsOf<ReadRow>(OBJECT_SQL.reads);
  const calls = await rowsOf<CallRow>(OBJECT_SQL.calls);
  const holders = await rowsOf<TableHolderRow>(DATABASE_SQL.tableHolders);
  const triggers = await rowsOf<TriggerRow>(OBJECT_SQL.triggers);
  const eventTriggers = await rowsOf<EventTriggerRow>(OBJECT_SQL.eventTriggers);
  const wrappers = await rowsOf<WrapperRow>(DATABASE_SQL.wrappers);
  const servers = await rowsOf<ServerRow>(DATABASE_SQL.servers);
  const mappings = await rowsOf<MappingRow>(access.mappings ? DATABASE_SQL.mappings : DATABASE_SQL.ownMappings);
  const extensions = await rowsOf<ExtensionRow>(DATABASE_SQL.extensions);
  const defaults = await rowsOf<DefaultPrivilegeRow>(DATABASE_SQL.defaultPrivileges);
  const subscriptions = await rowsOf<SubscriptionRow>(DATABASE_SQL.subscriptions);
  const catalogs = await rowsOf<CatalogAclRow>(DATABASE_SQL.catalogAcls);
  const named = (objectType: ObjectType, { name, acl }: WrapperRow) => grantsOf(acl, { objectType, database, object: name });
  const graph: AccessGraph = {
    ...EMPTY_GRAPH,
    schemas: schemas.map(({ name, owner }) => ({ name, database, owner, origin: NO_ORIGIN })),
    ownerships: schemas.map(({ name, owner }) => ({ owner, objectType: "schema", database, object: name, origin: NO_ORIGIN })),
    languages: languages.map(({ name, trusted, handler, inline, owner }) => ({ name, database, trusted, handler, inline, owner, origin: NO_ORIGIN })),
    functions: functionsOf(database, functions, supports),
    relations: relationsOf(database, relations, reads, calls),
    tableHolders: holders
      .filter(({ role }) => !DROPPED_ROLE.test(role))
      .map(({ schema, role, owns, writes }) => ({ role, schema, database, owns, writes, origin: NO_ORIGIN })),
    triggers: triggers.map((row) => triggerOf(database, row)),
    eventTriggers: eventTriggers.map(({ name, owner, functionschema, functionname, event, tags, replica }) => ({
      name,
      database,
      owner,
      function: { schema: functionschema, name: functionname, arguments: "" },
      event,
      tags,
      replicaOnly: replica,
      origin: NO_ORIGIN,
    })),
    foreignServers: servers.map((row) => serverOf(database, row)),
    userMappings: mappings.map((row) => mappingOf(database, row)),
    extensions: extensions.map(({ name }) => ({ name, database, cascade: false, origin: NO_ORIGIN })),
    defaultPrivileges: defaults.flatMap((row) => defaultPrivilegesOf(database, row)),
    subscriptions: subscriptions.map(({ name, owner, tables }) => ({
      name,
      database,
      owner,
      tables: (tables ?? []).map(([schema, table]) => ({ schema, name: table })),
      origin: NO_ORIGIN,
    })),
    grants: [
      ...schemas.flatMap((row) => named("schema", row)),
      ...languages.flatMap((row) => named("language", row)),
      ...functionGrants(database, functions),
      ...relations.flatMap((row) => relationGrants(database, row)),
      ...wrappers.flatMap((row) => named("foreign_data_wrapper", row)),
      ...servers.flatMap((row) => named("foreign_server", row)),
      ...catalogs.flatMap((row) => relationGrants(database, { ...row, acl: row.changed ? row.acl : null, schema: "pg_catalog" })),
    ],
  };
  return { database, graph, unseen: unseenMappings(access, mappings) };
};

const unseenMappings = ({ database, login }: AccessRow, mappings: readonly MappingRow[]): readonly string[] => {
  const hidden = mappings.filter(({ visible }) => !visible).length;
  if (hidden === 0) return [];
  const whose = hidden === 1 ? "1 user mapping" : `${hidden} user mappings`;
  return [`password_required of ${whose} in database ${database}: GRANT SELECT (umuser, umserver, umoptions) ON pg_catalog.pg_user_mapping TO ${login}`];
};

const serverOf = (database: string, { name, owner, wrapper, extension, host, port }: ServerRow): ForeignServer => ({
  name,
  database,
  owner,
  wrapper,
  extension,
  host,
  port: port !== null && /^\d{1,5}$/.test(port) ? Number(port) : null,
  origin: NO_ORIGIN,
});

const mappingOf = (database: string, { server, role, visible, passwordrequired }: MappingRow): UserMapping => ({
  server,
  database,
  role,
  passwordRequired: visible ? passwordrequired === null || isTrue(passwordrequired) : UNKNOWN,
  origin: NO_ORIGIN,
});

/** https://www.postgresql.org/docs/current/catalog-pg-default-acl.html; large objects are nothing that a grant here is about. */
const DEFAULT_TYPES: Readonly<Record<string, ObjectType>> = { r: "table", S: "sequence", f: "function", T: "type", n: "schema" };

const defaultPrivilegesOf = (database: string, { owner, schema, type, acl }: DefaultPrivilegeRow): readonly DefaultPrivilege[] => {
  const objectType = DEFAULT_TYPES[type];
  if (objectType === undefined) return [];
  return (acl ?? [])
    .filter(([grantee]) => !DROPPED_ROLE.test(grantee))
    .map(([grantee, privilege, grantable]) => ({ grantee, owner, privilege, objectType, database, schema, grantable, origin: NO_ORIGIN }));
};

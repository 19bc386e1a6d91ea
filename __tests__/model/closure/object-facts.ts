import { type Grant, NO_ORIGIN } from "../../../model/access-graph";
import type { EventTrigger, FunctionFact, Language, Relation, TableHolder, Trigger, UserMapping } from "../../../model/object-facts";

/** A grant of EXECUTE unless said. */
export const grant = (grantee: string, facts: Partial<Grant> = {}): Grant => ({
  grantee,
  privilege: "EXECUTE",
  objectType: "function",
  database: "orders",
  schema: "pg_catalog",
  object: null,
  columns: [],
  grantable: false,
  origin: NO_ORIGIN,
  ...facts,
});

/** A function of a live server, in plpgsql, owned by the superuser, which nobody else may call. */
export const fn = (name: string, facts: Partial<FunctionFact> = {}): FunctionFact => ({
  name,
  schema: "public",
  database: "orders",
  arguments: "",
  kind: "function",
  language: "plpgsql",
  securityDefiner: false,
  owner: "postgres",
  extension: null,
  isTrigger: false,
  isEventTrigger: false,
  publicByDefault: false,
  searchPath: null,
  sha256: null,
  runs: [],
  origin: NO_ORIGIN,
  ...facts,
});

/** EXECUTE on `fn(name)`. */
export const mayCall = (grantee: string, name: string): Grant => grant(grantee, { schema: "public", object: name, arguments: "" });

/** A table of the superuser. */
export const relation = (name: string, facts: Partial<Relation> = {}): Relation => ({
  name,
  schema: "public",
  database: "orders",
  owner: "postgres",
  kind: "table",
  extension: null,
  rowSecurity: false,
  foreign: null,
  reads: [],
  calls: [],
  origin: NO_ORIGIN,
  ...facts,
});

export const onTable = (grantee: string, name: string, privilege: string): Grant =>
  grant(grantee, { objectType: "table", schema: "public", object: name, privilege });

/** The database that all of these stand in. */
export const DATABASE = { name: "orders", owner: "postgres", isTemplate: false, origin: NO_ORIGIN };

/** A foreign server that leads to this one. */
export const LOOPBACK = {
  name: "loop",
  database: "orders",
  owner: "postgres",
  wrapper: "postgres_fdw",
  extension: "postgres_fdw",
  host: null,
  port: null,
  origin: NO_ORIGIN,
};

/** A trigger after INSERT. */
export const trigger = (table: string, called: string, facts: Partial<Trigger> = {}): Trigger => ({
  name: "x",
  table: { schema: "public", name: table },
  database: "orders",
  function: { schema: "public", name: called, arguments: "" },
  events: ["INSERT"],
  always: false,
  origin: NO_ORIGIN,
  ...facts,
});

/** An event trigger of the superuser, at the end of every command. */
export const eventTrigger = (called: string, facts: Partial<EventTrigger> = {}): EventTrigger => ({
  name: "e",
  database: "orders",
  owner: "postgres",
  function: { schema: "public", name: called, arguments: "" },
  event: "ddl_command_end",
  tags: null,
  replicaOnly: false,
  origin: NO_ORIGIN,
  ...facts,
});

/** Who owns a table of schema public. */
export const tableHolder = (role: string, facts: Partial<TableHolder> = {}): TableHolder => ({
  role,
  schema: "public",
  database: "orders",
  owns: true,
  writes: true,
  origin: NO_ORIGIN,
  ...facts,
});

export const language = (name: string, facts: Partial<Language> = {}): Language => ({
  name,
  database: "orders",
  trusted: true,
  handler: "plpgsql_call_handler",
  inline: null,
  owner: "postgres",
  origin: NO_ORIGIN,
  ...facts,
});

export const mapping = (facts: Partial<UserMapping> = {}): UserMapping => ({
  server: "loop",
  database: "orders",
  role: "app",
  passwordRequired: false,
  origin: NO_ORIGIN,
  ...facts,
});

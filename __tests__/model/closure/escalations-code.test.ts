import { type AccessGraph, type Extension, NO_ORIGIN, type ObjectType } from "../../../model/access-graph";
import type { ReachedCapability, Server } from "../../../model/closure";
import type { FunctionName } from "../../../model/object-facts";
import { reachWords } from "../../../model/path-words";
import { UNKNOWN } from "../../../model/unknown";
import { capabilitiesOf, graphOf, reachOf, role } from "../../support/graphs";
import { eventTrigger, fn, grant, mayCall, onTable, relation, trigger } from "./object-facts";

// What escalations.test.ts shows of each way once, in depth: the ways by code that another role runs, and by the system catalogs.

type Facts = Partial<AccessGraph>;
const ROLES = [role("postgres", { superuser: true, source: "external" }), role("app"), role("other")];
const ORIGIN = { ...NO_ORIGIN, address: "postgresql_function.f" };
const called = (name: string): FunctionName => ({ schema: "public", name, arguments: "" });
const database = (name: string, owner = "postgres") => ({ name, owner, isTemplate: false, origin: NO_ORIGIN });
const schema = (name: string, owner: string, at = "orders") => ({ name, database: at, owner, origin: NO_ORIGIN });
const subscription = (table: string, owner = "postgres") => ({
  name: "s",
  database: "orders",
  owner,
  tables: [{ schema: "public", name: table }],
  origin: NO_ORIGIN,
});
const extension = (name: string, at: Extension["database"]): Extension => ({ name, database: at, cascade: false, origin: ORIGIN });
const on = (objectType: ObjectType, object: string, grantee: string, privilege: string, at = "orders") =>
  grant(grantee, { objectType, database: at, schema: null, object, privilege });
const onCatalog = (object: string | null, privilege: string, ...columns: readonly string[]) =>
  grant("app", { objectType: columns.length > 0 ? "column" : "table", object, privilege, columns });

const reached = (facts: Facts, server: Partial<Server> = {}, name = "app"): readonly ReachedCapability[] =>
  reachOf(graphOf(facts.roles ?? ROLES, [], facts), name, server);
/** What objects give: `capability` or `capability?`. */
const given = (facts: Facts, server: Partial<Server> = {}, name = "app"): readonly string[] => capabilitiesOf(reached(facts, server, name));
/** The same as sentences, as a report says them. */
const told = (facts: Facts, server: Partial<Server> = {}): readonly string[] =>
  reached(facts, server).map(({ path, source, condition }) => `${reachWords("app", path, source)}${condition === null ? "" : `, ${condition}`}`);

interface Case {
  readonly title: string;
  readonly facts: Facts;
  readonly gives: readonly string[];
  /** Each the same without what it hangs on. */
  readonly twins: readonly Facts[];
  readonly server?: Partial<Server>;
}

/** A function of app that fires for what the subscription writes to `t`. */
const ALWAYS = trigger("t", "f", { always: true });
const APPLIED: Facts = { subscriptions: [subscription("t")], functions: [fn("f", { owner: "app" })], triggers: [ALWAYS] };
/** A function that is for triggers, and that everyone may make one of who may make a table. */
const TRIGGER_FUNCTION: Facts = { functions: [fn("f", { securityDefiner: true, isTrigger: true })], databases: [database("orders")] };
const MAY_CALL = [on("database", "orders", "PUBLIC", "CONNECT"), mayCall("PUBLIC", "f")];
const FIRED: Facts = { functions: [fn("f", { securityDefiner: true, isTrigger: true })], relations: [relation("t")], triggers: [trigger("t", "f")] };
const FIRED_BY_EVENT: Facts = {
  functions: [fn("f", { securityDefiner: true, isEventTrigger: true })],
  eventTriggers: [eventTrigger("f")],
  databases: [database("orders")],
  grants: [on("database", "orders", "PUBLIC", "CONNECT")],
};
const AGGREGATE = fn("total", { kind: "aggregate", language: "internal", runs: [called("step")] });
const RUN_BY_AGGREGATE: Facts = { functions: [fn("step", { securityDefiner: true }), AGGREGATE], grants: [mayCall("app", "total")] };
const ALL_OF_SCHEMA = grant("app", { schema: "public", origin: ORIGIN });

const CASES: Readonly<Record<string, readonly Case[]>> = {
  "applied-code": [
    {
      title: "an ALWAYS trigger counts on the very table that the subscription writes",
      facts: APPLIED,
      gives: ["superuser?"],
      twins: [
        { ...APPLIED, triggers: [{ ...ALWAYS, table: { schema: "sales", name: "t" } }] },
        { ...APPLIED, triggers: [{ ...ALWAYS, table: { schema: "public", name: "u" } }] },
        { ...APPLIED, triggers: [{ ...ALWAYS, database: "stock" }], functions: [fn("f", { owner: "app", database: "stock" })] },
      ],
      server: { major: 15 },
    },
    {
      title: "a subscription whose owner may be a superuser counts",
      facts: { ...APPLIED, roles: [...ROLES, role("etl", { superuser: UNKNOWN })], subscriptions: [subscription("t", "etl")] },
      gives: ["superuser?"],
      twins: [{ ...APPLIED, roles: [...ROLES, role("etl")], subscriptions: [subscription("t", "etl")] }],
      server: { major: 15 },
    },
    {
      title: "a table of pg_database_owner is the database owner's",
      facts: {
        databases: [database("orders", "app")],
        subscriptions: [subscription("t")],
        relations: [relation("t", { owner: "pg_database_owner" })],
      },
      gives: ["superuser?"],
      twins: [{ databases: [database("orders", "other")], subscriptions: [subscription("t")], relations: [relation("t", { owner: "pg_database_owner" })] }],
      server: { major: 15 },
    },
  ],
  "catalog-reads": [
    {
      title: "a table of one's own may be called pg_authid",
      facts: { grants: [onCatalog("pg_authid", "SELECT")] },
      gives: ["read-credentials"],
      twins: [{ grants: [onTable("app", "pg_authid", "SELECT")], relations: [relation("pg_authid")] }],
    },
    {
      title: "every column of samples is hidden",
      facts: { grants: [onCatalog("pg_statistic", "SELECT", "stavalues1")] },
      gives: ["read-all-data?"],
      twins: [{ grants: [onCatalog("pg_class", "SELECT", "relname")] }],
    },
    ...[
      ["pg_authid", "rolpassword", "rolname", "read-credentials"],
      ["pg_shadow", "passwd", "usename", "read-credentials"],
      ["pg_user_mapping", "umoptions", "umserver", "read-credentials"],
      ["pg_subscription", "subconninfo", "subname", "read-credentials"],
      ["pg_largeobject", "data", "loid", "read-all-data?"],
    ].map(([catalog = "", hidden = "", shown = "", gives = ""]) => ({
      title: `of ${catalog} it is ${hidden} that is hidden`,
      facts: { grants: [onCatalog(catalog, "SELECT", shown, hidden)] },
      gives: [gives],
      twins: [{ grants: [onCatalog(catalog, "SELECT", shown)] }],
    })),
  ],
  "catalog-writes": [
    {
      title: "UPDATE of the flag rolsuper of pg_authid, and of nothing else, makes one a superuser for certain",
      facts: { grants: [onCatalog("pg_authid", "UPDATE", "rolname", "rolsuper")] },
      gives: ["superuser"],
      twins: [
        { grants: [onCatalog("pg_authid", "REFERENCES", "rolsuper")] },
        {
          grants: [grant("app", { objectType: "column", schema: "public", object: "pg_authid", privilege: "UPDATE", columns: ["rolsuper"] })],
          relations: [relation("pg_authid")],
        },
      ],
    },
    ...[onCatalog("pg_authid", "INSERT", "rolname", "rolsuper"), onCatalog("pg_authid", "UPDATE", "rolname"), onCatalog("pg_roles", "UPDATE", "rolsuper")].map(
      (one) => ({
        title: `${one.privilege} of ${one.columns.join(", ")} on ${one.object} does, if what it writes makes one`,
        facts: { grants: [one] },
        gives: ["superuser?"],
        twins: [{ grants: [{ ...one, privilege: "SELECT" }] }],
      }),
    ),
  ],
  "catalog-schema": [
    {
      title: "the owner of pg_catalog",
      facts: { schemas: [schema("pg_catalog", "app")] },
      gives: ["superuser?"],
      twins: [{ schemas: [schema("pg_catalog", "postgres")] }],
    },
    {
      title: "of pg_catalog that is pg_database_owner's, its database's owner is the owner",
      facts: { databases: [database("orders", "app")], schemas: [schema("pg_catalog", "pg_database_owner")] },
      gives: ["superuser?"],
      twins: [{ databases: [database("orders", "other")], schemas: [schema("pg_catalog", "pg_database_owner")] }],
    },
    {
      title: "the owner of a function there; Terraform's belong to whoever applies it",
      facts: { functions: [fn("f", { schema: "pg_catalog", owner: "app" })] },
      gives: ["superuser?"],
      twins: [
        { functions: [fn("f", { schema: "pg_catalog", owner: "app", origin: ORIGIN })] },
        { functions: [fn("f", { schema: "pg_catalog", owner: null })] },
        { functions: [fn("f", { schema: "pg_catalog", owner: UNKNOWN })] },
      ],
    },
    {
      title: "what pg_database_owner may create there its database's owner may",
      facts: { databases: [database("orders", "app")], grants: [on("schema", "pg_catalog", "pg_database_owner", "CREATE")] },
      gives: ["superuser?"],
      twins: [{ databases: [database("orders", "other")], grants: [on("schema", "pg_catalog", "pg_database_owner", "CREATE")] }],
    },
    {
      title: "so are functions of pg_database_owner there its database's owner's",
      facts: { databases: [database("orders", "app")], functions: [fn("f", { schema: "pg_catalog", owner: "pg_database_owner" })] },
      gives: ["superuser?"],
      twins: [{ databases: [database("orders", "other")], functions: [fn("f", { schema: "pg_catalog", owner: "pg_database_owner" })] }],
    },
  ],
  "credential-views": [
    {
      title: "a view of pg_shadow shows what the view pg_shadow shows",
      facts: { relations: [relation("v", { kind: "view", reads: [{ schema: "pg_catalog", name: "pg_shadow" }] })], grants: [onTable("app", "v", "SELECT")] },
      gives: ["read-credentials"],
      twins: [
        { relations: [relation("v", { kind: "view", reads: [{ schema: "pg_catalog", name: "pg_user" }] })], grants: [onTable("app", "v", "SELECT")] },
        { relations: [relation("v", { kind: "view", reads: [{ schema: "public", name: "pg_shadow" }] })], grants: [onTable("app", "v", "SELECT")] },
        { relations: [relation("v", { kind: "view", reads: [{ schema: "pg_catalog", name: "pg_shadow" }] })], grants: [onTable("app", "v", "INSERT")] },
      ],
    },
    {
      title: "a view reads what is in its own database",
      facts: {
        relations: [
          relation("v", { kind: "view", reads: [{ schema: "pg_catalog", name: "pg_authid" }] }),
          relation("w", { kind: "view", reads: [called("v")] }),
        ],
        grants: [onTable("app", "w", "SELECT")],
      },
      gives: ["read-credentials"],
      twins: [
        {
          relations: [
            relation("v", { kind: "view", reads: [{ schema: "pg_catalog", name: "pg_authid" }] }),
            relation("w", { kind: "view", reads: [called("v")], database: "stock" }),
          ],
          grants: [{ ...onTable("app", "w", "SELECT"), database: "stock" }],
        },
      ],
    },
  ],
  "definer-functions": [
    {
      title: "those of an extension are judged with it",
      facts: { functions: [fn("f", { securityDefiner: true })], grants: [mayCall("app", "f")] },
      gives: ["superuser?"],
      twins: [{ functions: [fn("f", { securityDefiner: true, extension: "pg_partman" })], grants: [mayCall("app", "f")] }],
    },
    {
      title: "where no administrator is known, an owner that is not known leads nowhere",
      facts: { functions: [fn("f", { securityDefiner: true })], grants: [mayCall("app", "f")] },
      gives: ["superuser?"],
      twins: [
        { functions: [fn("f", { securityDefiner: true, owner: null })], grants: [mayCall("app", "f")] },
        { functions: [fn("f", { securityDefiner: true, owner: UNKNOWN })], grants: [mayCall("app", "f")] },
      ],
      server: { administrators: [] },
    },
    {
      title: "an owner that is not known counts as an administrator",
      facts: { functions: [fn("f", { securityDefiner: true, owner: UNKNOWN })], grants: [mayCall("app", "f")] },
      gives: ["superuser?"],
      twins: [{ functions: [fn("f", { securityDefiner: true, owner: "other" })], grants: [mayCall("app", "f")] }],
    },
    {
      title: "an aggregate runs what it is made of, where that is SECURITY DEFINER and no extension's",
      facts: RUN_BY_AGGREGATE,
      gives: ["superuser?"],
      twins: [
        { ...RUN_BY_AGGREGATE, functions: [AGGREGATE] },
        { ...RUN_BY_AGGREGATE, functions: [AGGREGATE, fn("step")] },
        { ...RUN_BY_AGGREGATE, functions: [AGGREGATE, fn("step", { securityDefiner: true, extension: "pg_partman" })] },
        { ...RUN_BY_AGGREGATE, functions: [{ ...AGGREGATE, extension: "pg_partman" }, fn("step", { securityDefiner: true })] },
        // EXECUTE is asked on the aggregate, and not on what it runs.
        { ...RUN_BY_AGGREGATE, grants: [mayCall("other", "total")] },
      ],
    },
    {
      title: "what everyone may make a trigger of takes somewhere to make a table",
      facts: { ...TRIGGER_FUNCTION, grants: [...MAY_CALL, on("database", "orders", "app", "TEMPORARY")] },
      gives: ["superuser?"],
      twins: [
        { ...TRIGGER_FUNCTION, grants: MAY_CALL },
        { ...TRIGGER_FUNCTION, grants: [on("database", "orders", "PUBLIC", "CONNECT"), on("database", "orders", "app", "TEMPORARY")] },
        { ...TRIGGER_FUNCTION, grants: [...MAY_CALL, on("database", "stock", "app", "TEMPORARY")] },
      ],
    },
  ],
  "definer-triggers": [
    {
      title: "a trigger fires for who may do what it waits for, and runs a SECURITY DEFINER function of no extension",
      facts: { ...FIRED, grants: [onTable("app", "t", "INSERT")] },
      gives: ["superuser?"],
      twins: [
        { ...FIRED, grants: [onTable("app", "t", "UPDATE")] },
        { ...FIRED, grants: [onTable("app", "t", "INSERT")], functions: [] },
        { ...FIRED, grants: [onTable("app", "t", "INSERT")], functions: [fn("f", { isTrigger: true })] },
        { ...FIRED, grants: [onTable("app", "t", "INSERT")], functions: [fn("f", { securityDefiner: true, isTrigger: true, extension: "pg_partman" })] },
        { ...FIRED, grants: [onTable("app", "t", "INSERT")], relations: [relation("u")] },
      ],
    },
    {
      title: "a trigger without events fires for nobody, the owner of its table neither",
      facts: { ...FIRED, relations: [relation("t", { owner: "app" })] },
      gives: ["superuser?"],
      twins: [{ ...FIRED, relations: [relation("t", { owner: "app" })], triggers: [trigger("t", "f", { events: [] })] }],
    },
    {
      title: "an event trigger runs a SECURITY DEFINER function of no extension",
      facts: FIRED_BY_EVENT,
      gives: ["superuser?"],
      twins: [
        { ...FIRED_BY_EVENT, functions: [] },
        { ...FIRED_BY_EVENT, functions: [fn("f", { isEventTrigger: true })] },
        { ...FIRED_BY_EVENT, functions: [fn("f", { securityDefiner: true, isEventTrigger: true, extension: "pg_partman" })] },
      ],
    },
  ],
  "event-trigger-code": [
    {
      title: "a function of an extension, of a superuser or of nobody known is no lower role's",
      facts: { functions: [fn("f", { owner: "app" })], eventTriggers: [eventTrigger("f")] },
      gives: ["superuser?"],
      twins: [
        { eventTriggers: [eventTrigger("f")] },
        { functions: [fn("f", { owner: "app", extension: "pg_partman" })], eventTriggers: [eventTrigger("f")] },
        { functions: [fn("f", { owner: null })], eventTriggers: [eventTrigger("f")] },
        { functions: [fn("f", { owner: UNKNOWN })], eventTriggers: [eventTrigger("f")] },
      ],
    },
    {
      title: "a function of pg_database_owner is the database owner's",
      facts: { databases: [database("orders", "app")], functions: [fn("f", { owner: "pg_database_owner" })], eventTriggers: [eventTrigger("f")] },
      gives: ["superuser?"],
      twins: [{ databases: [database("orders", "other")], functions: [fn("f", { owner: "pg_database_owner" })], eventTriggers: [eventTrigger("f")] }],
    },
  ],
  "extension-functions": [
    {
      title: "EXECUTE is what counts",
      facts: { grants: [grant("app", { schema: "public", object: "pg_file_write" })] },
      gives: ["write-server-files"],
      twins: [{ grants: [grant("app", { schema: "public", object: "pg_file_write", privilege: "USAGE" })] }],
    },
    {
      title: "a function with its arguments",
      facts: { grants: [grant("app", { schema: "public", object: "dblink_connect_u", arguments: "text, text" })] },
      gives: ["superuser?"],
      twins: [{ grants: [grant("app", { schema: "public", object: "dblink_connect", arguments: "text, text" })] }],
    },
    {
      title: "the extension's own function among the facts counts, one of that name that somebody wrote does not",
      facts: {
        grants: [grant("app", { schema: "public", object: "dblink_connect_u", arguments: "text" })],
        functions: [fn("dblink_connect_u", { arguments: "text", extension: "dblink" })],
      },
      gives: ["superuser?"],
      twins: [
        {
          grants: [grant("app", { schema: "public", object: "dblink_connect_u", arguments: "text" })],
          functions: [fn("dblink_connect_u", { arguments: "text" })],
        },
      ],
    },
    {
      title: "a function of one's own with that name stands in one database and schema",
      facts: {
        grants: [mayCall("app", "dblink_connect_u")],
        functions: [fn("dblink_connect_u", { schema: "sales" }), fn("dblink_connect_u", { database: "stock" }), fn("dblink_connect_u", { arguments: "text" })],
      },
      gives: ["superuser?"],
      twins: [{ grants: [mayCall("app", "dblink_connect_u")], functions: [fn("dblink_connect_u")] }],
    },
    {
      title: "a grant without arguments may mean any overload: it is nobody's own function where one is the extension's",
      facts: {
        grants: [grant("app", { schema: "public", object: "dblink_connect_u" })],
        functions: [fn("dblink_connect_u"), fn("dblink_connect_u", { arguments: "text", extension: "dblink" })],
      },
      gives: ["superuser?"],
      twins: [
        {
          grants: [grant("app", { schema: "public", object: "dblink_connect_u" })],
          functions: [fn("dblink_connect_u", { arguments: "text" }), fn("dblink_connect_u", { arguments: null })],
        },
      ],
    },
    {
      title: "a grant without arguments in Terraform may mean the extension's function, where Terraform makes that too",
      facts: {
        grants: [grant("app", { schema: "public", object: "dblink_connect_u", origin: ORIGIN })],
        functions: [fn("dblink_connect_u", { arguments: "text" })],
        extensions: [extension("dblink", "orders")],
      },
      gives: ["superuser?"],
      twins: ["dblink", "orders"].map((name) => ({
        grants: [grant("app", { schema: "public", object: "dblink_connect_u", origin: ORIGIN, ...(name === "dblink" && { arguments: "text" }) })],
        functions: [fn("dblink_connect_u", { arguments: "text" })],
        extensions: [extension(name, "orders")],
      })),
    },
    {
      title: "whoever may call it needs USAGE on its schema, where that is known",
      facts: {
        grants: [grant("app", { schema: "public", object: "pg_file_write" }), on("schema", "public", "app", "USAGE")],
        schemas: [schema("public", "postgres")],
      },
      gives: ["write-server-files"],
      twins: [{ grants: [grant("app", { schema: "public", object: "pg_file_write" })], schemas: [schema("public", "postgres")] }],
    },
    {
      title: "a catalog's grant on all functions of a schema names each of them itself",
      facts: { grants: [ALL_OF_SCHEMA], extensions: [extension("dblink", "orders")] },
      gives: ["superuser?"],
      twins: [
        { grants: [{ ...ALL_OF_SCHEMA, origin: NO_ORIGIN }], extensions: [extension("dblink", "orders")] },
        { grants: [ALL_OF_SCHEMA], extensions: [extension("hstore", "orders")] },
      ],
    },
    {
      title: "an extension whose database is not known may be in that one",
      facts: { grants: [ALL_OF_SCHEMA], extensions: [extension("dblink", UNKNOWN)] },
      gives: ["superuser?"],
      twins: [{ grants: [ALL_OF_SCHEMA], extensions: [extension("dblink", "stock")] }],
    },
    {
      title: "so may one whose database is not said",
      facts: { grants: [ALL_OF_SCHEMA], extensions: [extension("dblink", null)] },
      gives: ["superuser?"],
      twins: [{ grants: [ALL_OF_SCHEMA] }],
    },
    {
      title: "a grant whose database is not said may be in that of the extension",
      facts: { grants: [{ ...ALL_OF_SCHEMA, database: null }], extensions: [extension("dblink", "stock")] },
      gives: ["superuser?"],
      twins: [{ grants: [{ ...ALL_OF_SCHEMA, privilege: "USAGE", database: null }], extensions: [extension("dblink", "stock")] }],
    },
  ],
  "built-in": [
    {
      title: "an internal function in pg_catalog that initdb did not make is somebody's native code",
      facts: { functions: [fn("my_abs", { schema: "pg_catalog", language: "internal", publicByDefault: true })] },
      gives: ["load-server-code"],
      twins: ["abs", "lo_export"].map((name) => ({ functions: [fn(name, { schema: "pg_catalog", language: "internal", publicByDefault: true })] })),
    },
  ],
};

describe.each(Object.entries(CASES))("%s", (_unit, cases) => {
  it.each(cases.map((one) => [one.title, one] as const))("%s", (_title, { facts, gives, twins, server }) => {
    expect(given(facts, server)).toEqual(gives);
    expect(twins.map((twin) => given(twin, server))).toEqual(twins.map(() => []));
  });
});

describe("what gives it", () => {
  it.each<readonly [string, string, Facts, Partial<Server>]>([
    [
      "a table that a subscription writes",
      "app has ownership of public.t or of a trigger function there, which leads to postgres by subscription s, once a superuser's subscription writes to the table, whose trigger it owns or can make",
      APPLIED,
      { major: 15 },
    ],
    [
      "a hidden column of a catalog",
      "app has SELECT (rolname, rolpassword) on pg_catalog.pg_authid",
      { grants: [onCatalog("pg_authid", "SELECT", "rolname", "rolpassword")] },
      {},
    ],
    ["a whole catalog", "app has SELECT on pg_catalog.pg_authid", { grants: [onCatalog("pg_authid", "SELECT")] }, {}],
    [
      "a column of a catalog that one writes",
      "app has UPDATE (rolname) on pg_catalog.pg_authid, which leads to postgres, if what it writes there makes it one",
      { grants: [onCatalog("pg_authid", "UPDATE", "rolname")] },
      {},
    ],
    [
      "CREATE on pg_catalog",
      "app has CREATE on schema pg_catalog, which leads to postgres, once a superuser's statement calls a function of this role by its plain name",
      { grants: [on("schema", "pg_catalog", "app", "CREATE")] },
      {},
    ],
    [
      "a copy of passwords",
      "app has SELECT on materialized view public.m, which shows password verifiers",
      {
        relations: [relation("m", { kind: "materialized-view", reads: [{ schema: "pg_catalog", name: "pg_authid" }] })],
        grants: [onTable("app", "m", "SELECT")],
      },
      {},
    ],
    [
      "a function for triggers",
      "app can fire function public.f(), which runs as postgres, if the body of function public.f() does it for its caller, whose search_path it looks names up in",
      { functions: [fn("f", { securityDefiner: true, isTrigger: true })], grants: [mayCall("app", "f")] },
      {},
    ],
    [
      "an aggregate",
      "app can call aggregate public.total(), which runs function public.step(), which runs as postgres, if the body of function public.step() does it for its caller, whose search_path it looks names up in",
      RUN_BY_AGGREGATE,
      {},
    ],
    [
      "a trigger on a table",
      "app can fire trigger x on public.t, function public.f(), which runs as postgres, if the body of function public.f() does it for its caller, whose search_path it looks names up in",
      { ...FIRED, grants: [onTable("app", "t", "INSERT")] },
      {},
    ],
    [
      // No call and no trigger of one's own runs its function.
      "an event trigger, and not EXECUTE on its function",
      "app has what PUBLIC has, which can fire event trigger e, function public.f(), which runs as postgres, if the body of function public.f() does it for its caller, whose search_path it looks names up in",
      { ...FIRED_BY_EVENT, grants: [...MAY_CALL, on("database", "orders", "app", "TEMPORARY")] },
      {},
    ],
    [
      "an event trigger whose function is one's own",
      "app has ownership of function public.f(), which leads to postgres by event trigger e, once a superuser fires the event trigger whose function it owns",
      { functions: [fn("f", { owner: "app" })], eventTriggers: [eventTrigger("f")] },
      {},
    ],
    [
      "an extension's function that connects",
      "app can log in as postgres by function public.dblink_connect_u(text), if the server lets a superuser in from itself without a password",
      { grants: [grant("app", { schema: "public", object: "dblink_connect_u", arguments: "text" })] },
      {},
    ],
    [
      "an extension's function that makes the session a superuser, without another login",
      "app can call function public.set_user_u(text), which runs as postgres, if set_user.superuser_allowlist names its login, as it does by default",
      { grants: [grant("app", { schema: "public", object: "set_user_u", arguments: "text" })] },
      {},
    ],
    [
      "an extension's function that writes",
      "app has EXECUTE on function public.pg_file_write",
      { grants: [grant("app", { schema: "public", object: "pg_file_write" })] },
      {},
    ],
    [
      "a function whose schema is not said",
      "app has EXECUTE on function pg_file_write",
      { grants: [grant("app", { schema: null, object: "pg_file_write" })] },
      {},
    ],
    [
      "all functions of a schema, where the extension may stand there",
      "app has EXECUTE on function public.pg_stat_statements_reset, if extension pg_stat_statements stands in that schema",
      { grants: [ALL_OF_SCHEMA], extensions: [extension("pg_stat_statements", "orders")] },
      {},
    ],
    [
      "all functions of a schema, where what they do hangs on more",
      "app can log in as postgres by function public.dblink_connect_u, if extension dblink stands in that schema and if the server lets a superuser in from itself without a password",
      { grants: [ALL_OF_SCHEMA], extensions: [extension("dblink", "orders")] },
      {},
    ],
  ])("is told of %s", (_object, sentence, facts, server) => {
    expect(told(facts, server)).toEqual([sentence]);
  });

  it("is told without a role at its end where no superuser is known", () => {
    const facts: Facts = { roles: [role("app")], grants: [onCatalog("pg_authid", "UPDATE", "rolsuper")] };
    expect(told(facts, { administrators: [] })).toEqual(["app has UPDATE (rolsuper) on pg_catalog.pg_authid"]);
  });

  it("names every event of a trigger on a table that an accepted function answers for", () => {
    const accepted = {
      environment: "prod",
      function: "public.f()",
      runsAs: "postgres",
      sha256: "d1",
      gives: ["read-all-stats"],
      reason: "reviewed",
      owner: "dba@example.com",
      expires: "2027-01-01",
      source: { file: "accepted.yaml", line: 1 },
    } as const;
    const facts: Facts = {
      functions: [fn("f", { securityDefiner: true, isTrigger: true, sha256: "d1" })],
      relations: [relation("t")],
      triggers: [trigger("t", "f", { events: ["INSERT", "UPDATE"] })],
      grants: [onTable("app", "t", "UPDATE")],
    };
    expect(reached(facts, { accepted: [accepted] })).toMatchObject([
      {
        capability: "read-all-stats",
        certainty: "certain",
        condition: null,
        source: "INSERT or UPDATE on public.t",
        path: [{ to: "postgres", by: "trigger", via: "trigger x on public.t, function public.f()" }],
      },
    ]);
  });
});

describe("who may make a table, and so fire a trigger function that everyone may call", () => {
  const facts = (more: Facts): Facts => ({ ...TRIGGER_FUNCTION, ...more, grants: [...MAY_CALL, ...(more.grants ?? [])] });

  it.each<readonly [string, Facts]>([
    ["CREATE on the database", { grants: [on("database", "orders", "app", "CREATE")] }],
    ["TEMPORARY on the database", { grants: [on("database", "orders", "app", "TEMPORARY")] }],
    ["TEMP, as Terraform may write it", { grants: [on("database", "orders", "app", "TEMP")] }],
    ["what PUBLIC has", { grants: [on("database", "orders", "PUBLIC", "TEMPORARY")] }],
    ["the database", { databases: [database("stock"), database("orders", "app")] }],
    [
      "CREATE on a schema",
      { schemas: [schema("public", "postgres")], grants: [on("schema", "public", "PUBLIC", "USAGE"), on("schema", "public", "app", "CREATE")] },
    ],
    ["a schema", { schemas: [schema("sales", "app")] }],
    ["the second of several schemas", { schemas: [schema("sales", "other"), schema("audit", "app"), schema("tax", "other")] }],
    ["a schema of pg_database_owner, as owner of the database", { databases: [database("orders", "app")], schemas: [schema("public", "pg_database_owner")] }],
  ])("has %s", (_privilege, more) => {
    expect(given(facts({ grants: [on("schema", "public", "PUBLIC", "USAGE")], ...more }))).toEqual(["superuser?"]);
  });

  it.each<readonly [string, Facts]>([
    ["CONNECT and USAGE", { schemas: [schema("public", "postgres")], grants: [on("schema", "public", "app", "USAGE")] }],
    ["a schema of another database", { schemas: [schema("sales", "app", "stock")] }],
    ["another database", { databases: [database("orders"), database("stock", "app")] }],
  ])("has more than %s", (_privilege, more) => {
    expect(given(facts(more))).toEqual([]);
  });

  it.each<readonly [string, Facts]>([
    ["where the databases are not known", { databases: [] }],
    ["where that of the function is not known", { functions: [fn("f", { securityDefiner: true, isTrigger: true, database: null })] }],
  ])("may be anyone %s", (_where, more) => {
    expect(given(facts(more))).toEqual(["superuser?"]);
  });

  it("is asked of each database", () => {
    const functions = ["orders", "stock"].map((at) => fn(`f_${at}`, { securityDefiner: true, isTrigger: true, publicByDefault: true, database: at }));
    const two = (at: string): Facts => ({
      functions,
      databases: [database("orders"), database("stock")],
      grants: [
        on("database", "orders", "PUBLIC", "CONNECT"),
        on("database", "stock", "PUBLIC", "CONNECT", "stock"),
        on("database", at, "app", "TEMPORARY", at),
      ],
    });
    expect(["orders", "stock"].map((at) => reached(two(at))[0]?.path[0]?.via)).toEqual(["function public.f_orders()", "function public.f_stock()"]);
  });
});

describe("the search_path of a SECURITY DEFINER function", () => {
  const conditionOf = (facts: Parameters<typeof fn>[1]) =>
    reached({ functions: [fn("f", { securityDefiner: true, ...facts })], grants: [mayCall("app", "f")] })[0]?.condition;
  const OPAQUE = "if the body of function public.f() does it for its caller";

  it.each([
    ["pg_temp", "is safe where it is pg_temp alone", OPAQUE],
    ["public, pg_temp_3", "is not where it ends with one session's own", `${OPAQUE}, whose temporary tables it looks names up in first`],
  ])("%s %s", (searchPath, _title, condition) => {
    expect(conditionOf({ searchPath })).toBe(condition);
  });

  it("is not judged where Terraform text does not show it", () => {
    expect(conditionOf({ searchPath: null, origin: ORIGIN })).toBe(OPAQUE);
  });
});

describe("built-in functions", () => {
  // Asked of majors in turn: what was looked up for one does not answer for another.
  it("are those of the server's major: what another one has is not known", () => {
    const gives = (object: string) => [16, 17, 14, 18].map((major) => given({ grants: [grant("app", { object })] }, { major: major as 14 }).join());
    // Gone from 17, and new in 18.
    expect(gives("pg_rotate_logfile_old")).toEqual(["", "load-server-code", "", "load-server-code"]);
    expect(gives("array_reverse")).toEqual(["load-server-code", "load-server-code", "load-server-code", ""]);
  });
});

describe("a subscription before PostgreSQL 16", () => {
  it("runs the triggers of every owner of such a function, and not those of a superuser", () => {
    const facts: Facts = {
      subscriptions: [subscription("t")],
      functions: [fn("f", { owner: "app" }), fn("g", { owner: "other" }), fn("h")],
      triggers: ["f", "g", "h", "of_an_extension"].map((name) => trigger("t", name, { always: true })),
    };
    expect(["app", "other"].map((name) => given(facts, { major: 15 }, name))).toEqual([["superuser?"], ["superuser?"]]);
  });
});

describe("pg_database_owner", () => {
  it("gives what is granted to it to the owner of the database, and to nobody else", () => {
    const facts: Facts = {
      databases: [database("orders", "app"), database("stock", "other")],
      grants: [grant("pg_database_owner", { object: "lo_export" })],
    };
    expect(["app", "other"].map((name) => given(facts, {}, name))).toEqual([["write-server-files"], []]);
  });
});

import { type AccessGraph, NO_ORIGIN } from "../../../model/access-graph";
import { closureOf, type ReachedCapability, type Server } from "../../../model/closure";
import { ESCALATIONS } from "../../../model/closure/escalations";
import { indexGraph } from "../../../model/graph-index";
import { UNKNOWN } from "../../../model/unknown";
import { capabilitiesOf, graphOf, membership, role } from "../../support/graphs";
import { DATABASE, eventTrigger, fn, grant, LOOPBACK, language, mapping, mayCall, onTable, relation, trigger } from "./object-facts";

const ROLES = [role("postgres", { superuser: true, source: "external" }), role("app"), role("other")];
const ORIGIN = { ...NO_ORIGIN, address: "postgresql_function.f" };
const connect = (grantee: string, privilege = "CONNECT") => grant(grantee, { objectType: "database", schema: null, object: "orders", privilege });
const program = { server: "f", program: true, file: false };
const SUBSCRIPTION = { name: "s", database: "orders", owner: "postgres", tables: [{ schema: "public", name: "t" }], origin: NO_ORIGIN };

type Facts = Partial<AccessGraph>;
const closure = (facts: Facts, server: Partial<Server> = {}) =>
  closureOf(indexGraph(graphOf(facts.roles ?? ROLES, facts.memberships ?? [], facts)), { major: 16, administrators: ["postgres"], ...server });
const reached = (facts: Facts, server: Partial<Server> = {}, name = "app"): readonly ReachedCapability[] => closure(facts, server).reaches(name);
/** What objects give themselves, without what that may lead to: `capability` or `capability?`. */
const given = (facts: Facts, server: Partial<Server> = {}, name = "app"): readonly string[] =>
  capabilitiesOf(reached(facts, server, name).filter(({ follows }) => follows === null));

interface Case {
  readonly unit: string;
  readonly title: string;
  readonly facts: Facts;
  readonly gives: readonly string[];
  /** The same without what it hangs on. */
  readonly twin: Facts;
  readonly server?: Partial<Server>;
}

const CASES: readonly Case[] = [
  {
    unit: "withheld-functions",
    title: "lo_export",
    facts: { grants: [grant("app", { object: "lo_export", arguments: "oid, text" })] },
    gives: ["write-server-files"],
    twin: { grants: [grant("app", { object: "lo_export", schema: "public" })] },
  },
  {
    unit: "withheld-functions",
    title: "a routine of all overloads, where the grant says no arguments",
    facts: { grants: [grant("app", { object: "pg_read_binary_file" })] },
    gives: ["read-server-files", "read-credentials"],
    twin: { grants: [grant("app", { object: "pg_sleep" })] },
  },
  {
    unit: "withheld-functions",
    title: "what PUBLIC has everybody has",
    facts: { grants: [grant("PUBLIC", { object: "pg_hba_file_rules" })] },
    gives: ["read-all-settings"],
    twin: { grants: [grant("other", { object: "pg_hba_file_rules" })] },
  },
  {
    unit: "withheld-functions",
    title: "a function of pg_catalog that no supported server has",
    facts: { grants: [grant("app", { object: "pg_brand_new" })] },
    gives: ["load-server-code"],
    twin: { grants: [grant("app", { object: "pg_brand_new", arguments: "" })], functions: [fn("pg_brand_new", { schema: "pg_catalog" })] },
  },
  {
    unit: "withheld-functions",
    title: "one of its overloads among the facts answers for a grant without arguments, and for no other overload",
    facts: {
      grants: [grant("app", { object: "pg_brand_new", arguments: "" })],
      functions: [fn("pg_brand_new", { schema: "pg_catalog", arguments: "text" })],
    },
    gives: ["load-server-code"],
    twin: { grants: [grant("app", { object: "pg_brand_new" })], functions: [fn("pg_brand_new", { schema: "pg_catalog", arguments: "text" })] },
  },
  {
    unit: "withheld-functions",
    title: "a function that only another major withholds is not known on this one",
    facts: { grants: [grant("app", { object: "pg_start_backup" })] },
    gives: ["load-server-code"],
    twin: {},
  },
  {
    unit: "extension-functions",
    title: "dblink_connect_u",
    facts: { grants: [grant("app", { schema: "public", object: "dblink_connect_u" })] },
    gives: ["superuser?"],
    twin: { grants: [mayCall("app", "dblink_connect_u")], functions: [fn("dblink_connect_u")] },
  },
  {
    unit: "extension-functions",
    title: "all functions of a schema, where Terraform made such an extension in that database",
    facts: {
      grants: [grant("app", { schema: "public", origin: ORIGIN })],
      extensions: [{ name: "dblink", database: "orders", cascade: false, origin: ORIGIN }],
    },
    gives: ["superuser?"],
    twin: {
      grants: [grant("app", { schema: "public", origin: ORIGIN })],
      extensions: [{ name: "dblink", database: "stock", cascade: false, origin: ORIGIN }],
    },
  },
  {
    unit: "untrusted-functions",
    title: "a function in plpython3u, known by its name alone",
    facts: { functions: [fn("f", { language: "plpython3u" })], grants: [mayCall("app", "f")] },
    gives: ["untrusted-language"],
    twin: { functions: [fn("f", { language: "plperl" })], grants: [mayCall("app", "f")] },
  },
  {
    unit: "untrusted-functions",
    title: "a language's handler counts, not its name",
    facts: { functions: [fn("f", { language: "safe" })], languages: [language("safe", { handler: "pltclu_call_handler" })], grants: [mayCall("app", "f")] },
    gives: ["untrusted-language"],
    twin: { functions: [fn("f", { language: "safe" })], languages: [language("safe", { handler: "plperl_call_handler" })], grants: [mayCall("app", "f")] },
  },
  {
    unit: "untrusted-functions",
    title: "C code of no extension, by default of PUBLIC",
    facts: { functions: [fn("f", { language: "c", publicByDefault: true })] },
    gives: ["load-server-code"],
    twin: { functions: [fn("f", { language: "c", publicByDefault: true, extension: "hstore" })] },
  },
  {
    unit: "untrusted-functions",
    title: "an aggregate of such a function",
    facts: {
      functions: [
        fn("step", { language: "pltclu" }),
        fn("f", { language: "internal", kind: "aggregate", runs: [{ schema: "public", name: "step", arguments: "" }] }),
      ],
      grants: [mayCall("app", "f")],
    },
    gives: ["untrusted-language"],
    twin: {
      functions: [fn("step", { language: "pltclu" }), fn("f", { language: "internal", kind: "aggregate" })],
      grants: [mayCall("app", "f")],
    },
  },
  {
    unit: "untrusted-functions",
    title: "a language that is not known yet",
    facts: { functions: [fn("f", { language: UNKNOWN })], grants: [mayCall("app", "f")] },
    gives: ["untrusted-language?"],
    twin: { functions: [fn("f", { language: "sql" })], grants: [mayCall("app", "f")] },
  },
  {
    unit: "untrusted-triggers",
    title: "a trigger fires without EXECUTE",
    facts: {
      functions: [fn("f", { language: "pltclu", isTrigger: true })],
      relations: [relation("t")],
      triggers: [trigger("t", "f")],
      grants: [onTable("app", "t", "INSERT")],
    },
    gives: ["untrusted-language"],
    twin: {
      functions: [fn("f", { language: "pltclu", isTrigger: true })],
      relations: [relation("t")],
      triggers: [trigger("t", "f")],
      grants: [onTable("app", "t", "SELECT")],
    },
  },
  {
    unit: "untrusted-triggers",
    title: "an event trigger, in a database of which nothing else is known, asks nothing of anybody",
    facts: { functions: [fn("f", { language: "pltclu" })], eventTriggers: [eventTrigger("f")] },
    gives: ["untrusted-language"],
    twin: { functions: [fn("f", { language: "pltcl" })], eventTriggers: [eventTrigger("f")] },
  },
  {
    unit: "lenient-languages",
    title: "language c, flagged trusted",
    facts: { languages: [language("c", { handler: null })], grants: [grant("app", { objectType: "language", schema: null, object: "c", privilege: "USAGE" })] },
    gives: ["load-server-code"],
    twin: {
      languages: [language("c", { handler: null, trusted: false }), language("sql", { handler: null })],
      grants: [
        grant("app", { objectType: "language", schema: null, object: "c", privilege: "USAGE" }),
        grant("app", { objectType: "language", schema: null, object: "sql", privilege: "USAGE" }),
      ],
    },
  },
  {
    unit: "lenient-languages",
    title: "it takes somewhere to make the function",
    facts: {
      databases: [DATABASE],
      languages: [language("safe", { handler: "plpython3_call_handler" })],
      grants: [grant("app", { objectType: "language", schema: null, object: "safe", privilege: "USAGE" }), connect("PUBLIC"), connect("PUBLIC", "TEMPORARY")],
    },
    gives: ["untrusted-language"],
    twin: {
      databases: [DATABASE],
      languages: [language("safe", { handler: "plpython3_call_handler" })],
      grants: [grant("app", { objectType: "language", schema: null, object: "safe", privilege: "USAGE" }), connect("PUBLIC")],
    },
  },
  {
    unit: "definer-functions",
    title: "the owner's capabilities, if the body does it",
    facts: { functions: [fn("f", { securityDefiner: true })], grants: [mayCall("app", "f")] },
    gives: ["superuser?"],
    twin: { functions: [fn("f", { securityDefiner: true, owner: "other" })], grants: [mayCall("app", "f")] },
  },
  {
    unit: "definer-functions",
    title: "Terraform's function belongs to whoever applies it",
    facts: { functions: [fn("f", { securityDefiner: UNKNOWN, owner: null, publicByDefault: true, origin: ORIGIN })] },
    gives: ["superuser?"],
    twin: { functions: [fn("f", { securityDefiner: false, owner: null, publicByDefault: true, origin: ORIGIN })] },
  },
  {
    unit: "definer-functions",
    title: "an aggregate runs a SECURITY DEFINER function",
    facts: {
      functions: [
        fn("step", { securityDefiner: true }),
        fn("f", { kind: "aggregate", language: "internal", runs: [{ schema: "public", name: "step", arguments: "" }] }),
      ],
      languages: [language("internal", { handler: null, trusted: false })],
      grants: [mayCall("app", "f")],
    },
    gives: ["superuser?"],
    twin: { functions: [fn("step", { securityDefiner: true })], grants: [mayCall("other", "step")] },
  },
  {
    unit: "definer-triggers",
    title: "a trigger fires without EXECUTE",
    facts: {
      functions: [fn("f", { securityDefiner: true, isTrigger: true })],
      relations: [relation("t")],
      triggers: [trigger("t", "f")],
      grants: [onTable("app", "t", "INSERT")],
    },
    gives: ["superuser?"],
    twin: {
      functions: [fn("f", { securityDefiner: true, isTrigger: true })],
      relations: [relation("t")],
      triggers: [trigger("t", "f", { events: [] })],
      grants: [onTable("app", "t", "INSERT")],
    },
  },
  {
    unit: "definer-triggers",
    title: "an event trigger fires for anyone, also for who may make nothing",
    facts: {
      functions: [fn("f", { securityDefiner: true, isEventTrigger: true })],
      eventTriggers: [eventTrigger("f")],
      databases: [DATABASE],
      grants: [connect("PUBLIC")],
    },
    gives: ["superuser?"],
    twin: {
      functions: [fn("f", { securityDefiner: true, isEventTrigger: true })],
      databases: [DATABASE],
      grants: [connect("PUBLIC"), mayCall("PUBLIC", "f")],
    },
  },
  {
    unit: "file-tables",
    title: "SELECT on a program table",
    facts: { relations: [relation("ft", { kind: "foreign-table", foreign: program })], grants: [onTable("app", "ft", "SELECT")] },
    gives: ["execute-server-program"],
    twin: { relations: [relation("ft", { kind: "foreign-table", foreign: { ...program, program: false } })], grants: [onTable("app", "ft", "SELECT")] },
  },
  {
    unit: "file-tables",
    title: "SELECT on a view of a view of a file table",
    facts: {
      relations: [
        relation("ft", { kind: "foreign-table", foreign: { server: "f", program: false, file: true } }),
        relation("v", { kind: "view", reads: [{ schema: "public", name: "ft" }] }),
        relation("w", { kind: "view", reads: [{ schema: "public", name: "v" }] }),
      ],
      grants: [onTable("app", "w", "SELECT")],
    },
    gives: ["read-server-files"],
    twin: {
      relations: [
        relation("ft", { kind: "foreign-table", foreign: { server: "f", program: false, file: true } }),
        relation("v", { kind: "view", reads: [] }),
        relation("w", { kind: "view", reads: [{ schema: "public", name: "v" }] }),
      ],
      grants: [onTable("app", "w", "SELECT")],
    },
  },
  {
    unit: "file-tables",
    title: "a view of somebody who may not be let in",
    facts: {
      relations: [
        relation("ft", { kind: "foreign-table", foreign: program }),
        relation("v", { kind: "view", owner: "other", reads: [{ schema: "public", name: "ft" }] }),
      ],
      grants: [onTable("app", "v", "SELECT")],
    },
    gives: ["execute-server-program?"],
    twin: {
      relations: [relation("ft", { kind: "foreign-table", foreign: program }), relation("v", { kind: "view", owner: "other" })],
      grants: [onTable("app", "v", "SELECT")],
    },
  },
  {
    unit: "file-tables",
    title: "a view of somebody who inherits from one who may read the table",
    facts: {
      relations: [
        relation("ft", { kind: "foreign-table", foreign: program }),
        relation("v", { kind: "view", owner: "other", reads: [{ schema: "public", name: "ft" }] }),
        relation("w", { kind: "view", reads: [{ schema: "public", name: "v" }] }),
      ],
      grants: [onTable("reader", "ft", "SELECT"), onTable("app", "w", "SELECT")],
      memberships: [membership("other", "reader")],
    },
    gives: ["execute-server-program"],
    twin: {
      relations: [relation("ft", { kind: "foreign-table", foreign: program }), relation("v", { kind: "view", owner: "other" })],
      grants: [onTable("reader", "ft", "SELECT"), onTable("app", "v", "SELECT")],
      memberships: [membership("other", "reader")],
    },
  },
  {
    unit: "file-tables",
    title: "a materialized view reads at REFRESH, not at SELECT",
    facts: {
      relations: [
        relation("ft", { kind: "foreign-table", foreign: program }),
        relation("m", { kind: "materialized-view", reads: [{ schema: "public", name: "ft" }] }),
      ],
      grants: [onTable("app", "m", "MAINTAIN")],
    },
    gives: ["execute-server-program"],
    twin: {
      relations: [
        relation("ft", { kind: "foreign-table", foreign: program }),
        relation("m", { kind: "materialized-view", reads: [{ schema: "public", name: "ft" }] }),
        relation("v", { kind: "view", reads: [{ schema: "public", name: "m" }] }),
      ],
      grants: [onTable("app", "m", "SELECT"), onTable("app", "v", "SELECT")],
    },
    server: { major: 17 },
  },
  {
    unit: "open-mappings",
    title: "password_required false, and USAGE on the server",
    facts: {
      userMappings: [mapping()],
      foreignServers: [LOOPBACK],
      grants: [grant("app", { objectType: "foreign_server", schema: null, object: "loop", privilege: "USAGE" })],
    },
    gives: ["superuser?"],
    twin: {
      userMappings: [mapping({ passwordRequired: UNKNOWN })],
      foreignServers: [LOOPBACK],
      grants: [grant("app", { objectType: "foreign_server", schema: null, object: "loop", privilege: "USAGE" })],
    },
  },
  {
    unit: "open-mappings",
    title: "a foreign table of that server",
    facts: {
      userMappings: [mapping({ role: "PUBLIC" })],
      foreignServers: [LOOPBACK],
      relations: [relation("ft", { kind: "foreign-table", foreign: { server: "loop", program: false, file: false } })],
      grants: [onTable("app", "ft", "UPDATE")],
    },
    gives: ["superuser?"],
    twin: {
      userMappings: [mapping({ role: "other" })],
      foreignServers: [LOOPBACK],
      relations: [relation("ft", { kind: "foreign-table", foreign: { server: "loop", program: false, file: false } })],
      grants: [onTable("app", "ft", "UPDATE")],
    },
  },
  {
    unit: "foreign-wrappers",
    title: "a wrapper that imports what an option names",
    facts: { grants: [grant("app", { objectType: "foreign_data_wrapper", schema: null, object: "multicorn", privilege: "USAGE" })] },
    gives: ["load-server-code"],
    twin: { grants: [grant("app", { objectType: "foreign_data_wrapper", schema: null, object: "file_fdw", privilege: "USAGE" })] },
  },
  {
    unit: "parameter-grants",
    title: "ALTER SYSTEM on a command",
    facts: { grants: [grant("app", { objectType: "parameter", database: null, schema: null, object: "archive_command", privilege: "ALTER SYSTEM" })] },
    gives: ["execute-server-program?", "alter-system"],
    twin: { grants: [grant("app", { objectType: "parameter", database: null, schema: null, object: "config_file", privilege: "ALTER SYSTEM" })] },
  },
  {
    unit: "parameter-grants",
    title: "SET on a parameter of superusers",
    facts: { grants: [grant("app", { objectType: "parameter", database: null, schema: null, object: "pgaudit.log", privilege: "SET" })] },
    gives: ["alter-system"],
    twin: {
      grants: ["work_mem", "orders.tenant", "archive_command"].map((object) =>
        grant("app", { objectType: "parameter", database: null, schema: null, object, privilege: "SET" }),
      ),
    },
  },
  {
    unit: "catalog-reads",
    title: "the whole of pg_shadow",
    facts: { grants: [grant("app", { objectType: "table", object: "pg_shadow", privilege: "SELECT" })] },
    gives: ["read-credentials"],
    twin: {
      grants: [
        grant("app", { objectType: "column", object: "pg_shadow", privilege: "SELECT", columns: ["usename"] }),
        grant("app", { objectType: "table", object: "pg_hba_file_rules", privilege: "SELECT" }),
        grant("app", { objectType: "table", object: "pg_shadow", privilege: "UPDATE" }),
      ],
    },
  },
  {
    unit: "catalog-reads",
    title: "every table of pg_catalog",
    facts: { grants: [grant("app", { objectType: "table", privilege: "SELECT" })] },
    gives: ["read-all-data?", "read-credentials"],
    twin: { grants: [grant("app", { objectType: "table", privilege: "SELECT", schema: "public" })] },
  },
  {
    unit: "credential-views",
    title: "a view of verifiers, and a copy of that view",
    facts: {
      relations: [
        relation("v", { kind: "view", reads: [{ schema: "pg_catalog", name: "pg_authid" }] }),
        relation("m", { kind: "materialized-view", reads: [{ schema: "public", name: "v" }] }),
      ],
      grants: [onTable("app", "m", "SELECT")],
    },
    gives: ["read-credentials"],
    twin: {
      relations: [relation("v", { kind: "view" }), relation("m", { kind: "materialized-view", reads: [{ schema: "public", name: "v" }] })],
      grants: [onTable("app", "m", "SELECT")],
    },
  },
  {
    unit: "catalog-writes",
    title: "UPDATE on rolsuper alone",
    facts: { grants: [grant("app", { objectType: "column", object: "pg_authid", privilege: "UPDATE", columns: ["rolsuper"] })] },
    gives: ["superuser"],
    twin: { grants: [grant("app", { objectType: "table", object: "pg_authid", privilege: "UPDATE" })] },
  },
  {
    unit: "catalog-writes",
    title: "UPDATE on another column",
    facts: { grants: [grant("app", { objectType: "column", object: "pg_proc", privilege: "UPDATE", columns: ["prosrc"] })] },
    gives: ["superuser?"],
    twin: { grants: [grant("app", { objectType: "column", object: "pg_proc", privilege: "SELECT", columns: ["prosrc"] })] },
  },
  {
    unit: "catalog-schema",
    title: "CREATE on pg_catalog",
    facts: { grants: [grant("app", { objectType: "schema", schema: null, object: "pg_catalog", privilege: "CREATE" })] },
    gives: ["superuser?"],
    twin: {
      grants: [
        grant("app", { objectType: "schema", schema: null, object: "pg_catalog", privilege: "USAGE" }),
        grant("app", { objectType: "schema", schema: null, object: "public", privilege: "CREATE" }),
      ],
    },
  },
  {
    unit: "catalog-schema",
    title: "its owner, and the owner of a function there",
    facts: {
      schemas: [{ name: "pg_catalog", database: "orders", owner: "other", origin: NO_ORIGIN }],
      functions: [fn("f", { schema: "pg_catalog", owner: "app" })],
    },
    gives: ["superuser?"],
    twin: { schemas: [{ name: "sales", database: "orders", owner: "app", origin: NO_ORIGIN }], functions: [fn("f", { owner: "app" })] },
  },
  {
    unit: "event-trigger-code",
    title: "the owner of an event trigger's function",
    facts: { functions: [fn("f", { owner: "app" })], eventTriggers: [eventTrigger("f")] },
    gives: ["superuser?"],
    twin: { functions: [fn("f", { owner: "app" }), fn("g")], eventTriggers: [eventTrigger("g")] },
  },
  {
    unit: "refreshed-code",
    title: "a function of app that a superuser's materialized view calls through a view",
    facts: {
      functions: [fn("f", { owner: "app" })],
      relations: [
        relation("v", { kind: "view", calls: [{ schema: "public", name: "f", arguments: "" }] }),
        relation("m", { kind: "materialized-view", reads: [{ schema: "public", name: "v" }] }),
      ],
    },
    gives: ["superuser?"],
    twin: {
      functions: [fn("f", { owner: "app" })],
      relations: [
        relation("v", { kind: "view", calls: [{ schema: "public", name: "f", arguments: "" }] }),
        relation("m", { kind: "materialized-view", owner: "other", reads: [{ schema: "public", name: "v" }] }),
      ],
    },
  },
  {
    unit: "trigger-code",
    title: "a trigger function of app on a superuser's table",
    facts: { functions: [fn("f", { owner: "app", isTrigger: true })], relations: [relation("t")], triggers: [trigger("t", "f")] },
    gives: ["superuser?"],
    twin: { functions: [fn("f", { owner: "app", isTrigger: true })], relations: [relation("t", { owner: "other" })], triggers: [trigger("t", "f")] },
  },
  {
    unit: "applied-code",
    title: "a table of app that a superuser's subscription writes",
    facts: { subscriptions: [SUBSCRIPTION], relations: [relation("t", { owner: "app" })] },
    gives: ["superuser?"],
    twin: { subscriptions: [{ ...SUBSCRIPTION, owner: "other" }], relations: [relation("t", { owner: "app" })] },
    server: { major: 15 },
  },
  {
    unit: "applied-code",
    title: "an ALWAYS trigger of app on a table that it writes",
    facts: { subscriptions: [SUBSCRIPTION], functions: [fn("f", { owner: "app" })], triggers: [trigger("t", "f", { always: true })] },
    gives: ["superuser?"],
    twin: { subscriptions: [SUBSCRIPTION], functions: [fn("f", { owner: "app" })], triggers: [trigger("t", "f")] },
    server: { major: 14 },
  },
  {
    unit: "template-ownership",
    title: "the owner of a template database",
    facts: { databases: [{ ...DATABASE, owner: "app", isTemplate: true }] },
    gives: ["superuser?"],
    twin: { databases: [{ ...DATABASE, owner: "app" }] },
  },
  {
    unit: "job-tables",
    title: "pg_cron's jobs, past their row security",
    facts: {
      roles: [...ROLES.slice(0, 1), role("app", { bypassrls: true })],
      relations: [relation("job", { extension: "pg_cron", rowSecurity: true })],
      grants: [onTable("app", "job", "INSERT")],
    },
    gives: ["superuser?", "bypass-row-security"],
    twin: { relations: [relation("job", { extension: "pg_cron", rowSecurity: true })], grants: [onTable("app", "job", "INSERT")] },
  },
  {
    unit: "job-tables",
    title: "pgAgent's steps",
    facts: { relations: [relation("pga_jobstep", { extension: "pgagent" })], grants: [onTable("app", "pga_jobstep", "UPDATE")] },
    gives: ["superuser?"],
    twin: { relations: [relation("pga_jobstep")], grants: [onTable("app", "pga_jobstep", "UPDATE")] },
  },
];

describe("escalations", () => {
  it("have a case each", () => {
    const covered = new Set(CASES.map(({ unit }) => unit));
    expect(ESCALATIONS.map(({ id }) => id).filter((id) => !covered.has(id))).toEqual([]);
  });

  it.each(CASES.map((one) => [one.unit, one.title, one] as const))("%s: %s", (_unit, _title, { facts, gives, twin, server }) => {
    expect(given(facts, server)).toEqual(gives);
    expect(given(twin, server)).toEqual([]);
  });

  it("say which object it is, and end where the path does", () => {
    expect(reached({ grants: [grant("app", { object: "lo_export", arguments: "oid, text" })] }).find(({ follows }) => follows === null)).toMatchObject({
      capability: "write-server-files",
      source: "EXECUTE on function pg_catalog.lo_export(oid, text)",
      path: [],
      holder: "app",
      condition: null,
    });
    expect(reached({ functions: [fn("f", { securityDefiner: true })], grants: [mayCall("app", "f")] })[0]).toMatchObject({
      path: [{ from: "app", to: "postgres", by: "function", via: "function public.f()" }],
      condition: "if the body of function public.f() does it for its caller, whose search_path it looks names up in",
    });
  });

  it.each([
    [null, ", whose search_path it looks names up in"],
    ["public", ", whose temporary tables it looks names up in first"],
    ["public, pg_temp", ""],
    ['"$user", "pg_temp"', ""],
    ['"public, pg_temp"', ", whose temporary tables it looks names up in first"],
    ["pg_temp, public", ", whose temporary tables it looks names up in first"],
  ])("name the weakness of search_path %s", (searchPath, weakness) => {
    const [reach] = reached({ functions: [fn("f", { securityDefiner: true, searchPath })], grants: [mayCall("app", "f")] });
    expect(reach?.condition).toBe(`if the body of function public.f() does it for its caller${weakness}`);
  });

  it("take the word of whoever accepted a function by its digest, and of nobody else", () => {
    const facts = {
      functions: [fn("get_auth", { securityDefiner: true, arguments: "text", sha256: "d1" })],
      grants: [grant("app", { schema: "public", object: "get_auth", arguments: "text" })],
    };
    const entry = {
      environment: "prod",
      function: "public.get_auth(text)",
      runsAs: "postgres",
      sha256: "d1",
      gives: ["read-credentials"],
      reason: "reviewed",
      owner: "dba@example.com",
      expires: "2027-01-01",
      source: { file: "accepted.yaml", line: 1 },
    } as const;
    const own = (accepted: Partial<typeof entry>) => reached(facts, { accepted: [{ ...entry, ...accepted }] }).filter(({ follows }) => follows === null);
    expect(own({})).toMatchObject([
      { capability: "read-credentials", certainty: "certain", kind: "accepted-function", path: [{ to: "postgres", by: "function" }] },
    ]);
    for (const other of [{ sha256: "d2" }, { runsAs: "other" }, { function: "public.get_auth()" }] as never[]) {
      expect(own(other)).toMatchObject([{ capability: "superuser", certainty: "conditional" }]);
    }
  });

  it("lead on from a SECURITY DEFINER function as far as its owner's privileges go, and not by SET ROLE", () => {
    const facts = (inherit: boolean): Facts => ({
      roles: [...ROLES, role("owner", { login: false })],
      memberships: [{ member: "owner", role: "pg_execute_server_program", grantor: null, admin: false, inherit, set: true, style: null, origin: NO_ORIGIN }],
      functions: [fn("f", { securityDefiner: true, owner: "owner" })],
      grants: [mayCall("app", "f")],
    });
    expect(given(facts(true))).toEqual(["execute-server-program?"]);
    expect(given(facts(false))).toEqual([]);
  });

  it("ask for CONNECT where the databases are known: without it their way hangs on another login", () => {
    const facts: Facts = { databases: [DATABASE], grants: [grant("app", { object: "lo_export" })] };
    expect(given(facts)).toEqual(["write-server-files?"]);
    expect(given({ ...facts, grants: [grant("app", { object: "lo_export" }), connect("PUBLIC")] })).toEqual(["write-server-files"]);
  });

  it("ask for USAGE on the schema where the schemas are known", () => {
    const usage = grant("app", { objectType: "schema", schema: null, object: "public", privilege: "USAGE" });
    const facts: Facts = {
      schemas: [{ name: "public", database: "orders", owner: "postgres", origin: NO_ORIGIN }],
      functions: [fn("f", { language: "pltclu" })],
      grants: [mayCall("app", "f")],
    };
    expect(given(facts)).toEqual([]);
    expect(given({ ...facts, grants: [mayCall("app", "f"), usage] })).toEqual(["untrusted-language"]);
  });

  it("hold of their versions alone", () => {
    const parameter: Facts = { grants: [grant("app", { objectType: "parameter", database: null, schema: null, object: "log_statement", privilege: "SET" })] };
    expect([14, 15].map((major) => given(parameter, { major: major as 14 }))).toEqual([[], ["alter-system"]]);
    const applied: Facts = { subscriptions: [SUBSCRIPTION], relations: [relation("t", { owner: "app" })] };
    expect([15, 16].map((major) => given(applied, { major: major as 15 }))).toEqual([["superuser?"], []]);
    const refreshed: Facts = {
      functions: [fn("f", { owner: "app" })],
      relations: [relation("m", { kind: "materialized-view", calls: [{ schema: "public", name: "f", arguments: "" }] })],
      grants: [onTable("app", "m", "MAINTAIN")],
    };
    expect([16, 17].map((major) => given(refreshed, { major: major as 16 }))).toEqual([["superuser?"], ["superuser"]]);
  });

  it("are silent about what an ordinary application owns and is granted", () => {
    const facts: Facts = {
      databases: [{ ...DATABASE, owner: "app" }],
      schemas: [{ name: "public", database: "orders", owner: "app", origin: NO_ORIGIN }],
      languages: [
        language("plpgsql"),
        language("sql", { handler: null }),
        language("c", { handler: null, trusted: false }),
        language("internal", { handler: null, trusted: false }),
      ],
      functions: [fn("total", { owner: "app", securityDefiner: true }), fn("audit", { owner: "app", isTrigger: true })],
      relations: [
        relation("orders", { owner: "app" }),
        relation("m", { owner: "app", kind: "materialized-view", calls: [{ schema: "public", name: "total", arguments: "" }] }),
      ],
      triggers: [trigger("orders", "audit")],
      extensions: [{ name: "pgcrypto", database: "orders", cascade: false, origin: NO_ORIGIN }],
      grants: [
        connect("PUBLIC"),
        connect("PUBLIC", "TEMPORARY"),
        mayCall("PUBLIC", "total"),
        mayCall("PUBLIC", "audit"),
        grant("app", { schema: "public" }),
        grant("PUBLIC", { objectType: "language", schema: null, object: "plpgsql", privilege: "USAGE" }),
        onTable("other", "orders", "INSERT"),
      ],
    };
    expect(given(facts)).toEqual([]);
    expect(given(facts, {}, "other")).toEqual([]);
    expect(given(facts, {}, "PUBLIC")).toEqual([]);
  });
});

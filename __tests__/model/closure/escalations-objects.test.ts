import { type AccessGraph, type Grant, NO_ORIGIN } from "../../../model/access-graph";
import type { ReachedCapability } from "../../../model/closure";
import type { Major } from "../../../model/predefined-roles";
import { UNKNOWN } from "../../../model/unknown";
import { capabilitiesOf, graphOf, membership, reachOf, role } from "../../support/graphs";
import { DATABASE, eventTrigger, fn, grant, LOOPBACK, language, mapping, mayCall, onTable, relation, trigger } from "./object-facts";

const ROLES = [role("postgres", { superuser: true, source: "external" }), role("app"), role("other")];
const ORIGIN = { ...NO_ORIGIN, address: "postgresql_grant.g" };
const FILES = { name: "files", database: "orders", owner: "postgres", origin: NO_ORIGIN };
const named = (name: string, schema = "public") => ({ schema, name });
const called = (name: string) => ({ ...named(name), arguments: "" });
const onDatabase = (grantee: string, privilege: string) => grant(grantee, { objectType: "database", schema: null, object: "orders", privilege });
const onParameter = (privilege: string, object: string) =>
  grant("app", { objectType: "parameter", database: null, schema: null, object, privilege, origin: ORIGIN });
const usage = (objectType: "language" | "foreign_server" | "foreign_data_wrapper", object: string) =>
  grant("app", { objectType, schema: null, object, privilege: "USAGE", origin: ORIGIN });
/** Everyone may connect, and nobody but its owner may make anything in the database. */
const CLOSED = { databases: [DATABASE], grants: [onDatabase("PUBLIC", "CONNECT")] };
const inClosed = (...grants: readonly AccessGraph["grants"][number][]) => ({ ...CLOSED, grants: [...CLOSED.grants, ...grants] });
const view = (name: string, reads: string, owner = "postgres") => relation(name, { kind: "view", owner, reads: [named(reads)] });
const materialized = (name: string, reads: string, owner = "postgres") => relation(name, { kind: "materialized-view", owner, reads: [named(reads)] });
/** A view of several, which others than superusers own. */
const viewOf = (name: string, owner: string, ...reads: readonly ReturnType<typeof named>[]) => relation(name, { kind: "view", owner, reads });
/** A view of verifiers that `app` may read. */
const logins = (owner: string, catalog = "pg_authid") => ({
  relations: [viewOf("logins", owner, named(catalog, "pg_catalog"))],
  grants: [onTable("app", "logins", "SELECT")],
});
const onCatalog = (grantee: string, object: string, ...columns: readonly string[]) =>
  grant(grantee, { objectType: columns.length === 0 ? "table" : "column", object, columns, privilege: "SELECT" });
const withGrants = <F extends { readonly grants: readonly Grant[] }>(facts: F, ...grants: readonly Grant[]) => ({
  ...facts,
  grants: [...facts.grants, ...grants],
});
const foreign = (
  name: string,
  foreignTo: Partial<{ server: string; program: boolean; file: boolean }>,
  facts: Partial<AccessGraph["relations"][number]> = {},
) => relation(name, { kind: "foreign-table", foreign: { server: "f", program: false, file: false, ...foreignTo }, ...facts });
const PROGRAM = foreign("ft", { program: true });
/** A table of jobs with row security, and a role that passes it; what app is to it, and who may write. */
const pastRowSecurity = (of: AccessGraph["memberships"][number], ...grants: AccessGraph["grants"]) => ({
  roles: [...ROLES.slice(0, 2), role("past", { bypassrls: true })],
  relations: [relation("job", { extension: "pg_cron", rowSecurity: true })],
  memberships: [of],
  grants,
});
const FILE = foreign("log", { server: "g" });
const BOTH = { relations: [PROGRAM, FILE, viewOf("v", "other", named("ft"), named("log"))], grants: [onTable("app", "v", "SELECT")] };
const NESTED = {
  relations: [PROGRAM, viewOf("v", "other", named("ft")), viewOf("w", "third", named("v"))],
  grants: [onTable("app", "w", "SELECT"), onTable("third", "v", "SELECT")],
};
const DATABASE_OWNERS = {
  databases: [{ ...DATABASE, owner: "other" }],
  relations: [PROGRAM, view("v", "ft", "pg_database_owner")],
  grants: [onDatabase("PUBLIC", "CONNECT"), onTable("app", "v", "SELECT")],
};
/** A foreign table of third, and a view of it of other that app may read. */
const OF_THIRD = {
  relations: [foreign("ft", { program: true }, { owner: "third" }), view("v", "ft", "other")],
  grants: [onTable("app", "v", "SELECT")],
};
/** The same in database orders, beside database stock, each with its owner. */
const ownedBy = (orders: string, stock: string, { relations = OF_THIRD.relations, grants = [] }: Partial<AccessGraph>): Partial<AccessGraph> => ({
  databases: [
    { ...DATABASE, owner: orders },
    { ...DATABASE, name: "stock", owner: stock },
  ],
  relations,
  grants: [onDatabase("PUBLIC", "CONNECT"), ...OF_THIRD.grants, ...grants],
});
/** A foreign table in a schema that only its owner may use. */
const HIDDEN = foreign("ft", { program: true }, { schema: "files" });

type Facts = Partial<AccessGraph>;
/** What objects give `app` themselves, without what that may lead to. */
const own = (facts: Facts, major: Major = 16): readonly ReachedCapability[] =>
  reachOf(graphOf(facts.roles ?? ROLES, facts.memberships ?? [], facts), "app", { major });
/** The same in short: `capability`, or `capability?` for a conditional one. */
const given = (facts: Facts, major?: Major): string => capabilitiesOf(own(facts, major)).join(", ");

/** A unit, a fact, what it gives, and what its twin gives, which differs in one thing. */
type Case = readonly [unit: string, title: string, gives: string, facts: Facts, twinGives: string, twin: Facts, major?: Major];

const CASES: readonly Case[] = [
  [
    "file-tables",
    "a superuser's view reads everybody's foreign table; somebody else's view may not",
    "execute-server-program",
    { relations: [foreign("ft", { program: true }, { owner: "third" }), view("v", "ft")], grants: [onTable("app", "v", "SELECT")] },
    "execute-server-program?",
    { relations: [foreign("ft", { program: true }, { owner: "third" }), view("v", "ft", "other")], grants: [onTable("app", "v", "SELECT")] },
  ],
  [
    "file-tables",
    "a parent table is read without a privilege on its child, and whoever owns it; a view is not",
    "execute-server-program",
    { relations: [PROGRAM, relation("p", { owner: "other", reads: [named("ft")] })], grants: [onTable("app", "p", "SELECT")] },
    "execute-server-program?",
    { relations: [PROGRAM, view("p", "ft", "other")], grants: [onTable("app", "p", "SELECT")] },
  ],
  [
    "file-tables",
    "a parent may be a foreign table itself",
    "execute-server-program",
    { relations: [PROGRAM, foreign("p", {}, { owner: "other", reads: [named("ft")] })], grants: [onTable("app", "p", "SELECT")] },
    "",
    { relations: [PROGRAM, foreign("p", {}, { owner: "other" })], grants: [onTable("app", "p", "SELECT")] },
  ],
  [
    "file-tables",
    "each view of a foreign table runs the program, and one that reads its namesake in another schema does not",
    "execute-server-program",
    { relations: [PROGRAM, view("w", "ft"), view("v", "ft")], grants: [onTable("app", "w", "SELECT")] },
    "",
    {
      relations: [PROGRAM, view("v", "ft"), relation("w", { kind: "view", reads: [named("ft", "sales")] })],
      grants: [onTable("app", "w", "SELECT")],
    },
  ],
  [
    "file-tables",
    "a view reads the tables of its own database, not their namesakes",
    "read-server-files",
    { relations: [foreign("ft", { file: true }), view("v", "ft")], grants: [onTable("app", "v", "SELECT")] },
    "",
    {
      relations: [foreign("ft", { file: true }), { ...view("v", "ft"), database: "stock" }],
      grants: [{ ...onTable("app", "v", "SELECT"), database: "stock" }],
    },
  ],
  [
    "file-tables",
    "the owner of a materialized view may REFRESH it before 17; MAINTAIN is nothing there",
    "execute-server-program",
    {
      schemas: [FILES],
      relations: [HIDDEN, relation("m", { kind: "materialized-view", owner: "app", reads: [named("ft", "files")] })],
      grants: [{ ...onTable("app", "ft", "SELECT"), schema: "files" }],
    },
    "",
    { relations: [PROGRAM, materialized("m", "ft")], grants: [onTable("app", "m", "MAINTAIN")] },
  ],
  [
    "file-tables",
    "from 17 members of pg_maintain may REFRESH every materialized view",
    "execute-server-program, maintain",
    { relations: [PROGRAM, materialized("m", "ft")], memberships: [membership("app", "pg_maintain")] },
    "maintain",
    { relations: [PROGRAM, relation("m", { kind: "materialized-view" })], memberships: [membership("app", "pg_maintain")] },
    17,
  ],
  [
    "file-tables",
    "a view is read where its owner may read all of it, not one",
    "execute-server-program",
    withGrants(BOTH, onTable("other", "ft", "SELECT"), onTable("other", "log", "SELECT")),
    "execute-server-program?",
    withGrants(BOTH, onTable("other", "ft", "SELECT")),
  ],
  [
    "file-tables",
    "it takes the table too, and nothing of what is not known",
    "execute-server-program",
    {
      relations: [PROGRAM, viewOf("v", "other", named("ft"), named("gone"), named("gone", "pg_catalog"))],
      grants: [onTable("app", "v", "SELECT"), onTable("other", "ft", "SELECT")],
    },
    "execute-server-program?",
    withGrants(BOTH, onTable("other", "log", "SELECT")),
  ],
  [
    "file-tables",
    "a view behind a view is read as its own owner, not as the outer one's",
    "execute-server-program",
    withGrants(NESTED, onTable("other", "ft", "SELECT")),
    "execute-server-program?",
    withGrants(NESTED, onTable("third", "ft", "SELECT")),
  ],
  [
    "file-tables",
    "each of the views is asked",
    "execute-server-program",
    withGrants(NESTED, onTable("other", "ft", "SELECT")),
    "execute-server-program?",
    { ...NESTED, grants: [onTable("app", "w", "SELECT"), onTable("other", "ft", "SELECT")] },
  ],
  [
    "file-tables",
    "views that read each other are read as what they are",
    "execute-server-program",
    { relations: [PROGRAM, viewOf("v", "postgres", named("ft"), named("w")), view("w", "v")], grants: [onTable("app", "w", "SELECT")] },
    "execute-server-program?",
    { relations: [PROGRAM, viewOf("v", "other", named("ft"), named("w")), view("w", "v")], grants: [onTable("app", "w", "SELECT")] },
  ],
  [
    "file-tables",
    "beside a materialized view it is what it shows that is read, not what it was made of",
    "execute-server-program",
    {
      relations: [PROGRAM, FILE, materialized("m", "log"), viewOf("v", "other", named("ft"), named("m"))],
      grants: [onTable("app", "v", "SELECT"), onTable("other", "ft", "SELECT"), onTable("other", "m", "SELECT")],
    },
    "execute-server-program?",
    {
      relations: [PROGRAM, FILE, materialized("m", "log"), viewOf("v", "other", named("ft"), named("m"))],
      grants: [onTable("app", "v", "SELECT"), onTable("other", "ft", "SELECT"), onTable("other", "log", "SELECT")],
    },
  ],
  [
    "file-tables",
    "a view of pg_database_owner reads by what that role was granted, not by what its member was",
    "execute-server-program",
    withGrants(DATABASE_OWNERS, onTable("pg_database_owner", "ft", "SELECT")),
    "execute-server-program?",
    withGrants(DATABASE_OWNERS, onTable("other", "ft", "SELECT")),
  ],
  [
    "file-tables",
    "what pg_database_owner may read the owner of the database may, in a view of its own",
    "execute-server-program",
    { ...withGrants(DATABASE_OWNERS, onTable("pg_database_owner", "ft", "SELECT")), relations: [PROGRAM, view("v", "ft", "other")] },
    "execute-server-program?",
    { ...withGrants(DATABASE_OWNERS, onTable("pg_database_owner", "ft", "INSERT")), relations: [PROGRAM, view("v", "ft", "other")] },
  ],
  [
    "credential-views",
    "a view of verifiers shows what its owner may read, by a grant on the column that is hidden",
    "read-credentials",
    withGrants(logins("other"), onCatalog("other", "pg_authid", "rolname", "rolpassword")),
    "read-credentials?",
    withGrants(logins("other"), onCatalog("other", "pg_authid", "rolname")),
  ],
  [
    "credential-views",
    "pg_shadow is not pg_authid",
    "read-credentials",
    withGrants(logins("other", "pg_shadow"), onCatalog("other", "pg_shadow")),
    "read-credentials?",
    withGrants(logins("other", "pg_shadow"), onCatalog("other", "pg_authid")),
  ],
  [
    "credential-views",
    "whoever may read everything, and whoever inherits the administrator, who owns the catalogs, may read verifiers",
    "read-credentials",
    { ...logins("other"), memberships: [membership("other", "pg_read_all_data")] },
    "read-credentials",
    { ...logins("other"), memberships: [membership("other", "postgres")] },
  ],
  [
    "credential-views",
    "another superuser's privileges do not come by inheriting it; its own views read as it",
    "read-credentials",
    { ...logins("su"), roles: [...ROLES, role("su", { superuser: true })] },
    "read-credentials?",
    { ...logins("other"), roles: [...ROLES, role("su", { superuser: true })], memberships: [membership("other", "su", { set: false })] },
  ],
  [
    "credential-views",
    "what a materialized view shows was read before, by whomever, and a view of it asks for that view alone",
    "read-credentials",
    {
      relations: [relation("m", { kind: "materialized-view", owner: "other", reads: [named("pg_authid", "pg_catalog")] }), view("v", "m", "third")],
      grants: [onTable("app", "v", "SELECT"), onTable("third", "m", "SELECT")],
    },
    "read-credentials?",
    {
      relations: [relation("m", { kind: "materialized-view", owner: "other", reads: [named("pg_authid", "pg_catalog")] }), view("v", "m", "third")],
      grants: [onTable("app", "v", "SELECT"), onTable("third", "m", "INSERT")],
    },
  ],
  [
    "file-tables",
    "a view that reads verifiers too is refused where its owner may not",
    "execute-server-program, read-credentials",
    {
      relations: [PROGRAM, viewOf("v", "other", named("ft"), named("pg_authid", "pg_catalog"))],
      grants: [onTable("app", "v", "SELECT"), onTable("other", "ft", "SELECT"), onCatalog("other", "pg_authid")],
    },
    "execute-server-program?, read-credentials?",
    {
      relations: [PROGRAM, viewOf("v", "other", named("ft"), named("pg_authid", "pg_catalog"))],
      grants: [onTable("app", "v", "SELECT"), onTable("other", "ft", "SELECT")],
    },
  ],
  [
    "foreign-wrappers",
    "a wrapper that nobody knows may load what an option names, and a wrapper of files asks for nothing more",
    "load-server-code?",
    { grants: [usage("foreign_data_wrapper", "acme_fdw")] },
    "read-server-files",
    { grants: [usage("foreign_data_wrapper", "ogr_fdw")] },
  ],
  [
    "job-tables",
    "row security keeps writers of cron.job to jobs of their own; without it, they name any role",
    "superuser?",
    { relations: [relation("job", { extension: "pg_cron" })], grants: [onTable("app", "job", "UPDATE")] },
    "",
    { relations: [relation("job", { extension: "pg_cron", rowSecurity: true })], grants: [onTable("app", "job", "UPDATE")] },
  ],
  [
    "job-tables",
    "it takes a privilege to write, and the table of jobs: other tables of the extension are no jobs",
    "superuser?",
    { relations: [relation("pga_job", { extension: "pgagent" })], grants: [onTable("app", "pga_job", "INSERT")] },
    "",
    {
      relations: [relation("pga_job", { extension: "pgagent" }), relation("pga_jobclass", { extension: "pgagent" })],
      grants: [onTable("app", "pga_job", "SELECT"), onTable("app", "pga_jobclass", "INSERT")],
    },
  ],
  [
    "job-tables",
    "BYPASSRLS alone writes no job",
    "superuser?, bypass-row-security, write-all-data",
    {
      roles: [...ROLES.slice(0, 1), role("app", { bypassrls: true })],
      relations: [relation("job", { extension: "pg_cron", rowSecurity: true })],
      memberships: [membership("app", "pg_write_all_data")],
    },
    "bypass-row-security",
    { roles: [...ROLES.slice(0, 1), role("app", { bypassrls: true })], relations: [relation("job", { extension: "pg_cron", rowSecurity: true })] },
  ],
  [
    "job-tables",
    "BYPASSRLS is not inherited: app writes as the role that has it, which must have the rest too",
    "superuser?, bypass-row-security",
    pastRowSecurity(membership("app", "past", { inherit: true, set: true }), onTable("past", "job", "INSERT")),
    "",
    pastRowSecurity(membership("app", "past", { inherit: true, set: false }), onTable("past", "job", "INSERT")),
  ],
  [
    "job-tables",
    "what app may write itself is of no use to the role that it becomes",
    "superuser?, bypass-row-security",
    pastRowSecurity(membership("app", "past"), onTable("PUBLIC", "job", "INSERT")),
    "bypass-row-security",
    pastRowSecurity(membership("app", "past"), onTable("app", "job", "INSERT")),
  ],
  [
    "job-tables",
    "the owner of the table switches its row security off; whoever inherits the owner too",
    "superuser?",
    {
      relations: [relation("job", { extension: "pg_cron", rowSecurity: true, owner: "jobs" })],
      memberships: [membership("app", "jobs", { inherit: true, set: false })],
    },
    "",
    {
      relations: [relation("job", { extension: "pg_cron", rowSecurity: true, owner: "jobs" })],
      memberships: [membership("app", "writers", { inherit: true, set: false })],
      grants: [onTable("writers", "job", "INSERT")],
    },
  ],
  [
    "untrusted-functions",
    "a trusted handler runs what it likes in a language that is not flagged trusted",
    "untrusted-language",
    {
      functions: [fn("f", { language: "perl" })],
      languages: [language("perl", { handler: "plperl_call_handler", trusted: false })],
      grants: [mayCall("app", "f")],
    },
    "",
    { functions: [fn("f", { language: "perl" })], languages: [language("perl", { handler: "plperl_call_handler" })], grants: [mayCall("app", "f")] },
  ],
  [
    "untrusted-functions",
    "the language of the function's own database counts, whatever has its name elsewhere",
    "untrusted-language",
    {
      functions: [fn("f", { language: "safe" })],
      languages: [language("safe", { handler: "pltclu_call_handler" }), language("safe", { database: "stock" })],
      grants: [mayCall("app", "f")],
    },
    "",
    {
      functions: [fn("f", { language: "safe" })],
      languages: [language("safe"), language("safe", { database: "stock", handler: "pltclu_call_handler" })],
      grants: [mayCall("app", "f")],
    },
  ],
  [
    "untrusted-functions",
    "languages c and internal have no handler: a function in them is native code; one in sql stays inside",
    "load-server-code",
    { functions: [fn("f", { language: "c" })], languages: [language("c", { handler: null, trusted: false })], grants: [mayCall("app", "f")] },
    "",
    { functions: [fn("f", { language: "sql" })], languages: [language("sql", { handler: null })], grants: [mayCall("app", "f")] },
  ],
  [
    "untrusted-functions",
    "what initdb made in pg_catalog is PostgreSQL's own; another internal function there is not",
    "load-server-code",
    { functions: [fn("mine", { schema: "pg_catalog", language: "internal", publicByDefault: true })] },
    "",
    { functions: [fn("pg_sleep", { schema: "pg_catalog", language: "internal", publicByDefault: true })] },
  ],
  [
    "untrusted-functions",
    "a name of PostgreSQL's own means nothing in another schema, and plain SQL in pg_catalog is no code",
    "load-server-code",
    { functions: [fn("pg_sleep", { language: "internal", publicByDefault: true })] },
    "",
    { functions: [fn("mine", { schema: "pg_catalog", language: "sql", publicByDefault: true })] },
  ],
  [
    "untrusted-functions",
    "an extension answers for its aggregates",
    "untrusted-language",
    {
      functions: [fn("step", { language: "pltclu" }), fn("f", { language: "internal", kind: "aggregate", runs: [called("step")] })],
      grants: [mayCall("app", "f")],
    },
    "",
    {
      functions: [fn("step", { language: "pltclu" }), fn("f", { language: "internal", kind: "aggregate", extension: "hstore", runs: [called("step")] })],
      grants: [mayCall("app", "f")],
    },
  ],
  [
    "untrusted-functions",
    "an aggregate of trusted functions stays inside, as does one whose functions are not there",
    "untrusted-language?",
    {
      functions: [fn("step", { language: UNKNOWN }), fn("f", { language: "internal", kind: "aggregate", runs: [called("step")] })],
      grants: [mayCall("app", "f")],
    },
    "",
    {
      functions: [fn("step"), fn("f", { language: "internal", kind: "aggregate", runs: [called("step"), called("gone")] })],
      grants: [mayCall("app", "f")],
    },
  ],
  [
    "untrusted-functions",
    "a trigger function runs for whoever may call it and make a table: a temporary one will do",
    "untrusted-language",
    { functions: [fn("f", { language: "pltclu", isTrigger: true })], ...inClosed(mayCall("app", "f"), onDatabase("PUBLIC", "TEMPORARY")) },
    "",
    { functions: [fn("f", { language: "pltclu", isTrigger: true })], ...inClosed(mayCall("app", "f")) },
  ],
  [
    "untrusted-functions",
    "any other function needs no table",
    "untrusted-language",
    { functions: [fn("f", { language: "pltclu" })], ...inClosed(mayCall("app", "f")) },
    "",
    { functions: [fn("f", { language: "pltclu" })], ...inClosed(mayCall("other", "f")) },
  ],
  [
    "untrusted-triggers",
    "nobody calls the function of an event trigger: it runs for anyone, who may make nothing",
    "untrusted-language",
    { functions: [fn("f", { language: "pltclu", isEventTrigger: true })], eventTriggers: [eventTrigger("f")], ...CLOSED },
    "",
    { functions: [fn("f", { language: "pltclu", isEventTrigger: true })], ...inClosed(mayCall("app", "f"), onDatabase("app", "CREATE")) },
  ],
  [
    "untrusted-triggers",
    "an event trigger in a trusted language runs no code of the server's account",
    "untrusted-language",
    { functions: [fn("f", { language: "plpython3u" })], eventTriggers: [eventTrigger("f")], ...inClosed(onDatabase("app", "CREATE")) },
    "",
    { functions: [fn("f")], eventTriggers: [eventTrigger("f"), eventTrigger("gone")], ...inClosed(onDatabase("app", "CREATE")) },
  ],
  [
    "untrusted-triggers",
    "the owner of a table fires its triggers, but not one that no privilege fires",
    "untrusted-language",
    { functions: [fn("f", { language: "pltclu" })], relations: [relation("t", { owner: "app" })], triggers: [trigger("t", "f")] },
    "",
    { functions: [fn("f", { language: "pltclu" })], relations: [relation("t", { owner: "app" })], triggers: [trigger("t", "f", { events: [] })] },
  ],
  [
    "untrusted-triggers",
    "a trigger in a trusted language, or whose table or function is not there, runs nothing",
    "load-server-code",
    { functions: [fn("f", { language: "c" })], relations: [relation("t")], triggers: [trigger("t", "f")], grants: [onTable("app", "t", "INSERT")] },
    "",
    {
      functions: [fn("f"), fn("g", { language: "c" })],
      relations: [relation("t")],
      triggers: [trigger("t", "f"), trigger("t", "gone"), trigger("gone", "g")],
      grants: [onTable("app", "t", "INSERT")],
    },
  ],
  [
    "lenient-languages",
    "the owner of a language may use it",
    "untrusted-language",
    { languages: [language("safe", { handler: "pltclu_call_handler", owner: "app" })] },
    "",
    { languages: [language("safe", { handler: "pltclu_call_handler" })] },
  ],
  [
    "lenient-languages",
    "DO runs code of a language that has a handler for it, whoever may make functions",
    "untrusted-language",
    {
      languages: [language("safe", { handler: "plpython3_call_handler", inline: "plpython3_inline_handler" })],
      ...inClosed(usage("language", "safe")),
    },
    "",
    { languages: [language("safe", { handler: "plpython3_call_handler" })], ...inClosed(usage("language", "safe")) },
  ],
  [
    "lenient-languages",
    "what DO runs hangs on its own handler",
    "untrusted-language",
    { languages: [language("safe", { inline: "plpython3_inline_handler" })], ...inClosed(usage("language", "safe")) },
    "",
    {
      languages: [
        ...["plpgsql_inline_handler", "plperl_inline_handler", "plv8_inline_handler"].map((inline) => language("safe", { inline })),
        language("untrusted", { trusted: false, inline: "plpython3_inline_handler" }),
      ],
      ...inClosed(usage("language", "safe"), usage("language", "untrusted")),
    },
  ],
  [
    "open-mappings",
    "Terraform that leaves password_required open counts as open; a catalog that hides it does not",
    "superuser?",
    { userMappings: [mapping({ passwordRequired: UNKNOWN, origin: ORIGIN })], foreignServers: [LOOPBACK], grants: [usage("foreign_server", "loop")] },
    "",
    { userMappings: [mapping({ passwordRequired: true, origin: ORIGIN })], foreignServers: [LOOPBACK], grants: [usage("foreign_server", "loop")] },
  ],
  [
    "open-mappings",
    "a mapping of PUBLIC is everyone's who may use the server; one of another role is not",
    "superuser?",
    { userMappings: [mapping({ role: "PUBLIC" })], foreignServers: [LOOPBACK], grants: [usage("foreign_server", "loop")] },
    "",
    { userMappings: [mapping({ role: "other" })], foreignServers: [LOOPBACK], grants: [usage("foreign_server", "loop")] },
  ],
  [
    "open-mappings",
    "the owner of the foreign server may use it; the owner of its namesake in another database may not",
    "superuser?",
    {
      userMappings: [mapping()],
      foreignServers: [
        { ...LOOPBACK, owner: "app" },
        { ...LOOPBACK, database: "stock" },
      ],
    },
    "",
    { userMappings: [mapping()], foreignServers: [LOOPBACK, { ...LOOPBACK, database: "stock", owner: "app" }] },
  ],
  [
    "open-mappings",
    "a mapping whose server is not known still serves whoever was granted USAGE",
    "superuser?",
    { userMappings: [mapping()], grants: [usage("foreign_server", "loop")] },
    "",
    { userMappings: [mapping()] },
  ],
  [
    "open-mappings",
    "USAGE on the server takes somewhere to make a foreign table; a foreign table that is there takes none",
    "superuser?",
    { userMappings: [mapping()], foreignServers: [LOOPBACK], relations: [foreign("ft", { server: "loop" })], ...inClosed(onTable("app", "ft", "SELECT")) },
    "",
    { userMappings: [mapping()], foreignServers: [LOOPBACK], relations: [foreign("ft", { server: "loop" })], ...inClosed(usage("foreign_server", "loop")) },
  ],
  [
    "open-mappings",
    "each foreign table of the server is a way; a table of another server, or of this database alone, is none",
    "superuser?",
    {
      userMappings: [mapping()],
      foreignServers: [LOOPBACK],
      relations: [foreign("b", { server: "loop" }), foreign("a", { server: "loop" })],
      grants: [onTable("app", "b", "DELETE")],
    },
    "",
    {
      userMappings: [mapping()],
      foreignServers: [LOOPBACK],
      relations: [foreign("a", { server: "loop" }), foreign("b", { server: "elsewhere" }), relation("c")],
      grants: [onTable("app", "b", "DELETE"), onTable("app", "c", "INSERT")],
    },
  ],
  [
    "parameter-grants",
    "names of parameters have no case",
    "execute-server-program?, alter-system",
    { grants: [onParameter("ALTER SYSTEM", "Archive_Command")] },
    "alter-system",
    { grants: [onParameter("ALTER SYSTEM", "work_mem")] },
  ],
  [
    "parameter-grants",
    "SET on a list of libraries loads one; on a parameter of superusers that names none it does not",
    "load-server-code?, alter-system",
    { grants: [onParameter("SET", "session_preload_libraries")] },
    "alter-system",
    { grants: [onParameter("SET", "log_statement")] },
  ],
  [
    "refreshed-code",
    "a plain view calls functions as its caller: only the materialized one is refreshed",
    "superuser?",
    { functions: [fn("f", { owner: "app" })], relations: [relation("m", { kind: "materialized-view", calls: [called("f")] })] },
    "",
    { functions: [fn("f", { owner: "app" })], relations: [relation("v", { kind: "view", calls: [called("f")] })] },
  ],
  [
    "refreshed-code",
    "REFRESH calls what the views behind it call, not what another materialized view called at its own",
    "superuser?",
    {
      functions: [fn("f", { owner: "app" })],
      relations: [relation("v", { kind: "view", calls: [called("f")] }), view("w", "v"), materialized("m", "w")],
    },
    "",
    {
      functions: [fn("f", { owner: "app" })],
      relations: [relation("v", { kind: "materialized-view", owner: "other", calls: [called("f")] }), materialized("m", "v"), materialized("n", "gone")],
    },
  ],
  [
    "refreshed-code",
    "a role that may be a superuser counts as one",
    "superuser?",
    {
      roles: [...ROLES, role("third", { superuser: UNKNOWN })],
      functions: [fn("f", { owner: "app" })],
      relations: [relation("m", { kind: "materialized-view", owner: "third", calls: [called("f")] })],
    },
    "",
    {
      roles: [...ROLES, role("third")],
      functions: [fn("f", { owner: "app" })],
      relations: [relation("m", { kind: "materialized-view", owner: "third", calls: [called("f")] })],
    },
  ],
  [
    "refreshed-code",
    "whoever owns the function and may REFRESH needs to wait for nobody; two roles that share it do",
    "superuser",
    {
      functions: [fn("f", { owner: "app" })],
      relations: [relation("m", { kind: "materialized-view", calls: [called("f")] })],
      grants: [onTable("app", "m", "MAINTAIN")],
    },
    "superuser?",
    {
      functions: [fn("f", { owner: "app" })],
      relations: [relation("m", { kind: "materialized-view", calls: [called("f")] })],
      grants: [onTable("other", "m", "MAINTAIN")],
    },
    17,
  ],
  ...(["refreshed-code", "trigger-code"] as const).flatMap((unit): readonly Case[] => {
    const relations = [relation("t", { kind: unit === "trigger-code" ? "table" : "materialized-view", calls: [called("f")] })];
    const triggers = unit === "trigger-code" ? [trigger("t", "f")] : [];
    const calling = (facts: Parameters<typeof fn>[1]): Facts => ({ functions: [fn("f", facts)], relations, triggers });
    const mine = calling({ owner: "app" });
    return [
      [unit, "an extension answers for its functions, whoever owns them", "superuser?", mine, "", calling({ owner: "app", extension: "lo" })],
      [unit, "a function whose owner the input does not say belongs to whoever applies it, a superuser", "superuser?", mine, "", calling({ owner: null })],
      [unit, "a function whose owner cannot be known yet is not taken for anybody's", "superuser?", mine, "", calling({ owner: UNKNOWN })],
      [unit, "a function that is not there has no owner", "superuser?", mine, "", { ...mine, functions: [] }],
    ];
  }),
  [
    "trigger-code",
    "on the table of a role that may be a superuser, not on one that is not known",
    "superuser?",
    {
      roles: [...ROLES, role("third", { superuser: UNKNOWN })],
      functions: [fn("f", { owner: "app" })],
      relations: [relation("t", { owner: "third" })],
      triggers: [trigger("t", "f")],
    },
    "",
    { functions: [fn("f", { owner: "app" })], triggers: [trigger("t", "f")] },
  ],
  [
    "template-ownership",
    "a template is its owner's way, and nobody else's, whatever PUBLIC may do",
    "superuser?, read-all-settings",
    { databases: [{ ...DATABASE, owner: "app", isTemplate: true }], grants: [...CLOSED.grants, grant("PUBLIC", { object: "pg_hba_file_rules" })] },
    "read-all-settings",
    { databases: [{ ...DATABASE, owner: "other", isTemplate: true }], grants: [...CLOSED.grants, grant("PUBLIC", { object: "pg_hba_file_rules" })] },
  ],
  [
    "withheld-functions",
    "a schema alone means its built-in functions too, pg_catalog's",
    "read-server-files, write-server-files, alter-system, read-credentials, monitor, read-all-settings, read-all-stats",
    { grants: [grant("app")] },
    "",
    { grants: [grant("app", { schema: "public" })] },
  ],
  [
    "withheld-functions",
    "a function without its schema may be PostgreSQL's where this major has the name; another one may be anybody's",
    "write-server-files",
    { grants: [grant("app", { schema: null, object: "lo_export" })] },
    "",
    { grants: [grant("app", { schema: null, object: "pg_start_backup" })] },
  ],
  [
    "withheld-functions",
    "what a major withholds is what it does there",
    "alter-system",
    { grants: [grant("app", { object: "pg_start_backup" })] },
    "load-server-code",
    { grants: [grant("app", { object: "pg_backup_start" })] },
    14,
  ],
  [
    "withheld-functions",
    "adminpack's functions stand in pg_catalog, and are its own",
    "write-server-files",
    { grants: [grant("app", { object: "pg_file_unlink", arguments: "text" })] },
    "load-server-code",
    { grants: [grant("app", { object: "pg_file_shred", arguments: "text" })] },
  ],
  [
    "file-tables",
    "whoever inherits the owner of a table may read it in a view; a role that the owner inherits may not",
    "execute-server-program",
    { ...OF_THIRD, memberships: [membership("other", "third")] },
    "execute-server-program?",
    { ...OF_THIRD, memberships: [membership("third", "other")] },
  ],
  [
    "file-tables",
    "a table of pg_database_owner is the database owner's, in its views too",
    "execute-server-program",
    ownedBy("other", "third", { relations: [foreign("ft", { program: true }, { owner: "pg_database_owner" }), view("v", "ft", "other")] }),
    "execute-server-program?",
    ownedBy("third", "other", { relations: [foreign("ft", { program: true }, { owner: "pg_database_owner" }), view("v", "ft", "other")] }),
  ],
  [
    "file-tables",
    "what pg_database_owner may read, in whichever database that was granted, is the owner's of the database that the table is in",
    "execute-server-program",
    ownedBy("other", "third", { grants: [{ ...onTable("pg_database_owner", "ft", "SELECT"), database: null }] }),
    "execute-server-program?",
    ownedBy("third", "other", { grants: [{ ...onTable("pg_database_owner", "ft", "SELECT"), database: null }] }),
  ],
  [
    "file-tables",
    "SELECT on some columns of a table counts as SELECT on those that a view reads; UPDATE on them is no SELECT",
    "execute-server-program",
    withGrants(OF_THIRD, grant("other", { objectType: "column", schema: "public", object: "ft", columns: ["line"], privilege: "SELECT" })),
    "execute-server-program?",
    withGrants(OF_THIRD, grant("other", { objectType: "column", schema: "public", object: "ft", columns: ["line"], privilege: "UPDATE" })),
  ],
  [
    "file-tables",
    "verifiers stand in pg_catalog: pg_authid of another schema, of which nothing is known, asks for nothing",
    "execute-server-program",
    {
      relations: [PROGRAM, viewOf("v", "other", named("ft"), named("pg_authid"))],
      grants: [onTable("app", "v", "SELECT"), onTable("other", "ft", "SELECT")],
    },
    "execute-server-program?, read-credentials?",
    {
      relations: [PROGRAM, viewOf("v", "other", named("ft"), named("pg_authid", "pg_catalog"))],
      grants: [onTable("app", "v", "SELECT"), onTable("other", "ft", "SELECT")],
    },
  ],
  [
    "credential-views",
    "a materialized view shows the verifiers that it holds, whatever its owner may read today; a view asks its owner at each SELECT",
    "read-credentials",
    {
      relations: [relation("logins", { kind: "materialized-view", owner: "other", reads: [named("pg_authid", "pg_catalog")] })],
      grants: [onTable("app", "logins", "SELECT")],
    },
    "read-credentials?",
    logins("other"),
  ],
  [
    "foreign-wrappers",
    "Terraform that names no wrapper gives none: there is no grant on all of them",
    "load-server-code",
    { grants: [usage("foreign_data_wrapper", "multicorn")] },
    "",
    { grants: [{ ...usage("foreign_data_wrapper", "multicorn"), object: null }] },
  ],
  [
    "lenient-languages",
    "DO asks for USAGE on the language",
    "untrusted-language",
    { languages: [language("safe", { inline: "plpython3_inline_handler" })], grants: [usage("language", "safe")] },
    "",
    { languages: [language("safe", { inline: "plpython3_inline_handler" })], grants: [{ ...usage("language", "safe"), grantee: "other" }] },
  ],
  [
    "open-mappings",
    "pg_read_all_data reads the foreign tables of the server, where there is one, and makes none itself",
    "superuser?, read-all-data",
    {
      userMappings: [mapping()],
      foreignServers: [LOOPBACK],
      relations: [foreign("ft", { server: "loop" })],
      memberships: [membership("app", "pg_read_all_data")],
    },
    "read-all-data",
    { userMappings: [mapping()], foreignServers: [LOOPBACK], memberships: [membership("app", "pg_read_all_data")] },
  ],
];

describe("escalations by objects", () => {
  it.each(CASES.map((one) => [one[0], one[1], one] as const))("%s: %s", (_unit, _title, [, , gives, facts, twinGives, twin, major]) => {
    expect([given(facts, major), given(twin, major)]).toEqual([gives, twinGives]);
  });

  const STEP = { from: "app", to: "postgres" };
  const tclFunction = { language: "pltclu", origin: ORIGIN };
  /** What is said of a way: its object, the step that it ends with if there is one, the condition, where it was written. */
  it.each<readonly [source: string, facts: Facts, told: object]>([
    ["SELECT on foreign table public.ft, of a program", { relations: [PROGRAM], grants: [onTable("app", "ft", "SELECT")] }, {}],
    [
      "SELECT on view public.v, through foreign table public.ft, of a program",
      { relations: [PROGRAM, view("v", "ft")], grants: [onTable("app", "v", "SELECT")] },
      {},
    ],
    [
      "REFRESH on materialized view public.m, through foreign table public.ft, of a file",
      {
        relations: [foreign("ft", { file: true }), materialized("m", "ft")],
        grants: [onTable("app", "m", "MAINTAIN")],
      },
      {},
    ],
    ["USAGE on foreign-data wrapper multicorn", { grants: [usage("foreign_data_wrapper", "multicorn")] }, { object: ORIGIN }],
    [
      "INSERT or UPDATE on public.pga_job",
      { relations: [relation("pga_job", { extension: "pgagent" })], grants: [onTable("app", "pga_job", "INSERT")] },
      {
        path: [{ ...STEP, by: "ownership", via: "table of jobs public.pga_job" }],
        condition: "once pgAgent runs the job, if it is connected as a superuser",
      },
    ],
    ["EXECUTE on function public.f(), in pltclu", { functions: [fn("f", tclFunction)], grants: [mayCall("app", "f")] }, { object: ORIGIN }],
    [
      "EXECUTE on function public.f()",
      { functions: [fn("f", { language: UNKNOWN })], grants: [mayCall("app", "f")] },
      { condition: "if its language is untrusted: that cannot be known yet" },
    ],
    [
      "EXECUTE on aggregate public.f(), which runs function public.step()",
      { functions: [fn("step", tclFunction), fn("f", { kind: "aggregate", language: "internal", runs: [called("step")] })], grants: [mayCall("app", "f")] },
      { object: ORIGIN },
    ],
    [
      "INSERT or DELETE on public.t, whose trigger x runs function public.f()",
      {
        functions: [fn("f", tclFunction)],
        relations: [relation("t")],
        triggers: [trigger("t", "f", { events: ["INSERT", "DELETE"] })],
        grants: [onTable("app", "t", "DELETE")],
      },
      { object: ORIGIN },
    ],
    [
      "event trigger e, which runs function public.f()",
      { functions: [fn("f", tclFunction)], eventTriggers: [eventTrigger("f")], ...inClosed(onDatabase("app", "CREATE")) },
      { object: ORIGIN },
    ],
    ["USAGE on language safe, which is flagged trusted", { languages: [language("safe", { handler: "pltclu_call_handler", owner: "app" })] }, {}],
    [
      "USAGE on foreign server loop",
      { userMappings: [mapping()], foreignServers: [LOOPBACK], grants: [usage("foreign_server", "loop")] },
      {
        path: [{ ...STEP, by: "foreign-table", via: "the user mapping of app for foreign server loop" }],
        condition: "if the foreign server leads to this one, which lets a superuser in from there without a password",
      },
    ],
    [
      "foreign table public.ft",
      { userMappings: [mapping()], relations: [foreign("ft", { server: "loop" })], grants: [onTable("app", "ft", "SELECT")] },
      { path: [{ ...STEP, by: "foreign-table" }] },
    ],
    ["SET on parameter pgaudit.log", { grants: [onParameter("SET", "pgaudit.log")] }, { path: [], object: ORIGIN }],
    [
      "SET on parameter session_preload_libraries",
      { grants: [onParameter("SET", "session_preload_libraries")] },
      { path: [], condition: "if a library of its making lies on the server", object: ORIGIN },
    ],
    [
      "ALTER SYSTEM on parameter hba_file",
      { grants: [onParameter("ALTER SYSTEM", "hba_file")] },
      { path: [{ ...STEP, by: "parameter", via: "ALTER SYSTEM on parameter hba_file" }], object: ORIGIN },
    ],
    [
      "ownership of function public.f()",
      { functions: [fn("f", { owner: "app" })], relations: [relation("m", { kind: "materialized-view", calls: [called("f")] })] },
      {
        path: [{ ...STEP, by: "ownership", via: "materialized view public.m" }],
        condition: "once a superuser refreshes the materialized view that calls a function of its",
      },
    ],
    [
      "ownership of function public.f()",
      { functions: [fn("f", { owner: "app" })], relations: [relation("t")], triggers: [trigger("t", "f")] },
      {
        path: [{ ...STEP, by: "ownership", via: "trigger x on public.t" }],
        condition: "once a superuser writes to its table whose trigger runs a function of this role",
      },
    ],
    [
      "ownership of template database stock",
      { databases: [{ ...DATABASE, name: "stock", owner: "app", isTemplate: true }] },
      { path: [{ ...STEP, by: "ownership", via: "template database stock" }] },
    ],
    ["EXECUTE on function pg_catalog.lo_import", { grants: [grant("app", { origin: ORIGIN })] }, { condition: null, object: ORIGIN }],
    [
      "EXECUTE on function pg_catalog.pg_brand_new(), of which it is not known what it does",
      { grants: [grant("app", { object: "pg_brand_new()", origin: ORIGIN })] },
      { condition: null, object: ORIGIN },
    ],
  ])("say %s", (source, facts, told) => {
    expect(own(facts, 17)[0]).toMatchObject({ source, ...told });
  });
});

describe("what was granted to a superuser that is no administrator", () => {
  const roles = [...ROLES, role("su", { superuser: true })];
  const inherits = [membership("app", "su", { set: false })];
  const toSu = (objectType: Grant["objectType"], object: string, privilege: string, facts: Partial<Grant> = {}) =>
    grant("su", { objectType, object, privilege, ...facts });
  const of = (name: string, facts: Facts, memberships = inherits, major: Major = 16) =>
    capabilitiesOf(reachOf(graphOf(roles, memberships, facts), name, { major }));

  test.each<[string, Grant, readonly string[]]>([
    ["withheld-functions", toSu("function", "lo_import", "EXECUTE"), ["superuser?", "read-server-files", "read-credentials"]],
    ["extension-functions", toSu("function", "pg_file_write", "EXECUTE", { schema: "public" }), ["superuser?", "write-server-files"]],
    ["parameter-grants", toSu("parameter", "log_statement", "SET", { schema: null, database: null }), ["superuser?", "alter-system"]],
    ["foreign-wrappers", toSu("foreign_data_wrapper", "ogr_fdw", "USAGE", { schema: null }), ["superuser?", "read-server-files"]],
    ["catalog-reads", toSu("column", "pg_authid", "SELECT", { columns: ["rolpassword"] }), ["superuser?", "read-credentials"]],
    ["catalog-writes", toSu("column", "pg_authid", "UPDATE", { columns: ["rolsuper"] }), ["superuser"]],
  ])("is in use by those who inherit it, and no more than it is to itself and to those who become it: %s", (_unit, given, expected) => {
    const facts = { grants: [given] };
    expect(of("app", facts)).toEqual(expected);
    expect(of("app", {})).toEqual(["superuser?"]);
    expect(of("su", facts)).toEqual(["superuser"]);
    expect(of("app", facts, [membership("app", "su")])).toEqual(["superuser"]);
  });

  test("is nothing beside what a function of its gives, which may be all of a superuser's", () => {
    const facts = { functions: [fn("f", { securityDefiner: true, owner: "su" })], grants: [mayCall("app", "f"), toSu("function", "lo_import", "EXECUTE")] };
    expect(of("app", facts, [])).toEqual(["superuser?"]);
    expect(of("app", facts, [membership("app", "su", { set: false })])).toEqual(["superuser?", "read-server-files", "read-credentials"]);
  });

  test("is nothing beside what an administrator is to those who inherit it", () => {
    const facts = { grants: [grant("postgres", { object: "lo_import" })] };
    expect(of("app", facts, [membership("app", "postgres", { set: false })])).toEqual(["superuser"]);
  });

  test.each(["app", "su"])("is REFRESH of what it owns, which runs the functions of %s as that superuser", (owner) => {
    const facts = { functions: [fn("f", { owner })], relations: [relation("m", { kind: "materialized-view", owner: "su", calls: [called("f")] })] };
    expect(of("app", facts)).toEqual(["superuser"]);
    expect(of("app", { ...facts, relations: [] })).toEqual(["superuser?"]);
    expect(of("app", facts, [])).toEqual(owner === "app" ? ["superuser?"] : []);
    expect(of("su", facts)).toEqual(["superuser"]);
  });
});

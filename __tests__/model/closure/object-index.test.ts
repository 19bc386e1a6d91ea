import { type AccessGraph, type Grant, NO_ORIGIN } from "../../../model/access-graph";
import { ObjectIndex } from "../../../model/closure/object-index";
import { UNKNOWN } from "../../../model/unknown";
import { graphOf, role } from "../../support/graphs";
import { fn, grant, mayCall, onTable, relation } from "./object-facts";

const database = (name: string, owner: string) => ({ name, owner, isTemplate: false, origin: NO_ORIGIN });
const schema = (name: string, owner: string, of = "orders") => ({ name, database: of, owner, origin: NO_ORIGIN });
const index = (facts: Partial<AccessGraph>) => new ObjectIndex(graphOf(facts.roles ?? [], [], facts), { major: 16, administrators: ["postgres"] });
const usage = (grantee: string, name: string, privilege = "USAGE") => grant(grantee, { objectType: "schema", schema: null, object: name, privilege });
const connect = (grantee: string, privilege = "CONNECT") => grant(grantee, { objectType: "database", schema: null, object: "orders", privilege });

describe("superusers", () => {
  it("are the administrators and whoever has SUPERUSER; where that is not known yet a role may be one, if the input declares it", () => {
    const { superusers, possibleSuperusers } = index({
      roles: [
        role("root", { superuser: true }),
        role("perhaps", { superuser: UNKNOWN }),
        role("elsewhere", { superuser: UNKNOWN, source: "external" }),
        role("named", { superuser: UNKNOWN, source: "mentioned" }),
        role("app"),
      ],
    });
    expect([...superusers]).toEqual(["postgres", "root"]);
    expect([...possibleSuperusers]).toEqual(["postgres", "root", "perhaps", "elsewhere"]);
  });
});

describe("a grant on a routine", () => {
  const on = (facts: Partial<Grant>): Partial<Grant> => ({ schema: "public", object: "total", ...facts });

  it.each<[string, Partial<Grant>, boolean]>([
    ["of that name and arguments", on({ arguments: "oid, text" }), true],
    ["of other arguments is on another routine", on({ arguments: "oid" }), false],
    ["without its arguments may be on any of that name", on({}), true],
    ["of another name", on({ object: "sum" }), false],
    ["of another schema", on({ schema: "audit" }), false],
    ["whose schema is not said may be meant", on({ schema: null }), true],
    ["of another database", on({ database: "stock" }), false],
    ["whose database is not said may be meant", on({ database: null }), true],
    ["with another privilege than EXECUTE", on({ privilege: "USAGE" }), false],
    ["as a ROUTINE", on({ objectType: "routine" }), true],
    ["as a PROCEDURE", on({ objectType: "procedure" }), true],
    ["on a type of that name", on({ objectType: "type" }), false],
    ["on ALL FUNCTIONS of its schema", on({ object: null }), true],
    ["on ALL ROUTINES of its schema", on({ object: null, objectType: "routine" }), true],
    ["on ALL FUNCTIONS of another schema", on({ object: null, schema: "audit" }), false],
    ["on ALL FUNCTIONS of its schema in another database", on({ object: null, database: "stock" }), false],
    ["of no arguments is on another routine", on({ arguments: "" }), false],
    ["of a name that only looks like name and arguments", on({ object: "total(oid, text)" }), false],
  ])("%s", (_title, facts, counts) => {
    const objects = index({ grants: [grant("app", facts)] });
    expect(objects.callers(fn("total", { arguments: "oid, text" }))).toEqual([counts ? ["postgres", "app"] : ["postgres"]]);
  });

  it("counts for a routine whose schema, database and arguments the input does not say", () => {
    const unsaid = fn("total", { schema: null, database: null, arguments: null });
    expect(index({ grants: [grant("app", on({ arguments: "oid, text" }))] }).callers(unsaid)).toEqual([["postgres", "app"]]);
  });

  it("is on the routine and on all of its schema at once", () => {
    const grants = [grant("one", on({})), grant("all", on({ object: null })), grant("one", on({ object: null }))];
    expect(index({ grants }).callers(fn("total"))).toEqual([["postgres", "one", "all"]]);
  });

  it("of whatever kind stands in the list of all", () => {
    const grants = [grant("a"), grant("b", { objectType: "procedure" }), grant("c", { objectType: "routine" }), usage("d", "public")];
    expect(index({ grants }).allGrants("function")).toEqual(grants.slice(0, 3));
    expect(index({ grants }).allGrants("routine")).toEqual(grants.slice(0, 3));
    expect(index({ grants }).allGrants("language")).toEqual([]);
  });
});

describe("whoever may call a function", () => {
  it("is nobody by ownership where the owner is not known yet", () => {
    expect(index({}).callers(fn("f", { owner: UNKNOWN }))).toEqual([[]]);
    expect(index({}).callers(fn("f", { owner: null }))).toEqual([[]]);
  });

  it("is everyone where CREATE FUNCTION gave EXECUTE to PUBLIC, its owner as ever", () => {
    expect(index({}).callers(fn("f", { publicByDefault: true }))).toEqual([["postgres", "PUBLIC"]]);
  });

  it("needs USAGE on its schema too", () => {
    const objects = index({ schemas: [schema("public", "dba")], grants: [mayCall("app", "f"), usage("web", "public")] });
    expect(objects.callers(fn("f"))).toEqual([
      ["postgres", "app"],
      ["dba", "web", "pg_read_all_data", "pg_write_all_data"],
    ]);
  });
});

describe("USAGE on a schema", () => {
  const facts = { schemas: [schema("public", "dba"), schema("pg_catalog", "postgres"), schema("information_schema", "postgres")] };
  const dataRoles = ["pg_read_all_data", "pg_write_all_data"];

  it.each([
    ["public", [["dba", "web", ...dataRoles]]],
    ["audit", []],
    ["pg_catalog", []],
    ["information_schema", []],
    [null, []],
  ])("of %s: asked only of a schema whose grants are known, and of none that is open to everyone anyway", (name, access) => {
    const grants = [usage("web", "public"), usage("maker", "public", "CREATE"), usage("other", "audit")];
    expect(index({ ...facts, grants }).schemaUsers({ database: "orders", schema: name })).toEqual(access);
  });

  it("is asked in its database alone", () => {
    expect(index(facts).schemaUsers({ database: "stock", schema: "public" })).toEqual([]);
  });

  it("names each role once, also one that was granted what pg_read_all_data has anyway", () => {
    expect(index({ ...facts, grants: [usage("pg_read_all_data", "public")] }).schemaUsers({ database: "orders", schema: "public" })).toEqual([
      ["dba", ...dataRoles],
    ]);
  });
});

describe("whoever has a privilege on a table", () => {
  const table = relation("t", { owner: "dba" });
  const users = (privileges: readonly string[], grants: readonly Grant[] = [], facts: Partial<AccessGraph> = {}) =>
    index({ relations: [table], grants, ...facts }).users(table, privileges);

  it.each([
    ["SELECT", ["dba", "pg_read_all_data"]],
    ["INSERT", ["dba", "pg_write_all_data"]],
    ["UPDATE", ["dba", "pg_write_all_data"]],
    ["DELETE", ["dba", "pg_write_all_data"]],
    ["TRUNCATE", ["dba"]],
  ])("of %s: its owner, and the predefined role that has it on every table", (privilege, roles) => {
    expect(users([privilege])).toEqual([roles]);
  });

  it("of any of several is of either predefined role", () => {
    expect(users(["SELECT", "DELETE"])).toEqual([["dba", "pg_read_all_data", "pg_write_all_data"]]);
  });

  it.each<[string, Partial<Grant>, boolean]>([
    ["on the table", { object: "t" }, true],
    ["on a column of it", { object: "t", objectType: "column", columns: ["id"] }, true],
    ["on ALL TABLES of its schema", {}, true],
    ["on ALL SEQUENCES of its schema", { objectType: "sequence" }, false],
    ["on a sequence of its name, in another schema for all that is known", { objectType: "sequence", object: "t", schema: null }, false],
    ["on another table", { object: "u" }, false],
    ["on a table of that name in another schema", { object: "t", schema: "audit" }, false],
    ["on a table of that name in another database", { object: "t", database: "stock" }, false],
    ["on ALL TABLES of another schema", { schema: "audit" }, false],
  ])("by a grant %s", (_title, facts, counts) => {
    const given = grant("app", { objectType: "table", schema: "public", privilege: "TRUNCATE", ...facts });
    expect(users(["TRUNCATE"], [given])).toEqual([counts ? ["dba", "app"] : ["dba"]]);
    expect(users(["REFERENCES"], [given])).toEqual([["dba"]]);
  });

  it("stands there once, whatever the number of its grants, and needs USAGE on the schema", () => {
    const grants = [onTable("app", "t", "INSERT"), onTable("app", "t", "UPDATE"), onTable("dba", "t", "INSERT")];
    const column = grant("app", { objectType: "column", schema: "public", object: "t", privilege: "INSERT", columns: ["id"] });
    expect(users(["INSERT", "UPDATE"], [...grants, column], { schemas: [schema("public", "owner")] })).toEqual([
      ["dba", "app", "pg_write_all_data"],
      ["owner", "pg_read_all_data", "pg_write_all_data"],
    ]);
  });

  it("is told of a table whose name ends in parentheses", () => {
    const odd = relation("t(1)");
    expect(index({ relations: [odd], grants: [onTable("app", "t(1)", "TRUNCATE")] }).users(odd, ["TRUNCATE"])).toEqual([["postgres", "app"]]);
  });
});

describe("CONNECT on a database", () => {
  const grants = [connect("app"), connect("maker", "CREATE")];

  it("has its owner, and whoever was granted it", () => {
    expect(index({ databases: [database("orders", "shop")], grants }).connectors("orders")).toEqual([["shop", "app"]]);
  });

  it("is not asked for where the database's grants are not all known", () => {
    const ownerships = [{ owner: "shop", objectType: "database", database: "orders", object: "orders", origin: NO_ORIGIN } as const];
    expect(index({ ownerships, grants }).connectors("orders")).toEqual([]);
    expect(index({ databases: [database("stock", "shop")], grants }).connectors("orders")).toEqual([]);
    expect(index({ databases: [database("orders", "shop")], grants }).connectors(null)).toEqual([]);
  });
});

describe("pg_database_owner", () => {
  const owned = (objectType: "database" | "schema", name: string, object: string, owner: string) => ({
    owner,
    objectType,
    database: name,
    object,
    origin: NO_ORIGIN,
  });
  const facts = {
    databases: [database("orders", "shop"), database("copy", "shop")],
    ownerships: [owned("database", "stock", "stock", "store"), owned("schema", "stock", "stock", "keeper"), owned("schema", "hr", "hr", "people")],
  };

  it.each([
    ["app", null, ["app"]],
    ["app", "orders", ["app"]],
    ["pg_database_owner", "orders", ["shop"]],
    ["pg_database_owner", "stock", ["store"]],
    ["pg_database_owner", "hr", ["pg_database_owner"]],
    ["pg_database_owner", null, ["shop", "store"]],
  ])("%s, in %s, means %p: the owner of the session's database, and of what is no database's, each one", (name, where, meant) => {
    expect(index(facts).rolesMeant(name, where)).toEqual(meant);
  });

  it("is the owner of the database that a function, table, schema or grant is in", () => {
    const objects = index({ ...facts, schemas: [schema("public", "pg_database_owner")], grants: [mayCall("pg_database_owner", "f")] });
    const usersOfPublic = ["shop", "pg_read_all_data", "pg_write_all_data"];
    expect(objects.callers(fn("f", { owner: "dba" }))).toEqual([["dba", "shop"], usersOfPublic]);
    expect(objects.callers(fn("g", { owner: "pg_database_owner" }))).toEqual([["shop"], usersOfPublic]);
    expect(objects.users(relation("t", { owner: "pg_database_owner" }), ["TRUNCATE"])).toEqual([["shop"], usersOfPublic]);
  });

  it.each([
    ["the grant", "stock", null],
    ["the object", null, "stock"],
  ])("is the owner of the database that %s names, where the other names none", (_title, granted, asked) => {
    const objects = index({ ...facts, grants: [grant("pg_database_owner", { database: granted, schema: "public", object: "f" })] });
    expect(objects.holders("function", ["EXECUTE"], { database: asked, schema: "public", name: "f" })).toEqual(["store"]);
  });
});

describe("a database", () => {
  it("belongs to whom the server shows, whatever else says so", () => {
    const ownerships = [{ owner: "planned", objectType: "database", database: "orders", object: "orders", origin: NO_ORIGIN } as const];
    expect(index({ ownerships, databases: [database("orders", "shop")] }).ownerOfDatabase("orders")).toBe("shop");
    expect(index({ ownerships }).ownerOfDatabase("orders")).toBe("planned");
    expect(index({ ownerships }).ownerOfDatabase("stock")).toBeNull();
  });
});

describe("functions that a grant names", () => {
  const functions = [
    fn("f", { arguments: "text" }),
    fn("f", { arguments: "integer" }),
    fn("f", { arguments: null }),
    fn("g", { schema: null }),
    fn("h", { database: null }),
  ];
  const named = (name: string, facts: { arguments?: string } = {}, database: string | null = "orders") =>
    index({ functions }).functionsNamed(database, { schema: "public", name, ...facts });

  it("are all of that name where it says no arguments, those of unknown arguments too", () => {
    expect(named("f")).toEqual(functions.slice(0, 3));
  });

  it("are of the arguments that it says, and no other", () => {
    expect(named("f", { arguments: "integer" })).toEqual([functions[1]]);
    expect(named("f", { arguments: "" })).toEqual([]);
  });

  it("are none whose place is not known", () => {
    expect([named("g"), named("h"), named("h", {}, null), named("f", { arguments: "text" }, null)]).toEqual([[], [], [], []]);
    expect(index({ functions }).functionsNamed("orders", { schema: "", name: "g" })).toEqual([]);
  });
});

describe("a function or table", () => {
  const functions = [fn("f", { arguments: "text" }), fn("f"), fn("f", { database: "stock" }), fn("f", { schema: "audit" })];
  const relations = [relation("t"), relation("t", { database: "stock" }), relation("t", { schema: "audit" })];
  const objects = index({ functions, relations });

  it("is found by its database, schema, name and arguments", () => {
    expect(objects.functionNamed("orders", { schema: "public", name: "f", arguments: "text" })).toBe(functions[0]);
    expect(objects.functionNamed("orders", { schema: "public", name: "f", arguments: "" })).toBe(functions[1]);
    expect(objects.functionNamed("stock", { schema: "public", name: "f", arguments: "" })).toBe(functions[2]);
    expect(objects.functionNamed("orders", { schema: "audit", name: "f", arguments: "" })).toBe(functions[3]);
    expect(objects.functionNamed("orders", { schema: "public", name: "g", arguments: "" })).toBeUndefined();
    expect(objects.relationNamed("orders", { schema: "public", name: "t" })).toBe(relations[0]);
    expect(objects.relationNamed("stock", { schema: "public", name: "t" })).toBe(relations[1]);
    expect(objects.relationNamed("orders", { schema: "audit", name: "t" })).toBe(relations[2]);
    expect(objects.relationNamed("stock", { schema: "audit", name: "t" })).toBeUndefined();
  });
});

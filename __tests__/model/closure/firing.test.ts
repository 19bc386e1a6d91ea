import { type AccessGraph, NO_ORIGIN } from "../../../model/access-graph";
import { firersIn } from "../../../model/closure/escalations/event-firing";
import { type Firing, rewritersIn, triggerMakersIn } from "../../../model/closure/escalations/firing";
import { ObjectIndex } from "../../../model/closure/object-index";
import type { EventTrigger } from "../../../model/object-facts";
import { capabilitiesOf, graphOf, reachOf, role } from "../../support/graphs";
import { DATABASE, eventTrigger, fn, grant, mayCall, tableHolder } from "./object-facts";

type Facts = Partial<AccessGraph>;
const ANYONE: readonly Firing[] = [{ access: [], condition: null }];
const on = (objectType: "database" | "schema", object: string, grantee: string, privilege: string) =>
  grant(grantee, { objectType, schema: null, object, privilege });
const schema = (name: string) => ({ name, database: "orders", owner: "postgres", origin: NO_ORIGIN });
/** A database in which `maker` may make objects, and everyone may use schema public, but nobody but postgres schema hidden. */
const KNOWN: Facts = {
  databases: [DATABASE],
  schemas: [schema("public"), schema("hidden")],
  grants: [on("database", "orders", "PUBLIC", "CONNECT"), on("database", "orders", "maker", "TEMPORARY"), on("schema", "public", "PUBLIC", "USAGE")],
};
const objects = (facts: Facts) =>
  new ObjectIndex(graphOf([], [], { ...KNOWN, ...facts, grants: [...(KNOWN.grants ?? []), ...(facts.grants ?? [])] }), {
    major: 16,
    administrators: ["postgres"],
  });
const said = (firings: readonly Firing[]) =>
  firings.map(({ access, condition }) => `${access.map((names) => names.join("|")).join(" & ")}${condition === null ? "" : `, ${condition}`}`);

describe("an event trigger is fired by", () => {
  const firers = (trigger: Partial<EventTrigger>, facts: Facts = {}) => firersIn(objects(facts))(eventTrigger("f", trigger));
  const MAKERS = "postgres|maker";

  it.each<readonly [string, Partial<EventTrigger>]>([
    ["ddl_command_start, also of a command that is refused", { event: "ddl_command_start", tags: ["CREATE TABLE"] }],
    ["login", { event: "login" }],
    ["an event that no supported server has", { event: "tomorrow", tags: ["CREATE TABLE"] }],
    ["ddl_command_end", { event: "ddl_command_end" }],
    ["sql_drop", { event: "sql_drop" }],
    ["the end of a command that needs nothing", { tags: ["CREATE TABLE", "ALTER DEFAULT PRIVILEGES"] }],
    ["the end of any DROP, for IF EXISTS may find nothing", { tags: ["DROP EXTENSION"] }],
    ["the end of DROP OWNED, which drops one's default privileges", { event: "sql_drop", tags: ["DROP TABLE", "DROP OWNED"] }],
  ])("anyone: %s", (_title, trigger) => {
    expect(firers(trigger)).toEqual(ANYONE);
  });

  it("nobody where only sessions that replicate fire it", () => {
    expect(firers({ event: "login", replicaOnly: true })).toEqual([]);
  });

  it.each<readonly [string, Partial<EventTrigger>, readonly string[]]>([
    ["what they make", { tags: ["CREATE TABLE"] }, [MAKERS]],
    ["what they make and drop, as do others", { event: "sql_drop", tags: ["DROP TABLE"] }, [MAKERS, ", if it may run DROP TABLE"]],
    ["what they make, and others may make elsewhere", { tags: ["CREATE VIEW", "CREATE INDEX"] }, [MAKERS, ", if it may run CREATE INDEX"]],
    ["nothing of what takes more", { tags: ["CREATE SCHEMA", "CREATE SERVER"] }, [", if it may run CREATE SCHEMA or CREATE SERVER"]],
    ["what they make, beside commands that take more", { tags: ["CREATE TABLE", "CREATE SCHEMA"] }, [MAKERS, ", if it may run CREATE SCHEMA"]],
    ["a table rewritten", { event: "table_rewrite" }, [MAKERS]],
    ["a table rewritten by ALTER TABLE", { event: "table_rewrite", tags: ["ALTER TABLE", "ALTER TYPE"] }, [MAKERS]],
    ["a table rewritten by ALTER TYPE", { event: "table_rewrite", tags: ["ALTER TYPE"] }, [MAKERS, ", if it may run ALTER TYPE"]],
  ])("makers: %s", (_title, trigger, firing) => {
    expect(said(firers(trigger))).toEqual(firing);
  });

  it("anyone by CREATE EXTENSION IF NOT EXISTS, where its database has an extension", () => {
    const extensions = (database: string) => ({ extensions: [{ name: "plpgsql", database, cascade: false, origin: NO_ORIGIN }] });
    const trigger = { tags: ["CREATE EXTENSION"] };
    expect(firers(trigger, extensions("orders"))).toEqual(ANYONE);
    expect(said(firers(trigger, extensions("stock")))).toEqual([", if it may run CREATE EXTENSION"]);
    expect(said(firers({ ...trigger, event: "sql_drop" }, extensions("orders")))).toEqual([", if it may run CREATE EXTENSION"]);
  });

  it("owners of tables, where one is rewritten", () => {
    const tableHolders = [tableHolder("owner"), tableHolder("of_views", { owns: false }), tableHolder("elsewhere", { database: "stock" })];
    expect(said(firers({ event: "table_rewrite" }, { tableHolders }))).toEqual([`${MAKERS}|owner`]);
  });

  it("whoever that is, on the condition that it hangs on", () => {
    const facts = { ...KNOWN, functions: [fn("f", { language: "pltclu", isEventTrigger: true })] };
    const given = (trigger: Partial<EventTrigger>, name: string) =>
      capabilitiesOf(reachOf(graphOf([role("maker"), role("app")], [], { ...facts, eventTriggers: [eventTrigger("f", trigger)] }), name));
    expect(["maker", "app"].map((name) => given({ event: "sql_drop", tags: ["DROP TABLE"] }, name))).toEqual([["untrusted-language"], ["untrusted-language?"]]);
    expect(["maker", "app"].map((name) => given({ event: "table_rewrite" }, name))).toEqual([["untrusted-language"], []]);
  });
});

describe("a trigger function runs for", () => {
  const makers = (facts: Facts, database: string | null = "orders") => said(triggerMakersIn(objects(facts))(database));
  const LATE = "once somebody writes to a table that it owns or has TRIGGER on, if it may use the schema of that table";

  it.each<readonly [string, Facts, readonly string[]]>([
    ["makers of tables alone, where nobody else holds one", {}, ["postgres|maker"]],
    ["owners of tables, each once", { tableHolders: [tableHolder("owner"), tableHolder("owner", { schema: "sales" })] }, ["postgres|maker|owner"]],
    ["who may put a trigger on a table and write to it", { tableHolders: [tableHolder("writer", { owns: false })] }, ["postgres|maker|writer"]],
    [
      "who may put a trigger on a table, once others write to it",
      { tableHolders: [tableHolder("waiter", { owns: false, writes: false })] },
      ["postgres|maker", `waiter & postgres|PUBLIC|pg_read_all_data|pg_write_all_data, ${LATE}`],
    ],
    [
      "owners in a schema that they may not use themselves, if they can",
      { tableHolders: [tableHolder("owner", { schema: "hidden" })], grants: [on("schema", "hidden", "readers", "USAGE")] },
      ["postgres|maker", `owner & postgres|readers|pg_read_all_data|pg_write_all_data, ${LATE}`],
    ],
    [
      "owners in a schema that they may use",
      { tableHolders: [tableHolder("owner", { schema: "hidden" })], grants: [on("schema", "hidden", "owner", "USAGE")] },
      ["postgres|maker|owner"],
    ],
    [
      "owners in a schema of which nothing is known, which keeps nobody out",
      { tableHolders: [tableHolder("owner", { schema: "sales" })] },
      ["postgres|maker|owner"],
    ],
    [
      "who need not wait at one table, though they would at another",
      { tableHolders: [tableHolder("owner", { owns: false, writes: false }), tableHolder("owner")] },
      ["postgres|maker|owner"],
    ],
    [
      "the owner of the database as pg_database_owner",
      { databases: [{ ...DATABASE, owner: "app" }], tableHolders: [tableHolder("pg_database_owner")] },
      ["app|maker|postgres"],
    ],
    ["everyone where PUBLIC may", { tableHolders: [tableHolder("PUBLIC", { owns: false }), tableHolder("waiter", { writes: false })] }, ["PUBLIC"]],
    ["nobody who is a holder elsewhere", { tableHolders: [tableHolder("owner", { database: "stock" })] }, ["postgres|maker"]],
  ])("%s", (_title, facts, firing) => {
    expect(makers(facts)).toEqual(firing);
  });

  it("anyone where the database is not known", () => {
    expect(triggerMakersIn(objects({}))(null)).toEqual(ANYONE);
    expect(triggerMakersIn(objects({}))("stock")).toEqual(ANYONE);
    expect(rewritersIn(objects({}))("stock")).toEqual(ANYONE);
  });

  it.each(["untrusted-language", "superuser"] as const)("them as %s, if they may call it", (capability) => {
    const functions = [fn("f", { isTrigger: true, ...(capability === "superuser" ? { securityDefiner: true } : { language: "pltclu" }) })];
    const given = (tableHolders: AccessGraph["tableHolders"], ...grants: AccessGraph["grants"]) =>
      reachOf(
        graphOf([role("app"), role("postgres", { superuser: true })], [], { ...KNOWN, functions, tableHolders, grants: [...(KNOWN.grants ?? []), ...grants] }),
        "app",
      );
    expect(given([], mayCall("app", "f"))).toEqual([]);
    expect(given([tableHolder("app")])).toEqual([]);
    const [owner] = given([tableHolder("app")], mayCall("app", "f"));
    const [waiter] = given([tableHolder("app", { owns: false, writes: false })], mayCall("app", "f"));
    expect(owner).toMatchObject({ capability, certainty: capability === "superuser" ? "conditional" : "certain" });
    expect(waiter).toMatchObject({ capability, certainty: "conditional" });
    expect(waiter?.condition).toContain(LATE);
    expect(owner?.condition ?? "").not.toContain(LATE);
  });
});

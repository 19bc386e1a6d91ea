import { Login } from "../../constructs/login";
import { RolegateRole } from "../../constructs/rolegate/bindings";
import {
  AppPersona,
  appWith,
  DbaPersona,
  gate2,
  type LooseEnvironment,
  OpsPersona,
  POLICIES,
  prodOf,
  removeFolders,
  type StackJson,
  synthesized,
  withProd,
} from "../support/constructs";

afterAll(removeFolders);

/** A program as main.ts is one, with what the community provider cannot write. */
const program = (prod: LooseEnvironment): void => {
  const orders = prod.database("orders").schema("orders");
  new AppPersona(prod, "orders_owner", { login: Login.external(), access: [orders.own()], settings: { statement_timeout: "15min" } });
  new AppPersona(prod, "orders_app", {
    login: Login.password("orders_app_password", 1, { connectionLimit: 40, validUntil: "2027-01-31T23:59:59Z" }),
    access: [orders.write()],
    settings: { search_path: ["orders", "$user"], idle_in_transaction_session_timeout: "30s" },
  });
  const sre = new OpsPersona(prod, "ops_sre", { memberOf: ["pg_monitor"], access: [orders.read()] });
  new OpsPersona(prod, "ops_alice", { login: Login.external(), memberOf: [sre, { role: "pg_signal_backend", inherit: false }] });
  const team = new DbaPersona(prod, "dba_team", { memberOf: ["pg_checkpoint"] });
  new DbaPersona(prod, "dba_ann", {
    login: Login.external(),
    memberOf: [
      { role: team, inherit: false, set: true },
      { role: "pg_monitor", set: false },
    ],
    settings: { role: team },
  });
  OpsPersona.existing(prod, "ops_outside", { memberOf: [{ role: "pg_monitor", inherit: false }, sre] });
};

const inProd = (write: (prod: LooseEnvironment) => void, policies = POLICIES, props: object = {}): StackJson => {
  const app = appWith(gate2(policies), policies);
  write(prodOf(app, { engine: "rolegate", username: "tfadmin", ...props }));
  return synthesized(app);
};

describe("the engine `rolegate`", () => {
  test("writes the same personas by resources of our provider alone, and gate 2 permits them", () => {
    const { resource, provider, terraform, variable } = inProd(program);
    expect(terraform.required_providers).toEqual({ rolegate: { source: "rolegate/rolegate" } });
    expect(provider).toEqual({
      rolegate: [{ host: "prod.example.com", port: 5432, database: "orders", sslmode: "verify-full", username: "tfadmin" }],
    });
    expect(resource).toEqual({
      rolegate_role: {
        orders_owner: { name: "orders_owner", login: true, settings: { statement_timeout: "900000" } },
        orders_app: {
          name: "orders_app",
          login: true,
          connection_limit: 40,
          valid_until: "2027-01-31T23:59:59Z",
          password_wo: "${var.orders_app_password}",
          password_wo_version: "1",
          settings: { search_path: 'orders, "$user"', idle_in_transaction_session_timeout: "30000" },
        },
        ops_sre: { name: "ops_sre" },
        ops_alice: { name: "ops_alice", login: true },
        dba_team: { name: "dba_team" },
        dba_ann: { name: "dba_ann", login: true, settings: { role: "dba_team" } },
      },
      rolegate_memberships: {
        personas: {
          members: ["dba_ann", "dba_team", "ops_alice", "ops_sre", "orders_app", "orders_owner"],
          grants: {
            dba_ann: { dba_team: "noinherit", pg_monitor: "noset" },
            dba_team: { pg_checkpoint: "default" },
            ops_alice: { ops_sre: "default", pg_signal_backend: "noinherit" },
            ops_sre: { pg_monitor: "default" },
          },
          depends_on: ["dba_ann", "dba_team", "ops_alice", "ops_sre", "orders_app", "orders_owner"].map((name) => `rolegate_role.${name}`),
        },
      },
      rolegate_membership: {
        "ops_outside--ops_sre": { member: "ops_outside", role: "ops_sre", depends_on: ["rolegate_role.ops_sre"] },
        "ops_outside--pg_monitor": { member: "ops_outside", role: "pg_monitor", options: "noinherit" },
      },
      rolegate_privileges: {
        "orders_owner--orders": {
          role: "orders_owner",
          database: "orders",
          databases: { orders: "CONNECT" },
          schemas: { orders: "CREATE,USAGE" },
          depends_on: ["rolegate_role.orders_owner"],
        },
        "orders_app--orders": {
          role: "orders_app",
          database: "orders",
          databases: { orders: "CONNECT" },
          schemas: { orders: "USAGE" },
          tables: { orders: { "*": "SELECT,INSERT,UPDATE,DELETE" } },
          sequences: { orders: { "*": "USAGE,SELECT" } },
          default_privileges: { orders_owner: { "tables in orders": "SELECT,INSERT,UPDATE,DELETE", "sequences in orders": "USAGE,SELECT" } },
          depends_on: ["rolegate_role.orders_app", "rolegate_role.orders_owner"],
        },
        "ops_sre--orders": {
          role: "ops_sre",
          database: "orders",
          databases: { orders: "CONNECT" },
          schemas: { orders: "USAGE" },
          tables: { orders: { "*": "SELECT" } },
          sequences: { orders: { "*": "SELECT" } },
          default_privileges: { orders_owner: { "tables in orders": "SELECT", "sequences in orders": "SELECT" } },
          depends_on: ["rolegate_role.ops_sre", "rolegate_role.orders_owner"],
        },
      },
    });
    expect(variable).toEqual({ orders_app_password: { type: "string", sensitive: true, ephemeral: true } });
  });

  test("says where the policy files are, and which environment it is, for the provider to judge by", () => {
    const { provider } = inProd((prod) => new AppPersona(prod, "a"), POLICIES, { policies: "../../../policies" });
    expect(provider.rolegate?.[0]).toMatchObject({ policies: "../../../policies", environment: "prod" });
  });

  test("names of roles stay as they are, whatever cdktf does to keys of its own", () => {
    const { resource } = inProd((prod) => {
      const group = new AppPersona(prod, "ordersApp-Group.v2");
      new AppPersona(prod, "Orders.App", { memberOf: [group] });
    });
    expect(resource.rolegate_memberships?.personas?.grants).toEqual({ "Orders.App": { "ordersApp-Group.v2": "default" } });
  });

  test("a change by an aspect is written", () => {
    const { resource } = inProd((prod) => {
      const role = new AppPersona(prod, "a").node.findChild("Resource");
      if (!(role instanceof RolegateRole)) throw new Error("no role of ours");
      role.config = { ...role.config, comment: "x" } as typeof role.config;
    });
    expect(resource.rolegate_role?.a).toEqual({ name: "a", comment: "x" });
  });

  test("gate 2 refuses what it refuses of the other engine", () => {
    const app = appWith(gate2(POLICIES));
    const prod = prodOf(app, { engine: "rolegate" });
    const group = new AppPersona(prod, "tools");
    (group.node.findChild("Resource") as RolegateRole).addOverride("superuser", true);
    expect(() => app.synth()).toThrow(/no-superuser tools/);
  });

  test("gate 2 refuses it where the owners have not let the provider in", () => {
    const app = appWith(gate2({ ...POLICIES, providers: ["cyrilgdn/postgresql"] }));
    new AppPersona(prodOf(app, { engine: "rolegate" }), "a");
    expect(() => app.synth()).toThrow(/the provider `rolegate\/rolegate` cannot be judged/);
  });

  test.each([
    [
      "a token of AWS",
      { awsRdsIam: { region: "eu-central-1" } },
      "aws rds generate-db-auth-token --hostname prod.example.com --port 5432 --username tfadmin --region eu-central-1",
    ],
    ["a token of Azure", { azureIdentity: {} }, "az account get-access-token --resource-type oss-rdbms --query accessToken --output tsv"],
    ["a token of Google", { gcpServiceAccount: "tf@acme.iam" }, "gcloud sql generate-login-token --impersonate-service-account=tf@acme.iam"],
  ])("%s is asked for by the cloud's command line, and passes the gate", (_, props, command) => {
    expect(inProd((prod) => new AppPersona(prod, "a"), POLICIES, props).provider.rolegate?.[0]?.password_command).toBe(command);
  });

  test("before PostgreSQL 16 INHERIT is the role's attribute", () => {
    const policies = withProd({ postgres: 15 });
    const { resource } = inProd((prod) => new DbaPersona(prod, "dba_x", { memberOf: [{ role: "pg_monitor", inherit: false }] }), policies);
    expect(resource.rolegate_role?.dba_x).toEqual({ name: "dba_x", inherit: false });
    expect(resource.rolegate_memberships?.personas?.grants).toEqual({ dba_x: { pg_monitor: "default" } });
  });

  test.each<[string, object, object, RegExp]>([
    ["another engine", { engine: "pgx" }, {}, /the engine is "postgresql" or "rolegate", not `pgx`/],
    ["what only the community provider has", { scheme: "awspostgres" }, {}, /`scheme` is of the engine "postgresql"/],
    ["a role to assume", { awsRdsIam: { roleArn: "x" } }, {}, /name a profile that assumes the role/],
    ["a token without a login", { awsRdsIam: {}, username: undefined }, {}, /say `username`/],
    ["a token with more than words", { awsRdsIam: { profile: "x; id" } }, {}, /`x; id` is no plain word/],
    ["SET before PostgreSQL 16", {}, { memberOf: [{ role: "pg_monitor", set: false }] }, /PostgreSQL 15 has no set: false/],
    [
      "some memberships without INHERIT before 16",
      {},
      { memberOf: [{ role: "pg_monitor", inherit: false }, "pg_checkpoint"] },
      /only for all memberships of a role at once/,
    ],
  ])("%s is refused", (_, props, persona, message) => {
    expect(() => inProd((prod) => new DbaPersona(prod, "dba_x", persona), withProd({ postgres: 15 }), props)).toThrow(message);
  });
});

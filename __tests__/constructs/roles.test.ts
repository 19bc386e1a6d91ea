import { Role } from "@cdktf/provider-postgresql/lib/role";
import { LocalBackend, Testing } from "cdktf";
import { Construct } from "constructs";
import { Login } from "../../constructs/login";
import {
  AppPersona,
  appWith,
  DbaPersona,
  Environment,
  type LooseEnvironment,
  labOf,
  OpsPersona,
  prodOf,
  removeFolders,
  type StackJson,
  synthesized,
  temporaryFolder,
  withProd,
} from "../support/constructs";

afterAll(removeFolders);

const inProd = (program: (prod: LooseEnvironment) => void): StackJson => {
  const app = appWith();
  program(prodOf(app));
  return synthesized(app);
};

const roleOf = (props: unknown): Record<string, unknown> | undefined => inProd((prod) => new DbaPersona(prod, "dba_x", props)).resource.postgresql_role?.dba_x;

describe("a created role", () => {
  test.each<[string, unknown, Record<string, unknown>]>([
    ["says that it has no memberships", undefined, { name: "dba_x", roles: [] }],
    ["logs in when it has a login", { login: Login.external() }, { name: "dba_x", roles: [], login: true }],
    [
      "has the limits of its login",
      { login: Login.external({ connectionLimit: 3, validUntil: "2027-01-31T23:59:59Z" }) },
      { name: "dba_x", roles: [], login: true, connection_limit: 3, valid_until: "2027-01-31T23:59:59Z" },
    ],
    [
      "has its settings in milliseconds",
      { settings: { search_path: ["a", "$user"], statement_timeout: "15min", idle_in_transaction_session_timeout: "1.5s" } },
      { name: "dba_x", roles: [], search_path: ["a", "$user"], statement_timeout: 900_000, idle_in_transaction_session_timeout: 1500 },
    ],
    ["has no limit for `0s`", { settings: { statement_timeout: "0s" } }, { name: "dba_x", roles: [], statement_timeout: 0 }],
    [
      "has its attributes",
      { attributes: ["bypassrls", "createdb", "createrole", "replication"] },
      { name: "dba_x", roles: [], bypass_row_level_security: true, create_database: true, create_role: true, replication: true },
    ],
    ["has its memberships in order", { memberOf: ["pg_monitor", "pg_checkpoint"] }, { name: "dba_x", roles: ["pg_checkpoint", "pg_monitor"] }],
    ["may join a platform role", { memberOf: ["rds_superuser"] }, { name: "dba_x", roles: ["rds_superuser"] }],
    [
      "writes inherit: false where it holds for all memberships",
      {
        memberOf: [
          { role: "pg_monitor", inherit: false },
          { role: "pg_checkpoint", inherit: false, set: true, admin: false },
        ],
      },
      { name: "dba_x", roles: ["pg_checkpoint", "pg_monitor"], inherit: false },
    ],
    [
      "writes PostgreSQL's defaults by silence",
      { memberOf: [{ role: "pg_monitor", inherit: true, set: true, admin: false }] },
      { name: "dba_x", roles: ["pg_monitor"] },
    ],
  ])("%s", (_title, props, json) => {
    expect(roleOf(props)).toEqual(json);
  });

  test("comes after the groups of its stack, named by literals", () => {
    const { resource } = inProd((prod) => {
      const group = new OpsPersona(prod, "ops_b");
      const other = new AppPersona(prod, "a");
      const outside = OpsPersona.existing(prod, "ops_outside");
      new OpsPersona(prod, "ops_x", { memberOf: [group, "pg_monitor", outside, other] });
    });
    expect(resource.postgresql_role?.ops_x).toEqual({
      name: "ops_x",
      roles: ["a", "ops_b", "ops_outside", "pg_monitor"],
      depends_on: ["postgresql_role.a", "postgresql_role.ops_b"],
    });
  });

  test("starts its sessions as a group that it is a member of, through others too", () => {
    const { resource } = inProd((prod) => {
      const owner = new AppPersona(prod, "owner");
      const team = new AppPersona(prod, "team", { memberOf: [owner] });
      new AppPersona(prod, "x", { memberOf: [team], settings: { role: owner } });
    });
    expect(resource.postgresql_role?.x).toMatchObject({ assume_role: "owner", roles: ["team"] });
  });

  test("has a permit as the membership it stands for", () => {
    const app = appWith();
    const lab = labOf(app);
    new DbaPersona(lab, "etl_migrator", { memberOf: [{ role: lab.permitServerProgram("etl_migrator"), inherit: false }] });
    expect(synthesized(app, "migration-lab").resource.postgresql_role?.etl_migrator).toEqual({
      name: "etl_migrator",
      roles: ["pg_execute_server_program"],
      inherit: false,
    });
  });

  test("may be called as cdktf's own constructs are", () => {
    const { resource } = inProd((prod) => {
      for (const name of ["backend", "Provider", "Default", "Resource", "provider configuration"]) new AppPersona(prod, name);
    });
    expect(Object.keys(resource.postgresql_role ?? {}).sort()).toEqual(["Default", "Provider", "Resource", "backend", "provider-20configuration"]);
  });
});

describe("a password", () => {
  const passwords = (): StackJson =>
    inProd((prod) => {
      new AppPersona(prod, "a", { login: Login.password("shared_password", 2) });
      new AppPersona(prod, "b", { login: Login.password("shared_password", 2) });
    });

  test("is written once by a write-only argument, from a variable that Terraform keeps nowhere", () => {
    const { resource, variable } = passwords();
    expect(variable).toEqual({ shared_password: { type: "string", sensitive: true, ephemeral: true } });
    const written = { login: true, roles: [], password_wo: "${var.shared_password}", password_wo_version: "2" };
    expect(resource.postgresql_role).toEqual({ a: { name: "a", ...written }, b: { name: "b", ...written } });
  });

  test("demands the Terraform that can write it, and no other stack does", () => {
    expect(passwords().terraform.required_version).toBe(">= 1.11");
    expect(inProd((prod) => new AppPersona(prod, "a", { login: Login.external() })).terraform.required_version).toBeUndefined();
  });
});

describe("a role of others", () => {
  test("has one resource for each membership, after the groups of its stack", () => {
    const { resource } = inProd((prod) => {
      const group = new OpsPersona(prod, "ops_group");
      OpsPersona.existing(prod, "ops_datadog", { memberOf: [{ role: "pg_monitor", admin: true }, group] });
    });
    expect(resource.postgresql_grant_role).toEqual({
      "ops_datadog--pg_monitor": { role: "ops_datadog", grant_role: "pg_monitor", with_admin_option: true },
      "ops_datadog--ops_group": { role: "ops_datadog", grant_role: "ops_group", depends_on: ["postgresql_role.ops_group"] },
    });
    expect(Object.keys(resource.postgresql_role ?? {})).toEqual(["ops_group"]);
  });
});

describe("a provider configuration", () => {
  const provider = (props?: unknown, policies = withProd({})): unknown => {
    const app = appWith(undefined, policies);
    new AppPersona(prodOf(app, props), "a");
    return synthesized(app).provider.postgresql;
  };
  const basis = { host: "prod.example.com", port: 5432, database: "orders", sslmode: "verify-full", superuser: false };

  test.each<[string, unknown, Record<string, unknown>]>([
    ["comes from the policy files", undefined, basis],
    [
      "may say who connects, and how",
      { username: "tfadmin", database: "postgres", sslmode: "require", sslrootcert: "ca.pem", clientcert: { cert: "c.pem", key: "k.pem" }, maxConnections: 5 },
      {
        ...basis,
        username: "tfadmin",
        database: "postgres",
        sslmode: "require",
        sslrootcert: "ca.pem",
        clientcert: { cert: "c.pem", key: "k.pem" },
        max_connections: 5,
      },
    ],
    [
      "may take a token of AWS",
      { awsRdsIam: { region: "eu-central-1", profile: "p", roleArn: "arn" } },
      { ...basis, aws_rds_iam_auth: true, aws_rds_iam_region: "eu-central-1", aws_rds_iam_profile: "p", aws_rds_iam_provider_role_arn: "arn" },
    ],
    ["may take a token of Azure", { azureIdentity: { tenantId: "t" } }, { ...basis, azure_identity_auth: true, azure_tenant_id: "t" }],
    [
      "may act as a service account of Google Cloud",
      { scheme: "gcppostgres", gcpServiceAccount: "sa@p.iam" },
      { ...basis, scheme: "gcppostgres", gcp_iam_impersonate_service_account: "sa@p.iam" },
    ],
  ])("%s", (_title, props, json) => {
    expect(provider(props)).toEqual([json]);
  });

  test("connects to `postgres` where the policy files name no database, as the audit does", () => {
    const policies = withProd({ databases: null, audit: { sslmode: "verify-ca" } });
    expect(provider(undefined, policies)).toEqual([{ ...basis, database: "postgres", sslmode: "verify-ca" }]);
  });
});

describe("addresses", () => {
  const program = (wrap: boolean, reversed: boolean): StackJson =>
    inProd((prod) => {
      const scope = (id: string): Construct => (wrap ? new Construct(new Construct(prod, `outer-${id}`), id) : prod);
      const orders = prod.database("orders").schema("orders");
      const parts = [
        () => new AppPersona(scope("1"), "owner", { access: [orders.own()] }),
        () => new AppPersona(scope("2"), "reader", { access: [orders.read()] }),
        () => new AppPersona(scope("3"), "writer", { access: [orders.write()], login: Login.password("p", 1) }),
        () => OpsPersona.existing(scope("4"), "ops_x", { memberOf: ["pg_monitor"], access: [orders.read()] }),
      ];
      for (const part of reversed ? parts.reverse() : parts) part();
    });

  test.each([
    ["moved", false, true],
    ["wrapped in other constructs", true, false],
    ["moved and wrapped", true, true],
  ])("and all that is written stay when constructs are %s", (_title, wrap, reversed) => {
    expect(JSON.stringify(program(wrap, reversed))).toBe(JSON.stringify(program(false, false)));
  });
});

describe("a state", () => {
  test("may be in a file whose path is not of this machine", () => {
    const app = appWith();
    const prod = Environment.shared(app, "prod");
    new LocalBackend(prod, { path: "prod.tfstate" });
    expect(synthesized(app).terraform.backend).toEqual({ local: { path: "prod.tfstate" } });
  });

  test.each([
    ["is refused where nobody says where it is", () => {}, /^environment `prod` has no backend, and cdktf's default is a file at an absolute path/],
    [
      "is refused at cdktf's default, a path of this machine",
      (prod: LooseEnvironment) => new LocalBackend(prod, {}),
      /^the state of environment `prod` is at `.*terraform\.prod\.tfstate`, a path of one machine/,
    ],
    [
      "is refused at a path of this machine",
      (prod: LooseEnvironment) => new LocalBackend(prod, { path: temporaryFolder() }),
      /^the state of environment `prod` is at `.*`, a path of one machine; give the backend a relative one \[prod at .*roles\.test\.ts:\d+\]$/,
    ],
  ])("%s", (_title, program, message) => {
    const app = appWith();
    program(Environment.shared(app, "prod"));
    expect(() => app.synth()).toThrow(message);
  });
});

test("unit tests of cdktf see roles and access, without a backend", () => {
  const prod = Environment.shared(appWith(), "prod");
  const orders = prod.database("orders").schema("orders");
  new AppPersona(prod, "owner", { access: [orders.own()] });
  new AppPersona(prod, "reader", { access: [orders.read()] });
  const json = JSON.parse(Testing.synth(prod)) as StackJson;
  expect(Object.keys(json.resource.postgresql_role ?? {})).toEqual(["owner", "reader"]);
  expect(Object.keys(json.resource.postgresql_default_privileges ?? {})).toHaveLength(2);
  expect(JSON.parse(Testing.synth(prod))).toEqual(json);
});

describe("what is written without cdktf's resolution", () => {
  const program = (prod: LooseEnvironment): void => {
    const schema = prod.database("orders").schema("s");
    const group = new OpsPersona(prod, "ops_group", { access: [schema.own()] });
    new OpsPersona(prod, "ops_x", { login: Login.password("p", 1), memberOf: [group, { role: "pg_monitor" }], access: [schema.write()] });
    OpsPersona.existing(prod, "ops_y", { memberOf: ["pg_monitor", group] });
    new DbaPersona(prod, "dba_x", { settings: { search_path: ["a", "1e+5"], statement_timeout: "1s" }, attributes: ["createdb"] });
    // Numbers and texts in which cdktf could see a token of its own.
    for (const name of ["1e5", "x-2e+10", "3E+200", "TfToken[x]"]) new AppPersona(prod, name, { login: Login.external({ connectionLimit: 2 ** 31 - 1 }) });
  };

  test("is what cdktf would have written", () => {
    const resolved = inProd((prod) => {
      program(prod);
      // An override at one of our addresses makes cdktf merge, and so write, everything itself.
      prod.addOverride("resource.postgresql_role.ops_group.name", "ops_group");
    });
    expect(resolved).toEqual(inProd(program));
    expect(Object.values(resolved.resource.postgresql_role ?? {}).map(({ name }) => name)).toEqual(
      expect.arrayContaining(["1e5", "x-2e+10", "3E+200", "TfToken[x]"]),
    );
  });

  test("gives way to overrides of the stack", () => {
    const { resource } = inProd((prod) => {
      program(prod);
      prod.addOverride("resource.postgresql_role.ops_group.superuser", true);
      prod.addOverride("resource.postgresql_role.other", { name: "other" });
    });
    expect(resource.postgresql_role?.ops_group).toEqual({ name: "ops_group", roles: [], superuser: true });
    expect(resource.postgresql_role?.other).toEqual({ name: "other" });
  });

  test("still leads to other stacks, where an override holds a token that does", () => {
    const app = appWith();
    const [prod, lab] = [prodOf(app), labOf(app)];
    const source = new Role(lab, "source", { name: "s", roles: [] });
    const role = new AppPersona(prod, "x").node.findChild("Resource") as Role;
    role.addOverride("connection_limit", source.connectionLimit);
    role.importFrom("x");
    const json = synthesized(app);
    expect(json).toMatchObject({ import: [{ id: "x", to: "postgresql_role.x" }] });
    expect(String(json.resource.postgresql_role?.x?.connection_limit)).toMatch(/^\$\{data\.terraform_remote_state\./);
  });
});

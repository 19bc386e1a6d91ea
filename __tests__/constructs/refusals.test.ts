import { Fn, TerraformStack, Token } from "cdktf";
import { Login } from "../../constructs/login";
import type { ServerProgramPermit } from "../../constructs/permit";
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
  stageOf,
  withProd,
  written,
} from "../support/constructs";

afterAll(removeFolders);

interface World {
  readonly app: ReturnType<typeof appWith>;
  readonly prod: LooseEnvironment;
  readonly stage: LooseEnvironment;
  readonly lab: LooseEnvironment;
}
const world = (): World => {
  const app = appWith();
  return { app, prod: prodOf(app), stage: stageOf(app), lab: labOf(app) };
};

type Program = (world: World) => void;
const app =
  (props: unknown): Program =>
  ({ prod }) =>
    new AppPersona(prod, "x", props);
const dba =
  (props: unknown): Program =>
  ({ prod }) =>
    new DbaPersona(prod, "dba_x", props);
const named =
  (name: unknown): Program =>
  ({ prod }) =>
    new AppPersona(prod, name);

// What the compiler says of most of these is tested in types/; here nobody listened to it.
const REFUSED: readonly (readonly [what: string, program: Program, message: string])[] = [
  // Names
  ["a role name with an expression of Terraform", named("$".concat("{var.x}")), "{var.x}` is an expression to Terraform: a name is written out"],
  ["a role name with a directive of Terraform", named("a%{if}"), "role `a%{if}` is an expression to Terraform: a name is written out"],
  ["a token as role name", named(Token.asString({ resolve: () => "x" })), "is an expression to Terraform: a name is written out"],
  ["a role name with a NUL byte", named("a\0b"), "has a control or invisible character"],
  ["a role name with a zero-width space", named("pg\u200bx"), "has a control or invisible character"],
  ["a role name that is not composed", named("e\u0301"), "is not in Unicode's composed form (NFC), so that two names could look like one"],
  ["a role name of 64 bytes", named("x".repeat(64)), "has 64 bytes: PostgreSQL keeps the first 63"],
  ["no role name", named(""), "role has no name"],
  ["a number as role name", named(42), "role has no name"],
  ["a role named as PostgreSQL's own", named("pg_mine"), "role `pg_mine` starts with `pg_`, which PostgreSQL keeps for its own roles"],
  ["a role named public", named("public"), "role `public` is a word that PostgreSQL reserves"],
  [
    "a schema name with an expression",
    ({ prod }) => prod.database("orders").schema("%{x}"),
    "schema `%{x}` is an expression to Terraform: a name is written out",
  ],
  // Personas
  ["an app made as a dba", ({ prod }) => new DbaPersona(prod, "orders_app"), "`orders_app` is an app in policies/personas.yaml, not a dba"],
  ["a dba made as an ops", ({ prod }) => new OpsPersona(prod, "dba_x"), "`dba_x` is a dba in policies/personas.yaml, not an ops"],
  ["an ops made as an existing app", ({ prod }) => AppPersona.existing(prod, "ops_x"), "`ops_x` is an ops in policies/personas.yaml, not an app"],
  [
    "a role twice in one environment",
    ({ prod }) => [new AppPersona(prod, "x"), AppPersona.existing(new AppPersona(prod, "y"), "x")],
    "role `x` is declared twice in prod, first as prod/x",
  ],
  ["a persona outside an environment", ({ app }) => new AppPersona(app, "x"), "`x` stands outside any environment"],
  ["a persona in a stack of cdktf's own", ({ app }) => new AppPersona(new TerraformStack(app, "plain"), "x"), "`x` stands outside any environment"],
  [
    "a persona in a stack of cdktf's own inside an environment",
    ({ prod }) => new AppPersona(new TerraformStack(prod, "inner"), "x"),
    "`x` stands outside any environment",
  ],
  ["a property that a persona has not", app({ members: [] }), "`members` cannot be said of a persona, only memberOf, access, login, settings, attributes: `x`"],
  [
    "a login for an existing role",
    ({ prod }) => AppPersona.existing(prod, "x", { login: Login.external() }),
    "`login` cannot be said of an existing role, only memberOf, access: `x`",
  ],
  // Memberships
  ["a predefined role that the environment's PostgreSQL lacks", dba({ memberOf: ["pg_maintain"] }), "PostgreSQL 16 has no pg_maintain: prod needs 17 for it"],
  [
    "a predefined role that does not exist",
    app({ memberOf: ["pg_monitr"] }),
    "`pg_monitr` in memberOf of `x` is no predefined role; a role of your own is given as its persona",
  ],
  [
    "a role of one's own by name",
    app({ memberOf: ["orders_group"] }),
    "`orders_group` in memberOf of `x` is no predefined role; a role of your own is given as its persona",
  ],
  ["an expression as membership", app({ memberOf: [Fn.join("_", ["pg", "monitor"])] }), "is no predefined role; a role of your own is given as its persona"],
  [
    "membership in pg_database_owner",
    dba({ memberOf: ["pg_database_owner"] }),
    "pg_database_owner has no members of its own: PostgreSQL makes the owner of the current database one",
  ],
  ["a membership twice", app({ memberOf: ["pg_monitor", { role: "pg_monitor", inherit: false }] }), "`pg_monitor` stands twice in memberOf of `x`"],
  ["a number as membership", app({ memberOf: [42] }), "memberOf of `x` holds predefined roles, personas and permits, not `42`"],
  [
    "an ops group for an app",
    ({ prod }) => new AppPersona(prod, "x", { memberOf: [new OpsPersona(prod, "ops_x")] }),
    "app personas cannot join ops groups: `ops_x`",
  ],
  [
    "a dba group for an ops",
    ({ prod }) => new OpsPersona(prod, "ops_x", { memberOf: [new DbaPersona(prod, "dba_x")] }),
    "ops personas cannot join dba groups: `dba_x`",
  ],
  [
    "a group of another environment",
    ({ prod, stage }) => new AppPersona(prod, "x", { memberOf: [new AppPersona(stage, "g")] }),
    "this role is in stage, not in prod: `g`",
  ],
  ["an option that memberships have not", app({ memberOf: [{ role: "pg_monitor", inherits: false }] }), "a membership has no option inherits"],
  ["an option that is no boolean", app({ memberOf: [{ role: "pg_monitor", set: "no" }] }), "the option set of a membership is true or false, not `no`"],
  // Options that the provider cannot write
  ["set: false", app({ memberOf: [{ role: "pg_monitor", set: false }] }), "cannot write set: false, which `x` wants for `pg_monitor`"],
  [
    "set: false on an existing role",
    ({ prod }) => AppPersona.existing(prod, "x", { memberOf: [{ role: "pg_monitor", set: false }] }),
    "cannot write set: false",
  ],
  [
    "admin: true on a created role",
    app({ memberOf: [{ role: "pg_monitor", admin: true }] }),
    "cannot write admin: true for a role that it creates, which `x` wants for `pg_monitor`: postgresql_role.roles has no options",
  ],
  [
    "inherit: false on an existing role",
    ({ prod }) => AppPersona.existing(prod, "x", { memberOf: [{ role: "pg_monitor", inherit: false }] }),
    "cannot write inherit: false for an existing role, which `x` wants for `pg_monitor`",
  ],
  [
    "inherit: false on some memberships",
    dba({ memberOf: ["pg_monitor", { role: "pg_checkpoint", inherit: false }] }),
    "cannot write inherit: false for some memberships of a role only: `dba_x` wants it for `pg_checkpoint` and not for `pg_monitor` (https://github.com/cyrilgdn/terraform-provider-postgresql/issues/574)",
  ],
  // Permits
  [
    "a permit in a shared environment",
    ({ prod }) => prod.permitServerProgram("etl_migrator"),
    "prod is a shared environment: only an isolated one permits server programs",
  ],
  [
    "a permit that the allowlist lacks",
    ({ lab }) => lab.permitServerProgram("dba_x"),
    "no entry of policies/allowlist.yaml lets `dba_x` run server programs in migration-lab",
  ],
  [
    "a permit in another environment",
    ({ prod, lab }) => new DbaPersona(prod, "etl_migrator", { memberOf: [lab.permitServerProgram("etl_migrator")] }),
    "this permit is for etl_migrator in migration-lab, not for etl_migrator in prod",
  ],
  [
    "a permit of another role",
    ({ lab }) => new DbaPersona(lab, "other_migrator", { memberOf: [lab.permitServerProgram("etl_migrator")] }),
    "this permit is for etl_migrator in migration-lab, not for other_migrator in migration-lab",
  ],
  [
    "a permit of an ops",
    ({ lab }) => new OpsPersona(lab, "ops_x", { memberOf: [lab.permitServerProgram("etl_migrator")] }),
    "only a DbaPersona may use a permit",
  ],
  [
    "a permit made by hand",
    ({ lab }) =>
      new DbaPersona(lab, "etl_migrator", {
        memberOf: [{ environment: "migration-lab", grantee: "etl_migrator", predefinedRole: "pg_execute_server_program" } as unknown as ServerProgramPermit],
      }),
    "this permit was not issued: ask the environment for it, with permitServerProgram",
  ],
  // Access
  [
    "a schema of another environment",
    ({ prod, stage }) => new AppPersona(prod, "x", { access: [stage.database("d").schema("s").read()] }),
    "this schema is in stage, not in prod: `d.s`",
  ],
  [
    "a schema without a level",
    ({ prod }) => new AppPersona(prod, "x", { access: [prod.database("orders").schema("s")] }),
    "access of `x` holds what `schema.read()`",
  ],
  [
    "a database that the policy files do not know",
    ({ prod }) => prod.database("order"),
    "`order` is no database of prod in policies/environments.yaml, which has `orders`, `billing`",
  ],
  // Logins, settings, attributes
  ["a negative connection limit", () => Login.external({ connectionLimit: -2 }), "connectionLimit is a whole number from -1, not `-2`"],
  ["half a connection", () => Login.external({ connectionLimit: 0.5 }), "connectionLimit is a whole number from -1, not `0.5`"],
  ["a timestamp without zone", () => Login.external({ validUntil: "2027-01-31 10:00:00" }), "validUntil is a timestamp with its zone"],
  ["a day that is none", () => Login.external({ validUntil: "2027-02-30T00:00:00Z" }), "validUntil is a timestamp with its zone"],
  ["a password where the variable's name belongs", () => Login.password("hunter 2", 1), "`hunter 2` is no name for a Terraform variable"],
  ["a version 0", () => Login.password("p", 0), "the version of a password is a whole number from 1, not `0`"],
  ["a duration without unit", app({ settings: { statement_timeout: 30 } }), "statement_timeout is a duration such as `30s`"],
  ["a fraction of a millisecond", app({ settings: { statement_timeout: "0.5ms" } }), "statement_timeout is a duration such as `30s`"],
  [
    "a timeout of a month",
    app({ settings: { idle_in_transaction_session_timeout: "30d" } }),
    "idle_in_transaction_session_timeout is a duration such as `30s`",
  ],
  ["a setting that the provider cannot write", app({ settings: { log_statement: "all" } }), "the provider cannot write the setting `log_statement` of `x`"],
  ["a search path with an expression", app({ settings: { search_path: ["a", "%{b}"] } }), "schema `%{b}` is an expression to Terraform: a name is written out"],
  [
    "to start as a group without being its member",
    ({ prod }) => new AppPersona(prod, "x", { settings: { role: new AppPersona(prod, "g") } }),
    "`x` is no member of `g`, so that its sessions could not start as it",
  ],
  ["to start as a name", app({ settings: { role: "g" } }), "the setting `role` of `x` is a persona that it is a member of"],
  ["the attribute superuser", dba({ attributes: ["superuser"] }), "`superuser` is no attribute that a persona may be given"],
  // Environments
  [
    "an environment that the policy files do not know",
    ({ app }) => Environment.shared(app, "dev"),
    "policies/environments.yaml has no environment `dev`; it has `prod`, `stage`, `migration-lab`",
  ],
  [
    "an isolated environment as shared",
    () => Environment.shared(appWith(), "migration-lab"),
    "environment `migration-lab` is isolated in policies/environments.yaml, not shared",
  ],
  [
    "a shared environment as isolated",
    () => Environment.isolated(appWith(), "prod"),
    "environment `prod` is shared in policies/environments.yaml, not isolated",
  ],
  ["an environment twice", ({ app }) => Environment.shared(app, "prod"), "environment `prod` is declared twice"],
  [
    "an environment outside a GatedApp",
    () => Environment.shared(new (require("cdktf").App)({ outdir: appWith().output }), "prod"),
    "environment `prod` stands outside a GatedApp, so nothing would judge it",
  ],
  [
    "an environment without endpoint",
    () => prodOf(appWith(undefined, withProd({ endpoints: [] }))),
    "environment `prod` has no endpoint in policies/environments.yaml",
  ],
];

describe("is refused when it is said", () => {
  test.each(REFUSED)("%s", (_what, program, message) => {
    const here = world();
    expect(() => program(here)).toThrow(message);
    expect(written(here.app)).toEqual([]);
  });
});

test("what is refused is where the program says it, in a function of the program too", () => {
  const { prod, lab } = world();
  const helper = (): void => {
    new DbaPersona(prod, "dba_x", { memberOf: ["pg_maintain"] });
  };
  expect(helper).toThrow(/\[prod\/dba_x at __tests__\/constructs\/refusals\.test\.ts:\d+\]$/);
  expect(() => lab.permitServerProgram("x")).toThrow(/\[migration-lab at __tests__\/constructs\/refusals\.test\.ts:\d+\]$/);
  expect(() => prod.database("x")).toThrow(/\[prod at __tests__\/constructs\/refusals\.test\.ts:\d+\]$/);
  expect(() => AppPersona.existing(prod, "ops_x")).toThrow(/\[prod\/ops_x at __tests__\/constructs\/refusals\.test\.ts:\d+\]$/);
  expect(() => Environment.shared(appWith(), "dev")).toThrow(/\[dev at __tests__\/constructs\/refusals\.test\.ts:\d+\]$/);
});

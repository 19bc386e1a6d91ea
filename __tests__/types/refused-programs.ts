/** What every program starts with: `declare` says what a program would have made elsewhere. */
export const START = `import { AppPersona, DbaPersona, Environment, GatedApp, Login, OpsPersona, type ServerProgramPermit } from "rolegate";
const app = new GatedApp();
const prod = Environment.shared(app, "prod");
const lab = Environment.isolated(app, "migration-lab");
const emptyLab = Environment.isolated(app, "empty-lab");
const orders = prod.database("orders").schema("orders");
const staging = lab.database("staging").schema("staging");
const appGroup = new AppPersona(prod, "orders_group");
const opsGroup = new OpsPersona(prod, "ops_sre");
const dbaGroup = new DbaPersona(prod, "dba_team");
declare const flag: boolean;
declare const name: string;
`;

interface Refused {
  readonly what: string;
  readonly program: string;
  /** The compiler's number and sentence; several where compilers print the members of a union in different orders. */
  readonly says: readonly string[];
  /** Without policies/rolegate.d.ts it compiles, and run time refuses it. */
  readonly needsPolicyTypes?: true;
}

const notAssignable = (given: string, sentence: string): string => `TS2322: Type '${given}' is not assignable to type '"${sentence}"'.`;
const OS = "pg_execute_server_program reaches the server's operating system";

/** Programs that do not compile, and the sentence that their author reads. */
export const REFUSED: readonly Refused[] = [
  {
    what: "an app that ends other roles' sessions",
    program: `new AppPersona(prod, "orders_app", { memberOf: ["pg_signal_backend"] });`,
    says: [notAssignable('"pg_signal_backend"', "pg_signal_backend ends other roles' sessions: never for app personas")],
  },
  {
    what: "an app that runs programs on the server",
    program: `new AppPersona(prod, "orders_app", { memberOf: ["pg_monitor", "pg_execute_server_program"] });`,
    says: [notAssignable('"pg_execute_server_program"', `${OS}: never for app personas`)],
  },
  {
    what: "an ops that runs programs on the server",
    program: `new OpsPersona(prod, "ops_x", { memberOf: ["pg_execute_server_program"] });`,
    says: [notAssignable('"pg_execute_server_program"', `${OS}: never for ops personas`)],
  },
  {
    what: "a dba that runs programs on the server without a permit",
    program: `new DbaPersona(lab, "etl_migrator", { memberOf: ["pg_execute_server_program"] });`,
    says: [notAssignable('"pg_execute_server_program"', `${OS}: it needs a permit, which only an isolated environment with an allowlist entry gives`)],
  },
  {
    what: "the same with options",
    program: `new DbaPersona(lab, "etl_migrator", { memberOf: [{ role: "pg_execute_server_program", inherit: false }] });`,
    says: [notAssignable('"pg_execute_server_program"', `${OS}: it needs a permit, which only an isolated environment with an allowlist entry gives`)],
  },
  {
    what: "an app that reads files of the server",
    program: `new AppPersona(prod, "orders_app", { memberOf: ["pg_read_server_files"] });`,
    says: [notAssignable('"pg_read_server_files"', "pg_read_server_files reaches the server's files: never for app personas")],
  },
  {
    what: "a dba that writes files of the server",
    program: `new DbaPersona(lab, "etl_migrator", { memberOf: ["pg_write_server_files"] });`,
    says: [notAssignable('"pg_write_server_files"', "pg_write_server_files reaches the server's files: no permit for that exists yet")],
  },
  {
    what: "a permit asked of a shared environment",
    program: `prod.permitServerProgram("etl_migrator");`,
    says: [`TS2339: Property 'permitServerProgram' does not exist on type 'SharedEnvironment<"prod">'.`],
  },
  {
    what: "a permit used in another environment",
    program: `new DbaPersona(prod, "etl_migrator", { memberOf: [lab.permitServerProgram("etl_migrator")] });`,
    says: [
      notAssignable('ServerProgramPermit<"migration-lab", "etl_migrator">', "this permit is for etl_migrator in migration-lab, not for etl_migrator in prod"),
    ],
  },
  {
    what: "a permit used for another role",
    program: `new DbaPersona(lab, "dba_team", { memberOf: [lab.permitServerProgram("etl_migrator")] });`,
    says: [
      notAssignable(
        'ServerProgramPermit<"migration-lab", "etl_migrator">',
        "this permit is for etl_migrator in migration-lab, not for dba_team in migration-lab",
      ),
    ],
  },
  {
    what: "a permit given to an app",
    program: `new AppPersona(lab, "etl_app", { memberOf: [lab.permitServerProgram("etl_migrator")] });`,
    says: [notAssignable('ServerProgramPermit<"migration-lab", "etl_migrator">', "only a DbaPersona may use a permit")],
  },
  {
    what: "a permit made by hand",
    program: `new ServerProgramPermit("prod", "x");`,
    says: ["TS1361: 'ServerProgramPermit' cannot be used as a value because it was imported using 'import type'."],
  },
  {
    what: "a permit in the form of one",
    program: `new DbaPersona(lab, "etl_migrator", { memberOf: [{ environment: "migration-lab", grantee: "etl_migrator", predefinedRole: "pg_execute_server_program" }] });`,
    says: [
      `TS2322: Type '{ environment: "migration-lab"; grantee: "etl_migrator"; predefinedRole: "pg_execute_server_program"; }' is not assignable to type 'DbaMembership<"migration-lab", "etl_migrator">'.`,
    ],
  },
  {
    what: "a permit that the allowlist lacks",
    program: `lab.permitServerProgram("etl_other");`,
    says: [`TS2345: Argument of type '"etl_other"' is not assignable to parameter of type '"etl_migrator"'.`],
    needsPolicyTypes: true,
  },
  {
    what: "a permit of an environment without an allowlist entry",
    program: `emptyLab.permitServerProgram("etl_migrator");`,
    says: [
      `TS2345: Argument of type 'string' is not assignable to parameter of type 'never'.`,
      `TS2345: Argument of type '"etl_migrator"' is not assignable to parameter of type 'never'.`,
    ],
    needsPolicyTypes: true,
  },
  {
    what: "a predefined role that the environment's PostgreSQL lacks",
    program: `new DbaPersona(prod, "dba_x", { memberOf: ["pg_maintain"] });`,
    says: [notAssignable('"pg_maintain"', "PostgreSQL 16 has no pg_maintain")],
    needsPolicyTypes: true,
  },
  {
    what: "an engine that there is not",
    program: `Environment.shared(app, "prod", { engine: "pgx" });`,
    says: [`TS2322: Type '"pgx"' is not assignable to type '"postgresql" | "rolegate" | undefined'.`],
  },
  {
    what: "a shared environment as isolated",
    program: `Environment.isolated(app, "prod");`,
    says: [
      `TS2345: Argument of type '"prod"' is not assignable to parameter of type '"migration-lab" | "empty-lab"'.`,
      `TS2345: Argument of type '"prod"' is not assignable to parameter of type '"empty-lab" | "migration-lab"'.`,
    ],
    needsPolicyTypes: true,
  },
  {
    what: "an isolated environment as shared",
    program: `Environment.shared(app, "migration-lab");`,
    says: [`TS2345: Argument of type '"migration-lab"' is not assignable to parameter of type '"prod"'.`],
    needsPolicyTypes: true,
  },
  {
    what: "a role name that the policy files do not know as ops",
    program: `new OpsPersona(prod, "carol");`,
    says: [
      `TS2345: Argument of type '"carol"' is not assignable to parameter of type '\`ops_\${string}\` | "alice" | "bob" | "metrics"'.`,
      `TS2345: Argument of type '"carol"' is not assignable to parameter of type '"alice" | "bob" | "metrics" | \`ops_\${string}\`'.`,
    ],
    needsPolicyTypes: true,
  },
  {
    what: "a database that the policy files do not know",
    program: `prod.database("order");`,
    says: [`TS2345: Argument of type '"order"' is not assignable to parameter of type '"orders"'.`],
    needsPolicyTypes: true,
  },
  {
    what: "an app in an ops group",
    program: `new AppPersona(prod, "orders_app", { memberOf: [opsGroup] });`,
    says: [notAssignable('OpsPersona<"prod">', "app personas cannot join ops groups")],
  },
  {
    what: "an ops in a dba group, with options",
    program: `new OpsPersona(prod, "ops_x", { memberOf: ["pg_monitor", { role: dbaGroup }] });`,
    says: [notAssignable('DbaPersona<"prod">', "ops personas cannot join dba groups")],
  },
  {
    what: "a predefined role above the kind's ceiling",
    program: `new AppPersona(prod, "orders_app", { memberOf: ["pg_checkpoint"] });`,
    says: [notAssignable('"pg_checkpoint"', "pg_checkpoint is above what app personas may ever hold")],
  },
  {
    what: "data for an existing ops",
    program: `OpsPersona.existing(prod, "ops_x", { memberOf: ["pg_read_all_data"] });`,
    says: [notAssignable('"pg_read_all_data"', "pg_read_all_data is above what ops personas may ever hold")],
  },
  {
    what: "membership in the owner of the database",
    program: `new DbaPersona(prod, "dba_x", { memberOf: ["pg_database_owner"] });`,
    says: [notAssignable('"pg_database_owner"', "pg_database_owner has no members of its own: PostgreSQL makes the owner of the current database one")],
  },
  {
    what: "a group of another environment",
    program: `new AppPersona(lab, "orders_app", { memberOf: [appGroup] });`,
    says: [notAssignable('AppPersona<"prod">', "this role is in prod, not in migration-lab")],
  },
  {
    what: "a schema of another environment",
    program: `new AppPersona(prod, "orders_app", { access: [orders.own(), staging.read()] });`,
    says: [notAssignable('Access<"migration-lab">', "this schema is in migration-lab, not in prod")],
  },
  {
    what: "to start as a role of another environment",
    program: `new AppPersona(lab, "orders_app", { settings: { role: appGroup } });`,
    says: [`TS2322: Type 'AppPersona<"prod">' is not assignable to type 'AppPersona<"migration-lab">'.`],
  },
  {
    what: "a slip of the pen",
    program: `new AppPersona(prod, "orders_app", { memberOf: ["pg_monitr"] });`,
    says: [`TS2820: Type '"pg_monitr"' is not assignable to type 'AppMembership<"prod">'. Did you mean '"pg_monitor"'?`],
  },
  {
    what: "a name that is only known when the program runs",
    program: `new AppPersona(prod, "orders_app", { memberOf: [name] });`,
    says: [`TS2322: Type 'string' is not assignable to type 'AppMembership<"prod">'.`],
  },
  {
    what: "an option that memberships have not",
    program: `new AppPersona(prod, "orders_app", { memberOf: [{ role: "pg_monitor", inherits: false }] });`,
    says: [notAssignable("{ role: string; inherits: false; }", "a membership has no option inherits")],
  },
  {
    what: "a password in the program",
    program: `Login.external({ password: "hunter2" });`,
    says: ["TS2353: Object literal may only specify known properties, and 'password' does not exist in type 'LoginProps'."],
  },
  {
    what: "a setting that the provider cannot write",
    program: `new AppPersona(prod, "orders_app", { settings: { log_statement: "all" } });`,
    says: [`TS2353: Object literal may only specify known properties, and 'log_statement' does not exist in type 'RoleSettings<AppPersona<"prod">>'.`],
  },
  {
    what: "a duration without unit",
    program: `new AppPersona(prod, "orders_app", { settings: { statement_timeout: "30" } });`,
    says: [
      `TS2322: Type '"30"' is not assignable to type '\`\${number}ms\` | \`\${number}s\` | \`\${number}min\` | \`\${number}h\` | \`\${number}d\` | undefined'.`,
      `TS2322: Type '"30"' is not assignable to type '\`\${number}d\` | \`\${number}h\` | \`\${number}min\` | \`\${number}ms\` | \`\${number}s\` | undefined'.`,
    ],
  },
  {
    what: "an attribute for an app",
    program: `new AppPersona(prod, "orders_app", { attributes: ["createdb"] });`,
    says: [
      `TS2353: Object literal may only specify known properties, and 'attributes' does not exist in type 'AppPersonaProps<"prod", readonly unknown[], readonly unknown[]>'.`,
    ],
  },
  {
    what: "an attribute above the ceiling of ops",
    program: `new OpsPersona(prod, "ops_x", { attributes: ["createrole"] });`,
    says: [`TS2322: Type '"createrole"' is not assignable to type '"createdb"'.`],
  },
  {
    what: "superuser",
    program: `new DbaPersona(prod, "dba_x", { attributes: ["superuser"] });`,
    says: [
      `TS2322: Type '"superuser"' is not assignable to type '"createdb" | "createrole" | "replication" | "bypassrls"'.`,
      `TS2322: Type '"superuser"' is not assignable to type '"bypassrls" | "createdb" | "createrole" | "replication"'.`,
    ],
  },
  {
    what: "a login for an existing role",
    program: `AppPersona.existing(prod, "legacy", { login: Login.external() });`,
    says: [
      `TS2353: Object literal may only specify known properties, and 'login' does not exist in type 'ExistingAppPersonaProps<"prod", readonly unknown[], readonly unknown[]>'.`,
    ],
  },
  {
    what: "a subclass of a persona",
    program: "class Mine extends AppPersona {}",
    says: ["TS2508: No base constructor has the specified number of type arguments."],
  },
  {
    what: "a subclass of an environment",
    program: "class Mine extends Environment {}",
    says: ["TS2507: Type 'EnvironmentMaker' is not a constructor function type."],
  },
];

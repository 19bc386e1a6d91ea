/** Programs that compile, with the policy files' types and without. */
export const ACCEPTED: Readonly<Record<string, string>> = {
  "typed, constant and spread lists": `import type { AppMembership } from "rolegate";
const roles = ["pg_monitor"] as const;
new AppPersona(prod, "a1", { memberOf: roles });
new AppPersona(prod, "a2", { memberOf: [...roles, appGroup] });
const typed: AppMembership<"prod">[] = [];
typed.push("pg_monitor", appGroup, { role: appGroup, inherit: false });
new AppPersona(prod, "a3", { memberOf: typed });
new AppPersona(prod, "a4", { memberOf: [...typed] });
new AppPersona(prod, "a5", { memberOf: [], access: [] });`,
  "lists that depend on a flag": `
new AppPersona(prod, "a1", { memberOf: flag ? ["pg_monitor"] : [] });
new AppPersona(prod, "a2", { memberOf: flag ? ["pg_monitor", appGroup] : [], access: flag ? [orders.read()] : [] });
new AppPersona(prod, "a3", { memberOf: [...(flag ? ["pg_monitor" as const] : [])] });
new AppPersona(prod, "a4", { ...(flag ? { login: Login.external() } : {}) });`,
  "loops with computed names": `
for (const team of ["a", "b"]) {
  new AppPersona(prod, \`\${team}_app\`);
  new OpsPersona(prod, \`ops_\${team}\`, { memberOf: ["pg_monitor"] });
  new DbaPersona(prod, \`dba_\${team}\`, { memberOf: ["pg_checkpoint"] });
}`,
  "constructs of one's own around personas": `import { Construct } from "constructs";
class Service extends Construct {
  readonly group: AppPersona;
  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.group = new AppPersona(this, "n1", { memberOf: ["pg_monitor", appGroup], access: [orders.read()] });
    new AppPersona(this, "n2", { memberOf: [this.group] });
  }
}
const service = new Service(prod, "service");
new AppPersona(prod, "a1", { memberOf: [service.group] });
new AppPersona(service, "a2", { memberOf: [service.group, appGroup] });`,
  "an environment whose name is not known": `
const some: Environment = prod;
new AppPersona(some, "a1", { memberOf: [appGroup, "pg_monitor"], access: [orders.read(), some.database("orders").schema("x").read()] });
new AppPersona(prod, "a2", { access: [some.database("orders").schema("x").read()] });
const people = (environment: Environment<"prod">): void => {
  new OpsPersona(environment, "alice", { memberOf: [opsGroup] });
};
people(prod);`,
  "roles that others create": `
const group = OpsPersona.existing(prod, "ops_outside");
new OpsPersona(prod, "alice", { login: Login.external(), memberOf: [group, opsGroup, appGroup, "pg_signal_backend"] });
OpsPersona.existing(prod, "ops_datadog", { memberOf: [{ role: "pg_monitor", admin: true }], access: [orders.read()] });`,
  "every option": `
const ann = new DbaPersona(prod, "dba_ann", {
  login: Login.password("ann", 1, { connectionLimit: 2, validUntil: "infinity" }),
  memberOf: [{ role: dbaGroup, inherit: false, set: true, admin: false }],
  settings: { role: dbaGroup, search_path: ["a"], statement_timeout: "1.5s", idle_in_transaction_session_timeout: "0s" },
  attributes: ["createdb", "createrole", "replication", "bypassrls"],
});
const role: string = ann.roleName;
new DbaPersona(prod, "dba_bob", { memberOf: ["rds_superuser", opsGroup, appGroup, ann] });`,
  "the engine that writes every option": `
const ours = Environment.shared(app, "prod", { engine: "rolegate", policies: "../../../policies" });
const group = new OpsPersona(ours, "ops_sre");
new OpsPersona(ours, "alice", { memberOf: [{ role: group, inherit: false, set: false, admin: false }] });
OpsPersona.existing(ours, "bob", { memberOf: [{ role: group, inherit: false }] });`,
  "a permit, bare and with options": `
const permit: ServerProgramPermit<"migration-lab", "etl_migrator"> = lab.permitServerProgram("etl_migrator");
new DbaPersona(lab, "etl_migrator", { memberOf: ["pg_monitor", permit] });
new DbaPersona(lab, "etl_migrator", { memberOf: [{ role: permit, inherit: false }] });`,
};

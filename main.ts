import { S3Backend } from "cdktf";
import { AppPersona, DbaPersona, Environment, GatedApp, Login, OpsPersona } from "rolegate";

const app = new GatedApp(); // reads policies/, which the security owners keep

// Production is shared: nobody here can be given a way to the operating system.
const prod = Environment.shared(app, "prod", { username: "tfadmin" });
new S3Backend(prod, { bucket: "acme-terraform", key: "postgresql/prod", region: "eu-central-1" });

// The orders service. Its migrations own what they create; the app writes it, reporting reads it.
const orders = prod.database("orders").schema("orders");

new AppPersona(prod, "orders_owner", {
  login: Login.external(),
  access: [orders.own()],
  settings: { statement_timeout: "15min" },
});
new AppPersona(prod, "orders_app", {
  login: Login.password("orders_app_password", 1, { connectionLimit: 40 }),
  access: [orders.write()],
  settings: { search_path: ["orders"], statement_timeout: "30s" },
});
new AppPersona(prod, "orders_reporting", { login: Login.external(), access: [orders.read()] });

// SRE: everyone observes; two named people may end sessions. A persona without a login is a group.
const sre = new OpsPersona(prod, "ops_sre", { memberOf: ["pg_monitor"], access: [orders.read()] });
new OpsPersona(prod, "alice", { login: Login.external(), memberOf: [sre, "pg_signal_backend"] });
new OpsPersona(prod, "bob", { login: Login.external(), memberOf: [sre, "pg_signal_backend"] });
new OpsPersona(prod, "postgres_exporter", { login: Login.external({ connectionLimit: 3 }), memberOf: ["pg_monitor"] });

// DBAs work as themselves and step up with SET ROLE dba_team.
const dba = new DbaPersona(prod, "dba_team", { memberOf: ["pg_read_all_data", "pg_checkpoint"] });
new DbaPersona(prod, "dba_ann", { login: Login.external(), memberOf: [{ role: dba, inherit: false }] });

// The migration lab is isolated: one role, one permit, until the date in policies/allowlist.yaml.
const lab = Environment.isolated(app, "migration-lab", { username: "tfadmin" });
new S3Backend(lab, { bucket: "acme-terraform", key: "postgresql/migration-lab", region: "eu-central-1" });

new DbaPersona(lab, "etl_migrator", {
  login: Login.external({ validUntil: "2027-01-31T23:59:59Z" }),
  memberOf: ["pg_monitor", lab.permitServerProgram("etl_migrator")],
});

app.synth();

import { LocalBackend } from "cdktf";
import { Login } from "../../constructs/login";
import { judgeReadings } from "../../gates/judge-readings";
import { planReadings } from "../../gates/plan";
import { planInMemory } from "../../readers/plan/plan-bytes";
import { runIn } from "../cli/world";
import { driftFolder, urlOf } from "../support/applied-example";
import { AppPersona, appWith, DbaPersona, Environment, gate2, OpsPersona, POLICIES, removeFolders, stackText } from "../support/constructs";
import type { TestServer } from "../support/servers";
import { withServer } from "../support/servers";
import { terraform, withWorkspace } from "../support/terraform";
import { membershipsOn, onMajors } from "./support/acceptance";

afterAll(removeFolders);

/** The example's people, with what only our engine writes. */
const stackOf = (server: TestServer, major: number) => {
  const policies = {
    ...POLICIES,
    environments: POLICIES.environments.map((environment) =>
      environment.name === "prod"
        ? {
            ...environment,
            postgres: server.major,
            endpoints: [{ host: server.host, port: server.port }],
            administrators: [server.user],
            databases: ["orders"],
          }
        : environment,
    ),
    personas: POLICIES.personas.map((entry) => (entry.kind === "ops" ? { ...entry, roles: [...entry.roles, "alice"] } : entry)),
  };
  const app = appWith(gate2(policies), policies);
  const prod = Environment.shared(app, "prod", { engine: "rolegate", username: server.user, database: "orders", sslmode: "disable" });
  new LocalBackend(prod, { path: "terraform.tfstate" });
  const orders = prod.database("orders").schema("orders");
  new AppPersona(prod, "orders_owner", { login: Login.external(), access: [orders.own()], settings: { statement_timeout: "15min" } });
  new AppPersona(prod, "orders_app", {
    login: Login.external({ connectionLimit: 40 }),
    access: [orders.write()],
    settings: { search_path: ["orders", "$user"] },
  });
  const sre = new OpsPersona(prod, "ops_sre", { memberOf: ["pg_monitor"], access: [orders.read()] });
  new OpsPersona(prod, "alice", { login: Login.external(), memberOf: [sre] });
  const team = new DbaPersona(prod, "dba_team", { memberOf: ["pg_read_all_data"] });
  const options = major >= 16 ? { inherit: false, set: true } : {};
  new DbaPersona(prod, "dba_ann", { login: Login.external(), memberOf: [{ role: team, ...options }] });
  app.synth();
  return { text: stackText(app), policies };
};

onMajors("a program with the engine `rolegate` on PostgreSQL $major", ({ major }) => {
  test("is synthesized, planned, judged, applied, and then neither Terraform nor drift finds a difference", () =>
    withServer(major, async (server) => {
      await server.admin.query("CREATE DATABASE orders");
      const orders = await server.connect({ database: "orders" });
      await orders.query("CREATE SCHEMA orders; CREATE TABLE orders.invoice (id serial PRIMARY KEY)");
      const { text, policies } = stackOf(server, major);
      await withWorkspace({ env: { PGPASSWORD: server.password } }, async ({ folder, write, run, env }) => {
        write("cdk.tf.json", text);
        expect(await run("init")).toMatchObject({ code: 0 });
        expect(await run("plan", "-out=planned")).toMatchObject({ code: 0 });
        const { output } = await terraform(["show", "-json", "planned"], folder, env);
        const report = judgeReadings({
          readings: planReadings([planInMemory("plan.json", output)], policies),
          policy: policies,
          today: "2026-11-20",
          version: "0",
        });
        expect(report.findings.filter(({ severity, status }) => severity === "error" && status === "open")).toEqual([]);
        expect(await run("apply", "planned")).toMatchObject({ code: 0 });
        expect(await membershipsOn(server, major)).toEqual([
          "alice ops_sre",
          `dba_ann dba_team${major >= 16 ? " noinherit" : ""}`,
          "dba_team pg_read_all_data",
          "ops_sre pg_monitor",
        ]);
        expect(await run("plan", "-detailed-exitcode")).toMatchObject({ code: 0 });
      });
      const drift = await runIn(driftFolder(server, text, "", { first: true }), ["drift", "cdktf.out", urlOf(server), "--format", "json"]);
      expect(JSON.parse(drift.stdout)).toMatchObject({ verdict: "same" });
    }));
});

import { LocalBackend } from "cdktf";
import { Login } from "../../constructs/login";
import { judgeReadings } from "../../gates/judge-readings";
import { planReadings } from "../../gates/plan";
import { planInMemory } from "../../readers/plan/plan-bytes";
import { runIn } from "../cli/world";
import { COMMUNITY_ADDRESS, communityProvider } from "../support/community-provider";
import { AppPersona, appWith, DbaPersona, Environment, gate2, OpsPersona, POLICIES, removeFolders, stackText } from "../support/constructs";
import { type TestServer, withServer } from "../support/servers";
import { terraform, withWorkspace } from "../support/terraform";
import { onMajors } from "./support/acceptance";

afterAll(removeFolders);

const policiesOf = (server: TestServer) => ({
  ...POLICIES,
  environments: POLICIES.environments.map((environment) =>
    environment.name === "prod"
      ? { ...environment, postgres: server.major, endpoints: [{ host: server.host, port: server.port }], administrators: [server.user], databases: ["orders"] }
      : environment,
  ),
});

/** One program; nothing in it changes but the engine. */
const stackOf = (server: TestServer, engine: string): string => {
  const policies = policiesOf(server);
  const app = appWith(gate2(policies), policies);
  const prod = Environment.shared(app, "prod", { engine, username: server.user, database: "orders", sslmode: "disable" });
  new LocalBackend(prod, { path: "terraform.tfstate" });
  const orders = prod.database("orders").schema("orders");
  new AppPersona(prod, "orders_owner", { login: Login.external(), access: [orders.own()], settings: { statement_timeout: "15min" } });
  new AppPersona(prod, "orders_app", {
    login: Login.external({ connectionLimit: 40 }),
    access: [orders.write()],
    settings: { search_path: ["orders", "$user"], idle_in_transaction_session_timeout: "30s" },
  });
  const sre = new OpsPersona(prod, "ops_sre", { memberOf: ["pg_monitor"], access: [orders.read()] });
  new OpsPersona(prod, "ops_alice", { login: Login.external(), memberOf: [sre] });
  new DbaPersona(prod, "dba_team", { memberOf: ["pg_read_all_data"] });
  OpsPersona.existing(prod, "ops_outside", { memberOf: ["pg_monitor"] });
  app.synth();
  return stackText(app);
};

/** Everything that the two providers write, as the catalogs have it. */
const FACTS = `
SELECT 'role ' || rolname || ' ' || rolcanlogin || rolinherit || rolconnlimit AS fact FROM pg_roles WHERE oid >= 16384
UNION ALL SELECT 'member ' || to_jsonb(edge)::text FROM pg_auth_members AS edge WHERE member >= 16384
UNION ALL SELECT 'setting ' || setrole::regrole::text || setconfig::text FROM pg_db_role_setting
UNION ALL SELECT 'database ' || datname || datacl::text FROM pg_database WHERE datname = 'orders'
UNION ALL SELECT 'schema ' || nspname || nspacl::text FROM pg_namespace WHERE nspname = 'orders'
UNION ALL SELECT 'object ' || relname || relacl::text FROM pg_class WHERE relnamespace = 'orders'::regnamespace AND relacl IS NOT NULL
UNION ALL SELECT 'default ' || defaclrole::regrole::text || defaclobjtype::text || defaclacl::text FROM pg_default_acl ORDER BY 1`;

onMajors("a stack of the community provider on PostgreSQL $major", ({ major }) => {
  test("becomes one of ours by `rolegate migrate`, and the server is as it was", () =>
    withServer(major, async (server) => {
      await server.admin.query("CREATE DATABASE orders; ");
      const orders = await server.connect({ database: "orders" });
      await orders.query(
        "CREATE ROLE ops_outside LOGIN; CREATE SCHEMA orders; CREATE TABLE orders.invoice (id serial PRIMARY KEY); CREATE TABLE orders.line (id int)",
      );
      const facts = async (): Promise<readonly string[]> => (await orders.query<{ fact: string }>(FACTS)).rows.map(({ fact }) => fact);
      const others = { [COMMUNITY_ADDRESS]: communityProvider((sql) => orders.query(sql)) };
      await withWorkspace({ env: { PGPASSWORD: server.password }, others }, async ({ folder, write, read, run, env }) => {
        const done = async (...args: readonly string[]): Promise<string> => {
          const { code, output } = await run(...args);
          if (code !== 0) throw new Error(output);
          return output;
        };
        const shown = async (...file: readonly string[]): Promise<string> => (await terraform(["show", "-json", ...file], folder, env)).output;
        write("cdk.tf.json", stackOf(server, "postgresql"));
        await done("init");
        // One at a time: PostgreSQL refuses two changes of one tuple at once.
        await done("apply", "-auto-approve", "-parallelism=1");
        const before = await facts();
        write("state.json", await shown());
        write("cdk.tf.json", stackOf(server, "rolegate"));
        const migrated = await runIn(folder, ["migrate", "state.json", "."]);
        expect(migrated).toMatchObject({ code: 0 });
        expect(read("rolegate-migration.tf")).toContain("moved {\n  from = postgresql_role.orders_app\n  to   = rolegate_role.orders_app\n}");
        await done("init");
        await done("plan", "-out=planned");
        const plan = await shown("planned");
        const actions = (JSON.parse(plan).resource_changes as { address: string; change: { actions: string[] } }[]).map(
          ({ address, change }) => `${change.actions} ${address}`,
        );
        expect(actions.filter((each) => !/^(no-op|update rolegate_privileges|forget)/.test(each))).toEqual([]);
        const policy = policiesOf(server);
        const report = judgeReadings({ readings: planReadings([planInMemory("plan.json", plan)], policy), policy, today: "2026-11-20", version: "0" });
        expect(
          report.findings.filter(({ severity, status }) => severity === "error" && status === "open").map(({ rule, message }) => `${rule}: ${message}`),
        ).toEqual([]);
        await done("apply", "planned");
        expect(await facts()).toEqual(before);
        write("rolegate-migration.tf", "");
        expect(await run("plan", "-detailed-exitcode")).toMatchObject({ code: 0 });
        expect(await shown()).not.toContain("postgresql_");
      });
    }));
});

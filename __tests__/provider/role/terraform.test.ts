import { Client } from "pg";
import { type TestServer, withServer } from "../../support/servers";
import { type Workspace, type WorkspaceOptions, withWorkspace } from "../../support/terraform";
import { isWhole, linesOf, membershipsOn, onMajors, providerBlock } from "../support/acceptance";

const role = (name: string, body: string): string => `resource "rolegate_role" "${name}" {\n${body}\n}\n`;
const memberships = (body: string): string => `resource "rolegate_memberships" "all" {\n${body}\n}\n`;

const rolesOn = (server: TestServer): Promise<readonly string[]> =>
  linesOf(
    server,
    `SELECT concat_ws(' ', rolname, CASE WHEN rolcanlogin THEN 'login' END, CASE WHEN rolsuper THEN 'superuser' END, CASE WHEN rolcreatedb THEN 'createdb' END,
       CASE WHEN rolcreaterole THEN 'createrole' END, CASE WHEN NOT rolinherit THEN 'noinherit' END, CASE WHEN rolreplication THEN 'replication' END,
       CASE WHEN rolbypassrls THEN 'bypassrls' END, nullif(rolconnlimit, -1), to_char(rolvaliduntil AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI'),
       (SELECT string_agg(coalesce(datname || ':', '') || array_to_string(setconfig, ','), ' ' ORDER BY datname NULLS FIRST) FROM pg_db_role_setting
        LEFT JOIN pg_database d ON d.oid = setdatabase WHERE setrole = r.oid), shobj_description(oid, 'pg_authid')) AS line
     FROM pg_roles r WHERE oid >= 16384 ORDER BY 1`,
  );

const login = async ({ host, port }: TestServer, user: string, password: string): Promise<string> => {
  const client = new Client({ host, port, user, password, database: "test" });
  try {
    await client.connect();
    return "in";
  } catch (error) {
    return (error as Error).message;
  } finally {
    await client.end().catch(() => undefined);
  }
};

onMajors("rolegate_role on PostgreSQL $major, by Terraform", ({ major }) => {
  const on = <T>(use: (server: TestServer, workspace: Workspace) => Promise<T>, options: WorkspaceOptions = {}): Promise<T> =>
    withServer(major, (server) => withWorkspace(options, (workspace) => use(server, workspace)));

  const FULL = role(
    "app",
    `name = "orders_app"
     login = true
     inherit = false
     connection_limit = 5
     valid_until = "2030-01-31 12:00:00+01"
     settings = { statement_timeout = "60s", search_path = "orders,\\"Odd, name\\"", "app.mode" = "x=y" }
     database_settings = { test = { TimeZone = "UTC" } }
     comment = "it's ours"`,
  );
  const FULL_LINE = `orders_app login noinherit 5 2030-01-31 11:00 statement_timeout=60s,search_path=orders, "Odd, name",app.mode=x=y test:TimeZone=UTC it's ours`;
  const sorted = (lines: readonly string[]): readonly string[] => lines.map((line) => line.split(/[ ,]+/).sort().join(" "));

  test("what is applied is what the server has, the next plan is empty, what is left out goes back, and destroying drops it", () =>
    on(async (server, { write, run }) => {
      write("main.tf", providerBlock(server) + FULL);
      expect(await run("apply", "-auto-approve")).toMatchObject({ code: 0 });
      expect(sorted(await rolesOn(server))).toEqual(sorted([FULL_LINE]));
      expect(await run("plan", "-detailed-exitcode")).toMatchObject({ code: 0 });
      write("main.tf", providerBlock(server) + role("app", 'name = "orders_app"\nlogin = true'));
      expect(await run("apply", "-auto-approve")).toMatchObject({ code: 0 });
      expect(await rolesOn(server)).toEqual([expect.stringMatching(/^orders_app login( infinity)?$/)]);
      expect(await run("plan", "-detailed-exitcode")).toMatchObject({ code: 0 });
      expect(await run("destroy", "-auto-approve")).toMatchObject({ code: 0 });
      expect(await rolesOn(server)).toEqual([]);
    }));

  test("what was altered by hand shows in the plan, and the apply mends it", () =>
    on(async (server, { write, run }) => {
      write("main.tf", providerBlock(server) + FULL);
      await run("apply", "-auto-approve");
      await server.admin.query(
        "ALTER ROLE orders_app CREATEDB CONNECTION LIMIT 7; ALTER ROLE orders_app SET work_mem TO '8MB'; ALTER ROLE orders_app RESET statement_timeout; COMMENT ON ROLE orders_app IS 'mine'",
      );
      const { code, output } = await run("plan", "-detailed-exitcode");
      expect(code).toBe(2);
      expect(output).toMatch(/- create_database += true -> null/);
      expect(output).toMatch(/~ connection_limit += 7 -> 5/);
      expect(output).toMatch(/- "work_mem" += "8MB" -> null/);
      expect(output).toMatch(/\+ "statement_timeout" = "60s"/);
      expect(output).toMatch(/~ comment += "mine" -> "it's ours"/);
      expect(await run("apply", "-auto-approve")).toMatchObject({ code: 0 });
      expect(sorted(await rolesOn(server))).toEqual(sorted([FULL_LINE]));
      await server.admin.query("DROP ROLE orders_app");
      expect((await run("plan")).output).toContain("1 to add, 0 to change");
    }));

  test("a role and its memberships are planned, judged and made together", () =>
    on(async (server, { write, run }) => {
      const both = (given: string): string =>
        providerBlock(server) +
        role("team", 'name = "team"') +
        role("app", 'name = "orders_app"\nlogin = true') +
        memberships(`members = [rolegate_role.app.name, rolegate_role.team.name]
          grants = { (rolegate_role.app.name) = { (rolegate_role.team.name) = "default" }, (rolegate_role.team.name) = { ${given} } }`);
      write("main.tf", both('pg_execute_server_program = "default"'));
      const refused = await run("plan");
      expect(refused.code).toBe(1);
      expect(refused.output).toContain("orders_app inherits team, which inherits pg_execute_server_program");
      write("main.tf", both(""));
      const planned = await run("plan", "-out", "plan");
      expect(planned).toMatchObject({ code: 0 });
      expect(planned.output).not.toContain("Warning");
      expect(await run("apply", "plan")).toMatchObject({ code: 0 });
      expect(await membershipsOn(server, major)).toEqual(["orders_app team"]);
    }));

  test("a new name renames the role, and its memberships and objects stay", () =>
    on(async (server, { write, run }) => {
      const named = (name: string): string =>
        providerBlock(server) +
        role("app", `name = "${name}"\nlogin = true`) +
        memberships('members = [rolegate_role.app.name]\ngrants = { (rolegate_role.app.name) = { team = "default" } }');
      await server.admin.query("CREATE ROLE team");
      write("main.tf", named("orders_app"));
      await run("apply", "-auto-approve");
      await server.admin.query("CREATE SCHEMA orders AUTHORIZATION orders_app");
      write("main.tf", named("shop_app"));
      const { code, output } = await run("apply", "-auto-approve");
      expect(output).toContain("0 to add, 2 to change, 0 to destroy");
      expect(code).toBe(0);
      expect(await rolesOn(server)).toEqual(["shop_app login", "team"]);
      expect(await membershipsOn(server, major)).toEqual(["shop_app team"]);
      expect(await linesOf(server, "SELECT nspowner::regrole::text AS line FROM pg_namespace WHERE nspname = 'orders'")).toEqual(["shop_app"]);
      expect(await run("plan", "-detailed-exitcode")).toMatchObject({ code: 0 });
    }));

  test("a password is set, and is neither in plan, state nor output", () =>
    on(async (server, { write, run, read }) => {
      const withPassword = (version: string): string =>
        `${providerBlock(server)}variable "secret" {\n  type = string\n  ephemeral = true\n}\n` +
        role("app", `name = "orders_app"\nlogin = true\npassword_wo = var.secret\npassword_wo_version = "${version}"`);
      write("main.tf", withPassword("1"));
      const secret = (text: string): string => `-var=secret=${text}`;
      const outputs = [
        await run("plan", "-out", "plan", secret("first-secret")),
        await run("show", "-json", "plan"),
        await run("apply", secret("first-secret"), "plan"),
        await run("show", "-json"),
      ];
      expect(outputs.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
      expect(outputs.map(({ output }) => output).join()).not.toContain("first-secret");
      expect(read("terraform.tfstate")).not.toContain("first-secret");
      expect(await linesOf(server, "SELECT left(rolpassword, 13) AS line FROM pg_authid WHERE rolname = 'orders_app'")).toEqual(["SCRAM-SHA-256"]);
      expect(await login(server, "orders_app", "first-secret")).toBe("in");
      expect(await run("plan", "-detailed-exitcode", secret("second-secret"))).toMatchObject({ code: 0 });
      write("main.tf", withPassword("2"));
      expect(await run("apply", "-auto-approve", secret("zweites-Geheimnis-ü"))).toMatchObject({ code: 0 });
      expect(await linesOf(server, "SELECT left(rolpassword, 13) AS line FROM pg_authid WHERE rolname = 'orders_app'")).toEqual(["SCRAM-SHA-256"]);
      write("main.tf", providerBlock(server) + role("app", 'name = "orders_app"\nlogin = true'));
      expect(await run("apply", "-auto-approve")).toMatchObject({ code: 0 });
      expect(await linesOf(server, "SELECT coalesce(rolpassword, 'none') AS line FROM pg_authid WHERE rolname = 'orders_app'")).toEqual(["none"]);
    }));

  test("a role that owns or was granted something is not dropped, and what hangs on it is listed", () =>
    on(async (server, { write, run }) => {
      write("main.tf", providerBlock(server) + role("app", 'name = "orders_app"'));
      await run("apply", "-auto-approve");
      await server.admin.query(
        "CREATE SCHEMA orders AUTHORIZATION orders_app; CREATE TABLE t (); GRANT SELECT ON t TO orders_app; GRANT pg_monitor TO orders_app",
      );
      await server.admin.query("CREATE DATABASE other");
      const other = await server.connect({ database: "other" });
      await other.query("CREATE SCHEMA theirs AUTHORIZATION orders_app");
      const { code, output } = await run("destroy", "-auto-approve");
      expect(code).toBe(1);
      expect(output).toContain("Dropping orders_app takes its memberships along");
      expect(output).toContain("orders_app is a member of pg_monitor");
      expect(output).toContain("orders_app is not dropped");
      expect(output).toContain("in database test: owns schema orders");
      expect(output).toContain("in database test: has privileges on table public.t");
      expect(output).toContain("in database other: owns 1 schemas");
      expect(await rolesOn(server)).toEqual(["orders_app"]);
      await other.query("DROP SCHEMA theirs");
      await server.admin.query("DROP OWNED BY orders_app");
      expect(await run("destroy", "-auto-approve")).toMatchObject({ code: 0 });
      expect(await rolesOn(server)).toEqual([]);
    }));

  test("a login with CREATEROLE is enough", () =>
    on(async (server, { write, run }) => {
      await server.admin.query("CREATE ROLE maker LOGIN CREATEROLE PASSWORD 'm'");
      const block = providerBlock({ ...server, user: "maker", password: "m" });
      // Only a superuser sets a parameter that nobody defined.
      const full = FULL.replace(', "app.mode" = "x=y"', "").replace("login = true", 'login = true\npassword_wo = "p"\npassword_wo_version = "1"');
      write("main.tf", block + full);
      expect(await run("apply", "-auto-approve")).toMatchObject({ code: 0, output: expect.stringContaining("Apply complete") });
      expect(await run("plan", "-detailed-exitcode")).toMatchObject({ code: 0 });
      write("main.tf", block + full.replace("orders_app", "shop_app").replace("connection_limit = 5", ""));
      const renamed = await run("apply", "-auto-approve");
      expect(renamed).toMatchObject({ code: 0 });
      expect(renamed.output).toContain("A rename may take the password away");
      expect(await login(server, "shop_app", "p")).toBe("in");
      expect(await run("destroy", "-auto-approve")).toMatchObject({ code: 0 });
      expect(await rolesOn(server)).toEqual(["maker login createrole"]);
    }));

  if (isWhole(major)) {
    test("attributes are judged at plan time, each at its own line", () =>
      on(async (server, { write, run }) => {
        write("main.tf", providerBlock(server) + role("boss", 'name = "boss"\nlogin = true\nsuperuser = true'));
        const { code, output } = await run("plan");
        expect(code).toBe(1);
        expect(output).toContain("Refused by no-superuser");
        expect(output).toMatch(/\d+: superuser = true/);
        await server.admin.query("CREATE ROLE tool; GRANT pg_execute_server_program TO tool");
        write(
          "main.tf",
          providerBlock(server) +
            role("app", 'name = "app"\nlogin = true\nsettings = { role = "tool" }') +
            memberships('members = [rolegate_role.app.name]\ngrants = { (rolegate_role.app.name) = { tool = "default" } }'),
        );
        const reached = await run("plan");
        expect(reached.code).toBe(1);
        expect(reached.output).toContain("Refused by no-server-program");
      }));

    test("an administrator is altered by nobody", () =>
      on(async (server, { write, run }) => {
        write(
          "main.tf",
          providerBlock(server) +
            role(
              "admin",
              `name = "${server.user}"\nlogin = true\nsuperuser = true\ncreate_role = true\ncreate_database = true\nreplication = true\nbypass_row_level_security = true\npassword_wo = "mine"\npassword_wo_version = "1"`,
            ),
        );
        write("import.tf", `import {\n  to = rolegate_role.admin\n  id = "${server.user}"\n}\n`);
        const { code, output } = await run("plan");
        expect(code).toBe(1);
        expect(output).toContain("Refused by no-administrator-change");
      }));

    test("what is there is imported, not made over; the configuration can be generated", () =>
      on(async (server, { write, run, read }) => {
        await server.admin.query("CREATE ROLE orders_app LOGIN CONNECTION LIMIT 3; ALTER ROLE orders_app SET work_mem TO '8MB'");
        write("main.tf", providerBlock(server) + role("app", 'name = "orders_app"'));
        const refused = await run("plan");
        expect(refused.code).toBe(1);
        expect(refused.output).toContain("There is a role orders_app");
        write("main.tf", providerBlock(server));
        write("import.tf", 'import {\n  to = rolegate_role.app\n  id = "orders_app"\n}\n');
        expect(await run("plan", "-generate-config-out", "generated.tf")).toMatchObject({ code: 0 });
        expect(read("generated.tf")).toMatch(/connection_limit += 3/);
        const { output } = await run("plan");
        expect(output).toContain("1 to import, 0 to add, 0 to change");
        expect(await run("apply", "-auto-approve")).toMatchObject({ code: 0 });
        expect(await rolesOn(server)).toEqual(["orders_app login 3 work_mem=8MB"]);
      }));

    test("a server that changed between plan and apply is left as it is", () =>
      on(async (server, { write, run }) => {
        write("main.tf", providerBlock(server) + role("app", 'name = "orders_app"'));
        await run("apply", "-auto-approve");
        write("main.tf", providerBlock(server) + role("app", 'name = "orders_app"\nlogin = true'));
        await run("plan", "-out", "plan");
        await server.admin.query("ALTER ROLE orders_app CREATEDB");
        const { code, output } = await run("apply", "plan");
        expect(code).toBe(1);
        expect(output).toContain("The server changed since the plan");
        expect(output).toContain("create_database");
        expect(await rolesOn(server)).toEqual(["orders_app createdb"]);
      }));

    test("a rename that would clear an md5 password is refused, unless it comes with a new one", () =>
      on(async (server, { write, run }) => {
        await server.admin.query("SET password_encryption TO md5; CREATE ROLE orders_app LOGIN PASSWORD 'old'");
        write("main.tf", providerBlock(server) + role("app", 'name = "orders_app"\nlogin = true'));
        write("import.tf", 'import {\n  to = rolegate_role.app\n  id = "orders_app"\n}\n');
        expect(await run("apply", "-auto-approve")).toMatchObject({ code: 0 });
        write("main.tf", providerBlock(server) + role("app", 'name = "shop_app"\nlogin = true'));
        const refused = await run("plan");
        expect(refused.code).toBe(1);
        expect(refused.output).toContain("The rename would take the password away");
        write("main.tf", providerBlock(server) + role("app", 'name = "shop_app"\nlogin = true\npassword_wo = "new"\npassword_wo_version = "1"'));
        expect(await run("apply", "-auto-approve")).toMatchObject({ code: 0 });
        expect(await login(server, "shop_app", "new")).toBe("in");
      }));

    test("a name known only at apply is refused, or judged then; a replaced role is made again", () =>
      on(async (server, { write, run }) => {
        const later = (more: string): string =>
          `${providerBlock(server)}resource "terraform_data" "name" {\n  input = "boss"\n}\n${role("app", `name = terraform_data.name.output\n${more}`)}`;
        write("main.tf", later("superuser = true"));
        expect((await run("plan")).output).toContain("A name or option is not known at plan time");
        write("main.tf", later("superuser = true\nallow_unknown = true"));
        const applied = await run("apply", "-auto-approve");
        expect(applied.code).toBe(1);
        expect(applied.output).toContain("Refused by no-superuser");
        expect(await rolesOn(server)).toEqual([]);
        write("main.tf", later("allow_unknown = true"));
        expect(await run("apply", "-auto-approve")).toMatchObject({ code: 0 });
        expect(await run("apply", "-auto-approve", "-replace", "rolegate_role.app")).toMatchObject({ code: 0 });
        expect(await rolesOn(server)).toEqual(["boss"]);
      }));

    test("a state that an older version wrote is read: with attributes that are gone, and without those that came since", () =>
      on(async (server, { write, run }) => {
        await server.admin.query("CREATE ROLE orders_app LOGIN");
        const instance = { schema_version: 0, attributes: { name: "orders_app", login: true, former: "x" }, sensitive_attributes: [] };
        const provider = 'provider["registry.terraform.io/rolegate/rolegate"]';
        const stored = { mode: "managed", type: "rolegate_role", name: "app", provider, instances: [instance] };
        write("terraform.tfstate", JSON.stringify({ version: 4, terraform_version: "1.11.4", serial: 1, lineage: "l", outputs: {}, resources: [stored] }));
        write("main.tf", providerBlock(server) + role("app", 'name = "orders_app"\nlogin = true'));
        expect(await run("plan", "-detailed-exitcode")).toMatchObject({ code: 0 });
      }));

    test("two resources for one role are refused", () =>
      on(async (server, { write, run }) => {
        write("main.tf", providerBlock(server) + role("a", 'name = "app"') + role("b", 'name = "app"\nlogin = true'));
        const { code, output } = await run("plan");
        expect(code).toBe(1);
        expect(output).toContain("Both own the role app");
      }));
  }
});

import { rmSync } from "node:fs";
import { join } from "node:path";
import { IS_LONG } from "../../support/sample";
import { SAMPLED_MAJORS, type TestServer, withServer } from "../../support/servers";
import { hasTerraform, type Workspace, withWorkspace } from "../../support/terraform";
import { providerBlock } from "../support/acceptance";

/** What does not depend on the major is asked on one of them; all of it on each in the long run. */
const isWhole = (major: number): boolean => IS_LONG || major === SAMPLED_MAJORS.at(-1);

const described = hasTerraform ? describe.each(SAMPLED_MAJORS.map((major) => ({ major }))) : describe.skip.each([{ major: 16 as const }]);

described("rolegate_privileges on PostgreSQL $major, by Terraform", ({ major }) => {
  const on = <T>(use: (server: TestServer, workspace: Workspace) => Promise<T>): Promise<T> =>
    withServer(major, async (server) => {
      await server.admin.query(`
        CREATE ROLE app LOGIN; CREATE ROLE migrator LOGIN PASSWORD 'm'; CREATE ROLE alice;
        CREATE SCHEMA sales AUTHORIZATION migrator; CREATE SCHEMA "Odd, ""one""";
        SET ROLE migrator;
        CREATE TABLE sales.orders (id int, note text); CREATE TABLE sales.items (id int); CREATE VIEW sales.totals AS SELECT 1 AS one;
        CREATE SEQUENCE sales.numbers;
        CREATE FUNCTION sales.total(a int, VARIADIC b text[]) RETURNS int LANGUAGE sql AS 'SELECT 1';
        CREATE PROCEDURE sales.run() LANGUAGE sql AS 'SELECT 1';
        RESET ROLE`);
      return withWorkspace({}, (workspace) => use(server, workspace));
    });
  const privileges = (body: string, role = "app"): string => `resource "rolegate_privileges" "${role}" {\nrole = "${role}"\n${body}\n}\n`;
  const heldBy = async ({ admin }: TestServer, role: string): Promise<readonly string[]> => {
    const grantee = role === "public" ? "0" : `'${role}'::regrole`;
    const of = (name: string, acl: string, from: string): string =>
      `SELECT ${name} AS name, a.privilege_type, a.is_grantable FROM ${from}, aclexplode(${acl}) a WHERE a.grantee = ${grantee}`;
    const { rows } = await admin.query<{ line: string }>(`
      SELECT name || ': ' || string_agg(privilege_type || CASE WHEN is_grantable THEN '*' ELSE '' END, ' ' ORDER BY privilege_type) AS line FROM (
        ${of("relname", "relacl", "pg_class")} AND relnamespace = 'sales'::regnamespace
        UNION ALL ${of("relname || '.' || attname", "attacl", "pg_attribute JOIN pg_class c ON c.oid = attrelid")} AND relnamespace = 'sales'::regnamespace
        UNION ALL ${of("proname", "COALESCE(proacl, acldefault('f', proowner))", "pg_proc")} AND pronamespace = 'sales'::regnamespace
        UNION ALL ${of("nspname", "nspacl", "pg_namespace")} AND oid >= 16384
        UNION ALL ${of("datname", "datacl", "pg_database")} AND datname = 'test'
        ${major >= 15 ? `UNION ALL ${of("parname", "paracl", "pg_parameter_acl")}` : ""}
        UNION ALL ${of("'default ' || defaclobjtype::text || ' ' || defaclnamespace::regnamespace::text", "defaclacl", "pg_default_acl")}
      ) AS held GROUP BY name ORDER BY name COLLATE "C"`);
    return rows.map(({ line }) => line);
  };
  const ALL = `
    databases = { test = "CREATE,CONNECT" }
    schemas   = { sales = "USAGE", "Odd, \\"one\\"" = "CREATE,USAGE WITH GRANT OPTION" }
    tables    = { sales = { "*" = "SELECT", orders = "SELECT,INSERT WITH GRANT OPTION" } }
    sequences = { sales = { numbers = "USAGE" } }
    functions = { sales = { "total(integer, text[])" = "EXECUTE" } }
    ${major >= 15 ? 'parameters = { work_mem = "SET,ALTER SYSTEM" }' : ""}
    default_privileges = { migrator = { "tables in sales" = "SELECT", "functions" = "EXECUTE WITH GRANT OPTION" } }`;
  const ALL_HELD = [
    'Odd, "one": CREATE USAGE*',
    "default f -: EXECUTE*",
    "default r sales: SELECT",
    "items: SELECT",
    "numbers: USAGE",
    "orders: INSERT* SELECT",
    "sales: USAGE",
    "test: CONNECT CREATE",
    "total: EXECUTE",
    "totals: SELECT",
    ...(major >= 15 ? ["work_mem: ALTER SYSTEM SET"] : []),
  ];

  test("what is applied is what the server has, the next plan is empty, and destroying takes it away", () =>
    on(async (server, { write, run }) => {
      write("main.tf", providerBlock(server) + privileges(ALL));
      expect(await run("apply", "-auto-approve")).toMatchObject({ code: 0 });
      expect(await heldBy(server, "app")).toEqual(ALL_HELD);
      expect(await run("plan", "-detailed-exitcode")).toMatchObject({ code: 0 });
      expect(await run("destroy", "-auto-approve")).toMatchObject({ code: 0 });
      expect(await heldBy(server, "app")).toEqual([]);
    }));

  test("the owner of the objects is enough, and what everyone has by default goes", () =>
    on(async (server, { write, run }) => {
      write(
        "main.tf",
        providerBlock({ ...server, user: "migrator", password: "m" }) +
          privileges('schemas = { sales = "USAGE" }\ntables = { sales = { "*" = "SELECT" } }') +
          privileges('functions = { sales = { "*" = "NONE" } }\ndefault_privileges = { migrator = { functions = "NONE", types = "USAGE" } }', "public"),
      );
      expect(await run("apply", "-auto-approve")).toMatchObject({ code: 0 });
      expect(await heldBy(server, "app")).toEqual(["items: SELECT", "orders: SELECT", "sales: USAGE", "totals: SELECT"]);
      expect(await heldBy(server, "public")).toEqual([]);
      await server.admin.query("SET ROLE migrator; CREATE FUNCTION sales.later() RETURNS int LANGUAGE sql AS 'SELECT 1'; RESET ROLE");
      expect(await heldBy(server, "public")).toEqual([]);
      expect(await run("plan", "-detailed-exitcode")).toMatchObject({ code: 0 });
    }));

  test("what was granted, revoked or made by hand shows in the plan, also by others and on columns, and the apply mends it", () =>
    on(async (server, { write, run }) => {
      write("main.tf", providerBlock(server) + privileges(ALL));
      await run("apply", "-auto-approve");
      await server.admin.query(`
        GRANT UPDATE (note) ON sales.orders TO app; REVOKE USAGE ON SCHEMA sales FROM app; GRANT DELETE ON sales.items TO app;
        GRANT USAGE ON SCHEMA sales TO alice; GRANT TRUNCATE ON sales.totals TO alice WITH GRANT OPTION; SET ROLE alice; GRANT TRUNCATE ON sales.totals TO app; RESET ROLE;
        CREATE TABLE sales.later (id int); GRANT EXECUTE ON PROCEDURE sales.run() TO app`);
      const { code, output } = await run("plan", "-detailed-exitcode");
      expect(code).toBe(2);
      expect(output).toContain('"SELECT,INSERT WITH GRANT OPTION; UPDATE on column note" -> "SELECT,INSERT WITH GRANT OPTION"');
      expect(output).toMatch(/- "items" += "SELECT,DELETE" -> null/);
      expect(output).toMatch(/- "totals" += "SELECT; TRUNCATE granted by alice" -> null/);
      expect(output).toMatch(/- "later" += "NONE" -> null/);
      expect(output).toMatch(/- "run\(\)" += "EXECUTE" -> null/);
      expect(output).toMatch(/~ "sales" += "NONE" -> "USAGE"/);
      expect(await run("apply", "-auto-approve")).toMatchObject({ code: 0 });
      expect(await heldBy(server, "app")).toEqual([...ALL_HELD, "later: SELECT"].toSorted());
      expect(await run("plan", "-detailed-exitcode")).toMatchObject({ code: 0 });
    }));

  if (isWhole(major)) {
    test("what the resource no longer lists goes, and what was never listed stays", () =>
      on(async (server, { write, run }) => {
        await server.admin.query('GRANT TEMPORARY ON DATABASE test TO app; GRANT USAGE ON SCHEMA "Odd, ""one""" TO app');
        write("main.tf", providerBlock(server) + privileges('schemas = { sales = "USAGE" }\ntables = { sales = { items = "SELECT" } }'));
        expect(await run("apply", "-auto-approve")).toMatchObject({ code: 0 });
        write("main.tf", providerBlock(server) + privileges('schemas = { sales = "CREATE" }'));
        expect(await run("apply", "-auto-approve")).toMatchObject({ code: 0 });
        expect(await heldBy(server, "app")).toEqual(['Odd, "one": USAGE', "sales: CREATE", "test: TEMPORARY"]);
      }));

    test("what is there is not taken away unseen: created over, it is refused; imported, the plan shows it", () =>
      on(async (server, { write, run }) => {
        await server.admin.query("GRANT SELECT, DELETE ON sales.items TO app");
        write("main.tf", providerBlock(server) + privileges('tables = { sales = { orders = "SELECT" } }'));
        const refused = await run("apply", "-auto-approve");
        expect(refused.code).toBe(1);
        expect(refused.output).toContain("tables: sales: items: SELECT,DELETE");
        write("import.tf", 'import {\n  to = rolegate_privileges.app\n  id = "{\\"role\\": \\"app\\", \\"tables\\": [\\"sales\\"]}"\n}\n');
        const imported = await run("plan");
        expect(imported.output).toContain("1 to import, 0 to add, 1 to change");
        expect(imported.output).toMatch(/- "items" += "SELECT,DELETE" -> null/);
        expect(await run("apply", "-auto-approve")).toMatchObject({ code: 0 });
        expect(await heldBy(server, "app")).toEqual(["orders: SELECT"]);
      }));

    test("the configuration that an import generates changes nothing", () =>
      on(async (server, { folder, write, run }) => {
        write("main.tf", providerBlock(server) + privileges(ALL));
        await run("apply", "-auto-approve");
        rmSync(join(folder, "terraform.tfstate"));
        const id = {
          role: "app",
          databases: ["test"],
          schemas: ["sales", 'Odd, "one"'],
          tables: ["sales"],
          sequences: ["sales"],
          functions: ["sales"],
          parameters: ["work_mem"],
          default_privileges: ["migrator"],
        };
        write("main.tf", `${providerBlock(server)}import {\n  to = rolegate_privileges.app\n  id = ${JSON.stringify(JSON.stringify(id))}\n}\n`);
        expect(await run("plan", "-generate-config-out", "generated.tf")).toMatchObject({
          code: 0,
          output: expect.stringContaining("1 to import, 0 to add, 0 to change"),
        });
        expect(await run("apply", "-auto-approve")).toMatchObject({ code: 0 });
        expect(await heldBy(server, "app")).toEqual(ALL_HELD);
      }));

    test("a server that changed between plan and apply is left as it is, and a statement that fails takes back the others", () =>
      on(async (server, { write, run }) => {
        write("main.tf", providerBlock(server) + privileges('schemas = { sales = "USAGE" }'));
        await run("apply", "-auto-approve");
        await server.admin.query("GRANT CREATE ON SCHEMA sales TO app");
        await run("plan", "-out", "mend.tfplan");
        await server.admin.query("REVOKE USAGE ON SCHEMA sales FROM app");
        const { code, output } = await run("apply", "mend.tfplan");
        expect(code).toBe(1);
        expect(output).toContain("The server changed since the plan");
        write("main.tf", providerBlock(server) + privileges('schemas = { sales = "USAGE" }\ntables = { sales = { items = "SELECT", nothing = "SELECT" } }'));
        const failed = await run("apply", "-auto-approve");
        expect(failed.code).toBe(1);
        expect(failed.output).toContain('relation "sales.nothing" does not exist');
        expect(await heldBy(server, "app")).toEqual(["sales: CREATE"]);
      }));

    test("two resources that own the same are refused, and an object that the role owns", () =>
      on(async (server, { write, run }) => {
        const other = privileges('tables = { sales = { orders = "SELECT" } }').replace('"rolegate_privileges" "app"', '"rolegate_privileges" "other"');
        write("main.tf", providerBlock(server) + privileges('tables = { sales = { "*" = "SELECT" } }') + other);
        expect(await run("plan")).toMatchObject({ code: 1, output: expect.stringContaining("Both own tables of app in sales") });
        write("main.tf", providerBlock(server) + privileges('tables = { sales = { items = "SELECT" } }', "migrator"));
        expect(await run("plan")).toMatchObject({ code: 1, output: expect.stringContaining("migrator owns it: tables: sales: items") });
      }));

    test("a privilege that the rules refuse is refused at plan time, at its line", () =>
      on(async (server, { write, run }) => {
        await server.admin.query("CREATE FUNCTION sales.be(text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS 'BEGIN EXECUTE $1; END'");
        await server.admin.query("REVOKE EXECUTE ON FUNCTION sales.be(text) FROM PUBLIC");
        write("main.tf", providerBlock(server) + privileges('schemas = { sales = "USAGE" }\nfunctions = {\n  sales = { "be(text)" = "EXECUTE" }\n}\n'));
        const { code, output } = await run("plan");
        expect(code).toBe(1);
        expect(output).toContain("function sales.be(text), which runs as postgres");
        expect(output).toMatch(/on main.tf line \d+, in resource "rolegate_privileges" "app"/);
        if (major >= 15) {
          write("main.tf", providerBlock(server) + privileges('parameters = { archive_command = "ALTER SYSTEM" }'));
          expect(await run("plan")).toMatchObject({ code: 1, output: expect.stringContaining("archive_command") });
        }
      }));

    test("another database than the provider's, and one that is not there yet", () =>
      on(async (server, { write, run }) => {
        write("main.tf", providerBlock({ ...server, database: "postgres" }) + privileges('database = "test"\nschemas = { sales = "USAGE" }'));
        expect(await run("apply", "-auto-approve")).toMatchObject({ code: 0 });
        expect(await heldBy(server, "app")).toEqual(["sales: USAGE"]);
        write("main.tf", providerBlock({ ...server, database: "postgres" }) + privileges('database = "later"\nschemas = { sales = "USAGE" }'));
        const { code, output } = await run("plan");
        expect(code).toBe(0);
        expect(output).toContain("The database is not there yet");
        expect(output).toContain("must be replaced");
      }));
  }

  test("what this PostgreSQL does not have is refused at plan time", () =>
    on(async (server, { write, run }) => {
      write("main.tf", providerBlock(server) + privileges('tables = { sales = { items = "MAINTAIN" } }'));
      const maintained = await run("plan");
      expect(maintained.code).toBe(major >= 17 ? 0 : 1);
      if (major < 17) expect(maintained.output).toContain(`PostgreSQL ${major} has no MAINTAIN`);
    }));
});

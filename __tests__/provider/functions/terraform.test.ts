import { rmSync } from "node:fs";
import { join } from "node:path";
import { IS_LONG } from "../../support/sample";
import { SAMPLED_MAJORS, type TestServer, withServer } from "../../support/servers";
import { hasTerraform, type Workspace, withWorkspace } from "../../support/terraform";
import { providerBlock } from "../support/acceptance";

/** What does not depend on the major is asked on one of them; all of it on each in the long run. */
const isWhole = (major: number): boolean => IS_LONG || major === SAMPLED_MAJORS.at(-1);

const described = hasTerraform ? describe.each(SAMPLED_MAJORS.map((major) => ({ major }))) : describe.skip.each([{ major: 16 as const }]);

described("rolegate_function on PostgreSQL $major, by Terraform", ({ major }) => {
  const on = <T>(use: (server: TestServer, workspace: Workspace) => Promise<T>): Promise<T> =>
    withServer(major, async (server) => {
      await server.admin.query(`
        CREATE ROLE keeper; CREATE ROLE other; CREATE ROLE alice LOGIN PASSWORD 'a'; CREATE ROLE bob;
        CREATE ROLE maker LOGIN PASSWORD 'm'; GRANT keeper TO maker;
        CREATE SCHEMA ops; GRANT USAGE ON SCHEMA ops TO PUBLIC; GRANT CREATE ON SCHEMA ops TO keeper, maker;
        CREATE TYPE ops."Kind" AS ENUM ('a')`);
      return withWorkspace({}, (workspace) => use(server, workspace));
    });
  const func = (more: Readonly<Record<string, string>> = {}): string => {
    const body: Readonly<Record<string, string>> = {
      name: '"twice"',
      schema: '"ops"',
      arguments: `"n integer, words text DEFAULT 'it''s'::text, VARIADIC kinds ops.\\"Kind\\"[] DEFAULT NULL::ops.\\"Kind\\"[]"`,
      returns: '"TABLE(a integer, b text)"',
      language: '"plpgsql"',
      body: "\"BEGIN RETURN QUERY SELECT 2 * n, $1 || E'\\\\\\\\x'; END\"",
      security_definer: "true",
      volatility: '"stable"',
      parallel: '"restricted"',
      strict: "true",
      settings: '{ search_path = "pg_catalog, pg_temp", "work_mem" = "8MB" }',
      owner: '"keeper"',
      executors: '["bob", "alice"]',
      comment: '"It\'s for ops"',
      ...more,
    };
    return `resource "rolegate_function" "twice" {\n${Object.entries(body)
      .map(([name, value]) => `  ${name} = ${value}`)
      .join("\n")}\n}\n`;
  };
  const described = async ({ admin }: TestServer): Promise<readonly string[]> => {
    const { rows } = await admin.query<{ line: string }>(`
      SELECT concat_ws(' ', p.oid::regprocedure, 'of', proowner::regrole, CASE WHEN prosecdef THEN 'definer' END, provolatile, proparallel, proisstrict, proconfig,
        'by', (SELECT string_agg(CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END || CASE WHEN is_grantable THEN '*' ELSE '' END, ',' ORDER BY 1)
               FROM aclexplode(COALESCE(proacl, acldefault('f', proowner))) a WHERE a.grantee <> proowner), obj_description(p.oid, 'pg_proc')) AS line
      FROM pg_proc p WHERE pronamespace = 'ops'::regnamespace ORDER BY 1`);
    return rows.map(({ line }) => line);
  };
  const WHOLE = `ops.twice(integer,text,ops."Kind"[]) of keeper definer s r t {"search_path=pg_catalog, pg_temp",work_mem=8MB} by alice,bob It's for ops`;
  const PLAIN = { arguments: "null", returns: '"integer"', language: '"sql"', body: '"SELECT 1"', strict: "null", comment: "null" };

  test("what is applied is what the server has, the next plan is empty, and destroying drops it", () =>
    on(async (server, { write, run }) => {
      write("main.tf", providerBlock(server) + func());
      expect(await run("apply", "-auto-approve")).toMatchObject({ code: 0 });
      expect(await described(server)).toEqual([WHOLE]);
      expect(await run("plan", "-detailed-exitcode")).toMatchObject({ code: 0 });
      expect(await run("destroy", "-auto-approve")).toMatchObject({ code: 0 });
      expect(await described(server)).toEqual([]);
    }));

  test("a login that may act as the owner is enough, also where it is an executor, whatever its default privileges give", () =>
    on(async (server, { write, run }) => {
      await server.admin.query("ALTER DEFAULT PRIVILEGES FOR ROLE maker GRANT EXECUTE ON FUNCTIONS TO other");
      write("main.tf", providerBlock({ ...server, user: "maker", password: "m" }) + func({ ...PLAIN, executors: '["maker"]' }));
      expect(await run("apply", "-auto-approve")).toMatchObject({ code: 0 });
      expect(await described(server)).toEqual(['ops.twice() of keeper definer s r f {"search_path=pg_catalog, pg_temp",work_mem=8MB} by maker']);
      expect(await run("plan", "-detailed-exitcode")).toMatchObject({ code: 0 });
    }));

  test("what was changed by hand shows in the plan, and the apply mends it in one transaction", () =>
    on(async (server, { write, run }) => {
      write("main.tf", providerBlock(server) + func(PLAIN));
      await run("apply", "-auto-approve");
      await server.admin.query(`
        ALTER FUNCTION ops.twice() OWNER TO other; ALTER FUNCTION ops.twice() RESET ALL; ALTER FUNCTION ops.twice() STRICT;
        GRANT EXECUTE ON FUNCTION ops.twice() TO PUBLIC; GRANT EXECUTE ON FUNCTION ops.twice() TO alice WITH GRANT OPTION;
        SET ROLE alice; GRANT EXECUTE ON FUNCTION ops.twice() TO maker; RESET ROLE; COMMENT ON FUNCTION ops.twice() IS 'x'`);
      const { code, output } = await run("plan", "-detailed-exitcode");
      expect(code).toBe(2);
      expect(output).toMatch(/~ owner += "other" -> "keeper"/);
      expect(output).toMatch(/- strict += true -> null/);
      expect(output).toMatch(/- comment += "x" -> null/);
      expect(output).toContain('"maker, granted by alice"');
      expect(output).toContain('"alice WITH GRANT OPTION"');
      expect(output).toMatch(/"public"/);
      expect(await run("apply", "-auto-approve")).toMatchObject({ code: 0 });
      expect(await described(server)).toEqual(['ops.twice() of keeper definer s r f {"search_path=pg_catalog, pg_temp",work_mem=8MB} by alice,bob']);
      expect(await run("plan", "-detailed-exitcode")).toMatchObject({ code: 0 });
    }));

  if (isWhole(major)) {
    test("a new body replaces it in place, a new owner and executors too; new types make another function", () =>
      on(async (server, { write, run }) => {
        write("main.tf", providerBlock(server) + func(PLAIN));
        await run("apply", "-auto-approve");
        const { rows } = await server.admin.query("SELECT 'ops.twice()'::regprocedure::oid AS oid");
        write("main.tf", providerBlock(server) + func({ ...PLAIN, body: '"SELECT 2"', owner: '"other"', executors: '["keeper"]' }));
        expect(await run("apply", "-auto-approve")).toMatchObject({ code: 0 });
        expect(await server.admin.query("SELECT ops.twice() AS two, 'ops.twice()'::regprocedure::oid AS oid")).toMatchObject({
          rows: [{ two: 2, ...rows[0] }],
        });
        expect(await described(server)).toEqual(['ops.twice() of other definer s r f {"search_path=pg_catalog, pg_temp",work_mem=8MB} by keeper']);
        write("main.tf", providerBlock(server) + func({ ...PLAIN, arguments: '"n integer"' }));
        expect(await run("plan")).toMatchObject({ code: 0, output: expect.stringContaining("must be replaced") });
        expect(await run("apply", "-auto-approve")).toMatchObject({ code: 0 });
        expect(await described(server)).toEqual(['ops.twice(integer) of keeper definer s r f {"search_path=pg_catalog, pg_temp",work_mem=8MB} by alice,bob']);
      }));

    test("one that is there is not replaced unseen, and the configuration that its import generates changes nothing", () =>
      on(async (server, { folder, write, run }) => {
        write("main.tf", providerBlock(server) + func());
        await run("apply", "-auto-approve");
        rmSync(join(folder, "terraform.tfstate"));
        expect(await run("plan")).toMatchObject({ code: 1, output: expect.stringContaining("is there already") });
        const block = `import {\n  to = rolegate_function.twice\n  id = ${JSON.stringify('ops.twice(integer, text, ops."Kind"[])')}\n}\n`;
        write("main.tf", providerBlock(server) + block);
        expect(await run("plan", "-generate-config-out", "generated.tf")).toMatchObject({
          code: 0,
          output: expect.stringContaining("1 to import, 0 to add, 0 to change"),
        });
        expect(await run("apply", "-auto-approve")).toMatchObject({ code: 0 });
        expect(await described(server)).toEqual([WHOLE]);
      }));

    test("nobody may run it between its making and the end of the transaction, and a failure leaves nothing", () =>
      on(async (server, { write, run }) => {
        write("main.tf", providerBlock(server) + func({ ...PLAIN, executors: '["nobody"]' }));
        expect(await run("apply", "-auto-approve")).toMatchObject({ code: 1, output: expect.stringContaining('role "nobody" does not exist') });
        expect(await described(server)).toEqual([]);
        write("main.tf", providerBlock(server) + func({ ...PLAIN, arguments: '"n \\"int4\\""', returns: '"integer"' }));
        expect(await run("apply", "-auto-approve")).toMatchObject({ code: 1, output: expect.stringContaining("PostgreSQL prints it as `n integer`") });
        expect(await described(server)).toEqual([]);
      }));

    test("a server that changed between plan and apply is left as it is", () =>
      on(async (server, { write, run }) => {
        write("main.tf", providerBlock(server) + func(PLAIN));
        await run("apply", "-auto-approve");
        write("main.tf", providerBlock(server) + func({ ...PLAIN, body: '"SELECT 2"' }));
        await run("plan", "-out", "change.tfplan");
        await server.admin.query("GRANT EXECUTE ON FUNCTION ops.twice() TO other");
        expect(await run("apply", "change.tfplan")).toMatchObject({ code: 1, output: expect.stringContaining("The server changed since the plan") });
        expect(await server.admin.query("SELECT ops.twice() AS one")).toMatchObject({ rows: [{ one: 1 }] });
      }));

    test("a superuser's function and an untrusted language are refused at plan time, and a resource that owns the same EXECUTE", () =>
      on(async (server, { write, run }) => {
        write("main.tf", providerBlock(server) + func({ ...PLAIN, owner: '"postgres"', executors: '["alice"]' }));
        const { code, output } = await run("plan");
        expect(code).toBe(1);
        expect(output).toContain("Refused by");
        expect(output).toMatch(/on main.tf line \d+, in resource "rolegate_function" "twice"/);
        const both = 'resource "rolegate_privileges" "alice" {\n  role = "alice"\n  functions = { ops = {} }\n}\n';
        write("main.tf", providerBlock(server) + func(PLAIN) + both);
        expect(await run("plan")).toMatchObject({ code: 1, output: expect.stringContaining("Both own EXECUTE of alice on ops.twice()") });
      }));
  }
});

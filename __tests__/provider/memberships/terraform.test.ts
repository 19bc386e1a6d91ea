import { type TestServer, withServer } from "../../support/servers";
import { type Workspace, type WorkspaceOptions, withWorkspace } from "../../support/terraform";
import { isWhole, membershipsOn, onMajors, providerBlock } from "../support/acceptance";

onMajors("rolegate_memberships on PostgreSQL $major, by Terraform", ({ major }) => {
  const on = <T>(use: (server: TestServer, workspace: Workspace) => Promise<T>, options: WorkspaceOptions = {}): Promise<T> =>
    withServer(major, async (server) => {
      await server.admin.query("CREATE ROLE app LOGIN; CREATE ROLE reports LOGIN; CREATE ROLE team; CREATE ROLE tool");
      return withWorkspace(options, (workspace) => use(server, workspace));
    });
  const memberships = (name: string, body: string): string => `resource "rolegate_memberships" "${name}" {\n${body}\n}\n`;
  const APPS = memberships("apps", 'members = ["app", "reports"]\ngrants = {\napp = { team = "default" }\nreports = { team = "admin" }\n}');

  test("what is applied is what the server has, the next plan is empty, and destroying takes it away", () =>
    on(async (server, { write, run }) => {
      write("main.tf", providerBlock(server) + APPS);
      expect(await run("apply", "-auto-approve")).toMatchObject({ code: 0 });
      expect(await membershipsOn(server, major)).toEqual(["app team", "reports team admin"]);
      expect(await run("plan", "-detailed-exitcode")).toMatchObject({ code: 0 });
      expect(await run("destroy", "-auto-approve")).toMatchObject({ code: 0 });
      expect(await membershipsOn(server, major)).toEqual([]);
    }));

  test("what was granted, revoked or altered by hand shows in the plan, and the apply mends it in one transaction", () =>
    on(async (server, { write, run }) => {
      write("main.tf", providerBlock(server) + APPS);
      await run("apply", "-auto-approve");
      await server.admin.query("GRANT tool TO app; REVOKE team FROM reports; GRANT team TO app WITH ADMIN OPTION");
      const planned = await run("plan", "-detailed-exitcode");
      expect(planned.code).toBe(2);
      expect(planned.output).toMatch(/- "tool" = "default" -> null/);
      expect(planned.output).toMatch(/~ "team" = "admin" -> "default"/);
      expect(planned.output).toMatch(/\+ "reports" = \{/);
      expect(await run("apply", "-auto-approve")).toMatchObject({ code: 0 });
      expect(await membershipsOn(server, major)).toEqual(["app team", "reports team admin"]);
    }));

  test("a capability that the rules refuse is refused at plan time, also by a path through a role that Terraform does not manage", () =>
    on(async (server, { write, run }) => {
      await server.admin.query("GRANT pg_execute_server_program TO tool");
      write("main.tf", providerBlock(server) + memberships("apps", 'members = ["app"]\ngrants = { app = {\ntool = "default" } }'));
      const { code, output } = await run("plan");
      expect(code).toBe(1);
      expect(output).toContain("Refused by no-server-program");
      expect(output).toContain("app inherits tool, which inherits pg_execute_server_program");
      expect(output).toMatch(/on main.tf line \d+, in resource "rolegate_memberships" "apps"/);
      expect(await membershipsOn(server, major)).toEqual(["tool pg_execute_server_program"]);
    }));

  if (isWhole(major)) {
    test("what is there is not taken away unseen: created over, it is refused; imported, the plan shows it", () =>
      on(async (server, { write, run }) => {
        await server.admin.query("GRANT tool TO app");
        write("main.tf", providerBlock(server) + APPS);
        const refused = await run("apply", "-auto-approve");
        expect(refused.code).toBe(1);
        expect(refused.output).toContain("app in tool");
        expect(await membershipsOn(server, major)).toEqual(["app tool"]);
        write("import.tf", 'import {\n  to = rolegate_memberships.apps\n  id = "members=app,reports"\n}\n');
        const imported = await run("plan");
        expect(imported.output).toContain("1 to import, 0 to add, 1 to change");
        expect(imported.output).toMatch(/- "tool" = "default" -> null/);
        expect(await run("apply", "-auto-approve")).toMatchObject({ code: 0 });
        expect(await membershipsOn(server, major)).toEqual(["app team", "reports team admin"]);
      }));

    test("a wider scope takes nothing away unseen either", () =>
      on(async (server, { write, run }) => {
        write("main.tf", providerBlock(server) + memberships("apps", 'members = ["app"]\ngrants = { app = { team = "default" } }'));
        await run("apply", "-auto-approve");
        await server.admin.query("GRANT tool TO reports");
        write("main.tf", providerBlock(server) + memberships("apps", 'members = ["app", "reports"]\ngrants = { app = { team = "default" } }'));
        const refused = await run("plan");
        expect(refused.code).toBe(1);
        expect(refused.output).toContain("reports in tool");
      }));

    test("a server that changed between plan and apply is left as it is", () =>
      on(async (server, { write, run }) => {
        write("main.tf", providerBlock(server) + APPS);
        await run("apply", "-auto-approve");
        await server.admin.query("GRANT tool TO app");
        await run("plan", "-out", "mend.tfplan");
        await server.admin.query("GRANT tool TO reports");
        const { code, output } = await run("apply", "mend.tfplan");
        expect(code).toBe(1);
        expect(output).toContain("The server changed since the plan");
        expect(await membershipsOn(server, major)).toEqual(["app team", "app tool", "reports team admin", "reports tool"]);
      }));

    test("a statement that fails takes back the others", () =>
      on(async (server, { write, run }) => {
        write("main.tf", providerBlock(server) + memberships("apps", 'members = ["app"]\ngrants = { app = { team = "default", nobody = "default" } }'));
        const { code, output } = await run("apply", "-auto-approve");
        expect(code).toBe(1);
        expect(output).toContain('role "nobody" does not exist');
        expect(await membershipsOn(server, major)).toEqual([]);
        expect(await run("show")).toMatchObject({ output: expect.stringContaining("The state file is empty") });
      }));

    test("a lock that another session holds ends the wait, and nothing is done", () =>
      on(async (server, { write, run }) => {
        write("main.tf", providerBlock(server, "lock_timeout = 1") + APPS);
        const other = await server.connect();
        await other.query("BEGIN; LOCK TABLE pg_auth_members IN EXCLUSIVE MODE");
        const { code, output } = await run("apply", "-auto-approve");
        await other.query("ROLLBACK");
        expect(code).toBe(1);
        expect(output).toContain("Another session holds a lock that this change needs");
        expect(await membershipsOn(server, major)).toEqual([]);
      }));

    test("two resources that own the same memberships are refused", () =>
      on(async (server, { write, run }) => {
        const other = memberships("teams", 'roles = ["team"]\ngrants = { app = { team = "default" } }');
        write("main.tf", providerBlock(server) + APPS + other);
        const { code, output } = await run("plan");
        expect(code).toBe(1);
        expect(output).toContain("Two resources own the same");
      }));

    test("a name that is known only at apply is refused, or judged then, before any SQL", () =>
      on(async (server, { write, run }) => {
        const later = (more: string) =>
          `${providerBlock(server)}resource "terraform_data" "role" {\n  input = "pg_execute_server_program"\n}\n${memberships("apps", `members = ["app"]\n${more}\ngrants = { app = { (terraform_data.role.output) = "default" } }`)}`;
        write("main.tf", later(""));
        const refused = await run("plan");
        expect(refused.code).toBe(1);
        expect(refused.output).toContain("A name or option is not known at plan time");
        write("main.tf", later("allow_unknown = true"));
        expect(await run("plan")).toMatchObject({ code: 0 });
        const applied = await run("apply", "-auto-approve");
        expect(applied.code).toBe(1);
        expect(applied.output).toContain("Refused by no-server-program");
        expect(await membershipsOn(server, major)).toEqual([]);
      }));
  }

  if (major >= 16) {
    test("INHERIT and SET are given, kept apart and mended", () =>
      on(async (server, { write, run }) => {
        write(
          "main.tf",
          providerBlock(server) +
            memberships("apps", 'members = ["app", "reports"]\ngrants = { app = { team = "noinherit" }, reports = { team = "admin,noinherit,noset" } }'),
        );
        expect(await run("apply", "-auto-approve")).toMatchObject({ code: 0 });
        expect(await membershipsOn(server, major)).toEqual(["app team noinherit", "reports team admin noinherit noset"]);
        await server.admin.query("GRANT team TO app WITH INHERIT TRUE");
        expect(await run("plan", "-detailed-exitcode")).toMatchObject({ code: 2 });
        await run("apply", "-auto-approve");
        expect(await membershipsOn(server, major)).toEqual(["app team noinherit", "reports team admin noinherit noset"]);
      }));

    test("a second grantor is seen, and goes with the next apply", () =>
      on(async (server, { write, run }) => {
        await server.admin.query("CREATE ROLE alice LOGIN; GRANT team TO alice WITH ADMIN OPTION");
        write("main.tf", providerBlock(server) + APPS);
        await run("apply", "-auto-approve");
        await server.admin.query("SET SESSION AUTHORIZATION alice; GRANT team TO app; RESET SESSION AUTHORIZATION");
        const { code, output } = await run("plan", "-detailed-exitcode");
        expect(code).toBe(2);
        expect(output).toContain('"default, granted by alice" -> "default"');
        expect(await run("apply", "-auto-approve")).toMatchObject({ code: 0 });
        expect(await membershipsOn(server, major)).toEqual(["alice team admin", "app team", "reports team admin"]);
      }));

    test("a login with ADMIN OPTION is enough", () =>
      on(async (server, { write, run }) => {
        await server.admin.query("CREATE ROLE keeper LOGIN PASSWORD 'k'; GRANT team TO keeper WITH ADMIN TRUE, INHERIT FALSE, SET FALSE");
        write(
          "main.tf",
          providerBlock({ ...server, user: "keeper", password: "k" }) + memberships("apps", 'members = ["app"]\ngrants = { app = { team = "default" } }'),
        );
        expect(await run("apply", "-auto-approve")).toMatchObject({ code: 0 });
        expect(await membershipsOn(server, major)).toEqual(["app team by keeper", "keeper team admin noinherit noset"]);
        expect(await run("plan", "-detailed-exitcode")).toMatchObject({ code: 0 });
      }));
  } else {
    test("INHERIT and SET are refused at plan time", () =>
      on(async (server, { write, run }) => {
        write("main.tf", providerBlock(server) + memberships("apps", 'members = ["app"]\ngrants = { app = { team = "noset" } }'));
        const { code, output } = await run("plan");
        expect(code).toBe(1);
        expect(output).toContain(`PostgreSQL ${major} has no such options`);
      }));
  }
});

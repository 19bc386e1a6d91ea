import { type TestServer, withServer } from "../../support/servers";
import { type Workspace, type WorkspaceOptions, withWorkspace } from "../../support/terraform";
import { isWhole, membershipsOn, onMajors, providerBlock } from "../support/acceptance";
import { COMMUNITY, communityProvider } from "../support/community";

const membership = (name: string, body: string): string => `resource "rolegate_membership" "${name}" {\n${body}\n}\n`;

onMajors("rolegate_membership on PostgreSQL $major, by Terraform", ({ major }) => {
  const on = <T>(use: (server: TestServer, workspace: Workspace) => Promise<T>, options: WorkspaceOptions = {}): Promise<T> =>
    withServer(major, async (server) => {
      await server.admin.query("CREATE ROLE app LOGIN; CREATE ROLE team; CREATE ROLE tool");
      return withWorkspace(options, (workspace) => use(server, workspace));
    });
  const ONE = membership("one", 'member = "app"\nrole = "team"');

  test("is made, altered by hand and mended, moved to another role in one transaction, and destroyed", () =>
    on(async (server, { write, run }) => {
      write("main.tf", providerBlock(server) + ONE);
      expect(await run("apply", "-auto-approve")).toMatchObject({ code: 0 });
      expect(await membershipsOn(server, major)).toEqual(["app team"]);
      expect(await run("plan", "-detailed-exitcode")).toMatchObject({ code: 0 });
      await server.admin.query("GRANT team TO app WITH ADMIN OPTION");
      expect((await run("plan")).output).toMatch(/- options = "admin" -> null/);
      expect(await run("apply", "-auto-approve")).toMatchObject({ code: 0 });
      expect(await membershipsOn(server, major)).toEqual(["app team"]);
      await server.admin.query("REVOKE team FROM app; GRANT pg_monitor TO app");
      expect((await run("plan")).output).toContain("1 to add, 0 to change");
      await run("apply", "-auto-approve");
      write("main.tf", providerBlock(server) + membership("one", 'member = "app"\nrole = "tool"\noptions = "admin"'));
      expect(await run("apply", "-auto-approve")).toMatchObject({ code: 0 });
      expect(await membershipsOn(server, major)).toEqual(["app pg_monitor", "app tool admin"]);
      expect(await run("destroy", "-auto-approve")).toMatchObject({ code: 0 });
      expect(await membershipsOn(server, major)).toEqual(["app pg_monitor"]);
    }));

  test("two memberships that give something only together are refused, and each is at its own line", () =>
    on(async (server, { write, run }) => {
      write(
        "main.tf",
        providerBlock(server) + ONE + membership("two", 'member = "team"\nrole = "pg_execute_server_program"\ndepends_on = [rolegate_membership.one]'),
      );
      const { code, output } = await run("plan");
      expect(code).toBe(1);
      expect(output).toContain("app inherits team, which inherits pg_execute_server_program");
      expect(output).toMatch(/\d+: role = "pg_execute_server_program"/);
    }));

  if (isWhole(major)) {
    test("what a rolegate_memberships owns is not owned twice", () =>
      on(async (server, { write, run }) => {
        write("main.tf", `${providerBlock(server)}${ONE}resource "rolegate_memberships" "all" {\n  members = ["app"]\n  grants = {}\n}\n`);
        const { code, output } = await run("plan");
        expect(code).toBe(1);
        expect(output).toContain("Both own the membership of app in team");
      }));

    test("is imported", () =>
      on(async (server, { write, run }) => {
        await server.admin.query("GRANT team TO app WITH ADMIN OPTION");
        write("main.tf", providerBlock(server) + membership("one", 'member = "app"\nrole = "team"\noptions = "admin"'));
        write("import.tf", 'import {\n  to = rolegate_membership.one\n  id = "member=app,role=team"\n}\n');
        expect((await run("plan")).output).toContain("1 to import, 0 to add, 0 to change");
      }));

    test("comes from the community provider by `moved`, roles too, without a statement", () =>
      on(
        async (server, { write, run }) => {
          await server.admin.query("GRANT team TO app WITH ADMIN OPTION; ALTER ROLE app CONNECTION LIMIT 3");
          const block = providerBlock(server).replace(
            /required_providers .*/,
            'required_providers {\n    postgresql = { source = "cyrilgdn/postgresql" }\n    rolegate   = { source = "rolegate/rolegate" }\n  }',
          );
          write(
            "main.tf",
            `${block}resource "postgresql_role" "app" {\n  name = "app"\n  login = true\n  superuser = false\n  connection_limit = 3\n  roles = ["team"]\n}
resource "postgresql_grant_role" "one" {\n  role = "app"\n  grant_role = "team"\n  with_admin_option = true\n}\n`,
          );
          expect(await run("apply", "-auto-approve")).toMatchObject({ code: 0 });
          write(
            "main.tf",
            `${block}resource "rolegate_role" "app" {\n  name = "app"\n  login = true\n  connection_limit = 3\n}\n${membership("one", 'member = "app"\nrole = "team"\noptions = "admin"')}
moved {\n  from = postgresql_role.app\n  to = rolegate_role.app\n}\nmoved {\n  from = postgresql_grant_role.one\n  to = rolegate_membership.one\n}\n`,
          );
          const { output } = await run("plan", "-out", "plan");
          expect(output).toContain("postgresql_grant_role.one has moved to rolegate_membership.one");
          expect(output).toContain("postgresql_role.app has moved to rolegate_role.app");
          expect(output).toContain("0 to add, 0 to change, 0 to destroy");
          expect(output).toContain("The memberships of app are not moved with it");
          expect(await run("apply", "plan")).toMatchObject({ code: 0 });
          expect(await membershipsOn(server, major)).toEqual(["app team admin"]);
          expect(await run("plan", "-detailed-exitcode")).toMatchObject({ code: 0 });
        },
        { others: { [COMMUNITY]: communityProvider } },
      ));
  }
});

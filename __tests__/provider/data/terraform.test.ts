import { type TestServer, withServer } from "../../support/servers";
import { type Workspace, withWorkspace } from "../../support/terraform";
import { onMajors, providerBlock } from "../support/acceptance";

onMajors("data sources on PostgreSQL $major, by Terraform", ({ major }) => {
  const on = <T>(use: (server: TestServer, workspace: Workspace) => Promise<T>): Promise<T> =>
    withServer(major, async (server) => {
      await server.admin.query("CREATE ROLE app LOGIN CONNECTION LIMIT 2; CREATE ROLE app_tool; CREATE ROLE other; COMMENT ON ROLE app IS 'ours'");
      await server.admin.query("GRANT app_tool TO app WITH ADMIN OPTION; GRANT pg_execute_server_program TO app_tool");
      return withWorkspace({}, (workspace) => use(server, workspace));
    });
  const outputOf = async ({ run }: Workspace, name: string): Promise<unknown> => JSON.parse((await run("output", "-json", name)).output);

  test("rolegate_roles has roles by prefix, by name, and all of them", () =>
    on(async (server, workspace) => {
      workspace.write(
        "main.tf",
        `${providerBlock(server)}
data "rolegate_roles" "prefix" {\n  prefix = "app"\n}
data "rolegate_roles" "names" {\n  names = ["pg_monitor", "nobody"]\n}
data "rolegate_roles" "all" {}
output "prefix" {\n  value = data.rolegate_roles.prefix.roles\n}
output "names" {\n  value = keys(data.rolegate_roles.names.roles)\n}
output "all" {\n  value = keys(data.rolegate_roles.all.roles)\n}`,
      );
      expect(await workspace.run("apply", "-auto-approve")).toMatchObject({ code: 0 });
      expect(await outputOf(workspace, "prefix")).toEqual({
        app: expect.objectContaining({
          login: true,
          superuser: false,
          inherit: true,
          connection_limit: 2,
          valid_until: null,
          comment: "ours",
          memberships: { app_tool: "admin" },
        }),
        app_tool: expect.objectContaining({ login: false, connection_limit: -1, comment: null, memberships: { pg_execute_server_program: "default" } }),
      });
      expect(await outputOf(workspace, "names")).toEqual(["pg_monitor"]);
      expect(await outputOf(workspace, "all")).toEqual(["app", "app_tool", "other", server.user].sort());
      workspace.write("main.tf", `${providerBlock(server)}data "rolegate_roles" "both" {\n  prefix = "a"\n  names = []\n}`);
      expect((await workspace.run("validate")).output).toContain("Write either prefix or names");
    }));

  test("rolegate_access says what a role reaches and how, as it is after what the same apply changed", () =>
    on(async (server, workspace) => {
      const asked = (role: string, more = ""): string =>
        `${providerBlock(server)}data "rolegate_access" "it" {\n  role = "${role}"\n${more}}\noutput "tiers" {\n  value = data.rolegate_access.it.tiers\n}\noutput "reaches" {\n  value = data.rolegate_access.it.reaches\n}\n`;
      workspace.write("main.tf", asked("app"));
      expect(await workspace.run("apply", "-auto-approve")).toMatchObject({ code: 0 });
      expect(await outputOf(workspace, "tiers")).toMatchObject({ os: ["execute-server-program"] });
      expect(await outputOf(workspace, "reaches")).toContainEqual({
        tier: "os",
        capability: "execute-server-program",
        certainty: "certain",
        condition: null,
        path: "app inherits app_tool, which inherits pg_execute_server_program",
      });
      workspace.write(
        "main.tf",
        `${asked("other", "  depends_on = [rolegate_membership.it]\n")}resource "rolegate_membership" "it" {\n  member = "other"\n  role = "pg_monitor"\n}\n`,
      );
      expect(await workspace.run("apply", "-auto-approve")).toMatchObject({ code: 0 });
      expect(Object.keys((await outputOf(workspace, "tiers")) as object)).toEqual(["observe"]);
      workspace.write("main.tf", asked("ap"));
      expect((await workspace.run("plan")).output).toContain("There is no role ap in the input");
    }));
});

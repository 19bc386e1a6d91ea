import { folderWith, type Ran, runIn, stackJson } from "../cli/world";
import { TESTED_MAJORS, type TestServer, withServer } from "../support/servers";

const PASSWORD = "hunter2";

const checked = (server: TestServer, more: readonly string[]): Promise<Ran> => {
  const { host, port, major } = server;
  const files = {
    "policies/environments.yaml": `environments:\n  - { name: prod, kind: shared, postgres: ${major}, endpoints: [{ host: "${host}", port: ${port} }] }\n`,
    "policies/personas.yaml": 'personas:\n  app: { roles: ["*_app"], approved: [] }\n',
    "code/cdk.tf.json": stackJson([{ name: "orders_app", roles: ["team_orders"] }], host).replace('"port":5432', `"port":${port}`),
    "other/cdk.tf.json": stackJson([{ name: "orders_app" }], "elsewhere.example.com"),
  };
  return runIn(folderWith(files), ["check", "code", "--format", "json", ...more], { env: { PGPASSWORD: PASSWORD, HOME: "/nowhere" } });
};
const urlOf = ({ host, port }: TestServer): string => `postgres://auditor@${host}:${port}/postgres`;

interface Told {
  readonly rule: string;
  readonly severity: string;
  readonly status: string;
  readonly subject: string;
}
const told = ({ stdout }: Ran): readonly string[] =>
  (JSON.parse(stdout) as { readonly findings: readonly Told[] }).findings
    .filter(({ severity }) => severity === "error")
    .map(({ rule, status, subject }) => `${status} ${rule} ${subject}`);

describe.each([14, 18].filter((major) => TESTED_MAJORS.some((tested) => tested === major)))("a check that knows what a live PostgreSQL %i holds", (number) => {
  const major = TESTED_MAJORS.find((tested) => tested === number) ?? 18;

  it("judges a membership in a group that only the server has, and lets stand what was there before", async () => {
    await withServer(major, async (server) => {
      const { admin } = server;
      for (const statement of [`CREATE ROLE auditor LOGIN PASSWORD '${PASSWORD}'`, "CREATE ROLE team_orders"]) await admin.query(statement);
      const blind = await checked(server, []);
      expect(told(blind)).toEqual(["open require-known-group orders_app"]);

      const harmless = await checked(server, ["--facts", urlOf(server)]);
      expect(harmless).toMatchObject({ code: 0, stderr: "" });
      expect(told(harmless)).toEqual([]);
      expect(JSON.parse(harmless.stdout).inputs.map(({ kind }: { kind: string }) => kind)).toEqual(["terraform-source", "postgres"]);

      for (const statement of ["GRANT pg_execute_server_program TO team_orders", "CREATE ROLE joe LOGIN IN ROLE pg_read_all_data"])
        await admin.query(statement);
      const seen = await checked(server, ["--facts", urlOf(server)]);
      expect(seen.code).toBe(1);
      // What the group itself holds was there before; that the app joins it is the change.
      expect(told(seen)).toEqual(
        expect.arrayContaining(["open no-server-program orders_app", "standing no-server-program team_orders", "standing no-unapproved-predefined-role joe"]),
      );
      expect(told(seen).filter((each) => each.startsWith("open"))).toEqual(["open no-server-program orders_app"]);
      expect(seen.stdout + seen.stderr).not.toContain(PASSWORD);

      const elsewhere = await runIn(
        folderWith({ "other/cdk.tf.json": stackJson([{ name: "a" }], "elsewhere.example.com"), "policies/environments.yaml": environments(server) }),
        ["check", "other", "--facts", urlOf(server)],
        { env: { PGPASSWORD: PASSWORD, HOME: "/nowhere" } },
      );
      expect(elsewhere).toMatchObject({ code: 2, stdout: "" });
      expect(elsewhere.stderr).toContain("is the environment `prod`, and no input is about it");
    });
  });
});

const environments = ({ host, port, major }: TestServer): string =>
  `environments:\n  - { name: prod, kind: shared, postgres: ${major}, endpoints: [{ host: "${host}", port: ${port} }] }\n`;

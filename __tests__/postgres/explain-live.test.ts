import { readFileSync } from "node:fs";
import { join } from "node:path";
import { filesBelow, folderWith, runIn, stackJson } from "../cli/world";
import { SAMPLED_MAJORS, TESTED_MAJORS, type TestServer, withServer } from "../support/servers";

const PASSWORD = "hunter2/@:";
const urlOf = ({ host, port }: TestServer, user: string, database = "test", password = PASSWORD): string =>
  `postgres://${user}:${encodeURIComponent(password)}@${host}:${port}/${database}`;

/** A cluster with one way to the server's programs, a database that is closed to `auditor`, and one with a function that runs as its owner. */
const SETUP = [
  "CREATE ROLE etl NOLOGIN",
  "GRANT pg_execute_server_program TO etl",
  `CREATE ROLE orders_app LOGIN PASSWORD '${PASSWORD}' IN ROLE etl`,
  `CREATE ROLE auditor LOGIN PASSWORD '${PASSWORD}'`,
  "CREATE DATABASE closed",
  "REVOKE CONNECT ON DATABASE closed FROM PUBLIC",
  "CREATE DATABASE other",
];

const prepared = async (server: TestServer): Promise<void> => {
  for (const statement of SETUP) await server.admin.query(statement);
  const other = await server.connect({ database: "other" });
  await other.query("CREATE FUNCTION pay() RETURNS void LANGUAGE sql SECURITY DEFINER AS 'SELECT'");
};

const policies = ({ host, port }: TestServer, facts: string): Readonly<Record<string, string>> => ({
  "policies/environments.yaml": `environments:\n  - name: prod\n    kind: shared\n    endpoints: [{ host: "${host}", port: ${port} }]\n${facts}`,
});

describe.each(SAMPLED_MAJORS)("a live PostgreSQL %i", (major) => {
  it("is explained to an unprivileged login: roles, the objects of every database that it may enter, and what it did not see", async () => {
    await withServer(major, async (server) => {
      await prepared(server);
      const ran = await runIn(folderWith({}), ["explain", "orders_app", urlOf(server, "auditor"), "--format", "json"]);
      expect(ran).toMatchObject({ code: 0, stderr: "" });
      const { environment, postgres, capabilities, unseen } = JSON.parse(ran.stdout);
      expect({ environment, postgres }).toEqual({ environment: "unknown", postgres: [major] });
      expect(capabilities).toContainEqual({
        capability: "execute-server-program",
        tier: "os",
        certainty: "certain",
        condition: null,
        path: [
          { from: "orders_app", to: "etl", by: "inherit", via: null },
          { from: "etl", to: "pg_execute_server_program", by: "inherit", via: null },
        ],
        postgres: [major],
        source: null,
        follows: null,
      });
      expect(unseen).toContainEqual("unknown: the database `closed` was not read: `auditor` has no CONNECT on it");
      expect(unseen.filter((text: string) => text.includes("was not read"))).toHaveLength(1);

      const everyone = await runIn(folderWith({}), ["explain", "auditor", urlOf(server, "auditor")]);
      expect(everyone.stdout.replace(/\s+/g, " ")).toContain("can call function public.pay(), which runs as postgres");
      for (const text of [ran.stdout, everyone.stdout, everyone.stderr]) expect(text).not.toContain("hunter2");
      expect((await server.admin.query("SELECT 1 FROM pg_stat_activity WHERE application_name = 'rolegate'")).rowCount).toBe(0);
    });
  });

  it("is the environment of its host and port, at its own version, and another cluster is refused", async () => {
    await withServer(major, async (server) => {
      await prepared(server);
      const stated = major === 18 ? 17 : 18;
      const url = urlOf(server, "auditor");
      const ran = await runIn(folderWith(policies(server, `    postgres: ${stated}\n`)), ["explain", "auditor", url, "--format", "json"]);
      expect(JSON.parse(ran.stdout)).toMatchObject({ environment: "prod", postgres: [major] });
      expect(ran.stderr).toContain(`is PostgreSQL ${major}, and the policy files say ${stated} for \`prod\`: the server's own version counts`);

      const identifier = (await server.admin.query("SELECT system_identifier::text AS id FROM pg_control_system()")).rows[0]?.id;
      const same = await runIn(folderWith(policies(server, `    postgres: ${major}\n    systemIdentifier: "${identifier}"\n`)), ["explain", "auditor", url]);
      expect(same).toMatchObject({ code: 0, stderr: "" });
      const other = await runIn(folderWith(policies(server, `    postgres: ${major}\n    systemIdentifier: "7412345678901234567"\n`)), [
        "explain",
        "auditor",
        url,
      ]);
      expect(other).toMatchObject({ code: 2, stdout: "" });
      expect(other.stderr).toContain("is another cluster than the environment `prod`");
      expect(other.stderr).toContain(identifier);
    });
  });

  it("is compared with itself after a grant, and with the code that should describe it", async () => {
    await withServer(major, async (server) => {
      await prepared(server);
      const { admin } = server;
      const unread = await runIn(folderWith({}), ["diff", urlOf(server, "auditor"), urlOf(server, "auditor", "postgres")]);
      expect(unread.code).toBe(2);
      expect(unread.stdout).toMatch(/^NOT KNOWN: [\s\S]*the database `closed` was not read/);
      await admin.query("DROP DATABASE closed");
      const code = stackJson([
        { name: "auditor" },
        { name: "etl", login: false, roles: ["pg_execute_server_program"] },
        { name: "orders_app", roles: ["etl"] },
      ]);
      const folder = folderWith({ "code/cdk.tf.json": code, "before/cdk.tf.json": code });
      const same = await runIn(folder, ["diff", urlOf(server, "auditor"), urlOf(server, "auditor", "postgres")]);
      expect(same.code).toBe(0);
      await admin.query("GRANT etl TO auditor");
      const ran = await runIn(folder, ["diff", "code", urlOf(server, "auditor"), "--format", "json"]);
      expect(ran.code).toBe(1);
      const [environment] = JSON.parse(ran.stdout).environments;
      expect(environment.postgres).toEqual([major]);
      const gained = environment.roles.find(({ role }: { role: string }) => role === "auditor");
      expect(gained.gains.roles).toMatchObject([{ role: "pg_execute_server_program", path: [{ to: "etl" }, { to: "pg_execute_server_program" }] }]);
      const app = environment.roles.find(({ role }: { role: string }) => role === "orders_app");
      expect(app?.gains.roles ?? []).toEqual([]);
      expect(ran.stdout + ran.stderr).not.toContain("hunter2");
    });
  });
});

describe("a server that cannot be read", () => {
  const major = TESTED_MAJORS.at(-1);
  if (major === undefined) throw new Error("no major is tested");

  it("is exit 2 with what is wrong and what to do, and without a password", async () => {
    await withServer(major, async (server) => {
      await prepared(server);
      const { host, port } = server;
      const at = `${host}:${port}`;
      const attempts: readonly (readonly [string, Readonly<Record<string, string>>, string])[] = [
        [urlOf(server, "auditor", "test", "hunter2"), {}, `cannot connect to \`postgres://auditor@${at}/test\`: the password of \`auditor\` is wrong`],
        [`postgres://auditor@${at}/test`, { HOME: "/nowhere" }, "it wants a password, and none is known"],
        [urlOf(server, "auditor", "missing"), {}, "there is no database `missing`"],
        [urlOf(server, "auditor", "closed"), {}, "`auditor` may not enter the database `closed`"],
        [urlOf(server, "nobody"), {}, "the password of `nobody` is wrong"],
        [`${urlOf(server, "auditor")}?sslmode=require`, {}, "it has no TLS, and sslmode `require` wants it"],
        [`postgres://u:hunter2@${host}:1/d`, {}, "nothing listens there"],
        ["postgres://u:hunter2@no-such-host.invalid/d", {}, "the host `no-such-host.invalid` is not known"],
        ["postgres://u:hunter2@/d?host=/nowhere", {}, "there is no socket `/nowhere/.s.PGSQL.5432`"],
      ];
      for (const [url, env, words] of attempts) {
        const ran = await runIn(folderWith({}), ["explain", "--all", url], { env });
        expect(ran).toMatchObject({ code: 2, stdout: "" });
        expect(ran.stderr).toContain(words);
        expect(ran.stderr).not.toContain("hunter2");
        expect(ran.stderr).not.toContain("internal fault");
      }
    });
  });

  it("is read with the password of a command, once for all its databases", async () => {
    await withServer(major, async (server) => {
      await prepared(server);
      const folder = folderWith({ password: `${PASSWORD}\nanother line\n` });
      const url = `postgres://auditor@${server.host}:${server.port}/test?sslmode=disable`;
      const ran = await runIn(folder, ["explain", "auditor", url, "--password-command", "echo x >> asked && cat password"], {
        env: { PATH: process.env.PATH },
      });
      expect(ran).toMatchObject({ code: 0, stderr: "" });
      expect(filesBelow(folder)).toContain("asked");
      expect(readFileSync(join(folder, "asked"), "utf8").trim()).toBe("x");
    });
  });
});

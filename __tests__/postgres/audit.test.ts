import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { folderWith, type Ran, runIn } from "../cli/world";
import { SAMPLED_MAJORS, TESTED_MAJORS, type TestServer, withServer } from "../support/servers";

const PASSWORD = "hunter2";
const ENV = { PGPASSWORD: PASSWORD, HOME: "/nowhere" };

const identifierOf = async ({ admin }: TestServer): Promise<string> =>
  (await admin.query<{ id: string }>("SELECT system_identifier::text AS id FROM pg_control_system()")).rows[0]?.id ?? "";

/** Policy files with the server as the environment `prod`. */
const policies = ({ host, port, major }: TestServer, identifier: string, more = ""): string =>
  `environments:
  - name: prod
    kind: shared
    postgres: ${major}
    endpoints: [{ host: "${host}", port: ${port} }]
    systemIdentifier: "${identifier}"
    audit: { user: auditor, sslmode: disable }
${more}`;

const DOWN = `  - name: lab
    kind: isolated
    postgres: 17
    endpoints: [{ host: 127.0.0.1, port: 1 }]
`;

const PERSONAS = `personas:
  app: { roles: ["*_app", auditor], approved: [] }
`;

/** A cluster with an auditor and an app, and a database that the auditor cannot enter. */
const CLEAN = [`CREATE ROLE auditor LOGIN PASSWORD '${PASSWORD}'`, "CREATE ROLE orders_app LOGIN"];
const CLOSED = ["CREATE DATABASE payroll", "REVOKE CONNECT ON DATABASE payroll FROM PUBLIC"];
const PROGRAM = ["CREATE ROLE etl", "GRANT pg_execute_server_program TO etl", "GRANT etl TO orders_app"];

const audited = async (server: TestServer, argv: readonly string[], more = "", files: Readonly<Record<string, string>> = {}): Promise<Ran> =>
  runIn(
    folderWith({ "policies/environments.yaml": policies(server, await identifierOf(server), more), "policies/personas.yaml": PERSONAS, ...files }),
    ["audit", ...argv],
    { env: ENV },
  );

const prepare = async ({ admin }: TestServer, statements: readonly string[]): Promise<void> => {
  for (const statement of statements) await admin.query(statement);
};

describe.each(SAMPLED_MAJORS)("an audit of PostgreSQL %i", (major) => {
  it("finds nothing in a clean cluster, and a way to the operating system in a bad one", async () => {
    await withServer(major, async (server) => {
      await prepare(server, CLEAN);
      const clean = await audited(server, ["--environment", "prod", "--format", "json"]);
      expect(clean).toMatchObject({ code: 0, stderr: "" });
      const report = JSON.parse(clean.stdout);
      expect(report).toMatchObject({
        schema: "rolegate.report/1",
        verdict: "allow",
        inputs: [{ kind: "postgres", path: `postgres://auditor@${server.host}:${server.port}/postgres`, judged: ["roles"] }],
        environments: [{ name: "prod", kind: "shared", postgres: [major], administrators: ["postgres"] }],
      });
      expect(report.findings.filter(({ rule }: { rule: string }) => rule !== "require-supported-minor")).toEqual([]);

      await prepare(server, PROGRAM);
      const bad = await audited(server, ["--environment", "prod", "--format", "json"]);
      expect(bad.code).toBe(1);
      expect(JSON.parse(bad.stdout).findings).toContainEqual(
        expect.objectContaining({
          rule: "no-server-program",
          severity: "error",
          environment: "prod",
          subject: "orders_app",
          path: [
            { from: "orders_app", to: "etl", by: "inherit", via: null },
            { from: "etl", to: "pg_execute_server_program", by: "inherit", via: null },
          ],
        }),
      );
      expect(bad.stdout + bad.stderr).not.toContain(PASSWORD);
    });
  });

  it("says which database it could not enter, which is an error when all are demanded", async () => {
    await withServer(major, async (server) => {
      await prepare(server, [...CLEAN, ...CLOSED]);
      const warned = await audited(server, ["--environment", "prod", "--format", "json"]);
      expect(warned.code).toBe(0);
      const unseen = { rule: "no-unseen-database", severity: "warning", message: "the database payroll was not read: `auditor` has no CONNECT on it" };
      expect(JSON.parse(warned.stdout).findings).toContainEqual(expect.objectContaining(unseen));
      const complete = await audited(server, ["--environment", "prod", "--complete", "--format", "json"]);
      expect(complete.code).toBe(1);
      expect(JSON.parse(complete.stdout).findings).toContainEqual(expect.objectContaining({ ...unseen, severity: "error" }));
    });
  });
});

describe("an audit", () => {
  const major = TESTED_MAJORS.at(-1);
  if (major === undefined) throw new Error("no major is tested");

  it("of all environments tells one that is down beside the others, and is exit 2", async () => {
    await withServer(major, async (server) => {
      await prepare(server, [...CLEAN, ...PROGRAM]);
      const ran = await audited(server, ["--all", "--format", "json"], DOWN);
      expect(ran.code).toBe(2);
      const report = JSON.parse(ran.stdout);
      expect(report.verdict).toBe("deny");
      expect(report.unjudged).toMatchObject([{ environment: "lab", why: expect.stringContaining("nothing listens there") }]);
      expect(report.findings.map(({ rule }: { rule: string }) => rule)).toContain("no-server-program");
      const text = await audited(server, ["--all"], DOWN);
      expect(text.stdout).toMatch(/^DENIED: \d errors? .*in prod; 1 environment could not be judged\nunjudged {2}lab: /);
    });
  });

  it("makes known findings standing for 180 days from when they became known, and says that the promise is not kept", async () => {
    await withServer(major, async (server) => {
      await prepare(server, [...CLEAN, ...PROGRAM]);
      const first = await audited(server, ["--environment", "prod", "--format", "json", "--today", "2026-06-01"]);
      const known = (today: string, baseline = first.stdout): Promise<Ran> =>
        audited(server, ["--environment", "prod", "--baseline", "known.json", "--today", today, "--format", "json"], "", { "known.json": baseline });
      const later = await known("2026-11-20");
      expect(later.code).toBe(0);
      expect(JSON.parse(later.stdout)).toMatchObject({
        verdict: "allow",
        baseline: { path: "known.json", made: "2026-06-01", ended: 0, gone: 0, until: "2026-11-28" },
      });
      expect((await known("2026-11-28", later.stdout)).code).toBe(0);
      expect((await known("2026-11-29")).code).toBe(1);
      // Made anew, it gains no time.
      expect((await known("2026-11-29", later.stdout)).code).toBe(1);
      const folder = folderWith({ "policies/environments.yaml": policies(server, await identifierOf(server)), "policies/personas.yaml": PERSONAS });
      writeFileSync(join(folder, "known.json"), first.stdout);
      const text = await runIn(folder, ["audit", "--environment", "prod", "--baseline", "known.json"], { env: ENV });
      expect(text.stdout).toMatch(
        /^ALLOWED: no new errors, but the promise is not kept: \d known errors in prod\nbaseline {2}known.json of 2026-06-01 knows \d findings/,
      );
      await prepare(server, ["GRANT pg_read_all_data TO orders_app"]);
      expect((await runIn(folder, ["audit", "--environment", "prod", "--baseline", "known.json"], { env: ENV })).code).toBe(1);
    });
  });
});

describe("the access report of an audit", () => {
  const major = TESTED_MAJORS.at(-1);
  if (major === undefined) throw new Error("no major is tested");

  it("says who reaches what, by which path, permitted by whom until when, in every format", async () => {
    await withServer(major, async (server) => {
      await prepare(server, [...CLEAN, ...PROGRAM, 'CREATE ROLE "=1+1" LOGIN IN ROLE pg_stat_scan_tables', "CREATE ROLE ann LOGIN IN ROLE pg_monitor"]);
      const files = {
        "policies/personas.yaml": 'personas:\n  app: { roles: ["*_app", auditor], approved: [] }\n  ops: { roles: [ann], approved: [pg_monitor] }\n',
        "policies/waivers.yaml":
          'waivers:\n  - { rule: no-unapproved-predefined-role, environment: prod, subject: "=1+1", reason: old job, owner: a@example.com, expires: 2026-12-15 }\n',
      };
      const access = (format: string): Promise<Ran> => audited(server, ["--all", "--access", "--format", format], DOWN, files);
      const json = await access("json");
      expect(json.code).toBe(2);
      const report = JSON.parse(json.stdout);
      expect(report).toMatchObject({ schema: "rolegate.access/1", environments: ["prod"], unjudged: ["lab"] });
      const of = (role: string) => report.access.filter((row: { role: string }) => row.role === role);
      expect(of("postgres")).toMatchObject([{ tier: "superuser", permitted: { by: "administrator", until: null } }]);
      expect(of("orders_app")).toMatchObject([
        { capability: "execute-server-program", path: [{ to: "etl" }, { to: "pg_execute_server_program" }], permitted: null },
      ]);
      expect(of("ann")[0]).toMatchObject({ capability: "monitor", permitted: { by: "approved", entry: "policies/personas.yaml:3" } });
      expect(of("=1+1")).toMatchObject([{ permitted: { by: "waiver", owner: "a@example.com", reason: "old job", until: "2026-12-15" } }]);

      const csv = (await access("csv")).stdout.split("\r\n");
      expect(csv[1]).toBe("lab,,,,,this environment could not be read,,,,,");
      expect(csv).toContain('prod,"\'=1+1",observe,stat-scan-tables,certain,`=1+1` inherits pg_stat_scan_tables,waiver,,a@example.com,old job,2026-12-15');
      expect((await access("text")).stdout).toContain("orders_app inherits etl, which inherits pg_execute_server_program\n      permitted by nobody");
      const html = (await access("html")).stdout;
      expect(html).toContain("<td><strong>nobody</strong></td>");
      expect(html).toContain("not in this report, because they could not be read: lab");
      expect((await access("sarif")).stderr).toContain("there are text, json, csv and html");
    });
  });
});

describe("an audit that cannot begin", () => {
  const folder = folderWith({ "policies/environments.yaml": `environments:\n${DOWN}`, "other.json": "{}", "broken.json": "{" });
  it.each<[string, readonly string[], string]>([
    ["says neither URL nor environment", [], "audit takes a URL, `--environment NAME` or `--all`\n  the policy files have `lab`"],
    ["names an unknown environment", ["--environment", "lap"], "the environment `lap` is not in the policy files\n  did you mean `lab`?"],
    ["names a URL and all", ["postgres://h/d", "--all"], "audit takes a URL or `--all`, not both"],
    ["names what is no URL", ["cdktf.out"], "audit takes the URL of a live server"],
    ["names a server with its password in another form", ["host=h password=hunter2"], "an input looks like the address of a server"],
    ["has a baseline that is no report", ["--all", "--baseline", "other.json"], "`other.json` cannot be a baseline: it is no report of rolegate"],
    ["has a baseline that is no JSON", ["--all", "--baseline", "broken.json"], "`broken.json` cannot be a baseline: it is no JSON"],
    ["has no baseline", ["--all", "--baseline", "absent.json"], "absent.json"],
    ["wants a live server as what the code declares", ["--all", "--desired", "postgres://u:hunter2@h/d"], "--desired is what the code declares"],
    ["finds its one server down", ["--environment", "lab"], "nothing listens there"],
  ])("because it %s is exit 2", async (_title, argv, words) => {
    const ran = await runIn(folder, ["audit", ...argv], { env: ENV });
    expect(ran).toMatchObject({ code: 2, stdout: "" });
    expect(ran.stderr).toContain(words);
    expect(ran.stderr).not.toContain("hunter2");
  });
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CLEAN, ENVIRONMENTS, folderWith, PERSONAS, PROGRAM, runIn, stackJson } from "./world";

const POLICIES = { "policies/environments.yaml": ENVIRONMENTS, "policies/personas.yaml": PERSONAS };
const stacks = (texts: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [`${name}/cdk.tf.json`, text]));
const LOGIN = stackJson([{ name: "orders_app" }, { name: "etl", login: false, roles: ["pg_execute_server_program"] }]);

describe("rolegate diff", () => {
  it("says who gains what and by which path, and exits 1", async () => {
    const ran = await runIn(folderWith(stacks({ a: LOGIN, b: PROGRAM })), ["diff", "a", "b"]);
    expect(ran).toMatchObject({ code: 1, stderr: "" });
    expect(ran.stdout.replace(/\n */g, " ")).toContain("orders_app gains execute-server-program: it inherits etl, which inherits pg_execute_server_program");
    expect(ran.stdout).toMatch(/^DIFFERENT: 1 gain, 0 losses, 0 held in another way, from a to b\n\nunknown, PostgreSQL 14, 15, 16, 17 and 18\n/);
    const back = await runIn(folderWith(stacks({ a: LOGIN, b: PROGRAM })), ["diff", "b", "a"]);
    expect(back.code).toBe(1);
    expect(back.stdout).toMatch(/^DIFFERENT: 0 gains, 1 loss/);
  });

  it("exits 0 where every role has what it had", async () => {
    const ran = await runIn(folderWith({ ...stacks({ a: CLEAN, b: CLEAN }), ...POLICIES }), ["diff", "a", "b"]);
    expect(ran).toEqual({ code: 0, stdout: "SAME: every role has what it had, in the same way, from a to b\n", stderr: "" });
  });

  it("sees a role that is gained beside what it gives, such as a stronger one before", async () => {
    const [a, b] = [["pg_monitor"], ["pg_monitor", "pg_read_all_stats"]].map((roles) => stackJson([{ name: "ops_ann", roles }]));
    const ran = await runIn(folderWith({ ...stacks({ a: a ?? "", b: b ?? "" }), ...POLICIES }), ["diff", "a", "b", "--format", "json"]);
    expect(ran.code).toBe(1);
    expect(JSON.parse(ran.stdout).environments[0].roles).toMatchObject([
      {
        role: "ops_ann",
        gains: { capabilities: [] },
        changed: expect.arrayContaining([expect.objectContaining({ capability: "read-all-stats", kind: "path" })]),
      },
    ]);
  });

  it("reports what is granted to a predefined role, and not what such a role is", async () => {
    const granted = stackJson([{ name: "ops_ann", roles: ["pg_monitor"] }]).replace(
      '"postgresql_role"',
      '"postgresql_grant_role":{"x":{"role":"pg_monitor","grant_role":"pg_write_server_files"}},"postgresql_role"',
    );
    const none = stackJson([{ name: "ops_ann" }]);
    const folder = folderWith({ ...stacks({ none, monitor: stackJson([{ name: "ops_ann", roles: ["pg_monitor"] }]), granted }), ...POLICIES });
    const roles = async (a: string, b: string) => {
      const { environments } = JSON.parse((await runIn(folder, ["diff", a, b, "--format", "json"])).stdout);
      return environments[0].roles.map(({ role }: { role: string }) => role);
    };
    expect(await roles("none", "monitor")).toEqual(["ops_ann"]);
    expect(await roles("monitor", "granted")).toEqual(["ops_ann", "pg_monitor"]);
  });

  it("is no answer where a side has what nobody can read: exit 2 without a difference, 1 with one", async () => {
    const unknown = CLEAN.replace('"roles":[]', '"roles":["${var.role}"]');
    const folder = folderWith({ ...stacks({ a: unknown, b: unknown, c: PROGRAM }), ...POLICIES });
    const same = await runIn(folder, ["diff", "a", "b"]);
    expect(same.code).toBe(2);
    expect(same.stdout).toMatch(/^NOT KNOWN: [\s\S]*What could not be read of a[\s\S]*\$\{var\.role\}/);
    expect((await runIn(folder, ["diff", "a", "c"])).code).toBe(1);
  });

  it("compares the only environments of both sides, and says so", async () => {
    const lab = stackJson([{ name: "ops_ann" }], "lab.db.example.com");
    const ran = await runIn(folderWith({ ...stacks({ a: CLEAN, b: lab }), ...POLICIES }), ["diff", "a", "b"]);
    expect(ran.stdout).toContain("lab, PostgreSQL 16, then 17\n  is compared with prod: each side has one environment only");
  });

  it("writes reports, and JSON of its own schema", async () => {
    const folder = folderWith(stacks({ a: LOGIN, b: PROGRAM }));
    const ran = await runIn(folder, ["diff", "a", "b", "--format", "json", "--report", "text=diff.txt"]);
    expect(JSON.parse(ran.stdout)).toMatchObject({ schema: "rolegate.diff/1", before: "a", after: "b", unseen: { before: [], after: [] } });
    expect(readFileSync(join(folder, "diff.txt"), "utf8")).toMatch(/^DIFFERENT/);
  });

  it.each<[readonly string[], string]>([
    [["diff", "a"], "missing required argument `b`"],
    [["diff", "a", "b", "c"], "too many arguments"],
    [["diff", "a", "missing"], "cannot read `missing`"],
    [["diff", "a", "postgre://u:hunter2@h/d"], "looks like the address of a server"],
    [["diff", "a", "postgres://u:hunter2@localhost:1/d"], "cannot connect to `postgres://u@localhost:1/d`: nothing listens there"],
    [["diff", "a", "b", "--environment", "prod"], "the environment `prod` is not known"],
  ])("%j is exit 2, and shows no password", async (argv, words) => {
    const ran = await runIn(folderWith(stacks({ a: LOGIN, b: LOGIN })), argv);
    expect(ran).toMatchObject({ code: 2, stdout: "" });
    expect(ran.stderr).toContain(words);
    expect(ran.stderr).not.toContain("hunter2");
  });
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { explain } from "../../cli/reach-of-roles";
import { synthSubjects } from "../../gates/synth";
import { CLEAN, ENVIRONMENTS, folderWith, outputFiles, PERSONAS, PROGRAM, runIn, stackJson } from "./world";

const POLICIES = { "policies/environments.yaml": ENVIRONMENTS, "policies/personas.yaml": PERSONAS };
const LAB = stackJson([{ name: "etl_migrator", roles: ["pg_execute_server_program"] }, { name: "ops_ann" }], "lab.db.example.com");

describe("explain, of values", () => {
  it("gives data: every capability with its path and its majors", () => {
    const stacks = [{ name: "prod", path: "cdk.tf.json", text: PROGRAM, origins: {}, collisions: [], otherFiles: [] }];
    const subjects = synthSubjects({ stacks, policy: null });
    const explained = explain({ subjects, unseen: [], policy: null, today: "2026-11-20", role: "etl" });
    expect(explained).toMatchObject({
      explanations: [
        {
          environment: "unknown",
          role: "etl",
          postgres: [14, 15, 16, 17, 18],
          capabilities: [
            { capability: "superuser", certainty: "conditional", follows: "execute-server-program" },
            {
              capability: "execute-server-program",
              tier: "os",
              certainty: "certain",
              condition: null,
              path: [{ from: "etl", to: "pg_execute_server_program", by: "inherit", via: null }],
              source: null,
              follows: null,
              postgres: [14, 15, 16, 17, 18],
            },
          ],
        },
      ],
      unseen: [],
    });
  });
});

describe("rolegate explain", () => {
  it("says what a role reaches and how, needs no policy files, and names the majors", async () => {
    const ran = await runIn(folderWith(outputFiles({ prod: PROGRAM })), ["explain", "orders_app", "cdktf.out"]);
    expect(ran).toMatchObject({ code: 0, stderr: "" });
    expect(ran.stdout).toMatch(/^orders_app in unknown, PostgreSQL 14, 15, 16, 17 and 18\n/);
    expect(ran.stdout).toContain(
      "execute-server-program: can run programs on the server\n             orders_app inherits etl, which inherits pg_execute_server_program\n",
    );
  });

  it("names the majors on which a path can be walked: CREATEROLE grants itself a role before PostgreSQL 16 only", async () => {
    const text = stackJson([{ name: "ops_ann" }]).replace('"login":true', '"login":true,"create_role":true');
    const ran = await runIn(folderWith(outputFiles({ prod: text })), ["explain", "ops_ann", "cdktf.out"]);
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain("on PostgreSQL 14 and 15 only");
    const tiers = [...ran.stdout.matchAll(/^ {2}(\w+) +[\w-]+:/gm)].map(([, tier]) => tier);
    expect([...new Set(tiers)]).toEqual(["os", "files", "control", "data", "observe"]);
    const known = await runIn(folderWith({ ...outputFiles({ prod: text }), ...POLICIES }), ["explain", "ops_ann", "cdktf.out"]);
    expect(known.stdout).toMatch(/^ops_ann in prod, PostgreSQL 16\n/);
    expect(known.stdout).not.toContain("execute-server-program");
  });

  it("prints the object of the contract as JSON", async () => {
    const ran = await runIn(folderWith({ ...outputFiles({ prod: CLEAN }), ...POLICIES }), ["explain", "ops_ann", "cdktf.out", "--format", "json"]);
    const explained = JSON.parse(ran.stdout);
    expect(explained).toMatchObject({ schema: "rolegate.explain/1", environment: "prod", role: "ops_ann" });
    expect(explained.capabilities[0]).toEqual({
      capability: "signal-backend",
      tier: "control",
      certainty: "certain",
      condition: null,
      path: [{ from: "ops_ann", to: "pg_signal_backend", by: "inherit", via: null }],
      postgres: [16],
      source: null,
      follows: null,
    });
  });

  it("explains every role of every environment, predefined ones left out", async () => {
    const folder = folderWith({ ...outputFiles({ prod: CLEAN, lab: LAB }), ...POLICIES });
    const ran = await runIn(folder, ["explain", "--all", "cdktf.out", "--format", "json", "--report", "text=all.txt"]);
    expect(ran.code).toBe(0);
    const { schema, roles } = JSON.parse(ran.stdout);
    expect(schema).toBe("rolegate.explain-all/1");
    expect(roles.map(({ environment, role }: { environment: string; role: string }) => `${environment}/${role}`).sort()).toEqual([
      "lab/etl_migrator",
      "lab/ops_ann",
      "prod/ops_ann",
      "prod/ops_sre",
      "prod/orders_app",
    ]);
    expect(readFileSync(join(folder, "all.txt"), "utf8")).toContain("os: execute-server-program");
  });

  it("shows a role in each environment that has it; its JSON is one object, so the environment must be said", async () => {
    const folder = folderWith({ ...outputFiles({ prod: CLEAN, lab: LAB }), ...POLICIES });
    const both = await runIn(folder, ["explain", "ops_ann", "cdktf.out"]);
    expect(both.stdout).toMatch(/ops_ann in prod[\s\S]*ops_ann in lab/);
    const json = await runIn(folder, ["explain", "ops_ann", "cdktf.out", "--format", "json"]);
    expect(json).toMatchObject({ code: 2, stdout: "" });
    expect(json.stderr).toContain("the role is in several environments: `prod`, `lab`");
    const lab = await runIn(folder, ["explain", "ops_ann", "cdktf.out", "--format", "json", "--environment", "lab"]);
    expect(JSON.parse(lab.stdout)).toMatchObject({ environment: "lab", capabilities: [] });
  });

  it("does not answer for an environment that no input is about", async () => {
    const ran = await runIn(folderWith({ ...outputFiles({ prod: CLEAN }), ...POLICIES }), ["explain", "--all", "cdktf.out", "--environment", "lab"]);
    expect(ran).toEqual({
      code: 2,
      stdout: "",
      stderr: "rolegate: no input is about the environment `lab`\n  by their host and port they are about `prod`\n",
    });
  });

  it.each([
    ["order_app", "did you mean `orders_app`?"],
    ["ops_an", "did you mean `ops_ann`?"],
    ["\u001b[2J", "\\u{1b}[2J"],
    ["nobody", "`rolegate explain --all INPUT` lists every role"],
  ])("does not know `%s`, and says what is near", async (role, words) => {
    const ran = await runIn(folderWith({ ...outputFiles({ prod: CLEAN }), ...POLICIES }), ["explain", role, "cdktf.out"]);
    expect(ran).toMatchObject({ code: 2, stdout: "" });
    expect(ran.stderr).toContain(words);
    expect(ran.stderr).toMatch(/^[\x20-\x7e\n]*$/);
  });

  it("says what nobody can read, and so may give more", async () => {
    const text = CLEAN.replace('"roles":[]', '"roles":["${var.role}"]');
    const ran = await runIn(folderWith({ ...outputFiles({ prod: text }), ...POLICIES }), ["explain", "orders_app", "cdktf.out"]);
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain("What could not be read, and may give more");
    expect(ran.stdout).toContain("${var.role}");
  });

  it.each([[["explain"]], [["explain", "orders_app"]], [["explain", "--all"]]])("wants a role and an input: %j", async (argv) => {
    const ran = await runIn(folderWith({}), argv);
    expect(ran).toMatchObject({ code: 2, stdout: "" });
    expect(ran.stderr).toMatch(/^rolegate: (explain takes a role and an input|missing required argument)/);
  });
});

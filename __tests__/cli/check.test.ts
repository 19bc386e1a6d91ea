import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { check } from "../../cli/check";
import { readPolicies } from "../../readers/policy/read-policies";
import { CLEAN, ENVIRONMENTS, filesBelow, folderWith, outputFiles, PERSONAS, PROGRAM, runIn, stackJson } from "./world";

const POLICIES = { "policies/environments.yaml": ENVIRONMENTS, "policies/personas.yaml": PERSONAS };
const policy = readPolicies(
  [
    { name: "environments.yaml", text: ENVIRONMENTS },
    { name: "personas.yaml", text: PERSONAS },
  ],
  { today: "2026-11-20" },
);
const stack = (text: string) => ({ name: "prod", path: "cdk.tf.json", text, origins: {}, collisions: [], otherFiles: [] });
const base = { plans: [], policy, today: "2026-11-20", environment: null, standingIsError: false };

describe("check, of values", () => {
  it("permits what the policies approve, and says who holds what", () => {
    const report = check({ ...base, stacks: [stack(CLEAN)] });
    expect(report).toMatchObject({
      verdict: "allow",
      findings: [],
      today: "2026-11-20",
      policies: { sha256: policy.sha256 },
      summary: { roles: 3, memberships: 3 },
    });
    expect(report.changes.map(({ role, gains }) => [role, gains])).toContainEqual(["ops_sre", expect.arrayContaining(["pg_monitor"])]);
  });

  it("denies a way to the operating system through a group, with the path", () => {
    const report = check({ ...base, stacks: [stack(PROGRAM)] });
    expect(report.verdict).toBe("deny");
    expect(report.findings.find(({ subject }) => subject === "orders_app")).toMatchObject({
      rule: "no-server-program",
      capability: "execute-server-program",
      path: [
        { from: "orders_app", to: "etl", by: "inherit" },
        { from: "etl", to: "pg_execute_server_program", by: "inherit" },
      ],
      origin: { address: "postgresql_role.etl" },
    });
  });

  it("knows in every stack of an environment what another one of it defines", () => {
    const member = stackJson([{ name: "orders_app", roles: ["etl"] }]);
    const group = stackJson([{ name: "etl", login: false }]);
    expect(check({ ...base, stacks: [stack(member)] }).verdict).toBe("deny");
    expect(check({ ...base, stacks: [stack(member), { ...stack(group), name: "groups" }] }).verdict).toBe("allow");
  });

  it("judges without policy files as the unknown environment: what nobody approved is a warning, the server's tiers are errors", () => {
    const warned = check({ ...base, policy: null, stacks: [stack(CLEAN)] });
    expect(warned).toMatchObject({ verdict: "allow", policies: null, environments: [{ name: "unknown", kind: "shared", postgres: [14, 15, 16, 17, 18] }] });
    expect(warned.summary.warnings).toBeGreaterThan(0);
    expect(check({ ...base, policy: null, stacks: [stack(PROGRAM)] }).verdict).toBe("deny");
  });
});

describe("rolegate check", () => {
  it("exits 0 with the verdict first, and says nothing on standard error", async () => {
    const ran = await runIn(folderWith({ ...outputFiles({ prod: CLEAN }), ...POLICIES }), ["check", "cdktf.out"]);
    expect(ran).toMatchObject({ code: 0, stderr: "" });
    expect(ran.stdout).toMatch(
      /^ALLOWED: no errors in prod\njudged {4}cdktf\.out\/stacks\/prod\/cdk\.tf\.json, as of 2026-11-20\npolicies {2}sha256 [0-9a-f]{64}\n/,
    );
  });

  it("exits 1 for findings of severity error", async () => {
    const ran = await runIn(folderWith({ ...outputFiles({ prod: PROGRAM }), ...POLICIES }), ["check", "cdktf.out"]);
    expect(ran).toMatchObject({ code: 1, stderr: "" });
    expect(ran.stdout).toMatch(/^DENIED: 2 errors in prod\n/);
    expect(ran.stdout).toContain("orders_app inherits etl, which inherits pg_execute_server_program");
    expect(ran.stdout).toMatch(/why +COPY \.\.\. PROGRAM/);
  });

  it("says in one line that there is no policy folder, and how to start one", async () => {
    const ran = await runIn(folderWith(outputFiles({ prod: CLEAN })), ["check", "cdktf.out"]);
    expect(ran.code).toBe(0);
    expect(ran.stdout.replace(/\s+/g, " ")).toContain("policies none: judged by the built-in minimum; `rolegate init --policies-only` starts a policy folder");
  });

  it("prints the report as JSON, in the order of the contract", async () => {
    const ran = await runIn(folderWith({ ...outputFiles({ prod: PROGRAM }), ...POLICIES }), [
      "check",
      "cdktf.out",
      "--format",
      "json",
      "--today",
      "2026-01-31",
    ]);
    expect(ran.code).toBe(1);
    const report = JSON.parse(ran.stdout);
    expect(Object.keys(report)).toEqual(["schema", "tool", "today", "inputs", "policies", "environments", "verdict", "findings", "changes", "summary"]);
    expect(report).toMatchObject({
      schema: "rolegate.report/1",
      today: "2026-01-31",
      inputs: [{ kind: "terraform-source", sha256: createHash("sha256").update(PROGRAM).digest("hex") }],
    });
    expect(ran.stdout.endsWith("}\n")).toBe(true);
  });

  it("writes reports beside what it prints, text without colour", async () => {
    const folder = folderWith({ ...outputFiles({ prod: PROGRAM }), ...POLICIES, "out/x": "" });
    const argv = ["check", "cdktf.out", "--color", "always", "--report", "json=out/report.json", "--report=text=report.txt"];
    const ran = await runIn(folder, argv);
    expect(ran.code).toBe(1);
    expect(ran.stdout).toContain("\u001b[31m");
    expect(JSON.parse(readFileSync(join(folder, "out/report.json"), "utf8")).verdict).toBe("deny");
    expect(readFileSync(join(folder, "report.txt"), "utf8")).toMatch(/^DENIED: 2 errors in prod\n/);
  });

  it("writes no report and prints nothing when one of the reports cannot be written", async () => {
    const folder = folderWith({ ...outputFiles({ prod: CLEAN }), ...POLICIES });
    const before = filesBelow(folder);
    const ran = await runIn(folder, ["check", "cdktf.out", "--report", "json=ok.json", "--report", "text=no/such.txt"]);
    expect(ran).toMatchObject({ code: 2, stdout: "" });
    expect(filesBelow(folder)).toEqual(before);
  });

  it("takes exactly the policy files that --policies-sha256 names, in either case", async () => {
    const folder = folderWith({ ...outputFiles({ prod: CLEAN }), ...POLICIES });
    expect((await runIn(folder, ["check", "cdktf.out", "--policies-sha256", policy.sha256.toUpperCase()])).code).toBe(0);
    expect((await runIn(folder, ["check", "cdktf.out", "--policies-sha256", policy.sha256.replace(/^./, (digit) => (digit === "0" ? "1" : "0"))])).code).toBe(
      2,
    );
  });

  it("takes policies from another folder, so that a change is not judged by its own", async () => {
    const folder = folderWith({ ...outputFiles({ prod: CLEAN }), ...POLICIES, "protected/environments.yaml": ENVIRONMENTS });
    expect((await runIn(folder, ["check", "cdktf.out"])).code).toBe(0);
    const ran = await runIn(folder, ["check", "cdktf.out", "--policies", "protected"]);
    expect(ran.code).toBe(1);
    expect(ran.stdout).toContain("no-unapproved-predefined-role");
  });

  it("takes --environment for a host that it does not know, and has a finding where the host is another's", async () => {
    const files = { ...outputFiles({ prod: stackJson([{ name: "orders_app" }], "db.elsewhere.example.com") }), ...POLICIES };
    expect(JSON.parse((await runIn(folderWith(files), ["check", "cdktf.out", "--environment", "prod", "--format", "json"])).stdout).environments).toMatchObject(
      [{ name: "prod" }],
    );
    const ran = await runIn(folderWith({ ...outputFiles({ prod: CLEAN }), ...POLICIES }), ["check", "cdktf.out", "--environment", "lab"]);
    expect(ran.code).toBe(1);
    expect(ran.stdout).toContain("prod");
  });

  it("says on standard error that it judges a stack that the manifest does not list, and --quiet does not", async () => {
    const folder = folderWith({
      ...outputFiles({ prod: CLEAN }),
      ...POLICIES,
      "cdktf.out/stacks/old/cdk.tf.json": stackJson([{ name: "old_app", roles: ["pg_read_server_files"] }]),
    });
    const ran = await runIn(folder, ["check", "cdktf.out"]);
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain("`cdktf.out/stacks/old` is not in manifest.json");
    const quiet = await runIn(folder, ["check", "cdktf.out", "--quiet"]);
    expect(quiet).toMatchObject({ code: 1, stderr: "" });
    expect(quiet.stdout).not.toContain("Who holds what");
  });

  it("judges several inputs together", async () => {
    const folder = folderWith({
      "a/cdk.tf.json": stackJson([{ name: "orders_app", roles: ["etl"] }]),
      "b/cdk.tf.json": stackJson([{ name: "etl", login: false, roles: ["pg_execute_server_program"] }]),
      ...POLICIES,
    });
    expect((await runIn(folder, ["check", "a"])).stdout).toContain("require-known-group");
    expect((await runIn(folder, ["check", "a", "b"])).stdout).toContain("orders_app inherits etl, which inherits pg_execute_server_program");
  });

  it("refuses a second file of Terraform beside the stack: it is read too, and is not judged", async () => {
    const folder = folderWith({ ...outputFiles({ prod: CLEAN }), ...POLICIES, "cdktf.out/stacks/prod/extra.tf": "" });
    const ran = await runIn(folder, ["check", "cdktf.out"]);
    expect(ran.code).toBe(1);
    expect(ran.stdout).toContain("extra.tf");
  });
});

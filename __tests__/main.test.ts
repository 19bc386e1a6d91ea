import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readPolicyFolder } from "../cli/policy-folder";
import { synthGate } from "../gates/synth";
import { RULES } from "../policies/rules/index";
import { readPolicies } from "../readers/policy/read-policies";
import { policyTypes } from "../readers/policy/types-file";

const ROOT = join(__dirname, "..");
const GOLDEN = join(__dirname, "fixtures/main");
const TODAY = "2026-11-20";

const outdir = mkdtempSync(join(tmpdir(), "rolegate-test-"));
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

const policies = () => readPolicies(readPolicyFolder("policies", ROOT), { today: TODAY, rules: new Map(RULES.map((rule) => [rule.id, rule])) });

describe("the example", () => {
  const run = spawnSync(process.execPath, ["--require", require.resolve("./support/november-2026.cjs"), "--import", "tsx", "main.ts"], {
    cwd: ROOT,
    encoding: "utf8",
    env: { ...process.env, CDKTF_OUTDIR: outdir },
  });

  test("synthesizes, and says only what an approved role may lead to", () => {
    expect({ status: run.status, stdout: run.stdout }).toEqual({ status: 0, stdout: "" });
    expect(run.stderr).toMatch(/^ALLOWED: no errors and 1 warning in prod and migration-lab\n/);
  });

  // A changed address loses memberships in the database: look at the difference before you copy the new files.
  test.each(["prod", "migration-lab"])("writes the stack %s as it did, byte for byte", (stack) => {
    for (const file of ["cdk.tf.json", "origins.json"]) {
      const written = readFileSync(join(outdir, "stacks", stack, file), "utf8");
      expect(written.trimEnd()).toBe(readFileSync(join(GOLDEN, stack, file), "utf8").trimEnd());
    }
    expect(readdirSync(join(outdir, "stacks", stack)).sort()).toEqual(["cdk.tf.json", "origins.json"]);
  });

  test("has nothing that its policy files warn of but that pg_read_all_data reads verifiers", () => {
    const stacks = ["prod", "migration-lab"].map((name) => ({
      name,
      path: `cdktf.out/stacks/${name}/cdk.tf.json`,
      text: readFileSync(join(outdir, "stacks", name, "cdk.tf.json"), "utf8"),
      origins: {},
      collisions: [],
      otherFiles: [],
    }));
    const { verdict, findings, environments } = synthGate({ stacks, policy: policies(), environment: null, today: TODAY, version: "0.0.0" });
    expect(verdict).toBe("allow");
    expect(findings).toMatchObject([{ rule: "no-superuser", severity: "warning", subject: "dba_ann", certainty: "conditional", tier: "superuser" }]);
    expect(findings[0]?.condition).toContain("md5");
    expect(environments.map(({ name, kind }) => `${kind} ${name}`).sort()).toEqual(["isolated migration-lab", "shared prod"]);
  });
});

test("importing the package loads neither readers nor rules, nor what they bring along", () => {
  const program = 'require("./index.ts"); console.log(Object.keys(require.cache).join("\\n"))';
  const { stdout } = spawnSync(process.execPath, ["--import", "tsx", "-e", program], { cwd: ROOT, encoding: "utf8" });
  const loaded = stdout.replaceAll("\\", "/");
  expect(loaded).toMatch(/constructs\/gated-app\.ts$/m);
  expect(loaded).not.toMatch(/\/(readers|policies|gates|reporters|cli)\/|node_modules\/(yaml|ajv|commander|pg)\//);
});

describe("the policy files of the example", () => {
  test("have the types that the editor is told", () => {
    expect(readFileSync(join(ROOT, "policies/rolegate.d.ts"), "utf8")).toBe(policyTypes(policies()));
  });

  test.each(readdirSync(join(ROOT, "policies")).filter((name) => name.endsWith(".yaml")))("%s tells editors its schema", (name) => {
    const [, schema] = /^# yaml-language-server: \$schema=(\S+)$/m.exec(readFileSync(join(ROOT, "policies", name), "utf8")) ?? [];
    expect(schema).toBe(`../model/schemas/${name.replace(".yaml", ".schema.json")}`);
    expect(() => readFileSync(join(ROOT, "policies", schema ?? ""))).not.toThrow();
  });
});

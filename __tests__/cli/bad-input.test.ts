import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { CLEAN, ENVIRONMENTS, folderWith, outputFiles, PERSONAS, type Ran, type RoleSpec, runIn, stackJson } from "./world";

const POLICIES = { "policies/environments.yaml": ENVIRONMENTS, "policies/personas.yaml": PERSONAS };
const checked = (files: Readonly<Record<string, string | Buffer>>, ...more: string[]): Promise<Ran> =>
  runIn(folderWith(files), ["check", "cdktf.out", ...more]);
const judged = (roles: readonly RoleSpec[]): Promise<Ran> => checked({ ...outputFiles({ prod: stackJson(roles) }), ...POLICIES });

const isNoStackTrace = ({ stdout, stderr }: Ran): void => expect(stdout + stderr).not.toMatch(/^\s+at .*:\d+:\d+\)?$|internal fault|TypeError|RangeError/m);
const CLEAN_OUTPUT = outputFiles({ prod: CLEAN });

describe("bad input is exit 2, says its own sentence and prints no result", () => {
  it.each<[string, Readonly<Record<string, string | Buffer>>, readonly string[], readonly string[]]>([
    ["a policy folder without environments.yaml", { "policies/personas.yaml": PERSONAS }, [], ["`policies` has no environments.yaml"]],
    ["a named policy folder that is missing", {}, ["--policies", "rules"], ["there is no policy folder `rules`"]],
    ["a named policy folder without environments.yaml", { "rules/readme.md": "" }, ["--policies", "rules"], ["`rules` has no environments.yaml"]],
    ["a policy file that is not YAML", { ...POLICIES, "policies/personas.yaml": "personas: [" }, [], ["policies/personas.yaml:1"]],
    [
      "a policy file that is not UTF-8",
      { ...POLICIES, "policies/waivers.yaml": Buffer.from([0x77, 0xff]) },
      [],
      ["`policies/waivers.yaml`: it is not UTF-8 text"],
    ],
    [
      "a key that no policy file has",
      { ...POLICIES, "policies/personas.yaml": `${PERSONAS}extrenal: []\n` },
      [],
      ["policies/personas.yaml:5", "extrenal", "external"],
    ],
    ["a policy file that nobody knows", { ...POLICIES, "policies/persona.yaml": "" }, [], ["policies/persona.yaml", "`personas.yaml`"]],
    [
      "an exact name under two personas",
      { ...POLICIES, "policies/personas.yaml": "personas:\n  app: { roles: [ann], approved: [] }\n  dba: { roles: [ann], approved: [] }\n" },
      [],
      ["policies/personas.yaml:3", "ann"],
    ],
    [
      "an allowlist entry in a shared environment",
      {
        ...POLICIES,
        "policies/allowlist.yaml":
          "allowlist:\n  - environment: prod\n    capability: execute-server-program\n    roles: [etl_migrator]\n    isolation: migration-host\n    reason: r\n    owner: o@example.com\n    expires: 2027-01-31\n    audit: { log_statement: all }\n",
      },
      [],
      ["policies/allowlist.yaml:2", "prod", "shared"],
    ],
    [
      "two environments on one server",
      { ...POLICIES, "policies/environments.yaml": ENVIRONMENTS.replace("lab.db", "ORDERS.db") },
      [],
      ["policies/environments.yaml:10", "`ORDERS.db.example.com:5432` belongs to `prod` already"],
    ],
    ["an unknown environment", POLICIES, ["--environment", "prodd"], ["`prodd`", "`prod`"]],
    ["an environment without policy files", {}, ["--environment", "prod"], ["`prod`", "no policy files"]],
    ["other policy files than demanded", POLICIES, ["--policies-sha256", "0".repeat(64)], ["are not those that --policies-sha256 names"]],
    ["no policy files where some are demanded", {}, ["--policies-sha256", "0".repeat(64)], ["there is no policy folder"]],
    ["a hash that is none", POLICIES, ["--policies-sha256", "abc"], ["--policies-sha256 is 64 hexadecimal digits, got `abc`"]],
    ["an impossible date", POLICIES, ["--today", "2026-02-30"], ["--today is a date, YYYY-MM-DD, got `2026-02-30`"]],
    [
      "a format that is not there",
      POLICIES,
      ["--format", "pdf"],
      ["there is no format `pdf` in this version; there are text, json, html, markdown, sarif, junit,"],
    ],
    ["a standing that is none", POLICIES, ["--standing", "warn"], ["--standing is error, got `warn`"]],
    ["a colour that is none", POLICIES, ["--color", "pink"], ["--color is auto, always or never, got `pink`"]],
    ["two reports to one file", POLICIES, ["--report", "json=r", "--report", "text=./r"], ["`r` and `./r` are one file"]],
    ["a report that cannot be written", POLICIES, ["--report", "json=no/such/r.json"], ["cannot write `no/such/r.json`: no such file or folder"]],
  ])("%s", async (_, files, argv, sentences) => {
    const ran = await checked({ ...CLEAN_OUTPUT, ...files }, ...argv);
    expect({ code: ran.code, stdout: ran.stdout }).toEqual({ code: 2, stdout: "" });
    for (const sentence of sentences) expect(ran.stderr).toContain(sentence);
    isNoStackTrace(ran);
  });

  it.each<[string, string, string]>([
    ["a JSON file that is not Terraform's", '{"name":"package","version":"1.0.0","dependencies":{}}', "cdktf.out/stacks/prod/cdk.tf.json"],
    ["JSON that is no object", "[1,2]", "cdktf.out/stacks/prod/cdk.tf.json"],
    ["text that is no JSON", "resource {", "cdktf.out/stacks/prod/cdk.tf.json"],
    ["an empty file", "", "cdktf.out/stacks/prod/cdk.tf.json"],
    ["10 MB of nested arrays", "[".repeat(5_000_000) + "]".repeat(5_000_000), "nests deeper"],
    ["10 MB of nested objects", `${'{"a":'.repeat(1_700_000)}1${"}".repeat(1_700_000)}`, "nests deeper"],
    ["nesting inside a resource", `{"resource":{"postgresql_role":{"a":{"name":"a","roles":${"[".repeat(100_000)}${"]".repeat(100_000)}}}}}`, "nests deeper"],
  ])("%s", async (_, text, sentence) => {
    const ran = await checked({ ...outputFiles({ prod: text }), ...POLICIES });
    expect({ code: ran.code, stdout: ran.stdout }).toEqual({ code: 2, stdout: "" });
    expect(ran.stderr).toContain(sentence);
    expect(ran.stderr.length).toBeLessThan(1000);
    isNoStackTrace(ran);
  });

  it("an empty folder", async () => {
    const folder = folderWith(POLICIES);
    mkdirSync(join(folder, "cdktf.out"));
    const ran = await runIn(folder, ["check", "cdktf.out"]);
    expect(ran).toEqual({ code: 2, stdout: "", stderr: "rolegate: `cdktf.out` is empty\n  run `cdktf synth` or `npm run synth` first\n" });
  });
});

describe("bad roles are findings, exit 1", () => {
  it.each<[string, readonly RoleSpec[], string, string]>([
    ["a role name of 64 bytes", [{ name: "a".repeat(64) }], "require-plain-role-name", "64 bytes"],
    ["a role name of 63 letters and 64 bytes", [{ name: `${"a".repeat(62)}é` }], "require-plain-role-name", "64 bytes"],
    ["a role name with a zero-width space", [{ name: "orders\u200b_app" }], "require-plain-role-name", "\\u{200b}"],
    ["a role name with an escape sequence", [{ name: "orders\u001b[2J_app" }], "require-plain-role-name", "\\u{1b}"],
    ["a role that nobody describes", [{ name: "orders_app", roles: ["nowhere"] }], "require-known-group", "nowhere"],
  ])("%s", async (_, roles, rule, words) => {
    const ran = await judged(roles);
    expect(ran.code).toBe(1);
    expect(ran.stdout).toContain(rule);
    expect(ran.stdout.replace(/\s+/g, " ")).toContain(words);
    expect(ran.stdout).toMatch(/^[^\p{C}\u200b]*$/mu);
    isNoStackTrace(ran);
  });

  it("a role name of 63 bytes is none of them", async () => {
    expect((await judged([{ name: "a".repeat(63) }])).code).toBe(0);
  });

  it("a cycle of memberships, which PostgreSQL refuses", async () => {
    const ran = await judged([
      { name: "a", login: false, roles: ["b"] },
      { name: "b", login: false, roles: ["c"] },
      { name: "c", login: false, roles: ["a"] },
    ]);
    expect(ran.code).toBe(1);
    expect(ran.stdout).toContain("a");
    isNoStackTrace(ran);
  });

  it("a role that two stacks of one environment make", async () => {
    const text = stackJson([{ name: "orders_app" }]);
    const ran = await checked({ ...outputFiles({ prod: text, other: text }), ...POLICIES });
    expect(ran.code).toBe(1);
    expect(ran.stdout).toContain("orders_app");
    isNoStackTrace(ran);
  });
});

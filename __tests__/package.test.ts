import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import packageFile from "../package.json";
import { packInto } from "./support/packed";

const ROOT = join(__dirname, "..");
const elsewhere = mkdtempSync(join(tmpdir(), "rolegate-test-elsewhere-"));
const own = join(elsewhere, "node_modules", "rolegate");

/** Only what a user's installation brings: the dependencies and the peers, none of our development packages. */
const link = (name: string): void => {
  const place = join(elsewhere, "node_modules", name);
  mkdirSync(dirname(place), { recursive: true });
  symlinkSync(join(ROOT, "node_modules", name), place, "junction");
};
const node = (args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: elsewhere, encoding: "utf8" });
  return { status, stdout, stderr };
};
const rolegate = (...args: readonly string[]) => node([join(own, packageFile.bin.rolegate), ...args]);

beforeAll(async () => {
  await packInto(own);
  for (const name of Object.keys(packageFile.dependencies)) link(name);
  writeFileSync(join(elsewhere, "package.json"), JSON.stringify({ name: "elsewhere", private: true }));
  mkdirSync(join(elsewhere, "policies"));
  const endpoint = "endpoints: [{ host: db.example.com, port: 5432 }]";
  writeFileSync(
    join(elsewhere, "policies/environments.yaml"),
    `environments:\n  - { name: prod, kind: shared, postgres: 16, ${endpoint}, databases: [orders] }\n`,
  );
});
afterAll(() => rmSync(elsewhere, { recursive: true, force: true }));

describe("the package as npm packs it", () => {
  test("holds the build, the schemas and its papers, and nothing else", () => {
    expect(readdirSync(own).sort()).toEqual(["CHANGELOG.md", "LICENSE", "README.md", "SECURITY.md", "dist", "integrations", "model", "package.json"]);
    expect(readdirSync(join(own, "model/schemas")).sort()).toEqual(
      ["accepted", "allowlist", "diff", "environments", "explain-all", "explain", "personas", "report", "waivers"].map((name) => `${name}.schema.json`),
    );
  });

  test("runs its commands with nothing but its dependencies", () => {
    expect(rolegate("--version")).toEqual({ status: 0, stdout: `${packageFile.version}\n`, stderr: "" });
    expect(rolegate("rules").stdout).toContain("no-server-program");
    expect(rolegate("types")).toMatchObject({ status: 0 });
    expect(readFileSync(join(elsewhere, "policies/rolegate.d.ts"), "utf8")).toContain("interface Register");
    expect(rolegate("comment", "package.json", "--to", "github")).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("it must have required property"),
    });
    expect(rolegate("init", "new", "--ci", "gitlab")).toMatchObject({ status: 0 });
    expect(existsSync(join(elsewhere, "new/.gitlab-ci.yml"))).toBe(true);
  });

  test("runs the same without the code cache, and with one that is another version's", () => {
    const [cache, ...others] = readdirSync(join(own, "dist/cli")).filter((name) => name.endsWith(".cache"));
    expect(others).toEqual([]);
    const file = join(own, "dist/cli", cache ?? "");
    const made = readFileSync(file);
    const answer = rolegate("rules");
    writeFileSync(
      file,
      made.map((byte, at) => (at < 16 ? byte ^ 0xff : byte)),
    );
    expect(rolegate("rules")).toEqual(answer);
    rmSync(file);
    expect(rolegate("rules")).toEqual(answer);
    writeFileSync(file, made);
  });

  test("synthesizes and gates a program where the peers are installed, and judges what it wrote", () => {
    for (const name of Object.keys(packageFile.peerDependencies)) link(name);
    writeFileSync(
      join(elsewhere, "program.cjs"),
      `const { AppPersona, Environment, GatedApp, Login } = require("rolegate");
       const { LocalBackend } = require("cdktf");
       const app = new GatedApp();
       const prod = Environment.shared(app, "prod");
       new LocalBackend(prod, { path: "terraform.tfstate" });
       new AppPersona(prod, "orders_app", { login: Login.external(), memberOf: process.argv[2] === undefined ? [] : [process.argv[2]] });
       app.synth();`,
    );
    expect(node(["program.cjs"])).toMatchObject({ status: 0, stderr: "" });
    expect(rolegate("check", "cdktf.out")).toMatchObject({ status: 0, stderr: "" });
    rmSync(join(elsewhere, "cdktf.out"), { recursive: true });
    const denied = node(["program.cjs", "pg_execute_server_program"]);
    expect([denied.status, denied.stderr]).toEqual([1, expect.stringContaining("no-server-program")]);
    expect(existsSync(join(elsewhere, "cdktf.out/stacks/prod/cdk.tf.json"))).toBe(false);
  });
});

import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import packageFile from "../../package.json";
import { finished, installInto, withClosedPipe } from "./installed";
import { CLEAN, ENVIRONMENTS, filesBelow, folderWith, outputFiles, PERSONAS, PROGRAM, stackJson } from "./world";

const POLICIES = { "policies/environments.yaml": ENVIRONMENTS, "policies/personas.yaml": PERSONAS };
const installed = folderWith({});
const entry = join(installed, "node_modules", "rolegate", "dist", "cli", "rolegate.js");
const rolegate = (cwd: string, argv: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  finished(process.execPath, [entry, ...argv], { cwd, env: { PATH: process.env.PATH, ...env } });

beforeAll(() => installInto(installed), 300_000);

describe("the built command", () => {
  it.each([
    ["permitted", CLEAN, 0, /^ALLOWED: /],
    ["denied", PROGRAM, 1, /^DENIED: /],
    ["not judged", "{", 2, /^$/],
  ] as const)("%s: results on standard output, everything else on standard error, the exit code says it", (_, stack, code, stdout) => {
    const ran = rolegate(folderWith({ ...outputFiles({ prod: stack }), ...POLICIES }), ["check", "cdktf.out"]);
    expect(ran.code).toBe(code);
    expect(ran.stdout).toMatch(stdout);
    expect(ran.stderr === "").toBe(code !== 2);
    expect(ran.stdout + ran.stderr).not.toContain("\u001b");
  });

  it("has colours in a pipe only where they are asked for, and then also with NO_COLOR", () => {
    const folder = folderWith({ ...outputFiles({ prod: PROGRAM }), ...POLICIES });
    expect(rolegate(folder, ["check", "cdktf.out"], { FORCE_COLOR: "1" }).stdout).not.toContain("\u001b");
    expect(rolegate(folder, ["check", "cdktf.out", "--color", "always"], { NO_COLOR: "1" }).stdout).toContain("\u001b[31m");
  });

  it("keeps its verdict when the reader goes away", async () => {
    const many = Array.from({ length: 3000 }, (_, n) => ({ name: `r${n}_app`, roles: ["pg_read_server_files"] }));
    const folder = folderWith({ ...outputFiles({ prod: stackJson(many) }), ...POLICIES });
    for (const format of ["json", "markdown"]) {
      const ran = await withClosedPipe(process.execPath, [entry, "check", "cdktf.out", "--format", format], folder);
      expect(ran).toEqual({ code: 1, stderr: "" });
    }
  });

  const full = existsSync("/dev/full") ? it : it.skip;
  full("is exit 2 where its output has no room", () => {
    const folder = folderWith({ ...outputFiles({ prod: CLEAN }), ...POLICIES });
    const ran = finished("sh", ["-c", `"${process.execPath}" "${entry}" check cdktf.out > /dev/full`], { cwd: folder });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toMatch(/^rolegate: cannot write to standard output: no space left on the device\n/);
  });

  it("writes a report into a pipe of the shell and into /dev/stdout", () => {
    const folder = folderWith({ ...outputFiles({ prod: CLEAN }), ...POLICIES });
    const ran = finished("sh", ["-c", `("${process.execPath}" "${entry}" check cdktf.out --quiet --report json=/dev/stdout; echo "exit $?") | cat`], {
      cwd: folder,
    });
    expect(ran.stdout).toMatch(/ALLOWED: no errors in prod\nexit 0\n$/);
    expect(ran.stdout).toContain('"schema": "rolegate.report/1"');
    expect(filesBelow(folder).filter((name) => name.includes("tmp"))).toEqual([]);
  });

  it("writes a report before what is printed where both go into one file", () => {
    const folder = folderWith({ ...outputFiles({ prod: CLEAN }), ...POLICIES });
    const ran = finished(
      "sh",
      ["-c", `echo before > out; "${process.execPath}" "${entry}" check cdktf.out --quiet --report json=/dev/stdout >> out; echo "exit $?"`],
      {
        cwd: folder,
      },
    );
    expect(ran.stdout).toBe("exit 0\n");
    expect(readFileSync(join(folder, "out"), "utf8")).toMatch(/^before\n\{\n {2}"schema": "rolegate.report\/1"[\s\S]*\}\nALLOWED: no errors in prod\n$/);
    writeFileSync(join(folder, "out"), "");
    finished("sh", ["-c", `"${process.execPath}" "${entry}" check cdktf.out --quiet --report json=/dev/stdout > out`], { cwd: folder });
    expect(readFileSync(join(folder, "out"), "utf8")).toMatch(/^\{\n {2}"schema": "rolegate.report\/1"[\s\S]*\}\nALLOWED: no errors in prod\n$/);
  });

  it("refuses two reports to standard output, and prints nothing", () => {
    const folder = folderWith({ ...outputFiles({ prod: CLEAN }), ...POLICIES });
    const ran = rolegate(folder, ["check", "cdktf.out", "--report", "json=/dev/stdout", "--report", "markdown=/dev/fd/1"]);
    expect(ran).toMatchObject({ code: 2, stdout: "" });
    expect(ran.stderr).toMatch(/are one file: give each report a file of its own/);
  });

  it("shows what to report for a defect of its own, and its stack only on request", () => {
    const cwd = folderWith({ "break.cjs": 'JSON.stringify = () => { throw new TypeError("broken on purpose"); };' });
    const broken = (env: NodeJS.ProcessEnv) => finished(process.execPath, ["--require", "./break.cjs", entry, "rules", "--format", "json"], { cwd, env });
    expect(broken({})).toMatchObject({ code: 2, stdout: "" });
    expect(broken({}).stderr).toMatch(/^rolegate: internal fault: TypeError: broken on purpose\n[\s\S]*please report[\s\S]*ROLEGATE_DEBUG=1/);
    expect(broken({}).stderr).not.toMatch(/^ +at /m);
    expect(broken({ ROLEGATE_DEBUG: "1" }).stderr).toMatch(/^ +at .*break\.cjs:1/m);
  });

  // An administrator of the machine reads everything: the test then steps down to another account.
  const stepsDown = process.getuid?.() === 0;
  const unreadable = process.platform === "win32" ? it.skip : it;
  unreadable("says that it may not read a folder or a file, and judges nothing", () => {
    const folder = folderWith({ ...outputFiles({ prod: CLEAN, lab: CLEAN }), ...POLICIES });
    const run = (...argv: string[]) => finished(process.execPath, [entry, ...argv], { cwd: folder, env: {}, ...(stepsDown ? { uid: 65534 } : {}) });
    for (const path of [installed, folder]) chmodSync(path, 0o755);
    for (const [locked, sentence] of [
      ["cdktf.out/stacks/lab", "cannot read `cdktf.out/stacks/lab`: permission denied"],
      ["cdktf.out/stacks/lab/cdk.tf.json", "cannot read `cdktf.out/stacks/lab/cdk.tf.json`: permission denied"],
      ["cdktf.out", "cannot read `cdktf.out`: permission denied"],
      ["policies", "cannot read `policies`: permission denied"],
      ["policies/personas.yaml", "cannot read `policies/personas.yaml`: permission denied"],
    ] as const) {
      chmodSync(join(folder, locked), 0o000);
      const ran = run("check", "cdktf.out");
      chmodSync(join(folder, locked), 0o755);
      expect({ locked, ...ran, stderr: ran.stderr.split("\n")[0] }).toEqual({ locked, code: 2, stdout: "", stderr: `rolegate: ${sentence}` });
    }
    expect(run("check", "cdktf.out").code).not.toBe(2);
  });

  it("loads for --version nothing that it does not need", () => {
    const ran = finished(process.execPath, ["--require", "./trace.cjs", entry, "--version"], {
      cwd: folderWith({
        "trace.cjs": 'process.on("exit", () => console.error(Object.keys(require.cache).map((file) => file.replace(/.*node_modules./, "")).join("\\n")));',
      }),
    });
    expect(ran).toMatchObject({ code: 0, stdout: `${packageFile.version}\n` });
    expect(ran.stderr).toContain("version.js");
    expect(ran.stderr).not.toMatch(/commander|yaml|ajv|picocolors|policies|readers|gates/);
  });
});

describe("rolegate init, used", () => {
  it("makes a repository that synthesizes, checks clean and passes its test", () => {
    const folder = join(installed, "new-repository");
    const init = rolegate(installed, ["init", "new-repository"]);
    expect(init).toMatchObject({ code: 0, stderr: "" });
    const env = { ...process.env, NODE_OPTIONS: "", npm_config_update_notifier: "false" };
    const test = finished("npm", ["test"], { cwd: folder, env });
    expect({ code: test.code, output: test.code === 0 ? "" : test.stdout + test.stderr }).toEqual({ code: 0, output: "" });
    expect(test.stdout).toMatch(/# pass 2|ℹ pass 2/);
    const check = rolegate(folder, ["check", "cdktf.out", "--format", "json"]);
    expect(check.code).toBe(0);
    expect(JSON.parse(check.stdout)).toMatchObject({ verdict: "allow", findings: [], environments: [{ name: "prod", kind: "shared", postgres: [16] }] });
    expect(rolegate(folder, ["types", "--check"]).code).toBe(0);
  }, 300_000);

  it("has a test that fails when a role gains something", () => {
    const folder = join(installed, "new-repository");
    const main = readFileSync(join(folder, "main.ts"), "utf8");
    writeFileSync(
      join(folder, "main.ts"),
      main.replace('"ops_sre", { memberOf: ["pg_monitor"] }', '"ops_sre", { memberOf: ["pg_monitor", "pg_signal_backend"] }'),
    );
    const test = finished("npm", ["test"], { cwd: folder, env: { ...process.env, NODE_OPTIONS: "" } });
    expect(test.code).not.toBe(0);
  }, 300_000);
});

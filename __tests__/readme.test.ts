import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = join(__dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "rolegate-test-readme-"));
const sessions = [...readFileSync(join(ROOT, "README.md"), "utf8").matchAll(/```console\n\$ npx rolegate (.*)\n([\s\S]*?)```/g)].map(
  ([, command = "", output = ""]) => ({ command, output }),
);

beforeAll(() => {
  cpSync(join(ROOT, "policies"), join(folder, "policies"), { recursive: true, filter: (path) => !path.includes("rules") });
  execFileSync(process.execPath, ["--import", "tsx", "main.ts"], {
    cwd: ROOT,
    env: { ...process.env, CDKTF_OUTDIR: join(folder, "cdktf.out") },
    stdio: "pipe",
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("the README shows the real output of each command that it shows", () => {
  expect(sessions.map(({ command }) => command.split(" ")[0])).toEqual(["explain"]);
  for (const { command, output } of sessions) {
    const argv = [join(ROOT, "node_modules/tsx/dist/cli.mjs"), join(ROOT, "cli/rolegate.ts"), ...command.split(" "), "--today", "2026-11-20"];
    const { stdout } = spawnSync(process.execPath, argv, { cwd: folder, encoding: "utf8", env: { ...process.env, NO_COLOR: "1" } });
    expect(stdout).toBe(output);
  }
});

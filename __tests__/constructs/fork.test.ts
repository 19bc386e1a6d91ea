import { spawnSync } from "node:child_process";
import { join } from "node:path";

const ROOT = join(__dirname, "../..");

test("everything holds as well with cdktn, the live fork, in the place of cdktf", () => {
  const jest = join(ROOT, "node_modules/jest/bin/jest.js");
  const run = spawnSync(process.execPath, [jest, "--config", "jest.cdktn.config.cjs", "--silent", "--json"], { cwd: ROOT, encoding: "utf8" });
  const { success, numPassedTests, testResults } = JSON.parse(run.stdout) as {
    readonly success: boolean;
    readonly numPassedTests: number;
    readonly testResults: readonly { readonly status: string; readonly message: string }[];
  };
  expect(testResults.filter(({ status }) => status !== "passed").map(({ message }) => message)).toEqual([]);
  expect(success).toBe(true);
  expect(numPassedTests).toBeGreaterThan(150);
}, 300_000);

// `npm run mutants [-- FILE...]`: changes the closure and its catalogue in every small way that Stryker knows, and prints the changes that no unit test notices.
// Stryker is installed beside the locked packages when it is first asked for: nobody else needs its hundred packages. All of it takes hours on two cores; a file takes minutes.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const VERSION = "9.6.1";
const files = process.argv.slice(2);
const scratch = mkdtempSync(join(tmpdir(), "rolegate-mutants-"));
const settings = join(scratch, "stryker.json");
writeFileSync(
  settings,
  JSON.stringify({
    testRunner: "jest",
    coverageAnalysis: "perTest",
    // Tables of data are compared with real servers by other tests.
    mutate: files.length > 0 ? files : ["model/closure.ts", "model/closure/*.ts", "model/closure/escalations/*.ts"],
    jest: { configFile: "jest.mutants.config.cjs", enableFindRelatedTests: false },
    ignoreStatic: true,
    timeoutMS: 4000,
    timeoutFactor: 1.3,
    // Words for people are read by people.
    mutator: { excludedMutations: ["StringLiteral"] },
    reporters: ["clear-text", "progress"],
    clearTextReporter: { logTests: false, reportTests: false },
  }),
);
const run = (command, args, env = process.env) => spawnSync(command, args, { stdio: "inherit", env }).status ?? 1;
try {
  const packages = ["core", "jest-runner"].map((name) => `@stryker-mutator/${name}@${VERSION}`);
  const isInstalled = existsSync(join("node_modules", "@stryker-mutator", "jest-runner"));
  if (!isInstalled && run("npm", ["install", "--no-save", "--no-audit", "--no-fund", ...packages]) !== 0)
    throw new Error(`${packages.join(" and ")} could not be installed`);
  process.exitCode = run("npx", ["stryker", "run", settings], { ...process.env, ROLEGATE_RUNS: "12" });
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

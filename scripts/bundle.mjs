// `npm run build`, its second half: puts the command into one file, and beside it what V8 makes of that file when it judges a plan. What a command
// seldom needs stays a package of its own; the Terraform provider is one file with everything in it. The folder of the build may be given: default `dist`.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import { writePlan } from "../bench/large-plan.mjs";
import { makeBundle, ROOT } from "./make-bundle.mjs";
import { makeProvider } from "./provider-bundle.mjs";

const SELDOM = ["pg", "@dagrejs/dagre", "@cdktn/hcl2json", "fflate", "ajv/dist/2020"];

/** Judges a plan, and then writes what was compiled for that. */
const makeCache = (loader, file) => {
  const folder = mkdtempSync(join(tmpdir(), "rolegate-build-"));
  try {
    const plan = join(folder, "plan.json");
    writePlan(plan, { changes: 2_000 });
    writeFileSync(
      join(folder, "environments.yaml"),
      "environments: [{ name: prod, kind: shared, postgres: 16, endpoints: [{ host: db.example.com, port: 5432 }] }]\n",
    );
    const { status, stderr } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), "--cache", loader, file, "check", plan, "--policies", folder], {
      stdio: ["ignore", "ignore", "pipe"],
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(`the command that was put into one file ended with ${status}: ${stderr}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const writeCacheAtExit = ([loader, file, ...args]) => {
  const load = createRequire(loader);
  const { script, cacheFile, start } = load(loader).bundledCommand(file);
  process.argv.splice(2, Number.POSITIVE_INFINITY, ...args);
  process.on("exit", (status) => {
    // V8 takes a cache only where its flags are those it was made with, and the command sets one.
    setFlagsFromString("--heap-growing-percent=0");
    if (status === 0) writeFileSync(cacheFile, script.createCachedData());
  });
  start(load);
};

if (process.argv[2] === "--cache") writeCacheAtExit(process.argv.slice(3));
else {
  const dist = resolve(process.argv[2] ?? join(ROOT, "dist"));
  const cli = join(dist, "cli");
  await makeBundle("cli/main.ts", join(cli, "bundle.js"), { external: SELDOM });
  mkdirSync(join(dist, "provider"), { recursive: true });
  await makeProvider(join(dist, "provider"), join(cli, "bundled-command.js"));
  makeCache(join(cli, "bundled-command.js"), join(cli, "bundle.js"));
  const { script } = createRequire(import.meta.url)(join(cli, "bundled-command.js")).bundledCommand(join(cli, "bundle.js"));
  if (script.cachedDataRejected !== false) throw new Error("V8 refuses the code cache that it made");
}

// `npm run build`, its second half: puts the command into one file, and beside it what V8 makes of that file when it judges a plan. What a command
// seldom needs stays a package of its own; the Terraform provider is one file with everything in it. The folder of the build may be given: default `dist`.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import { build } from "esbuild";
import { writePlan } from "../bench/large-plan.mjs";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const SELDOM = ["pg", "@dagrejs/dagre", "@cdktn/hcl2json", "fflate", "ajv/dist/2020"];

/** Licences of the packages that are in the file: they ask to be with it. */
const licencesOf = (inputs) => {
  const packages = new Set(inputs.flatMap((input) => /^node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input) ?? []));
  return [...packages].sort().map((folder) => {
    const name = readdirSync(join(ROOT, folder)).find((file) => /^licen[cs]e/i.test(file));
    const { license } = JSON.parse(readFileSync(join(ROOT, folder, "package.json"), "utf8"));
    if (name === undefined && typeof license !== "string") throw new Error(`${folder} has no licence`);
    const text = name === undefined ? `${license}\n` : readFileSync(join(ROOT, folder, name), "latin1");
    return `/*\n${folder.slice("node_modules/".length)}\n\n${text.replaceAll("*/", "* /")}*/\n`;
  });
};

const makeBundle = async (entry, file, external) => {
  const made = await build({
    absWorkingDir: ROOT,
    entryPoints: [entry],
    bundle: true,
    platform: "node",
    target: "node20",
    external,
    charset: "ascii",
    // Numbers with a name become numbers, as they are in each file; names of functions stay, so that a fault of ours says where it was.
    minifySyntax: true,
    metafile: true,
    write: false,
    logLevel: "warning",
  });
  // One byte a character, whatever a licence is written in.
  writeFileSync(file, [made.outputFiles[0].text, ...licencesOf(Object.keys(made.metafile.inputs))].join("\n"), "latin1");
};

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
  await makeBundle("cli/main.ts", join(cli, "bundle.js"), SELDOM);
  mkdirSync(join(dist, "provider"), { recursive: true });
  // Of `pg`, and only where somebody installed it.
  await makeBundle("provider/main.ts", join(dist, "provider", "provider.cjs"), ["pg-native"]);
  makeCache(join(cli, "bundled-command.js"), join(cli, "bundle.js"));
  const { script } = createRequire(import.meta.url)(join(cli, "bundled-command.js")).bundledCommand(join(cli, "bundle.js"));
  if (script.cachedDataRejected !== false) throw new Error("V8 refuses the code cache that it made");
}

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** Installs the locked packages where one of them is missing or another version; ends the process with a sentence where that fails. */
export const install = () => {
  const missing = missingPackages();
  if (missing.length === 0) return;
  console.log(`installing the locked packages, once (${missing.length} missing, such as ${missing[0]})`);
  // Whatever npm is told elsewhere: the tour and the tests need the development packages and the servers' binaries.
  const { status, error } = runNpm(["ci", "--include=dev", "--include=optional", "--no-audit", "--no-fund", "--loglevel=error"]);
  if (status === 0 && missingPackages().length === 0) return;
  console.error(`rolegate: \`npm ci\` did not install ${missingPackages()[0] ?? "everything"}${error ? `: ${error.message}` : ""}`);
  console.error("  the npm registry is needed this once; afterwards everything works offline");
  process.exit(2);
};

const missingPackages = () => {
  const { dependencies, devDependencies } = readJson("package.json");
  return Object.entries({ ...dependencies, ...devDependencies }).flatMap(([name, wanted]) => {
    // An alias is written npm:name@version.
    const version = wanted.slice(wanted.lastIndexOf("@") + 1);
    return readJson(`node_modules/${name}/package.json`)?.version === version ? [] : [name];
  });
};

const readJson = (path) => {
  try {
    return JSON.parse(readFileSync(join(ROOT, path), "utf8"));
  } catch {
    return undefined;
  }
};

/** The npm that runs us, else the one on the PATH, which is a script of the shell on Windows. */
const runNpm = (args) => {
  const options = { cwd: ROOT, stdio: "inherit" };
  const { npm_execpath: npm } = process.env;
  return npm?.endsWith(".js")
    ? spawnSync(process.execPath, [npm, ...args], options)
    : spawnSync("npm", args, { ...options, shell: process.platform === "win32" });
};

import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = join(__dirname, "..", "..");
/** What `npm pack` finds beside the build. */
const PACKED = ["package.json", "README.md", "CHANGELOG.md", "SECURITY.md", "LICENSE", "model/schemas", "integrations", "__tests__/support"];

/** Builds the package, packs it with `npm pack`, and unpacks it into `folder`: what a user gets. Types are the build's own job. */
export const packInto = (folder: string): void => {
  const staging = mkdtempSync(join(tmpdir(), "rolegate-test-pack-"));
  try {
    for (const name of PACKED) cpSync(join(ROOT, name), join(staging, name), { recursive: true });
    run(
      process.execPath,
      [join(ROOT, "node_modules/typescript/bin/tsc"), "-p", join(ROOT, "tsconfig.build.json"), "--noCheck", "--outDir", join(staging, "dist")],
      ROOT,
    );
    run(process.execPath, [join(ROOT, "scripts/bundle.mjs"), join(staging, "dist")], ROOT);
    run("npm", ["pack", "--ignore-scripts", "--silent"], staging);
    const archive = readdirSync(staging).find((name) => name.endsWith(".tgz"));
    if (archive === undefined) throw new Error("npm pack made no archive");
    mkdirSync(folder, { recursive: true });
    run("tar", ["-xzf", join(staging, archive), "--strip-components=1", "-C", folder], ROOT);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
};

const run = (command: string, args: readonly string[], cwd: string): void => {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: "utf8", shell: command === "npm" && process.platform === "win32" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${status}: ${stdout}${stderr}`);
};

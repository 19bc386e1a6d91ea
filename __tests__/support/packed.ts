import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const ROOT = join(__dirname, "..", "..");
/** What `npm pack` finds beside the build. */
const PACKED = ["package.json", "README.md", "CHANGELOG.md", "SECURITY.md", "LICENSE", "model/schemas", "integrations", "__tests__/support"];

/** Builds the package, packs it with `npm pack`, and unpacks it: what a user gets, in a new folder. Types are the build's own job. */
export const pack = async (): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), "rolegate-test-pack-"));
  const [staging, unpacked] = [join(folder, "staging"), join(folder, "package")];
  for (const name of PACKED) cpSync(join(ROOT, name), join(staging, name), { recursive: true });
  await run(
    process.execPath,
    [join(ROOT, "node_modules/typescript/bin/tsc"), "-p", join(ROOT, "tsconfig.build.json"), "--noCheck", "--outDir", join(staging, "dist")],
    ROOT,
  );
  await run(process.execPath, [join(ROOT, "scripts/bundle.mjs"), join(staging, "dist")], ROOT);
  await run("npm", ["pack", "--ignore-scripts", "--silent"], staging);
  const archive = readdirSync(staging).find((name) => name.endsWith(".tgz"));
  if (archive === undefined) throw new Error("npm pack made no archive");
  mkdirSync(unpacked);
  await run("tar", ["-xzf", join(staging, archive), "--strip-components=1", "-C", unpacked], ROOT);
  rmSync(staging, { recursive: true });
  return unpacked;
};

const run = async (command: string, args: readonly string[], cwd: string): Promise<void> => {
  await promisify(execFile)(command, [...args], { cwd, shell: command === "npm" && process.platform === "win32" });
};

/** The package as a user gets it, in `folder`: packed once in a run, and copied from then on. */
export const packInto = async (folder: string): Promise<void> => {
  const answer = await fetch(`${process.env.ROLEGATE_TEST_RUN}/package`);
  const packed = (await answer.json()) as { readonly folder: string } | { readonly error: string };
  if ("error" in packed) throw new Error(packed.error);
  cpSync(packed.folder, folder, { recursive: true });
};

import { spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { packInto } from "../support/packed";

const ROOT = join(__dirname, "..", "..");

/**
 * A `node_modules` as after an installation: this package as `npm pack` makes it, everything else linked to what is
 * installed here.
 */
export const installInto = async (folder: string): Promise<void> => {
  const modules = join(folder, "node_modules");
  const own = join(modules, "rolegate");
  mkdirSync(join(modules, ".bin"), { recursive: true });
  for (const name of readdirSync(join(ROOT, "node_modules")))
    if (!name.startsWith(".") && name !== "rolegate") symlinkSync(join(ROOT, "node_modules", name), join(modules, name));
  for (const name of readdirSync(join(ROOT, "node_modules", ".bin")))
    if (name !== "rolegate") symlinkSync(join(ROOT, "node_modules", ".bin", name), join(modules, ".bin", name));
  await packInto(own);
  const entry = join(own, "dist", "cli", "rolegate.js");
  chmodSync(entry, 0o755);
  symlinkSync(entry, join(modules, ".bin", "rolegate"));
};

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end. */
export const finished = (
  command: string,
  argv: readonly string[],
  options: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv; readonly uid?: number },
): Finished => {
  const { status, stdout, stderr } = spawnSync(command, [...argv], { ...options, encoding: "utf8", maxBuffer: 1 << 28 });
  return { code: status, stdout, stderr };
};

/** Runs a program whose reader goes away after the first bytes. */
export const withClosedPipe = (command: string, argv: readonly string[], cwd: string): Promise<{ readonly code: number | null; readonly stderr: string }> =>
  new Promise((resolve) => {
    const child = spawn(command, [...argv], { cwd, stdio: ["ignore", "pipe", "pipe"] });
    let stderr = "";
    child.stderr.on("data", (data) => {
      stderr += data;
    });
    child.stdout.destroy();
    child.on("close", (code) => resolve({ code, stderr }));
  });

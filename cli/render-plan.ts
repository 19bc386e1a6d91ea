import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { InputError } from "../model/input-error";
import type { Io } from "./io";
import { readText } from "./read-text";

/** What the program needs to run and to find the providers that `init` installed; no credentials, and no arguments of its own. */
const KEPT: ReadonlySet<string> = new Set([
  "APPDATA",
  "HOME",
  "HOMEDRIVE",
  "HOMEPATH",
  "LANG",
  "LC_ALL",
  "LOCALAPPDATA",
  "PATH",
  "PATHEXT",
  "SYSTEMROOT",
  "TEMP",
  "TF_CLI_CONFIG_FILE",
  "TF_DATA_DIR",
  "TMP",
  "TMPDIR",
  "USERPROFILE",
]);

const LOCK_FILE = ".terraform.lock.hcl";

/** The text of the lock file of the folder where the plan is rendered; null where there is none. */
export const lockFile = (cwd: string): string | null => (existsSync(join(cwd, LOCK_FILE)) ? readText(join(cwd, LOCK_FILE), LOCK_FILE) : null);

/** The plan in JSON, as `terraform show -json` prints it of a copy that nobody else can change. Throws an InputError where it fails. */
export const renderedPlan = async (bytes: Buffer, shown: string, { cwd, env }: Pick<Io, "cwd" | "env">): Promise<string> => {
  const program = env.TERRAFORM_BINARY_NAME || "terraform";
  const folder = mkdtempSync(join(tmpdir(), "rolegate-plan-"));
  try {
    const copy = join(folder, "plan");
    writeFileSync(copy, bytes, { mode: 0o600 });
    return await outputOf(program, ["show", "-json", resolve(copy)], shown, cwd, env);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const LARGEST = 256 * 1024 * 1024;

const outputOf = (program: string, args: readonly string[], shown: string, cwd: string, env: Io["env"]): Promise<string> => {
  const kept = Object.entries(env).filter(([name]) => KEPT.has(name.toUpperCase()));
  const own = { ...Object.fromEntries(kept), CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" };
  return new Promise((answer, refuse) => {
    execFile(program, args, { cwd, env: own, maxBuffer: LARGEST, encoding: "utf8", windowsHide: true }, (error, stdout, stderr) => {
      if (error === null) answer(stdout);
      else refuse(failure(program, shown, error, stderr));
    });
  });
};

const failure = (program: string, shown: string, error: Error & { readonly code?: unknown }, stderr: string): InputError =>
  error.code === "ENOENT"
    ? new InputError(`\`${shown}\` is a saved plan, and there is no \`${program}\` to render it`, [
        "put it on the PATH, or name OpenTofu with TERRAFORM_BINARY_NAME=tofu",
        "or render it elsewhere: `terraform show -json PLAN > plan.json`",
      ])
    : new InputError(`\`${program} show -json\` could not render \`${shown}\``, [
        stderr.trim().split("\n").slice(0, 10).join(" ").slice(0, 1000) || error.message,
        "run it in the folder where `init` was run for this plan",
      ]);

import { spawn } from "node:child_process";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const REPOSITORY = join(__dirname, "..", "..");

/** A copy of the example program and its policy files that the tour may change, with the packages of the repository. */
export interface Workspace {
  read(file: string): string;
  write(file: string, text: string): void;
  readonly folder: string;
  /** The names of the policy files. */
  readonly policyFiles: readonly string[];
  /** Runs a TypeScript file, one of the workspace or, with an absolute path, another. */
  run(file: string, args?: readonly string[], env?: Readonly<Record<string, string>>): Promise<Run>;
}

export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command line, from its source. */
export const ROLEGATE = join(REPOSITORY, "cli", "rolegate.ts");

/** Makes the workspace in `folder`, which is removed with all that is in it by whoever made it. */
export const makeWorkspace = (folder: string): Workspace => {
  const temporary = join(folder, "tmp");
  for (const path of [folder, join(folder, "policies"), temporary]) mkdirSync(path);
  const policyFiles = readdirSync(join(REPOSITORY, "policies")).filter((name) => name.endsWith(".yaml"));
  for (const file of ["main.ts", "package.json", ...policyFiles.map((name) => `policies/${name}`)]) copyFileSync(join(REPOSITORY, file), join(folder, file));
  symlinkSync(join(REPOSITORY, "node_modules"), join(folder, "node_modules"), "junction");
  // A child that is interrupted leaves its temporary files behind, but here.
  const temporaries = { TMPDIR: temporary, TMP: temporary, TEMP: temporary };
  return {
    folder,
    policyFiles,
    read: (file) => readFileSync(join(folder, file), "utf8"),
    write: (file, text) => writeFileSync(join(folder, file), text),
    run: (file, args = [], env = {}) =>
      new Promise((resolve, reject) => {
        const { TSX_DISABLE_CACHE: _, ...inherited } = process.env;
        const child = spawn(process.execPath, ["--require", require.resolve("tsx/cjs"), file, ...args], {
          cwd: folder,
          env: { ...inherited, ...temporaries, NO_COLOR: "1", ...env },
          stdio: ["ignore", "pipe", "pipe"],
        });
        const output = { stdout: "", stderr: "" };
        for (const stream of ["stdout", "stderr"] as const) child[stream].setEncoding("utf8").on("data", (text: string) => (output[stream] += text));
        child.once("error", reject);
        child.once("close", (code) => resolve({ code: code ?? 1, ...output }));
      }),
  };
};

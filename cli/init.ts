import { randomUUID } from "node:crypto";
import { lstatSync, mkdirSync, rmdirSync, rmSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { InputError } from "../model/input-error";
import { listed } from "../model/path-words";
import { readPolicies } from "../readers/policy/read-policies";
import { policyTypes } from "../readers/policy/types-file";
import { printable } from "../reporters/printable";
import { codeowners, gitignore, PIPELINES, type Pipeline, pipelineFiles, readme } from "./init/pipeline";
import { POLICY_FILES } from "./init/policies";
import { ACCESS_TEST, cdktfJson, MAIN, packageJson, TSCONFIG } from "./init/program";
import type { ExitCode, Io } from "./io";
import { lookOf, type PrintingOptions, todayOf } from "./settings";
import { systemReason } from "./system-reason";
import { UsageError } from "./usage-error";
import { packageVersion } from "./version";
import { writeFiles } from "./write-files";

export interface InitOptions extends PrintingOptions {
  readonly policiesOnly?: true;
  readonly ci?: string;
}

/** What a new repository is made of. */
export interface InitRequest {
  /** Of the folder; becomes the name of the package. */
  readonly name: string;
  readonly version: string;
  readonly projectId: string;
  /** `YYYY-MM-DD`, UTC. */
  readonly today: string;
  readonly policiesOnly: boolean;
  readonly pipeline: Pipeline;
}

/** The files of a new repository: path below its folder to text. */
export const repositoryFiles = ({ name, version, projectId, today, policiesOnly, pipeline }: InitRequest): ReadonlyMap<string, string> => {
  const policies = Object.entries(POLICY_FILES);
  const policyFiles = [
    ...policies.map(([file, text]): [string, string] => [`policies/${file}`, text]),
    [
      "policies/rolegate.d.ts",
      policyTypes(
        readPolicies(
          policies.map(([file, text]) => ({ name: file, text })),
          { today },
        ),
      ),
    ] as [string, string],
  ];
  if (policiesOnly) return new Map(policyFiles);
  const packageName = packageNameOf(name);
  return new Map([
    ["main.ts", MAIN],
    ["access.test.ts", ACCESS_TEST],
    ...policyFiles,
    ["package.json", packageJson(packageName, version)],
    ["tsconfig.json", TSCONFIG],
    ["cdktf.json", cdktfJson(projectId)],
    ...pipelineFiles(pipeline),
    ["CODEOWNERS", codeowners(pipeline)],
    [".gitignore", gitignore(pipeline)],
    ["README.md", readme(packageName, pipeline)],
  ]);
};

/** What npm takes as a name, and what `rolegate` itself does not clash with. */
const packageNameOf = (folder: string): string => {
  const name = folder
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 100);
  return name === "" || name === "rolegate" ? "postgresql-roles" : name;
};

/** `rolegate init [DIR]` */
export const initCommand = async (dir: string | undefined, options: InitOptions, io: Io): Promise<ExitCode> => {
  lookOf(options, io);
  const folder = resolve(io.cwd, dir ?? ".");
  const files = repositoryFiles({
    name: basename(folder),
    version: packageVersion(),
    projectId: randomUUID(),
    today: todayOf(undefined, io.now()),
    policiesOnly: options.policiesOnly === true,
    pipeline: pipelineOf(options),
  });
  writeNew(folder, files);
  if (options.quiet !== true) await io.stdout.write(nextSteps([...files.keys()], relative(io.cwd, folder), options.policiesOnly === true));
  return 0;
};

const pipelineOf = ({ ci = "github", policiesOnly }: InitOptions): Pipeline => {
  const known = PIPELINES.find((name) => name === ci);
  if (known === undefined) throw new UsageError(`--ci is ${listed(PIPELINES, "or")}, got \`${ci}\``);
  if (ci !== "github" && policiesOnly === true) throw new UsageError("--policies-only writes no pipeline, and --ci asks for one");
  return known;
};

/** Writes all files or none, and never over one that is there. */
const writeNew = (folder: string, files: ReadonlyMap<string, string>): void => {
  const paths = [...files].map(([file, text]) => ({ name: file, file: join(folder, file), text }));
  const there = paths.filter(({ file }) => isThere(file)).map(({ name }) => name);
  if (there.length > 0) {
    throw new InputError(`nothing written: ${there.length === 1 ? "a file is" : `${there.length} files are`} there already`, [
      ...there,
      "name a new folder: `rolegate init DIR`; or take only the policy files: `rolegate init --policies-only`",
    ]);
  }
  const made: string[] = [];
  try {
    for (const { file } of paths) makeFolder(dirname(file), made);
    writeFiles(paths, folder);
  } catch (error) {
    for (const { file } of paths) rmSync(file, { force: true });
    for (const path of made.reverse()) rmdirSync(path);
    throw error;
  }
};

const isThere = (file: string): boolean => {
  try {
    // A link that leads nowhere is there as well.
    return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    throw new InputError(`cannot write \`${file}\`: ${systemReason(error)}`);
  }
};

/** Makes a folder and those above it, and notes each that was not there. */
const makeFolder = (path: string, made: string[]): void => {
  try {
    const first = mkdirSync(path, { recursive: true });
    if (first === undefined) return;
    const below = relative(first, path);
    const steps = below === "" ? [] : below.split(/[\\/]/);
    made.push(first, ...steps.map((_, step) => join(first, ...steps.slice(0, step + 1))));
  } catch (error) {
    throw new InputError(`cannot make the folder \`${path}\`: ${systemReason(error)}`);
  }
};

const nextSteps = (files: readonly string[], folder: string, policiesOnly: boolean): string => {
  const steps = policiesOnly
    ? [
        "in policies/environments.yaml, put in your server's host, port and version",
        "in policies/personas.yaml, say which login is which",
        "run `rolegate types`, and give policies/ an owner in CODEOWNERS",
      ]
    : [
        `${folder === "" ? "" : `cd ${/^[\w./-]+$/.test(folder) ? folder : `'${folder}'`} && `}npm install`,
        "npm test              synthesizes main.ts, and shows that it is permitted",
        "npm run explain       what each role can reach, and how",
        "then put your server into policies/environments.yaml, and your roles into main.ts",
      ];
  const written = `wrote ${files.length} files${folder === "" ? "" : ` to ${folder}`}:`;
  return `${[written, ...files.map((file) => `  ${file}`), "", "next:", ...steps.map((step, index) => `  ${index + 1}. ${step}`)].map(printable).join("\n")}\n`;
};

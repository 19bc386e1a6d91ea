import { randomUUID } from "node:crypto";
import { basename, relative, resolve } from "node:path";
import { readPolicies } from "../readers/policy/read-policies";
import { policyTypes } from "../readers/policy/types-file";
import { printable } from "../reporters/printable";
import { codeowners, gitignore, type Pipeline, pipelineFiles, pipelineNamed, readme } from "./init/pipeline";
import { POLICY_FILES } from "./init/policies";
import { ACCESS_TEST, cdktfJson, MAIN, packageJson, TSCONFIG } from "./init/program";
import type { ExitCode, Io } from "./io";
import { lookOf, type PrintingOptions, todayOf } from "./settings";
import { UsageError } from "./usage-error";
import { packageVersion } from "./version";
import { writeNew } from "./write-new";

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
    ["README.md", readme(packageName, pipeline, true)],
  ]);
};

/** What npm takes as a name, and what `rolegate` itself does not clash with. */
export const packageNameOf = (folder: string): string => {
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
  writeNew(folder, files, "name a new folder: `rolegate init DIR`; or take only the policy files: `rolegate init --policies-only`");
  if (options.quiet !== true) await io.stdout.write(nextSteps([...files.keys()], relative(io.cwd, folder), options.policiesOnly === true));
  return 0;
};

const pipelineOf = ({ ci, policiesOnly }: InitOptions): Pipeline => {
  const pipeline = pipelineNamed(ci);
  if (pipeline !== "github" && policiesOnly === true) throw new UsageError("--policies-only writes no pipeline, and --ci asks for one");
  return pipeline;
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

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { App, type AppConfig, TerraformStack } from "cdktf";
import type { EnvironmentPolicy, PolicyData } from "../model/policy";
import type { StackFiles } from "../model/reading";
import type { Judgement, SourceLine } from "../model/synthesized";
import { isReadByTerraform } from "../model/terraform-files";
import { branded, ENVIRONMENT, GATED_APP, setBrand } from "./brand";
import { collisionsOf, strayElements } from "./collisions";
import type { EnvironmentFacts } from "./environment-facts";
import { Capture } from "./origin";
import { type OutputFile, readFilesBelow, writeOutput } from "./output-files";
import { refuse } from "./refusal";
import { clearScratchFolder, makeScratchFolder, removeScratchFolder } from "./scratch-folder";
import { refuseUnjudged } from "./unjudged";

/** What an environment asks of its app; what the app carries under its symbol. */
export interface GatedAppFacts {
  readonly policies: PolicyData;
  readonly environments: ReadonlyMap<string, EnvironmentPolicy>;
  /** Environments that the program declared. */
  readonly declared: Set<string>;
}

/** The app without what is bound in index.ts: the policy files, read, and the gate. */
export interface GatedAppProps extends Omit<AppConfig, "hclOutput"> {
  readonly policies: PolicyData;
  readonly judge: JudgeFiles;
}

/** Judges stacks as they will lie in their folders. */
export type JudgeFiles = (stacks: readonly StackFiles[]) => Judgement;

/** An `App` whose `synth()` judges the final JSON of every stack, and writes all stacks or nothing. */
export class GatedApp extends App {
  /** The folder that is written to: `outdir`, else `CDKTF_OUTDIR`, else `cdktf.out`. */
  readonly output: string;
  readonly #judge: JudgeFiles;

  constructor({ policies, judge, outdir, ...config }: GatedAppProps) {
    if (isOn(process.env.SYNTH_HCL_OUTPUT) || ("hclOutput" in config && config.hclOutput)) {
      throw refuse("a GatedApp writes JSON, not HCL: the gates judge JSON");
    }
    super({ ...config, outdir: makeScratchFolder() });
    this.output = outdir ?? process.env.CDKTF_OUTDIR ?? "cdktf.out";
    this.#judge = judge;
    const environments = new Map(policies.environments.map((environment) => [environment.name, environment]));
    setBrand(this, GATED_APP, { policies, environments, declared: new Set() } satisfies GatedAppFacts);
  }

  /**
   * Synthesizes, judges the bytes, writes them. Folders of stacks that are gone are left alone, with what Terraform keeps
   * in them; manifest.json says which stacks there are.
   *
   * @throws where a construct is malformed or the judgement is "deny": then nothing is written
   */
  override synth(): void {
    const capture = new Capture(this.synth);
    const [stray] = strayElements(this);
    if (stray !== undefined) throw refuse(`\`${stray.node.path}\` stands outside any environment, so that it would be written nowhere`);
    clearScratchFolder(this.outdir);
    try {
      // cdktf's own steps, not ours: they differ between cdktf and cdktn.
      super.synth();
      refuseErrors(this.manifest.stacks);
      const files = readFilesBelow(this.outdir);
      const byPath = new Map(files.map((file) => [file.path, file]));
      const stacks = this.#stacks(byPath);
      refuseUnjudged(files, byPath.get(MANIFEST), new Set(stacks.map(({ file }) => file)));
      const judgement = this.#judge(stacks.map(({ stack }) => stack));
      if (judgement.report.verdict !== "allow") throw denied(judgement.text, capture);
      this.allowed(judgement);
      writeOutput(this.output, [
        ...files.filter(({ path }) => path !== MANIFEST),
        ...stacks.map(originsFile),
        ...files.filter(({ path }) => path === MANIFEST),
      ]);
    } finally {
      removeScratchFolder(this.outdir);
    }
  }

  /** Called before what was judged is written. */
  protected allowed(_judgement: Judgement): void {}

  #stacks(files: ReadonlyMap<string, OutputFile>): readonly StackInFolder[] {
    return this.node
      .findAll()
      .filter((construct) => TerraformStack.isStack(construct))
      .map((stack) => {
        const { synthesizedStackPath: path, workingDirectory: folder } = this.manifest.forStack(stack);
        const slashed = path.replaceAll("\\", "/");
        const file = files.get(slashed);
        if (file === undefined) throw refuse(`stack \`${stack.node.path}\` was not synthesized`);
        const environment = branded<EnvironmentFacts>(stack, ENVIRONMENT);
        return {
          folder: folder.replaceAll("\\", "/"),
          file: slashed,
          stack: {
            name: stack.node.path,
            path: `${this.output.replaceAll("\\", "/")}/${slashed}`,
            text: file.bytes.toString(),
            origins: originsOf(environment),
            collisions: collisionsOf(stack, environment),
            otherFiles: otherFilesIn([join(this.outdir, folder), join(this.output, folder)]),
          },
        };
      });
  }
}

interface StackInFolder {
  readonly folder: string;
  /** Path of its JSON below the output folder. */
  readonly file: string;
  readonly stack: StackFiles;
}

const MANIFEST = "manifest.json";

const isOn = (value: string | undefined): boolean => value === "true" || value === "1";

/** An error for people: Node prints the stack of one that nobody catches, so only the line that called is in it. */
const denied = (text: string, { line }: Capture): Error => {
  const error = new Error(`denied, nothing written\n\n${text}`);
  error.stack = `${error.name}: ${error.message}${line === null ? "" : `\n    at ${line.file}:${line.line}`}`;
  return error;
};

// `cdktf synth` makes cdktf write what has error annotations, and only prints them.
const refuseErrors = (stacks: App["manifest"]["stacks"]): void => {
  const errors = Object.values(stacks).flatMap(({ annotations }) => annotations.filter(({ level }) => level === "@cdktf/error"));
  if (errors.length === 0) return;
  throw refuse(`nothing written, there are errors:\n${errors.map(({ constructPath, message }) => `  ${message} [${constructPath}]`).join("\n")}`);
};

// What constructs write beside the JSON, and what lies there already: Terraform reads every file of some names.
const otherFilesIn = (folders: readonly string[]): readonly string[] =>
  [...new Set(folders.flatMap((folder) => (existsSync(folder) ? readdirSync(folder) : [])))]
    .filter((name) => name !== "cdk.tf.json" && isReadByTerraform(name))
    .sort();

const originsOf = (environment: EnvironmentFacts | undefined): Readonly<Record<string, SourceLine>> => {
  const origins: [string, SourceLine][] = [];
  for (const [address, capture] of environment?.origins ?? []) if (capture.line !== null) origins.push([address, capture.line]);
  return Object.fromEntries(origins.sort(([a], [b]) => (a < b ? -1 : 1)));
};

const originsFile = ({ folder, stack }: StackInFolder): OutputFile => ({
  path: `${folder}/origins.json`,
  bytes: Buffer.from(`${JSON.stringify(stack.origins, null, 2)}\n`),
});

import { type Dirent, readdirSync, realpathSync, statSync } from "node:fs";
import { basename, join, posix, resolve, sep } from "node:path";
import { InputError } from "../model/input-error";
import type { StackFiles } from "../model/reading";
import type { SourceLine } from "../model/synthesized";
import { isConfiguration, isReadByTerraform } from "../model/terraform-files";
import { parseJsonText } from "../readers/terraform/json-text";
import { refuseOtherAddress } from "./postgres/url";
import { readable, readText } from "./read-text";

const STACK_FILE = "cdk.tf.json";
const MANIFEST = "manifest.json";
const ORIGINS = "origins.json";
const ONLY_SYNTHESIZED =
  "this version judges plan JSON (`terraform show -json PLAN`), Terraform folders, and synthesized JSON: `cdktf.out/`, or one stack folder of it";

/** Stacks as they are on disk, and what a person should know about how they were found. */
export interface SynthesizedInput {
  readonly stacks: readonly StackFiles[];
  readonly notices: readonly string[];
}

/** Reads `cdktf.out/` folders and stack folders. Throws `InputError` for everything else, and for what it cannot read. */
export const readSynthesizedInputs = (inputs: readonly string[], cwd: string): SynthesizedInput => {
  const notices: string[] = [];
  const folders = inputs.flatMap((input) => stackFoldersOf(input, cwd, notices));
  const seen = new Set<string>();
  const stacks = folders.filter(({ real }) => !seen.has(real) && seen.add(real)).map(readStackFolder);
  return { stacks, notices };
};

interface StackFolder {
  readonly name: string;
  readonly path: string;
  readonly shown: string;
  /** The same for all names of one folder. */
  readonly real: string;
}

const stackFolder = (name: string, path: string, shown: string): StackFolder => ({ name, path, shown, real: readable(shown, () => realpathSync(path)) });

const stackFoldersOf = (input: string, cwd: string, notices: string[]): readonly StackFolder[] => {
  refuseOther(input);
  const path = resolve(cwd, input);
  const shown = shownPath(input);
  const stats = readable(shown, () => statSync(path));
  if (!stats.isDirectory()) throw notASynthesizedFile(path, shown);
  const names = listing(path, shown);
  const isOutput = names.has(MANIFEST);
  const isStack = names.has(STACK_FILE);
  if (isOutput && isStack) {
    throw new InputError(`\`${shown}\` has both ${MANIFEST} and ${STACK_FILE}`, [
      "it cannot be told whether it is a stack or the folder above the stacks: remove one",
    ]);
  }
  if (isOutput) return outputFolder(path, shown, notices);
  if (isStack) return [stackFolder(basename(path), path, shown)];
  throw notASynthesizedFolder(names, shown);
};

/** What CONTRACT.md lists as an input and is no folder. */
const refuseOther = (input: string): void => {
  if (input === "") throw new InputError("an input is empty: give a folder", [ONLY_SYNTHESIZED]);
  // Never echoed: a URL, mistyped too, may carry a password.
  refuseOtherAddress(input);
  if (/^postgres(ql)?:\/\//i.test(input)) throw new InputError("a live server (`postgres://...`) is not judged", [ONLY_SYNTHESIZED]);
};

const notASynthesizedFile = (path: string, shown: string): InputError => {
  if (basename(path) === STACK_FILE || basename(path) === MANIFEST) {
    return new InputError(`\`${shown}\` is a file: give its folder`, ["what else is in the folder is read by Terraform too, so it is judged too"]);
  }
  if (isConfiguration(path)) return new InputError(`\`${shown}\` is a Terraform file`, [ONLY_SYNTHESIZED]);
  return new InputError(`\`${shown}\` is a file that is not judged`, [ONLY_SYNTHESIZED]);
};

const notASynthesizedFolder = (names: ReadonlyMap<string, Dirent>, shown: string): InputError => {
  const below = (name: string): string => posix.join(shown, name);
  if (names.size === 0) return new InputError(`\`${shown}\` is empty`, ["run `cdktf synth` or `npm run synth` first"]);
  if (names.has("cdktf.out")) return new InputError(`\`${shown}\` is no synthesized folder`, [`did you mean \`${below("cdktf.out")}\``]);
  if (names.has("cdktf.json"))
    return new InputError(`\`${shown}\` is a program that was not synthesized`, ["run `cdktf synth` or `npm run synth`, and give `cdktf.out`"]);
  if ([...names.keys()].some(isConfiguration)) return new InputError(`\`${shown}\` is a Terraform folder`, [ONLY_SYNTHESIZED]);
  return new InputError(`\`${shown}\` has neither ${MANIFEST} nor ${STACK_FILE}`, [ONLY_SYNTHESIZED, "run `cdktf synth` or `npm run synth` first"]);
};

/** The stacks that the manifest lists, and those that lie beside them: Terraform can be run in either. */
const outputFolder = (path: string, shown: string, notices: string[]): readonly StackFolder[] => {
  const listed = manifestStacks(readText(join(path, MANIFEST), posix.join(shown, MANIFEST)), posix.join(shown, MANIFEST)).map(({ name, folder }) => {
    const below = stackFolder(name, join(path, folder), posix.join(shown, folder));
    if (!isThere(join(below.path, STACK_FILE), below.shown))
      throw new InputError(`\`${posix.join(below.shown, STACK_FILE)}\` is missing`, [`${MANIFEST} lists it: synthesize again`]);
    return below;
  });
  const known = new Set(listed.map(({ real }) => real));
  const beside = unlistedStacks(path, shown).filter(({ real }) => !known.has(real));
  for (const stack of beside) notices.push(`\`${stack.shown}\` is not in ${MANIFEST}; it is judged too: remove the folder if an earlier synthesis left it`);
  if (listed.length + beside.length === 0)
    throw new InputError(`\`${shown}\` has no stack`, [`${MANIFEST} lists none, and there is no folder in \`${posix.join(shown, "stacks")}\``]);
  return [...listed, ...beside];
};

const unlistedStacks = (path: string, shown: string): readonly StackFolder[] => {
  const stacks = join(path, "stacks");
  if (!isThere(stacks, posix.join(shown, "stacks"))) return [];
  return [...listing(stacks, posix.join(shown, "stacks")).keys()].flatMap((name) => {
    const folder = join(stacks, name);
    const folderShown = posix.join(shown, "stacks", name);
    if (!readable(folderShown, () => statSync(folder)).isDirectory()) return [];
    const inside = [...listing(folder, folderShown).keys()];
    if (inside.includes(STACK_FILE)) return [stackFolder(name, folder, folderShown)];
    if (!inside.some(isConfiguration)) return [];
    throw new InputError(`\`${folderShown}\` is a Terraform folder without ${STACK_FILE}`, [ONLY_SYNTHESIZED, "remove it from the output folder"]);
  });
};

const manifestStacks = (text: string, shown: string): readonly { readonly name: string; readonly folder: string }[] => {
  const stacks = fieldOf(parseJsonText(text, shown), "stacks");
  if (!isRecord(stacks)) throw new InputError(`\`${shown}\` is no manifest of cdktf: it has no \`stacks\``, ["synthesize again"]);
  return Object.entries(stacks).map(([key, stack]) => {
    const name = fieldOf(stack, "name") ?? key;
    const file = fieldOf(stack, "synthesizedStackPath");
    if (typeof name !== "string" || typeof file !== "string") throw new InputError(`\`${shown}\` does not say where stack \`${key}\` is`, ["synthesize again"]);
    const path = posix.normalize(file.split(sep).join("/"));
    if (posix.isAbsolute(path) || path.startsWith("../") || posix.basename(path) !== STACK_FILE) {
      throw new InputError(`\`${shown}\` has stack \`${key}\` at \`${file}\`, which is no ${STACK_FILE} below it`, ["synthesize again"]);
    }
    const folder = posix.dirname(path);
    // `cdktf deploy` runs Terraform there, whatever folder the JSON lies in.
    const run = fieldOf(stack, "workingDirectory");
    if (run !== undefined && (typeof run !== "string" || posix.normalize(`${run.split(sep).join("/")}/.`) !== posix.normalize(`${folder}/.`))) {
      throw new InputError(`\`${shown}\` has stack \`${key}\` at \`${file}\`, and runs it in \`${String(run)}\``, ["synthesize again"]);
    }
    return { name, folder };
  });
};

const readStackFolder = ({ name, path, shown }: StackFolder): StackFiles => {
  const names = listing(path, shown);
  const file = posix.join(shown, STACK_FILE);
  const text = readText(join(path, STACK_FILE), file);
  // Read now, for what cannot be read is an error; parsed when a line is shown.
  const lines = names.has(ORIGINS) ? readText(join(path, ORIGINS), posix.join(shown, ORIGINS)) : "{}";
  let origins: StackFiles["origins"] | undefined;
  return {
    name,
    path: file,
    text,
    get origins() {
      origins ??= originsIn(lines);
      return origins;
    },
    collisions: [],
    otherFiles: [...names.values()]
      .filter(isReadBeside)
      .map((entry) => entry.name)
      .sort(),
  };
};

const isReadBeside = (entry: Dirent): boolean => entry.name !== STACK_FILE && !entry.isDirectory() && isReadByTerraform(entry.name);

/** For display only: what is no origin is left out, and a file that is none costs the lines and nothing else. */
const originsIn = (text: string): Readonly<Record<string, SourceLine>> => {
  const origins = jsonOrNull(text);
  if (!isRecord(origins)) return {};
  const lines = Object.entries(origins).flatMap(([address, origin]): [string, SourceLine][] => {
    const file = fieldOf(origin, "file");
    const line = fieldOf(origin, "line");
    return typeof file === "string" && typeof line === "number" && Number.isSafeInteger(line) && line > 0 ? [[address, { file, line }]] : [];
  });
  return Object.fromEntries(lines);
};

const jsonOrNull = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === "object" && value !== null && !Array.isArray(value);
const fieldOf = (value: unknown, name: string): unknown => (isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined);

const listing = (path: string, shown: string): ReadonlyMap<string, Dirent> =>
  new Map(readable(shown, () => readdirSync(path, { withFileTypes: true })).map((entry) => [entry.name, entry]));

/** Is there such a file? Where that may not be asked, it is an error and no "no". */
const isThere = (path: string, shown: string): boolean => readable(shown, () => statSync(path, { throwIfNoEntry: false })) !== undefined;

/** The path as the user wrote it, with `/` and without a slash at its end. */
const shownPath = (input: string): string => posix.normalize(input.split(sep).join("/")).replace(/(.)\/$/, "$1");

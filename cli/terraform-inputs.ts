import { closeSync, openSync, readFileSync, readSync, statSync } from "node:fs";
import { basename, resolve } from "node:path";
import { InputError } from "../model/input-error";
import type { StackFiles } from "../model/reading";
import { isConfiguration } from "../model/terraform-files";
import type { SourceFolder } from "../model/terraform-source";
import { type PlanInput, planInMemory } from "../readers/plan/plan-bytes";
import type { Io } from "./io";
import { planFile } from "./plan-file";
import { readable } from "./read-text";
import type { SavedPlan } from "./saved-plan";
import { keepHeapSmall } from "./small-heap";
import { readSynthesizedInputs } from "./synthesized-input";
import { isTerraformFolder, terraformFolder } from "./terraform-folder";

/** What Terraform's formats among the inputs are, and what a person should know about how they were found. */
export interface TerraformInputs {
  readonly stacks: readonly StackFiles[];
  readonly plans: readonly PlanInput[];
  readonly savedPlans: readonly SavedPlan[];
  /** Terraform folders, of which nothing was planned yet. */
  readonly folders: readonly SourceFolder[];
  readonly notices: readonly string[];
}

const STANDARD_INPUT = "-";

/** Reads plans in JSON, from files or from standard input (`-`), Terraform folders, and folders of synthesized JSON. Throws an InputError for everything else. */
export const readTerraformInputs = (inputs: readonly string[], io: Pick<Io, "cwd" | "stdin">): TerraformInputs => {
  if (inputs.filter((input) => input === STANDARD_INPUT).length > 1) throw new InputError("standard input is given twice", ["it can be read once"]);
  const isPlan = (input: string): boolean => input === STANDARD_INPUT || isPlanFile(input, io.cwd);
  const plans = inputs.filter(isPlan).map((input): PlanInput => (input === STANDARD_INPUT ? standardInput(io) : planFile(resolve(io.cwd, input), input)));
  if (plans.length > 0) keepHeapSmall();
  const isFolder = (input: string): boolean => !isPlan(input) && isTerraformFolder(input, io.cwd);
  const folders = inputs.filter(isFolder).map((input) => terraformFolder(input, io.cwd));
  const isSaved = (input: string): boolean => !isPlan(input) && isArchive(input, io.cwd);
  const savedPlans = inputs.filter(isSaved).map((path): SavedPlan => ({ path, bytes: readable(path, () => readFileSync(resolve(io.cwd, path))) }));
  const others = inputs.filter((input) => !isPlan(input) && !isFolder(input) && !isSaved(input));
  const { stacks, notices } =
    others.length === 0 && plans.length + folders.length + savedPlans.length > 0 ? { stacks: [], notices: [] } : readSynthesizedInputs(others, io.cwd);
  return { stacks, plans, savedPlans, folders, notices };
};

const standardInput = ({ stdin }: Pick<Io, "stdin">): PlanInput => planInMemory("standard input", readable("standard input", stdin));

/** A regular file that starts as JSON does, and is neither a configuration nor a manifest. A pipe is never opened: nobody may ever write to it. */
const isPlanFile = (input: string, cwd: string): boolean => {
  if (input === "" || isConfiguration(input) || basename(input) === "manifest.json") return false;
  const path = resolve(cwd, input);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined || !stats.isFile()) return false;
  const start = firstBytes(path, input);
  return start.length === 0 || isUtf16(start) || /^(?:\u00EF\u00BB\u00BF)?\s*[{[]/.test(start.toString("latin1"));
};

/** A saved plan is a ZIP. */
const isArchive = (input: string, cwd: string): boolean => {
  const path = resolve(cwd, input);
  return input !== "" && statSync(path, { throwIfNoEntry: false })?.isFile() === true && firstBytes(path, input).toString("latin1", 0, 2) === "PK";
};

const isUtf16 = (start: Buffer): boolean => (start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff) || start[1] === 0;

const firstBytes = (path: string, shown: string): Buffer =>
  readable(shown, () => {
    const buffer = Buffer.alloc(4096);
    const descriptor = openSync(path, "r");
    try {
      return buffer.subarray(0, readSync(descriptor, buffer, 0, buffer.length, 0));
    } finally {
      closeSync(descriptor);
    }
  });

import { closeSync, openSync, readSync, statSync } from "node:fs";
import { basename, resolve } from "node:path";
import { InputError } from "../model/input-error";
import type { StackFiles } from "../model/reading";
import { isConfiguration } from "../model/terraform-files";
import { type PlanSource, planInMemory } from "../readers/plan/plan-source";
import type { Io } from "./io";
import { planFile } from "./plan-file";
import { readable } from "./read-text";
import { readSynthesizedInputs } from "./synthesized-input";

/** What Terraform's formats among the inputs are, and what a person should know about how they were found. */
export interface TerraformInputs {
  readonly stacks: readonly StackFiles[];
  readonly plans: readonly PlanSource[];
  readonly notices: readonly string[];
}

const STANDARD_INPUT = "-";

/** Reads plans in JSON, from files or from standard input (`-`), and folders of synthesized JSON. Throws an InputError for everything else. */
export const readTerraformInputs = (inputs: readonly string[], io: Pick<Io, "cwd" | "stdin">): TerraformInputs => {
  if (inputs.filter((input) => input === STANDARD_INPUT).length > 1) throw new InputError("standard input is given twice", ["it can be read once"]);
  const isPlan = (input: string): boolean => input === STANDARD_INPUT || isPlanFile(input, io.cwd);
  const plans = inputs.filter(isPlan).map((input): PlanSource => (input === STANDARD_INPUT ? standardInput(io) : planFile(resolve(io.cwd, input), input)));
  const others = inputs.filter((input) => !isPlan(input));
  const { stacks, notices } = others.length === 0 && plans.length > 0 ? { stacks: [], notices: [] } : readSynthesizedInputs(others, io.cwd);
  return { stacks, plans, notices };
};

const standardInput = ({ stdin }: Pick<Io, "stdin">): PlanSource => planInMemory("standard input", readable("standard input", stdin));

/** A regular file that starts as JSON does, and is neither a configuration nor a manifest. A pipe is never opened: nobody may ever write to it. */
const isPlanFile = (input: string, cwd: string): boolean => {
  if (input === "" || isConfiguration(input) || basename(input) === "manifest.json") return false;
  const path = resolve(cwd, input);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined || !stats.isFile()) return false;
  const start = firstBytes(path, input);
  return start.length === 0 || isUtf16(start) || /^(?:\u00EF\u00BB\u00BF)?\s*[{[]/.test(start.toString("latin1"));
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

import { statSync } from "node:fs";
import { posix, resolve } from "node:path";
import { InputError } from "../model/input-error";
import { policyTypes } from "../readers/policy/types-file";
import { printable } from "../reporters/printable";
import type { ExitCode, Io } from "./io";
import { loadPolicies } from "./load-policies";
import { DEFAULT_POLICY_FOLDER } from "./policy-folder";
import { readable, readText } from "./read-text";
import { lookOf, type PrintingOptions, todayOf } from "./settings";
import { writeFiles } from "./write-files";

export interface TypesOptions extends PrintingOptions {
  readonly policies?: string;
  readonly policiesSha256?: string;
  readonly check?: true;
}

const TYPES_FILE = "rolegate.d.ts";

/** Is the types file as the policy files want it? */
export type TypesState = "current" | "stale" | "missing";

/** `written` is what the file holds, or null where there is none. */
export const typesState = (wanted: string, written: string | null): TypesState => {
  if (written === null) return "missing";
  // A checkout may turn line ends; editors and the compiler see no difference.
  return written.replaceAll("\r\n", "\n") === wanted ? "current" : "stale";
};

/** `rolegate types [--check]` */
export const typesCommand = async (options: TypesOptions, io: Io): Promise<ExitCode> => {
  lookOf(options, io);
  const policy = loadPolicies(options, todayOf(undefined, io.now()), io);
  if (policy === null)
    throw new InputError(`there is no policy folder \`${DEFAULT_POLICY_FOLDER}\``, ["name it with --policies, or start one: `rolegate init --policies-only`"]);
  const wanted = policyTypes(policy);
  const file = posix.join(options.policies ?? DEFAULT_POLICY_FOLDER, TYPES_FILE);
  const path = resolve(io.cwd, file);
  const isThere = readable(file, () => statSync(path, { throwIfNoEntry: false })) !== undefined;
  const state = typesState(wanted, isThere ? readText(path, file) : null);
  const say = (text: string): Promise<void> => (options.quiet === true ? Promise.resolve() : io.stdout.write(`${printable(text)}\n`));
  if (options.check === true) {
    await say(state === "current" ? `${file} is current` : `${file} is ${state}: run \`rolegate types\` and commit it`);
    return state === "current" ? 0 : 1;
  }
  if (state !== "current") writeFiles([{ file, text: wanted }], io.cwd);
  await say(state === "current" ? `${file} is current` : `${file} is written`);
  return 0;
};

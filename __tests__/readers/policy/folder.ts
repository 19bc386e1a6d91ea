import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../../../model/input-error";
import type { PolicyData } from "../../../model/policy";
import { type PolicyFile, type PolicyOptions, readPolicies } from "../../../readers/policy/read-policies";

export const FIXTURES = join(__dirname, "../../fixtures/policies");

const TODAY = "2026-11-20";

/** The files of a fixture folder, named as a user would see them. */
export const folder = (name: string): PolicyFile[] =>
  readdirSync(join(FIXTURES, name))
    .sort()
    .map((file) => ({ name: `policies/${file}`, text: readFileSync(join(FIXTURES, name, file), "utf8") }));

/** The folder `acme` with other texts in some files; null removes one. */
export const acmeWith = (changes: Readonly<Record<string, string | null>>): PolicyFile[] => {
  const texts = new Map<string, string | null>(folder("acme").map(({ name, text }) => [name.replace("policies/", ""), text]));
  for (const [file, text] of Object.entries(changes)) texts.set(file, text);
  return [...texts].flatMap(([file, text]) => (text === null ? [] : [{ name: `policies/${file}`, text }]));
};

/** A file of `acme` in which `from`, which must be there, is `to`. */
export const edited = (file: string, from: string, to: string): Record<string, string> => {
  const { text } = folder("acme").find(({ name }) => name === `policies/${file}`)!;
  if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
  return { [file]: text.replace(from, () => to) };
};

export const read = (files: readonly PolicyFile[], options: Partial<PolicyOptions> = {}): PolicyData => readPolicies(files, { today: TODAY, ...options });

/** The problems that refuse the files, or none. */
export const problemsOf = (files: readonly PolicyFile[], options: Partial<PolicyOptions> = {}): readonly string[] => {
  try {
    read(files, options);
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.details.length === 1 ? [error.message] : error.details.slice(0, -1);
  }
};

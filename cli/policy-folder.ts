import { readdirSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { InputError } from "../model/input-error";
import type { PolicyFile } from "../readers/policy/read-policies";
import { readable, readText } from "./read-text";

/** The folder that is read when `--policies` names none. */
export const DEFAULT_POLICY_FOLDER = "policies";
const REQUIRED = /^environments\.ya?ml$/;
const OTHERS = /^(personas|allowlist|accepted|waivers)\.ya?ml$/;

/**
 * The policy folder as it is shown: what `--policies` names, else `policies` if it is one; null where there is none.
 * Throws `InputError` for a named folder that is none, and for policy files whose `environments.yaml` is missing.
 */
export const findPolicyFolder = (named: string | undefined, cwd: string): string | null => {
  const folder = named ?? DEFAULT_POLICY_FOLDER;
  const path = resolve(cwd, folder);
  const stats = readable(folder, () => statSync(path, { throwIfNoEntry: false }));
  if (!stats?.isDirectory()) {
    if (named === undefined) return null;
    throw new InputError(`there is no policy folder \`${folder}\``, ["`rolegate init --policies-only` starts one"]);
  }
  const names = readable(folder, () => readdirSync(path));
  if (names.some((name) => REQUIRED.test(name))) return folder;
  if (named === undefined && !names.some((name) => OTHERS.test(name))) return null;
  throw new InputError(`\`${folder}\` has no environments.yaml`, [
    "a policy folder says in it which environments there are",
    "`rolegate init --policies-only` writes one to start from",
  ]);
};

/** The YAML files of a policy folder, sorted by name and named with it, hidden ones left out, decoded strictly. Throws `InputError` for what cannot be read. */
export const readPolicyFolder = (folder: string, cwd = process.cwd()): readonly PolicyFile[] => {
  const path = resolve(cwd, folder);
  return readable(folder, () => readdirSync(path))
    .filter((name) => /^[^.].*\.ya?ml$/i.test(name))
    .sort()
    .map((name) => `${folder.replace(/[/\\]+$/, "")}/${name}`.replace(/^\/{2}/, "/"))
    .map((name) => ({ name, text: readText(resolve(cwd, name), name) }));
};

import { readdirSync, statSync } from "node:fs";
import { posix, resolve, sep } from "node:path";
import { isConfiguration, isReadByTerraform } from "../model/terraform-files";
import type { SourceFile, SourceFolder } from "../model/terraform-source";
import { readable, readText } from "./read-text";

const MANIFEST = ".terraform/modules/modules.json";
/** What shows that a folder is one that CDKTF wrote. */
const SYNTHESIZED: readonly string[] = ["cdk.tf.json", "manifest.json"];

/** True for a folder with files that Terraform or OpenTofu reads. */
export const hasConfiguration = (input: string, cwd: string): boolean => namesIn(input, cwd).some(isRead);

/** The same for one that CDKTF did not write. */
export const isTerraformFolder = (input: string, cwd: string): boolean => {
  const names = namesIn(input, cwd);
  return names.some(isRead) && !names.some((name) => SYNTHESIZED.includes(name));
};

/** Nothing for what is no folder. */
const namesIn = (input: string, cwd: string): readonly string[] => {
  const path = resolve(cwd, input);
  return input !== "" && statSync(path, { throwIfNoEntry: false })?.isDirectory() === true ? readable(input, () => readdirSync(path)) : [];
};

const isRead = (name: string): boolean => isConfiguration(name) && isReadByTerraform(name);

/** A Terraform folder as it is on disk; its modules are read when they are asked for. */
export const terraformFolder = (input: string, cwd: string): SourceFolder => {
  const root = resolve(cwd, input);
  const shown = posix.normalize(input.split(sep).join("/")).replace(/(.)\/$/, "$1");
  const below = (name: string): string => posix.join(shown, name);
  const manifest = resolve(root, MANIFEST);
  return {
    path: shown,
    filesIn: (folder) => filesIn(resolve(root, folder), below(folder)),
    manifest: statSync(manifest, { throwIfNoEntry: false }) === undefined ? null : readText(manifest, below(MANIFEST)),
  };
};

const filesIn = (path: string, shown: string): readonly SourceFile[] | null => {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return null;
  return readable(shown, () => readdirSync(path, { withFileTypes: true }))
    .filter((entry) => isRead(entry.name) && !entry.isDirectory())
    .map(({ name }): SourceFile => ({ name, path: posix.join(shown, name), text: readText(resolve(path, name), posix.join(shown, name)) }));
};

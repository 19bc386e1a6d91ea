import { lstatSync, mkdirSync, rmdirSync, rmSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { InputError } from "../model/input-error";
import { systemReason } from "./system-reason";
import { writeFiles } from "./write-files";

/** Writes all files or none, and never over one that is there; `help` says what to do where one is. Throws `InputError`. */
export const writeNew = (folder: string, files: ReadonlyMap<string, string>, help: string): void => {
  const paths = [...files].map(([file, text]) => ({ name: file, file: join(folder, file), text }));
  const there = paths.filter(({ file }) => isThere(file)).map(({ name }) => name);
  if (there.length > 0) {
    throw new InputError(`nothing written: ${there.length === 1 ? "a file is" : `${there.length} files are`} there already`, [...there, help]);
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

import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";

/** One file of the output: its path below the output folder, with `/`, and its bytes. */
export interface OutputFile {
  readonly path: string;
  readonly bytes: Buffer;
}

/** Every file below a folder. */
export const readFilesBelow = (folder: string): readonly OutputFile[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => statSync(join(folder, path)).isFile())
    .sort()
    .map((path) => ({ path: path.split(sep).join("/"), bytes: readFileSync(join(folder, path)) }));

/**
 * Writes all files or none: each whole, to the disk, under a name of its own, and only then each to its place. What else is
 * in the folder stays: `.terraform`, lock files and perhaps a state live beside the JSON.
 */
export const writeOutput = (folder: string, files: readonly OutputFile[]): void => {
  const staged = files.map(({ path, bytes }) => ({ target: join(folder, path), temporary: join(folder, `${path}.${process.pid}.tmp`), bytes }));
  try {
    for (const { temporary, bytes } of staged) writeDurably(temporary, bytes);
    for (const { temporary, target } of staged) renameSync(temporary, target);
  } finally {
    for (const { temporary } of staged) rmSync(temporary, { force: true });
  }
};

const writeDurably = (path: string, bytes: Buffer): void => {
  mkdirSync(dirname(path), { recursive: true });
  const file = openSync(path, "w");
  try {
    writeFileSync(file, bytes);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
};

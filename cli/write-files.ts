import { randomBytes } from "node:crypto";
import { closeSync, existsSync, fsyncSync, openSync, realpathSync, renameSync, rmSync, type Stats, statSync, writeSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { InputError } from "../model/input-error";
import { systemReason } from "./system-reason";

export interface FileToWrite {
  readonly file: string;
  readonly text: string;
}

interface Staged {
  readonly file: string;
  /** Where the name leads: a link is followed, not replaced. */
  readonly target: string;
  /** Null for a device or a pipe, which is written in place. */
  readonly temporary: string | null;
  readonly text: string;
}

/**
 * Writes all files or none: each whole into a temporary file beside its place first, then all are renamed. Throws
 * `InputError` when one cannot be written or two are the same.
 */
export const writeFiles = (files: readonly FileToWrite[], cwd: string): void => {
  const staged = files.map(({ file, text }) => ({ file, text, ...placeOf(file, cwd) }));
  refuseSame(staged);
  try {
    for (const { temporary, text, file } of staged) if (temporary !== null) writable(file, () => writeWhole(temporary, text));
    for (const { temporary, target, text, file } of staged) {
      writable(file, () => (temporary === null ? writeInPlace(target, text) : renameSync(temporary, target)));
    }
  } finally {
    for (const { temporary } of staged) if (temporary !== null) rmSync(temporary, { force: true });
  }
};

const placeOf = (file: string, cwd: string): { readonly target: string; readonly temporary: string | null } => {
  const path = resolve(cwd, file);
  const stats = writable(file, (): Stats | undefined => statSync(path, { throwIfNoEntry: false }));
  if (stats?.isDirectory()) throw new InputError(`cannot write \`${file}\`: it is a folder`);
  // Renaming over a device would replace it: `/dev/stdout`, `/dev/null`, the pipe of a shell's `>(command)`.
  if (stats !== undefined && (!stats.isFile() || /^\/(dev|proc)\//.test(path))) return { target: path, temporary: null };
  const target =
    stats === undefined
      ? join(
          writable(file, () => realpathSync(dirname(path))),
          basename(path),
        )
      : writable(file, () => realpathSync(path));
  return { target, temporary: join(dirname(target), `.rolegate-${randomBytes(8).toString("hex")}.tmp`) };
};

const refuseSame = (staged: readonly Staged[]): void => {
  const seen = new Map<string, string>();
  for (const { target, temporary, file } of staged) {
    // Two names of one file differ where case does not count: then it has one inode.
    const stats = temporary !== null && existsSync(target) ? statSync(target) : undefined;
    const key = stats === undefined ? target : `${stats.dev}:${stats.ino}`;
    const other = seen.get(key);
    if (other !== undefined) throw new InputError(`\`${other}\` and \`${file}\` are one file: give each report a file of its own`);
    seen.set(key, file);
  }
};

const writeWhole = (path: string, text: string): void => {
  const descriptor = openSync(path, "wx");
  try {
    writeAll(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
};

const writeInPlace = (path: string, text: string): void => {
  const descriptor = openSync(path, "w");
  try {
    writeAll(descriptor, text);
  } finally {
    closeSync(descriptor);
  }
};

const writeAll = (descriptor: number, text: string): void => {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written);
};

const writable = <T>(file: string, action: () => T): T => {
  try {
    return action();
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`cannot write \`${file}\`: ${systemReason(error)}`, ["nothing was written"]);
  }
};

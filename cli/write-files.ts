import { randomBytes } from "node:crypto";
import { closeSync, existsSync, fstatSync, fsyncSync, openSync, realpathSync, renameSync, rmSync, type Stats, statSync, writeSync } from "node:fs";
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
  /** Where it is what the shell gave as standard output or error: its number. */
  readonly descriptor: number | null;
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
    for (const { temporary, target, descriptor, text, file } of staged) {
      writable(file, () => (temporary === null ? writeInPlace(target, descriptor, text) : renameSync(temporary, target)));
    }
  } finally {
    for (const { temporary } of staged) if (temporary !== null) rmSync(temporary, { force: true });
  }
};

const placeOf = (file: string, cwd: string): Pick<Staged, "target" | "temporary" | "descriptor"> => {
  const path = resolve(cwd, file);
  const stats = writable(file, (): Stats | undefined => statSync(path, { throwIfNoEntry: false }));
  if (stats?.isDirectory()) throw new InputError(`cannot write \`${file}\`: it is a folder`);
  // Renaming over a device would replace it: `/dev/stdout`, `/dev/null`, the pipe of a shell's `>(command)`.
  if (stats !== undefined && (!stats.isFile() || /^\/(dev|proc)\//.test(path))) return { target: path, temporary: null, descriptor: descriptorOf(path) };
  const target =
    stats === undefined
      ? join(
          writable(file, () => realpathSync(dirname(path))),
          basename(path),
        )
      : writable(file, () => realpathSync(path));
  return { target, temporary: join(dirname(target), `.rolegate-${randomBytes(8).toString("hex")}.tmp`), descriptor: null };
};

/** `/dev/stdout` and its other names. */
const descriptorOf = (path: string): number | null => {
  const [, name, number] = /^\/(?:dev\/(stdout|stderr)|(?:dev|proc\/self)\/fd\/([12]))$/.exec(path) ?? [];
  return name === "stdout" ? 1 : name === "stderr" ? 2 : number === undefined ? null : Number(number);
};

const refuseSame = (staged: readonly Staged[]): void => {
  const seen = new Map<string, string>();
  for (const { target, temporary, descriptor, file } of staged) {
    // Two names of one file differ where case does not count: then it has one inode.
    const stats = temporary !== null && existsSync(target) ? statSync(target) : undefined;
    const key = descriptor !== null ? `descriptor ${descriptor}` : stats === undefined ? target : `${stats.dev}:${stats.ino}`;
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

/** Opened anew, a file that the shell gave would be emptied, and what is printed later would be written over the report. */
const writeInPlace = (path: string, given: number | null, text: string): void => {
  if (given !== null && fstatSync(given).isFile()) {
    writeAll(given, text);
    return;
  }
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

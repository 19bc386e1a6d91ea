import { isUtf8 } from "node:buffer";
import { readFileSync, statSync } from "node:fs";
import { InputError } from "../model/input-error";
import { systemReason } from "./system-reason";

/** Bytes of one file; larger ones are no synthesized stack, and would not fit into a string. */
const LARGEST = 256 * 1024 * 1024;

/** A file as text, `shown` in errors. Throws `InputError` for what cannot be read or is not UTF-8. */
export const readText = (path: string, shown: string): string => {
  const bytes = readable(shown, () => {
    const stats = statSync(path);
    if (stats.isDirectory()) throw new InputError(`cannot read \`${shown}\`: it is a folder`);
    if (!stats.isFile()) throw new InputError(`cannot read \`${shown}\`: it is no regular file`);
    if (stats.size > LARGEST)
      throw new InputError(`cannot read \`${shown}\`: ${Math.ceil(stats.size / 1024 / 1024)} MB, and at most ${LARGEST / 1024 / 1024} MB are read`);
    return readFileSync(path);
  });
  if (!isUtf8(bytes)) throw new InputError(`cannot read \`${shown}\`: it is not UTF-8 text`);
  // The byte order mark is kept: whoever parses the text must see what Terraform sees.
  return bytes.toString("utf8");
};

/** Runs a file operation; a system error becomes an `InputError` that names what was read. */
export const readable = <T>(shown: string, operation: () => T): T => {
  try {
    return operation();
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`cannot read \`${shown}\`: ${systemReason(error)}`);
  }
};

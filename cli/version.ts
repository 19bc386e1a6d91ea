import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The version of the package that this file belongs to, built or not. */
export const packageVersion = (): string => ownPackage()?.version ?? "unknown";

/** A file that the package brings beside its build, as text. */
export const packageText = (path: string): string => {
  const own = ownPackage();
  if (own === undefined) throw new Error("rolegate does not find its own package");
  return readFileSync(join(own.folder, path), "utf8");
};

const ownPackage = (): { readonly folder: string; readonly version: string } | undefined => {
  for (let folder = __dirname; dirname(folder) !== folder; folder = dirname(folder)) {
    const version = versionIn(join(folder, "package.json"));
    if (version !== undefined) return { folder, version };
  }
  return undefined;
};

const versionIn = (file: string): string | undefined => {
  try {
    const { name, version } = JSON.parse(readFileSync(file, "utf8")) as { name?: unknown; version?: unknown };
    return name === "rolegate" && typeof version === "string" ? version : undefined;
  } catch {
    return undefined;
  }
};

import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The version of the package that this file belongs to, built or not. */
export const packageVersion = (): string => {
  for (let folder = __dirname; dirname(folder) !== folder; folder = dirname(folder)) {
    const found = versionIn(join(folder, "package.json"));
    if (found !== undefined) return found;
  }
  return "unknown";
};

const versionIn = (file: string): string | undefined => {
  try {
    const { name, version } = JSON.parse(readFileSync(file, "utf8")) as { name?: unknown; version?: unknown };
    return name === "rolegate" && typeof version === "string" ? version : undefined;
  } catch {
    return undefined;
  }
};

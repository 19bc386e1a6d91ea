import { homedir, platform } from "node:os";
import { join } from "node:path";
import type { Io } from "../io";

/** Where libpq keeps what belongs to a person: `%APPDATA%\postgresql`, `~/.postgresql`, or the home folder itself. */
export const homeFile = (env: Io["env"], windowsName: string, name: string, folder = ".postgresql"): string =>
  platform() === "win32" ? join(env.APPDATA ?? "", "postgresql", windowsName) : join(env.HOME ?? homedir(), folder, name);

import { statSync } from "node:fs";
import { platform } from "node:os";
import { resolve } from "node:path";
import type { Io } from "../io";
import { readText } from "../read-text";
import { homeFile } from "./home-file";
import { passwordFrom } from "./password-command";
import { passwordIn } from "./password-file";
import type { Parameters } from "./url";

/** What a password is for. */
export interface PasswordTarget {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
}

/** A password, or null where none is known; and why a password file was not read. */
export interface FoundPassword {
  readonly password: string | null;
  readonly notices: readonly string[];
}

/** Folders of the server's socket where nobody says another: for password files they are `localhost`. */
export const SOCKET_FOLDERS: readonly string[] = ["/var/run/postgresql", "/tmp"];

/** From the URL, else from `--password-command`, else as libpq finds it: service file or PGPASSWORD (`merged`), then the password file. */
export const passwordOf = async (
  written: Parameters,
  merged: Parameters,
  target: PasswordTarget,
  command: string | undefined,
  io: Pick<Io, "cwd" | "env">,
): Promise<FoundPassword> => {
  if (written.password !== undefined && written.password !== "") return { password: written.password, notices: [] };
  const { host, port, user, database } = target;
  if (command !== undefined) {
    const variables = { PGHOST: host, PGPORT: String(port), PGUSER: user, PGDATABASE: database };
    return { password: await passwordFrom(command, variables, io), notices: [] };
  }
  if (merged.password !== undefined && merged.password !== "") return { password: merged.password, notices: [] };
  const file = merged.passfile ?? homeFile(io.env, "pgpass.conf", ".pgpass", "");
  const path = resolve(io.cwd, file);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return { password: null, notices: [] };
  if (!stats.isFile()) return { password: null, notices: [`the password file \`${file}\` is not read: it is no regular file`] };
  if (platform() !== "win32" && (stats.mode & 0o077) !== 0)
    return { password: null, notices: [`the password file \`${file}\` is not read: others may read it too; make it \`chmod 0600\``] };
  const key = { host: SOCKET_FOLDERS.includes(host) ? "localhost" : host, port, user, database };
  return { password: passwordIn(readText(path, file), key), notices: [] };
};

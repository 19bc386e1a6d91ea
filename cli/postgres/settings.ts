import { existsSync, statSync } from "node:fs";
import { userInfo } from "node:os";
import { join, resolve } from "node:path";
import { InputError } from "../../model/input-error";
import { DEFAULT_PORT } from "../../model/policy";
import type { Io } from "../io";
import { readText } from "../read-text";
import { homeFile } from "./home-file";
import { environmentParameters, refuseUnfollowed } from "./parameters";
import { passwordOf, SOCKET_FOLDERS } from "./password";
import { serviceIn } from "./service-file";
import { type SslMode, sslModeOf } from "./tls";
import { NO_TLS, type TlsSettings, tlsOf } from "./tls-settings";
import { type Parameters, parseUrl } from "./url";

/** How to connect: everything decided, every file read. */
export interface ConnectionSettings {
  /** A name, an address, or the folder of a socket. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  /** Null where none is known: enough where the server asks for none. */
  readonly password: string | null;
  readonly sslmode: SslMode;
  readonly tls: TlsSettings;
  readonly channelBinding: "prefer" | "require";
  readonly timeoutMilliseconds: number;
  /** How long a server may say nothing while it is read; a little longer than a statement may take. */
  readonly silenceMilliseconds: number;
  /** What `options` sends at the start, such as `-c work_mem=64MB`; null for nothing. */
  readonly options: string | null;
  /** What a person should know of how these came about. */
  readonly notices: readonly string[];
}

/** Where a wait for a dead host ends, unless `connect_timeout` says otherwise. */
const DEFAULT_TIMEOUT_SECONDS = 20;
const SILENCE_MILLISECONDS = 75_000;

export const isSocket = (host: string): boolean => host.startsWith("/");

/** A server as messages name it: without password and parameters. */
export const shownServer = ({ host, port, user, database }: Pick<ConnectionSettings, "host" | "port" | "user" | "database">): string => {
  const place = isSocket(host) ? `:${port}` : `${host.includes(":") ? `[${host}]` : host}:${port}`;
  return `postgres://${user}@${place}/${database}${isSocket(host) ? `?host=${host}` : ""}`;
};

/**
 * What the URL says, then its service, then the variables of the environment, then libpq's defaults; the password from the URL, else from
 * `--password-command`, else as libpq finds it. Throws `InputError`, which never holds a secret.
 */
export const connectionSettings = async (url: string, passwordCommand: string | undefined, io: Pick<Io, "cwd" | "env">): Promise<ConnectionSettings> => {
  const written = parseUrl(url);
  refuseUnfollowed(written, "the URL of the server");
  const variables = environmentParameters(io.env);
  const service = written.service ?? variables.service;
  const ofService = service === undefined ? {} : serviceParameters(service, io);
  refuseUnfollowed(ofService, `the service \`${service}\``);
  const merged: Parameters = { ...variables, ...ofService, ...written };
  refuseUnfollowed(merged, "a variable PG... of the environment");

  const port = portOf(merged.port);
  const host = merged.host === undefined || merged.host === "" ? defaultHost(port) : merged.host;
  if (host.includes(",")) throw new InputError("several hosts are named", ["name the one that is meant"]);
  const user = merged.user ?? userInfo().username;
  const target = { host, port, user, database: merged.dbname ?? user };
  const { password, notices } = await passwordOf(written, merged, target, passwordCommand, io);
  const sslmode = sslModeOf(merged.sslmode, merged.sslrootcert);
  return {
    ...target,
    password,
    notices,
    sslmode,
    tls: isSocket(host) || sslmode === "disable" ? NO_TLS : tlsOf(sslmode, merged, io),
    channelBinding: merged.channel_binding === "require" ? "require" : "prefer",
    timeoutMilliseconds: timeoutOf(merged.connect_timeout),
    silenceMilliseconds: SILENCE_MILLISECONDS,
    options: merged.options ?? null,
  };
};

/** Never echoed: what stands there may be a piece of a password that its writer did not escape. */
const portOf = (text: string | undefined): number => {
  if (text === undefined || text === "") return DEFAULT_PORT;
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new InputError("the port of the server is no number from 1 to 65535", ["in a URL write `/` of a password as `%2F`, `:` as `%3A`, `@` as `%40`"]);
};

/** libpq takes the socket where there is one; where it lies depends on who built the server. */
const defaultHost = (port: number): string => SOCKET_FOLDERS.find((folder) => existsSync(join(folder, `.s.PGSQL.${port}`))) ?? "localhost";

const timeoutOf = (text: string | undefined): number => {
  if (text === undefined || text === "") return DEFAULT_TIMEOUT_SECONDS * 1000;
  const seconds = Number(text);
  if (!Number.isInteger(seconds)) throw new InputError(`connect_timeout is a number of seconds, got \`${text}\``);
  // As libpq: 0 and less wait for ever.
  return seconds <= 0 ? 0 : Math.max(seconds, 2) * 1000;
};

const serviceParameters = (service: string, { env, cwd }: Pick<Io, "cwd" | "env">): Parameters => {
  const own = env.PGSERVICEFILE ?? homeFile(env, ".pg_service.conf", ".pg_service.conf", "");
  const files = [own, ...(env.PGSYSCONFDIR === undefined ? [] : [join(env.PGSYSCONFDIR, "pg_service.conf")])];
  for (const file of files) {
    const path = resolve(cwd, file);
    // A file that was named must be there; the usual ones need not.
    const isThere = statSync(path, { throwIfNoEntry: false }) !== undefined || file === env.PGSERVICEFILE;
    const found = isThere ? serviceIn(readText(path, file), service, file) : null;
    if (found !== null) return found;
  }
  throw new InputError(`there is no service \`${service}\``, [`it is looked for in ${files.map((file) => `\`${file}\``).join(" and ")}`]);
};

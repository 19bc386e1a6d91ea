import { at, type Diagnostic, errorDiagnostic } from "./plugin/diagnostics";
import type { Attribute, Schema } from "./plugin/schema";
import { type MapValue, UNKNOWN_VALUE, type Value } from "./plugin/value";
import { TRUSTED_POLICIES } from "./world";

const optional = (type: Attribute["type"], description: string): Attribute => ({ type, description, mode: "optional" });

/** The provider block. What is left out of the connection comes from the environment, as with `psql`: PGHOST, PGUSER, the password file ... */
export const PROVIDER_SCHEMA: Schema = {
  version: 0,
  description: "Memberships of PostgreSQL roles: authoritative, in one transaction, judged at plan time by the rules of `rolegate check`.",
  attributes: {
    host: optional("string", "Host name, address, or folder of a Unix socket. Default: `PGHOST`."),
    port: optional("number", "Default: `PGPORT`, else 5432."),
    username: optional("string", "The login that Terraform connects as. Default: `PGUSER`."),
    password: { ...optional("string", "Its password. Default: `password_command`, `PGPASSWORD`, or the password file."), sensitive: true },
    password_command: optional("string", "A shell command whose first line of output is the password, such as a token of a cloud's command line."),
    database: optional("string", "The database to connect to. Default: `postgres`."),
    sslmode: optional("string", "As libpq's: `disable` to `verify-full`. Default: `PGSSLMODE`, else `prefer`."),
    sslrootcert: optional("string", "File of the certificates that are trusted, or `system`."),
    sslcert: optional("string", "File of the client's certificate."),
    sslkey: optional("string", "File of the client's key."),
    connect_timeout: optional("number", "Seconds. Default: 20."),
    lock_timeout: optional("number", "Seconds that a change waits for other sessions. Default: 10."),
    policies: optional(
      "string",
      `Folder of the policy files. Its allowlist counts only where the environment variable \`${TRUSTED_POLICIES}\` of whoever runs Terraform is the digest of the files; else nothing in tiers files, os and superuser is permitted. Default: \`policies\`, if it is there.`,
    ),
    environment: optional("string", "The environment of the policy files that this server is, where host and port do not say it."),
  },
};

/** The settings of a provider block, defaults left to whoever uses them. */
export interface ProviderSettings {
  /** Connection parameters by libpq's names, those that are written. */
  readonly connection: Readonly<Record<string, string>>;
  readonly passwordCommand: string | undefined;
  readonly lockTimeoutMilliseconds: number;
  readonly policies: string | undefined;
  readonly environment: string | undefined;
  /** Attributes that are known only at apply. */
  readonly unknown: readonly string[];
}

const PARAMETERS: Readonly<Record<string, string>> = {
  host: "host",
  port: "port",
  username: "user",
  password: "password",
  database: "dbname",
  sslmode: "sslmode",
  sslrootcert: "sslrootcert",
  sslcert: "sslcert",
  sslkey: "sslkey",
  connect_timeout: "connect_timeout",
};
const DEFAULT_DATABASE = "postgres";
const DEFAULT_LOCK_SECONDS = 10;

export const settingsOf = (config: MapValue): ProviderSettings => {
  const text = (name: string): string | undefined => {
    const value = config.get(name) ?? null;
    return value === null || value === UNKNOWN_VALUE ? undefined : String(value);
  };
  const connection = Object.fromEntries(
    Object.entries(PARAMETERS).flatMap(([attribute, parameter]): [string, string][] => {
      const value = text(attribute);
      return value === undefined ? [] : [[parameter, value]];
    }),
  );
  return {
    connection: { dbname: DEFAULT_DATABASE, ...connection },
    passwordCommand: text("password_command"),
    lockTimeoutMilliseconds: Number(text("lock_timeout") ?? DEFAULT_LOCK_SECONDS) * 1000,
    policies: text("policies"),
    environment: text("environment"),
    unknown: Object.keys(PROVIDER_SCHEMA.attributes).filter((name) => config.get(name) === UNKNOWN_VALUE),
  };
};

/** What is wrong with a provider block whatever the server is like. */
export const validateProvider = (config: MapValue): readonly Diagnostic[] => [
  ...outOfRange(config, "port", 1, 65_535),
  ...outOfRange(config, "connect_timeout", 1, 3_600),
  ...outOfRange(config, "lock_timeout", 1, 3_600),
  ...(isWritten(config.get("password")) && isWritten(config.get("password_command"))
    ? [
        errorDiagnostic(
          "Two passwords",
          "`password` and `password_command` are both written: which one counts would be a guess. Leave one out.",
          at("password_command"),
        ),
      ]
    : []),
];

const isWritten = (value: Value | undefined): boolean => value !== undefined && value !== null;

const outOfRange = (config: MapValue, name: string, least: number, most: number): readonly Diagnostic[] => {
  const value = config.get(name);
  if (typeof value !== "number" || (Number.isInteger(value) && value >= least && value <= most)) return [];
  return [errorDiagnostic(`${name} is out of range`, `It is a whole number from ${least} to ${most}, got ${value}.`, at(name))];
};

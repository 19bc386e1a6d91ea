import type { Origin } from "./access-graph";
import type { Maybe } from "./unknown";

// What only a running server shows, beside roles and objects.

/** A setting that sessions start with, whoever logs in. A role's own settings (`Setting`) overrule it. */
export interface ServerSetting {
  readonly name: string;
  /** Unknown where the reader's own settings hide it. */
  readonly value: Maybe<string>;
  /** `database`: ALTER DATABASE ... SET, which overrules `everyone`: ALTER ROLE ALL SET, which overrules `server`: its files and defaults. */
  readonly level: "database" | "everyone" | "server";
  /** The database of level `database`; null for the others. */
  readonly database: string | null;
  readonly origin: Origin;
}

/** Sessions of one role in one database. */
export interface SessionFact {
  readonly role: string;
  readonly database: string;
  /** When the oldest of them began, as an ISO timestamp; unknown where the reader may not see it. */
  readonly since: Maybe<string>;
  readonly origin: Origin;
}

/** When what a role or database sets was last written, where the server keeps that (`track_commit_timestamp`). */
export interface SettingMoment {
  /** Null: for every role. */
  readonly role: string | null;
  /** Null: in every database. */
  readonly database: string | null;
  /** An ISO timestamp. */
  readonly written: string;
  readonly origin: Origin;
}

/** A line of pg_hba.conf as the server has it loaded or would load it. https://www.postgresql.org/docs/current/auth-pg-hba-conf.html */
export interface HbaRule {
  readonly line: number;
  /** `local`, `host`, `hostssl`, `hostnossl` ...; empty where the line cannot be read. */
  readonly type: string;
  readonly databases: readonly string[];
  readonly roles: readonly string[];
  /** An address, a name, `all`, `samehost` or `samenet`; null for sockets. */
  readonly address: string | null;
  readonly netmask: string | null;
  readonly method: string;
  readonly options: readonly string[];
  /** Why the line cannot be read; null where it can. */
  readonly error: string | null;
  readonly origin: Origin;
}

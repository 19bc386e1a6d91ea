import type { Capability } from "../capability";
import type { Server } from "./edges";

/** What somebody with one capability may be able to make of it, and on what that hangs. */
interface Consequence {
  readonly from: Capability;
  readonly gives: Capability;
  /** Words that begin with "if" or "once"; null: nothing stands between. */
  readonly condition: string | null;
  /** Are the credentials others than the password verifiers of roles? */
  readonly elsewhere?: true;
  readonly on?: (server: Server) => boolean;
}

const OWN_ACCOUNT = "if the server's operating-system account may log in as a superuser, as initdb lets it";
const RELOAD = "once the server reloads or restarts with a configuration file that it overwrote";

/** https://www.postgresql.org/docs/current/predefined-roles.html, and the release notes for CVE-2026-6471 */
export const CONSEQUENCES: readonly Consequence[] = [
  { from: "execute-server-program", gives: "superuser", condition: OWN_ACCOUNT },
  { from: "untrusted-language", gives: "superuser", condition: OWN_ACCOUNT },
  { from: "load-server-code", gives: "superuser", condition: OWN_ACCOUNT },
  { from: "write-server-files", gives: "execute-server-program", condition: RELOAD },
  { from: "write-server-files", gives: "superuser", condition: RELOAD },
  { from: "read-server-files", gives: "read-credentials", condition: "if a file that the server's account may read holds a password or key", elsewhere: true },
  { from: "read-server-files", gives: "superuser", condition: "if a file that the server's account may read holds a superuser's password or key" },
  { from: "read-all-data", gives: "read-credentials", condition: null },
  { from: "write-all-data", gives: "superuser", condition: "if a superuser's job or trigger runs what a table holds" },
  { from: "maintain", gives: "superuser", condition: "if a superuser's materialized view or index calls a function of a lower role" },
  { from: "read-all-settings", gives: "read-credentials", condition: "if a setting such as primary_conninfo holds a password", elsewhere: true },
  { from: "read-all-stats", gives: "read-credentials", condition: "if a query text holds a password", elsewhere: true },
  { from: "replication", gives: "read-credentials", condition: "if pg_hba.conf lets it copy the server by a replication connection" },
  {
    from: "replication",
    gives: "load-server-code",
    condition: "if a library of its making lies on the server: this minor version loads any file as an output plugin (CVE-2026-6471)",
    on: ({ version }) => version !== undefined && loadsAnyPlugin(version),
  },
];

/** A password verifier that can be read: what it is worth where nobody says how it is stored. */
export const UNKNOWN_VERIFIERS: Consequence = {
  from: "read-credentials",
  gives: "superuser",
  condition: "if a superuser's password is stored as an md5 verifier, which serves as the password",
};

/** First minor version of each major that has `output_plugin_libraries`. https://www.postgresql.org/docs/release/ */
const FIXED: ReadonlyMap<number, number> = new Map([
  [14, 24],
  [15, 19],
  [16, 15],
  [17, 11],
  [18, 6],
]);
const loadsAnyPlugin = (version: number): boolean => version % 10_000 < (FIXED.get(Math.floor(version / 10_000)) ?? 0);

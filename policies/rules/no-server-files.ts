import { allowlistEntry, facts, LAB_ENVIRONMENT } from "../example";
import { refusedReaches } from "../reach-breach";
import type { Rule } from "../rule";

/** Files of the server: reading gives its secrets, writing gives everything. */
export const noServerFiles: Rule = {
  id: "no-server-files",
  title: "no role reads or writes files of the server outside an allowlisted isolated environment",
  severity: "error",
  tier: "files",
  waivable: false,
  rationale:
    "Reading gives password files, TLS keys and the configuration; writing over postgresql.auto.conf or pg_hba.conf runs a command, or admits anyone as superuser, at the next reload.",
  remedy:
    "stream through the client: COPY FROM STDIN, COPY TO STDOUT or psql's \\copy need no predefined role; where the server itself must do it, use an isolated environment and an entry in allowlist.yaml",
  references: ["https://www.postgresql.org/docs/current/predefined-roles.html", "https://www.postgresql.org/docs/current/sql-copy.html"],
  examples: {
    bad: [
      { title: "an app reads files", facts: facts().login("import_app").member("import_app", "pg_read_server_files"), subject: "import_app" },
      { title: "a group that nobody has joined yet", facts: facts().group("exports").member("exports", "pg_write_server_files"), subject: "exports" },
    ],
    good: [
      { title: "an app without it loads through the client", facts: facts().login("import_app") },
      {
        title: "who may run programs in the lab may do with its files what follows from it",
        facts: facts().login("etl_migrator").member("etl_migrator", "pg_execute_server_program").member("etl_migrator", "pg_read_server_files"),
        environment: LAB_ENVIRONMENT,
        policy: { allowlist: [allowlistEntry()] },
      },
    ],
  },
  check: (input) => refusedReaches(input, ["read-server-files", "write-server-files"]),
};

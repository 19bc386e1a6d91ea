import { allowlistEntry, facts, LAB_ENVIRONMENT } from "../example";
import { refusedReaches } from "../reach-breach";
import type { Rule } from "../rule";

/** The promise itself: nobody runs programs on the server but whom an isolated environment's allowlist names. */
export const noServerProgram: Rule = {
  id: "no-server-program",
  title: "no role runs programs on the server outside an allowlisted isolated environment",
  severity: "error",
  tier: "os",
  waivable: false,
  rationale:
    "COPY ... PROGRAM runs a shell command as the server's operating-system account: it reads every database's files, its keys and backups, and usually makes itself superuser over the local socket. A group, SET ROLE, ADMIN OPTION or a setting at login gives it as surely as the grant itself.",
  remedy:
    "load the data in the application: COPY FROM STDIN and COPY TO STDOUT stream through the client, and a program that packs or unpacks runs there; where the server itself must do it, use an isolated environment and an entry in allowlist.yaml",
  references: [
    "https://www.postgresql.org/docs/current/predefined-roles.html",
    "https://www.postgresql.org/docs/current/sql-copy.html",
    "https://www.postgresql.org/docs/current/app-psql.html#APP-PSQL-META-COMMANDS-COPY",
  ],
  examples: {
    bad: [
      {
        title: "an app inherits the role through a group",
        facts: facts().login("orders_app").group("etl").member("orders_app", "etl").member("etl", "pg_execute_server_program"),
        subject: "orders_app",
      },
      {
        title: "a dba may step up to it with SET ROLE",
        facts: facts().login("ann").member("ann", "pg_execute_server_program", { inherit: false, set: true }),
        subject: "ann",
      },
      {
        title: "ADMIN OPTION is enough: the holder grants the role to itself",
        facts: facts().login("ann").member("ann", "pg_execute_server_program", { inherit: false, set: false, admin: true }),
        subject: "ann",
      },
      {
        title: "before PostgreSQL 16 CREATEROLE grants itself the role",
        facts: facts().login("ann", { createrole: true }),
        environment: { majors: [15] },
        subject: "ann",
      },
      {
        title: "an entry of the allowlist does not help a role that it does not name",
        facts: facts().login("etl_migrator").group("etl").member("etl_migrator", "etl").member("etl", "pg_execute_server_program"),
        environment: LAB_ENVIRONMENT,
        policy: { allowlist: [allowlistEntry()] },
        subject: "etl",
      },
    ],
    good: [
      {
        title: "the isolated lab's allowlist names the one role that may",
        facts: facts().login("etl_migrator").member("etl_migrator", "pg_execute_server_program"),
        environment: LAB_ENVIRONMENT,
        policy: { allowlist: [allowlistEntry()] },
      },
      {
        title: "a membership without INHERIT, SET and ADMIN gives nothing from PostgreSQL 16",
        facts: facts().login("orders_app").member("orders_app", "pg_execute_server_program", { inherit: false, set: false, admin: false }),
      },
      { title: "an administrator is expected to", facts: facts().member("postgres", "pg_execute_server_program", { style: null }) },
    ],
  },
  check: (input) => refusedReaches(input, ["execute-server-program"]),
};

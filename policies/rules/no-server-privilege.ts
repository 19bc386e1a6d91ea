import { CAPABILITIES, isServerTier, tierOf } from "../../model/capability";
import { facts } from "../example";
import { refusedReaches } from "../reach-breach";
import type { Rule } from "../rule";

const CONCERNED = CAPABILITIES.filter((capability) => !isServerTier(tierOf(capability)) && capability !== "read-credentials");

/** What predefined roles give can be granted piece by piece, past the roles. */
export const noServerPrivilege: Rule = {
  id: "no-server-privilege",
  title: "no login controls the server by privileges on its own functions, parameters and catalogs",
  severity: "error",
  severityWithoutPolicy: "warning",
  tier: null,
  waivable: true,
  rationale:
    "PostgreSQL withholds some hundred functions and every superuser's parameter from PUBLIC. One grant of pg_reload_conf, of SET on log_statement or of the statistics' reset gives what a role of tier control would, and no list of roles shows it.",
  remedy: "take the privilege away: a predefined role that the persona is approved for, or a function that the owners accepted, gives what the work needs",
  references: [
    "https://www.postgresql.org/docs/current/functions-admin.html",
    "https://www.postgresql.org/docs/current/sql-grant.html",
    "https://www.postgresql.org/docs/current/config-setting.html",
  ],
  examples: {
    bad: [
      {
        title: "an app may reload the server's configuration",
        facts: facts().login("orders_app").grant("orders_app", "EXECUTE", { objectType: "function", schema: "pg_catalog", object: "pg_reload_conf" }),
        subject: "orders_app",
      },
      {
        title: "a dba may switch off its own log",
        facts: facts().login("ann").grant("ann", "SET", { objectType: "parameter", database: null, object: "log_statement" }),
        subject: "ann",
      },
    ],
    good: [
      {
        title: "a function that PUBLIC may call anyhow",
        facts: facts().login("orders_app").grant("orders_app", "EXECUTE", { objectType: "function", schema: "pg_catalog", object: "pg_backend_pid" }),
      },
    ],
  },
  check: (input) => refusedReaches(input, CONCERNED, (_, { reach }) => (reach.kind === "object" ? {} : null)),
};

import { facts } from "../example";
import { refusedReaches } from "../reach-breach";
import type { Rule } from "../rule";

/** A verifier read is a password guessed, or one that needs no guessing. */
export const noCredentialAccess: Rule = {
  id: "no-credential-access",
  title: "no login reads password verifiers unless its persona is approved for the role that gives it",
  severity: "error",
  severityWithoutPolicy: "warning",
  tier: "data",
  waivable: true,
  rationale:
    "pg_authid holds every role's password verifier, superusers' too. An md5 verifier serves as the password itself; a SCRAM verifier can be guessed at without the server noticing. pg_read_all_data reads it, and so does a single column grant or a function that reads files of the data directory.",
  remedy: "grant SELECT on the schemas that the work needs instead; who looks for weak passwords is a dba, approved for pg_read_all_data",
  references: ["https://www.postgresql.org/docs/current/catalog-pg-authid.html", "https://www.postgresql.org/docs/current/auth-password.html"],
  examples: {
    bad: [
      {
        title: "pg_read_all_data reads every table, pg_authid too",
        facts: facts().login("orders_app").member("orders_app", "pg_read_all_data"),
        subject: "orders_app",
      },
      {
        title: "a grant on the catalog itself",
        facts: facts().login("orders_app").grant("orders_app", "SELECT", { objectType: "table", schema: "pg_catalog", object: "pg_authid" }),
        subject: "orders_app",
      },
    ],
    good: [
      { title: "a dba approved for pg_read_all_data", facts: facts().login("ann").member("ann", "pg_read_all_data") },
      { title: "statistics show no verifiers for sure", facts: facts().login("alice").member("alice", "pg_monitor") },
    ],
  },
  check: (input) => refusedReaches(input, ["read-credentials"]),
};

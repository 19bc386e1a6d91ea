import { shownName } from "../../model/path-words";
import { facts } from "../example";
import type { Rule } from "../rule";

/** Whoever reads an md5 verifier logs in with it. */
export const noReplayableVerifier: Rule = {
  id: "no-replayable-verifier",
  title: "no password is stored as an md5 verifier",
  severity: "warning",
  tier: null,
  waivable: true,
  needsServer: true,
  rationale:
    "An md5 verifier serves as the password itself: whoever reads one, from pg_authid, a backup or the files of a standby, logs in with it and need not guess anything. PostgreSQL 18 warns of them, and a later release will take them away. That of a superuser or administrator is an error.",
  remedy: "set `password_encryption = 'scram-sha-256'` and have the role set its password again",
  references: ["https://www.postgresql.org/docs/current/auth-password.html", "https://www.postgresql.org/docs/current/catalog-pg-authid.html"],
  examples: {
    bad: [
      { title: "a login has one", facts: facts().login("orders_app").verifier("orders_app", "md5"), live: {}, subject: "orders_app" },
      { title: "the superuser has one", facts: facts().login("postgres", { superuser: true }).verifier("postgres", "md5"), live: {}, subject: "postgres" },
    ],
    good: [{ title: "a login has a SCRAM verifier", facts: facts().login("orders_app").verifier("orders_app", "scram-sha-256"), live: {} }],
  },
  check: (input) =>
    input.graph.verifiers
      .filter(({ kind }) => kind === "md5")
      .map(({ role, origin }) => ({
        subject: role,
        message: `the password of ${shownName(role)} is stored as an md5 verifier, which serves as the password to whoever reads it`,
        origin,
        ...((input.isAdministrator(role) || input.index.role(role)?.superuser === true) && { severity: "error" as const }),
      })),
};

import { facts } from "../example";
import { refusedReaches } from "../reach-breach";
import type { Rule } from "../rule";

/** Applications never end other roles' sessions. */
export const noSessionControlForApps: Rule = {
  id: "no-session-control-for-apps",
  title: "no app reaches pg_signal_backend",
  severity: "error",
  severityWithoutPolicy: "warning",
  tier: "control",
  waivable: true,
  rationale:
    "pg_signal_backend cancels and terminates the sessions of every role that is no superuser: of other applications, of the operators who are mending things, of backups. A fault or an injection in one application then stops them all.",
  remedy:
    "take the membership away: a role ends its own sessions without it (pg_cancel_backend, pg_terminate_backend), statement_timeout and idle_in_transaction_session_timeout end what hangs; a login that people operate with belongs to ops in personas.yaml",
  references: [
    "https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-ADMIN-SIGNAL",
    "https://www.postgresql.org/docs/current/predefined-roles.html",
  ],
  examples: {
    bad: [
      { title: "an app ends sessions", facts: facts().login("orders_app").member("orders_app", "pg_signal_backend"), subject: "orders_app" },
      {
        title: "an app joins the operators' group",
        facts: facts().login("orders_app").group("sre").member("orders_app", "sre").member("sre", "pg_signal_backend"),
        subject: "orders_app",
      },
    ],
    good: [{ title: "an operator, by a membership of its own", facts: facts().login("alice").member("alice", "pg_signal_backend") }],
  },
  check: (input) => refusedReaches(input, ["signal-backend"], (role) => (input.persona(role).kind === "app" ? {} : null)),
};

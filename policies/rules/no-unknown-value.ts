import { shownName } from "../../model/path-words";
import { facts } from "../example";
import type { Rule } from "../rule";

/** What is not known yet cannot be approved. */
export const noUnknownValue: Rule = {
  id: "no-unknown-value",
  title: "every name, membership, attribute, extension and setting that matters is a value that can be read",
  severity: "error",
  tier: null,
  waivable: false,
  needsCode: true,
  rationale:
    "An expression that Terraform resolves at plan or apply may resolve to pg_execute_server_program. One unknown element makes a whole list unknown, and an approval of it is an approval of anything.",
  remedy: "write the value out, or compute it in the program that synthesizes; a password belongs into `password_wo`, as an ephemeral value",
  references: ["https://developer.hashicorp.com/terraform/internals/json-format", "https://developer.hashicorp.com/terraform/language/expressions/references"],
  examples: {
    bad: [
      {
        title: "a membership comes from a variable",
        facts: facts().login("orders_app").unknown("postgresql_role.orders_app", "roles[0]", `\${var.group}`, "orders_app"),
        subject: "orders_app",
      },
      {
        title: "the role itself is unknown",
        facts: facts().unknown("postgresql_grant_role.x", "role", `\${terraform_data.x.output}`),
        subject: "postgresql_grant_role.x",
      },
    ],
    good: [{ title: "values that are written out", facts: facts().login("alice").member("alice", "pg_monitor") }],
  },
  check: ({ graph, environment }) =>
    graph.unknowns.map(({ attribute, expression, role, origin }) => ({
      subject: role ?? origin.address ?? environment.name,
      message: `${shownName(attribute)}${role === null || origin.address === null ? "" : ` of ${shownName(origin.address)}`} cannot be known yet${expression === null ? "" : `: ${shownName(expression)}`}`,
      origin,
    })),
};

import { shownName } from "../../model/path-words";
import { facts } from "../example";
import type { Rule } from "../rule";

/** Secrets do not belong in code, and not in Terraform's state either. */
export const noSecretInConfiguration: Rule = {
  id: "no-secret-in-configuration",
  title: "no password or key is written in the configuration or stored in the state",
  severity: "error",
  tier: null,
  waivable: true,
  needsCode: true,
  rationale:
    "A literal is in the repository's history for good. A value from a variable or a data source is kept in clear text in the state, which more people and machines may read than may log in as the role.",
  remedy:
    "use the write-only argument `password_wo` with an ephemeral variable (Terraform 1.11 and later), or authenticate outside: certificates, IAM, Kerberos, LDAP",
  references: [
    "https://developer.hashicorp.com/terraform/language/manage-sensitive-data/write-only",
    "https://registry.terraform.io/providers/cyrilgdn/postgresql/latest/docs/resources/postgresql_role",
    "https://www.postgresql.org/docs/current/auth-methods.html",
  ],
  examples: {
    bad: [
      {
        title: "a password is written out",
        facts: facts().login("orders_app").secret("postgresql_role.orders_app", "password", "literal"),
        subject: "postgresql_role.orders_app",
      },
      {
        title: "a password comes from a variable and goes to the state (a warning)",
        facts: facts().login("orders_app").secret("postgresql_role.orders_app", "password", "stored-in-state"),
        subject: "postgresql_role.orders_app",
      },
    ],
    good: [{ title: "no password at all, or a write-only one", facts: facts().login("orders_app") }],
  },
  check: ({ graph, environment }) =>
    graph.secrets.map(({ attribute, kind, origin }) => {
      const where = origin.address === null ? "the configuration" : shownName(origin.address);
      return {
        subject: origin.address ?? environment.name,
        origin,
        ...(kind === "literal"
          ? { message: `${shownName(attribute)} of ${where} is written out in the configuration` }
          : { message: `${shownName(attribute)} of ${where} will be stored in Terraform's state`, severity: "warning" as const }),
      };
    }),
};

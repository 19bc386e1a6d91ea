import type { Role } from "../../model/access-graph";
import { shownName } from "../../model/path-words";
import { facts } from "../example";
import type { Breach, Rule } from "../rule";

/** A name is one role of the whole cluster, whichever stack or database it is written for. */
export const noDuplicateRole: Rule = {
  id: "no-duplicate-role",
  title: "every role of an environment is made in one place",
  severity: "error",
  tier: null,
  waivable: true,
  needsCode: true,
  rationale:
    "Roles belong to the whole cluster. The second CREATE ROLE of a name fails at apply; where one of the two is imported, each apply writes its own attributes and memberships over the other's, and destroying either drops the role for both.",
  remedy: "keep one of them, and let the other place refer to it with `.existing`",
  references: ["https://www.postgresql.org/docs/current/user-manag.html", "https://www.postgresql.org/docs/current/sql-createrole.html"],
  examples: {
    bad: [
      {
        title: "two stacks make one role",
        facts: facts()
          .login("orders_app")
          .login("orders_app", { origin: { address: "postgresql_role.orders", construct: null, file: null, line: null } }),
        subject: "orders_app",
      },
    ],
    good: [{ title: "another role with another name", facts: facts().login("orders_app").login("billing_app") }],
  },
  check: ({ graph }) => {
    const made = new Map<string, Role>();
    const reported = new Set<string>();
    return graph.roles.flatMap((role): readonly Breach[] => {
      if (role.source !== "managed") return [];
      const first = made.get(role.name);
      if (first === undefined) made.set(role.name, role);
      if (first === undefined || reported.has(role.name)) return [];
      reported.add(role.name);
      const elsewhere = first.origin.address === null ? "" : `, first as ${shownName(first.origin.address)}`;
      return [{ subject: role.name, message: `${shownName(role.name)} is made more than once${elsewhere}`, origin: role.origin }];
    });
  },
};

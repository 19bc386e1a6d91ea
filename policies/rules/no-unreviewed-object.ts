import { facts } from "../example";
import type { Rule } from "../rule";

/** Objects that carry data out of the cluster or change what others enforce are looked at, and then waived. */
export const noUnreviewedObject: Rule = {
  id: "no-unreviewed-object",
  title: "subscriptions, replication slots, publications of all tables and security labels are made only where somebody reviewed them",
  severity: "error",
  tier: null,
  waivable: true,
  rationale:
    "No privilege says what these do: a subscription lets the server connect anywhere, a slot and a publication of all tables offer every row change to whoever may replicate, and a label means what its module says. Each is fine where its owner wanted it, and a hole where nobody did.",
  remedy: "let the owners of the environment look at it and accept it in waivers.yaml by its address, or remove it",
  references: [
    "https://www.postgresql.org/docs/current/logical-replication-security.html",
    "https://www.postgresql.org/docs/current/sql-createpublication.html",
    "https://www.postgresql.org/docs/current/sql-security-label.html",
  ],
  examples: {
    bad: [
      {
        title: "a subscription",
        facts: facts().unreviewed("postgresql_subscription.orders", {
          what: "a subscription",
          why: "the server itself connects to the host that it names, and writes what that host sends",
        }),
        subject: "postgresql_subscription.orders",
      },
    ],
    good: [{ title: "ordinary objects", facts: facts().login("orders_app").extension("pgcrypto") }],
  },
  check: ({ graph, environment }) =>
    graph.unreviewed.map(({ what, why, origin }) => ({
      subject: origin.address ?? environment.name,
      message: `${what} that nobody has accepted: ${why}`,
      origin,
    })),
};

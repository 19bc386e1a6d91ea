import type { Membership } from "../../model/access-graph";
import { areCreators } from "../../model/membership-options";
import { listed, shownName } from "../../model/path-words";
import { facts } from "../example";
import type { Rule } from "../rule";

/** From PostgreSQL 16 on a membership has one row for each grantor, and a REVOKE takes one of them. */
export const noSecondGrantor: Rule = {
  id: "no-second-grantor",
  title: "every membership has one grantor",
  severity: "warning",
  tier: null,
  waivable: true,
  needsServer: true,
  rationale:
    "From PostgreSQL 16 on, each grantor has a row of its own for the same membership, and the options of all rows count together. Terraform's REVOKE takes away the row of its own login, with a warning at most: the role stays a member by the other one, and the plan shows no difference.",
  remedy: "revoke all rows but the one that the code declares: `REVOKE role FROM member GRANTED BY grantor`",
  references: ["https://www.postgresql.org/docs/current/sql-revoke.html", "https://www.postgresql.org/docs/current/catalog-pg-auth-members.html"],
  examples: {
    bad: [
      {
        title: "Terraform and a person granted the same",
        facts: facts()
          .login("alice")
          .member("alice", "pg_monitor", { grantor: "postgres", style: null, inherit: true, set: true })
          .member("alice", "pg_monitor", { grantor: "ann", style: null, inherit: true, set: true }),
        live: {},
        subject: "alice",
      },
    ],
    good: [
      {
        title: "one grantor",
        facts: facts().login("alice").member("alice", "pg_monitor", { grantor: "postgres", style: null, inherit: true, set: true }),
        live: {},
      },
      {
        title: "what PostgreSQL itself gives to who creates a role is no grant of anybody",
        facts: facts()
          .login("ann", { createrole: true })
          .group("orders")
          .member("ann", "orders", { grantor: "postgres", style: null, admin: true, inherit: false, set: false })
          .member("ann", "orders", { grantor: "ann", style: null, inherit: true, set: true }),
        live: {},
      },
    ],
  },
  check: ({ graph, live, major }) =>
    live === null || major < 16
      ? []
      : severally(graph.memberships).map(({ member, role, origin, grantors }) => ({
          subject: member,
          message: `${shownName(member)} is a member of ${shownName(role)} by ${grantors.length} grantors, ${listed(grantors.map(shownName))}: a REVOKE by one leaves the others'`,
          origin,
        })),
};

const severally = (memberships: readonly Membership[]): readonly (Membership & { readonly grantors: readonly string[] })[] => {
  const byPair = new Map<string, Map<string, Membership>>();
  for (const membership of memberships) {
    const { member, role, grantor, origin } = membership;
    // A plan beside the server says who is a member, not who granted it.
    if (grantor === null || origin.address !== null || areCreators(membership)) continue;
    const key = JSON.stringify([member, role]);
    byPair.set(key, (byPair.get(key) ?? new Map()).set(grantor, membership));
  }
  return [...byPair.values()].flatMap((rows) => {
    const [first] = rows.values();
    return first === undefined || rows.size < 2 ? [] : [{ ...first, grantors: [...rows.keys()].sort() }];
  });
};

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
  const found: (Membership & { readonly grantors: readonly string[] })[] = [];
  // Those of one pair are neighbours.
  for (let start = 0, end = 0; start < memberships.length; start = end) {
    const first = memberships[start];
    for (end = start + 1; isSamePair(first, memberships[end]); end++);
    if (end - start < 2) continue;
    const granted = memberships.slice(start, end).filter(isGranted);
    const [row] = granted;
    const grantors = new Set(granted.flatMap(({ grantor }) => grantor ?? []));
    if (row !== undefined && grantors.size > 1) found.push({ ...row, grantors: [...grantors].sort() });
  }
  return found;
};

const isSamePair = (a: Membership | undefined, b: Membership | undefined): boolean => a !== undefined && a.member === b?.member && a.role === b.role;

/** A plan beside the server says who is a member, not who granted it. */
const isGranted = (membership: Membership): boolean => membership.grantor !== null && membership.origin.address === null && !areCreators(membership);

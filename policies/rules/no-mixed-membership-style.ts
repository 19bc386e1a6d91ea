import type { Membership } from "../../model/access-graph";
import { shownName } from "../../model/path-words";
import { facts } from "../example";
import type { Breach, Rule } from "../rule";

/** `roles` is authoritative: it takes away what another resource grants. */
export const noMixedMembershipStyle: Rule = {
  id: "no-mixed-membership-style",
  title: "the memberships of one role are all in `postgresql_role.roles` or all in `postgresql_grant_role`",
  severity: "error",
  tier: null,
  waivable: true,
  rationale:
    "`roles` is the whole list: each apply revokes what it does not name, and the next one grants it again by the other resource. A membership then comes and goes, and no plan ever shows the state that is there.",
  remedy: "put every membership of a role that this code makes in its `roles`, and use postgresql_grant_role only for roles that exist elsewhere",
  references: [
    "https://registry.terraform.io/providers/cyrilgdn/postgresql/latest/docs/resources/postgresql_role#roles",
    "https://registry.terraform.io/providers/cyrilgdn/postgresql/latest/docs/resources/postgresql_grant_role",
  ],
  examples: {
    bad: [
      {
        title: "one membership in the role, one beside it",
        facts: facts().login("alice").member("alice", "pg_monitor", { style: "roles" }).member("alice", "pg_signal_backend", { style: "grant-role" }),
        subject: "alice",
      },
    ],
    good: [
      {
        title: "both in the role",
        facts: facts().login("alice").member("alice", "pg_monitor", { style: "roles" }).member("alice", "pg_signal_backend", { style: "roles" }),
      },
    ],
  },
  check: ({ graph }) => {
    const inRole = new Map<string, Membership>();
    for (const membership of graph.memberships) if (membership.style === "roles") inRole.set(membership.member, membership);
    const reported = new Set<string>();
    return graph.memberships.flatMap(({ member, role, style, origin }): readonly Breach[] => {
      const other = inRole.get(member);
      if (style !== "grant-role" || other === undefined || reported.has(member)) return [];
      reported.add(member);
      const beside = other.origin.address === null ? "" : ` of ${shownName(other.origin.address)}`;
      const message = `${shownName(member)} is granted ${shownName(role)} beside the list \`roles\`${beside}: each apply undoes the other half`;
      return [{ subject: member, message, origin }];
    });
  },
};

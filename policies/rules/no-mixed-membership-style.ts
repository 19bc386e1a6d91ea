import type { Role } from "../../model/access-graph";
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
  needsCode: true,
  rationale:
    "`roles` is the whole list, an empty one too: each apply revokes what it does not name, and the next one grants it again by the other resource. A membership then comes and goes, and no plan ever shows the state that is there. Where `roles` is not written, the provider still plans to revoke what it finds, unless `ignore_changes` names it; that is a warning.",
  remedy: "put every membership of a role that this code makes in its `roles`, and use postgresql_grant_role only for roles that exist elsewhere",
  references: [
    "https://registry.terraform.io/providers/cyrilgdn/postgresql/latest/docs/resources/postgresql_role#roles",
    "https://registry.terraform.io/providers/cyrilgdn/postgresql/latest/docs/resources/postgresql_grant_role",
  ],
  examples: {
    bad: [
      {
        title: "one membership in the role, one beside it",
        facts: facts()
          .login("alice", { otherMemberships: "revoked" })
          .member("alice", "pg_monitor", { style: "roles" })
          .member("alice", "pg_signal_backend", { style: "grant-role" }),
        subject: "alice",
      },
      {
        title: "the list is empty, and a membership stands beside it",
        facts: facts().login("alice", { otherMemberships: "revoked" }).member("alice", "pg_monitor", { style: "grant-role" }),
        subject: "alice",
      },
      {
        title: "the list is neither written nor ignored",
        facts: facts().login("alice", { otherMemberships: "undone" }).member("alice", "pg_monitor", { style: "grant-role" }),
        subject: "alice",
      },
    ],
    good: [
      {
        title: "both in the role",
        facts: facts()
          .login("alice", { otherMemberships: "revoked" })
          .member("alice", "pg_monitor", { style: "roles" })
          .member("alice", "pg_signal_backend", { style: "roles" }),
      },
      { title: "beside a role whose list is ignored", facts: facts().login("alice").member("alice", "pg_monitor", { style: "grant-role" }) },
    ],
  },
  check: ({ graph }) => {
    const granted = graph.memberships.filter(({ style }) => style === "grant-role");
    if (granted.length === 0) return [];
    const authoritative = new Map<string, Role>();
    for (const role of graph.roles) if (role.otherMemberships !== undefined) authoritative.set(role.name, role);
    const reported = new Set<string>();
    return granted.flatMap(({ member, role, origin }): readonly Breach[] => {
      const list = authoritative.get(member);
      if (list === undefined || reported.has(member)) return [];
      reported.add(member);
      const where = list.origin.address === null ? "" : ` of ${shownName(list.origin.address)}`;
      const what = `${shownName(member)} is granted ${shownName(role)}`;
      return list.otherMemberships === "revoked"
        ? [{ subject: member, message: `${what} beside the list \`roles\`${where}: each apply undoes the other half`, origin }]
        : [
            {
              subject: member,
              message: `${what}, and \`roles\`${where} is neither written nor ignored: each plan takes it away again`,
              origin,
              severity: "warning",
              remedy: IGNORE,
            },
          ];
    });
  },
};

const IGNORE = "put the membership in `roles`; or keep postgresql_grant_role and add `lifecycle { ignore_changes = [roles] }` to the role";

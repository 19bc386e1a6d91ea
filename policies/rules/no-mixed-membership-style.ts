import type { AccessGraph, Membership, MembershipScope, Role } from "../../model/access-graph";
import { addTo } from "../../model/add-to";
import { scopesOver } from "../../model/membership-scopes";
import { shownName } from "../../model/path-words";
import { facts } from "../example";
import type { Breach, Rule } from "../rule";

const at = (address: string) => ({ address, construct: null, file: null, line: null });
const OURS = { style: "memberships", origin: at("rolegate_memberships.team") } as const;

/** `postgresql_role.roles` and `rolegate_memberships` are authoritative: they take away what another resource grants. */
export const noMixedMembershipStyle: Rule = {
  id: "no-mixed-membership-style",
  title: "no membership is given by one resource and taken away, or given again, by another",
  severity: "error",
  tier: null,
  waivable: true,
  needsCode: true,
  rationale:
    "`postgresql_role.roles` is the whole list, an empty one too, and a rolegate_memberships owns all that its `members` or `roles` name: each apply revokes what it does not give, and the next one grants it again by the other resource. A membership then comes and goes, and no plan ever shows the state that is there. Where `roles` is not written, the provider still plans to revoke what it finds, unless `ignore_changes` names it; that is a warning. Where two resources give the same membership, of both providers even, destroying one of them takes it away from the other.",
  remedy:
    "put every membership of a role that this code makes in its `roles`, and use postgresql_grant_role only for roles that exist elsewhere; or hold them all in one rolegate_memberships, beside roles with `lifecycle { ignore_changes = [roles] }`",
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
      {
        title: "one resource of our provider owns all of a role's memberships, and another one gives it one",
        facts: facts()
          .member("alice", "pg_monitor", OURS)
          .scope("members", ["alice"], OURS.origin)
          .member("alice", "pg_signal_backend", { style: "grant-role" }),
        subject: "alice",
      },
      {
        title: "the list of a role, and our provider's resource beside it",
        facts: facts().login("alice", { otherMemberships: "revoked" }).member("alice", "pg_monitor", OURS).scope("roles", ["pg_monitor"], OURS.origin),
        subject: "alice",
      },
      {
        title: "both providers give the same",
        facts: facts()
          .login("alice")
          .member("alice", "pg_monitor", { style: "membership", origin: at("rolegate_membership.alice") })
          .member("alice", "pg_monitor", { style: "grant-role" }),
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
      {
        title: "each resource owns its part",
        facts: facts().member("alice", "pg_monitor", OURS).scope("members", ["alice"], OURS.origin).member("bob", "pg_monitor", { style: "grant-role" }),
      },
    ],
  },
  check: ({ graph }) => {
    const reported = new Set<string>();
    // One breach a member says enough.
    return [...besideLists(graph), ...inScopesOfOthers(graph), ...givenTwice(graph)].filter(
      ({ subject }) => !reported.has(subject) && reported.add(subject) !== undefined,
    );
  },
};

/** What is granted beside a list that takes it away. */
const besideLists = ({ memberships, roles }: AccessGraph): readonly Breach[] => {
  const granted = memberships.filter(({ style }) => style !== null && style !== "roles");
  if (granted.length === 0) return [];
  const authoritative = new Map<string, Role>();
  for (const role of roles) if (role.otherMemberships !== undefined) authoritative.set(role.name, role);
  return granted.flatMap(({ member, role, origin }): readonly Breach[] => {
    const list = authoritative.get(member);
    if (list === undefined) return [];
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
};

/** What is granted beside a resource that owns it. */
const inScopesOfOthers = ({ memberships, membershipScopes }: AccessGraph): readonly Breach[] => {
  if (membershipScopes.length === 0) return [];
  const scopesOf = scopesOver(membershipScopes);
  return memberships.flatMap((membership): readonly Breach[] => {
    const { member, role, style, origin } = membership;
    // A resource has one origin for all that it says; two of other configurations may have the same address.
    const other = style === null ? undefined : scopesOf(membership).find((scope) => scope.origin !== origin);
    if (other === undefined) return [];
    const message = `${shownName(member)} is granted ${shownName(role)} beside ${ownerWords(other, membership)}: each apply undoes it`;
    return [{ subject: member, message, origin, remedy: ONE_OWNER }];
  });
};

const ownerWords = ({ of, origin }: MembershipScope, { member, role }: Membership): string =>
  `${shownName(origin.address ?? "another resource")}, which owns every membership ${of === "members" ? `of ${shownName(member)}` : `in ${shownName(role)}`}`;

/** What two resources give that are about one membership each. */
const givenTwice = ({ memberships }: AccessGraph): readonly Breach[] => {
  if (!memberships.some(({ style }) => style === "membership")) return [];
  const single = new Map<string, Membership[]>();
  for (const membership of memberships) {
    if (membership.style === "membership" || membership.style === "grant-role") addTo(single, JSON.stringify([membership.member, membership.role]), membership);
  }
  return [...single.values()].flatMap(([first, second]): readonly Breach[] => {
    if (first === undefined || second === undefined) return [];
    const [one, other] = [first, second].map(({ origin }) => shownName(origin.address ?? ""));
    const message = `${one} and ${other} both make ${shownName(first.member)} a member of ${shownName(first.role)}: destroying one takes it from both`;
    return [{ subject: first.member, message, origin: second.origin, remedy: "keep one of them; a `moved` block leads from one to the other" }];
  });
};

const IGNORE = "put the membership in `roles`; or keep postgresql_grant_role and add `lifecycle { ignore_changes = [roles] }` to the role";
const ONE_OWNER = "put it in `grants` of the resource that owns it, or take the role out of what that one lists";

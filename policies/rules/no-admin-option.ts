import type { Capability } from "../../model/capability";
import { higherTier, type Tier } from "../../model/capability";
import { CAPABILITY_WORDS, shownName } from "../../model/path-words";
import { isPlatformRole } from "../../model/platforms";
import { isReservedName, predefinedRole } from "../../model/predefined-roles";
import { isKnown, isPossiblyTrue } from "../../model/unknown";
import { facts } from "../example";
import type { Breach, Rule, RuleInput } from "../rule";

/** ADMIN OPTION hands a role on, outside of every review. */
export const noAdminOption: Rule = {
  id: "no-admin-option",
  title: "nobody holds ADMIN OPTION on a predefined or platform role, or on a role that reaches one",
  severity: "error",
  severityWithoutPolicy: "warning",
  tier: "control",
  waivable: true,
  rationale:
    "Whoever has ADMIN OPTION grants the role to anyone, itself included, at two in the morning and past every gate, and takes it back before the audit. So it counts as holding the role and deciding who else does; no persona is approved for it and no allowlist entry covers it.",
  remedy: "grant the role WITH ADMIN FALSE, and let the code that is reviewed name every member",
  references: ["https://www.postgresql.org/docs/current/sql-grant.html", "https://www.postgresql.org/docs/current/role-membership.html"],
  examples: {
    bad: [
      {
        title: "an operator hands on a predefined role that is approved",
        facts: facts().login("alice").member("alice", "pg_monitor", { admin: true }),
        subject: "alice",
      },
      {
        title: "a group's owner hands on what the group reaches",
        facts: facts().login("ann").group("readers").member("readers", "pg_read_all_data").member("ann", "readers", { admin: true }),
        subject: "ann",
      },
    ],
    good: [
      { title: "a plain membership", facts: facts().login("alice").member("alice", "pg_monitor") },
      {
        title: "a team's lead admits members to a group that holds only its own schema",
        facts: facts().login("ann").group("orders_readers").member("ann", "orders_readers", { admin: true }),
      },
    ],
  },
  check: (input) =>
    // Few have the option, and a list for each of the others would be most of the work.
    input.graph.memberships
      .filter(({ admin }) => isPossiblyTrue(admin))
      .flatMap((membership): readonly Breach[] => {
        const { member, role, admin, origin } = membership;
        if (input.isAdministrator(member) || predefinedRole(member) !== undefined) return [];
        const handed = handedOn(input, role);
        if (handed === null) return [];
        const may = isKnown(admin) ? "has" : "may have";
        const gives = handed.capability === null || isCatalogued(role) ? "" : `, which can ${CAPABILITY_WORDS[handed.capability]}`;
        return [
          {
            subject: member,
            message: `${shownName(member)} ${may} ADMIN OPTION on ${shownName(role)}${gives}: it can hand that on to anyone`,
            origin,
            tier: higherTier("control", handed.tier),
            capability: handed.capability,
            path: [{ from: member, to: role, by: "admin", via: null }],
          },
        ];
      }),
};

const isCatalogued = (role: string): boolean => isReservedName(role) || isPlatformRole(role);

/** The most dangerous thing that comes with the role; null where it reaches nothing of the catalogue. */
const handedOn = (input: RuleInput, role: string): { readonly tier: Tier; readonly capability: Capability | null } | null => {
  const worst = input.closure.reaches(role).find(({ follows }) => follows === null);
  if (worst !== undefined) return { tier: worst.tier, capability: worst.capability };
  return isCatalogued(role) ? { tier: predefinedRole(role)?.tier ?? "control", capability: null } : null;
};

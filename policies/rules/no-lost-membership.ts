import type { Membership } from "../../model/access-graph";
import { shownName } from "../../model/path-words";
import { facts } from "../example";
import type { Breach, Rule } from "../rule";

const at = (address: string) => ({ origin: { address, construct: null, file: null, line: null } });

/** Terraform creates and destroys side by side, and the provider's REVOKE does not ask who granted what. */
export const noLostMembership: Rule = {
  id: "no-lost-membership",
  title: "no change takes away a membership that it also gives",
  severity: "error",
  tier: null,
  waivable: true,
  needsCode: true,
  rationale:
    "A provider revokes a membership by its two roles, not by its Terraform address. Where one address gives up a membership that another one holds, or a replacement is created before the old one is destroyed, the REVOKE may come last: Terraform reports success, its state holds the membership, and the server does not. The next plan shows what is missing, after the application was locked out.",
  remedy: "add a `moved` block from the old address to the new one; for a replacement, leave `create_before_destroy` out",
  references: [
    "https://developer.hashicorp.com/terraform/language/moved",
    "https://registry.terraform.io/providers/cyrilgdn/postgresql/latest/docs/resources/postgresql_grant_role",
  ],
  examples: {
    bad: [
      {
        title: "a grant whose address was changed without a moved block",
        facts: facts().login("orders_oncall").member("orders_oncall", "pg_monitor", at("postgresql_grant_role.oncall_monitor")),
        before: facts().login("orders_oncall").member("orders_oncall", "pg_monitor", at("postgresql_grant_role.monitor")),
        subject: "orders_oncall",
      },
    ],
    good: [
      {
        title: "a grant that stays where it was",
        facts: facts().login("orders_oncall").member("orders_oncall", "pg_monitor"),
        before: facts().login("orders_oncall").member("orders_oncall", "pg_monitor"),
      },
      {
        title: "a grant that goes away",
        facts: facts().login("orders_oncall"),
        before: facts().login("orders_oncall").member("orders_oncall", "pg_monitor"),
      },
    ],
  },
  check: ({ written, change }) => {
    if (change === null || change.revoked.length === 0) return [];
    // What a resource only reads it does not give back.
    const given = new Map(written.memberships.flatMap((membership) => (membership.style === null ? [] : [[keyOf(membership), membership]])));
    return change.revoked.flatMap(({ membership, createsFirst }): readonly Breach[] => {
      const kept = given.get(keyOf(membership));
      const isSame = kept?.origin.address === membership.origin.address;
      if (kept === undefined || (isSame && !createsFirst)) return [];
      const words = `${shownName(membership.member)} is to stay a member of ${shownName(membership.role)}`;
      const where = isSame
        ? `${shownName(membership.origin.address ?? "")} creates it before it destroys it`
        : `${shownName(membership.origin.address ?? "")} revokes it and ${shownName(kept.origin.address ?? "")} has it: the REVOKE may come last`;
      const remedy = membership.style === "memberships" ? { remedy: HAND_OVER } : {};
      return [{ subject: membership.member, message: `${words}, and ${where}`, origin: kept.origin, ...remedy }];
    });
  },
};

const HAND_OVER =
  "hand it over in two changes, the first of which takes it out of the one resource; or let go of the whole resource with `removed { lifecycle { destroy = false } }` and import the other one";

const keyOf = ({ member, role }: Membership): string => JSON.stringify([member, role]);

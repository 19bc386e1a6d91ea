import type { Membership, Role } from "../model/access-graph";
import { InputError } from "../model/input-error";
import type { Major } from "../model/predefined-roles";
import { isKnown, type Maybe } from "../model/unknown";
import { byText, groupBy } from "./order";
import { identifier } from "./quote";

/**
 * GRANT role TO member for every membership, with all three options from PostgreSQL 16 on: options left out keep the value of an earlier grant
 * (https://www.postgresql.org/docs/current/sql-grant.html). Throws InputError for an unknown option, or one that the major lacks.
 */
export const grantMemberships = (memberships: readonly Membership[], roles: readonly Role[], major: Major): readonly string[] => {
  const inherits = new Map<string, Maybe<boolean>>(roles.map((role) => [role.name, role.inherit]));
  return grantorsFirst(memberships).map((membership) => {
    const options = major >= 16 ? optionsOf(membership, inherits.get(membership.member)) : adminOnly(membership);
    const by = membership.grantor === null ? "" : ` GRANTED BY ${identifier(membership.grantor)}`;
    return `GRANT ${identifier(membership.role)} TO ${identifier(membership.member)}${options}${by}`;
  });
};

/** INHERIT that no input says is the member's attribute; where that is not known either, the server fills it in. */
const optionsOf = (membership: Membership, memberInherits: Maybe<boolean> | undefined): string => {
  const read = (option: string, value: Maybe<boolean>): string => `${option} ${known(membership, option, value) ? "TRUE" : "FALSE"}`;
  const inherit = membership.inherit ?? (memberInherits !== undefined && isKnown(memberInherits) ? memberInherits : null);
  return ` WITH ${[read("ADMIN", membership.admin), ...(inherit === null ? [] : [read("INHERIT", inherit)]), read("SET", membership.set ?? true)].join(", ")}`;
};

const adminOnly = (membership: Membership): string => {
  if (membership.set === false) throw new InputError(`${nameOf(membership)} says SET FALSE, which PostgreSQL 16 brought`);
  return known(membership, "ADMIN", membership.admin) ? " WITH ADMIN OPTION" : "";
};

const known = (membership: Membership, option: string, value: Maybe<boolean>): boolean => {
  if (isKnown(value)) return value;
  throw new InputError(`${option} of ${nameOf(membership)} is unknown: it cannot be written as SQL`);
};

const nameOf = ({ member, role }: Membership): string => `the membership of \`${member}\` in \`${role}\``;

/** By name, but a grant by a role after the grants that give this role ADMIN OPTION. */
export const grantorsFirst = (memberships: readonly Membership[]): readonly Membership[] => {
  const sorted = memberships.toSorted((a, b) => byText(a.role, b.role) || byText(a.member, b.member) || byText(a.grantor ?? "", b.grantor ?? ""));
  const key = (role: string, name: string | null): string => JSON.stringify([role, name]);
  const grantedBy = groupBy(sorted, ({ role, grantor }) => key(role, grantor));
  const administrators = new Set(sorted.filter(({ admin }) => admin === true).map(({ role, member }) => key(role, member)));
  // A set keeps its order and is walked while it grows: each ADMIN OPTION in it brings in what its holder granted.
  const ordered = new Set(sorted.filter(({ role, grantor }) => !administrators.has(key(role, grantor))));
  for (const { role, member, admin } of ordered) {
    if (admin === true) for (const granted of grantedBy.get(key(role, member)) ?? []) ordered.add(granted);
  }
  return [...ordered, ...sorted.filter((membership) => !ordered.has(membership))];
};

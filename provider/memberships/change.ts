import { type Membership, NO_ORIGIN } from "../../model/access-graph";
import { optionWords, parseOptions, unitedOptions } from "./options";
import { type Claim, isInScope } from "./scope";

/** What claims change of the memberships that a server has. */
export interface MembershipChange {
  readonly removed: ReadonlySet<Membership>;
  readonly added: readonly Membership[];
}

/** A membership with other options than wanted is taken away and given anew; one that stands as it is wanted is not touched. */
export const changeOf = (claims: readonly Claim[], memberships: readonly Membership[]): MembershipChange => {
  const rows = new Map<string, Membership[]>();
  for (const membership of memberships) {
    const key = pairKey(membership.member, membership.role);
    rows.set(key, [...(rows.get(key) ?? []), membership]);
  }
  const standing = new Set<string>();
  const added = claims.flatMap(({ grants }) =>
    [...grants].flatMap(([member, roles]) =>
      [...roles].flatMap(([role, words]) => {
        const held = rows.get(pairKey(member, role));
        if (held !== undefined && optionWords(unitedOptions(held)) === words) {
          standing.add(pairKey(member, role));
          return [];
        }
        const options = parseOptions(words);
        return typeof options === "string" ? [] : [{ member, role, grantor: null, ...options, style: null, origin: NO_ORIGIN }];
      }),
    ),
  );
  const removed = memberships.filter(
    ({ member, role }) => claims.some(({ scope }) => isInScope(scope, member, role)) && !member.startsWith("pg_") && !standing.has(pairKey(member, role)),
  );
  return { removed: new Set(removed), added };
};

const pairKey = (member: string, role: string): string => JSON.stringify([member, role]);

import type { AccessGraph, Membership } from "../../model/access-graph";
import { optionWords, parseOptions, unitedOptions } from "../../model/membership-options";
import type { Step } from "../../model/report";
import { type PlannedChange, plannedBy } from "../planned-change";
import type { PathStep } from "../plugin/diagnostics";
import { type Claim, isInScope, overlapOf, type Scope, sameClaim } from "./scope";

/** Where a configuration says which memberships there are. */
export interface MembershipPlaces {
  /** What the resource owns. */
  readonly scope: readonly PathStep[];
  of(member: string, role: string): readonly PathStep[];
}

/** What a resource makes of the memberships of a server: those in its scope become what it gives. */
export class MembershipsChange implements PlannedChange {
  private added: ReadonlySet<string> = new Set();

  constructor(
    private readonly claim: Claim,
    /** What the resource owned before, and lets nothing remain of. */
    private readonly former: Scope | null,
    private readonly places: MembershipPlaces,
  ) {}

  get place(): readonly PathStep[] {
    return this.places.scope;
  }

  applyTo(graph: AccessGraph): AccessGraph {
    const { removed, added } = changeOf(this.claim, this.former, graph.memberships);
    this.added = new Set(added.map(({ member, role }) => pairKey(member, role)));
    if (removed.size === 0 && added.length === 0) return graph;
    return { ...graph, memberships: [...graph.memberships.filter((membership) => !removed.has(membership)), ...added] };
  }

  isSame(other: PlannedChange): boolean {
    return other instanceof MembershipsChange && sameClaim(this.claim, other.claim);
  }

  overlapWith(other: PlannedChange): string | null {
    return other instanceof MembershipsChange ? overlapOf(this.claim, other.claim) : null;
  }

  placeOf({ from, to }: Step): readonly PathStep[] | null {
    return this.added.has(pairKey(from, to)) ? this.places.of(from, to) : null;
  }
}

/** A membership with other options than wanted is taken away and given anew; one that stands as it is wanted is not touched. */
const changeOf = (
  { scope, grants }: Claim,
  former: Scope | null,
  memberships: readonly Membership[],
): { readonly removed: ReadonlySet<Membership>; readonly added: readonly Membership[] } => {
  const owned = memberships.filter(
    ({ member, role }) => (isInScope(scope, member, role) || (former !== null && isInScope(former, member, role))) && !member.startsWith("pg_"),
  );
  const rows = new Map<string, Membership[]>();
  for (const membership of owned) {
    const key = pairKey(membership.member, membership.role);
    rows.set(key, [...(rows.get(key) ?? []), membership]);
  }
  const standing = new Set<string>();
  const added = [...grants].flatMap(([member, roles]) =>
    [...roles].flatMap(([role, words]) => {
      const held = rows.get(pairKey(member, role));
      if (held !== undefined && optionWords(unitedOptions(held)) === words) {
        standing.add(pairKey(member, role));
        return [];
      }
      const options = parseOptions(words);
      return typeof options === "string" ? [] : [{ member, role, grantor: null, ...options, style: null, origin: PLANNED }];
    }),
  );
  return { removed: new Set(owned.filter(({ member, role }) => !standing.has(pairKey(member, role)))), added };
};

const PLANNED = plannedBy("rolegate_memberships");
const pairKey = (member: string, role: string): string => JSON.stringify([member, role]);

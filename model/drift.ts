import { compareDefaultPrivileges } from "./drift/default-privileges";
import type { Difference, Drift } from "./drift/difference";
import { compareMemberships, nothingFound } from "./drift/memberships";
import { compareOwnerships } from "./drift/ownerships";
import { comparePrivileges } from "./drift/privileges";
import { compareRoles, rankOfTier } from "./drift/roles";
import { type DriftRequest, scopeOf } from "./drift/scope";
import { compareSettings } from "./drift/settings";

export type { Difference, Drift, Mend } from "./drift/difference";

/**
 * Where code and cluster differ, as the resources of the Terraform provider assert things: of a role that the code creates everything it has is
 * compared; of another one what the code says about it; a role that only the server has is one difference. What cannot be told is listed, and never
 * counts as equal.
 */
export const driftOf = (request: DriftRequest): Drift => {
  const scope = scopeOf(request);
  const found = nothingFound();
  const tolerated = compareRoles(scope, found);
  compareMemberships(scope, found);
  compareSettings(scope, found);
  compareOwnerships(scope, found);
  comparePrivileges(scope, found);
  compareDefaultPrivileges(scope, found);
  return {
    differences: found.differences.toSorted(byDanger),
    tolerated: { ...tolerated, facts: found.tolerated },
    untold: [...new Set(found.untold)],
  };
};

const byDanger = (a: Difference, b: Difference): number => rankOfTier(serverTier(b)) - rankOfTier(serverTier(a)) || compared(a.role, b.role);

/** Only the tiers that nobody is approved for go first. */
const serverTier = ({ tier }: Difference): Difference["tier"] => (tier === "files" || tier === "os" || tier === "superuser" ? tier : null);
const compared = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

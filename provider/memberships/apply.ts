import { applyInTransaction } from "../apply";
import type { ProviderContext } from "../context";
import { type Diagnostic, errorDiagnostic, Refused } from "../plugin/diagnostics";
import { sameValue } from "../plugin/value";
import { type MembershipPlaces, MembershipsChange } from "./change";
import { pairsIn, refuseTooNew, takenOver } from "./plan";
import { grantsOfRows, type MembershipRow, readRows } from "./rows";
import { type Claim, type Grants, isInScope, type Scope } from "./scope";
import { membershipStatements } from "./statements";

export interface MembershipsApply {
  /** Null where the resource is made. */
  readonly prior: Claim | null;
  /** Null where it is destroyed. */
  readonly planned: Claim | null;
  readonly places: MembershipPlaces;
  readonly takesOver: boolean;
}

/** Makes the memberships of both scopes those that are planned: nothing is left of what a resource owned before. */
export const applyMemberships = async (
  context: ProviderContext,
  { prior: before, planned, places, takesOver }: MembershipsApply,
  signal: AbortSignal,
): Promise<readonly Diagnostic[]> => {
  const prior = before === null ? null : renamedClaim(before, context);
  const scopes = [prior, planned].flatMap((claim) => (claim === null ? [] : [claim.scope]));
  const wanted = planned?.grants ?? NOTHING;
  const { diagnostics } = await applyInTransaction<readonly MembershipRow[]>(context, signal, {
    change: planned === null ? null : new MembershipsChange(planned, prior?.scope ?? null, places),
    read: async (query, major) => distinct((await Promise.all(scopes.map((scope) => readRows(query, scope, major)))).flat()),
    compare: (rows, major) => {
      if (prior !== null) refuseChanged(rows, prior, places);
      if (planned === null) return;
      takenOver(rows, prior, planned, places, takesOver);
      refuseTooNew(planned, places, major);
    },
    statements: (rows, major) => membershipStatements(rows, wanted, major),
    verify: (rows) => refuseOther(rows, wanted, places),
  });
  return diagnostics;
};

const NOTHING: Grants = new Map();

const distinct = (rows: readonly MembershipRow[]): readonly MembershipRow[] => [
  ...new Map(rows.map((row) => [JSON.stringify([row.member, row.role, row.grantor]), row])).values(),
];

/** Roles that this apply renamed took their memberships with them. */
const renamedClaim = ({ scope, grants }: Claim, { nameNow }: ProviderContext): Claim => ({
  scope: renamedScope(scope, nameNow),
  grants: new Map([...grants].map(([member, roles]) => [nameNow(member), new Map([...roles].map(([role, words]) => [nameNow(role), words]))])),
});
const renamedScope = (scope: Scope, nameNow: ProviderContext["nameNow"]): Scope =>
  scope.of === "pair" ? { ...scope, member: nameNow(scope.member), role: nameNow(scope.role) } : { ...scope, names: new Set([...scope.names].map(nameNow)) };

/** What was planned was planned for another server than this one is now. */
const refuseChanged = (rows: readonly MembershipRow[], { scope, grants }: Claim, places: MembershipPlaces): void => {
  const inScope = rows.filter(({ member, role }) => isInScope(scope, member, role));
  if (!sameValue(grantsOfRows(inScope), withoutEmpty(grants)))
    throw new Refused([
      errorDiagnostic(
        "The server changed since the plan",
        "Somebody granted or revoked memberships in this scope meanwhile. Nothing was done: plan again, and look at the difference.",
        places.scope,
      ),
    ]);
};

/** REVOKE only warns about what it could not take away. */
const refuseOther = (rows: readonly MembershipRow[], wanted: Grants, places: MembershipPlaces): void => {
  const now = grantsOfRows(rows);
  if (sameValue(now, withoutEmpty(wanted))) return;
  const text = (grants: Grants): readonly string[] => pairsIn(grants).map(([member, role, words]) => `${member} in ${role}: ${words}`);
  const [is, wants] = [text(now), text(wanted)];
  const wrong = [...is.filter((line) => !wants.includes(line)), ...wants.filter((line) => !is.includes(line)).map((line) => `missing: ${line}`)];
  throw new Refused([
    errorDiagnostic(
      "PostgreSQL did not do what was asked",
      `${wrong.join("\n")}\n\nEverything was rolled back. A membership that another role granted goes only by that role or by a superuser.`,
      places.scope,
    ),
  ]);
};

/** A member that is written with nothing has no membership on the server. */
const withoutEmpty = (grants: Grants): Grants => new Map([...grants].filter(([, roles]) => roles.size > 0));

import type { Major } from "../../model/predefined-roles";
import type { ProviderContext } from "../context";
import { type Diagnostic, errorDiagnostic, Refused, warningDiagnostic } from "../plugin/diagnostics";
import { judgedAtPlan } from "../refuse";
import { majorOf } from "../session";
import { type MembershipPlaces, MembershipsChange } from "./change";
import { type MembershipRow, readRows } from "./rows";
import { type Claim, type Grants, isInScope, sameScope } from "./scope";

/** What one resource wants of the memberships that it owns. */
export interface MembershipsPlan {
  /** Null where the resource is made. */
  readonly prior: Claim | null;
  readonly claim: Claim;
  readonly places: MembershipPlaces;
  /** May making it take away what it does not give? */
  readonly takesOver: boolean;
  readonly isChange: boolean;
}

/** Plans memberships: nobody else owns them, the server has their options, nothing is taken away unseen, and no rule refuses them. */
export const planMemberships = async (
  context: ProviderContext,
  { prior, claim, places, takesOver, isChange }: MembershipsPlan,
  signal: AbortSignal,
): Promise<readonly Diagnostic[]> => {
  const change = new MembershipsChange(claim, prior?.scope ?? null, places);
  context.planned.add(change);
  if (!context.isServerKnown) return judgedAtPlan(context, change);
  const taken = await context.transaction(async (query) => {
    const major = await majorOf(query);
    refuseTooNew(claim, places, major);
    if (prior !== null && sameScope(prior.scope, claim.scope)) return [];
    return takenOver(await readRows(query, claim.scope, major), prior, claim, places, takesOver);
  }, signal);
  return [...taken, ...(isChange ? await judgedAtPlan(context, change) : [])];
};

/** Options that the server does not have. */
export const refuseTooNew = ({ grants }: Claim, places: MembershipPlaces, major: Major): void => {
  if (major >= 16) return;
  const problems = pairsIn(grants)
    .filter(([, , words]) => /noinherit|noset/.test(words))
    .map(([member, role]) =>
      errorDiagnostic(
        `PostgreSQL ${major} has no such options`,
        "INHERIT and SET of a membership came with PostgreSQL 16. Before, INHERIT is an attribute of the member, and SET ROLE is always possible.",
        places.of(member, role),
      ),
    );
  if (problems.length > 0) throw new Refused(problems);
};

/** Every membership that grants give, with its options. */
export const pairsIn = (grants: Grants): readonly (readonly [member: string, role: string, words: string])[] =>
  [...grants].flatMap(([member, roles]) => [...roles].map(([role, words]) => [member, role, words] as const));

/** What making the resource, or widening its scope, would take away, which no plan shows. */
export const takenOver = (
  rows: readonly MembershipRow[],
  prior: Claim | null,
  { grants, scope }: Claim,
  places: MembershipPlaces,
  takesOver: boolean,
): readonly Diagnostic[] => {
  const isUnseen = ({ member, role }: MembershipRow): boolean =>
    isInScope(scope, member, role) && (prior === null || !isInScope(prior.scope, member, role)) && grants.get(member)?.get(role) === undefined;
  const lost = rows.filter(isUnseen).map(({ member, role }) => `${member} in ${role}`);
  if (lost.length === 0) return [];
  const shown = `${lost.slice(0, MOST_SHOWN).join("\n")}${lost.length > MOST_SHOWN ? `\nand ${lost.length - MOST_SHOWN} more` : ""}`;
  if (takesOver) return [warningDiagnostic(`This revokes ${lost.length} memberships that no state shows`, shown, places.scope)];
  throw new Refused([
    errorDiagnostic(
      "The server has memberships in this scope that `grants` does not list",
      `${shown}\n\nThey would be revoked. Import the resource, so that the plan shows it, list them in \`grants\`, or set \`take_over = true\`.`,
      places.scope,
    ),
  ]);
};

const MOST_SHOWN = 20;

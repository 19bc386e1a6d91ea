import { shownName } from "../../model/path-words";
import type { Query } from "../../readers/catalog/read-cluster";
import { literal } from "../../writers/quote";
import type { ProviderContext } from "../context";
import { at, type Diagnostic, errorDiagnostic, Refused, warningDiagnostic } from "../plugin/diagnostics";
import { type MapValue, sameValue } from "../plugin/value";
import { judgedAtPlan } from "../refuse";
import { PLANNED_ROLE, RoleChange } from "./change";
import { dependentsOf } from "./dependents";
import { factsOf } from "./facts";
import { readAllRoles } from "./rows";

/** What a resource makes of its role, for the rules. */
export const roleChange = (prior: MapValue | null, planned: MapValue): RoleChange =>
  new RoleChange(prior === null ? null : factsOf(prior).role.name, factsOf(planned, PLANNED_ROLE), isNewPassword(prior, planned));

const isNewPassword = (prior: MapValue | null, planned: MapValue): boolean =>
  !sameValue(prior?.get("password_wo_version") ?? null, planned.get("password_wo_version") ?? null);

/** Plans a role that is made or altered: the name is free, a rename loses no password, and no rule refuses it. */
export const planRole = async (context: ProviderContext, prior: MapValue | null, planned: MapValue, signal: AbortSignal): Promise<readonly Diagnostic[]> => {
  const change = roleChange(prior, planned);
  context.planned.add(change);
  if (prior !== null && sameValue(prior, planned)) return [];
  const found = context.isServerKnown ? await refuseTakenName(context, change, signal) : [];
  const lost = context.isServerKnown && change.isRename && !isNewPassword(prior, planned) ? await lostPassword(context, change, signal) : [];
  return [...found, ...lost, ...(await judgedAtPlan(context, change))];
};

/** A role of that name must not be there, unless it is what this resource replaces. */
const refuseTakenName = async (context: ProviderContext, change: RoleChange, signal: AbortSignal): Promise<readonly Diagnostic[]> => {
  if (change.priorName !== null && !change.isRename) return [];
  const isReplaced = context.planned.some((other) => other instanceof RoleChange && other.priorName === change.name);
  const roles = await context.shared(readAllRoles, signal);
  if (!roles.has(change.name) || isReplaced) return [];
  throw new Refused([takenName(change.name)]);
};

export const takenName = (name: string): Diagnostic =>
  errorDiagnostic(
    `There is a role ${shownName(name)}`,
    `It was made elsewhere, and what it holds and owns is not in the state. Import it, so that the plan shows what changes:\n\nimport {\n  to = rolegate_role.NAME\n  id = ${JSON.stringify(name)}\n}`,
    at("name"),
  );

/** An md5 verifier holds the name: a rename clears it. https://www.postgresql.org/docs/current/sql-alterrole.html */
const lostPassword = async (context: ProviderContext, { priorName, name }: RoleChange, signal: AbortSignal): Promise<readonly Diagnostic[]> => {
  const kind = await context.transaction((query) => verifierKind(query, priorName ?? name), signal);
  const rename = `rename ${shownName(priorName ?? name)} to ${shownName(name)}`;
  if (kind === "md5")
    throw new Refused([
      errorDiagnostic(
        "The rename would take the password away",
        `It is stored as md5, which holds the name. To ${rename}, set a new password in the same change: \`password_wo\`, with another \`password_wo_version\`.`,
        at("name"),
      ),
    ]);
  return kind === "hidden"
    ? [
        warningDiagnostic(
          "A rename may take the password away",
          `The login of the provider may not read how passwords are stored. If this one is stored as md5, to ${rename} clears it.`,
          at("name"),
        ),
      ]
    : [];
};

const verifierKind = async (query: Query, name: string): Promise<"md5" | "other" | "hidden"> => {
  const [right] = (await query("SELECT pg_catalog.has_column_privilege('pg_catalog.pg_authid', 'rolpassword', 'SELECT') AS may")) as readonly {
    readonly may: boolean;
  }[];
  if (right?.may !== true) return "hidden";
  const rows = await query(
    `SELECT 1 FROM pg_catalog.pg_authid WHERE rolname::pg_catalog.text OPERATOR(pg_catalog.=) ${literal(name)} AND rolpassword OPERATOR(pg_catalog.~) '^md5'`,
  );
  return rows.length > 0 ? "md5" : "other";
};

/** What dropping the role takes along, and what it is refused for unless the same apply takes that away first. */
export const planDestroy = async (context: ProviderContext, prior: MapValue, signal: AbortSignal): Promise<readonly Diagnostic[]> => {
  if (!context.isServerKnown) return [];
  const { name } = factsOf(prior).role;
  const { blocking, memberships } = await context.transaction((query) => dependentsOf(query, name), signal);
  return [
    ...(memberships.length === 0 ? [] : [warningDiagnostic(`Dropping ${shownName(name)} takes its memberships along`, linesOf(memberships))]),
    ...(blocking.length === 0
      ? []
      : [
          warningDiagnostic(
            `${shownName(name)} cannot be dropped as it is`,
            `${shownName(name)}:\n${linesOf(blocking)}\n\nThe apply is refused, unless other resources take this away before it.`,
          ),
        ]),
  ];
};

export const linesOf = (lines: readonly string[]): string =>
  `${lines.slice(0, MOST_LINES).join("\n")}${lines.length > MOST_LINES ? `\nand ${lines.length - MOST_LINES} more` : ""}`;
const MOST_LINES = 20;

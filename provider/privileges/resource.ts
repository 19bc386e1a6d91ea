import { applyInTransaction } from "../apply";
import type { ProviderContext } from "../context";
import { databaseOf, hasDatabase } from "../database";
import type { ApplyRequest, PlanAnswer, PlanRequest, ReadRequest, Resource, ResourceAnswer } from "../plugin/definition";
import { at, type Diagnostic, warningDiagnostic } from "../plugin/diagnostics";
import { type MapValue, UNKNOWN_VALUE } from "../plugin/value";
import { judgedAtPlan } from "../refuse";
import { majorOf } from "../session";
import { unknownDiagnostics, unknownPlacesIn } from "../unknown";
import { PrivilegesChange } from "./change";
import { claimOf, type PrivilegesClaim, sameClaim } from "./claim";
import { objectOfImportId } from "./import-id";
import { liveClaim, stateOf } from "./live";
import { refuseChanged, refuseOwned, refuseTooNew, refuseUndone, takenOver } from "./refusals";
import { type ObjectRow, readPrivileges, roleExists, scopeOfClaims } from "./rows";
import { PRIVILEGES_SCHEMA } from "./schema";
import { privilegeStatements } from "./statements";
import { validatePrivileges } from "./validate";
import { PRIVILEGE_ATTRIBUTES } from "./wanted";

/** `rolegate_privileges`: what one role has in one database, of the attributes that are written. */
export const privilegesResource: Resource<ProviderContext> = {
  schema: PRIVILEGES_SCHEMA,
  validate: validatePrivileges,
  read: (request) => read(request),
  plan: (request) => plan(request),
  apply: (request) => apply(request),
  importState: objectOfImportId,
};

const read = async ({ context, state, signal }: ReadRequest<ProviderContext>): Promise<ResourceAnswer> => {
  const claim = claimOf(state);
  if (!(await hasDatabase(context, claim.database, signal))) return { state: null, diagnostics: [] };
  const rows = await context.transaction(
    async (query) => ((await roleExists(query, claim.role)) ? readPrivileges(query, claim.role, scopeOfClaims([claim]), await majorOf(query)) : null),
    signal,
    claim.database,
  );
  return { state: rows === null ? null : stateOf(state, liveClaim(claim, rows)), diagnostics: [] };
};

const plan = async ({ context, prior, proposed, config, signal }: PlanRequest<ProviderContext>): Promise<PlanAnswer> => {
  if (proposed === null || config === null) return { state: null, diagnostics: [] };
  const state = new Map(proposed).set("database", databaseOf(context, config) ?? UNKNOWN_VALUE);
  const requiresReplace = prior === null ? [] : ["role", "database"].filter((name) => prior.get(name) !== state.get(name)).map((name) => at(name));
  const unknown = unknownPlacesIn(config, ["role", "database", ...PRIVILEGE_ATTRIBUTES]);
  if (unknown.length > 0) return { state, diagnostics: unknownDiagnostics(unknown, state), requiresReplace };
  const former = prior === null || requiresReplace.length > 0 ? null : claimOf(prior);
  return { state, diagnostics: await planned(context, former, state, signal), requiresReplace };
};

const planned = async (context: ProviderContext, former: PrivilegesClaim | null, state: MapValue, signal: AbortSignal): Promise<readonly Diagnostic[]> => {
  const claim = claimOf(state);
  const change = new PrivilegesChange(claim, former);
  context.planned.add(change);
  if (former !== null && sameClaim(former, claim)) return [];
  if (!context.isServerKnown || claim.database === null) return judgedAtPlan(context, change);
  if (!(await hasDatabase(context, claim.database, signal)))
    return [
      warningDiagnostic("The database is not there yet", `Whoever makes ${claim.database} must have done so before this is applied.`, at("database")),
      ...(await judgedAtPlan(context, change)),
    ];
  const taken = await context.transaction(
    async (query) => {
      const major = await majorOf(query);
      refuseTooNew(claim, major);
      const rows = await readPrivileges(query, claim.role, scopeOfClaims([claim]), major);
      refuseOwned(claim, rows);
      return takenOver(rows, former, claim, state.get("take_over") === true);
    },
    signal,
    claim.database,
  );
  return [...taken, ...(await judgedAtPlan(context, change))];
};

const apply = async ({ context, prior: before, planned: asked, signal }: ApplyRequest<ProviderContext>): Promise<ResourceAnswer> => {
  const state = asked === null ? null : new Map(asked).set("database", databaseOf(context, asked));
  const prior = before === null ? null : renamed(claimOf(before), context);
  const claim = state === null ? null : claimOf(state);
  const claims = [prior, claim].filter((each) => each !== null);
  const of = claim ?? prior;
  if (of === null) return { state: null, diagnostics: [] };
  const { diagnostics } = await applyInTransaction<readonly ObjectRow[]>(context, signal, {
    database: of.database,
    change: claim === null ? null : new PrivilegesChange(claim, prior),
    read: (query, major) => readPrivileges(query, of.role, scopeOfClaims(claims), major),
    compare: (rows, major) => {
      if (prior !== null) refuseChanged(liveClaim(prior, rows), prior);
      if (claim === null) return;
      refuseTooNew(claim, major);
      refuseOwned(claim, rows);
      takenOver(rows, prior, claim, state?.get("take_over") === true);
    },
    statements: (rows) => privilegeStatements(rows, claim, of),
    verify: (rows) => refuseUndone(liveClaim(of, rows), claim, privilegeStatements(rows, claim, of)),
  });
  return { state, diagnostics };
};

/** A role that this apply renamed took its privileges with it. */
const renamed = ({ role, asked, ...claim }: PrivilegesClaim, { nameNow }: ProviderContext): PrivilegesClaim => {
  const defaults = asked.get("default_privileges");
  return {
    ...claim,
    role: nameNow(role),
    asked: defaults === undefined ? asked : new Map(asked).set("default_privileges", new Map([...defaults].map(([creator, of]) => [nameNow(creator), of]))),
  };
};

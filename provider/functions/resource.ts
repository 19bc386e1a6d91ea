import { applyInTransaction } from "../apply";
import type { ProviderContext } from "../context";
import { databaseOf, hasDatabase } from "../database";
import type { ApplyRequest, PlanAnswer, PlanRequest, ReadRequest, Resource, ResourceAnswer } from "../plugin/definition";
import { at, type Diagnostic, errorDiagnostic, Refused, warningDiagnostic } from "../plugin/diagnostics";
import { type MapValue, UNKNOWN_VALUE } from "../plugin/value";
import { judgedAtPlan } from "../refuse";
import { unknownDiagnostics, unknownPlacesIn } from "../unknown";
import { FunctionChange } from "./change";
import { claimOf, differingAttributes, type FunctionClaim, signatureOf, stateWith, typesOf } from "./claim";
import { objectOfImportId } from "./import-id";
import { type FunctionReading, type LiveFunction, readFunction } from "./rows";
import { FUNCTION_SCHEMA } from "./schema";
import { functionStatements } from "./statements";
import { validateFunction } from "./validate";

/** `rolegate_function`: one function, its owner, and everybody who may run it. */
export const functionResource: Resource<ProviderContext> = {
  schema: FUNCTION_SCHEMA,
  validate: validateFunction,
  read: (request) => read(request),
  plan: (request) => plan(request),
  apply: (request) => apply(request),
  importState: objectOfImportId,
};

const read = async ({ context, state, signal }: ReadRequest<ProviderContext>): Promise<ResourceAnswer> => {
  const claim = claimOf(state);
  if (!(await hasDatabase(context, claim.database, signal))) return { state: null, diagnostics: [] };
  const { live } = await context.transaction((query) => readFunction(query, claim), signal, claim.database);
  if (live === null) return { state: null, diagnostics: [] };
  refuseOther(live);
  return { state: stateWith(state, live.claim), diagnostics: [] };
};

/** Throws for what is no plain function: CREATE FUNCTION could not have made it. */
const refuseOther = ({ kind, claim }: LiveFunction): void => {
  if (kind !== "f")
    throw new Refused([
      errorDiagnostic(`${signatureOf(claim)} is no plain function`, "Procedures, aggregates and window functions are no `rolegate_function`."),
    ]);
};

/** CREATE OR REPLACE changes neither names nor types. */
const REPLACED: readonly string[] = ["name", "schema", "database", "arguments", "returns"];

const plan = async ({ context, prior, proposed, config, signal }: PlanRequest<ProviderContext>): Promise<PlanAnswer> => {
  if (proposed === null || config === null) return { state: null, diagnostics: [] };
  const state = new Map(proposed).set("database", databaseOf(context, config) ?? UNKNOWN_VALUE);
  const requiresReplace = prior === null ? [] : REPLACED.filter((name) => prior.get(name) !== state.get(name)).map((name) => at(name));
  const unknown = unknownPlacesIn(config, Object.keys(FUNCTION_SCHEMA.attributes));
  if (unknown.length > 0) return { state, diagnostics: unknownDiagnostics(unknown, state), requiresReplace };
  const claim = claimOf(state);
  const former = prior === null ? null : claimOf(prior);
  const change = new FunctionChange(claim);
  context.planned.add(change);
  if (former !== null && requiresReplace.length === 0 && differingAttributes(former, claim).length === 0) return { state, diagnostics: [] };
  const isThere = context.isServerKnown && claim.database !== null && (await hasDatabase(context, claim.database, signal));
  const isNew = former === null || signatureOf(former) !== signatureOf(claim) || former.database !== claim.database;
  if (isThere && isNew) refuseExisting(claim, (await context.transaction((query) => readFunction(query, claim), signal, claim.database)).live);
  const diagnostics = [...(context.isServerKnown && !isThere ? [laterDatabase(claim)] : []), ...(await judgedAtPlan(context, change))];
  return { state, diagnostics, requiresReplace };
};

const laterDatabase = ({ database }: FunctionClaim): Diagnostic =>
  warningDiagnostic("The database is not there yet", `Whoever makes ${database} must have done so before this is applied.`, at("database"));

const refuseExisting = (claim: FunctionClaim, live: LiveFunction | null): void => {
  if (live !== null)
    throw new Refused([
      errorDiagnostic(
        `${signatureOf(claim)} is there already`,
        `It belongs to ${live.claim.owner}. It would be replaced without being shown. Import it, so that the plan shows what changes, by the id \`${signatureOf(claim)}\`.`,
        at("name"),
      ),
    ]);
};

const apply = async ({ context, prior: before, planned: asked, signal }: ApplyRequest<ProviderContext>): Promise<ResourceAnswer> => {
  const state: MapValue | null = asked === null ? null : new Map(asked).set("database", databaseOf(context, asked));
  const prior = before === null ? null : renamed(claimOf(before), context);
  const claim = state === null ? null : claimOf(state);
  const of = claim ?? prior;
  if (of === null) return { state: null, diagnostics: [] };
  const { diagnostics } = await applyInTransaction<FunctionReading>(context, signal, {
    database: of.database,
    change: claim === null ? null : new FunctionChange(claim),
    read: (query) => readFunction(query, of),
    compare: ({ live }) => {
      if (prior === null) return refuseExisting(of, live);
      refuseChanged(live, prior);
    },
    statements: (found) => functionStatements(found, claim),
    verify: ({ live }) => refuseUndone(live, claim),
  });
  return { state, diagnostics };
};

/** A role that this apply renamed took its function, and its right to run others, with it. */
const renamed = (claim: FunctionClaim, { nameNow }: ProviderContext): FunctionClaim => ({
  ...claim,
  owner: nameNow(claim.owner),
  executors: claim.executors.map(nameNow).toSorted(),
});

/** Throws where the server has something else than the plan was made for. */
const refuseChanged = (live: LiveFunction | null, prior: FunctionClaim): void => {
  const different = live === null ? ["the whole function: it is gone"] : differingAttributes(live.claim, prior).map((attribute) => `\`${attribute}\``);
  if (different.length > 0)
    throw new Refused([
      errorDiagnostic(
        "The server changed since the plan",
        `Somebody changed ${different.join(", ")} meanwhile. Nothing was done: plan again, and look at the difference.`,
        at("name"),
      ),
    ]);
};

/** GRANT and REVOKE only warn about what they could not do, and what PostgreSQL prints otherwise would show as a change in every plan. */
const refuseUndone = (live: LiveFunction | null, planned: FunctionClaim | null): void => {
  if (planned === null || live === null) {
    if ((planned === null) !== (live === null)) throw new Error("a function is there that was dropped, or gone that was made");
    return;
  }
  const different = differingAttributes(live.claim, planned);
  const [first] = different;
  if (first === undefined) return;
  const isSpelling = (first === "arguments" && typesOf(live.claim) === typesOf(planned)) || first === "returns" || first === "settings";
  const shown =
    first === "arguments" ? live.claim.arguments : first === "returns" ? live.claim.returns : JSON.stringify(Object.fromEntries(live.claim.settings));
  throw new Refused([
    isSpelling
      ? errorDiagnostic(`${first} of the function`, `PostgreSQL prints it as \`${shown}\`: write it so. Everything was rolled back.`, at(first))
      : errorDiagnostic(
          "PostgreSQL did not do what was asked",
          `${different.map((attribute) => `\`${attribute}\``).join(", ")} of ${signatureOf(planned)} is something else. Everything was rolled back. The login of the provider must own the function, or be a superuser.`,
          at(first),
        ),
  ]);
};

import type { ProviderContext } from "../context";
import type { ApplyRequest, PlanAnswer, PlanRequest, ReadRequest, Resource, ResourceAnswer } from "../plugin/definition";
import { isMap, type MapValue, sameValue } from "../plugin/value";
import { majorOf } from "../session";
import { unknownDiagnostics } from "../unknown";
import { applyMemberships } from "./apply";
import { objectOfImportId } from "./import-id";
import { planMemberships } from "./plan";
import { grantsOfRows, type MembershipRow, readRows } from "./rows";
import { claimOf, MEMBERSHIPS_SCHEMA, placesOf } from "./schema";
import { unknownPlaces, validateMemberships } from "./validate";

/** `rolegate_memberships`: every membership of the members, or in the roles, that it lists. */
export const membershipsResource: Resource<ProviderContext> = {
  schema: MEMBERSHIPS_SCHEMA,
  validate: validateMemberships,
  read: (request) => read(request),
  plan: (request) => plan(request),
  apply: (request) => apply(request),
  importState: async (_, id) => objectOfImportId(id),
};

const read = async ({ context, state, signal }: ReadRequest<ProviderContext>): Promise<ResourceAnswer> => {
  const rows = await context.transaction(async (query) => readRows(query, claimOf(state).scope, await majorOf(query)), signal);
  return { state: new Map(state).set("grants", liveGrants(rows, state)), diagnostics: [] };
};

/** What the server has; a member that stands there with nothing stays a member with nothing. */
const liveGrants = (rows: readonly MembershipRow[], state: MapValue): MapValue => {
  const live = new Map<string, MapValue>(grantsOfRows(rows));
  const written = state.get("grants");
  if (isMap(written)) for (const [member, roles] of written) if (isMap(roles) && roles.size === 0 && !live.has(member)) live.set(member, roles);
  return live;
};

const plan = async ({ context, prior, proposed, config, signal }: PlanRequest<ProviderContext>): Promise<PlanAnswer> => {
  if (proposed === null) return { state: null, diagnostics: [] };
  const unknown = unknownPlaces(config ?? proposed);
  if (unknown.length > 0) return { state: proposed, diagnostics: unknownDiagnostics(unknown, proposed) };
  const diagnostics = await planMemberships(
    context,
    {
      prior: prior === null ? null : claimOf(prior),
      claim: claimOf(proposed),
      places: placesOf(proposed),
      takesOver: proposed.get("take_over") === true,
      isChange: prior === null || !sameValue(prior.get("grants") ?? null, proposed.get("grants") ?? null),
    },
    signal,
  );
  return { state: proposed, diagnostics };
};

const apply = async ({ context, prior, planned, signal }: ApplyRequest<ProviderContext>): Promise<ResourceAnswer> => {
  const diagnostics = await applyMemberships(
    context,
    {
      prior: prior === null ? null : claimOf(prior),
      planned: planned === null ? null : claimOf(planned),
      places: placesOf(planned ?? prior ?? new Map()),
      takesOver: planned?.get("take_over") === true,
    },
    signal,
  );
  return { state: planned, diagnostics };
};

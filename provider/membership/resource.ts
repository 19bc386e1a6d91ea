import { DEFAULT_WORD } from "../../model/membership-options";
import { isCommunityProvider } from "../community";
import type { ProviderContext } from "../context";
import { applyMemberships } from "../memberships/apply";
import { planMemberships } from "../memberships/plan";
import { readAllPairs } from "../memberships/rows";
import { optionProblems } from "../memberships/validate";
import type { ApplyRequest, MoveAnswer, MoveSource, PlanAnswer, PlanRequest, ReadRequest, Resource, ResourceAnswer } from "../plugin/definition";
import { at, type Diagnostic, errorDiagnostic, Refused } from "../plugin/diagnostics";
import { type MapValue, sameValue } from "../plugin/value";
import { unknownDiagnostics, unknownPlacesIn } from "../unknown";
import { objectOfPairId } from "./import-id";
import { claimOf, MEMBERSHIP_PLACES, MEMBERSHIP_SCHEMA, membershipObject } from "./schema";

/** `rolegate_membership`: one membership. */
export const membershipResource: Resource<ProviderContext> = {
  schema: MEMBERSHIP_SCHEMA,
  validate: (config) => validate(config),
  read: (request) => read(request),
  plan: (request) => plan(request),
  apply: (request) => apply(request),
  importState: async (_, id) => objectOfPairId(id),
  move: (source) => membershipOfTheirs(source),
};

const validate = (config: MapValue): readonly Diagnostic[] => {
  const options = config.get("options");
  const isOwn = typeof config.get("member") === "string" && config.get("member") === config.get("role");
  return [
    ...(typeof options === "string" ? optionProblems(options, at("options")) : []),
    ...(isOwn ? [errorDiagnostic("A role is no member of itself", "PostgreSQL refuses it.", at("role"))] : []),
  ];
};

const read = async ({ context, state, signal }: ReadRequest<ProviderContext>): Promise<ResourceAnswer> => {
  const pairs = await context.shared(readAllPairs, signal);
  const words = pairs.get(String(state.get("member")))?.get(String(state.get("role")));
  if (words === undefined) return { state: null, diagnostics: [] };
  const isLeftOut = words === DEFAULT_WORD && (state.get("options") ?? null) === null;
  return { state: new Map(state).set("options", isLeftOut ? null : words), diagnostics: [] };
};

const plan = async ({ context, prior, proposed, config, signal }: PlanRequest<ProviderContext>): Promise<PlanAnswer> => {
  if (proposed === null) return { state: null, diagnostics: [] };
  const unknown = unknownPlacesIn(config ?? proposed, ["member", "role", "options"]);
  if (unknown.length > 0) return { state: proposed, diagnostics: unknownDiagnostics(unknown, proposed) };
  const diagnostics = await planMemberships(
    context,
    {
      prior: prior === null ? null : claimOf(prior),
      claim: claimOf(proposed),
      places: MEMBERSHIP_PLACES,
      // It owns nothing but what it gives.
      takesOver: true,
      isChange: prior === null || !sameValue(prior, proposed),
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
      places: MEMBERSHIP_PLACES,
      takesOver: true,
    },
    signal,
  );
  return { state: planned, diagnostics };
};

/** A `postgresql_grant_role` of the community provider; its options beyond ADMIN are read from the server. */
const membershipOfTheirs = ({ provider, type, state }: MoveSource): MoveAnswer => {
  const [member, role] = [state.get("role"), state.get("grant_role")];
  if (!isCommunityProvider(provider) || type !== "postgresql_grant_role" || typeof member !== "string" || typeof role !== "string")
    throw new Refused([
      errorDiagnostic(
        `${type} cannot be moved to rolegate_membership`,
        `Only a \`postgresql_grant_role\` of the community provider can be; this is of ${provider}. Remove it from the state and import the membership instead.`,
      ),
    ]);
  return { state: membershipObject(member, role, state.get("with_admin_option") === true ? "admin" : null), diagnostics: [] };
};

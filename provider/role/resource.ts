import type { ProviderContext } from "../context";
import type { ApplyRequest, PlanAnswer, PlanRequest, ReadRequest, Resource, ResourceAnswer } from "../plugin/definition";
import { type MapValue, sameValue } from "../plugin/value";
import { unknownDiagnostics } from "../unknown";
import { applyRole } from "./apply";
import { factsOf } from "./facts";
import { roleOfTheirs } from "./move";
import { objectOf } from "./object";
import { planDestroy, planRole } from "./plan";
import { readAllRoles } from "./rows";
import { ROLE_SCHEMA } from "./schema";
import { stubOf } from "./stub";
import { unknownPlaces, validateRole } from "./validate";

/** `rolegate_role`: one role with its attributes, settings and comment. */
export const roleResource: Resource<ProviderContext> = {
  schema: ROLE_SCHEMA,
  validate: validateRole,
  read: (request) => read(request),
  plan: (request) => plan(request),
  apply: (request) => apply(request),
  importState: async (_, id) => stubOf(id),
  move: roleOfTheirs,
};

const read = async ({ context, state, signal }: ReadRequest<ProviderContext>): Promise<ResourceAnswer> => {
  const roles = await context.shared(readAllRoles, signal);
  const found = roles.get(String(state.get("name")));
  return { state: found === undefined ? null : objectOf(found, state), diagnostics: [] };
};

const plan = async ({ context, prior, proposed, config, signal }: PlanRequest<ProviderContext>): Promise<PlanAnswer> => {
  if (proposed === null) return { state: null, diagnostics: prior === null ? [] : await planDestroy(context, prior, signal) };
  const state = new Map(proposed).set("password_wo", null);
  const unknown = unknownPlaces(config ?? proposed);
  if (unknown.length > 0) return { state, diagnostics: unknownDiagnostics(unknown, proposed) };
  return { state, diagnostics: await planRole(context, prior, state, signal) };
};

const apply = async ({ context, prior, planned, config, signal }: ApplyRequest<ProviderContext>): Promise<ResourceAnswer> => {
  const diagnostics = await applyRole(context, { prior, planned, password: passwordOf(prior, planned, config) }, signal);
  const isRenamed = prior !== null && planned !== null && !sameValue(prior.get("name") ?? null, planned.get("name") ?? null);
  if (isRenamed) context.renamed.set(factsOf(prior).role.name, factsOf(planned).role.name);
  return { state: planned, diagnostics };
};

/** The password is set when the role is made and when its version changes; taken away with the version. */
const passwordOf = (prior: MapValue | null, planned: MapValue | null, config: MapValue | null) => {
  const version = planned?.get("password_wo_version") ?? null;
  const former = prior?.get("password_wo_version") ?? null;
  if (planned === null || sameValue(version, former)) return null;
  const password = config?.get("password_wo") ?? null;
  return typeof password === "string" ? { set: password } : ("taken-away" as const);
};

import { acceptedEntry } from "../model/accepted-functions";
import type { AccessGraph, Role } from "../model/access-graph";
import { type Closure, closureOf, type ReachedCapability, type Server } from "../model/closure";
import { PUBLIC } from "../model/closure/object-index";
import { type GraphIndex, narrowedIndex } from "../model/graph-index";
import type { RoleAttribute } from "../model/policy";
import type { Reach } from "../model/report";

/** Roles that nobody may enter and attributes that nobody has, to ask what is left without them. */
export interface Cut {
  readonly roles: ReadonlySet<string>;
  readonly attributes: ReadonlySet<RoleAttribute>;
  /** Are accepted functions away, too? Default: no. */
  readonly acceptedFunctions?: true;
}

/** How `role` reaches the capability, as surely, without what is cut away; undefined where it does not. */
export type ReachWithout = (role: string, reach: Pick<Reach, "capability" | "certainty">, cut: Cut) => ReachedCapability | undefined;

/** Does `role` reach the capability, as surely, also without what is cut away? The answer to "only through". */
export type ReachesWithout = (role: string, reach: Pick<Reach, "capability" | "certainty">, cut: Cut) => boolean;

/** One closure for each different cut, made when it is first asked for: as many as there are persona entries, not roles. */
export const cutter = (index: GraphIndex, server: Server): ReachWithout => {
  const closures = new Map<string, Closure>();
  // By the object too: spelling out the key of a cut that every role asks for costs as much as the cut is large.
  const known = new WeakMap<Cut, Closure>();
  const closureFor = (cut: Cut): Closure => {
    const key = JSON.stringify([[...cut.roles].sort(), [...cut.attributes].sort(), cut.acceptedFunctions ?? false]);
    const closure = closures.get(key) ?? closureOf(without(index, cut, server), server);
    closures.set(key, closure);
    known.set(cut, closure);
    return closure;
  };
  return (role, { capability, certainty }, cut) => {
    const closure = known.get(cut) ?? closureFor(cut);
    return closure.reaches(role).find((reach) => reach.capability === capability && (certainty === "conditional" || reach.certainty === "certain"));
  };
};

const without = (index: GraphIndex, { roles, attributes, acceptedFunctions }: Cut, { accepted = [] }: Server): GraphIndex => {
  const { graph } = index;
  const left = {
    ...graph,
    ...(acceptedFunctions === true && { functions: graph.functions.filter((fact) => acceptedEntry(fact, accepted) === undefined) }),
    ...(roles.has(PUBLIC) && withoutPublic(graph)),
    roles: attributes.size === 0 ? graph.roles : graph.roles.map((role) => withoutAttributes(role, attributes)),
    settings: graph.settings.filter(({ name, value }) => name !== "role" || typeof value !== "string" || !roles.has(value)),
  };
  return narrowedIndex(index, left, (role) => !roles.has(role));
};

const withoutPublic = (graph: AccessGraph): Partial<AccessGraph> => ({
  grants: graph.grants.filter(({ grantee }) => grantee !== PUBLIC),
  functions: graph.functions.map((fact) => ({ ...fact, publicByDefault: false })),
  userMappings: graph.userMappings.filter(({ role }) => role !== PUBLIC),
});

const withoutAttributes = (role: Role, attributes: ReadonlySet<RoleAttribute>): Role => ({
  ...role,
  ...Object.fromEntries([...attributes].map((attribute) => [attribute, false])),
});

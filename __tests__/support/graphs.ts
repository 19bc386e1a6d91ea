import { type AccessGraph, EMPTY_GRAPH, type Membership, NO_ORIGIN, type Role } from "../../model/access-graph";
import type { Capability } from "../../model/capability";
import { closureOf, type ReachedCapability, type Server } from "../../model/closure";
import { indexGraph } from "../../model/graph-index";

/** A role of a test graph: a login without attributes unless said. */
export const role = (name: string, facts: Partial<Role> = {}): Role => ({
  name,
  source: "managed",
  login: true,
  inherit: true,
  superuser: false,
  createrole: false,
  createdb: false,
  replication: false,
  bypassrls: false,
  connectionLimit: -1,
  validUntil: null,
  origin: NO_ORIGIN,
  ...facts,
});

/** A membership of a test graph: a plain GRANT unless said. */
export const membership = (member: string, of: string, facts: Partial<Membership> = {}): Membership => ({
  member,
  role: of,
  grantor: null,
  admin: false,
  inherit: null,
  set: null,
  style: null,
  origin: NO_ORIGIN,
  ...facts,
});

export const graphOf = (roles: readonly Role[], memberships: readonly Membership[], rest: Partial<AccessGraph> = {}): AccessGraph => ({
  ...EMPTY_GRAPH,
  roles,
  memberships,
  ...rest,
});

/** What the role reaches itself, without what that may lead to; on a server of 16 that postgres administers unless said. */
export const reachOf = (graph: AccessGraph, name: string, server: Partial<Server> = {}): readonly ReachedCapability[] =>
  closureOf(indexGraph(graph), { major: 16, administrators: ["postgres"], ...server })
    .reaches(name)
    .filter(({ follows }) => follows === null);

/** `capability`, or `capability?` where it hangs on a condition. */
export const capabilitiesOf = (reached: readonly ReachedCapability[]): readonly string[] =>
  reached.map(({ capability, certainty }) => (certainty === "certain" ? capability : `${capability}?`));

/** The steps of a path, such as `inherit etl` or `create-role etl via team`. */
export const stepsTo = (reached: readonly ReachedCapability[], capability: Capability): readonly string[] | undefined =>
  reached.find((reach) => reach.capability === capability)?.path.map(({ to, by, via }) => (via === null ? `${by} ${to}` : `${by} ${to} via ${via}`));

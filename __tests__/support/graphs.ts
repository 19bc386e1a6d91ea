import { type AccessGraph, EMPTY_GRAPH, type Membership, NO_ORIGIN, type Role } from "../../model/access-graph";

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

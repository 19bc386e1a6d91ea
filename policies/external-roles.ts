import type { AccessGraph, Membership, Origin, Role } from "../model/access-graph";
import type { ExternalRole, PolicyData } from "../model/policy";
import { UNKNOWN } from "../model/unknown";

/** The facts, and what `external` entries say that roles managed elsewhere hold in this environment. */
export const withExternalRoles = (graph: AccessGraph, policy: PolicyData | null, environment: string): AccessGraph => {
  const entries = entriesOf(policy, environment);
  if (entries.length === 0) return graph;
  return {
    ...graph,
    roles: [...graph.roles, ...entries.map(roleOf)],
    memberships: [...graph.memberships, ...entries.flatMap((entry) => entry.holds.map((role) => membershipOf(entry, role)))],
  };
};

/** For each role with an entry, what it is said to hold. */
export const externalHoldings = (policy: PolicyData | null, environment: string): ReadonlyMap<string, ReadonlySet<string>> => {
  const holdings = new Map<string, Set<string>>();
  for (const { role, holds } of entriesOf(policy, environment)) holdings.set(role, new Set([...(holdings.get(role) ?? []), ...holds]));
  return holdings;
};

const entriesOf = (policy: PolicyData | null, environment: string): readonly ExternalRole[] =>
  (policy?.external ?? []).filter((entry) => entry.environment === environment);

const originOf = ({ source }: ExternalRole): Origin => ({ address: null, construct: null, file: source.file, line: source.line });

const roleOf = (entry: ExternalRole): Role => ({
  name: entry.role,
  source: "external",
  login: UNKNOWN,
  inherit: UNKNOWN,
  superuser: UNKNOWN,
  createrole: UNKNOWN,
  createdb: UNKNOWN,
  replication: UNKNOWN,
  bypassrls: UNKNOWN,
  connectionLimit: UNKNOWN,
  validUntil: UNKNOWN,
  origin: originOf(entry),
});

const membershipOf = (entry: ExternalRole, role: string): Membership => ({
  member: entry.role,
  role,
  grantor: null,
  admin: false,
  inherit: null,
  set: null,
  style: null,
  origin: originOf(entry),
});

import type { AccessGraph, Membership, Role } from "../access-graph";
import type { AccessObject } from "../access-object";
import type { Tier } from "../capability";
import { ownedBy } from "../membership-scopes";
import { isReservedName } from "../predefined-roles";
import { isPattern, matchesPattern } from "../role-pattern";
import type { RoleStanding } from "./difference";

/** The two sides, and what the policy files say of roles that the code need not have. */
export interface DriftRequest {
  readonly desired: AccessGraph;
  readonly live: LiveSide;
  /** Who administers the cluster, applies the code or audits it. */
  readonly administrators: readonly string[];
  /** The login that the code is applied as; empty where it is not known. */
  readonly appliers: readonly string[];
  /** Does the platform bring the role? */
  readonly isVendors: (role: string) => boolean;
  /** Names and patterns. */
  readonly unmanaged: readonly string[];
  /** Roles managed elsewhere, and what each is said to hold. */
  readonly external: ReadonlyMap<string, ReadonlySet<string>>;
  /** Settings that allowlist entries demand, by name. */
  readonly demandedSettings: readonly (readonly [name: string, value: string])[];
}

export interface LiveSide {
  readonly graph: AccessGraph;
  readonly objects: readonly AccessObject[];
  readonly major: number;
  readonly bootstrapSuperuser: string;
  /** Databases that were read. */
  readonly databases: ReadonlySet<string>;
  /** The most dangerous that a role can make the server do, as it is now. */
  readonly worth: (role: string) => Tier | null;
  /** What holding a privilege on an object is worth for a role. */
  readonly worthOfPrivilege: (role: string, source: string) => Tier | null;
}

/** The request with its look-ups made once. */
export interface DriftScope extends DriftRequest {
  readonly managed: ReadonlyMap<string, Role>;
  readonly liveRoles: ReadonlyMap<string, Role>;
  readonly standingOf: (role: string) => RoleStanding;
  readonly isAdministrator: (role: string) => boolean;
  readonly isTolerated: (role: string) => boolean;
  /** Does the code hold every membership of the member, or in the role, as a whole? */
  readonly isOwned: (membership: Membership) => boolean;
}

export const scopeOf = (request: DriftRequest): DriftScope => {
  const { desired, live, unmanaged } = request;
  const managed = new Map(desired.roles.filter(({ source }) => source === "managed").map((role) => [role.name, role]));
  const named = namesIn(desired);
  const exact = new Set(unmanaged);
  const patterns = unmanaged.filter(isPattern);
  const administrators = new Set([live.bootstrapSuperuser, ...request.administrators, ...request.appliers]);
  return {
    ...request,
    managed,
    liveRoles: new Map(live.graph.roles.map((role) => [role.name, role])),
    standingOf: (role) => (managed.has(role) ? "managed" : role === "PUBLIC" || isReservedName(role) ? "server" : named.has(role) ? "named" : "unmanaged"),
    isAdministrator: (role) => !managed.has(role) && (administrators.has(role) || request.isVendors(role)),
    isOwned: ownedBy(desired.membershipScopes),
    isTolerated: (role) => exact.has(role) || patterns.some((pattern) => matchesPattern(pattern, role)),
  };
};

/** Every role that a fact of the code names. */
const namesIn = (desired: AccessGraph): ReadonlySet<string> => {
  const names = namesGiven(desired);
  for (const { name } of desired.roles) names.add(name);
  for (const { grantee } of desired.withheld) names.add(grantee);
  return names;
};

/** The roles that the code gives something to, or gives to others. */
export const namesGiven = ({ memberships, grants, defaultPrivileges, ownerships }: AccessGraph): Set<string> => {
  const names = new Set<string>();
  for (const { member, role } of memberships) names.add(member).add(role);
  for (const { grantee } of grants) names.add(grantee);
  for (const { grantee, owner } of defaultPrivileges) names.add(grantee).add(owner);
  for (const { owner } of ownerships) names.add(owner);
  return names;
};

import type { Major } from "../predefined-roles";

/** How well a fact is known: the vendor says so; published `pg_dumpall --roles-only` output or error reports show it; or it is the safer of two guesses. */
export type Evidence = "documented" | "seen" | "assumed";

/** Where a fact is from. Nothing here was tried on a platform. */
export interface Known {
  readonly evidence: Evidence;
  readonly source: string;
}

/** A membership that the vendor made, which no Terraform configuration shows. */
export interface PlatformMembership extends Known {
  readonly member: string;
  readonly role: string;
  /** WITH ADMIN OPTION: whoever has the member's privileges can grant the role. */
  readonly admin: boolean;
  /** First major that has it; absent: every supported one. */
  readonly since?: Major;
}

/** A predefined role that the platform keeps every customer from granting. */
export interface RefusedRole extends Known {
  readonly role: string;
  readonly since?: Major;
}

/** A rule of PostgreSQL's that is another one there, as a sentence without a period. */
export interface ChangedRule extends Known {
  readonly rule: string;
}

/** Attributes that a role has there, and that no input shows. */
export type PlatformAttribute = "createrole" | "createdb" | "replication" | "bypassrls";

/** What is known of one platform. */
export interface PlatformFact {
  /** As the vendor writes it. */
  readonly title: string;
  /** The vendor's own logins: administrators by default, of no concern to the customer's policy. */
  readonly serviceRoles: readonly string[];
  /** What customers get for administration; holding one is `platform-administrator`, on every platform. */
  readonly administratorRoles: readonly string[];
  /** The vendor's roles that only say how a login is authenticated. */
  readonly authenticationRoles: readonly string[];
  /** Other groups of the vendor's, each with what membership is for. */
  readonly groups: Readonly<Record<string, string>>;
  /** A cluster whose roles hold all of one of these lists is of this platform; none: it cannot be told. */
  readonly markers: readonly (readonly string[])[];
  /** What the names of its own settings begin with, before the dot; absent where none is known. */
  readonly settings?: readonly string[];
  /** The login that the customer administers the server with, as a sentence without a period. */
  readonly administratorLogin: string;
  readonly memberships: readonly PlatformMembership[];
  /** Of administrator roles, for whoever may SET ROLE to them. */
  readonly attributes: Readonly<Record<string, readonly PlatformAttribute[]>>;
  readonly refused: readonly RefusedRole[];
  readonly changedRules: readonly ChangedRule[];
  /** The group whose members may replicate, in place of the attribute REPLICATION. */
  readonly replicationRole?: string;
  /** Does it keep password verifiers from everyone, `pg_read_all_data` included? */
  readonly hidesVerifiers?: true;
}

/** `role` WITH ADMIN OPTION, or without, for each name. */
export const holds = (member: string, roles: readonly string[], admin: boolean, known: Known, since?: Major): readonly PlatformMembership[] =>
  roles.map((role) => ({ member, role, admin, ...known, ...(since !== undefined && { since }) }));

/** The predefined roles of tiers files and os: no platform hands them out but one that hands out a superuser. */
const SERVER_ROLES = ["pg_read_server_files", "pg_write_server_files", "pg_execute_server_program"];

/** The three server roles, refused. */
export const serverRolesRefused = (known: Known): readonly RefusedRole[] => SERVER_ROLES.map((role) => ({ role, ...known }));

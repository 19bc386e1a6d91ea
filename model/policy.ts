import type { Capability, Tier } from "./capability";
import type { Platform } from "./platforms";
import type { Major } from "./predefined-roles";

/** What the policy files say, checked and with defaults filled in. Dates are `YYYY-MM-DD`, UTC. */
export interface PolicyData {
  readonly environments: readonly EnvironmentPolicy[];
  /** Provider sources that may speak to PostgreSQL, as `namespace/type` or `host/namespace/type`. */
  readonly providers: readonly string[];
  readonly personas: readonly PersonaEntry[];
  readonly external: readonly ExternalRole[];
  readonly allowlist: readonly AllowlistEntry[];
  readonly acceptedFunctions: readonly AcceptedFunction[];
  readonly waivers: readonly Waiver[];
  /** SHA-256 over the names and bytes of the policy files. */
  readonly sha256: string;
}

/** `isolated`: its owners vouch that nothing but its purpose is reachable from its operating system; `shared`: every other one. */
export type EnvironmentKind = "shared" | "isolated";

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** PostgreSQL's port where none is written. */
export const DEFAULT_PORT = 5432;

/** Equal for two endpoints that name the same host and port: case and a trailing dot of the host do not count. */
export const endpointKey = ({ host, port }: Endpoint): string => `${host.toLowerCase().replace(/\.$/, "")}:${port}`;

export interface EnvironmentPolicy {
  readonly name: string;
  readonly kind: EnvironmentKind;
  readonly postgres: Major;
  readonly platform: Platform;
  readonly endpoints: readonly Endpoint[];
  readonly systemIdentifier: string | null;
  readonly administrators: readonly string[];
  /** What the audit enters; null: all that allow connections. */
  readonly databases: readonly string[] | null;
  readonly audit: { readonly user?: string; readonly sslmode?: string; readonly database?: string } | null;
  readonly unmanaged: readonly string[];
  readonly extensions: readonly string[];
  readonly minimumMinor: string | null;
  readonly source: PolicySource;
}

/** Where in the policy files an entry stands. */
export interface PolicySource {
  readonly file: string;
  readonly line: number;
}

export const PERSONA_KINDS = ["app", "ops", "dba"] as const;
/** What a login is for: an application, an operator, a dedicated administrator. */
export type PersonaKind = (typeof PERSONA_KINDS)[number];

export const ROLE_ATTRIBUTES = ["createdb", "createrole", "replication", "bypassrls"] as const;
/** Attributes that policies/personas.yaml may approve; SUPERUSER is none of them. */
export type RoleAttribute = (typeof ROLE_ATTRIBUTES)[number];

export interface PersonaEntry {
  readonly kind: PersonaKind;
  readonly name: string | null;
  /** Exact names and patterns, where `*` is any run of characters. */
  readonly roles: readonly string[];
  /** Predefined roles, and for dba platform roles. */
  readonly approved: readonly string[];
  readonly attributes: readonly RoleAttribute[];
  /** Environments that the entry speaks of; null: all. */
  readonly environments: readonly string[] | null;
  /** A login that becomes this persona by pattern is an error instead of a warning. */
  readonly exact: boolean;
  readonly source: PolicySource;
}

export interface ExternalRole {
  readonly role: string;
  readonly environment: string;
  readonly holds: readonly string[];
  readonly source: PolicySource;
}

export const ISOLATIONS = ["dedicated-dba", "migration-host", "internal-tooling", "test", "air-gapped"] as const;
export type Isolation = (typeof ISOLATIONS)[number];

export interface AllowlistEntry {
  readonly environment: string;
  readonly capability: Capability;
  readonly roles: readonly string[];
  readonly isolation: Isolation;
  readonly reason: string;
  readonly owner: string;
  readonly ticket: string | null;
  /** Last day it holds. */
  readonly expires: string;
  /** Server setting to value, such as `log_statement` to `all`. */
  readonly audit: Readonly<Record<string, string>>;
  readonly source: PolicySource;
}

export interface AcceptedFunction {
  readonly environment: string;
  readonly function: string;
  readonly runsAs: string;
  readonly sha256: string;
  readonly gives: readonly Capability[];
  readonly reason: string;
  readonly owner: string;
  readonly expires: string;
  readonly source: PolicySource;
}

export interface Waiver {
  readonly rule: string;
  readonly environment: string;
  readonly subject: string;
  readonly reason: string;
  readonly owner: string;
  readonly expires: string;
  readonly source: PolicySource;
}

/** The highest tier a kind may be approved for; what is above is never approved, whatever a file says. */
export const CEILING: Readonly<Record<PersonaKind, readonly Tier[]>> = {
  app: ["observe"],
  ops: ["observe", "control"],
  dba: ["observe", "data", "control"],
};

/** Attributes that a kind may be approved for. */
export const ATTRIBUTE_CEILING: Readonly<Record<PersonaKind, readonly RoleAttribute[]>> = {
  app: [],
  ops: ["createdb"],
  dba: ["createdb", "createrole", "replication", "bypassrls"],
};

/** Sources of the providers that may speak to PostgreSQL when the policy files name none. */
export const DEFAULT_PROVIDERS: readonly string[] = ["cyrilgdn/postgresql", "rolegate/rolegate"];

/** Days an allowlist entry may look ahead. */
export const MAXIMUM_ALLOWLIST_DAYS = 366;
/** Days before its end at which an entry is reported. */
export const EXPIRY_WARNING_DAYS = 14;

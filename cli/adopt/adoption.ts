import type { DefaultPrivilege, Grant, Role } from "../../model/access-graph";
import type { Platform } from "../../model/platforms";
import type { PersonaKind, RoleAttribute } from "../../model/policy";
import type { Major } from "../../model/predefined-roles";

/** A level of access to one schema. */
export interface AdoptedAccess {
  readonly database: string;
  readonly schema: string;
  readonly level: "read" | "write" | "own";
}

export interface AdoptedMembership {
  readonly role: string;
  readonly admin: boolean;
  /** False is said; true is PostgreSQL's default. */
  readonly inherit: boolean;
}

/** The four settings that a persona can have, as constructs take them. */
export interface AdoptedSettings {
  readonly search_path?: readonly string[];
  readonly statement_timeout?: string;
  readonly idle_in_transaction_session_timeout?: string;
  /** The group that sessions start as. */
  readonly role?: string;
}

/** A role as a construct says it. */
export interface AdoptedPersona {
  readonly name: string;
  readonly kind: PersonaKind;
  /** Does somebody else create it, so that the program only adds what it says? */
  readonly existing: boolean;
  /** The role as the server has it. */
  readonly role: Role;
  readonly memberOf: readonly AdoptedMembership[];
  readonly settings: AdoptedSettings;
  readonly attributes: readonly RoleAttribute[];
  readonly access: readonly AdoptedAccess[];
  /** What it has and the program does not say, each as a sentence. */
  readonly unsaid: readonly string[];
}

/** Something that the owners have to decide. */
export interface Question {
  readonly role: string;
  readonly text: string;
  /** The capability that an allowlist entry would name; null where none would do. */
  readonly capability: string | null;
}

/** Privileges that no level of access says: one `postgresql_grant`. */
export interface PlainGrant {
  /** Name of the Terraform resource. */
  readonly name: string;
  readonly role: string;
  readonly objectType: Grant["objectType"];
  readonly database: string;
  readonly schema: string | null;
  /** Empty: what the type alone names, or all of the schema. */
  readonly objects: readonly string[];
  readonly columns: readonly string[];
  readonly privileges: readonly string[];
  readonly grantable: boolean;
}

/** One `postgresql_default_privileges`. */
export interface PlainDefault extends Pick<DefaultPrivilege, "owner" | "objectType" | "database" | "schema" | "grantable"> {
  readonly name: string;
  readonly role: string;
  readonly privileges: readonly string[];
}

/** What is written of a cluster. */
export interface Adoption {
  readonly environment: string;
  readonly major: Major;
  readonly platform: Platform;
  readonly host: string;
  readonly port: number;
  readonly systemIdentifier: string;
  /** For people. */
  readonly shown: string;
  readonly databases: readonly string[];
  readonly administrators: readonly string[];
  /** Roles that the program does not create. */
  readonly unmanaged: readonly string[];
  /** In the order in which they can be written: groups first. */
  readonly personas: readonly AdoptedPersona[];
  readonly grants: readonly PlainGrant[];
  readonly defaults: readonly PlainDefault[];
  readonly questions: readonly Question[];
  /** What of the cluster was not read. */
  readonly unseen: readonly string[];
}

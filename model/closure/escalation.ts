import type { Origin } from "../access-graph";
import type { Capability } from "../capability";
import type { StepKind } from "../report";
import type { ObjectIndex } from "./object-index";

/**
 * Who has what it takes, by privileges in use: of each list at least one role. `PUBLIC` stands for everyone. `[["etl", "loader"], ["PUBLIC"]]`
 * reads "etl or loader, and anyone"; an empty list is nobody.
 */
export type Access = readonly (readonly string[])[];

/** A step that a path ends with, after its memberships. */
export interface LastStep {
  readonly to: string;
  readonly by: StepKind;
  readonly via: string;
}

/** A database that a session's login has to be let into, and who is. */
export interface ConnectDemand {
  readonly database: string;
  readonly access: Access;
}

/** The owner of a view, who reads by privileges in use what one of `oneOf` may read. */
export interface ViewReader {
  readonly role: string;
  readonly oneOf: readonly string[];
}

/** An object that gives a capability to whoever has access to it. */
export interface Gift {
  readonly capability: Capability;
  readonly access: Access;
  /** The roles as one of which it must be done, where an attribute counts that nobody inherits. Absent: whoever has access will do. */
  readonly onlyAs?: readonly string[];
  /** Where the object is; null for the whole cluster. */
  readonly database: string | null;
  /** Absent where everyone is let in there; the engine fills it in. */
  readonly connect?: ConnectDemand;
  /** What gives it, such as `EXECUTE on function pg_catalog.lo_export(oid, text)`. */
  readonly source: string;
  /** Null: certain. Otherwise words that begin with "if" or "once". */
  readonly condition: string | null;
  /** Absent where whoever has access has the capability itself. */
  readonly step?: LastStep;
  /** Whoever views on the way read as: it is certain only where each of them may. */
  readonly readers?: readonly ViewReader[];
  /** Are the credentials that it shows others than the password verifiers of roles? */
  readonly elsewhere?: true;
  /** Where the object, or the grant on it, was written. */
  readonly origin?: Origin;
  /** Was it reviewed and accepted by the owners of the policy files? */
  readonly accepted?: true;
}

/** An object that lets whoever has access to it act as another role: with its privileges (`definer`), or as its login. */
export interface Lead {
  readonly to: string;
  readonly as: "definer" | "login";
  readonly access: Access;
  readonly database: string | null;
  /** As of a gift. */
  readonly connect?: ConnectDemand;
  readonly by: StepKind;
  readonly via: string;
  readonly condition: string | null;
  /** Where the object was written. */
  readonly origin?: Origin;
}

/** One way beyond memberships by which a role reaches more than it was granted. */
export interface Escalation {
  /** The name of its file; proofs and documentation name it so. */
  readonly id: string;
  /** What it is, as a sentence without a period. */
  readonly title: string;
  /** First and last major where it is there; absent: every supported one. */
  readonly since?: number;
  readonly until?: number;
  /** Pages of the PostgreSQL documentation. */
  readonly references: readonly string[];
  readonly find: (objects: ObjectIndex) => Iterable<Gift | Lead>;
}

export const isLead = (found: Gift | Lead): found is Lead => "as" in found;

import type { Origin } from "./access-graph";
import type { Maybe } from "./unknown";

// Objects that a path can lead through. Databases and schemas stand here only where the input shows their whole access control list, as a live
// cluster does: then a privilege that no grant gives is absent; where they do not stand here it is not known, and counts as there.

/** A database whose owner and grants are all known. */
export interface Database {
  readonly name: string;
  readonly owner: string;
  /** Is it, such as `template1`, what others are made from? */
  readonly isTemplate: boolean;
  readonly origin: Origin;
}

/** A schema whose owner and grants are all known. */
export interface Schema {
  readonly name: string;
  readonly database: string;
  readonly owner: string;
  readonly origin: Origin;
}

export interface FunctionFact {
  readonly name: string;
  /** Null where the input does not say. */
  readonly schema: string | null;
  readonly database: string | null;
  /** Types of the arguments that name it, such as `oid, text`; null where the input does not say. */
  readonly arguments: string | null;
  readonly kind: "function" | "procedure" | "aggregate";
  readonly language: Maybe<string>;
  readonly securityDefiner: Maybe<boolean>;
  /** Null where the input does not say: then it is whoever applies it. */
  readonly owner: Maybe<string | null>;
  /** The extension that brought it, or null. */
  readonly extension: string | null;
  /** Is it for triggers only? Then it is no SQL call that runs it. */
  readonly isTrigger: boolean;
  /** Is it for event triggers only? Those are a superuser's: nobody else makes one of it. */
  readonly isEventTrigger: boolean;
  /** Has PUBLIC the EXECUTE that CREATE FUNCTION gives, where grants are not facts of their own? */
  readonly publicByDefault: boolean;
  /** `SET search_path` of the function; null where it has none. */
  readonly searchPath: string | null;
  /** What `accepted.yaml` names: the digest of body, language, owner and settings; null where the input does not show them. */
  readonly sha256: string | null;
  /** Functions that it runs without asking whether its caller may: those an aggregate is made of. */
  readonly runs: readonly FunctionName[];
  readonly origin: Origin;
}

/** An object of one database, by its name. */
export interface ObjectName {
  readonly schema: string;
  readonly name: string;
}

/** A database that a reader of the live cluster could not enter: whatever is in it was not seen. */
export interface UnreadDatabase {
  readonly name: string;
  /** Why, such as `` `auditor` has no CONNECT on it ``. */
  readonly why: string;
  readonly origin: Origin;
}

/** A function of one database, which has its name together with the types of its arguments, such as `oid, text`. */
export interface FunctionName extends ObjectName {
  readonly arguments: string;
}

/** A language of one database. https://www.postgresql.org/docs/current/catalog-pg-language.html */
export interface Language {
  readonly name: string;
  readonly database: string;
  /** May roles other than superusers create functions in it? */
  readonly trusted: boolean;
  /** The C function that runs its code, such as `plpgsql_call_handler`: what a language is able to hangs on it, not on its name. Null for `sql`, `c` and `internal`. */
  readonly handler: string | null;
  /** The C function that runs its code in `DO`, such as `plpgsql_inline_handler`; null where it has none. */
  readonly inline: string | null;
  readonly owner: string;
  readonly origin: Origin;
}

/** A table, view or foreign table that a path can lead through. */
export interface Relation {
  readonly name: string;
  readonly schema: string;
  readonly database: string;
  readonly owner: string;
  readonly kind: "table" | "view" | "materialized-view" | "foreign-table";
  /** The extension that brought it, or null. */
  readonly extension: string | null;
  readonly rowSecurity: boolean;
  /** Null for what is no foreign table. */
  readonly foreign: { readonly server: string; readonly program: boolean; readonly file: boolean } | null;
  /** What a view reads with its owner's privileges; empty where it reads with its caller's. */
  readonly reads: readonly ObjectName[];
  /** Functions that it calls. */
  readonly calls: readonly FunctionName[];
  readonly origin: Origin;
}

/**
 * A role that may put triggers on tables or views of a schema, as their owner or by TRIGGER, once for all of them: most tables are no facts of their
 * own. Superusers are left out.
 */
export interface TableHolder {
  /** `PUBLIC` for everyone. */
  readonly role: string;
  readonly schema: string;
  readonly database: string;
  /** Does it own one that is a table? */
  readonly owns: boolean;
  /** May it write to one of them as well, as its owner or by a privilege on the whole table? */
  readonly writes: boolean;
  readonly origin: Origin;
}

export type TriggerEvent = "INSERT" | "UPDATE" | "DELETE" | "TRUNCATE";

export interface Trigger {
  readonly name: string;
  readonly table: ObjectName;
  readonly database: string;
  readonly function: FunctionName;
  /** Privileges on the table that fire it. */
  readonly events: readonly TriggerEvent[];
  /** Does it also fire for changes that replication applies? */
  readonly always: boolean;
  readonly origin: Origin;
}

/** One that is disabled is no fact. */
export interface EventTrigger {
  readonly name: string;
  readonly database: string;
  readonly owner: string;
  readonly function: FunctionName;
  /** What it waits for, such as `ddl_command_end`. https://www.postgresql.org/docs/current/event-trigger-definition.html */
  readonly event: string;
  /** `WHEN TAG IN (...)`: the commands that fire it; null for all. */
  readonly tags: readonly string[] | null;
  /** ENABLE REPLICA: does it fire in no session but one that is replicating? */
  readonly replicaOnly: boolean;
  readonly origin: Origin;
}

export interface ForeignServer {
  readonly name: string;
  readonly database: string;
  readonly owner: string;
  readonly wrapper: string;
  /** The extension that brought the wrapper, or null. */
  readonly extension: string | null;
  /** Where it leads to, as its options say; null where they do not. */
  readonly host: string | null;
  readonly port: number | null;
  readonly origin: Origin;
}

export interface UserMapping {
  readonly server: string;
  readonly database: string;
  /** `PUBLIC` for everyone. */
  readonly role: string;
  /** Unknown where the options are hidden from the reader. */
  readonly passwordRequired: Maybe<boolean>;
  readonly origin: Origin;
}

export interface Subscription {
  readonly name: string;
  readonly database: string;
  readonly owner: string;
  /** Tables that it writes. */
  readonly tables: readonly ObjectName[];
  readonly origin: Origin;
}

/** Another machine copies this server: from a physical replication slot, or as it streams now. */
export interface Standby {
  /** Null for one that streams without a slot. */
  readonly slot: string | null;
  /** How one that streams without a slot calls itself; absent for slots. */
  readonly stream?: string;
  readonly origin: Origin;
}

/** How a role's password is stored. An md5 verifier serves as the password. */
export interface Verifier {
  readonly role: string;
  readonly kind: "md5" | "scram-sha-256" | "none";
  readonly origin: Origin;
}

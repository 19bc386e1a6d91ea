import type { ObjectType } from "./access-graph";

/** Kinds of objects that have an access control list. */
export type AccessKind = ObjectType | "tablespace";

/** One privilege of an access control list, as a live server has it. */
export interface AccessEntry {
  /** `PUBLIC` for everyone. */
  readonly grantee: string;
  readonly grantor: string;
  readonly privilege: string;
  readonly grantable: boolean;
}

/**
 * An object of a live server with its whole access control list, the privileges that hold without one spelled out. Facts of an `AccessGraph` are what
 * inputs write; this is what a written grant is compared with.
 */
export interface AccessObject {
  readonly kind: AccessKind;
  /** Null for what belongs to the whole cluster. */
  readonly database: string | null;
  readonly schema: string | null;
  readonly name: string;
  /** Types of a routine's arguments, such as `integer, text`. */
  readonly arguments?: string;
  readonly owner: string;
  readonly entries: readonly AccessEntry[];
  /** Entries that initdb or an extension gave, or that hold by default: nobody granted them here. */
  readonly initial: readonly AccessEntry[];
  /** Columns with a list of their own. */
  readonly columns: readonly { readonly name: string; readonly entries: readonly AccessEntry[] }[];
}

import type { AccessGraph, Membership, Origin } from "./access-graph";
import type { InputSummary } from "./report";
import type { SynthesizedStack } from "./synthesized";
import type { Maybe } from "./unknown";

/** What a reader found in one input: facts, sorted by the server that they are about. */
export interface Reading {
  readonly input: InputSummary;
  readonly servers: readonly ServerReading[];
}

/** The facts that one provider configuration (each alias is one) or one live connection speaks for. */
export interface ServerReading {
  /** The provider configuration, such as `postgresql` or `postgresql.reporting`; for people. */
  readonly provider: string;
  /** Host as written, lower case and without trailing dot left to the reader's caller; null where none is written. */
  readonly host: Maybe<string | null>;
  /** Null where none is written: then 5432, and no allowlist entry counts. */
  readonly port: Maybe<number | null>;
  /** The login that it connects as; null where none is written. */
  readonly login: Maybe<string | null>;
  /** What the input asks for; of a change, what is there after it. */
  readonly graph: AccessGraph;
  /** Absent where the input knows no state before it: then every fact is its own. */
  readonly change?: ServerChange;
  readonly origin: Origin;
}

/** What a change starts from. */
export interface ServerChange {
  readonly before: AccessGraph;
  /** Facts of the graph after the change that stood before, and that it neither adds nor alters. */
  readonly kept: ReadonlySet<object>;
  /** Memberships of what is destroyed. */
  readonly revoked: readonly Revoked[];
  /** Addresses whose resources are made, replaced, destroyed or forgotten: nothing of them stands as it stood. */
  readonly rewritten: ReadonlySet<string>;
}

/** A membership that a change revokes by name, whoever else is to give it. */
export interface Revoked {
  readonly membership: Membership;
  /** Is the same resource made anew before that? */
  readonly createsFirst: boolean;
}

/** A stack and what lies beside it in its folder. */
export interface StackFiles extends SynthesizedStack {
  /** Names of the other files in the folder that Terraform would read too: `*.tf`, `*.tf.json`, `*.tfvars`, overrides, `*.tofu`. */
  readonly otherFiles: readonly string[];
}

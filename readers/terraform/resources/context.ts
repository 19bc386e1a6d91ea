import type { Facts } from "../../../model/access-graph";
import type { Maybe } from "../../../model/unknown";
import type { Arguments } from "../arguments";

/** What a resource's reader knows beside the resource. */
export interface Context {
  readonly facts: Facts;
  /** What the provider connects to when a resource does not say. */
  readonly database: string;
  /** The login of the provider's configuration: the owner of what is written without one. */
  readonly login: Maybe<string | null>;
  /** Ephemeral variables of the stack, by name. */
  readonly ephemeral: ReadonlySet<string>;
}

/** Adds the facts of one resource. */
export type ResourceReader = (args: Arguments, context: Context) => void;

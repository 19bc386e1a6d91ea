import type { Maybe } from "../../../model/unknown";
import type { Arguments } from "../arguments";
import type { Facts } from "../facts";

/** What a resource's reader knows beside the resource. */
export interface Context {
  readonly facts: Facts;
  /** What the provider connects to when a resource does not say. */
  readonly database: string;
  /** The login of the provider's configuration: the owner of what is written without one. */
  readonly login: Maybe<string | null>;
  /** True for a variable that Terraform keeps out of plan and state. */
  isEphemeral(variable: string): boolean;
}

/** Adds the facts of one resource. */
export type ResourceReader = (args: Arguments, context: Context) => void;

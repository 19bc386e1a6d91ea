import { NO_ORIGIN, type OpaqueFact, type Origin } from "../../model/access-graph";
import type { ServerNames } from "../terraform/endpoint-names";
import type { JsonObject } from "../terraform/json-text";
import type { PlanSource } from "../terraform/plan-source";
import type { PlannedConfiguration } from "./configuration";
import type { Effect } from "./entries";
import type { PlanServers } from "./plan-servers";
import type { SensitiveNames } from "./sensitive-names";

/** A plan that is being read. */
export interface OpenPlan {
  readonly plan: JsonObject;
  readonly configuration: PlannedConfiguration;
  /** The configuration itself, where it can be seen. */
  readonly source: PlanSource | undefined;
  readonly servers: PlanServers;
  readonly serverNames: ServerNames;
  readonly names: SensitiveNames;
  /** Notes, once per source, a provider that may not speak to PostgreSQL and is asked to. */
  readonly noteForeignProvider: (source: string) => void;
  readonly isAllowed: (source: string) => boolean;
  /** Names of Cloud SQL instances that are no PostgreSQL. */
  readonly otherEngines: ReadonlySet<string>;
  /** What types of other providers can do, about no provider configuration in particular. */
  readonly others: { readonly fact: OpaqueFact; readonly effect: Effect | null; readonly isOurs: boolean }[];
}

/** Where a fact of a plan was written. */
export const originOf = (address: string): Origin => ({ ...NO_ORIGIN, address });

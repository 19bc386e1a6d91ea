import type { Facts, OpaqueFact, Origin } from "../../model/access-graph";
import type { ServerNames } from "../terraform/endpoint-names";
import type { JsonObject } from "../terraform/json-text";
import type { PlanSource } from "../terraform/plan-source";
import type { AlikeEntries } from "./alike-entries";
import type { PlannedConfiguration } from "./configuration";
import type { Effect, Entry } from "./entries";
import type { PlanServers } from "./plan-servers";
import type { SensitiveNames } from "./sensitive-names";

/** What a plan says of itself. */
export interface PlanState {
  isErrored: boolean;
  isComplete: boolean;
  hasDeferred: boolean;
  /** Actions that it invokes, now or later. */
  readonly actions: JsonObject[];
  /** Values of the variables of the root module. */
  variables: JsonObject;
}

/** A plan that is being read. */
export interface OpenPlan {
  readonly state: PlanState;
  /** What was read, or will be, by data sources of the provider. */
  readonly dataReads: Entry[];
  readonly configuration: PlannedConfiguration;
  /** The configuration itself, where it can be seen. */
  readonly source: PlanSource | undefined;
  /** What was made of entries, for those that are like them; null where each has to be read, for the configuration says more of it than the plan. */
  readonly alike: AlikeEntries | null;
  /** Lists for the facts of one entry, used for each in turn. */
  readonly lists: { readonly before: Facts; readonly after: Facts };
  readonly servers: PlanServers;
  readonly serverNames: ServerNames;
  readonly names: SensitiveNames;
  /** Notes, once per source, a provider that may not speak to PostgreSQL and is asked to. */
  readonly noteForeignProvider: (source: string) => void;
  readonly isAllowed: (source: string) => boolean;
  /** What types of other providers can do, about no provider configuration in particular. */
  readonly others: OtherFact[];
  /** Names of Cloud SQL instances that are no PostgreSQL. */
  readonly otherEngines: Set<string>;
}

/** What a resource of another provider can do. */
export interface OtherFact {
  readonly fact: OpaqueFact;
  readonly effect: Effect | null;
  /** Does it count in a plan that does not speak to PostgreSQL otherwise? */
  readonly isOurs: boolean;
  /** The Cloud SQL instance that it is a login of; null for anything else. */
  readonly instance: string | null;
}

/** Where a fact of a plan was written. */
export const originOf = (address: string): Origin => ({ address, construct: null, file: null, line: null });

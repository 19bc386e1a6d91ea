import type { OpaqueFact } from "../../model/access-graph";
import type { SourceLine } from "../../model/synthesized";

/** What the configuration of a plan says, and plan JSON does not. Addresses are without keys: `module.team.postgresql_role.this`. */
export interface PlanSource {
  /** What runs unseen by plan JSON; `touches`: does the plan speak to PostgreSQL? */
  readonly opaques: (touches: boolean) => readonly OpaqueFact[];
  /** The root variable, and attributes of it, that an argument of a root provider configuration says and nothing else; null where it says more. */
  readonly variableOf: (provider: string, argument: string) => readonly string[] | null;
  /** Does `ignore_changes` of a resource name an argument? Undefined for a resource that the configuration does not have. */
  readonly ignores: (address: string, argument: string) => boolean | undefined;
  /** Where a resource, data source or other block stands. */
  readonly lineOf: (address: string) => SourceLine | null;
}

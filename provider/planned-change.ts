import type { AccessGraph, Origin } from "../model/access-graph";
import { NO_ORIGIN } from "../model/access-graph";
import type { Capability } from "../model/capability";
import type { Step } from "../model/report";
import type { PathStep } from "./plugin/diagnostics";

/** What one resource of a command makes of the server's facts. So one change is judged together with the others of its plan. */
export interface PlannedChange {
  /** The facts as they are afterwards. What is not touched stays the same object, and a change that is made already gives back the graph itself. */
  applyTo(graph: AccessGraph): AccessGraph;
  /** Is it this very change, asked once more: for a replacement, or at apply? */
  isSame(other: PlannedChange): boolean;
  /** What this and another change both own, in words, where each apply would undo the other's; null where each has its own part. */
  overlapWith(other: PlannedChange): string | null;
  /** The place in the configuration of the fact that a step of a path takes; null where this change does not make it. */
  placeOf(step: Step): readonly PathStep[] | null;
  /** The place of what a role has of itself, such as an attribute; null where this change does not give it. */
  placeOfOwn?(subject: string, capability: Capability): readonly PathStep[] | null;
  /** The place of what is about the whole of it. */
  readonly place: readonly PathStep[];
}

/** Of facts that a resource type plans: Terraform does not tell a provider the address. */
export const plannedBy = (type: string): Origin => ({ ...NO_ORIGIN, address: type });

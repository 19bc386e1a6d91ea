import type { PolicyData } from "../model/policy";
import type { Reading, StackFiles } from "../model/reading";
import type { Report } from "../model/report";
import type { Subject } from "../policies/judge";
import { readStack } from "../readers/synthesized/read-stack";
import { groupServers } from "./group-servers";
import { judgeReadings } from "./judge-readings";
import { knowledgeOf } from "./knowledge";
import { environmentResolver } from "./resolve-environment";

/** Stacks, and what their environments are found by. */
export interface SynthInput {
  readonly stacks: readonly StackFiles[];
  /** Null without policy files: the built-in minimum. */
  readonly policy: PolicyData | null;
  /** What `--environment` said. Default: nothing. */
  readonly environment?: string | null | undefined;
}

export interface SynthGateRequest extends SynthInput {
  /** `YYYY-MM-DD`, UTC. */
  readonly today: string;
  /** Of rolegate, for the report. */
  readonly version: string;
}

/**
 * Gate 2: judges the final JSON of every stack, as bytes about to be written or as written. Throws an InputError for a stack that is
 * not Terraform's JSON and for an environment that the policy files do not have.
 */
export const synthGate = ({ stacks, ...request }: SynthGateRequest): Report => judgeReadings({ ...request, readings: synthReadings(stacks, request.policy) });

/** The facts of stacks by environment, without a judgement. Throws as `synthGate` does. */
export const synthSubjects = ({ stacks, policy, environment }: SynthInput): readonly Subject[] =>
  groupServers(synthReadings(stacks, policy), environmentResolver(policy, environment ?? null));

/** The facts of stacks by provider configuration, before anybody asked which environment they are about. Throws as `synthGate` does. */
export const synthReadings = (stacks: readonly StackFiles[], policy: PolicyData | null): readonly Reading[] =>
  stacks.map((stack) => readStack(stack, knowledgeOf(policy)));

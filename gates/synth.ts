import type { PolicyData } from "../model/policy";
import type { Reading, StackFiles } from "../model/reading";
import type { Report } from "../model/report";
import { judge, type Subject } from "../policies/judge";
import { readStack } from "../readers/synthesized/read-stack";
import { groupServers } from "./group-servers";
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
export function synthGate({ today, version, ...input }: SynthGateRequest): Report {
  const { policy } = input;
  const { readings, subjects } = readAll(input);
  const judged = judge({ today, policy, subjects });
  return {
    schema: "rolegate.report/1",
    tool: { name: "rolegate", version },
    today,
    inputs: readings.map((reading) => reading.input),
    policies: policy === null ? null : { sha256: policy.sha256 },
    environments: judged.environments,
    verdict: judged.verdict,
    findings: judged.findings,
    changes: judged.changes,
    summary: judged.summary,
  };
}

/** The facts of stacks by environment, without a judgement. Throws as `synthGate` does. */
export const synthSubjects = (input: SynthInput): readonly Subject[] => readAll(input).subjects;

function readAll({ stacks, policy, environment }: SynthInput): { readonly readings: readonly Reading[]; readonly subjects: readonly Subject[] } {
  const readings = synthReadings(stacks, policy);
  return { readings, subjects: groupServers(readings, environmentResolver(policy, environment ?? null)) };
}

/** The facts of stacks by provider configuration, before anybody asked which environment they are about. Throws as `synthGate` does. */
export function synthReadings(stacks: readonly StackFiles[], policy: PolicyData | null): readonly Reading[] {
  const knowledge = policy === null ? undefined : { providers: policy.providers, endpoints: policy.environments.flatMap(({ endpoints }) => endpoints) };
  return stacks.map((stack) => readStack(stack, knowledge));
}

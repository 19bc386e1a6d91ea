import type { PolicyData } from "../model/policy";
import type { Reading } from "../model/reading";
import type { Report } from "../model/report";
import { judge } from "../policies/judge";
import { groupServers } from "./group-servers";
import { environmentResolver } from "./resolve-environment";

export interface JudgeReadingsRequest {
  readonly readings: readonly Reading[];
  /** Null without policy files: the built-in minimum. */
  readonly policy: PolicyData | null;
  /** What `--environment` said. Default: nothing. */
  readonly environment?: string | null | undefined;
  /** `YYYY-MM-DD`, UTC. */
  readonly today: string;
  /** Of rolegate, for the report. */
  readonly version: string;
}

/** Judges what readers found, merged into one graph for each environment. Throws an InputError for an environment that the policy files do not have. */
export const judgeReadings = ({ readings, policy, environment, today, version }: JudgeReadingsRequest): Report => {
  const judged = judge({ today, policy, subjects: groupServers(readings, environmentResolver(policy, environment ?? null)) });
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
};

import type { PolicyData } from "../model/policy";
import type { Reading } from "../model/reading";
import type { InputSummary, Report } from "../model/report";
import { judge, type Subject } from "../policies/judge";
import { groupServers } from "./group-servers";
import type { LiveServer } from "./live";
import { environmentResolver } from "./resolve-environment";
import { withFacts } from "./with-facts";

export interface JudgeReadingsRequest {
  readonly readings: readonly Reading[];
  /** Null without policy files: the built-in minimum. */
  readonly policy: PolicyData | null;
  /** What `--environment` said. Default: nothing. */
  readonly environment?: string | null | undefined;
  /** What a live server holds beside the change. Default: nobody looked. */
  readonly facts?: LiveServer | undefined;
  /** `YYYY-MM-DD`, UTC. */
  readonly today: string;
  /** Of rolegate, for the report. */
  readonly version: string;
}

/** Judges what readers found, merged into one graph for each environment. Throws an InputError for an environment that the policy files do not have. */
export const judgeReadings = ({ today, version, ...request }: JudgeReadingsRequest): Report => {
  const { readings, facts, policy } = request;
  const inputs = [...readings, ...(facts === undefined ? [] : [facts.reading])].map(({ input }) => input);
  return reportOf(subjectsOf(request), inputs, { policy, today, version });
};

/** The servers that the readings are about, each with its environment. Throws as `judgeReadings` does. */
export const subjectsOf = ({ readings, policy, environment, facts }: Omit<JudgeReadingsRequest, "today" | "version">): readonly Subject[] => {
  const subjects = groupServers(readings, environmentResolver(policy, environment ?? null));
  return facts === undefined ? subjects : withFacts(subjects, facts);
};

/** The report about subjects that were read from these inputs. */
export const reportOf = (
  subjects: readonly Subject[],
  inputs: readonly InputSummary[],
  { policy, today, version }: Pick<JudgeReadingsRequest, "policy" | "today" | "version">,
): Report => {
  const judged = judge({ today, policy, subjects });
  return {
    schema: "rolegate.report/1",
    tool: { name: "rolegate", version },
    today,
    inputs,
    policies: policy === null ? null : { sha256: policy.sha256 },
    environments: judged.environments,
    verdict: judged.verdict,
    findings: judged.findings,
    changes: judged.changes,
    summary: judged.summary,
  };
};

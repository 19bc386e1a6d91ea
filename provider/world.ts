import type { Io } from "../cli/io";
import type { Log } from "./plugin/log";

/** What the provider knows of the world outside: the folder of the configuration, and the environment that Terraform handed down. */
export interface World extends Pick<Io, "cwd" | "env"> {
  now(): Date;
  readonly log: Log;
  /** Always, but where plans are recorded that other gates must refuse, and where the bench asks what judging costs: no configuration can say it. */
  readonly isJudging: boolean;
}

/** The digest of the policy files that whoever runs Terraform trusts; the author of a change cannot set it. */
export const TRUSTED_POLICIES = "ROLEGATE_POLICIES_SHA256";

import type { Platform, RecognisedPlatform } from "./platforms";
import type { EnvironmentKind, EnvironmentPolicy } from "./policy";
import type { Major } from "./predefined-roles";

/** The environment that a graph is judged as: one of the policy files', or one of its own named `unknown`. */
export interface JudgedEnvironment {
  readonly name: string;
  readonly kind: EnvironmentKind;
  /** One where it is known; every supported one where it is not: the worst answer counts. */
  readonly majors: readonly Major[];
  /** As `server_version_num` of a live server has it, such as 160014; absent where only the major is known. */
  readonly version?: number;
  readonly platform: Platform;
  /** Where a live server shows itself to run; absent for other inputs. */
  readonly recognised?: RecognisedPlatform;
  readonly administrators: readonly string[];
  /** Logins that provider configurations connect as: administrators for whoever reaches them. */
  readonly providerLogins: readonly string[];
  /**
   * How sure it is that the facts are about this environment's server: `known` by host and port; `assumed` by
   * `--environment`, a port that is not written, or a loopback address; `unknown` otherwise.
   */
  readonly endpoint: "known" | "assumed" | "unknown";
  /** What `--environment` said, where the written host and port are another environment's: the host holds, and this is a finding. */
  readonly claimedAs?: string;
  /** Null for `unknown`. */
  readonly policy: EnvironmentPolicy | null;
}

/** Are the facts those of a live cluster, so that what they do not hold is not there? */
export const isLive = ({ version }: JudgedEnvironment): boolean => version !== undefined;

export const UNKNOWN_ENVIRONMENT = "unknown";

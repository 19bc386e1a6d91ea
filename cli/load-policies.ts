import { InputError } from "../model/input-error";
import type { PolicyData } from "../model/policy";
import { RULES } from "../policies/rules/index";
import { readPolicies } from "../readers/policy/read-policies";
import type { Io } from "./io";
import { findPolicyFolder, readPolicyFolder } from "./policy-folder";
import { UsageError } from "./usage-error";

/** The options that say which policy files are meant. */
export interface PolicyChoice {
  readonly policies?: string;
  readonly policiesSha256?: string;
}

/** The policy files of the command line as of `today`, checked against `--policies-sha256`; null where there is no folder. */
export const loadPolicies = ({ policies, policiesSha256 }: PolicyChoice, today: string, io: Pick<Io, "cwd">): PolicyData | null => {
  if (policiesSha256 !== undefined && !/^[0-9a-f]{64}$/i.test(policiesSha256))
    throw new UsageError(`--policies-sha256 is 64 hexadecimal digits, got \`${policiesSha256}\``);
  const folder = findPolicyFolder(policies, io.cwd);
  if (folder === null) {
    if (policiesSha256 === undefined) return null;
    throw new InputError("there is no policy folder, and --policies-sha256 demands one", ["give it with --policies"]);
  }
  const policy = readPolicies(readPolicyFolder(folder, io.cwd), { today, rules: new Map(RULES.map((rule) => [rule.id, rule])) });
  if (policiesSha256 !== undefined && policy.sha256 !== policiesSha256.toLowerCase()) {
    throw new InputError(`the policy files of \`${folder}\` are not those that --policies-sha256 names`, [
      `they have ${policy.sha256}`,
      `wanted ${policiesSha256.toLowerCase()}`,
    ]);
  }
  return policy;
};

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { terraformFolder } from "../../cli/terraform-folder";
import { judgeReadings } from "../../gates/judge-readings";
import { planReadings, planSource } from "../../gates/plan";
import type { PolicyData } from "../../model/policy";
import type { Report } from "../../model/report";
import { RULES } from "../../policies/rules";
import { planInMemory } from "../../readers/plan/plan-bytes";
import { readPolicies } from "../../readers/policy/read-policies";

/** Plans that Terraform made with the real provider, each with the verdict it must get. */
export const RECORDED = join(__dirname, "../fixtures/plans");

/** What a recorded plan is expected to get. */
export interface RecordedCase {
  readonly title: string;
  readonly expect: "allow" | "deny";
  readonly subjects?: readonly string[];
  readonly today: string;
  /** Is the verdict that of a plan with its configuration? Without it what only that shows is refused. */
  readonly judgeWithSource?: boolean;
}

export const recordedCase = (name: string): RecordedCase => JSON.parse(readFileSync(join(RECORDED, name, "case.json"), "utf8"));
export const recordedPlan = (name: string): string => readFileSync(join(RECORDED, name, "plan.json"), "utf8");

const policyOf = (name: string): PolicyData => {
  const folder = join(RECORDED, name, "policies");
  const files = readdirSync(folder).map((file) => ({ name: file, text: readFileSync(join(folder, file), "utf8") }));
  return readPolicies(files, { today: recordedCase(name).today, rules: new Map(RULES.map((rule) => [rule.id, rule])) });
};

/** Judges a recorded plan, or another text in its place, by the policy files recorded with it. */
export const judgeRecorded = (name: string, text = recordedPlan(name)): Report => {
  const policy = policyOf(name);
  return judgeReadings({ readings: planReadings([planInMemory("plan.json", text)], policy), policy, today: recordedCase(name).today, version: "0" });
};

/** Judges a recorded plan with the configuration that it was made from. */
export const judgeRecordedWithSource = async (name: string): Promise<Report> => {
  const policy = policyOf(name);
  const source = await planSource(terraformFolder(join(RECORDED, name), "/"), policy);
  return judgeReadings({
    readings: planReadings([{ ...planInMemory("plan.json", recordedPlan(name)), source }], policy),
    policy,
    today: recordedCase(name).today,
    version: "0",
  });
};

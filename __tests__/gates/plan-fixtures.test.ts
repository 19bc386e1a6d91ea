import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { judgeReadings } from "../../gates/judge-readings";
import { planReadings } from "../../gates/plan";
import type { Report } from "../../model/report";
import { RULES } from "../../policies/rules";
import { planInMemory } from "../../readers/plan/plan-source";
import { readPolicies } from "../../readers/policy/read-policies";

const FOLDER = join(__dirname, "../fixtures/plans");

/** What a recorded plan is expected to get: its README is in the fixtures' own. */
interface Case {
  readonly title: string;
  readonly expect: "allow" | "deny";
  readonly subjects?: readonly string[];
  readonly today: string;
  readonly judgeWithSource?: boolean;
  readonly environment: { readonly name: string };
}

const caseOf = (name: string): Case => JSON.parse(readFileSync(join(FOLDER, name, "case.json"), "utf8"));

const judged = (name: string): Report => {
  const folder = join(FOLDER, name, "policies");
  const files = readdirSync(folder).map((file) => ({ name: file, text: readFileSync(join(folder, file), "utf8") }));
  const { today } = caseOf(name);
  const policy = readPolicies(files, { today, rules: new Map(RULES.map((rule) => [rule.id, rule])) });
  const plan = planInMemory("plan.json", readFileSync(join(FOLDER, name, "plan.json")));
  return judgeReadings({ readings: planReadings([plan], policy), policy, today, version: "0" });
};

/** Everything that a finding names. */
const namedIn = ({ findings }: Report): readonly string[] =>
  findings
    .filter(({ status }) => status === "open")
    .flatMap(({ subject, origin, path, message }) => [subject, origin.address ?? "", message, ...path.flatMap(({ from, to }) => [from, to])]);

describe("recorded plans get their verdict", () => {
  test.each(readdirSync(FOLDER).map((name) => [name, caseOf(name)] as const))("%s", (name, { expect: verdict, subjects = [], judgeWithSource }) => {
    const report = judged(name);
    const errors = report.findings
      .filter(({ severity, status }) => severity === "error" && status === "open")
      .map(({ rule, subject, message }) => `${rule} ${subject}: ${message}`);
    // What only the configuration shows is refused without it.
    const expected = judgeWithSource === true ? "deny" : verdict;
    expect({ verdict: report.verdict, errors: report.verdict === expected ? [] : errors }).toEqual({ verdict: expected, errors: [] });
    const named = namedIn(report);
    expect(subjects.filter((subject) => !named.some((words) => words.includes(subject)))).toEqual([]);
  });
});

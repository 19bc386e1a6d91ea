import { readdirSync } from "node:fs";
import type { Report } from "../../model/report";
import { judgeRecorded, judgeRecordedWithSource, RECORDED, recordedCase } from "../support/recorded-plans";

/** Everything that a finding names. */
const namedIn = ({ findings }: Report): readonly string[] =>
  findings
    .filter(({ status }) => status === "open")
    .flatMap(({ subject, origin, path, message }) => [subject, origin.address ?? "", message, ...path.flatMap(({ from, to }) => [from, to])]);

describe.each([false, true])("recorded plans get their verdict, their configuration seen: %s", (withSource) => {
  test.each(readdirSync(RECORDED).map((name) => [name, recordedCase(name)] as const))(
    "%s",
    async (name, { expect: verdict, subjects = [], judgeWithSource }) => {
      const report = withSource ? await judgeRecordedWithSource(name) : judgeRecorded(name);
      const errors = report.findings
        .filter(({ severity, status }) => severity === "error" && status === "open")
        .map(({ rule, subject, message }) => `${rule} ${subject}: ${message}`);
      // What only the configuration shows is refused without it.
      const expected = judgeWithSource === true && !withSource ? "deny" : verdict;
      expect({ verdict: report.verdict, errors: report.verdict === expected ? [] : errors }).toEqual({ verdict: expected, errors: [] });
      const named = namedIn(report);
      expect(subjects.filter((subject) => !named.some((words) => words.includes(subject)))).toEqual([]);
    },
  );
});

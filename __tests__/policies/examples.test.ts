import { judgeExample } from "../../policies/judge-example";
import { RULES } from "../../policies/rules";

const findingsOf = (id: string, example: Parameters<typeof judgeExample>[0]) => judgeExample(example).findings.filter(({ rule }) => rule === id);

describe.each(RULES.map((rule) => [rule.id, rule] as const))("%s", (id, rule) => {
  test("has examples of both kinds", () => {
    expect(rule.examples.bad.length).toBeGreaterThan(0);
    expect(rule.examples.good.length).toBeGreaterThan(0);
  });

  test.each(rule.examples.bad.map((example) => [example.title, example] as const))("reports that %s", (_, example) => {
    expect([...new Set(findingsOf(id, example).map(({ subject }) => subject))]).toContain(example.subject);
  });

  test.each(rule.examples.good.map((example) => [example.title, example] as const))("accepts that %s", (_, example) => {
    expect(findingsOf(id, example)).toEqual([]);
  });
});

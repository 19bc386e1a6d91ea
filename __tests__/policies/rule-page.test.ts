import { rulePage } from "../../policies/rule-page";
import { RULES, ruleById } from "../../policies/rules";

test("a page holds every word of its rule, and the findings that its examples really give", () => {
  const rule = ruleById("no-server-program")!;
  const page = rulePage(rule);
  for (const word of [rule.title, rule.rationale, ...rule.references, ...rule.examples.good.map(({ title }) => title.slice(1))]) expect(page).toContain(word);
  expect(page).toContain("GRANT pg_execute_server_program TO etl;");
  expect(page).toContain("error: orders_app can run programs on the server: it inherits etl, which inherits pg_execute_server_program");
  expect(page).toContain("- Can be waived: no");
});

test.each(RULES.map((rule) => [rule.id, rule] as const))("the page of %s can be printed: no unseen characters, a finding for each bad example", (_, rule) => {
  const page = rulePage(rule);
  expect(page).not.toMatch(/[^\P{C}\n]/u);
  const reported = page.slice(page.indexOf("## Reported"), page.indexOf("## Accepted"));
  expect(reported.match(/```text\n(error|warning): /g)).toHaveLength(rule.examples.bad.length);
});

test.each(RULES.map((rule) => [rule.id, rule] as const))("%s is a rule of the stated form", (id, rule) => {
  expect(id).toMatch(/^(no|require)(-[a-z]+)+$/);
  for (const text of [rule.title, rule.remedy]) expect(text).not.toMatch(/\.$|^[A-Z][a-z]/);
  for (const url of rule.references) expect(url).toMatch(/^https:\/\//);
  expect(rule.references.length).toBeGreaterThan(0);
});

test("rules have ids of their own", () => {
  expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length);
});

import type { Report } from "../../model/report";
import { renderJson } from "../../reporters/json";
import { type RuleSource, reviewOf } from "../../reporters/review/review";
import { type ReviewTextOptions, renderText } from "../../reporters/text";
import { expectGolden } from "./golden";
import { ALLOWED, DENIED, finding, HOSTILE, PLANNED, report, WITHOUT_POLICIES } from "./reports";

const plain = { color: false, width: 100 };
const textOf = (given: Report, options: ReviewTextOptions = plain, ruleOf?: RuleSource): string => renderText(reviewOf(given, ruleOf), options);

describe("the text report", () => {
  it.each([
    ["denied", DENIED],
    ["allowed", ALLOWED],
    ["without-policies", WITHOUT_POLICIES],
    ["hostile-names", HOSTILE],
    ["planned", PLANNED],
  ] as const)("reads as the golden text and the golden JSON say: %s", (name, given) => {
    expectGolden(`${name}.txt`, textOf(given, plain));
    expectGolden(`${name}.json`, renderJson(given));
  });

  it("wraps to a narrow terminal without breaking words", () => {
    const text = textOf(DENIED, { color: false, width: 60 });
    expectGolden("denied-narrow.txt", text);
    const long = text.split("\n").filter((line) => line.length > 60 && line.trim().split(/ +/).length > 2);
    expect(long).toEqual([]);
  });

  it("gives the reason of a rule once", () => {
    const text = textOf(DENIED, plain, (id) => ({ title: id, severity: "error", tier: null, rationale: `because of ${id}`, remedy: "", references: [] }));
    expect(text.match(/because of no-server-program/g)).toHaveLength(1);
    expect(text.match(/because of/g)).toHaveLength(4);
  });

  it("prints only the verdict and the errors when it is quiet", () => {
    expectGolden("denied-quiet.txt", textOf(DENIED, { ...plain, quiet: true }));
    expect(textOf(ALLOWED, { ...plain, quiet: true })).toBe("ALLOWED: no errors in prod\n");
  });

  it("does not say that a warning of another environment is in the one that fails", () => {
    const errors = { errors: 1, warnings: 1 };
    const text = (environment: string): string => {
      const facts = { rule: "no-superuser", subject: "ann", message: "ann may be able to become superuser" };
      const findings = [finding(facts), finding({ ...facts, severity: "warning", environment })];
      return textOf({ ...DENIED, findings, summary: { ...DENIED.summary, ...errors } }, { ...plain, quiet: true });
    };
    expect(text("prod")).toMatch(/^DENIED: 1 error and 1 warning in prod\n/);
    expect(text("lab")).toMatch(/^DENIED: 1 error in prod, and 1 warning\n/);
  });

  it("has colours only where they are asked for, and they change no letter", () => {
    const colored = textOf(DENIED, { color: true, width: 100 });
    expect(textOf(DENIED, plain)).not.toContain("\u001b");
    expect(colored).toContain("\u001b[31m");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the codes are what is taken away
    expect(colored.replace(/\u001b\[\d+m/g, "")).toBe(textOf(DENIED, plain));
  });

  it("lets nothing in an input reach the terminal as a control or hidden character", () => {
    const text = textOf(HOSTILE, plain);
    expect(text).toMatch(/^[\x20-\x7e\n]*$/);
    expect(text).toContain("orders\\u{200b}_app");
    expect(text.split("\n").filter((line) => line.startsWith("ALLOWED"))).toEqual([]);
  });

  it("counts the roles of one cause and lists at most twenty of them", () => {
    const many = report({
      findings: Array.from({ length: 5000 }, (_, n) =>
        finding({ rule: "no-server-program", subject: `role_${n}`, message: `role_${n} can run programs on the server`, cause: "c1", tier: "os" }),
      ),
    });
    const text = textOf(many, plain);
    expect(text).toContain("role_0 and 4999 more roles");
    expect(text).toContain("5000: role_0, role_1,");
    expect(text).toContain("role_19 and 4980 more");
    expect(text.split("\n").length).toBeLessThan(20);
  });

  it("says that findings that were there before count, where they do", () => {
    expect(textOf({ ...PLANNED, findings: PLANNED.findings.slice(1), verdict: "deny", summary: { ...PLANNED.summary, errors: 0 } }, plain)).toMatch(
      /^DENIED: 1 standing in prod\n/,
    );
  });

  it("renders 50,000 findings and changes", () => {
    const roles = Array.from({ length: 50_000 }, (_, n) => `role_${n}`);
    const big = report({
      findings: roles.map((role, n) => finding({ rule: "no-unapproved-predefined-role", subject: role, message: `${role} holds pg_monitor`, cause: `c${n}` })),
      changes: roles.map((role) => ({ environment: "prod", role, gains: [role], loses: [], capabilities: { gains: [], loses: [] } })),
    });
    expect(textOf(big, plain)).toContain("role_49999 holds pg_monitor");
    expect(JSON.parse(renderJson(big)).findings).toHaveLength(roles.length);
  });
});

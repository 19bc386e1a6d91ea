import { DOMParser, type Element } from "@xmldom/xmldom";
import type { Report } from "../../model/report";
import { renderJunit } from "../../reporters/junit";
import { printable } from "../../reporters/printable";
import { reviewOf } from "../../reporters/review/review";
import { onHostileReports } from "../support/hostile-reports";
import { expectGolden } from "./golden";
import { ALLOWED, DENIED, finding, PLANNED, report } from "./reports";

const textOf = (given: Report, id: string | null = null): string => renderJunit(reviewOf(given), { id, fileOf: (file) => file });
const parsed = (text: string): Element => {
  const onError = (level: string, message: string): never => {
    throw new Error(`${level}: ${message}`);
  };
  const root = new DOMParser({ onError }).parseFromString(text, "text/xml").documentElement;
  if (root === null) throw new Error("no root");
  return root;
};
const elements = (root: Element, tag: string): readonly Element[] => [...root.getElementsByTagName(tag)];
const namesOf = (given: Report): readonly (string | null)[] => elements(parsed(textOf(given)), "testcase").map((one) => one.getAttribute("name"));
const outcomes = (given: Report): readonly (readonly [string | null, string])[] =>
  elements(parsed(textOf(given)), "testcase").map((one) => [
    one.getAttribute("name"),
    elements(one, "failure").length > 0 ? "failed" : elements(one, "skipped").length > 0 ? "skipped" : "passed",
  ]);

describe("the JUnit results of a review", () => {
  it.each([
    ["denied", DENIED],
    ["allowed", ALLOWED],
  ] as const)("read as the golden file says: %s", (name, given) => expectGolden(`${name}.junit.xml`, textOf(given)));

  it("fail for open errors only", () => {
    expect(outcomes(DENIED)).toEqual([
      ["etl: no-server-program (execute-server-program)", "failed"],
      ["orders_app: no-server-program (execute-server-program)", "failed"],
      ["orders_reporting: no-server-program (execute-server-program)", "failed"],
      ["orders_app: no-unapproved-predefined-role (read-all-data)", "failed"],
      ["ops_mallory: no-self-assigned-persona", "passed"],
      ["etl_migrator: require-current-allowlist", "skipped"],
    ]);
    expect(outcomes(ALLOWED)).toEqual([["every rule holds", "passed"]]);
  });

  it("fail for what was there before where it denies, and only then", () => {
    const standing = { ...PLANNED, findings: PLANNED.findings.slice(1), summary: { ...PLANNED.summary, errors: 0 } };
    expect(outcomes({ ...standing, verdict: "deny" })).toEqual([["legacy_admin: no-superuser (superuser)", "failed"]]);
    expect(outcomes({ ...standing, verdict: "allow" })).toEqual([["legacy_admin: no-superuser (superuser)", "skipped"]]);
    expect(outcomes(PLANNED).map(([, outcome]) => outcome)).toEqual(["failed", "skipped"]);
  });

  it("count what they hold", () => {
    const root = parsed(textOf(DENIED));
    for (const suite of [root, ...elements(root, "testsuite")]) {
      expect(Number(suite.getAttribute("tests"))).toBe(elements(suite, "testcase").length);
      expect(Number(suite.getAttribute("failures"))).toBe(elements(suite, "failure").length);
      expect(Number(suite.getAttribute("skipped"))).toBe(elements(suite, "skipped").length);
    }
  });

  it("have a name of its own for each of two findings that are alike", () => {
    const one = finding({ rule: "r", subject: "s", message: "m" });
    expect(namesOf(report({ findings: [one, { ...one, message: "n" }] }))).toEqual(["s: r", "s: r #2"]);
  });

  it("keep the 10,000 most dangerous of more and fail for the rest", () => {
    const findings = Array.from({ length: 30_000 }, (_, n) =>
      finding({ rule: "r", subject: `s${n}`, message: "m".repeat(400), tier: n === 29_999 ? "os" : null }),
    );
    const text = textOf(report({ findings }));
    expect(text.length).toBeLessThan(30_000_000);
    expect(text.match(/<testcase/g)).toHaveLength(10_001);
    expect(text.indexOf("s11999: r")).toBeLessThan(text.indexOf("s0: r"));
    expect(text).toContain('<testcase name="this report is cut" classname="prod"><failure message="2000 more findings left out');
  });

  onHostileReports((given, name) => {
    const root = parsed(textOf(given));
    const tags = [root, ...elements(root, "*")].map(({ tagName }) => tagName);
    expect(tags.filter((tag) => !["testsuites", "testsuite", "testcase", "failure", "skipped", "system-out"].includes(tag))).toEqual([]);
    for (const suite of elements(root, "testsuite")) {
      const names = elements(suite, "testcase").map((one) => one.getAttribute("name"));
      expect(new Set(names).size).toBe(names.length);
      if (name !== null) {
        expect(suite.getAttribute("name")).toBe(printable(name));
        expect(names).toContain(printable(`${name}: no-server-program (execute-server-program)`));
      }
    }
  });
});

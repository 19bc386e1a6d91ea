import type { Report } from "../../model/report";
import { renderGitlab } from "../../reporters/gitlab";
import { printable } from "../../reporters/printable";
import { reviewOf } from "../../reporters/review/review";
import { onHostileReports } from "../support/hostile-reports";
import { expectGolden } from "./golden";
import { DENIED, finding, PLANNED, report } from "./reports";

interface Issue {
  readonly description: string;
  readonly check_name: string;
  readonly fingerprint: string;
  readonly severity: string;
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

const textOf = (given: Report, id: string | null = null): string => renderGitlab(reviewOf(given), { id, fileOf: (file) => file });
const issuesOf = (given: Report, id: string | null = null): readonly Issue[] => JSON.parse(textOf(given, id));

describe("the code quality report of a review", () => {
  it("reads as the golden report says", () => expectGolden("denied.gitlab.json", textOf(DENIED)));

  it("has severities that GitLab knows, what was there before as information, and nothing that is waived", () => {
    const severities = (given: Report): readonly (readonly [string, string])[] => issuesOf(given).map((issue) => [issue.check_name, issue.severity]);
    expect(severities(DENIED)).toEqual([
      ["no-server-program", "blocker"],
      ["no-server-program", "blocker"],
      ["no-server-program", "blocker"],
      ["no-unapproved-predefined-role", "major"],
      ["no-self-assigned-persona", "minor"],
    ]);
    expect(severities(PLANNED)[1]).toEqual(["no-superuser", "info"]);
  });

  it("tells the findings of several reviews apart", () => {
    const [one, other] = [issuesOf(DENIED, "prod"), issuesOf(DENIED, "lab")];
    expect(new Set([...one, ...other].map(({ fingerprint }) => fingerprint)).size).toBe(one.length * 2);
  });

  it("says so first where it is cut", () => {
    const findings = Array.from({ length: 6_000 }, (_, n) => finding({ rule: "r", subject: `s${n}`, message: "m" }));
    const [first, ...issues] = issuesOf(report({ findings }));
    expect(first).toMatchObject({ description: "DENIED: this list is cut, 1000 more findings are left out", severity: "blocker" });
    expect(issues).toHaveLength(5_000);
  });

  onHostileReports((given, name) => {
    const issues = issuesOf(given);
    expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(issues.length);
    for (const { description, location, severity } of issues) {
      expect(["info", "minor", "major", "critical", "blocker"]).toContain(severity);
      expect(Number.isInteger(location.lines.begin)).toBe(true);
      expect(`${description}${location.path}`).not.toMatch(/\p{C}/u);
      expect(location.path).not.toBe("");
      if (name !== null) expect(description).toContain(printable(name));
    }
  });
});

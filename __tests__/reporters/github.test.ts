import type { Report } from "../../model/report";
import { renderGithub } from "../../reporters/github";
import { renderJson } from "../../reporters/json";
import { printable } from "../../reporters/printable";
import { reviewOf } from "../../reporters/review/review";
import { renderText } from "../../reporters/text";
import { onHostileReports } from "../support/hostile-reports";
import { readWorkflowCommands } from "../support/read-workflow-commands";
import { expectGolden } from "./golden";
import { ALLOWED, DENIED, finding, PLANNED, report } from "./reports";

const textOf = (given: Report): string => renderGithub(reviewOf(given), { fileOf: (file) => file });

describe("the annotations of a review", () => {
  it.each([
    ["denied", DENIED],
    ["allowed", ALLOWED],
    ["planned", PLANNED],
  ] as const)("read as the golden file says: %s", (name, given) => expectGolden(`${name}.github.txt`, textOf(given)));

  it("are one for each cause, at its line, the verdict first", () => {
    const { commands } = readWorkflowCommands(textOf(DENIED));
    expect(commands.map(({ name, properties }) => [name, properties.title, properties.file, properties.line])).toEqual([
      ["error", "rolegate", undefined, undefined],
      ["error", "no-server-program", "main.ts", "18"],
      ["error", "no-unapproved-predefined-role", "main.ts", "24"],
      ["warning", "no-self-assigned-persona", undefined, undefined],
    ]);
  });

  it("say of an environment that could not be judged that it was not", () => {
    const { commands } = readWorkflowCommands(textOf({ ...ALLOWED, verdict: "deny", unjudged: [{ environment: "lab", why: "no route", details: ["try"] }] }));
    expect(commands.map(({ name, data }) => [name, data])).toEqual([
      ["error", "DENIED: no errors seen in prod; 1 environment could not be judged"],
      ["error", "lab: no route; try"],
    ]);
  });

  it("are no more of a kind than GitHub shows, and the verdict says how many are left", () => {
    const of = (severity: "error" | "warning", count: number) =>
      Array.from({ length: count }, (_, n) =>
        finding({ rule: "r", severity, subject: `${severity}${n}`, message: `${severity}${n}`, tier: n === count - 1 ? "os" : null }),
      );
    const { commands } = readWorkflowCommands(textOf(report({ findings: [...of("error", 40), ...of("warning", 15)] })));
    const count = (kind: string): number => commands.filter(({ name }) => name === kind).length;
    expect([count("error"), count("warning")]).toEqual([10, 9]);
    expect(commands[0]?.data).toContain("31 more as error, 6 more as warning");
    expect(commands[1]?.data).toContain("error39");
  });

  onHostileReports((given, name) => {
    const { commands, others } = readWorkflowCommands(textOf(given));
    expect(others).toEqual([""]);
    for (const { name: kind, properties, data } of commands) {
      expect(["error", "warning", "notice"]).toContain(kind);
      expect(Object.keys(properties).filter((key) => !["title", "file", "line"].includes(key))).toEqual([]);
      expect(properties.title).toMatch(/^(rolegate|not judged|(no|require)-[a-z-]+( \(standing\))?)$/);
      expect(data.replaceAll("\n", "")).not.toMatch(/\p{C}/u);
    }
    if (name !== null && name.length < 500) expect(commands.some(({ data }) => data.includes(printable(name)))).toBe(true);
  });
});

describe("what is printed into a log", () => {
  onHostileReports((given) => {
    for (const text of [renderText(reviewOf(given), { color: false, width: 40 }), renderJson(given)]) {
      expect(readWorkflowCommands(text).commands).toEqual([]);
      expect(text).not.toMatch(/##(vso|teamcity)\[|[^\n\P{C}]/u);
    }
  });
});

import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import Ajv from "ajv";
import type { Report } from "../../model/report";
import { RULES, ruleById } from "../../policies/rules/index";
import { reviewOf } from "../../reporters/review/review";
import { renderSarif } from "../../reporters/sarif/sarif";
import { onHostileReports } from "../support/hostile-reports";
import { reportWith } from "../support/reports";
import { expectGolden } from "./golden";
import { ALLOWED, DENIED, finding, PLANNED, report } from "./reports";

/** Of SARIF, what the tests look at. */
interface Sarif {
  readonly runs: readonly [
    {
      readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string; readonly properties: Record<string, unknown> }[] } };
      readonly automationDetails: { readonly id: string };
      readonly invocations: readonly [{ readonly toolExecutionNotifications: readonly { readonly message: { readonly text: string } }[] }];
      readonly results: readonly {
        readonly ruleId: string;
        readonly ruleIndex: number;
        readonly level: string;
        readonly baselineState: string;
        readonly message: { readonly text: string };
        readonly partialFingerprints: { readonly primaryLocationLineHash: string };
        readonly locations: readonly [
          { readonly physicalLocation: { readonly artifactLocation: { readonly uri: string }; readonly region: { readonly startLine: number } } },
        ];
      }[];
    },
  ];
}

// The schema of OASIS is in a draft that ajv knows the words of, but not by its name.
const { $schema: _, id: __, ...schema } = JSON.parse(readFileSync(require.resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"), "utf8"));
const isSarif = new Ajv({ strict: false, unicodeRegExp: false, formats: { uri: true, "uri-reference": true, "date-time": true } }).compile(schema);

const textOf = (given: Report, id: string | null = null): string => renderSarif(reviewOf(given, ruleById), { id, fileOf: (file) => file });
const sarifOf = (given: Report, id: string | null = null): Sarif["runs"][0] => {
  const sarif = JSON.parse(textOf(given, id)) as Sarif;
  expect(isSarif(sarif) ? [] : isSarif.errors).toEqual([]);
  return sarif.runs[0];
};
const fingerprintsOf = (given: Report): readonly string[] => sarifOf(given).results.map((result) => result.partialFingerprints.primaryLocationLineHash);

describe("the SARIF of a review", () => {
  it.each([
    ["denied", DENIED],
    ["allowed", ALLOWED],
    ["planned", PLANNED],
  ] as const)("reads as the golden log says: %s", (name, given) => {
    sarifOf(given);
    expectGolden(`${name}.sarif.json`, textOf(given));
  });

  it("points at the line that caused a finding, else at the first line of the input", () => {
    const places = sarifOf(DENIED).results.map(({ locations: [{ physicalLocation: place }] }) => [place.artifactLocation.uri, place.region.startLine]);
    expect(places).toEqual([
      ["main.ts", 18],
      ["main.ts", 18],
      ["main.ts", 18],
      ["main.ts", 24],
      ["cdktf.out/stacks/prod/cdk.tf.json", 1],
    ]);
  });

  it("leaves out what is waived, and has what was there before as unchanged notes", () => {
    expect(sarifOf(DENIED).results.filter(({ ruleId }) => ruleId === "require-current-allowlist")).toEqual([]);
    expect(sarifOf(PLANNED).results.map(({ ruleId, level, baselineState }) => [ruleId, level, baselineState])).toEqual([
      ["no-opaque-resource", "error", "new"],
      ["no-superuser", "note", "unchanged"],
    ]);
  });

  it("knows a finding again wherever it moves, and tells apart what is about something else", () => {
    const moved = {
      ...DENIED,
      today: "2026-11-21",
      findings: [...DENIED.findings].reverse().map((one) => ({ ...one, message: `${one.message}!`, origin: { ...one.origin, file: "other.ts", line: 99 } })),
    };
    expect([...fingerprintsOf(moved)].sort()).toEqual([...fingerprintsOf(DENIED)].sort());
    const one = finding({ rule: "no-superuser", subject: "ann", message: "m" });
    const others = [one, one, { ...one, subject: "bob" }, { ...one, environment: "lab" }, { ...one, capability: "superuser" as const }, { ...one, rule: "x" }];
    expect(new Set(fingerprintsOf(report({ findings: others }))).size).toBe(others.length);
  });

  it("has a category of its own for each id", () => {
    expect(sarifOf(DENIED).automationDetails.id).toBe("rolegate/");
    expect(sarifOf(DENIED, "prod-eu").automationDetails.id).toBe("rolegate/prod-eu/");
  });

  it("says of every rule how severe it is, and why", () => {
    const { tool } = sarifOf(report({ findings: RULES.map(({ id }) => finding({ rule: id, subject: "x", message: "m" })) }));
    expect(tool.driver.rules.map(({ id }) => id)).toEqual(RULES.map(({ id }) => id));
    for (const { properties } of tool.driver.rules) {
      expect(Number(properties["security-severity"])).toBeGreaterThan(0);
      expect(Number(properties["security-severity"])).toBeLessThanOrEqual(10);
    }
  });

  it("keeps the 5,000 most dangerous of more, says how many are cut, and stays below 10 MB", () => {
    const hostile = reportWith("\u0301<a>".repeat(12)).findings[0];
    if (hostile === undefined) throw new Error("no finding");
    const findings = Array.from({ length: 20_000 }, (_value, n) => ({
      ...hostile,
      subject: `${n} ${"y".repeat(2_000)}`,
      tier: n < 5_000 ? null : ("os" as const),
    }));
    const text = textOf(report({ findings }));
    const { results, invocations } = (JSON.parse(text) as Sarif).runs[0];
    expect(results).toHaveLength(5_000);
    expect(results.every(({ message }) => message.text.length > 0)).toBe(true);
    expect(invocations[0].toolExecutionNotifications[0]?.message.text).toBe("Cut: 1000 findings of 6000 left out.");
    expect(gzipSync(text).length).toBeLessThan(10_000_000);
  });

  onHostileReports((given) => {
    const { results, tool } = sarifOf(given);
    for (const { message, locations, ruleId, ruleIndex } of results) {
      const { uri } = locations[0].physicalLocation.artifactLocation;
      const { origin, pathname } = new URL(uri, "https://forge.example/repository/");
      expect([origin, pathname.startsWith("/repository/")]).toEqual(["https://forge.example", true]);
      expect(message.text).not.toMatch(/]\(/);
      expect(message.text).not.toBe("");
      expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
    }
    expect(new Set(results.map((result) => result.partialFingerprints.primaryLocationLineHash)).size).toBe(results.length);
    expect(textOf(given)).not.toMatch(/##|[^\n\P{C}]/u);
  });
});

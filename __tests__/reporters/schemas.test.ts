import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv2020, { type ValidateFunction } from "ajv/dist/2020";
import fc from "fast-check";
import { CAPABILITIES, TIERS } from "../../model/capability";
import { STEP_KINDS } from "../../model/report";
import { renderJson } from "../../reporters/json";
import { anyReport } from "../support/reports";
import { SEED } from "../support/sample";

const FOLDER = join(__dirname, "../../model/schemas");
const schemaOf = (name: string): Record<string, unknown> => JSON.parse(readFileSync(join(FOLDER, `${name}.schema.json`), "utf8"));

/** The schema with every object closed: what is not described is then refused, so that the schema describes all that is printed. */
const closed = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== "object" || schema === null) return schema;
  const entries = Object.entries(schema).map(([key, value]) => [key, closed(value)] as const);
  return Object.fromEntries("properties" in schema && "type" in schema ? [...entries, ["additionalProperties", false]] : entries);
};
const validatorOf = (name: string): ValidateFunction => new Ajv2020({ strict: false, formats: { date: true } }).compile(closed(schemaOf(name)) as object);
const golden = (name: string): unknown => JSON.parse(readFileSync(join(__dirname, "../golden", name), "utf8"));

const validators = { report: validatorOf("report"), explain: validatorOf("explain"), "explain-all": validatorOf("explain-all"), diff: validatorOf("diff") };
const problems = (name: keyof typeof validators, value: unknown): unknown => (validators[name](value) ? [] : validators[name].errors);

describe("the schemas of what is printed as JSON", () => {
  it.each([
    ["report", "allowed.json"],
    ["report", "denied.json"],
    ["report", "planned.json"],
    ["report", "hostile-names.json"],
    ["report", "without-policies.json"],
    ["explain", "explain.json"],
    ["explain-all", "explain-all.json"],
    ["diff", "diff.json"],
  ] as const)("%s describes all of %s", (name, file) => expect(problems(name, golden(file))).toEqual([]));

  it("describes every report", () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        expect(problems("report", JSON.parse(renderJson(report)))).toEqual([]);
      }),
      { seed: SEED, numRuns: 50 },
    );
  });

  it.each([
    ["another schema", { schema: "rolegate.report/2" }],
    ["another verdict", { verdict: "maybe" }],
    ["a finding without a rule", { findings: [{}] }],
    ["a missing summary", { summary: undefined }],
  ])("refuses %s", (_what, change) => expect(problems("report", { ...(golden("denied.json") as object), ...change })).not.toEqual([]));

  it("know every tier, capability and kind of step", () => {
    for (const name of Object.keys(validators)) {
      const { $defs } = schemaOf(name) as { $defs: Record<string, { enum?: readonly string[]; properties?: Record<string, { enum?: readonly string[] }> }> };
      expect($defs.tier?.enum).toEqual(TIERS);
      expect($defs.capability?.enum).toEqual(CAPABILITIES);
      expect($defs.step?.properties?.by?.enum).toEqual(STEP_KINDS);
    }
  });
});

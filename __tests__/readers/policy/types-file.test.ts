// biome-ignore-all lint/suspicious/noTemplateCurlyInString: names that look like templates are what is tested
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import ts from "typescript";
import type { AllowlistEntry, EnvironmentPolicy, PersonaEntry, PolicyData } from "../../../model/policy";
import { policyTypes } from "../../../readers/policy/types-file";
import { acmeWith, folder, read } from "./folder";

test("the example's policy files become the types that the editor knows them by", () => {
  expect(
    policyTypes(read(folder("acme"))),
  ).toBe(`// Written by \`rolegate types\` from the YAML files beside it: run it again after a change of them. Types only: the gates read the YAML.
import "rolegate";

declare module "rolegate" {
  interface Register {
    environments: {
      prod: { kind: "shared"; postgres: 16; databases: "orders"; permits: {} };
      billing: { kind: "shared"; postgres: 15; databases: string; permits: {} };
      "migration-lab": { kind: "isolated"; postgres: 17; databases: string; permits: { "execute-server-program": "etl_migrator" } };
    };
    personas: { app: string; ops: \`ops_\${string}\` | "alice" | "postgres_exporter"; dba: \`dba_\${string}\` | "etl_migrator" };
  }
}
`);
});

test("the same policy gives the same bytes", () => {
  expect(policyTypes(read(folder("acme").reverse()))).toBe(policyTypes(read(folder("acme"))));
});

test("permits of several entries are one union for each capability", () => {
  const entry = (capability: string, role: string) =>
    `  - { environment: migration-lab, capability: ${capability}, roles: [${role}], isolation: test, reason: r, owner: o, expires: 2027-01-01, audit: { log_statement: all } }\n`;
  const text = `allowlist:\n${entry("superuser", "a")}${entry("read-server-files", "b")}${entry("superuser", "c")}`;
  expect(policyTypes(read(acmeWith({ "allowlist.yaml": text })))).toContain('permits: { "read-server-files": "b"; superuser: "a" | "c" } };');
});

test("kinds without entries have no names, except app, which whatever no entry matches is", () => {
  expect(policyTypes(read(acmeWith({ "personas.yaml": null })))).toContain("personas: { app: string; ops: never; dba: never };");
});

const SOURCE = { file: "personas.yaml", line: 1 };
const personas = (kind: PersonaEntry["kind"], roles: readonly string[]): PersonaEntry => ({
  kind,
  name: null,
  roles,
  approved: [],
  attributes: [],
  environments: null,
  exact: false,
  source: SOURCE,
});
const environment = (name: string, databases: readonly string[] | null): EnvironmentPolicy => ({ ...read(folder("acme")).environments[2]!, name, databases });
const entry = (capability: AllowlistEntry["capability"], roles: readonly string[]): AllowlistEntry => ({
  ...read(folder("acme")).allowlist[0]!,
  environment: "e",
  capability,
  roles,
});
const policyOf = (parts: Partial<PolicyData>): PolicyData => ({ ...read(folder("acme")), allowlist: [], ...parts });

const ODD = [
  "plain",
  'a"b',
  "it's",
  `both"'`,
  "back`tick",
  "${x}",
  "$",
  "\\",
  "\\${x}",
  "a b",
  "é",
  "*/",
  "1",
  "__proto__",
  "//",
  "a*b",
  "*",
  "**",
  "x$*{y}",
  "`*`",
  "\\*${*",
];

describe("names that TypeScript would read as something else", () => {
  const policy = policyOf({
    environments: [environment("e", ODD), environment("1", null), environment("a.b", null)],
    personas: [
      personas(
        "ops",
        ODD.filter((role) => !/^\*+$/.test(role)),
      ),
    ],
    allowlist: [entry("superuser", ODD)],
  });
  const text = `declare module "rolegate" {\n  export interface Register {}\n}\n`;

  // What the compiler makes of the file: the literal types of one place, and whether a name fits the others.
  const check = (expression: string): string => {
    const files = new Map([
      ["rolegate.d.ts", policyTypes(policy)],
      ["ambient.d.ts", text],
      ["use.ts", `import type { Register } from "rolegate";\n${expression}\n`],
    ]);
    const options: ts.CompilerOptions = { strict: true, noEmit: true, noLib: true, types: [], skipLibCheck: false };
    const host: ts.CompilerHost = {
      ...ts.createCompilerHost(options),
      getSourceFile: (name, target) => (files.has(name) ? ts.createSourceFile(name, files.get(name)!, target) : undefined),
      fileExists: (name) => files.has(name),
      readFile: (name) => files.get(name),
    };
    const program = ts.createProgram([...files.keys()], options, host);
    return [...program.getSyntacticDiagnostics(), ...program.getSemanticDiagnostics()]
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " "))
      .join("\n");
  };
  const place = 'Register["environments"]["e"]';

  test("stay exactly themselves in databases and permits", () => {
    const exact = (type: string) =>
      `const both: [${type}] extends [${ODD.map((name) => JSON.stringify(name)).join("|")}] ? ([${ODD.map((name) => JSON.stringify(name)).join("|")}] extends [${type}] ? true : false) : false = true;`;
    expect(check(exact(`${place}["databases"]`))).toBe("");
    expect(check(`${exact(`${place}["permits"]["superuser"]`)}`)).toBe("");
  });

  test("stay themselves in patterns, where only a star is any text", () => {
    const ops = 'Register["personas"]["ops"]';
    for (const fitting of ["a-x-b", "ab", "x$--{y}", "`anything`", "\\x${y", "${x}", "\\${x}"])
      expect([fitting, check(`const role: ${ops} = ${JSON.stringify(fitting)};`)]).toEqual([fitting, ""]);
    for (const other of ["a-x-c", "x", "A-b", "${y}", "x{y}"])
      expect([other, check(`const role: ${ops} = ${JSON.stringify(other)};`)]).toEqual([other, expect.stringContaining("is not assignable")]);
  });
});

test("a pattern that is all names makes a kind any string", () => {
  expect(policyTypes(policyOf({ personas: [personas("ops", ["alice", "**"]), personas("dba", ["dba_**x"])] }))).toContain(
    "ops: string; dba: `dba_${string}x` }",
  );
});

test("the file is formatted as the repository's formatter leaves it, short or long", () => {
  const scratch = mkdtempSync(join(tmpdir(), "rolegate-types-"));
  try {
    const names = fc.array(
      fc.constantFrom("orders", "billing", "a.b", "x-y", "1a", "$x", `b"c`, "it's", "a`b", "customer_relationship_management", "p_*", "*_app"),
      { maxLength: 12 },
    );
    const policies = fc.sample(
      fc.record({
        databases: fc.option(names),
        ops: names,
        dba: names,
        programs: names,
        superusers: names,
        name: fc.constantFrom("e", "migration-lab", "a".repeat(60)),
      }),
      { numRuns: 60, seed: 7 },
    );
    policies.forEach(({ databases, ops, dba, programs, superusers, name }, index) => {
      const policy = policyOf({
        environments: [environment(name, databases?.length === 0 ? null : databases), environment("other", null)],
        personas: [personas("ops", ops), personas("dba", dba)],
        allowlist: [entry("execute-server-program", programs), entry("superuser", superusers)].map((one) => ({ ...one, environment: name })),
      });
      writeFileSync(join(scratch, `${index}.d.ts`), policyTypes(policy));
    });
    writeFileSync(join(scratch, "biome.json"), JSON.stringify({ root: true, formatter: { indentStyle: "space", indentWidth: 2, lineWidth: 160 } }));
    const biome = require.resolve("@biomejs/biome/bin/biome");
    expect(() =>
      execFileSync(process.execPath, [biome, "format", ...policies.map((_, index) => `${index}.d.ts`)], { cwd: scratch, encoding: "utf8", stdio: "pipe" }),
    ).not.toThrow();
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
});

import { execFileSync } from "node:child_process";
import { join } from "node:path";
import fc from "fast-check";
import { InputError } from "../../../model/input-error";
import type { PolicyFile } from "../../../readers/policy/read-policies";
import { folder, problemsOf, read } from "./folder";

const files = folder("acme");

/** The problems, each of which must name its file, print in one line and hold nothing that a terminal would obey. */
const refusal = (changed: readonly PolicyFile[]): readonly string[] => {
  const problems = problemsOf(changed);
  for (const problem of problems) expect(problem).toMatch(/^policies\/\w+\.yaml(:\d+)?: [^\p{Cc}\u2028\u2029]+$/u);
  return problems;
};

const SNIPPETS = [
  "[",
  "]",
  "{",
  "}",
  ": ",
  "- ",
  "\n",
  "\t",
  "  ",
  "#",
  '"',
  "'",
  "*",
  "&a ",
  "*a",
  "|",
  ">",
  "!!str ",
  "!x ",
  "%",
  "@",
  "`",
  "? ",
  "---\n",
  "...\n",
  "~",
  "<<: ",
  "\0",
  "\u200B",
  "\uD800",
  "😀",
  "é",
  "0x1",
  "1e9",
  "-.inf",
  "2026-02-30",
  "pg_monitor",
  "\r\n",
  "\r",
  "%YAML 1.1\n---\n",
];

test("whatever is cut from, put into or swapped in the files, they are read or refused with words", () => {
  const outcomes = { read: 0, refused: 0 };
  const edit = fc.record({
    file: fc.nat({ max: files.length - 1 }),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    cut: fc.nat({ max: 12 }),
    put: fc.oneof(fc.constantFrom("", ...SNIPPETS), fc.string({ maxLength: 4, unit: "binary" })),
  });
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 2 }), (edits) => {
      const changed = files.map(({ name, text }) => ({ name, text }));
      for (const { file, at, cut, put } of edits) {
        const one = changed[file]!;
        const start = Math.floor(at * one.text.length);
        one.text = one.text.slice(0, start) + put + one.text.slice(start + cut);
      }
      outcomes[refusal(changed).length === 0 ? "read" : "refused"]++;
    }),
    { numRuns: 400, seed: 11 },
  );
  expect(Math.min(outcomes.read, outcomes.refused)).toBeGreaterThan(5);
});

test("texts of nothing but YAML's own signs are read or refused with words", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...files.map(({ name }) => name)),
      fc.array(fc.constantFrom(...SNIPPETS, "environments", "name", "roles", "personas"), { maxLength: 30 }),
      (name, parts) => {
        refusal(files.map((file) => (file.name === name ? { name, text: parts.join("") } : file)));
      },
    ),
    { numRuns: 400, seed: 12 },
  );
});

test("roles by the ten thousands are read", () => {
  const many = (count: number): PolicyFile[] => {
    const external = Array.from({ length: count }, (_, index) => `  - { role: r${index}, environment: prod, holds: [pg_monitor] }`);
    const exact = Array.from({ length: count }, (_, index) => `      - app_${index}`);
    const text = `personas:\n  app:\n    roles:\n${exact.join("\n")}\nexternal:\n${external.join("\n")}\n`;
    return files.map((file) => (file.name.includes("personas") ? { ...file, text } : file));
  };
  expect(read(many(25_000)).external).toHaveLength(25_000);
});

test("the YAML library is loaded when files are read, and ajv's compiler not even then", () => {
  const script = `
    const { transformFileSync } = require("@swc/core");
    require.extensions[".ts"] = (module, file) => module._compile(transformFileSync(file, { jsc: { parser: { syntax: "typescript" }, target: "es2022" }, module: { type: "commonjs" } }).code, file);
    const loaded = (name) => Object.keys(require.cache).some((file) => file.includes(require("node:path").join("node_modules", name, "/")));
    const { readPolicies } = require(process.argv[1]);
    const before = loaded("yaml");
    readPolicies([{ name: "environments.yaml", text: "environments: [{ name: e, kind: shared, postgres: 16, endpoints: [{ host: h }] }]" }], { today: "2026-11-20" });
    console.log(JSON.stringify([before, loaded("yaml"), loaded("ajv/dist/runtime"), loaded("ajv/dist/compile")]));
  `;
  const printed = execFileSync(process.execPath, ["-e", script, join(__dirname, "../../../readers/policy/read-policies.ts")], {
    encoding: "utf8",
    cwd: join(__dirname, "../../.."),
  });
  expect(JSON.parse(printed)).toEqual([false, true, true, false]);
});

test("a refusal is an InputError, which the command line prints without a stack", () => {
  expect(() => read([])).toThrow(InputError);
  expect(() => read([])).toThrow("environments.yaml: the file is missing: it says which environments there are, write it first");
});

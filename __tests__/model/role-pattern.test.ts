import fc from "fast-check";
import type { PersonaEntry } from "../../model/policy";
import { isPattern, matchesPattern, personaIndex, personasOf } from "../../model/role-pattern";
import { SEED } from "../support/sample";

test.each([
  ["*_app", "orders_app", true],
  ["*_app", "_app", true],
  ["*_app", "orders_app2", false],
  ["ops_*", "ops_", true],
  ["ops_*", "OPS_x", false],
  ["*", "", true],
  ["**", "anything at all", true],
  ["a*a", "a", false],
  ["a*a", "aa", true],
  ["a*bc*c", "abc", false],
  ["a*bc*c", "abcc", true],
  ["*ab*ab", "ab", false],
  ["x.y", "xzy", false],
  ["[ab]*", "a", false],
  ["[ab]*", "[ab]c", true],
  ["alice", "alice", true],
  ["alice", "alice ", false],
  ["é*", "e\u0301", false],
  ["", "", true],
  ["", "a", false],
])("the pattern `%s` and the name `%s`: %s", (pattern, name, expected) => {
  expect(matchesPattern(pattern, name)).toBe(expected);
});

// Tries every length for every star: slow, and plainly right.
const matchesNaively = (pattern: string, name: string): boolean => {
  if (pattern === "") return name === "";
  if (pattern[0] !== "*") return name[0] === pattern[0] && name !== "" && matchesNaively(pattern.slice(1), name.slice(1));
  return Array.from({ length: name.length + 1 }, (_, taken) => taken).some((taken) => matchesNaively(pattern.slice(1), name.slice(taken)));
};

test("a pattern matches what trying everything matches", () => {
  const letters = (alphabet: string, maxLength: number) => fc.array(fc.constantFrom(...alphabet), { maxLength }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(letters("ab*", 7), letters("ab", 9), (pattern, name) => {
      expect(matchesPattern(pattern, name)).toBe(matchesNaively(pattern, name));
    }),
    { seed: SEED, numRuns: 5000 },
  );
});

test("no pattern makes a long name endless", () => {
  expect(matchesPattern(`${"*a".repeat(5_000)}*b`, "a".repeat(50_000))).toBe(false);
});

test("only a star makes a pattern", () => {
  expect(["ops_*", "*", "ops", "o?s", "[a]", "a.b"].map(isPattern)).toEqual([true, true, false, false, false, false]);
});

const entry = (kind: PersonaEntry["kind"], roles: readonly string[], environments: readonly string[] | null = null): PersonaEntry => ({
  kind,
  name: null,
  roles,
  approved: [],
  attributes: [],
  environments,
  exact: false,
  source: { file: "personas.yaml", line: 1 },
});

describe("the entries that a role belongs to", () => {
  const app = entry("app", ["*_app", "app_*"]);
  const ops = entry("ops", ["ops_*", "*_app"]);
  const dba = entry("dba", ["ops_anna", "dba_*"], ["prod"]);
  const entries = [app, ops, dba];

  test.each([
    ["one that matches by pattern, once for all its patterns", "app_app_x", "prod", [{ entry: app, exact: false }]],
    [
      "several kinds",
      "orders_app",
      "prod",
      [
        { entry: app, exact: false },
        { entry: ops, exact: false },
      ],
    ],
    ["only the one with the exact name", "ops_anna", "prod", [{ entry: dba, exact: true }]],
    ["by pattern where the entry with the exact name does not speak of the environment", "ops_anna", "lab", [{ entry: ops, exact: false }]],
    ["none", "batch", "prod", []],
    ["none named like a property of objects", "constructor", "prod", []],
    ["none where the environment is not one of the entry's", "dba_x", "unknown", []],
  ])("are %s", (_, role, environment, expected) => {
    expect(personasOf(entries, environment, role)).toEqual(expected);
    expect(personaIndex(entries, environment)(role)).toEqual(expected);
  });

  test("are several where an exact name stands in several entries", () => {
    const two = [entry("ops", ["a"]), entry("app", ["a", "*"])];
    expect(personasOf(two, "prod", "a")).toEqual(two.map((one) => ({ entry: one, exact: true })));
  });
});

test("50,000 exact names are looked up, not searched", () => {
  const names = Array.from({ length: 50_000 }, (_, index) => `role_${index}`);
  const find = personaIndex([entry("ops", names), entry("app", ["*_app"])], "prod");
  expect(names.every((name) => find(name)[0]?.exact)).toBe(true);
});

import { nearestName } from "../../model/nearest-name";

const NAMES = ["administrators", "approved", "app", "prod", "preprod", "pg_monitor", "pg_maintain"];

test.each([
  ["a letter left out", "adminstrators", "administrators"],
  ["a letter too many", "approoved", "approved"],
  ["a letter replaced", "pg_mainta1n", "pg_maintain"],
  ["neighbours swapped", "prdo", "prod"],
  ["two slips", "pg_monitro_", "pg_monitor"],
  ["other case", "APPROVED", "approved"],
  ["three slips", "approvxyz", undefined],
  ["another word", "name", undefined],
  ["a short word of which nothing is right", "xy", undefined],
  ["nothing", "", undefined],
  ["a name too long to be a slip", "a".repeat(10_000), undefined],
])("%s: `%s` is meant as %s", (_, name, expected) => {
  expect(nearestName(name, NAMES)).toBe(expected);
});

test("of two near names the nearer is meant, of equally near ones the first", () => {
  expect(nearestName("tests", ["texts", "test", "tests_"])).toBe("texts");
  expect(nearestName("tesst", ["tests", "test", "best"])).toBe("tests");
});

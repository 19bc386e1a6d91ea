import { readFileSync } from "node:fs";
import { VALIDATORS } from "../../../readers/policy/validators.generated";
import { VALIDATORS_FILE, validatorsText } from "../../../scripts/validators";

test("the generated validators are those of the schemas as they are: `npm run validators` writes them", () => {
  // A difference of a hundred kilobytes helps nobody.
  expect(readFileSync(VALIDATORS_FILE, "utf8") === validatorsText()).toBe(true);
});

test("they tell of 50,000 items of a list whether they differ", () => {
  const roles = Array.from({ length: 50_000 }, (_, index) => `app_${index}`);
  expect([roles, [...roles, "app_0"]].map((list) => VALIDATORS.personas({ personas: { app: { roles: list } } }))).toEqual([true, false]);
});

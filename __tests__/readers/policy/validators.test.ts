import { readFileSync } from "node:fs";
import { VALIDATORS } from "../../../readers/policy/validators.generated";
import { VALIDATORS_FILE, validatorsText } from "../../../scripts/validators";

test("the generated validators are those of the schemas as they are: `npm run validators` writes them", () => {
  // A difference of a hundred kilobytes helps nobody.
  expect(readFileSync(VALIDATORS_FILE, "utf8") === validatorsText()).toBe(true);
});

test("they are asked in linear time whether the items of a list differ", () => {
  const time = (count: number): number => {
    const roles = Array.from({ length: count }, (_, index) => `app_${index}`);
    const start = process.cpuUsage();
    expect([roles, [...roles, "app_0"]].map((list) => VALIDATORS.personas({ personas: { app: { roles: list } } }))).toEqual([true, false]);
    return process.cpuUsage(start).user;
  };
  time(2_000);
  expect(time(50_000) / time(10_000)).toBeLessThan(9);
});

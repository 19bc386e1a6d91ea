import fc from "fast-check";
import { addressOf } from "../../constructs/address";
import { SEED } from "../support/sample";

const LETTERS = ["a", "5", "f", "2", "1", "_", "-", "@", "."];
const upTo = (length: number): readonly string[] =>
  length === 0 ? [""] : upTo(length - 1).flatMap((name) => (name.length === length - 1 ? [name, ...LETTERS.map((letter) => name + letter)] : [name]));
const SHORT = [...new Set(upTo(4))].filter((name) => name !== "");
const SHORTEST = SHORT.filter((name) => name.length <= 2);

describe("an address", () => {
  test("is a legal Terraform name, and another for each name or pair of names", () => {
    const seen = new Map<string, string>();
    const lists = [...SHORT.map((name) => [name]), ...SHORTEST.flatMap((a) => SHORTEST.map((b) => [a, b]))];
    for (const list of lists) {
      const address = addressOf(...list);
      if (!/^[A-Za-z_][A-Za-z0-9_-]*$/.test(address)) throw new Error(`${JSON.stringify(list)} became ${address}`);
      const other = seen.get(address);
      if (other !== undefined) throw new Error(`${JSON.stringify(list)} and ${other} both became ${address}`);
      seen.set(address, JSON.stringify(list));
    }
    expect(seen.size).toBe(lists.length);
    expect(lists.length).toBeGreaterThan(14_000);
  });

  test("is another for each list of any names", () => {
    const names = fc.array(fc.string({ minLength: 1, maxLength: 6, unit: "grapheme" }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(names, names, (a, b) => {
        expect(addressOf(...a)).toMatch(/^[A-Za-z_][A-Za-z0-9_-]*$/);
        expect(addressOf(...a) === addressOf(...b)).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
      { seed: SEED, numRuns: 2000 },
    );
  });

  test.each([
    [["orders_app"], "orders_app"],
    [["orders_app", "orders", "orders", "table"], "orders_app--orders--orders--table"],
    [["bob@corp.com"], "bob-40corp-2ecom"],
    [["team/x"], "team-2fx"],
    [["team--x"], "team-2d-2dx"],
    [["_a"], "_-5fa"],
    [["-a"], "_-2da"],
    [["1a"], "_-31a"],
    [["é"], "_-c3-a9"],
    [["a", "-b"], "a---2db"],
  ])("of %j is %s", (names, address) => {
    expect(addressOf(...names)).toBe(address);
  });
});

import fc from "fast-check";
import { listedAtMost, wrap } from "../../reporters/layout";
import { printable, printableJson } from "../../reporters/printable";
import { SEED } from "../support/sample";

describe("text from outside", () => {
  it.each([
    ["orders_app", "orders_app"],
    ["größe 大小 é", "größe 大小 é"],
    ["a\u200bb", "a\\u{200b}b"],
    ["\u001b[31mred", "\\u{1b}[31mred"],
    ["\u009b31m", "\\u{9b}31m"],
    ["a\r\nb\tc", "a\\u{d}\\u{a}b\\u{9}c"],
    ["\u202eabc\u2066", "\\u{202e}abc\\u{2066}"],
    ["a\u00a0b\u2003c", "a\\u{a0}b\\u{2003}c"],
    ["\u{e0041}", "\\u{e0041}"],
    ["\ud800", "\\u{d800}"],
    ["\u3164", "\\u{3164}"],
    ["\u2028", "\\u{2028}"],
    ["a\ufe0f", "a\\u{fe0f}"],
    ["\u0301a", "\\u{301}a"],
    [`a${"\u0301".repeat(6)}b`, `a${"\u0301".repeat(4)}\\u{301}\\u{301}b`],
    ["\u0915\u094d\u0937\u093f \u05d0\u05b8", "\u0915\u094d\u0937\u093f \u05d0\u05b8"],
    ["::add-mask::x", "\\u{3a}:add-mask::x"],
    ["a ::stop-commands::x", "a \\u{3a}:stop-commands::x"],
    ["a::text, ::1 and x ##", "a::text, ::1 and x ##"],
    ["x ##[group]", "x \\u{23}#[group]"],
    ["x##vso[task.setvariable]y", "x\\u{23}#vso[task.setvariable]y"],
    ["##teamcity[x", "\\u{23}#teamcity[x"],
  ])("shows %j as %s", (text, shown) => expect(printable(text)).toBe(shown));

  it("never holds a character that a terminal obeys, and JSON keeps its value", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(printable(text)).not.toMatch(/[\p{C}\u2028\u2029]/u);
        const json = printableJson(JSON.stringify([text], null, 2));
        expect(json.replaceAll("\n", "")).not.toMatch(/[\p{C}\u2028\u2029]/u);
        expect(JSON.parse(json)).toEqual([text]);
      }),
      { seed: SEED },
    );
  });

  it("is wrapped without losing a word, and only a long word is longer than the line", () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{1,30}$/), { minLength: 1 }), fc.integer({ min: 1, max: 60 }), (words, width) => {
        const lines = wrap(words.join(" "), width);
        expect(lines.join(" ")).toBe(words.join(" "));
        for (const line of lines) if (line.includes(" ")) expect(line.length).toBeLessThanOrEqual(width);
      }),
      { seed: SEED },
    );
  });

  it("is never cut in silence, and never cut for one name", () => {
    expect(listedAtMost(["a", "b", "c"], 2)).toBe("a, b and c");
    expect(listedAtMost(["a", "b", "c", "d"], 2)).toBe("a, b and 2 more");
  });
});

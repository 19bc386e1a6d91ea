import fc from "fast-check";
import { InputError } from "../../../model/input-error";
import { parseJsonText } from "../../../readers/terraform/json-text";
import { SEED } from "../../support/sample";

const refusal = (text: string): InputError => {
  try {
    parseJsonText(text, "cdk.tf.json");
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
};

test.each([
  ["an empty text", "", "`cdk.tf.json` is empty"],
  ["white space", " \n ", "`cdk.tf.json` is empty"],
  ["a byte order mark", '\uFEFF{"a": 1}', "`cdk.tf.json` starts with a byte order mark"],
  ["UTF-16 read as bytes", '{\u0000"\u0000a\u0000"\u0000', "`cdk.tf.json` is not UTF-8 text"],
  ["bytes that are no UTF-8", '{"a": "\uFFFD"}', "`cdk.tf.json` is not UTF-8 text"],
  ["a text that ends too early", '{"a":\n  [1,', "`cdk.tf.json` line 2: the text ends too early"],
  ["a trailing comma", '{"a": 1,\n}', "`cdk.tf.json` line 2: expected a key in double quotes, found `}`"],
  ["a comment", '{\n// no\n"a": 1}', "`cdk.tf.json` line 2: expected a key in double quotes, found `/`"],
  ["a single quote", "{'a': 1}", "`cdk.tf.json` line 1: expected a key in double quotes, found `'`"],
  ["a missing colon", '{"a" 1}', "`cdk.tf.json` line 1: expected a colon after the key `a`"],
  ["a missing comma", '{"a": 1\n"b": 2}', '`cdk.tf.json` line 2: expected a comma or }, found `"`'],
  ["a word", '{"a": yes}', "`cdk.tf.json` line 1: expected a value, found `y`"],
  ["a leading zero", '{"a": 01}', "`cdk.tf.json` line 1: expected a comma or }, found `1`"],
  ["a line break in a string", '{"a": "x\ny"}', "`cdk.tf.json` line 1: a string is not closed on its line"],
  ["a second value", "{} {}", "`cdk.tf.json` line 1: there is text after the end of the JSON value"],
  ["an unknown escape in a value", '{"a": "\\x41"}', "`cdk.tf.json` is not valid JSON"],
  ["an unknown escape in a key", '{"\\x41": 1}', "`cdk.tf.json` line 1: a key is not a valid JSON string"],
  ["a string that is never closed", '{"a": "x', "`cdk.tf.json` line 1: the text ends too early, inside of a string"],
  ["HCL", 'resource "postgresql_role" "x" {}', "`cdk.tf.json` line 1: expected a value, found `r`"],
  ["a key given twice", '{\n"a": 1,\n"b": {},\n"a": 2}', "`cdk.tf.json` line 4: the key `a` is given twice in one object"],
  ["a key given twice in two spellings", '{"grant_role": 1, "\\u0067rant_role": 2}', "`cdk.tf.json` line 1: the key `grant_role` is given twice in one object"],
  ["a key given twice deep inside", '{"a": [{"b": 1}, {"c": 1, "c": 2}]}', "`cdk.tf.json` line 1: the key `c` is given twice in one object"],
  [
    "a key given twice where an escaped colon makes up for the colon that is lost",
    '{"a": 1, "a": 2, "b": "\\u003a"}',
    "`cdk.tf.json` line 1: the key `a` is given twice in one object",
  ],
  ["a key given twice whose lost value is a colon", '{"a": ":", "a": "::"}', "`cdk.tf.json` line 1: the key `a` is given twice in one object"],
  ["__proto__ given twice", '{"__proto__": 1, "__proto__": 2}', "`cdk.tf.json` line 1: the key `__proto__` is given twice in one object"],
])("%s is refused, with its line", (_, text, message) => {
  expect(refusal(text).message).toBe(message);
});

test.each([
  ["arrays", "["],
  ["objects", '{"a":'],
])("ten megabytes of nested %s are refused without overflowing the stack", (_, opening) => {
  expect(refusal(opening.repeat(10_000_000 / opening.length)).message).toContain("it nests deeper than 100 levels");
});

test("a string of ten megabytes and a million line breaks are read", () => {
  expect(parseJsonText(`${"\n".repeat(1_000_000)}{"a": "${"x".repeat(10_000_000)}"}`, "x")).toEqual({ a: "x".repeat(10_000_000) });
});

test("the same key in two objects is fine", () => {
  expect(parseJsonText('{"a": {"b": 1}, "c": {"b": [{"b": 2}, {"b": 3}]}}', "x")).toEqual({ a: { b: 1 }, c: { b: [{ b: 2 }, { b: 3 }] } });
});

test("a key given twice is refused whatever colons and escapes the text holds", () => {
  const colon = fc.constantFrom(":", "\\u003a", "x", '\\"', "\\\\", "{", " ");
  const text = fc.array(colon, { maxLength: 4 }).map((parts) => `"${parts.join("")}"`);
  const value = fc.oneof(
    text,
    text.map((inner) => `{${inner} : [${inner}]}`),
  );
  fc.assert(
    fc.property(text, fc.array(fc.tuple(text, value), { maxLength: 3 }), value, value, (key, others, first, second) => {
      const fields = others.map(([name, of], at) => `"${at}${name.slice(1)}:${of}`);
      const once = `{${[...fields, `${key}: ${first}`].join(",")}}`;
      expect(parseJsonText(once, "x")).toEqual(JSON.parse(once));
      expect(refusal(`{${[`${key} :${second}`, ...fields, `${key}: ${first}`].join(",")}}`).message).toContain("given twice");
    }),
    { seed: SEED, numRuns: 2000 },
  );
});

test("it reads every JSON text as JSON.parse does, and refuses what JSON.parse refuses", () => {
  const mutated = fc
    .tuple(fc.json({ maxDepth: 4 }), fc.nat(), fc.constantFrom("", '"', "{", "}", "[", "]", ",", ":", "\\", "0", "-", "t", " ", "\n"), fc.nat(2))
    .map(([text, at, insert, drop]) => text.slice(0, at % (text.length + 1)) + insert + text.slice((at % (text.length + 1)) + drop));
  fc.assert(
    fc.property(fc.oneof(fc.json({ maxDepth: 4 }), mutated), (text) => {
      let expected: unknown;
      try {
        expected = JSON.parse(text);
      } catch {
        expect(refusal(text)).toBeInstanceOf(InputError);
        return;
      }
      // A duplicate made by a mutation is the one thing that JSON.parse takes and we do not.
      try {
        expect(parseJsonText(text, "x")).toEqual(expected);
      } catch (error) {
        if (!(error instanceof InputError) || !error.message.includes("given twice")) throw error;
      }
    }),
    { seed: SEED, numRuns: 2000 },
  );
});

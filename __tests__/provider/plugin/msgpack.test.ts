import fc from "fast-check";
import { decodeMsgpack, encodeMsgpack } from "../../../provider/plugin/msgpack";
import { sameValue, UNKNOWN_VALUE, type Value, valueOfJson } from "../../../provider/plugin/value";

const values: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).filter((each) => !Object.is(each, -0)),
    fc.string({ unit: "binary", maxLength: 400 }),
    fc.array(tie("value"), { maxLength: 40 }),
    fc.array(fc.tuple(fc.oneof(fc.string({ unit: "binary" }), fc.constant("__proto__")), tie("value")), { maxLength: 40 }).map((entries) => new Map(entries)),
  ),
})).value;

describe("msgpack as Terraform speaks it", () => {
  test("gives back what was written, whatever it is", () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(sameValue(decodeMsgpack(encodeMsgpack(value)), value)).toBe(true);
      }),
    );
  });

  test("an unknown is any extension, with or without refinements", () => {
    for (const hex of ["d40000", "c7050c0102030405", "c80003000102ff"]) expect(decodeMsgpack(Buffer.from(hex, "hex"))).toBe(UNKNOWN_VALUE);
    expect(encodeMsgpack(UNKNOWN_VALUE).toString("hex")).toBe("d40000");
  });

  test.each([
    ["7f", 127],
    ["e0", -32],
    ["cc80", 128],
    ["cd0100", 256],
    ["ce00010000", 65_536],
    ["cf0000000100000000", 4_294_967_296],
    ["cfffffffffffffffff", 18_446_744_073_709_551_615n],
    ["d0df", -33],
    ["d1ff00", -256],
    ["d2ffff0000", -65_536],
    ["d3ffffffff00000000", -4_294_967_296],
    ["ca3fc00000", 1.5],
    ["cb3ff8000000000000", 1.5],
    ["d90161", "a"],
    ["da000161", "a"],
    ["db0000000161", "a"],
    ["c40161", "a"],
  ])("%s is %s", (hex, value) => expect(decodeMsgpack(Buffer.from(String(hex), "hex"))).toBe(value));

  test("damaged bytes are an error, and never anything else", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          decodeMsgpack(bytes);
        } catch (error) {
          expect((error as Error).message).toMatch(/^msgpack: /);
        }
      }),
    );
    expect(() => decodeMsgpack(Buffer.from("c0c0", "hex"))).toThrow("bytes behind the value");
    expect(() => decodeMsgpack(Buffer.from("81c0c0", "hex"))).toThrow("a key that is no text");
    expect(() => decodeMsgpack(Buffer.alloc(1000, 0x91))).toThrow("nested too deep");
  });

  test("a state of JSON is the same value", () => {
    expect(sameValue(valueOfJson(JSON.parse('{"a":[1,null,{"__proto__":"x"}]}')), new Map([["a", [1, null, new Map([["__proto__", "x"]])]]]))).toBe(true);
  });
});

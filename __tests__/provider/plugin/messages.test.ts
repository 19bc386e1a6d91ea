import fc from "fast-check";
import { parse } from "protobufjs";
import { decodeMessage, encodeMessage } from "../../../provider/plugin/messages";

/** Of Terraform's tfplugin6.proto, read by the library's own compiler. */
const { root } = parse(
  `syntax = "proto3";
message DynamicValue { bytes msgpack = 1; bytes json = 2; }
message AttributePath { message Step { oneof selector { string attribute_name = 1; string element_key_string = 2; int64 element_key_int = 3; } } repeated Step steps = 1; }
message Diagnostic { enum Severity { INVALID = 0; ERROR = 1; WARNING = 2; } Severity severity = 1; string summary = 2; string detail = 3; AttributePath attribute = 4; }
message Schema { message Block { int64 version = 1; string description = 4; bool deprecated = 6; } int64 version = 1; Block block = 2; }
message GetProviderSchemaResponse { Schema provider = 1; map<string, Schema> resource_schemas = 2; repeated Diagnostic diagnostics = 4; }
message PlanResourceChangeRequest { string type_name = 1; DynamicValue prior_state = 2; DynamicValue proposed_new_state = 3; DynamicValue config = 4; bytes prior_private = 5; DynamicValue provider_meta = 6; }
message PlanResourceChangeResponse { DynamicValue planned_state = 1; repeated AttributePath requires_replace = 2; bytes planned_private = 3; repeated Diagnostic diagnostics = 4; }
message UpgradeResourceStateRequest { string type_name = 1; int64 version = 2; }`,
  { keepCase: true },
);

const read = (name: string, bytes: Uint8Array): object => {
  const type = root.lookupType(name);
  return type.toObject(type.decode(bytes), { longs: Number, bytes: Buffer, enums: Number, defaults: false });
};
const written = (name: string, message: object): Buffer => {
  const type = root.lookupType(name);
  return Buffer.from(type.encode(type.fromObject(message)).finish());
};

const bytes = fc.uint8Array({ maxLength: 300 }).map((each) => Buffer.from(each));
const dynamic = fc.record({ msgpack: bytes });
const steps = fc.array(
  fc.oneof(
    fc.string().map((attribute_name) => ({ attribute_name })),
    fc.string({ unit: "binary" }).map((element_key_string) => ({ element_key_string })),
    fc.maxSafeInteger().map((element_key_int) => ({ element_key_int })),
  ),
  { minLength: 1, maxLength: 4 },
);
const diagnostics = fc.array(
  fc.record({ severity: fc.constantFrom(1, 2), summary: fc.string({ unit: "grapheme" }), detail: fc.string(), attribute: fc.record({ steps }) }),
  { minLength: 1, maxLength: 3 },
);

describe("messages of the protocol", () => {
  test("what we write is what Terraform's own description of it reads", () => {
    const response = fc.record({
      planned_state: dynamic,
      requires_replace: fc.array(fc.record({ steps }), { minLength: 1 }),
      planned_private: bytes,
      diagnostics,
    });
    fc.assert(
      fc.property(response, (message) => expect(read("PlanResourceChangeResponse", encodeMessage("PlanResourceChangeResponse", message))).toEqual(message)),
    );
  });

  test("maps of schemas, too", () => {
    const schema = { version: 3, block: { version: 3, description: "d" } };
    const message = { provider: schema, resource_schemas: { a: schema, b: schema } };
    expect(read("GetProviderSchemaResponse", encodeMessage("GetProviderSchemaResponse", message))).toEqual(message);
  });

  test("what Terraform writes is read, and what we do not know of it is passed over", () => {
    const request = fc.record({
      type_name: fc.string({ minLength: 1 }),
      prior_state: dynamic,
      config: dynamic,
      prior_private: bytes.filter(({ length }) => length > 0),
    });
    fc.assert(
      fc.property(request, dynamic, (message, provider_meta) =>
        expect(decodeMessage("PlanResourceChangeRequest", written("PlanResourceChangeRequest", { ...message, provider_meta }))).toEqual(message),
      ),
    );
    expect(decodeMessage("UpgradeResourceStateRequest", written("UpgradeResourceStateRequest", { type_name: "t", version: 5_000_000_000 }))).toEqual({
      type_name: "t",
      version: 5_000_000_000,
    });
  });

  test("bytes that are no message are refused, and never read beyond their end", () => {
    const whole = written("PlanResourceChangeRequest", { type_name: "rolegate_memberships", prior_state: { msgpack: Buffer.alloc(40, 1) } });
    for (let length = 1; length < whole.length; length++) {
      if (length === whole.indexOf(0x12)) continue;
      expect(() => decodeMessage("PlanResourceChangeRequest", whole.subarray(0, length))).toThrow(/index out of range|ends within/);
    }
    fc.assert(
      fc.property(bytes, (noise) => {
        try {
          decodeMessage("PlanResourceChangeRequest", noise);
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
        }
      }),
    );
  });
});

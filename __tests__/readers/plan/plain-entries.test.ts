import fc from "fast-check";
import { readConfiguration } from "../../../readers/plan/configuration";
import { type Entry, entryIn } from "../../../readers/plan/entries";
import { type JsonCursor, readJson } from "../../../readers/plan/json-cursor";
import { plainEntryReader } from "../../../readers/plan/plain-entry";
import type { PlanBytes } from "../../../readers/plan/plan-bytes";
import { readSections } from "../../../readers/plan/plan-sections";
import type { Json, JsonObject } from "../../../readers/terraform/json-text";
import { holdsFor } from "../../support/sample";

const inChunks = (text: string, size: number): PlanBytes => {
  const bytes = Buffer.from(text);
  return {
    path: "plan.json",
    *chunks(from = 0) {
      for (let at = from; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
    },
  };
};

/** Few texts, so that they come again, and such as are easily mistaken for one another. */
const text = fc.constantFrom("a", "ab", "postgresql_role", "postgresql_roles", "é", '"', "\\", "\n", "}", "", "__proto__", "constructor");
const scalar = fc.oneof(text, fc.constantFrom(null, true, false, 0, -1, 10, 1, 100, 1.5, 1e300));
const value = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, scalar, fc.array(tie("value"), { maxLength: 2 }), fc.dictionary(text, tie("value"), { maxKeys: 3 })),
})).value;
const objectOf = (keys: readonly string[]) =>
  fc
    .tuple(fc.shuffledSubarray([...keys, "other", "é"]), fc.boolean(), fc.infiniteStream(value))
    .map(([some, isInOrder, values]) =>
      Object.fromEntries((isInOrder ? [...some].sort((a, b) => keys.indexOf(a) - keys.indexOf(b)) : some).map((key) => [key, values.next().value as Json])),
    );
const change = objectOf(["actions", "before", "after", "after_unknown", "before_sensitive", "after_sensitive"]);
const entry = fc
  .tuple(objectOf(["address", "module_address", "mode", "type", "name", "index", "provider_name", "deposed"]), fc.oneof(change, value))
  .map(([own, inner]): JsonObject => ({ ...own, change: inner }));

/** The entries as the plan reader reads them: of the bytes where they are plain. */
const read = (source: PlanBytes): readonly Entry[] => {
  const entries: Entry[] = [];
  const reader = { plainly: plainEntryReader(), parsed: (parsed: Json) => entryIn(parsed as JsonObject) };
  readJson(source, (cursor: JsonCursor) => cursor.array(() => entries.push(cursor.read(reader))));
  return entries;
};

describe("what is read of the bytes is what is parsed", () => {
  test("of entries, whatever stands where, in chunks of any size, with white space or without", async () => {
    await holdsFor(
      fc.record({ entries: fc.array(entry, { maxLength: 12 }), size: fc.integer({ min: 1, max: 4000 }), space: fc.constantFrom(0, 0, 0, 1) }),
      { runs: 300, longRuns: 20_000, describe: ({ size }) => `in chunks of ${size}` },
      async ({ entries, size, space }) => {
        expect(read(inChunks(JSON.stringify(entries, null, space), size))).toEqual(JSON.parse(JSON.stringify(entries)).map(entryIn));
      },
    );
  });

  test.each([
    ["in the entry", '{"type":"a","type":"b","change":{}}', "type"],
    ["that is none of ours", '{"x":1,"x":2,"change":{}}', "x"],
    ["in the change", '{"change":{"after":{},"after":{}}}', "after"],
    ["in a value", '{"change":{"after":{"name":"a","name":"b"}}}', "name"],
    ["in marks", '{"change":{"after_unknown":{"id":true,"id":false}}}', "id"],
    ["in what is not looked at", '{"importing":{"id":"1","id":"2"},"change":{}}', "id"],
    ["written in two ways", '{"type":"a","typ\\u0065":"b","change":{}}', "type"],
  ])("a key given twice %s is refused", (_, written, key) => {
    expect(() => read(inChunks(`[${written}]`, 1000))).toThrow(`the key \`${key}\` is given twice in one object`);
  });
});

const configuration = (resource: string): string => `{"format_version":"1.2","configuration":{"root_module":{"resources":[${resource}]}}}`;
const configured = (text: string) => {
  let found: ReturnType<typeof readConfiguration> | undefined;
  readSections(
    inChunks(text, 7),
    new Map([
      [
        "configuration",
        (cursor, section) => {
          found = readConfiguration(cursor, section);
        },
      ],
    ]),
  );
  return found?.resources[0];
};

describe("a resource of the configuration", () => {
  const own = '"mode":"managed","type":"postgresql_role","name":"é","provider_config_key":"postgresql"';
  test.each([[""], [" "]])("says which of its arguments have an expression, with %j between its parts", (space) => {
    const expressions = `"expressions":{"name":{"constant_value":"x"},${space}"login":{},"roles":{"references":["a.b","a"]}}`;
    const resource = configured(configuration(`{${own},${expressions},"schema_version":0}`));
    expect(resource).toMatchObject({ modules: [], name: "é", providerKey: "postgresql", provisioners: [] });
    expect(["name", "login", "roles", "toString", "__proto__"].map((argument) => resource?.expressions.has(argument))).toEqual([
      true,
      false,
      true,
      false,
      false,
    ]);
    expect(resource?.expressions.at("roles")).toEqual({ references: ["a.b", "a"] });
  });

  test.each([
    ['"expressions":{"name":{},"name":{}}', "name"],
    ['"expressions":{"name":{"constant_value":"x","constant_value":"y"}}', "constant_value"],
    ['"expressions":{"arg":[{"name":{"constant_value":"x","constant_value":"y"}}]}', "constant_value"],
    ['"x":{"y":1,"y":2}', "y"],
  ])("is refused where a key is given twice: %s", (written, key) => {
    expect(() => configured(configuration(`{${own},${written}}`))).toThrow(`the key \`${key}\` is given twice in one object`);
  });
});

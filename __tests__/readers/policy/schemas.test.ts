import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv2020 from "ajv/dist/2020";
import fc from "fast-check";
import { parse, stringify } from "yaml";
import { CAPABILITIES, isServerTier, tierOf } from "../../../model/capability";
import { PLATFORM_ROLE_NAMES, PLATFORMS } from "../../../model/platforms";
import { ATTRIBUTE_CEILING, CEILING, ISOLATIONS, PERSONA_KINDS } from "../../../model/policy";
import { MAJORS, PREDEFINED_ROLE_NAMES, predefinedRole } from "../../../model/predefined-roles";
import { DEFINITION_RULES } from "../../../readers/policy/definitions";
import { Problems } from "../../../readers/policy/problems";
import { departures } from "../../../readers/policy/schema";
import { readYaml } from "../../../readers/policy/yaml-tree";
import { FIXTURES, folder } from "./folder";

const FOLDER = join(__dirname, "../../../model/schemas");
const KINDS = ["accepted", "allowlist", "environments", "personas", "waivers"] as const;
type Kind = (typeof KINDS)[number];
type Json = { readonly [key: string]: unknown };

const schemaOf = (kind: Kind): Json => JSON.parse(readFileSync(join(FOLDER, `${kind}.schema.json`), "utf8"));
// The oracle: strict, with the one word that editors know and the drafts do not.
const ajv = new Ajv2020({ strict: true, allErrors: true });
ajv.addVocabulary(["patternErrorMessage"]);
const validators = new Map(KINDS.map((kind) => [kind, ajv.compile(schemaOf(kind))]));
const accepts = (kind: Kind, value: unknown): boolean => validators.get(kind)!(value) === true;

/** Is the text refused for its shape alone? `undefined` where it is no YAML. */
const fits = (kind: Kind, text: string, rules = {}): boolean | undefined => {
  const problems = new Problems();
  const root = readYaml(`${kind}.yaml`, text, problems);
  return root === undefined ? undefined : departures(root, kind, rules, problems).size === 0;
};

const subschemas = (value: unknown): Json[] => {
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(subschemas);
  const { properties, $defs, items, oneOf } = value as Json;
  return [
    value as Json,
    ...Object.values((properties ?? {}) as Json).flatMap(subschemas),
    ...Object.values(($defs ?? {}) as Json).flatMap(subschemas),
    ...subschemas(items),
    ...subschemas(oneOf),
  ];
};

describe.each(KINDS)("%s.schema.json", (kind) => {
  const schema = schemaOf(kind);

  test("is a schema of draft 2020-12 under its own name", () => {
    expect(schema).toMatchObject({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      $id: `https://rolegate.dev/schemas/${kind}.schema.json`,
      title: expect.stringContaining("rolegate"),
    });
    expect(ajv.validateSchema(schema)).toBe(true);
  });

  test("uses only the words that the reader has sentences for, and forbids unknown keys everywhere", () => {
    const read = [
      "$ref",
      "type",
      "enum",
      "const",
      "pattern",
      "patternErrorMessage",
      "minLength",
      "maxLength",
      "minimum",
      "maximum",
      "properties",
      "required",
      "additionalProperties",
      "minProperties",
      "items",
      "minItems",
      "uniqueItems",
      "oneOf",
      "$defs",
    ];
    const shown = ["$schema", "$id", "title", "description", "examples", "default"];
    for (const part of subschemas(schema)) {
      expect([...read, ...shown]).toEqual(expect.arrayContaining(Object.keys(part)));
      if (part.properties !== undefined) expect(part).toMatchObject({ type: "object", additionalProperties: false });
      for (const branch of (part.oneOf ?? []) as Json[]) expect(Object.keys(branch)).toEqual(expect.arrayContaining([expect.stringMatching(/^(\$ref|type)$/)]));
    }
  });

  test("describes every property, with an example where it is required", () => {
    const definitions = schema.$defs as Record<string, Json>;
    const resolved = (part: Json): Json => (typeof part.$ref === "string" ? { ...definitions[part.$ref.replace("#/$defs/", "")], ...part } : part);
    for (const part of subschemas(schema)) {
      for (const [name, property] of Object.entries((part.properties ?? {}) as Record<string, Json>)) {
        expect([name, resolved(property).description]).toEqual([name, expect.stringMatching(/^.{10,}$/)]);
        if (((part.required ?? []) as string[]).includes(name))
          expect([name, resolved(property).examples]).toEqual([name, expect.arrayContaining([expect.anything()])]);
      }
    }
  });

  test("gives examples that it accepts itself", () => {
    for (const part of subschemas(schema)) {
      const { $id: _, ...unnamed } = part;
      const validate = ajv.compile({ ...unnamed, $defs: schema.$defs });
      for (const example of (part.examples ?? []) as unknown[]) expect([example, validate(example)]).toEqual([example, true]);
    }
  });

  test("refers to definitions that exist, each of them used", () => {
    const used = new Set([...JSON.stringify(schema).matchAll(/"#\/\$defs\/(\w+)"/g)].map(([, name]) => name));
    expect([...used].sort()).toEqual(Object.keys(schema.$defs as Json).sort());
  });
});

test("there is one schema for each policy file, beside those of what is printed", () => {
  const printed = ["diff", "explain", "explain-all", "report"];
  expect(readdirSync(FOLDER).sort()).toEqual([...KINDS, ...printed].map((kind) => `${kind}.schema.json`).sort());
});

describe("what the schemas list is what the model knows", () => {
  const enumOf = (kind: Kind, definition: string, property?: string): unknown => {
    const part = (schemaOf(kind).$defs as Record<string, Json>)[definition] as Json;
    return (property === undefined ? part : ((part.properties as Json)[property] as Json)).enum;
  };
  const sorted = (values: unknown): readonly unknown[] => [...(values as readonly unknown[])].sort();

  test("majors, platforms, kinds of isolation", () => {
    expect(enumOf("environments", "environment", "postgres")).toEqual([...MAJORS]);
    expect(enumOf("environments", "environment", "platform")).toEqual([...PLATFORMS]);
    expect(enumOf("allowlist", "allowlistEntry", "isolation")).toEqual([...ISOLATIONS]);
  });

  test.each(PERSONA_KINDS)("what %s may be approved for, and no more", (kind) => {
    const roles = PREDEFINED_ROLE_NAMES.filter((name) => predefinedRole(name)!.grantable && CEILING[kind].includes(predefinedRole(name)!.tier));
    expect(sorted(enumOf("personas", `${kind}Approved`))).toEqual(sorted([...roles, ...(kind === "dba" ? PLATFORM_ROLE_NAMES : [])]));
    expect(sorted(enumOf("personas", `${kind}Attribute`) ?? [])).toEqual(sorted(ATTRIBUTE_CEILING[kind]));
  });

  test("the capabilities that are allowlisted, and those that an accepted function may give", () => {
    const [server, other] = [true, false].map((wanted) => CAPABILITIES.filter((capability) => isServerTier(tierOf(capability)) === wanted));
    expect(sorted(enumOf("allowlist", "serverCapability"))).toEqual(sorted(server));
    expect(sorted(enumOf("accepted", "acceptedCapability"))).toEqual(sorted(other));
  });

  test("every rule of the reader about a definition has its definition", () => {
    const defined = new Set(KINDS.flatMap((kind) => Object.keys(schemaOf(kind).$defs as Json)));
    expect([...defined]).toEqual(expect.arrayContaining(Object.keys(DEFINITION_RULES)));
  });
});

const fixtures = readdirSync(FIXTURES).flatMap((name) =>
  folder(name).map((file) => ({ ...file, kind: file.name.replace(/policies\/|\.yaml/g, "") as Kind, title: `${name}/${file.name}` })),
);

test.each(fixtures.map((file) => [file.title, file] as const))("%s fits its schema, for editors and for the reader", (_, { kind, text }) => {
  expect([accepts(kind, parse(text)), fits(kind, text, DEFINITION_RULES)]).toEqual([true, true]);
});

const WORDS = [
  "prod",
  "",
  " ",
  "*",
  "orders_app",
  "pg_monitor",
  "pg_signal_backend",
  "createdb",
  "shared",
  "2026-02-28",
  "2026-13-01",
  "16.1",
  "12",
  "a.b(c)",
  "a".repeat(70),
  "__proto__",
  "all",
  "superuser",
  "monitor",
];
const scalars = fc.constantFrom<unknown>(...WORDS, null, true, false, 0, 16, 5432, 1.5, -1, 70000);
const values = fc.oneof(
  scalars,
  fc.array(scalars, { maxLength: 3 }),
  fc.dictionary(fc.constantFrom("name", "roles", "host", "approved", "audit"), scalars, { maxKeys: 2 }),
);
const KEYS = ["name", "kind", "roles", "approved", "owner", "exact", "extra", "personas", "waivers", "port"];

/** `value` with one node, chosen by `choices`, replaced, removed, doubled or joined by a key. */
const mutated = (value: unknown, choices: readonly number[], replacement: unknown): unknown => {
  const [choice = 0, ...rest] = choices;
  if (rest.length === 0 || typeof value !== "object" || value === null) return replacement;
  if (Array.isArray(value)) {
    const at = choice % (value.length + 1);
    if (at === value.length) return rest.length % 2 === 0 ? [...value, ...value.slice(0, 1)] : value.slice(1);
    return value.map((item, index) => (index === at ? mutated(item, rest, replacement) : item));
  }
  const entries = Object.entries(value);
  const at = choice % (entries.length + 2);
  if (at === entries.length) return Object.fromEntries(entries.slice(1));
  if (at > entries.length) return Object.fromEntries([...entries, [KEYS[choice % KEYS.length], replacement]]);
  return Object.fromEntries(entries.map(([key, member], index) => [key, index === at ? mutated(member, rest, replacement) : member]));
};

test("the reader and ajv's strict reading of the schemas agree on whatever becomes of the fixtures", () => {
  const verdicts = { accepted: 0, refused: 0 };
  const parsed = fixtures.map(({ kind, text }) => ({ kind, value: parse(text) as unknown }));
  fc.assert(
    fc.property(fc.constantFrom(...parsed), fc.array(fc.nat({ max: 40 }), { minLength: 1, maxLength: 8 }), values, ({ kind, value }, choices, replacement) => {
      const changed = mutated(value, choices, replacement);
      const expected = accepts(kind, changed);
      verdicts[expected ? "accepted" : "refused"]++;
      const found = fits(kind, stringify(changed, { version: "1.2" }));
      if (found !== undefined || expected) expect(found).toBe(expected);
    }),
    { numRuns: 3000, seed: 3 },
  );
  expect(Math.min(verdicts.accepted, verdicts.refused)).toBeGreaterThan(100);
});

test("the reader accepts nothing that the schemas refuse", () => {
  const parsed = fixtures.map(({ kind, text }) => ({ kind, value: parse(text) as unknown }));
  fc.assert(
    fc.property(fc.constantFrom(...parsed), fc.array(fc.nat({ max: 40 }), { minLength: 1, maxLength: 8 }), values, ({ kind, value }, choices, replacement) => {
      const changed = mutated(value, choices, replacement);
      if (fits(kind, stringify(changed), DEFINITION_RULES) === true) expect(accepts(kind, changed)).toBe(true);
    }),
    { numRuns: 1500, seed: 4 },
  );
});

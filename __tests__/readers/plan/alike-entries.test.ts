import { readdirSync } from "node:fs";
import fc from "fast-check";
import { planReadings } from "../../../gates/plan";
import { InputError } from "../../../model/input-error";
import { viewOf } from "../../../readers/plan/byte-window";
import { planInMemory } from "../../../readers/plan/plan-bytes";
import { shapeOf } from "../../../readers/plan/shape-of";
import { grantValues, type PlannedChange, planOf, roleValues } from "../../support/plans";
import { RECORDED, recordedPlan } from "../../support/recorded-plans";
import { holdsFor } from "../../support/sample";

/** What is read of a plan, whatever its bytes are. */
const readingOf = (text: string) => {
  try {
    return planReadings([planInMemory("plan.json", text)], null).map(({ servers, input }) => ({ servers, input: { ...input, sha256: "" } }));
  } catch (error) {
    if (error instanceof InputError) return error.message.replace(/line \d+/, "line");
    throw error;
  }
};

/** With white space each entry is read on its own; without it those that are like another one are not looked at. */
const bothWays = (plan: unknown): void => expect(readingOf(JSON.stringify(plan))).toEqual(readingOf(JSON.stringify(plan, null, 1)));

/** Names that mean something to a server, to a platform, to a reader or to JavaScript. */
const MEANT = ["pg_execute_server_program", "public", "PUBLIC", "rds_superuser", "terraform", "${var.role}", "__proto__", "", "x\u0001", "é".repeat(32)];
const name = fc.constantFrom(...MEANT, "a", "b", "orders_app", "pg_monitor", "é", 'quo"te', "back\\slash", "line\nfeed", "x\u0000y");
const seldom = <T>(usual: T, ...others: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight: 12, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(usual, ...others) });
const place = {
  address: name,
  module: seldom<string | undefined>(undefined, "module.team", 'module.team["x"]'),
  name: fc.constantFrom("this", "that", "é"),
  actions: seldom<readonly string[]>(["create"], ["no-op"], ["update"], ["delete"], ["delete", "create"], ["forget"], ["unknown"]),
  unknown: seldom<unknown>({ id: true }, {}, { name: true }, { roles: [true] }, { roles: true }, true),
  sensitive: seldom<unknown>({ password: true }, { name: true }, { roles: [true] }, true, false),
  provider: seldom("registry.terraform.io/cyrilgdn/postgresql", "registry.terraform.io/fork/postgresql"),
  providerKey: seldom("postgresql", "postgresql.other"),
  deposed: seldom<string | undefined>(undefined, "12345678"),
  isConfigured: seldom(true, false),
  written: seldom<readonly string[]>(["name"], ["name", "roles"], ["name", "password"], []),
};
const role = fc
  .record({
    ...place,
    role: name,
    roles: fc.oneof(fc.constant(null), fc.array(name, { maxLength: 2 })),
    more: seldom<object>(
      {},
      { valid_until: "2027-01-01" },
      { password: "x" },
      { search_path: ["a"] },
      { superuser: true },
      { assume_role: "b" },
      { strange: 1 },
    ),
  })
  .map(({ role: own, roles, more, ...rest }) => ({ ...rest, type: "postgresql_role", values: roleValues(own, { roles, ...more }) }));
const membership = fc
  .record({ ...place, member: name, group: name, admin: seldom(false, true) })
  .map(({ member, group, admin, ...rest }) => ({ ...rest, type: "postgresql_grant_role", values: grantValues(member, group, admin) }));
const grant = fc
  .record({
    ...place,
    role: name,
    schema: seldom<string | null>("public", null, "x"),
    objects: seldom<readonly string[]>(["t"], [], ["t", "u"], ["t; DROP"]),
    privileges: seldom<readonly string[]>(["SELECT"], ["ALL"], []),
  })
  .map(({ role: own, schema, objects, privileges, ...rest }) => ({
    ...rest,
    type: "postgresql_grant",
    values: { role: own, database: "orders", schema, object_type: "table", objects, privileges, with_grant_option: false },
  }));

interface Drawn {
  readonly values: NonNullable<PlannedChange["after"]>;
  readonly isConfigured: boolean;
  readonly written: readonly string[];
  readonly deposed: string | undefined;
  readonly module: string | undefined;
  readonly actions: readonly string[];
}
const changeOf = ({ values, isConfigured, written, deposed, module, actions, ...rest }: Drawn): PlannedChange => ({
  ...rest,
  actions,
  ...(module !== undefined && { module }),
  ...(deposed !== undefined && { deposed }),
  before: actions[0] === "create" ? null : values,
  after: ["delete", "forget"].includes(actions.at(-1) ?? "") ? null : values,
  expressions: isConfigured ? Object.fromEntries(written.map((key) => [key, { references: ["var.x"] }])) : null,
});

/** The entry as often as it has texts, each time with a name that means something in place of another one of them. */
const withEachText = (entry: object): readonly object[] => {
  let texts = 0;
  const replaced = (wanted: number): object => {
    texts = 0;
    const name = MEANT[wanted % MEANT.length];
    return JSON.parse(JSON.stringify(entry), (_, inner) => (typeof inner === "string" && texts++ === wanted ? name : inner));
  };
  replaced(0);
  return Array.from({ length: texts }, (_, wanted) => replaced(wanted));
};

describe("entries that are like one before give the facts that they give on their own", () => {
  test("whatever they are, in whatever order", async () => {
    await holdsFor(
      fc.array(fc.oneof({ weight: 3, arbitrary: role }, { weight: 2, arbitrary: membership }, { weight: 1, arbitrary: grant }), { maxLength: 30 }),
      { runs: 300, longRuns: 20_000, describe: (changes) => JSON.stringify(changes, null, 1) },
      async (changes) => bothWays(planOf(changes.map(changeOf))),
    );
  });

  test("in every recorded plan, each entry twice", () => {
    for (const recorded of readdirSync(RECORDED)) {
      const plan = JSON.parse(recordedPlan(recorded));
      bothWays(plan);
      const twice = (plan.resource_changes ?? []).flatMap((entry: object) => [entry, entry, entry]);
      bothWays({ ...plan, resource_changes: twice });
    }
  });

  test("in every recorded plan, with a name that means something in place of each text of an entry in turn", () => {
    for (const recorded of readdirSync(RECORDED)) {
      const plan = JSON.parse(recordedPlan(recorded));
      const own = new Map<string, object>((plan.resource_changes ?? []).map((entry: { type: string }) => [entry.type, entry]));
      const changes = [...own.values()].flatMap((entry) => withEachText(entry).flatMap((changed) => [entry, changed]));
      bothWays({ ...plan, resource_changes: changes });
    }
  });

  const entry = (more: string): string =>
    `{"address":"postgresql_role.a","mode":"managed","type":"postgresql_role","name":"a","provider_name":"registry.terraform.io/cyrilgdn/postgresql",${more}}`;
  const created = (after: string): string => entry(`"change":{"actions":["create"],"before":null,"after":${after},"after_unknown":{}}`);
  const planWith = (...entries: readonly string[]): string => `{"format_version":"1.2","resource_changes":[${entries.join(",")}],"configuration":{}}`;

  test.each([
    ["a key that only looks like another", '{"change\\nafter":{"name":"x"},"name":"one"}', '{"change\\nafter":{"name":"x"},"name":"two"}'],
    ["an empty key", '{"":{"name":"x"},"name":"one"}', '{"":{"name":"y"},"name":"one"}'],
    ["a name by escapes", '{"n\\u0061me":"one"}', '{"n\\u0061me":"two"}'],
    ["half of a character", '{"name":"one"}', '{"name":"\\ud800"}'],
    ["a zero byte", '{"name":"one"}', '{"name":"o\\u0000ne"}'],
    ["public", '{"role":"one"}', '{"role":"public"}'],
    ["names in a list of lists", '{"name":"one","roles":[["a"]]}', '{"name":"two","roles":[["b"]]}'],
    ["another validity", '{"name":"one","valid_until":"infinity"}', '{"name":"two","valid_until":"2027-01-01"}'],
  ])("with %s", (_, first, second) => {
    const text = planWith(created(first), created(first), created(second), created(first));
    expect(readingOf(text)).toEqual(readingOf(text.replaceAll('"change":', ' "change": ')));
  });

  test.each([["password"], ["password_wo"]])("and a %s is asked for in each configuration", (argument) => {
    const change = (own: string, expression: object): PlannedChange => ({
      address: `postgresql_role.${own}`,
      name: own,
      after: roleValues(own, { [argument]: null }),
      expressions: { name: { constant_value: own }, [argument]: expression },
    });
    bothWays(planOf([change("a", { references: ["var.x"] }), change("b", { references: ["var.x"] }), change("c", { constant_value: "secret" })]));
  });

  test("and a key that is given twice is refused where it stands", () => {
    expect(readingOf(planWith(created('{"name":"a"}'), created('{"name":"b"}'), created('{"name":"c","name":"d"}')))).toContain("is given twice");
    expect(readingOf(planWith(created('{"name":"a","name":"b"}'), created('{"name":"b","name":"c"}')))).toContain("is given twice");
  });
});

const text = fc.constantFrom("a", "ab", "é", '"', "\\", "\n", "}", "", "__proto__", "\ud800", "12345678901234567890");
const value = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    text,
    fc.constantFrom(null, true, false, 0, -1, 1.5, 1e300),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(text, tie("value"), { maxKeys: 3 }),
  ),
})).value;

/** The value without its texts. */
const skeleton = (json: unknown): unknown => JSON.parse(JSON.stringify(json), (_, inner) => (typeof inner === "string" ? "" : inner));
const seen = (written: string) => {
  const bytes = Buffer.from(`${written}\u0000`);
  return { bytes, view: viewOf(bytes) };
};

test("what is found to be of a shape is sound, with the same keys and the same values but for its texts", async () => {
  const damage = fc.record({ at: fc.nat({ max: 400 }), code: fc.integer({ min: 0, max: 255 }), isInserted: fc.boolean() });
  await holdsFor(
    fc.record({
      one: fc.dictionary(text, value, { minKeys: 1, maxKeys: 4 }),
      other: fc.option(text, { nil: null }),
      damages: fc.array(damage, { maxLength: 2 }),
    }),
    { runs: 2000, longRuns: 200_000, describe: ({ one }) => JSON.stringify(one) },
    async ({ one, other, damages }) => {
      const written = Buffer.from(JSON.stringify(one));
      const shape = shapeOf(written, 0, written.length, 0);
      if (shape === null) throw new Error("no shape");
      expect(shape.end(seen(written.toString()), 0)).toBe(written.length);
      const changed = other === null ? one : JSON.parse(JSON.stringify(one), (_, inner) => (typeof inner === "string" ? other : inner));
      let bytes = Buffer.from(JSON.stringify(changed));
      for (const { at, code, isInserted } of damages) {
        const place = at % bytes.length;
        bytes = Buffer.concat([bytes.subarray(0, place), Buffer.from([code]), bytes.subarray(isInserted ? place : place + 1)]);
      }
      const padded = Buffer.concat([bytes, Buffer.from([0])]);
      const end = shape.end({ bytes: padded, view: viewOf(padded) }, 0);
      if (end === 0) return;
      // Whether bytes are characters is asked of the whole file.
      const found = JSON.parse(padded.toString("utf8", 0, end));
      expect(skeleton(found)).toEqual(skeleton(one));
    },
  );
});

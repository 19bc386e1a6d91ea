import fc from "fast-check";
import { answersOf } from "../../provider/plugin/answers";
import { NO_LOG } from "../../provider/plugin/log";
import { decodeMsgpack, encodeMsgpack } from "../../provider/plugin/msgpack";
import { type MapValue, sameValue, type Value, valueOfJson } from "../../provider/plugin/value";
import { rolegateProvider } from "../../provider/rolegate";
import { holdsFor } from "../support/sample";
import { SAMPLED_MAJORS, withServer } from "../support/servers";

// Plays Terraform to the resources, and holds their answers to what it enforces:
// https://github.com/hashicorp/terraform/blob/main/docs/resource-instance-change-lifecycle.md

const provider = rolegateProvider({ cwd: "/nowhere", env: {}, now: () => new Date(), log: NO_LOG, isJudging: true });
const answers = answersOf(() => provider);
const bytes = (value: Value): object => ({ msgpack: encodeMsgpack(value) });
const objectIn = (message: unknown): MapValue | null => decodeMsgpack((message as { msgpack: Buffer }).msgpack) as MapValue | null;

type Answered = Readonly<Record<string, unknown>>;
const ask = async (call: string, request: object): Promise<Answered> => {
  const answer = ((await answers[call]?.(request as Answered)) ?? {}) as Answered;
  expect((answer.diagnostics as { severity: number }[] | undefined)?.filter(({ severity }) => severity === 1) ?? []).toEqual([]);
  return answer;
};
const expectSame = (actual: MapValue | null, expected: MapValue | null): void => {
  if (!sameValue(actual, expected)) expect(actual).toEqual(expected);
};

const PRIVATE = Buffer.from("private");
type Type = "rolegate_role" | "rolegate_membership" | "rolegate_memberships";

/** Plans and applies one configuration, and gives the state of it; null destroys. */
const step = async (type: Type, prior: MapValue | null, config: MapValue | null): Promise<MapValue | null> => {
  const { attributes } = provider.resources[type]!.schema;
  const writeOnly = Object.keys(attributes).filter((name) => attributes[name]?.writeOnly === true);
  // None of these resources computes anything: what is proposed is the configuration, without what is never kept.
  const kept = config === null ? null : new Map<string, Value>([...config, ...writeOnly.map((name): [string, Value] => [name, null])]);
  if (config !== null)
    await ask("ValidateResourceConfig", { type_name: type, config: bytes(config), client_capabilities: { write_only_attributes_allowed: true } });
  const request = { type_name: type, prior_state: bytes(prior), proposed_new_state: bytes(kept), config: bytes(config), prior_private: PRIVATE };
  const planned = await ask("PlanResourceChange", request);
  expectSame(objectIn(planned.planned_state), kept);
  expect(planned.planned_private).toEqual(PRIVATE);
  expectSame(objectIn((await ask("PlanResourceChange", request)).planned_state), objectIn(planned.planned_state));
  const applied = await ask("ApplyResourceChange", {
    type_name: type,
    prior_state: bytes(prior),
    planned_state: planned.planned_state,
    config: bytes(config),
    planned_private: PRIVATE,
  });
  const state = objectIn(applied.new_state);
  expectSame(state, kept);
  expect(applied.private).toEqual(PRIVATE);
  if (state === null) return null;
  const read = await ask("ReadResource", { type_name: type, current_state: bytes(state), private: PRIVATE });
  expectSame(objectIn(read.new_state), state);
  expect(read.private).toEqual(PRIVATE);
  return state;
};

const object = (type: Type, json: object): MapValue =>
  new Map<string, Value>([
    ...Object.keys(provider.resources[type]!.schema.attributes).map((name): [string, Value] => [name, null]),
    ...(valueOfJson(json) as MapValue),
  ]);
const optional = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: null });
const words = fc.constantFrom("default", "admin");

const configurations: Readonly<Record<Type, fc.Arbitrary<object>>> = {
  rolegate_role: fc
    .record({
      name: fc.constantFrom("made", "renamed"),
      login: optional(fc.boolean()),
      inherit: optional(fc.boolean()),
      connection_limit: optional(fc.constantFrom(-1, 0, 7)),
      valid_until: optional(fc.constantFrom("infinity", "2030-01-01T00:00:00Z", "2030-01-01 02:00+01")),
      settings: optional(fc.dictionary(fc.constantFrom("work_mem", "timezone", "search_path"), fc.constantFrom("8MB", "64kB"), { noNullPrototype: true })),
      database_settings: optional(fc.constantFrom({}, { test: {} }, { test: { work_mem: "8MB" } })),
      comment: optional(fc.constantFrom("one", "it's two")),
      password: optional(fc.constantFrom("1", "2")),
    })
    .map(({ password, settings, ...others }) => ({
      ...others,
      settings: settings === null ? null : Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, name === "timezone" ? "UTC" : value])),
      password_wo: password === null ? null : `secret ${password}`,
      password_wo_version: password,
    })),
  rolegate_membership: fc.record({ member: fc.constantFrom("a", "b"), role: fc.constantFrom("r", "s"), options: optional(words) }),
  rolegate_memberships: fc
    .record({
      members: fc.uniqueArray(fc.constantFrom("a", "b"), { minLength: 1 }),
      grants: fc.array(fc.tuple(fc.constantFrom("a", "b"), fc.constantFrom("r", "s"), words)),
    })
    .map(({ members, grants }) => {
      const of = (member: string) => Object.fromEntries(grants.filter(([who]) => who === member).map(([, role, options]) => [role, options]));
      return { members, grants: Object.fromEntries(members.map((member) => [member, of(member)])) };
    }),
};

test("whatever is configured one after the other, the answers of each resource keep Terraform's rules", async () => {
  await withServer(SAMPLED_MAJORS.at(-1)!, async ({ admin, host, port, user, password, database }) => {
    await admin.query("CREATE ROLE a; CREATE ROLE b; CREATE ROLE r; CREATE ROLE s");
    const block = new Map<string, Value>([
      ...Object.keys(provider.schema.attributes).map((name): [string, Value] => [name, null]),
      ...Object.entries({ host, port, username: user, password, database }),
    ]);
    const sequences = fc
      .constantFrom<Type>("rolegate_role", "rolegate_membership", "rolegate_memberships")
      .chain((type) => fc.record({ type: fc.constant(type), configs: fc.array(configurations[type], { minLength: 1, maxLength: 4 }) }));
    await holdsFor(sequences, { runs: 8, longRuns: 200, describe: (value) => JSON.stringify(value) }, async ({ type, configs }) => {
      let state: MapValue | null = null;
      for (const config of [...configs.map((json) => object(type, json)), null]) {
        // A command of Terraform each.
        await ask("ConfigureProvider", { config: bytes(block) });
        state = await step(type, state, config);
      }
    });
  });
});

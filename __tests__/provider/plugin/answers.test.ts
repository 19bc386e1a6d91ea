import { answersOf } from "../../../provider/plugin/answers";
import type { ProviderDefinition, Resource } from "../../../provider/plugin/definition";
import { decodeMsgpack, encodeMsgpack } from "../../../provider/plugin/msgpack";
import { type MapValue, type Value, valueOfJson } from "../../../provider/plugin/value";

const thing: Resource<null> = {
  schema: {
    version: 2,
    description: "",
    attributes: {
      name: { type: "string", description: "", mode: "required" },
      secret: { type: "string", description: "", mode: "optional", writeOnly: true, sensitive: true },
    },
  },
  validate: () => [],
  // Version 0 called it `title`, version 1 `label`.
  upgrade: (version, state) => new Map(state).set("name", state.get(version === 0 ? "title" : "label") ?? null),
  read: async ({ state }) => ({ state, diagnostics: [] }),
  plan: async ({ proposed }) => ({ state: proposed, diagnostics: [] }),
  apply: async ({ planned }) => ({ state: planned, diagnostics: [] }),
  importState: async () => new Map(),
};
const definition: ProviderDefinition<null> = {
  schema: { version: 0, description: "", attributes: {} },
  resources: { thing },
  dataSources: {},
  validate: () => [],
  configure: async () => ({ context: null, diagnostics: [] }),
};
const answers = answersOf(() => definition);
const call = async (name: string, request: object): Promise<Readonly<Record<string, unknown>>> => {
  await answers.ConfigureProvider?.({});
  return ((await answers[name]?.({ type_name: "thing", ...request })) ?? {}) as Readonly<Record<string, unknown>>;
};
const object = (json: object) => ({ msgpack: encodeMsgpack(valueOfJson(json)) });
const entries = (message: unknown): object =>
  Object.fromEntries(decodeMsgpack((message as { msgpack: Buffer }).msgpack) as ReadonlyMap<string, Value> as MapValue);

describe("a state that an older provider wrote", () => {
  const upgraded = async (version: number, json: object) =>
    entries((await call("UpgradeResourceState", { version, raw_state: { json: Buffer.from(JSON.stringify(json)) } })).upgraded_state);

  test.each<[number, object]>([
    [0, { title: "a" }],
    [1, { label: "a", colour: "red" }],
    [2, { name: "a" }],
    [2, { name: "a", secret: null, gone: true }],
  ])("of version %i, %j, has the attributes of now", async (version, json) => expect(await upgraded(version, json)).toEqual({ name: "a", secret: null }));

  test("of a newer version it is refused", () => expect(upgraded(3, { name: "a" })).rejects.toThrow("The state was written by a newer rolegate"));
});

test("private bytes are kept by read, plan and apply", async () => {
  const bytes = Buffer.from("kept");
  const state = object({ name: "a", secret: null });
  expect(await call("ReadResource", { current_state: state, private: bytes })).toMatchObject({ private: bytes });
  expect(await call("PlanResourceChange", { prior_state: state, proposed_new_state: state, config: state, prior_private: bytes })).toMatchObject({
    planned_private: bytes,
  });
  expect(await call("ApplyResourceChange", { prior_state: state, planned_state: state, config: state, planned_private: bytes })).toMatchObject({
    private: bytes,
  });
});

test("a write-only value is refused where Terraform would store it", async () => {
  const config = object({ name: "a", secret: "s" });
  expect(await call("ValidateResourceConfig", { config })).toMatchObject({ diagnostics: [{ severity: 1, summary: "secret needs Terraform 1.11 or later" }] });
  expect(await call("ValidateResourceConfig", { config, client_capabilities: { write_only_attributes_allowed: true } })).toMatchObject({ diagnostics: [] });
  expect(await call("ValidateResourceConfig", { config: object({ name: "a", secret: null }) })).toMatchObject({ diagnostics: [] });
});

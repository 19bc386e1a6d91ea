import { readFileSync } from "node:fs";
import { join } from "node:path";
import { NO_LOG } from "../../../provider/plugin/log";
import { rolegateProvider } from "../../../provider/rolegate";
import { DATA_SOURCE_ARGUMENTS, providerArguments, RESOURCE_ARGUMENTS, UNREAD_RESOURCES } from "../../../readers/terraform/provider-schema";
import { READERS } from "../../../readers/terraform/resources";
import { isRolegateType, ROLEGATE_DATA_SOURCES, ROLEGATE_RESOURCES } from "../../../readers/terraform/rolegate-schema";

interface Block {
  readonly attributes: Readonly<Record<string, { readonly computed?: boolean; readonly optional?: boolean; readonly required?: boolean }>>;
  readonly block_types?: Readonly<Record<string, unknown>>;
}
const schemas = JSON.parse(readFileSync(join(__dirname, "../../fixtures/synthesized/provider-schema-1.26.0.json"), "utf8")).provider_schemas;
const [provider] = Object.values(schemas) as { resource_schemas: Record<string, { block: Block }>; data_source_schemas: Record<string, { block: Block }> }[];

const argumentsOf = ({ block }: { block: Block }): string[] =>
  [
    ...Object.entries(block.attributes)
      .filter(([, { optional, required }]) => optional === true || required === true)
      .map(([name]) => name),
    ...Object.keys(block.block_types ?? {}),
  ].sort();
const table = (types: Record<string, { block: Block }>) => Object.fromEntries(Object.entries(types).map(([type, schema]) => [type, argumentsOf(schema)]));

const ofCommunity = (types: Readonly<Record<string, readonly string[]>>) => Object.fromEntries(Object.entries(types).filter(([type]) => !isRolegateType(type)));

test("the resources and their arguments are those of the provider's schema", () => {
  expect(ofCommunity(RESOURCE_ARGUMENTS)).toEqual(table(provider!.resource_schemas));
});

test("the data sources and their arguments are those of the provider's schema", () => {
  expect(ofCommunity(DATA_SOURCE_ARGUMENTS)).toEqual(table(provider!.data_source_schemas));
});

const ours = rolegateProvider({ cwd: "/", env: {}, now: () => new Date(0), log: NO_LOG, isJudging: true });
const attributesOf = (types: Readonly<Record<string, { readonly schema: { readonly attributes: object } }>>) =>
  Object.fromEntries(Object.entries(types).map(([type, { schema }]) => [type, Object.keys(schema.attributes).sort()]));

test("of our own provider the tables have what it serves", () => {
  expect(ROLEGATE_RESOURCES).toEqual(attributesOf(ours.resources));
  expect(ROLEGATE_DATA_SOURCES).toEqual(attributesOf(ours.dataSources));
  expect([...providerArguments(true)].sort()).toEqual(["//", "alias", "for_each", "version", ...Object.keys(ours.schema.attributes)].sort());
});

test("each resource is either read or opaque with a reason", () => {
  expect([...Object.keys(READERS), ...Object.keys(UNREAD_RESOURCES)].sort()).toEqual(Object.keys(RESOURCE_ARGUMENTS).sort());
});

import { memoized } from "../../model/memoized";
import { field, isArray, isObject, type Json, type JsonObject } from "../terraform/json-text";
import { DATA_SOURCE_ARGUMENTS, isResourceType } from "../terraform/provider-schema";
import { AlikeResources } from "./alike-resources";
import { type Expressions, expressionsOf, NO_EXPRESSIONS } from "./expressions";
import type { JsonCursor, ValueReader } from "./json-cursor";
import { moduleNames } from "./module-path";
import { objectAt, objectOr, objectsAt, textAt } from "./parts";
import { plainResourceReader } from "./plain-resource";
import type { PlanSection } from "./plan-sections";
import { Shapes } from "./shapes";

/** A resource or data source as the configuration has it. */
export interface ConfiguredResource {
  readonly modules: readonly string[];
  readonly mode: string;
  readonly type: string;
  readonly name: string;
  readonly providerKey: string;
  readonly expressions: Expressions;
  readonly provisioners: readonly JsonObject[];
}

/** What a resource of the configuration says itself. */
export type WrittenResource = Omit<ConfiguredResource, "modules">;

/** A provider configuration; `key` is what resources name it by. */
export interface ConfiguredProvider {
  readonly key: string;
  /** Its source; empty where Terraform did not write one. */
  readonly source: string;
  readonly expressions: JsonObject;
}

/** What plan JSON says of the configuration: constants, and names of what expressions refer to, never values. */
export interface PlannedConfiguration {
  readonly resources: readonly ConfiguredResource[];
  readonly providers: ReadonlyMap<string, ConfiguredProvider>;
  /** What the variables of the root module are declared as. */
  readonly variables: JsonObject;
  /** The resource that an address with keys is an instance of. */
  readonly resourceOf: (module: string, mode: string, type: string, name: string) => ConfiguredResource | undefined;
}

/** A plan without configuration. */
export const NO_CONFIGURATION: PlannedConfiguration = { resources: [], providers: new Map(), variables: {}, resourceOf: () => undefined };

/** Reads the section `configuration`. */
export const readConfiguration = (cursor: JsonCursor, section: PlanSection): PlannedConfiguration => {
  const found: Found = {
    resources: [],
    variables: NO_CONFIGURATION.variables,
    reader: { plainly: plainResourceReader(), parsed: resourceIn },
    shapes: new Shapes(),
    alike: new AlikeResources(),
  };
  let { providers } = NO_CONFIGURATION;
  section.members(cursor, (key) => {
    if (key === "provider_config") providers = providersIn(section.object(cursor));
    else if (key === "root_module") readModule(cursor, section, [], found);
    else cursor.skip();
  });
  return { ...found, providers, resourceOf: finder(found.resources) };
};

/** Every entry of a plan is looked up here, so by what it says itself: to put an address together for each takes longer than to read it. */
const finder = (resources: readonly ConfiguredResource[]): PlannedConfiguration["resourceOf"] => {
  // An empty one is made for whatever is asked for, also by an entry whose resource is configured no more.
  const inModule = memoized((_modules: string) => memoized((_type: string) => new Map<string, ConfiguredResource>()));
  for (const resource of resources) inModule(resource.modules.join("."))(typeKey(resource.mode, resource.type)).set(resource.name, resource);
  const ofEntry = memoized((module: string) => inModule(moduleNames(module)?.join(".") ?? "no module"));
  return (module, mode, type, name) => ofEntry(module)(typeKey(mode, type)).get(name);
};

const typeKey = (mode: string, type: string): string => (mode === "managed" ? type : `${mode} ${type}`);
const providersIn = (section: JsonObject): PlannedConfiguration["providers"] =>
  new Map(
    Object.entries(section).flatMap(([key, provider]) =>
      isObject(provider) ? [[key, { key, source: textAt(provider, "full_name"), expressions: objectAt(provider, "expressions") }]] : [],
    ),
  );

/** With the names of its modules, without keys: `module.team.postgresql_role.this`. */
export const addressOf = ({ modules, mode, type, name }: ConfiguredResource): string => {
  const own = mode === "data" ? `data.${type}.${name}` : `${type}.${name}`;
  return modules.length === 0 ? own : `${modules.map((module) => `module.${module}`).join(".")}.${own}`;
};

/** What is found in modules. */
interface Found {
  readonly resources: ConfiguredResource[];
  /** Of the root module. */
  variables: JsonObject;
  readonly reader: ValueReader<WrittenResource>;
  readonly shapes: Shapes;
  readonly alike: AlikeResources;
}

/** Adds the resources of a module and of those that it calls. */
const readModule = (cursor: JsonCursor, section: PlanSection, modules: readonly string[], found: Found): void => {
  section.members(cursor, (key) => {
    if (key === "resources") {
      const { resources, reader, shapes, alike } = found;
      section.objects(cursor, () => resources.push(configuredAs(cursor.readAlike(reader, shapes, alike), modules)));
    } else if (key === "module_calls") section.members(cursor, (name) => readCall(cursor, section, [...modules, name], found));
    else if (key === "variables" && modules.length === 0) found.variables = section.object(cursor);
    else cursor.skip();
  });
};

const readCall = (cursor: JsonCursor, section: PlanSection, modules: readonly string[], found: Found): void => {
  section.members(cursor, (key) => {
    if (key === "module") readModule(cursor, section, modules, found);
    else cursor.skip();
  });
};

const resourceIn = (value: Json): WrittenResource => {
  const resource = objectOr(value);
  return {
    mode: textAt(resource, "mode"),
    type: textAt(resource, "type"),
    name: textAt(resource, "name"),
    providerKey: textAt(resource, "provider_config_key"),
    expressions: expressionsOf(objectAt(resource, "expressions")),
    provisioners: objectsAt(resource, "provisioners"),
  };
};

const configuredAs = (resource: WrittenResource, modules: readonly string[]): ConfiguredResource => {
  const { mode, type, name, providerKey, provisioners } = resource;
  // Written out: V8 gives each literal that begins with a spread a class of its own.
  return {
    modules,
    mode,
    type,
    name,
    providerKey,
    provisioners,
    // Of what other providers have nothing is looked at but what their provisioners say.
    expressions: isResourceType(type) || Object.hasOwn(DATA_SOURCE_ARGUMENTS, type) ? resource.expressions : NO_EXPRESSIONS,
  };
};

/** What an expression says: a constant, or what it refers to. */
export type Expression = { readonly constant: Json } | { readonly references: readonly string[] };

/** The expression of an argument; undefined where none is written. */
export const expressionAt = (expressions: Expressions, argument: string): Expression | undefined => {
  if (!expressions.has(argument)) return undefined;
  const written = expressions.at(argument);
  if (!isObject(written)) return { references: [] };
  const constant = field(written, "constant_value");
  if (constant !== undefined) return { constant };
  const references = field(written, "references");
  return { references: isArray(references) ? references.map(String) : [] };
};

/** References as a report shows them: Terraform lists `a.b.c`, `a.b` and `a` for one. */
export const referencesShown = (expressions: Expressions, argument: string): string => {
  const expression = expressionAt(expressions, argument);
  const references = expression !== undefined && "references" in expression ? expression.references : [];
  const longest = references.filter((one) => !references.some((other) => other.startsWith(`${one}.`) || other.startsWith(`${one}[`)));
  return longest.length === 0 ? "(known after apply)" : longest.join(", ");
};

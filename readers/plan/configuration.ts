import { field, isArray, isObject, type Json, type JsonObject } from "../terraform/json-text";
import { moduleNames } from "./module-path";
import { objectAt, objectsAt, textAt } from "./parts";

/** A resource or data source as the configuration has it. */
export interface ConfiguredResource {
  /** With the names of its modules, without keys: `module.team.postgresql_role.this`. */
  readonly address: string;
  readonly modules: readonly string[];
  readonly mode: string;
  readonly type: string;
  readonly providerKey: string;
  readonly expressions: JsonObject;
  readonly provisioners: readonly JsonObject[];
}

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
  /** The resource that an address with keys is an instance of. */
  readonly resourceOf: (module: string, mode: string, type: string, name: string) => ConfiguredResource | undefined;
}

export const configurationOf = (plan: JsonObject): PlannedConfiguration => {
  const configuration = objectAt(plan, "configuration");
  const resources = [...resourcesIn(objectAt(configuration, "root_module"), [])];
  const byAddress = new Map(resources.map((resource) => [resource.address, resource]));
  return {
    resources,
    providers: new Map(
      Object.entries(objectAt(configuration, "provider_config")).flatMap(([key, provider]) =>
        isObject(provider) ? [[key, { key, source: textAt(provider, "full_name"), expressions: objectAt(provider, "expressions") }]] : [],
      ),
    ),
    resourceOf: (module, mode, type, name) => {
      const modules = moduleNames(module);
      return modules === null ? undefined : byAddress.get(addressOf(modules, mode, type, name));
    },
  };
};

const addressOf = (modules: readonly string[], mode: string, type: string, name: string): string =>
  [...modules.flatMap((module) => ["module", module]), ...(mode === "data" ? ["data"] : []), type, name].join(".");

function* resourcesIn(module: JsonObject, modules: readonly string[]): Iterable<ConfiguredResource> {
  for (const resource of objectsAt(module, "resources")) {
    const [mode, type] = [textAt(resource, "mode"), textAt(resource, "type")];
    yield {
      address: addressOf(modules, mode, type, textAt(resource, "name")),
      modules,
      mode,
      type,
      providerKey: textAt(resource, "provider_config_key"),
      expressions: objectAt(resource, "expressions"),
      provisioners: objectsAt(resource, "provisioners"),
    };
  }
  for (const [name, call] of Object.entries(objectAt(module, "module_calls"))) {
    if (isObject(call)) yield* resourcesIn(objectAt(call, "module"), [...modules, name]);
  }
}

/** What an expression says: a constant, or what it refers to. */
export type Expression = { readonly constant: Json } | { readonly references: readonly string[] };

/** The expression of an argument; undefined where none is written. */
export const expressionAt = (expressions: JsonObject, argument: string): Expression | undefined => {
  const written = field(expressions, argument);
  // Terraform writes an empty object for null, which says what a missing argument says.
  if (written === undefined || (isObject(written) && Object.keys(written).length === 0)) return undefined;
  if (!isObject(written)) return { references: [] };
  const constant = field(written, "constant_value");
  if (constant !== undefined) return { constant };
  const references = field(written, "references");
  return { references: isArray(references) ? references.map(String) : [] };
};

/** References as a report shows them: Terraform lists `a.b.c`, `a.b` and `a` for one. */
export const referencesShown = (expressions: JsonObject, argument: string): string => {
  const expression = expressionAt(expressions, argument);
  const references = expression !== undefined && "references" in expression ? expression.references : [];
  const longest = references.filter((one) => !references.some((other) => other.startsWith(`${one}.`) || other.startsWith(`${one}[`)));
  return longest.length === 0 ? "(known after apply)" : longest.join(", ");
};

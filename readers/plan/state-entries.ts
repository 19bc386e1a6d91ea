import { field, isArray, isObject, type Json, type JsonObject } from "../terraform/json-text";
import type { Entry } from "./entries";

/** The resources of the state before the change, as entries that change nothing: a refresh-only plan has no others. */
export const stateEntries = (plan: JsonObject, except: ReadonlySet<string>): readonly Entry[] =>
  [...resourcesIn(plan)].filter(({ address }) => !except.has(address));

/** The resources of `prior_state`, data sources among them. */
export function* resourcesIn(plan: JsonObject): Iterable<Entry> {
  const values = objectAt(objectAt(plan, "prior_state"), "values");
  yield* inModule(objectAt(values, "root_module"), "");
}

function* inModule(module: JsonObject, address: string): Iterable<Entry> {
  for (const resource of objects(field(module, "resources"))) {
    const values = field(resource, "values") ?? null;
    const sensitive = field(resource, "sensitive_values") ?? null;
    yield {
      address: text(resource, "address"),
      module: address,
      mode: text(resource, "mode"),
      type: text(resource, "type"),
      name: text(resource, "name"),
      provider: text(resource, "provider_name"),
      actions: ["no-op"],
      isDeposed: false,
      before: values,
      after: values,
      afterUnknown: null,
      beforeSensitive: sensitive,
      afterSensitive: sensitive,
    };
  }
  for (const child of objects(field(module, "child_modules"))) yield* inModule(child, text(child, "address"));
}

const objects = (value: Json | undefined): readonly JsonObject[] => (isArray(value) ? value.filter(isObject) : []);
const objectAt = (object: JsonObject, key: string): JsonObject => {
  const value = field(object, key);
  return isObject(value) ? value : {};
};
const text = (object: JsonObject, key: string): string => {
  const value = field(object, key);
  return typeof value === "string" ? value : "";
};

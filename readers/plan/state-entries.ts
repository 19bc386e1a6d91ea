import { field, type JsonObject } from "../terraform/json-text";
import type { Entry } from "./entries";
import { objectAt, objectsAt, textAt } from "./parts";

/** The resources of the state before the change, as entries that change nothing: a refresh-only plan has no others. */
export const stateEntries = (plan: JsonObject, except: ReadonlySet<string>): readonly Entry[] =>
  [...resourcesIn(plan)].filter(({ address }) => !except.has(address));

/** The resources of `prior_state`, data sources among them. */
export function* resourcesIn(plan: JsonObject): Iterable<Entry> {
  const values = objectAt(objectAt(plan, "prior_state"), "values");
  yield* inModule(objectAt(values, "root_module"), "");
}

function* inModule(module: JsonObject, address: string): Iterable<Entry> {
  for (const resource of objectsAt(module, "resources")) {
    const values = field(resource, "values") ?? null;
    const sensitive = field(resource, "sensitive_values") ?? null;
    yield {
      address: textAt(resource, "address"),
      module: address,
      mode: textAt(resource, "mode"),
      type: textAt(resource, "type"),
      name: textAt(resource, "name"),
      provider: textAt(resource, "provider_name"),
      actions: ["no-op"],
      isDeposed: false,
      before: values,
      after: values,
      afterUnknown: null,
      beforeSensitive: sensitive,
      afterSensitive: sensitive,
    };
  }
  for (const child of objectsAt(module, "child_modules")) yield* inModule(child, textAt(child, "address"));
}

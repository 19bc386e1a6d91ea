import { field, type JsonObject } from "../terraform/json-text";
import type { Entry } from "./entries";
import type { JsonCursor } from "./json-cursor";
import { textAt } from "./parts";
import type { PlanSection } from "./plan-sections";

/** Reads `prior_state`: its resources and data sources, as entries that change nothing. */
export const readState = (cursor: JsonCursor, section: PlanSection, take: (entry: Entry) => void): void => {
  section.members(cursor, (key) => {
    if (key !== "values") cursor.skip();
    else
      section.members(cursor, (inner) => {
        if (inner === "root_module") readModule(cursor, section, take, true);
        else cursor.skip();
      });
  });
};

const readModule = (cursor: JsonCursor, section: PlanSection, take: (entry: Entry) => void, isRoot: boolean): void => {
  // Terraform writes the address of a module behind its resources; the root has none.
  const resources: JsonObject[] = [];
  let address = "";
  section.members(cursor, (key) => {
    if (key === "address") {
      const value = cursor.value();
      address = typeof value === "string" ? value : "";
    } else if (key === "resources") {
      section.objects(cursor, () => {
        const resource = section.object(cursor);
        if (isRoot) take(entryOf(resource, ""));
        else resources.push(resource);
      });
    } else if (key === "child_modules") section.objects(cursor, () => readModule(cursor, section, take, false));
    else cursor.skip();
  });
  for (const resource of resources) take(entryOf(resource, address));
};

const entryOf = (resource: JsonObject, module: string): Entry => {
  const values = field(resource, "values") ?? null;
  const sensitive = field(resource, "sensitive_values") ?? null;
  return {
    address: textAt(resource, "address"),
    module,
    mode: textAt(resource, "mode"),
    type: textAt(resource, "type"),
    name: textAt(resource, "name"),
    provider: textAt(resource, "provider_name"),
    actions: NO_OP,
    isDeposed: false,
    before: values,
    after: values,
    afterUnknown: null,
    beforeSensitive: sensitive,
    afterSensitive: sensitive,
  };
};

const NO_OP: readonly string[] = ["no-op"];

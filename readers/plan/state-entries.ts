import { field, type JsonObject } from "../terraform/json-text";
import type { Entry } from "./entries";
import type { JsonCursor } from "./json-cursor";
import type { JsonPart } from "./json-part";
import { textAt } from "./parts";
import type { PlanSection } from "./plan-sections";
import { Shapes } from "./shapes";

/** Where a resource of the state stands. */
export interface StatePart extends JsonPart {
  /** Its module; the root has no address. */
  readonly module: { readonly address: string };
}

/** Goes over `prior_state`, and notes where its resources and data sources stand. */
export const noteState = (cursor: JsonCursor, section: PlanSection, parts: StatePart[]): void => {
  const shapes = new Shapes();
  section.members(cursor, (key) => {
    if (key !== "values") cursor.skip();
    else
      section.members(cursor, (inner) => {
        if (inner === "root_module") noteModule(cursor, section, parts, shapes);
        else cursor.skip();
      });
  });
};

const noteModule = (cursor: JsonCursor, section: PlanSection, parts: StatePart[], shapes: Shapes): void => {
  // Terraform writes the address of a module behind its resources.
  const module = { address: "" };
  section.members(cursor, (key) => {
    if (key === "address") {
      const value = cursor.value();
      module.address = typeof value === "string" ? value : "";
    } else if (key === "resources") section.objects(cursor, () => parts.push({ ...cursor.part(shapes), module }));
    else if (key === "child_modules") section.objects(cursor, () => noteModule(cursor, section, parts, shapes));
    else cursor.skip();
  });
};

/** A resource or data source of the state, as an entry that changes nothing. */
export const stateEntryIn = (resource: JsonObject, module: string): Entry => {
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

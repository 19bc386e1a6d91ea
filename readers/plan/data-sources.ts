import type { Facts } from "../../model/access-graph";
import { isArray, isObject, type Json, type JsonObject } from "../terraform/json-text";
import { DATA_SOURCE_ARGUMENTS, rawArgumentsOf } from "../terraform/provider-schema";
import { staysQuoted } from "../terraform/raw-sql";
import { openPattern, unknownType } from "../terraform/read-own";
import { addressOf, type ConfiguredResource, expressionAt } from "./configuration";
import type { Entry } from "./entries";
import { type OpenPlan, originOf } from "./open-plan";

/** Data sources of the provider put their arguments into statements, during the plan: what is in them must be known and plain. */
export const readDataSources = (open: OpenPlan): void => {
  const configured = open.configuration.resources.filter(isOwnData);
  const strange = open.configuration.resources.filter((resource) => resource.mode === "data" && isOwnStrange(open, resource));
  for (const resource of strange) note(open, resource, { ...unknownType(resource.type, "data source"), origin: originOf(addressOf(resource)) });
  for (const resource of configured) {
    const instances = open.dataReads.filter((entry) => open.configuration.resourceOf(entry.module, entry.mode, entry.type, entry.name) === resource);
    for (const argument of rawArgumentsOf(resource.type)) {
      if (isPlain(resource, argument, instances)) continue;
      note(open, resource, { ...openPattern(resource.type, argument), origin: originOf(addressOf(resource)) });
    }
  }
};

/** Is it a data source of the provider? */
export const isOwnData = ({ mode, type }: Pick<Entry, "mode" | "type">): boolean => mode === "data" && Object.hasOwn(DATA_SOURCE_ARGUMENTS, type);

const isOwnStrange = ({ configuration, isAllowed }: OpenPlan, { type, providerKey }: ConfiguredResource): boolean =>
  !Object.hasOwn(DATA_SOURCE_ARGUMENTS, type) && isAllowed(configuration.providers.get(providerKey)?.source ?? "");

const note = (open: OpenPlan, { providerKey, modules }: ConfiguredResource, fact: Facts["opaques"][number]): void => {
  open.servers.of(providerKey, modules).facts.opaques.push(fact);
};

/** A constant is looked at as it is; else every instance that was read, or will be, must show what it was made of. */
const isPlain = ({ expressions }: ConfiguredResource, argument: string, instances: readonly Entry[]): boolean => {
  const expression = expressionAt(expressions, argument);
  if (expression === undefined) return true;
  if ("constant" in expression) return isPlainText(expression.constant);
  return (
    instances.length > 0 &&
    instances.every(({ after, afterUnknown }) => isObject(after) && !isUnknown(afterUnknown, argument) && isPlainText(valueAt(after, argument)))
  );
};

const isPlainText = (value: Json): boolean => (isArray(value) ? value.every(isPlainText) : value === null || (typeof value === "string" && staysQuoted(value)));
const valueAt = (values: JsonObject, argument: string): Json => (Object.hasOwn(values, argument) ? (values[argument] ?? null) : null);
const isUnknown = (unknown: Json, argument: string): boolean => {
  const mark = isObject(unknown) && Object.hasOwn(unknown, argument) ? unknown[argument] : unknown === true;
  return JSON.stringify(mark ?? false).includes("true");
};

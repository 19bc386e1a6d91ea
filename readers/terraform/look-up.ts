import { type Block, blocksOf, isWritten } from "./blocks";
import type { LookUp } from "./expressions";
import { isTemplate } from "./expressions";
import { field, type Json, type JsonObject } from "./json-text";
import { ignoredArguments } from "./lifecycle";
import { isResourceType } from "./provider-schema";

/**
 * Arguments that the provider keeps as they are written. Others it may change on their way into the plan: of a function's body only
 * what stands between two dollar quotes is kept, and an `id` is the provider's own.
 */
const KEPT: ReadonlySet<string> = new Set(["name", "role", "grant_role", "owner", "database", "schema"]);

/**
 * Finds what `local.x` and `TYPE.NAME.ARGUMENT` refer to, for resources of the provider whose plan keeps an argument as written: one
 * instance, the argument not ignored. What is declared twice is not found.
 */
export function lookUpIn(root: JsonObject, resources: readonly Block[], path: string): LookUp {
  const locals = new Map<string, Json | undefined>();
  for (const { body } of blocksOf(field(root, "locals"), 0, "locals", path)) {
    for (const [name, value] of Object.entries(body)) locals.set(name, locals.has(name) ? undefined : value);
  }
  let bodies: ReadonlyMap<string, JsonObject | undefined> | undefined;

  return ([first = "", second = "", third, ...rest]) => {
    if (first === "local") return third === undefined ? locals.get(second) : undefined;
    if (third === undefined || rest.length > 0 || !KEPT.has(third)) return undefined;
    bodies ??= bodiesByAddress(resources);
    const body = bodies.get(`${first}.${second}`);
    if (body === undefined || isWritten(field(body, "for_each")) || isWritten(field(body, "count"))) return undefined;
    const ignored = ignoredArguments(body);
    if (ignored.has(third) || ignored.has("all")) return undefined;
    const value = field(body, third);
    return typeof value === "string" && (!isTemplate(value) || third === "name") ? value : undefined;
  };
}

const bodiesByAddress = (resources: readonly Block[]): ReadonlyMap<string, JsonObject | undefined> => {
  const bodies = new Map<string, JsonObject | undefined>();
  for (const { labels, body } of resources) {
    const address = labels.join(".");
    if (isResourceType(labels[0] ?? "")) bodies.set(address, bodies.has(address) ? undefined : body);
  }
  return bodies;
};

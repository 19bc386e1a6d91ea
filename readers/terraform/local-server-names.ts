import { addTo } from "../../model/add-to";
import { blocksOf } from "./blocks";
import { localsIn, namesServer, type ServerNames, serverNames } from "./endpoint-names";
import { field, isArray, isObject, type Json, type JsonObject } from "./json-text";

/** The names by which a configuration can say a server of the policies. */
export function serverNamesOf(root: JsonObject, hosts: readonly string[], path: string): ServerNames {
  const values = blocksOf(field(root, "locals"), 0, "locals", path).flatMap(({ body }) => Object.entries(body));
  const usedBy = new Map<string, string[]>();
  for (const [name, value] of values) {
    for (const used of localsOf(value)) {
      addTo(usedBy, used, name);
    }
  }
  const direct = serverNames(hosts);
  const locals = new Set(values.flatMap(([name, value]) => (namesServer(value, direct) === null ? [] : [name])));
  // A set is walked in the order of insertion, what is added on the way included.
  for (const name of locals) for (const user of usedBy.get(name) ?? []) locals.add(user);
  return { ...direct, locals };
}

const localsOf = (value: Json): readonly string[] => {
  if (typeof value === "string") return localsIn(value);
  if (isArray(value)) return value.flatMap(localsOf);
  return isObject(value) ? Object.values(value).flatMap(localsOf) : [];
};

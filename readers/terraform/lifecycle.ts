import { nestedBlocks } from "./blocks";
import { field, isArray, type Json, type JsonObject } from "./json-text";

const NOTHING: ReadonlySet<string> = new Set();

/** Arguments whose changes `lifecycle.ignore_changes` keeps from the server, by name; `all` stands for every one. */
export function ignoredArguments(body: JsonObject): ReadonlySet<string> {
  const blocks = nestedBlocks(field(body, "lifecycle"));
  if (blocks.length === 0) return NOTHING;
  const names = new Set<string>();
  for (const lifecycle of blocks) {
    const written = field(lifecycle, "ignore_changes");
    for (const element of isArray(written) ? written : [written]) {
      if (element !== undefined && element !== null) names.add(argumentOf(element));
    }
  }
  return names;
}

/** `search_path[0]` is a part of `search_path`. Terraform reads an expression, which may hold spaces and comments: one that is not plain is taken for all. */
const argumentOf = (element: Json): string =>
  (typeof element === "string" ? /^\s*(?:\$\{\s*)?([a-z_]+)\s*\}?\s*(?:[.[].*)?$/s.exec(element)?.[1] : undefined) ?? "all";

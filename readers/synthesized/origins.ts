import type { Origin } from "../../model/access-graph";
import type { SourceLine } from "../../model/synthesized";
import { field, isObject, type JsonObject } from "./json-text";

/** Where a resource was written: its address, the construct's path that cdktf leaves in `//`, the source line where one is known. */
export function originOf(address: string, body: JsonObject | null, lines: Readonly<Record<string, SourceLine>>): Origin {
  const comment = body === null ? undefined : field(body, "//");
  const metadata = isObject(comment) ? field(comment, "metadata") : undefined;
  const construct = isObject(metadata) ? field(metadata, "path") : undefined;
  const line = Object.hasOwn(lines, address) ? lines[address] : undefined;
  return { address, construct: typeof construct === "string" ? construct : null, file: line?.file ?? null, line: line?.line ?? null };
}

import type { OpaqueFact } from "../../model/access-graph";
import { isWritten } from "./blocks";
import { field, type JsonObject } from "./json-text";

/** Arguments that Terraform itself gives to every resource. */
export const META_ARGUMENTS: ReadonlySet<string> = new Set(["//", "count", "for_each", "depends_on", "provider", "lifecycle", "provisioner", "connection"]);

/** Commands that run beside the provider: opaque wherever they stand. */
export function executorsIn(address: string, body: JsonObject): readonly Omit<OpaqueFact, "origin">[] {
  return EXECUTORS.filter((key) => isWritten(field(body, key))).map((key) => ({
    what: `a ${key} block in \`${address}\``,
    why: "it runs commands beside the provider, SQL included, and no gate can read them",
    remedy: "remove it; say with roles and grants what it does",
  }));
}

const EXECUTORS: readonly string[] = ["provisioner", "connection"];

import type { Secret } from "../../model/access-graph";
import { booleanOf } from "../terraform/arguments";
import { blocksOf, nestedBlocks } from "../terraform/blocks";
import { isTemplate } from "../terraform/expressions";
import { field, isObject, type JsonObject } from "../terraform/json-text";
import type { Stack } from "./stack";

const isTrue = (body: JsonObject, key: string): boolean => booleanOf(field(body, key) ?? null) === true;

/** Variables that Terraform keeps out of plan and state. */
export const ephemeralVariables = (root: JsonObject, path: string): ReadonlySet<string> =>
  new Set(
    blocksOf(field(root, "variable"), 1, "variable", path)
      .filter(({ body }) => isTrue(body, "ephemeral"))
      .map(({ labels }) => labels[0] ?? ""),
  );

/** Secrets that stand in the configuration outside of resources: defaults of sensitive variables, the password of a `pg` backend. */
export function stackSecrets({ root, files, origin }: Stack): readonly Secret[] {
  const secrets: Secret[] = [];
  for (const { labels, body } of blocksOf(field(root, "variable"), 1, "variable", files.path)) {
    const value = field(body, "default");
    const isSecret = isTrue(body, "ephemeral") || isTrue(body, "sensitive");
    if (isSecret && typeof value === "string" && value !== "")
      secrets.push({ attribute: "default", kind: "literal", origin: origin(`variable.${labels[0]}`, body) });
  }
  for (const { body } of blocksOf(field(root, "terraform"), 0, "terraform", files.path)) {
    for (const backend of nestedBlocks(field(body, "backend"))) {
      for (const pg of nestedBlocks(field(backend, "pg"))) {
        const url = isObject(pg) ? field(pg, "conn_str") : undefined;
        if (typeof url === "string" && !isTemplate(url) && /:\/\/[^/@:]*:[^@/]+@|\bpassword\s*=/.test(url)) {
          secrets.push({ attribute: "conn_str", kind: "literal", origin: origin("terraform.backend.pg", null) });
        }
      }
    }
  }
  return secrets;
}

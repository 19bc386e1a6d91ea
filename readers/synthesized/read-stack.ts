import { createHash } from "node:crypto";
import { DEFAULT_PROVIDERS } from "../../model/policy";
import type { Reading, StackFiles } from "../../model/reading";
import { type Block, blocksOf } from "../terraform/blocks";
import { field, type JsonObject } from "../terraform/json-text";
import type { ReaderKnowledge } from "../terraform/knowledge";
import { readDataSource, readResource } from "./read-resource";
import { openStack, type Stack } from "./stack";
import { stackOpaques } from "./stack-opaques";
import { stackSecrets } from "./variables";

const DEFAULT_KNOWLEDGE: ReaderKnowledge = { providers: DEFAULT_PROVIDERS, endpoints: [] };
const UNSEEN = "what only Terraform knows: variables, functions, and the cluster as it is; the plan shows it";

/**
 * The facts that a synthesized stack writes, sorted by provider configuration. Whatever could reach PostgreSQL and cannot be read is an
 * opaque or unknown fact. Throws an InputError for a text that is not a Terraform configuration in JSON.
 */
export function readStack(files: StackFiles, knowledge: ReaderKnowledge = DEFAULT_KNOWLEDGE): Reading {
  const stack = openStack(files, knowledge);
  const { root, servers } = stack;
  for (const { labels, body } of stack.resources) readResource(stack, labels, body);
  for (const { labels, body } of dataSources(root, files.path)) readDataSource(stack, labels, body, "data");
  for (const { labels, body } of blocksOf(field(root, "ephemeral"), 2, "ephemeral", files.path)) readDataSource(stack, labels, body, "ephemeral");
  addStackFacts(stack);
  return {
    input: {
      kind: "terraform-source",
      path: files.path,
      // Nobody asks for it but a report in JSON: hashing a large text takes its time.
      get sha256() {
        return createHash("sha256").update(files.text, "utf8").digest("hex");
      },
      judged: ["roles"],
      unseen: [UNSEEN],
    },
    servers: servers.used().map(({ provider, host, port, login, facts, origin }) => ({ provider, host, port, login, graph: facts, origin })),
  };
}

/** Facts about the stack as a whole. Secrets of a stack without PostgreSQL are not ours to judge. */
function addStackFacts(stack: Stack): void {
  const { files, servers } = stack;
  const opaques = [...stack.opaques, ...stackOpaques(stack)];
  const secrets = servers.used().length > 0 ? stackSecrets(stack) : [];
  if (opaques.length + secrets.length + files.collisions.length === 0) return;
  const { facts } = servers.forStack();
  facts.opaques.push(...opaques);
  facts.secrets.push(...secrets);
  facts.collisions.push(...files.collisions);
}

/** Data sources at the top and those in `check` blocks, which Terraform reads during the plan as well. */
function dataSources(root: JsonObject, path: string): readonly Block[] {
  const inChecks = blocksOf(field(root, "check"), 1, "check", path).flatMap(({ body }) => blocksOf(field(body, "data"), 2, "data", path));
  return [...blocksOf(field(root, "data"), 2, "data", path), ...inChecks];
}

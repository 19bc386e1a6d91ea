import { Arguments } from "../terraform/arguments";
import { namesServer } from "../terraform/endpoint-names";
import { executorsIn } from "../terraform/executors";
import { isEphemeralReference } from "../terraform/expressions";
import type { JsonObject } from "../terraform/json-text";
import { isHarmless, type OtherKind, otherResource, reachesPostgres } from "../terraform/other-providers";
import { providerOf } from "../terraform/provider-reference";
import { DATA_SOURCE_ARGUMENTS, isResourceType, RESOURCE_ARGUMENTS, type ResourceType } from "../terraform/provider-schema";
import { noteOpenPatterns, noteRedirection, readOwn, unknownType } from "../terraform/read-own";
import type { ServerBuilder } from "../terraform/server-builder";
import { hasNoInstance, noteMetaArguments } from "./meta-arguments";
import type { Stack } from "./stack";

/** Adds the facts of one `resource` block. */
export function readResource(stack: Stack, labels: readonly string[], body: JsonObject): void {
  const [type = "", name = ""] = labels;
  const address = `${type}.${name}`;
  const { localName, key } = providerOf(type, body);
  if (!isResourceType(type) && !stack.isAllowed(localName)) {
    readOther(stack, type, address, body);
    return;
  }

  const server = stack.servers.at(key);
  const args = new Arguments(body, stack.resolver, server.facts, stack.origin(address, body));
  for (const executor of executorsIn(address, body)) args.opaque(executor);
  stack.noteForeignProvider(localName);
  if (!isResourceType(type)) args.opaque(unknownType(type, "resource"));
  else if (!hasNoInstance(args)) readOwnBlock(stack, server, type, args, body);
}

function readOwnBlock(stack: Stack, { facts, database, login }: ServerBuilder, type: ResourceType, args: Arguments, body: JsonObject): void {
  const { ephemeral } = stack;
  readOwn(args, type, { facts, database, login, ephemeral }, isEphemeralReference(args.raw("password_wo"), ephemeral) ? WRITE_ONLY : NONE);
  noteMetaArguments(args, type, body, RESOURCE_ARGUMENTS[type]);
}

const WRITE_ONLY: ReadonlySet<string> = new Set(["password_wo"]);
const NONE: ReadonlySet<string> = new Set();

/** Adds the facts of one `data` or `ephemeral` block: Terraform runs it during the plan, before any plan is judged. */
export function readDataSource(stack: Stack, labels: readonly string[], body: JsonObject, kind: "data" | "ephemeral"): void {
  const [type = "", name = ""] = labels;
  const address = `${kind}.${type}.${name}`;
  const { localName, key } = providerOf(type, body);
  const known = kind === "data" && Object.hasOwn(DATA_SOURCE_ARGUMENTS, type) ? DATA_SOURCE_ARGUMENTS[type] : undefined;
  if (known === undefined && !stack.isAllowed(localName)) {
    readOther(stack, type, address, body, kind);
    return;
  }

  const server = stack.servers.at(key);
  const args = new Arguments(body, stack.resolver, server.facts, stack.origin(address, body));
  stack.noteForeignProvider(localName);
  if (known === undefined) args.opaque(unknownType(type, kind === "data" ? "data source" : "ephemeral resource"));
  else readPatterns(stack, type, args, body, known);
}

/** What a data source of the provider may put into a statement. */
function readPatterns(stack: Stack, type: string, args: Arguments, body: JsonObject, known: readonly string[]): void {
  noteRedirection(args, type);
  noteMetaArguments(args, type, body, known);
  noteOpenPatterns(args, type, stack.resolver);
}

/** A type of another provider: refused where it is known to reach PostgreSQL, or names a server of the policies or a database URL. */
function readOther(stack: Stack, type: string, address: string, body: JsonObject, kind: OtherKind = "resource"): void {
  const origin = stack.origin(address, body);
  for (const executor of executorsIn(address, body)) stack.opaques.push({ ...executor, origin });
  if (isHarmless(type)) return;
  const how = reachesPostgres(type, kind, body) ?? namesServer(body, stack.serverNames);
  if (how === null) return;
  stack.opaques.push({ ...otherResource(type, how), origin });
}

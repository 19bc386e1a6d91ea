import type { OpaqueFact } from "../../model/access-graph";
import { isKnown } from "../../model/unknown";
import { Arguments } from "./arguments";
import { namesServer } from "./endpoint-names";
import { isEphemeralReference } from "./expressions";
import { field, type JsonObject } from "./json-text";
import { executorsIn, hasNoInstance, noteMetaArguments } from "./meta-arguments";
import { isHarmless, type OtherKind, reachesPostgres } from "./other-providers";
import { DATA_SOURCE_ARGUMENTS, isResourceType, RESOURCE_ARGUMENTS, type ResourceType, UNREAD_RESOURCES } from "./provider-schema";
import { isPlainDatabase, staysQuoted } from "./raw-sql";
import { READERS } from "./resources";
import { redirecting, type ServerBuilder } from "./server-builder";
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
  else if (!hasNoInstance(args)) readOwn(stack, server, type, args, body);
}

function readOwn(stack: Stack, server: ServerBuilder, type: ResourceType, args: Arguments, body: JsonObject): void {
  const { facts, database, login } = server;
  const read = READERS[type];
  if (read === undefined) {
    args.opaque({
      what: `a ${type} resource`,
      why: UNREAD_RESOURCES[type] ?? "rolegate does not read it",
      remedy: "make it outside of this configuration, reviewed by the owners",
    });
  } else {
    read(args, { facts, database, login, ephemeral: stack.ephemeral });
  }
  noteSecrets(args);
  noteRedirection(args);
  noteMetaArguments(args, type, body, RESOURCE_ARGUMENTS[type]);
  noteZeroBytes(args, type);
  args.noteUnreadExpressions(RESOURCE_ARGUMENTS[type], isEphemeralReference(args.raw("password_wo"), stack.ephemeral) ? WRITE_ONLY : NONE);
}

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

/** All but two arguments of the provider's data sources go into a statement. */
function readPatterns(stack: Stack, type: string, args: Arguments, body: JsonObject, known: readonly string[]): void {
  noteRedirection(args);
  noteMetaArguments(args, type, body, known);
  const patterns = known.filter((argument) => argument !== "database" && argument !== "include_system_schemas");
  for (const argument of patterns) if (!isPlain(args, argument, stack)) args.opaque(openPattern(type, argument));
}

/** A data source's argument is plain when each string in it is known and stays inside of its quotes. */
function isPlain(args: Arguments, argument: string, { resolver }: Stack): boolean {
  const value = resolver.resolve(args.raw(argument) ?? null);
  const elements = Array.isArray(value) ? value.map((element) => resolver.resolve(element)) : [value];
  return elements.every((element) => element === null || (typeof element === "string" && staysQuoted(element)));
}

/** A type of another provider: refused where it is known to reach PostgreSQL, or names a server of the policies or a database URL. */
function readOther(stack: Stack, type: string, address: string, body: JsonObject, kind: OtherKind = "resource"): void {
  const origin = stack.origin(address, body);
  for (const executor of executorsIn(address, body)) stack.opaques.push({ ...executor, origin });
  if (isHarmless(type)) return;
  const how = reachesPostgres(type, kind, body) ?? namesServer(body, stack.serverNames);
  if (how === null) return;
  stack.opaques.push({ what: `a ${type} of another provider`, why: how, remedy: "keep it in a configuration of its own, reviewed by the owners", origin });
}

interface ProviderReference {
  readonly localName: string;
  /** `name`, or `name.alias`. */
  readonly key: string;
}

/** The provider configuration that a resource chooses; by default that of its type's first word. */
function providerOf(type: string, body: JsonObject): ProviderReference {
  const end = type.indexOf("_");
  const prefix = end === -1 ? type : type.slice(0, end);
  const written = field(body, "provider");
  if (written === undefined || written === null) return { localName: prefix, key: prefix };
  const reference = typeof written === "string" ? /^(?:\$\{)?([\w-]+)(\.[\w-]+)?\}?$/.exec(written) : null;
  return reference === null
    ? { localName: prefix, key: `${prefix}.(not readable)` }
    : { localName: reference[1] ?? prefix, key: `${reference[1]}${reference[2] ?? ""}` };
}

function noteRedirection(args: Arguments): void {
  const database = args.string("database");
  if (isKnown(database) && database !== null && !isPlainDatabase(database)) args.opaque(redirecting(database));
}

/** Passwords in connection strings and options. */
function noteSecrets(args: Arguments): void {
  const options = args.raw("options");
  const literal = typeof options === "object" && options !== null && !Array.isArray(options) ? field(options as JsonObject, "password") : undefined;
  if (typeof literal === "string" && !literal.includes("${")) args.secret("options.password");
  const conninfo = args.raw("conninfo");
  if (typeof conninfo === "string" && /password\s*=\s*[^\s$]/i.test(conninfo)) args.secret("conninfo");
}

const WRITE_ONLY: ReadonlySet<string> = new Set(["password_wo"]);
const NONE: ReadonlySet<string> = new Set();

/** The provider's library cuts a name at a zero byte, so another object would be meant than the one judged; role names have a rule of their own. */
function noteZeroBytes(args: Arguments, type: ResourceType): void {
  for (const argument of type === "postgresql_role" ? [] : ["name", "schema"]) {
    const value = args.quietly(argument);
    if (typeof value === "string" && value.includes("\u0000")) {
      args.opaque({
        what: `\`${argument}\` of a ${type} with a zero byte`,
        why: "the server reads the name up to that byte, Terraform as a whole, so it is not the name that is judged",
        remedy: "leave the zero byte out",
      });
    }
  }
}

const unknownType = (type: string, kind: string): Omit<OpaqueFact, "origin"> => ({
  what: `a ${type} ${kind}`,
  why: `the provider speaks to PostgreSQL, and this version of rolegate does not know what a ${type} does there`,
  remedy: "remove it, or use a version of rolegate that reads it",
});

const openPattern = (type: string, argument: string): Omit<OpaqueFact, "origin"> => ({
  what: `\`${argument}\` of a ${type} data source`,
  why: "the provider puts it into a statement without escaping it, during the plan, as its own login: a quote in it is superuser",
  remedy: "write a plain literal without a quote",
});

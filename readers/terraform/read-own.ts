import type { OpaqueFact } from "../../model/access-graph";
import { isKnown } from "../../model/unknown";
import type { Arguments } from "./arguments";
import type { Resolver } from "./expressions";
import { field, type JsonObject } from "./json-text";
import { RESOURCE_ARGUMENTS, type ResourceType, rawArgumentsOf, UNREAD_RESOURCES } from "./provider-schema";
import { isPlainDatabase, staysQuoted } from "./raw-sql";
import { READERS } from "./resources";
import type { Context } from "./resources/context";
import { isRolegateType } from "./rolegate-schema";
import { redirecting } from "./server-builder";

/** Adds the facts of one resource of the provider, whatever its arguments were read from. */
export function readOwn(args: Arguments, type: ResourceType, context: Context, except: ReadonlySet<string> = NONE): void {
  const read = READERS[type];
  if (read === undefined) {
    args.opaque({
      what: `a ${type} resource`,
      why: UNREAD_RESOURCES[type] ?? "rolegate does not read it",
      remedy: "make it outside of this configuration, reviewed by the owners",
    });
  } else {
    read(args, context);
  }
  if (!isRolegateType(type)) {
    noteSecrets(args);
    noteRedirection(args, type);
    noteZeroBytes(args, type);
  }
  args.noteUnreadExpressions(RESOURCE_ARGUMENTS[type], except);
}

const NONE: ReadonlySet<string> = new Set();

/** A database that leads to another server; ours names it apart from the server. */
export function noteRedirection(args: Arguments, type: string): void {
  if (isRolegateType(type)) return;
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

/** A type of the provider that this version does not know. */
export const unknownType = (type: string, kind: string): Omit<OpaqueFact, "origin"> => ({
  what: `a ${type} ${kind}`,
  why: `the provider speaks to PostgreSQL, and this version of rolegate does not know what a ${type} does there`,
  remedy: "remove it, or use a version of rolegate that reads it",
});

/** What of a data source goes into a statement must be known and stay inside of its quotes. */
export function noteOpenPatterns(args: Arguments, type: string, resolver: Resolver): void {
  const isPlain = (argument: string): boolean => {
    const value = resolver.resolve(args.raw(argument) ?? null);
    const elements = Array.isArray(value) ? value.map((element) => resolver.resolve(element)) : [value];
    return elements.every((element) => element === null || (typeof element === "string" && staysQuoted(element)));
  };
  for (const argument of rawArgumentsOf(type)) if (!isPlain(argument)) args.opaque(openPattern(type, argument));
}

/** An argument of a data source that may hold a statement. */
export const openPattern = (type: string, argument: string): Omit<OpaqueFact, "origin"> => ({
  what: `\`${argument}\` of a ${type} data source`,
  why: "the provider puts it into a statement without escaping it, during the plan, as its own login: a quote in it is superuser",
  remedy: "write a plain literal without a quote",
});

/** An argument that this version does not know. */
export const unknownArgument = (type: string, key: string): Omit<OpaqueFact, "origin"> => ({
  what: `the argument \`${key}\` of a ${type}`,
  why: key === "dynamic" ? "a dynamic block writes blocks that only Terraform can see" : "this version of rolegate does not know what it does",
  remedy: key === "dynamic" ? "write the blocks out" : "leave it out, or use a version of rolegate that knows it",
});

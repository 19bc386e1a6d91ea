import type { OpaqueFact, Origin } from "../../model/access-graph";
import { type Facts, newFacts } from "../../model/access-graph";
import type { ServerReading } from "../../model/reading";
import { isKnown, type Maybe, UNKNOWN } from "../../model/unknown";
import { Arguments } from "./arguments";
import type { Resolver } from "./expressions";
import type { JsonObject } from "./json-text";
import { providerArguments } from "./provider-schema";
import { isPlainDatabase } from "./raw-sql";
import { isRolegateSource } from "./rolegate-schema";

/** What the provider connects to when its configuration does not say. */
const DEFAULT_DATABASE = "postgres";
/** The provider's own ways to connect; another is no connection that rolegate knows. */
const SCHEMES: readonly string[] = ["postgres", "awspostgres", "gcppostgres"];

/** One provider configuration, and the facts that it speaks for. */
export interface ServerBuilder extends Omit<ServerReading, "graph"> {
  readonly facts: Facts;
  readonly database: string;
}

/** One that is not written. */
export const unconfigured = (key: string): ServerBuilder => ({
  provider: key,
  host: UNKNOWN,
  port: UNKNOWN,
  login: UNKNOWN,
  database: DEFAULT_DATABASE,
  facts: newFacts(),
  origin: providerOrigin(key),
});

const providerOrigin = (key: string): Origin => ({ address: `provider.${key}`, construct: null, file: null, line: null });

/** Reads the arguments of the configuration of a provider that comes from `source`. */
export function readServer(key: string, source: string, body: JsonObject, resolver: Resolver): ServerBuilder {
  const isRolegate = isRolegateSource(source);
  const origin = providerOrigin(key);
  // What is left open here shows as an endpoint or a login that is not known, so its unknown facts are not kept.
  const args = new Arguments(body, resolver, newFacts(), origin);
  const facts = newFacts();
  const database = args.string("database");
  // The community provider dials an address of which the database is a part: `x?host=other` leads elsewhere, and an open one may.
  const isHostTrue = isRolegate || (knownScheme(args.string("scheme")) && isKnown(database));
  const username = args.string("username");
  const server: ServerBuilder = {
    provider: key,
    host: isHostTrue ? emptyIsAbsent(args.string("host")) : UNKNOWN,
    port: args.number("port"),
    login: isRolegate ? emptyIsAbsent(username) : loginOf(username),
    database: isKnown(database) ? (database ?? DEFAULT_DATABASE) : DEFAULT_DATABASE,
    facts,
    origin,
  };
  if (!isRolegate && isKnown(database) && database !== null && !isPlainDatabase(database)) facts.opaques.push({ ...redirecting(database), origin });
  const known = providerArguments(isRolegate);
  for (const argument of Object.keys(body)) if (!known.has(argument)) facts.opaques.push({ ...strangeArgument(argument), origin });
  if (isKnown(args.value("password")) && args.value("password") !== null) facts.secrets.push({ attribute: "password", kind: "literal", origin });
  return server;
}

/** The driver reads what follows a colon as the password. */
const loginOf = (username: Maybe<string | null>): Maybe<string | null> =>
  isKnown(username) && username !== null ? emptyIsAbsent(username.replace(/:.*$/s, "")) : username;
const emptyIsAbsent = (value: Maybe<string | null>): Maybe<string | null> => (value === "" ? null : value);
const knownScheme = (scheme: Maybe<string | null>): boolean => scheme === null || (isKnown(scheme) && SCHEMES.includes(scheme));

const strangeArgument = (argument: string): Omit<OpaqueFact, "origin"> => ({
  what: `the argument \`${argument}\` of a provider configuration`,
  why: "this version of rolegate does not know it, and it may say which server is meant",
  remedy: "leave it out, or use a version of rolegate that knows it",
});

/** A database name that leads to another server than the endpoint that is judged. */
export const redirecting = (database: string): Omit<OpaqueFact, "origin"> => ({
  what: `the database name \`${database}\``,
  why: "the provider puts it into its connection string as it is, so it can name another server or login than the one judged",
  remedy: "name a database without `?`, `#`, `%` or `/`",
});

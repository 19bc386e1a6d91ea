import type { OpaqueFact, Origin } from "../../model/access-graph";
import { type Facts, newFacts } from "../../model/access-graph";
import { InputError } from "../../model/input-error";
import type { ServerReading } from "../../model/reading";
import { isKnown, type Maybe, UNKNOWN } from "../../model/unknown";
import { Arguments } from "./arguments";
import { blocksOf } from "./blocks";
import type { Resolver } from "./expressions";
import { field, type JsonObject } from "./json-text";
import { PROVIDER_ARGUMENTS } from "./provider-schema";
import { isPlainDatabase } from "./raw-sql";

/** What the provider connects to when its configuration does not say. */
const DEFAULT_DATABASE = "postgres";
/** The provider's own ways to connect; another is no connection that rolegate knows. */
const SCHEMES: readonly string[] = ["postgres", "awspostgres", "gcppostgres"];

/** Stands for the provider configuration of facts that are about none of several. */
const WHOLE_STACK = "(the whole stack)";

/** One provider configuration, and the facts that it speaks for. */
export interface ServerBuilder extends Omit<ServerReading, "graph"> {
  readonly facts: Facts;
  readonly database: string;
}

/** All provider configurations of a stack, by `name` or `name.alias`. */
export class Servers {
  private readonly servers = new Map<string, ServerBuilder>();
  private readonly configured: readonly ServerBuilder[];
  private readonly inUse = new Set<ServerBuilder>();

  /** Reads the configurations of the local names that stand for PostgreSQL. Throws an InputError for one that is given twice. */
  constructor(root: JsonObject, path: string, resolver: Resolver, speaksPostgres: (localName: string) => boolean) {
    for (const { labels, body } of blocksOf(field(root, "provider"), 1, "provider", path)) {
      const [name = ""] = labels;
      if (!speaksPostgres(name)) continue;
      const alias = field(body, "alias");
      const key = alias === undefined || alias === null ? name : `${name}.${String(alias)}`;
      if (this.servers.has(key)) throw new InputError(`\`${path}\`: the provider \`${key}\` is configured twice`, ["give one of them an alias"]);
      this.servers.set(key, readServer(key, body, resolver));
    }
    this.configured = [...this.servers.values()];
  }

  /** The configuration that something uses. One that is not written is Terraform's empty default, or for an alias its error: unknown both. */
  at(key: string): ServerBuilder {
    const known = this.servers.get(key);
    const server = known ?? unconfigured(key);
    if (known === undefined) this.servers.set(key, server);
    this.inUse.add(server);
    return server;
  }

  /** Where facts about the whole stack go: the one configuration that there is, else one of no server. */
  forStack(): ServerBuilder {
    const candidates = this.inUse.size > 0 ? this.used() : this.configured;
    const [only] = candidates;
    return candidates.length === 1 && only !== undefined ? this.at(only.provider) : this.at(WHOLE_STACK);
  }

  /** Those that something uses, in the order in which they were met; another is not judged. */
  used(): readonly ServerBuilder[] {
    return [...this.inUse];
  }
}

const unconfigured = (key: string): ServerBuilder => ({
  provider: key,
  host: UNKNOWN,
  port: UNKNOWN,
  login: UNKNOWN,
  database: DEFAULT_DATABASE,
  facts: newFacts(),
  origin: providerOrigin(key),
});

const providerOrigin = (key: string): Origin => ({ address: `provider.${key}`, construct: null, file: null, line: null });

function readServer(key: string, body: JsonObject, resolver: Resolver): ServerBuilder {
  const origin = providerOrigin(key);
  // What is left open here shows as an endpoint or a login that is not known, so its unknown facts are not kept.
  const args = new Arguments(body, resolver, newFacts(), origin);
  const facts = newFacts();
  const database = args.string("database");
  const server: ServerBuilder = {
    provider: key,
    // The database is a part of the address that is dialled: `x?host=other` leads elsewhere, and an open one may.
    host: knownScheme(args.string("scheme")) && isKnown(database) ? emptyIsAbsent(args.string("host")) : UNKNOWN,
    port: args.number("port"),
    login: loginOf(args.string("username")),
    database: isKnown(database) ? (database ?? DEFAULT_DATABASE) : DEFAULT_DATABASE,
    facts,
    origin,
  };
  if (isKnown(database) && database !== null && !isPlainDatabase(database)) facts.opaques.push({ ...redirecting(database), origin });
  for (const argument of Object.keys(body)) if (!PROVIDER_ARGUMENTS.has(argument)) facts.opaques.push({ ...strangeArgument(argument), origin });
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

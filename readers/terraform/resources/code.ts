import { isKnown } from "../../../model/unknown";
import type { Arguments } from "../arguments";
import { nestedBlocks } from "../blocks";
import { isArgumentMode, isPlainBody, isPlainDefault, isPlainReturns, isPlainType, isPlainWord, staysQuoted } from "../raw-sql";
import type { ResourceReader } from "./context";
import { returnsTrigger, typesOfArguments, writtenDigest } from "./function-parts";
import { refuse } from "./refuse";

/** `postgresql_extension`. */
export const readExtension: ResourceReader = (args, { facts, database }) => {
  const name = args.requiredString("name");
  const written = args.string("database");
  const cascade = args.boolean("create_cascade", false);
  if (isKnown(name)) facts.extensions.push({ name, database: written === null ? database : written, cascade, origin: args.origin });
};

/** `postgresql_function`, with the provider's defaults: schema `public`, language `plpgsql`; PostgreSQL folds a language's case. */
export const readFunction: ResourceReader = (args, { facts, database, login }) => {
  const name = args.requiredString("name");
  const schema = args.string("schema");
  const place = args.string("database");
  const written = args.string("language");
  const language = isKnown(written) ? (written ?? "plpgsql").toLowerCase() : written;
  const securityDefiner = args.boolean("security_definer", false);
  refuseEscapes(args);
  if (!isKnown(name)) return;
  facts.functions.push({
    name,
    schema: isKnown(schema) ? (schema ?? "public") : null,
    database: isKnown(place) ? (place ?? database) : null,
    language,
    securityDefiner,
    arguments: typesOfArguments(args),
    kind: "function",
    owner: login,
    extension: null,
    isTrigger: returnsTrigger(args),
    // Event triggers are nothing that Terraform holds: of a function for them nobody knows that none runs it.
    isEventTrigger: false,
    publicByDefault: true,
    searchPath: null,
    sha256: writtenDigest(args, login, language),
    runs: [],
    origin: args.origin,
  });
};

/** Everything of a function goes into the statement as it is, so each part must be what it is meant to be and nothing more. */
function refuseEscapes(args: Arguments): void {
  refuse(args, "name", staysQuoted, "give the function a name without a quote", "a function");
  refuse(args, "schema", staysQuoted, "name a schema without a quote", "a function");
  refuse(args, "language", isPlainWord, "name the language in plain letters", "a function");
  refuse(args, "returns", isPlainReturns, "write one plain type, `SETOF type` or `TABLE (...)`", "a function");
  refuse(args, "body", isPlainBody, "write the body without `$function$`", "a function");
  for (const block of nestedBlocks(args.raw("arg") ?? null)) {
    const arg = args.within(block);
    refuse(arg, "mode", isArgumentMode, "write IN, OUT, INOUT or VARIADIC", "a function");
    refuse(arg, "name", isPlainWord, "name the argument in plain letters", "a function");
    refuse(arg, "type", isPlainType, "write one plain type", "a function");
    refuse(arg, "default", isPlainDefault, "write a number, `true`, `false`, `null` or a plain quoted text", "a function");
  }
}

import { argumentTypes } from "../../../model/argument-types";
import { functionDigest } from "../../../model/function-digest";
import { isKnown } from "../../../model/unknown";
import { granteeOf } from "../arguments";
import type { ResourceReader } from "./context";

/** `rolegate_function`: one function with its owner and everybody who may run it. */
export const readRolegateFunction: ResourceReader = (args, { facts, database: providersDatabase }) => {
  const { origin } = args;
  const name = args.requiredString("name");
  const schema = args.requiredString("schema");
  const written = args.string("database");
  const database = isKnown(written) ? (written ?? providersDatabase) : providersDatabase;
  const owner = args.requiredString("owner");
  const language = args.requiredString("language");
  const securityDefiner = args.boolean("security_definer", false);
  const list = args.string("arguments");
  const returns = args.requiredString("returns");
  const body = args.requiredString("body");
  const settings = args.entries("settings") ?? [];
  const executors = args.strings("executors");
  if (executors === null) args.unknown("executors", "(not written)");
  if (!isKnown(name) || !isKnown(schema)) return;
  const types = isKnown(list) ? argumentTypes(list ?? "") : null;
  const lines = settings.map(([setting, value]) => `${setting}=${String(value)}`);
  const path = settings.find(([setting]) => setting === "search_path")?.[1];
  facts.functions.push({
    name,
    schema,
    database,
    language,
    securityDefiner,
    arguments: types,
    kind: "function",
    owner,
    extension: null,
    isTrigger: returns === "trigger",
    isEventTrigger: returns === "event_trigger",
    publicByDefault: false,
    searchPath: typeof path === "string" ? path : null,
    sha256:
      isKnown(owner) && isKnown(language) && isKnown(body) && isKnown(securityDefiner)
        ? functionDigest({ owner, language, settings: lines, body, securityDefiner })
        : null,
    runs: [],
    origin,
  });
  const target = { objectType: "function", database, schema, object: name, ...(types !== null && { arguments: types }), columns: [], origin } as const;
  for (const executor of executors?.values ?? [])
    facts.grants.push({ ...target, grantee: granteeOf(executorIn(executor)), privilege: "EXECUTE", grantable: executor.includes(GRANTABLE) });
};

/** What another role granted, and a GRANT OPTION, a server shows behind the name. */
const executorIn = (words: string): string => words.split(", granted by ", 1)[0]?.replace(GRANTABLE, "") ?? words;
const GRANTABLE = " WITH GRANT OPTION";

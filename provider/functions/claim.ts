import { argumentTypes } from "../../model/argument-types";
import { isList, isMap, type MapValue, type Value } from "../plugin/value";

/** One function as a resource or the server says it, defaults spelled out. */
export interface FunctionClaim {
  readonly schema: string;
  readonly name: string;
  /** Null where it is not known yet. */
  readonly database: string | null;
  readonly arguments: string;
  readonly returns: string;
  readonly language: string;
  readonly body: string;
  readonly securityDefiner: boolean;
  readonly volatility: string;
  readonly parallel: string;
  readonly strict: boolean;
  readonly settings: ReadonlyMap<string, string>;
  readonly owner: string;
  /** Everybody but the owner who has EXECUTE: `public` for everyone. Of a server also how, where nobody can ask for that. */
  readonly executors: readonly string[];
  readonly comment: string | null;
}

export const claimOf = (object: MapValue): FunctionClaim => {
  const text = (name: string, missing = ""): string => {
    const value = object.get(name);
    return typeof value === "string" ? value : missing;
  };
  const executors = object.get("executors");
  const settings = object.get("settings");
  const database = object.get("database");
  const comment = object.get("comment");
  return {
    schema: text("schema"),
    name: text("name"),
    database: typeof database === "string" ? database : null,
    arguments: text("arguments"),
    returns: text("returns"),
    language: text("language"),
    body: text("body"),
    securityDefiner: object.get("security_definer") === true,
    volatility: text("volatility", "volatile"),
    parallel: text("parallel", "unsafe"),
    strict: object.get("strict") === true,
    settings: new Map(isMap(settings) ? [...settings].filter((entry): entry is [string, string] => typeof entry[1] === "string").toSorted() : []),
    owner: text("owner"),
    executors: (isList(executors) ? executors.filter((name) => typeof name === "string") : []).toSorted(),
    comment: typeof comment === "string" && comment !== "" ? comment : null,
  };
};

/** The types that tell it from others of its name. */
export const typesOf = (claim: Pick<FunctionClaim, "arguments">): string => argumentTypes(claim.arguments);

/** For messages and keys: `ops.cancel_session(integer, text)`. */
export const signatureOf = (claim: Pick<FunctionClaim, "schema" | "name" | "arguments">): string => `${claim.schema}.${claim.name}(${typesOf(claim)})`;

/** What differs between two of one function, by the names of the attributes. */
export const differingAttributes = (a: FunctionClaim, b: FunctionClaim): readonly string[] =>
  (Object.entries(ATTRIBUTES) as [keyof FunctionClaim, string][]).filter(([field]) => textOf(a[field]) !== textOf(b[field])).map(([, attribute]) => attribute);

const textOf = (value: FunctionClaim[keyof FunctionClaim]): string => JSON.stringify(value instanceof Map ? [...value] : value);

/** Those that are read of the server; what names the function is how it was found. */
const ATTRIBUTES: Partial<Record<keyof FunctionClaim, string>> = {
  arguments: "arguments",
  returns: "returns",
  language: "language",
  body: "body",
  securityDefiner: "security_definer",
  volatility: "volatility",
  parallel: "parallel",
  strict: "strict",
  settings: "settings",
  owner: "owner",
  executors: "executors",
  comment: "comment",
};

/** A state in which what differs from the claim is as the claim says it, and what is equal keeps its spelling: left out where it is the default. */
export const stateWith = (state: MapValue, live: FunctionClaim): MapValue => {
  const next = new Map(state);
  const known = claimOf(state);
  const different = new Set(differingAttributes(known, live));
  const set = (attribute: string, value: Value): void => {
    if (different.has(attribute)) next.set(attribute, value);
  };
  set("arguments", live.arguments === "" ? null : live.arguments);
  set("returns", live.returns);
  set("language", live.language);
  set("body", live.body);
  set("security_definer", live.securityDefiner);
  set("volatility", live.volatility);
  set("parallel", live.parallel);
  set("strict", live.strict);
  set("settings", live.settings.size === 0 ? null : live.settings);
  set("owner", live.owner);
  set("comment", live.comment);
  if (different.has("executors") || !isList(state.get("executors"))) next.set("executors", live.executors);
  return next;
};

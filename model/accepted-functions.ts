import { routineParts } from "./argument-types";
import type { FunctionFact } from "./object-facts";
import { shownName } from "./path-words";
import type { AcceptedFunction } from "./policy";
import { isKnown } from "./unknown";

/** A function as `accepted.yaml` names it: `pgbouncer.get_auth(text)`; without arguments where the input does not say them. */
export const functionSignature = ({ schema, name, arguments: types }: Pick<FunctionFact, "schema" | "name" | "arguments">): string =>
  `${schema === null ? "" : `${schema}.`}${name}${types === null ? "" : `(${types})`}`;

/** The same of a function as people write it: `app.pay(int4,text)` is `app.pay(integer, text)`. */
export const plainSignature = (written: string): string => {
  const { name, arguments: types = null } = routineParts(written);
  return functionSignature({ schema: null, name, arguments: types });
};

/** For messages: `function pgbouncer.get_auth(text)`. */
export const functionWords = (fact: Pick<FunctionFact, "schema" | "name" | "arguments" | "kind">): string => {
  const { schema, name, arguments: types, kind } = fact;
  return `${kind} ${schema === null ? "" : `${shownName(schema)}.`}${shownName(name)}${types === null ? "" : `(${types})`}`;
};

/** The entry that accepts exactly this function: its name, its owner and the digest of everything that it does. */
export const acceptedEntry = (fact: FunctionFact, entries: readonly AcceptedFunction[]): AcceptedFunction | undefined =>
  fact.sha256 === null || !isKnown(fact.owner)
    ? undefined
    : entries.find((entry) => entry.function === functionSignature(fact) && entry.runsAs === fact.owner && entry.sha256 === fact.sha256);

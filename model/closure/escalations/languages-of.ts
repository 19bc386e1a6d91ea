import type { Capability } from "../../capability";
import { isSafeHandler, isSafeInlineHandler, isTrustedLanguage, languageCapability } from "../../extensions";
import type { FunctionFact, Language } from "../../object-facts";
import { isKnown } from "../../unknown";
import type { ObjectIndex } from "../object-index";
import { isBuiltInFunction } from "./built-in";

/** What code in a language reaches, and whether that is known. */
export interface LanguagePower {
  readonly capability: Capability;
  readonly condition: string | null;
}

/** What code of the language reaches beyond SQL; null where it stays inside. A trusted flag over another handler changes nothing of it. */
export const languagePower = ({ name, trusted, handler }: Language): Capability | null => {
  if (handler === null) return isTrustedLanguage(name) ? null : languageCapability(name);
  return trusted && isSafeHandler(handler) ? null : "untrusted-language";
};

/** The same of code that `DO` runs; null too where the language has no handler for that. */
export const inlinePower = ({ trusted, inline }: Language): Capability | null =>
  inline === null || (trusted && isSafeInlineHandler(inline)) ? null : "untrusted-language";

/** Asks what a function reaches by its language; null for one that stays inside the database, and for those that an extension answers for. */
export const powersOf = ({ graph, server }: ObjectIndex): ((fact: FunctionFact) => LanguagePower | null) => {
  const languages = new Map(graph.languages.map((language) => [`${language.database}\0${language.name}`, language]));
  return ({ kind, language, database, extension, schema, name }) => {
    // What an extension brings is judged with it, and what initdb made in C by who may call it.
    if (extension !== null) return null;
    // PostgreSQL says `internal` of each: what it runs are other functions.
    if (kind === "aggregate") return null;
    if (!isKnown(language)) return { capability: "untrusted-language", condition: "if its language is untrusted: that cannot be known yet" };
    if (schema === "pg_catalog" && isBuiltInFunction(name, server.major)) return null;
    const fact = languages.get(`${database}\0${language}`);
    const capability = fact === undefined ? (isTrustedLanguage(language) ? null : languageCapability(language)) : languagePower(fact);
    return capability === null ? null : { capability, condition: null };
  };
};

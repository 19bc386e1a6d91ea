import { dangerOfExtension, isLanguageExtension, safeExtension } from "../model/extensions";
import { listed, shownName } from "../model/path-words";
import type { Breach, RuleInput } from "./rule";

/** Extensions that are neither on the safe list nor in the environment's `extensions`, and what CASCADE may pull in. */
export const opaqueExtensions = ({ graph, environment }: RuleInput): readonly Breach[] => {
  const named = new Set(environment.policy?.extensions ?? []);
  const isHeldSafe = (name: string): boolean => named.has(name) || safeExtension(name) !== undefined;
  return graph.extensions.flatMap(({ name, cascade, origin }): readonly Breach[] => {
    const subject = origin.address ?? environment.name;
    // What brings an untrusted language has a rule of its own.
    const own = isHeldSafe(name) || isLanguageExtension(name) ? [] : [{ subject, origin, tier: "os" as const, ...wordsFor(name) }];
    const requires = safeExtension(name)?.requires;
    const isClosed = cascade === false || requires?.every(isHeldSafe) === true;
    return isClosed ? own : [...own, { subject, origin, tier: "os" as const, ...cascadeWords(name, requires, isHeldSafe) }];
  });
};

const wordsFor = (name: string): Pick<Breach, "message" | "remedy"> => {
  const danger = dangerOfExtension(name);
  return {
    message: `extension ${shownName(name)} is not held safe: ${danger ?? "nobody has said what it lets roles do"}`,
    remedy: "do without it, or have the owners name it under `extensions` of the environment once they know what it lets roles do",
  };
};

const cascadeWords = (name: string, requires: readonly string[] | undefined, isHeldSafe: (name: string) => boolean): Pick<Breach, "message" | "remedy"> => {
  const unsafe = (requires ?? []).filter((required) => !isHeldSafe(required));
  const pulled = unsafe.length > 0 ? `pulls in ${listed(unsafe.map(shownName))}` : "may pull in extensions that nobody named";
  return {
    message: `extension ${shownName(name)} is created with CASCADE, which ${pulled}`,
    remedy: "create what it requires as extensions of their own, and leave `create_cascade` out",
  };
};

import { functionSignature, functionWords } from "../model/accepted-functions";
import { type Capability, isServerTier, tierOf } from "../model/capability";
import { isKnown } from "../model/unknown";
import type { DefinerFunction, Explanation } from "./explanation";
import { printableJson } from "./printable";

/** A function on a path, which its owners may review and accept, and what callers reach through it. */
export interface Acceptable {
  readonly words: string;
  readonly runsAs: string;
  /** Its entry of `accepted.yaml`, as lines; null where the input does not show the function's body. */
  readonly entry: readonly string[] | null;
}

/** The functions that the conditional paths of a role lead through, each once: reviewed ones are certain, and need no entry. */
export const acceptables = ({ environment, capabilities }: Explanation, functions: readonly DefinerFunction[]): readonly Acceptable[] => {
  const owned = new Map<string, DefinerFunction>();
  for (const candidate of functions) {
    const { owner } = candidate.fact;
    if (candidate.environment === environment && isKnown(owner) && owner !== null) owned.set(key(functionWords(candidate.fact), owner), candidate);
  }
  const met = new Map<string, Set<Capability>>();
  for (const { capability, certainty, follows, path } of owned.size === 0 ? [] : capabilities) {
    if (certainty === "certain" || follows !== null) continue;
    for (const { by, to, via } of path) {
      const at = key(via ?? "", to);
      if ((by !== "function" && by !== "trigger") || !owned.has(at)) continue;
      met.set(at, (met.get(at) ?? new Set()).add(capability));
    }
  }
  return [...met].flatMap(([at, gives]) => {
    const candidate = owned.get(at);
    return candidate === undefined ? [] : [acceptable(candidate, [...gives])];
  });
};

const acceptable = ({ environment, fact }: DefinerFunction, gives: readonly Capability[]): Acceptable => {
  const runsAs = isKnown(fact.owner) ? (fact.owner ?? "") : "";
  return { words: functionWords(fact), runsAs, entry: fact.sha256 === null ? null : entryLines(environment, fact, runsAs, fact.sha256, gives) };
};

/** JSON strings are YAML strings: whatever a name holds, the entry can be copied. */
const entryLines = (environment: string, fact: DefinerFunction["fact"], runsAs: string, sha256: string, gives: readonly Capability[]): readonly string[] => [
  `- environment: ${quoted(environment)}`,
  `  function: ${quoted(functionSignature(fact))}`,
  `  runsAs: ${quoted(runsAs)}`,
  `  sha256: ${quoted(sha256)}`,
  `  gives: [${gives.filter(isAcceptable).join(", ")}] # exactly what its body does give its callers`,
  '  reason: ""',
  '  owner: ""',
  '  expires: ""',
];

/** What nobody can accept in a function is not offered: the entry could not be read. */
const isAcceptable = (capability: Capability): boolean => !isServerTier(tierOf(capability));

const quoted = (text: string): string => printableJson(JSON.stringify(text));
const key = (words: string, owner: string): string => `${words}\0${owner}`;

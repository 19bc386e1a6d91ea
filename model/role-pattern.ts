import { addTo } from "./add-to";
import type { PersonaEntry } from "./policy";

/** Is `text` a pattern (it has a `*`) and not an exact role name? */
export const isPattern = (text: string): boolean => text.includes("*");

/** Does `name` as a whole match `pattern`, where `*` is any run of characters and everything else stands for itself, byte for byte? */
export const matchesPattern = (pattern: string, name: string): boolean => compile(pattern)(name);

type Matcher = (name: string) => boolean;

// The first place that fits is always good enough for a piece between two stars, so nothing is ever tried twice.
const compile = (pattern: string): Matcher => {
  const [head = "", ...pieces] = pattern.split("*");
  const tail = pieces.pop();
  if (tail === undefined) return (name) => name === pattern;
  const middle = pieces.filter((piece) => piece !== "");
  return (name) => {
    if (name.length < head.length + tail.length || !name.startsWith(head) || !name.endsWith(tail)) return false;
    let from = head.length;
    for (const piece of middle) {
      const at = name.indexOf(piece, from);
      if (at < 0) return false;
      from = at + piece.length;
    }
    return from <= name.length - tail.length;
  };
};

/** An entry of personas.yaml that a role belongs to, by its exact name or by a pattern. */
export interface PersonaMatch {
  readonly entry: PersonaEntry;
  readonly exact: boolean;
}

/**
 * The entries a role belongs to in one environment, looked up: built once, asked for each role. An exact name beats every
 * pattern. No match: the role is an app with nothing approved. Matches of several kinds: the caller takes the strictest.
 */
export const personaIndex = (entries: readonly PersonaEntry[], environment: string): ((role: string) => readonly PersonaMatch[]) => {
  const exact = new Map<string, PersonaMatch[]>();
  const patterns: { readonly alone: readonly [PersonaMatch]; readonly matchers: readonly Matcher[] }[] = [];
  for (const entry of entries) {
    if (entry.environments !== null && !entry.environments.includes(environment)) continue;
    for (const role of new Set(entry.roles)) {
      if (isPattern(role)) continue;
      addTo(exact, role, { entry, exact: true });
    }
    const matchers = entry.roles.filter(isPattern).map(compile);
    if (matchers.length > 0) patterns.push({ alone: [{ entry, exact: false }], matchers });
  }
  return (role) => {
    let found: readonly PersonaMatch[] = exact.get(role) ?? NONE;
    if (found !== NONE) return found;
    // Nearly every role matches one entry: all of them share its list.
    for (const { alone, matchers } of patterns) if (isMatched(role, matchers)) found = found === NONE ? alone : [...found, alone[0]];
    return found;
  };
};

const NONE: readonly PersonaMatch[] = [];

const isMatched = (role: string, matchers: readonly Matcher[]): boolean => {
  for (const matches of matchers) if (matches(role)) return true;
  return false;
};

/** `personaIndex` for a single question. */
export const personasOf = (entries: readonly PersonaEntry[], environment: string, role: string): readonly PersonaMatch[] =>
  personaIndex(entries, environment)(role);

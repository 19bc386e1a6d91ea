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
  const patterns: { readonly match: PersonaMatch; readonly matchers: readonly Matcher[] }[] = [];
  for (const entry of entries) {
    if (entry.environments !== null && !entry.environments.includes(environment)) continue;
    for (const role of new Set(entry.roles)) {
      if (isPattern(role)) continue;
      const known = exact.get(role);
      if (known === undefined) exact.set(role, [{ entry, exact: true }]);
      else known.push({ entry, exact: true });
    }
    const matchers = entry.roles.filter(isPattern).map(compile);
    if (matchers.length > 0) patterns.push({ match: { entry, exact: false }, matchers });
  }
  return (role) => exact.get(role) ?? patterns.filter(({ matchers }) => matchers.some((matches) => matches(role))).map(({ match }) => match);
};

/** `personaIndex` for a single question. */
export const personasOf = (entries: readonly PersonaEntry[], environment: string, role: string): readonly PersonaMatch[] =>
  personaIndex(entries, environment)(role);

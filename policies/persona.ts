import { isPlatformRole } from "../model/platforms";
import { ATTRIBUTE_CEILING, CEILING, PERSONA_KINDS, type PersonaEntry, type PersonaKind, type PolicyData, type RoleAttribute } from "../model/policy";
import { predefinedRole } from "../model/predefined-roles";
import { type PersonaMatch, personaIndex } from "../model/role-pattern";

/** What the policy files say of one role: the strictest kind that matches it, and what that kind's entries approve. */
export interface Persona {
  readonly kind: PersonaKind;
  /** Predefined and platform roles, those that an approved one contains included; never above the kind's ceiling. */
  readonly approved: ReadonlySet<string>;
  readonly attributes: ReadonlySet<RoleAttribute>;
  /** All matches, of other kinds too. Empty: an app with nothing approved. */
  readonly matches: readonly PersonaMatch[];
}

const NOBODY: Persona = { kind: "app", approved: new Set(), attributes: new Set(), matches: [] };

/** The persona of each role in one environment; without policy files everyone is an app with nothing approved. */
export const personaLookup = (policy: PolicyData | null, environment: string): ((role: string) => Persona) => {
  if (policy === null) return () => NOBODY;
  const matchesOf = personaIndex(policy.personas, environment);
  const number = new Map(policy.personas.map((entry, position) => [entry, position]));
  const shared = new Map<string, Persona>();
  const byOnly = new Map<PersonaMatch, Persona>();
  return (role) => {
    const matches = matchesOf(role);
    const [only] = matches;
    if (only === undefined) return NOBODY;
    if (matches.length === 1) {
      // Nearly every role matches one entry, by a match that all of its roles share.
      const known = byOnly.get(only);
      if (known !== undefined) return known;
      const persona = personaOf(matches);
      byOnly.set(only, persona);
      return persona;
    }
    const key = matches.map(({ entry, exact }) => `${number.get(entry)}${exact ? "=" : "*"}`).join(" ");
    const known = shared.get(key) ?? personaOf(matches);
    shared.set(key, known);
    return known;
  };
};

const personaOf = (matches: readonly PersonaMatch[]): Persona => {
  const kind = PERSONA_KINDS.find((strict) => matches.some(({ entry }) => entry.kind === strict)) ?? "app";
  const entries = matches.map(({ entry }) => entry).filter((entry) => entry.kind === kind);
  return { kind, approved: approvedBy(kind, entries), attributes: attributesOf(kind, entries), matches };
};

const approvedBy = (kind: PersonaKind, entries: readonly PersonaEntry[]): ReadonlySet<string> => {
  const named = entries.flatMap((entry) => entry.approved).filter((role) => mayHold(kind, role));
  return new Set(named.flatMap((role) => [role, ...(predefinedRole(role)?.contains ?? [])]));
};

const attributesOf = (kind: PersonaKind, entries: readonly PersonaEntry[]): ReadonlySet<RoleAttribute> =>
  new Set(entries.flatMap((entry) => entry.attributes).filter((attribute) => ATTRIBUTE_CEILING[kind].includes(attribute)));

/** Is the predefined or platform role within the kind's ceiling, so that a file could approve it? */
export const mayHold = (kind: PersonaKind, role: string): boolean => {
  const fact = predefinedRole(role);
  if (fact !== undefined) return fact.grantable && CEILING[kind].includes(fact.tier);
  return kind === "dba" && isPlatformRole(role);
};

/** `an app`, `an ops`, `a dba`. */
export const kindWords = (kind: PersonaKind): string => (kind === "dba" ? "a dba" : `an ${kind}`);

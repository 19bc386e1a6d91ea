import type { MapValue } from "../plugin/value";
import { type Asked, askedOf, isPlaced, OTHERS, PRIVILEGE_ATTRIBUTES, type PrivilegeAttribute } from "./wanted";

/** What one resource says: of each attribute that it writes, what it owns and gives. */
export interface PrivilegesClaim {
  readonly role: string;
  /** Null where it is not known yet. */
  readonly database: string | null;
  readonly asked: ReadonlyMap<PrivilegeAttribute, Asked>;
}

export const claimOf = (object: MapValue): PrivilegesClaim => {
  const role = object.get("role");
  const database = object.get("database");
  const asked = new Map<PrivilegeAttribute, Asked>();
  for (const attribute of PRIVILEGE_ATTRIBUTES) {
    const of = askedOf(object, attribute);
    if (of !== null) asked.set(attribute, of);
  }
  return { role: typeof role === "string" ? role : "", database: typeof database === "string" ? database : null, asked };
};

/** Does the claim own the privileges on an object? A place is owned whole; where there are none, what is listed, or with `*` everything. */
export const owns = ({ asked }: PrivilegesClaim, attribute: PrivilegeAttribute, place: string, name: string): boolean => {
  const of = asked.get(attribute)?.get(place);
  return of !== undefined && (isPlaced(attribute) || of.has(name) || of.has(OTHERS));
};

/** What is asked for of an object, by its name or by `*`; null where the claim does not name it. */
export const wordsFor = ({ asked }: PrivilegesClaim, attribute: PrivilegeAttribute, place: string, name: string): string | null => {
  const of = asked.get(attribute)?.get(place);
  return of?.get(name) ?? of?.get(OTHERS) ?? null;
};

/** What two claims both own, in words; null where each has its own part. */
export const overlapOf = (a: PrivilegesClaim, b: PrivilegesClaim): string | null => {
  if (a.role !== b.role) return null;
  const isSameDatabase = a.database === null || b.database === null || a.database === b.database;
  for (const [attribute, of] of a.asked) {
    const isOfCluster = attribute === "databases" || attribute === "parameters";
    const other = b.asked.get(attribute);
    if (other === undefined || !(isOfCluster || isSameDatabase)) continue;
    for (const [place, names] of of) {
      const theirs = other.get(place);
      if (theirs === undefined) continue;
      if (isPlaced(attribute)) return `${attribute} of ${a.role} in ${place}`;
      const both = names.has(OTHERS) ? [...theirs.keys()][0] : theirs.has(OTHERS) ? [...names.keys()][0] : [...names.keys()].find((name) => theirs.has(name));
      if (both !== undefined) return `${attribute} of ${a.role}: ${both}`;
    }
  }
  return null;
};

/** Is it the same claim, asked once more? */
export const sameClaim = (a: PrivilegesClaim, b: PrivilegesClaim): boolean => claimText(a) === claimText(b);
const claimText = ({ role, database, asked }: PrivilegesClaim): string =>
  JSON.stringify([
    role,
    database,
    [...asked].map(([attribute, of]) => [attribute, [...of].map(([place, names]) => [place, [...names].toSorted()]).toSorted()]),
  ]);

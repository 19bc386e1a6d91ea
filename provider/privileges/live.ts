import { parsePrivileges } from "../../model/privilege-words";
import type { MapValue } from "../plugin/value";
import type { PrivilegesClaim } from "./claim";
import { liveWords, type ObjectRow } from "./rows";
import { type Asked, isPlaced, kindOf, OTHERS, type PrivilegeAttribute } from "./wanted";

/**
 * What the server has of what a claim owns, as the claim would say it: an object that has what `*` gives is not listed, one that has something else is.
 */
export const liveClaim = (claim: PrivilegesClaim, rows: readonly ObjectRow[]): PrivilegesClaim => ({
  ...claim,
  asked: new Map([...claim.asked].map(([attribute, of]) => [attribute, liveAsked(attribute, of, rows)])),
});

const liveAsked = (attribute: PrivilegeAttribute, asked: Asked, rows: readonly ObjectRow[]): Asked => {
  const live = new Map(
    [...asked].map(([place, names]) => [place, new Map([...names].filter(([name, words]) => name === OTHERS || isNothing(attribute, name, words)))]),
  );
  for (const row of rows) {
    const names = asked.get(row.place);
    const found = live.get(row.place);
    if (row.attribute !== attribute || names === undefined || found === undefined) continue;
    const named = names.get(row.name);
    if (row.isOwner) {
      if (named !== undefined) found.set(row.name, named);
      continue;
    }
    const words = liveWords(row);
    const others = names.get(OTHERS);
    const isListed = named !== undefined || (others === undefined ? isPlaced(attribute) && !isNothing(attribute, row.name, words) : words !== others);
    if (isListed) found.set(row.name, words);
  }
  return live;
};

const isNothing = (attribute: PrivilegeAttribute, name: string, words: string): boolean => {
  const kind = kindOf(attribute, name);
  const held = kind === null ? [] : parsePrivileges(kind, words);
  return typeof held !== "string" && held.length === 0;
};

/** The attributes of a state that a claim stands for. */
export const stateOf = (object: MapValue, { asked }: PrivilegesClaim): MapValue => {
  const state = new Map(object);
  for (const [attribute, of] of asked) state.set(attribute, isPlaced(attribute) ? of : (of.get("") ?? new Map()));
  return state;
};

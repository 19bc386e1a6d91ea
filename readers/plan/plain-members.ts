import type { Json } from "../terraform/json-text";
import { KnownKeys } from "./known-keys";
import { NOT_PLAIN, type PlainCursor } from "./plain-cursor";
import { RepeatedValues } from "./repeated-values";

/** Puts the value of one key into what is read. */
export type Member<T> = (cursor: PlainCursor, target: T) => void;

/** What is done with the value of each key of an object, by its name, in the order in which Terraform writes them. Others are passed over. */
export class PlainMembers<T> {
  readonly #known: KnownKeys;
  readonly #members: readonly Member<T>[];

  constructor(members: Readonly<Record<string, Member<T>>>) {
    this.#known = new KnownKeys(Object.keys(members));
    this.#members = Object.values(members);
  }

  read(cursor: PlainCursor, target: T): void {
    cursor.object(this.#known, (key) => (this.#members[key] ?? passed)(cursor, target));
  }
}

/** What is not looked at may hold no key twice all the same. */
export const passed = (cursor: PlainCursor): void => {
  if (cursor.skip() > 1) throw NOT_PLAIN;
};

/** A member whose value is mostly one of a few, in `put`. */
export const repeated = <T, Made>(make: (value: Json) => Made, put: (target: T, made: Made) => void): Member<T> => {
  const known = new RepeatedValues<Made>();
  return (cursor, target) => put(target, cursor.repeated(known, make));
};

/** The text that a value has to be. */
export const textOf = (value: Json): string => {
  if (typeof value !== "string") throw NOT_PLAIN;
  return value;
};

/**
 * The value of a fact that an input leaves open: a Terraform expression, a value known only after apply, a catalog
 * column the reader may not see. It is part of the type, so the compiler asks every rule what to do with it;
 * a rule about safety treats it as unsafe.
 */
export const UNKNOWN: unique symbol = Symbol.for("rolegate.unknown") as never;
export type Unknown = typeof UNKNOWN;

/** A value, or the statement that it cannot be known yet. */
export type Maybe<T> = T | Unknown;

export const isKnown = <T>(value: Maybe<T>): value is Exclude<T, Unknown> => value !== UNKNOWN;

/** True unless the value is known to be false: how a rule about safety reads a flag. */
export const isPossiblyTrue = (flag: Maybe<boolean>): boolean => flag !== false;

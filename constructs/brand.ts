import type { IConstruct } from "constructs";
import type { PersonaKind } from "../model/policy";

/** Type only: the environment that a construct or handle belongs to. */
export declare const IN: unique symbol;
/** Type only: the kind of a persona. */
export declare const KIND: unique symbol;

/** Where a persona may be made: an environment, or any construct inside one (whose environment only run time knows). */
export type Scope<E extends string> = IConstruct & { readonly [IN]?: E };

/** What two copies of this package in one tree agree on, where `instanceof` would not. */
export const ENVIRONMENT: unique symbol = Symbol.for("rolegate.Environment") as never;
export const PERSONA: unique symbol = Symbol.for("rolegate.Persona") as never;
export const GATED_APP: unique symbol = Symbol.for("rolegate.GatedApp") as never;

/** The value that a construct carries under one of our symbols, or undefined for a construct of somebody else. */
export const branded = <T>(construct: unknown, brand: symbol): T | undefined =>
  typeof construct === "object" && construct !== null ? ((construct as Record<symbol, unknown>)[brand] as T | undefined) : undefined;

/** Attaches `value` under one of our symbols, out of sight of whoever prints or copies the construct. */
export const setBrand = (construct: object, brand: symbol, value: unknown): void => {
  Object.defineProperty(construct, brand, { value });
};

/** With its article, for messages. */
export const aKind = (kind: PersonaKind): string => (kind === "dba" ? "a dba" : `an ${kind}`);

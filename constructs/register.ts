import type { EnvironmentKind, PersonaKind } from "../model/policy";
import type { Major } from "../model/predefined-roles";

/**
 * What the editor knows of the policy files. Empty here: `rolegate types` writes `policies/rolegate.d.ts`, which fills
 * it from the YAML beside it. Without that file every name is a `string`, and what the editor would have said is said
 * when the program runs. It informs the editor only: run time and gates read the YAML.
 */
// biome-ignore lint/suspicious/noEmptyInterface: it is empty so that a generated file can augment it
export interface Register {}

type Environments = Register extends { environments: infer X } ? X : never;
type Entry<E> = E extends keyof Environments ? Environments[E] : never;

/** Names of the environments of a kind. */
export type EnvironmentName<K extends EnvironmentKind> = [Environments] extends [never] ? string : OfKind<Environments, K>;
// `infer` takes the alias off, so that messages list the names.
type OfKind<X, K> = { [N in keyof X]: X[N] extends { kind: K } ? N : never }[keyof X] extends infer N extends string ? N : never;

/** PostgreSQL's major in an environment; any supported one where the policy files are not known. */
export type MajorOf<E> = [Entry<E>] extends [never] ? Major : Entry<E> extends { postgres: infer M extends number } ? M : Major;

/** Databases that an environment has. */
export type DatabaseName<E> = [Entry<E>] extends [never] ? string : Entry<E> extends { databases: infer D extends string } ? D : string;

/** Roles of an environment that the allowlist names for a capability. */
export type PermittedRole<E, C extends string> = [Entry<E>] extends [never] ? string : PermitOf<Entry<E>, C>;
type PermitOf<X, C extends string> = X extends { permits: { [K in C]: infer R extends string } } ? R : never;

/** Role names that are a kind of persona. */
export type PersonaRoleName<K extends PersonaKind> = Register extends { personas: { [P in K]: infer R extends string } } ? R : string;

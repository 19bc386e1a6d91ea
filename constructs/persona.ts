import type { Construct } from "constructs";
import type { PersonaKind } from "../model/policy";
import type { IN, KIND } from "./brand";
import type { Login } from "./login";
import type { WhyAccess, WhyMember } from "./why";

/** A role with a purpose: what `AppPersona`, `OpsPersona` and `DbaPersona` have in common. */
export interface Persona<E extends string = string, K extends PersonaKind = PersonaKind> extends Construct {
  readonly [IN]: E;
  readonly [KIND]: K;
  /** The role's name on the server. */
  readonly roleName: string;
}

/** What is said of a role that others create. */
export interface ExistingPersonaProps<E extends string, K extends PersonaKind, R extends string, M, H, A> {
  /**
   * Roles that this one is a member of: predefined roles, groups, permits; each may be wrapped to give it options.
   * @default - none
   */
  readonly memberOf?: Memberships<E, K, R, M, H>;
  /**
   * Schemas, by level.
   * @default - none
   */
  readonly access?: Accesses<E, A>;
}

/** What is said of a role that this program creates. */
export interface PersonaProps<E extends string, K extends PersonaKind, R extends string, M, H, A> extends ExistingPersonaProps<E, K, R, M, H, A> {
  /**
   * How this role logs in.
   * @default - it does not: the role is a group
   */
  readonly login?: Login;
}

/** The list as given where every element is allowed; else the list that says, for each element, why not. */
export type Memberships<E extends string, K extends PersonaKind, R extends string, M, H> = [H] extends [MembersAllowed<H, E, K, R, M>]
  ? H
  : MembersAllowed<H, E, K, R, M>;
type MembersAllowed<H, E extends string, K extends PersonaKind, R extends string, M> = { readonly [I in keyof H]: WhyMember<H[I], K, E, R, M> };

export type Accesses<E extends string, A> = [A] extends [AccessAllowed<A, E>] ? A : AccessAllowed<A, E>;
type AccessAllowed<A, E extends string> = { readonly [I in keyof A]: WhyAccess<A[I], E> };

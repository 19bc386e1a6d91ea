import type { PersonaKind } from "../model/policy";
import type { PredefinedRole } from "../model/predefined-roles";
import type { Access } from "./access";
import type { Membership } from "./membership";
import type { ServerProgramPermit } from "./permit";
import type { Persona } from "./persona";
import type { MajorOf } from "./register";

/*
 * The sentences of the compiler. Each element of a list is checked against itself where it is allowed and against a
 * sentence where it is not, so that the message says why. `refusal.ts` says the same at run time.
 */

/** `T` where a persona of kind `K`, named `R`, in environment `E`, may be a member of it; else why not. */
export type WhyMember<T, K extends PersonaKind, E extends string, R extends string, Allowed> = T extends { readonly role: infer Q }
  ? [Exclude<keyof T, keyof Membership<unknown>>] extends [never]
    ? Membership<WhyRole<Q, K, E, R, Allowed>>
    : `a membership has no option ${Exclude<keyof T, keyof Membership<unknown>> & string}`
  : WhyRole<T, K, E, R, Allowed>;

type WhyRole<T, K extends PersonaKind, E extends string, R extends string, Allowed> =
  T extends Extract<Allowed, string>
    ? T
    : T extends ServerProgramPermit<infer PE, infer PR>
      ? WhyPermit<T, PE, PR, K, E, R>
      : T extends PredefinedRole
        ? WhyPredefined<T, K, E>
        : T extends Persona<infer O, infer G>
          ? WhyGroup<T, O, G, K, E>
          : Allowed;

type WhyPermit<T, PE extends string, PR extends string, K extends PersonaKind, E extends string, R extends string> = K extends "dba"
  ? Agrees<PE, E> extends true
    ? Agrees<PR, R> extends true
      ? T
      : `this permit is for ${PR} in ${PE}, not for ${R} in ${E}`
    : `this permit is for ${PR} in ${PE}, not for ${R} in ${E}`
  : "only a DbaPersona may use a permit";

type WhyPredefined<T extends PredefinedRole, K extends PersonaKind, E extends string> = T extends "pg_execute_server_program"
  ? K extends "dba"
    ? `${T} reaches the server's operating system: it needs a permit, which only an isolated environment with an allowlist entry gives`
    : `${T} reaches the server's operating system: never for ${K} personas`
  : T extends "pg_read_server_files" | "pg_write_server_files"
    ? K extends "dba"
      ? `${T} reaches the server's files: no permit for that exists yet`
      : `${T} reaches the server's files: never for ${K} personas`
    : T extends "pg_signal_backend"
      ? `${T} ends other roles' sessions: never for ${K} personas`
      : T extends "pg_database_owner"
        ? `${T} has no members of its own: PostgreSQL makes the owner of the current database one`
        : T extends PredefinedRole<MajorOf<E>>
          ? `${T} is above what ${K} personas may ever hold`
          : `PostgreSQL ${MajorOf<E>} has no ${T}`;

type WhyGroup<T, O extends string, G extends PersonaKind, K extends PersonaKind, E extends string> =
  Agrees<O, E> extends true ? (G extends GroupKind<K> ? T : `${K} personas cannot join ${G} groups`) : `this role is in ${O}, not in ${E}`;

/** `T` where a role of environment `E` may have it; else why not. */
export type WhyAccess<T, E extends string> = T extends Access<infer O> ? (Agrees<O, E> extends true ? T : `this schema is in ${O}, not in ${E}`) : Access<E>;

/** Kinds whose groups a kind may join: those that may hold no more than it. */
export type GroupKind<K extends PersonaKind> = { app: "app"; ops: "app" | "ops"; dba: PersonaKind }[K];

/** Equal names; a name that is only known as `string` agrees with every one, and run time compares. */
type Agrees<A extends string, B extends string> = string extends A ? true : string extends B ? true : [A] extends [B] ? true : false;

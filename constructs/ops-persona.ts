import type { OpsPredefinedRole, PredefinedRole } from "../model/predefined-roles";
import type { Access } from "./access";
import type { AppPersona } from "./app-persona";
import type { Scope } from "./brand";
import type { Membership } from "./membership";
import type { ExistingPersonaProps, Persona, PersonaProps } from "./persona";
import { personaClass } from "./persona-class";
import type { MajorOf, PersonaRoleName } from "./register";
import type { RoleSettings } from "./settings";

/** What an ops persona may be a member of: predefined roles that observe or control, and app and ops groups. */
export type OpsMembership<E extends string = string> = OpsMayJoin<E> | Membership<OpsMayJoin<E>>;
type OpsMayJoin<E extends string> = (OpsPredefinedRole & PredefinedRole<MajorOf<E>>) | AppPersona<E> | OpsPersona<E>;

/** What is said of an ops role that others create: one resource for each membership. */
export interface ExistingOpsPersonaProps<
  E extends string = string,
  H extends readonly unknown[] = readonly OpsMembership<E>[],
  A extends readonly unknown[] = readonly Access<E>[],
> extends ExistingPersonaProps<E, "ops", string, OpsMembership<E>, H, A> {}

/** What is said of an ops role that this program creates. */
export interface OpsPersonaProps<
  E extends string = string,
  H extends readonly unknown[] = readonly OpsMembership<E>[],
  A extends readonly unknown[] = readonly Access<E>[],
> extends PersonaProps<E, "ops", string, OpsMembership<E>, H, A> {
  /**
   * What its sessions start with.
   * @default - the server's settings
   */
  readonly settings?: RoleSettings<AppPersona<E> | OpsPersona<E>>;
  /**
   * Attributes beside LOGIN and INHERIT; policies/personas.yaml must approve them.
   * @default - none
   */
  readonly attributes?: readonly "createdb"[];
}

interface OpsPersonaClass {
  /**
   * A role that this program creates.
   *
   * @param scope an environment, or a construct inside one
   * @param role its name on the server, which policies/personas.yaml knows as an ops
   * @throws where name, kind, environment, PostgreSQL version or an option does not fit; what the role may hold is for the gates
   */
  new <const E extends string, const H extends readonly unknown[], const A extends readonly unknown[]>(
    scope: Scope<E>,
    role: PersonaRoleName<"ops">,
    props?: OpsPersonaProps<NoInfer<E>, H, A>,
  ): OpsPersona<E>;
  /**
   * A role that others create: its memberships and grants are added, the role itself is left alone.
   *
   * @param scope an environment, or a construct inside one
   * @param role its name on the server
   * @throws as the constructor
   */
  existing<const E extends string, const H extends readonly unknown[], const A extends readonly unknown[]>(
    scope: Scope<E>,
    role: PersonaRoleName<"ops">,
    props?: ExistingOpsPersonaProps<NoInfer<E>, H, A>,
  ): OpsPersona<E>;
}

/**
 * An operator's login, an exporter's, or a group of such: it observes, and controls sessions and maintenance. In a shared
 * environment `pg_signal_backend` goes to each login by name, never through a group (rule `no-inherited-session-control`).
 *
 * @typeParam E - name of its environment
 * @see https://www.postgresql.org/docs/current/predefined-roles.html
 * @example
 * ```ts
 * import { Environment, GatedApp, Login, OpsPersona } from "rolegate";
 *
 * const prod = Environment.shared(new GatedApp(), "prod");
 *
 * const sre = new OpsPersona(prod, "ops_sre", { memberOf: ["pg_monitor"] });
 * new OpsPersona(prod, "alice", { login: Login.external(), memberOf: [sre, "pg_signal_backend"] });
 * ```
 */
export interface OpsPersona<E extends string = string> extends Persona<E, "ops"> {}
export const OpsPersona = personaClass("ops") as OpsPersonaClass;

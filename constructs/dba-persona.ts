import type { RoleAttribute } from "../model/policy";
import type { DbaPredefinedRole, PredefinedRole } from "../model/predefined-roles";
import type { Access } from "./access";
import type { Scope } from "./brand";
import type { Membership } from "./membership";
import type { ServerProgramPermit } from "./permit";
import type { ExistingPersonaProps, Persona, PersonaProps } from "./persona";
import { personaClass } from "./persona-class";
import type { PlatformRole } from "./platform-role";
import type { MajorOf, PersonaRoleName } from "./register";
import type { RoleSettings } from "./settings";

/** What a DBA persona may be a member of: predefined roles that observe, control or reach data, platform roles, groups of every kind, and its own permit. */
export type DbaMembership<E extends string = string, R extends string = string> = DbaMayJoin<E, R> | Membership<DbaMayJoin<E, R>>;
type DbaMayJoin<E extends string, R extends string> = (DbaPredefinedRole & PredefinedRole<MajorOf<E>>) | PlatformRole | Persona<E> | ServerProgramPermit<E, R>;

/** What is said of a dba role that others create: one resource for each membership. */
export interface ExistingDbaPersonaProps<
  E extends string = string,
  R extends string = string,
  H extends readonly unknown[] = readonly DbaMembership<E, R>[],
  A extends readonly unknown[] = readonly Access<E>[],
> extends ExistingPersonaProps<E, "dba", R, DbaMembership<E, R>, H, A> {}

/** What is said of a dba role that this program creates. */
export interface DbaPersonaProps<
  E extends string = string,
  R extends string = string,
  H extends readonly unknown[] = readonly DbaMembership<E, R>[],
  A extends readonly unknown[] = readonly Access<E>[],
> extends PersonaProps<E, "dba", R, DbaMembership<E, R>, H, A> {
  /**
   * What its sessions start with.
   * @default - the server's settings
   */
  readonly settings?: RoleSettings<Persona<E>>;
  /**
   * Attributes beside LOGIN and INHERIT; policies/personas.yaml must approve them.
   * @default - none
   */
  readonly attributes?: readonly RoleAttribute[];
}

interface DbaPersonaClass {
  /**
   * A role that this program creates.
   *
   * @param scope an environment, or a construct inside one
   * @param role its name on the server, which policies/personas.yaml knows as a dba
   * @throws where name, kind, environment, PostgreSQL version or an option does not fit; what the role may hold is for the gates
   */
  new <const E extends string, const R extends PersonaRoleName<"dba">, const H extends readonly unknown[], const A extends readonly unknown[]>(
    scope: Scope<E>,
    role: R,
    props?: DbaPersonaProps<NoInfer<E>, NoInfer<R>, H, A>,
  ): DbaPersona<E>;
  /**
   * A role that others create: its memberships and grants are added, the role itself is left alone.
   *
   * @param scope an environment, or a construct inside one
   * @param role its name on the server
   * @throws as the constructor
   */
  existing<const E extends string, const R extends PersonaRoleName<"dba">, const H extends readonly unknown[], const A extends readonly unknown[]>(
    scope: Scope<E>,
    role: R,
    props?: ExistingDbaPersonaProps<NoInfer<E>, NoInfer<R>, H, A>,
  ): DbaPersona<E>;
}

/**
 * A dedicated administrator's login, or a group of such. The only kind that may reach the server's operating system, and
 * only by a permit of an isolated environment.
 *
 * @typeParam E - name of its environment
 * @see https://www.postgresql.org/docs/current/predefined-roles.html
 * @example
 * ```ts
 * import { DbaPersona, Environment, GatedApp, Login } from "rolegate";
 *
 * const lab = Environment.isolated(new GatedApp(), "migration-lab");
 *
 * new DbaPersona(lab, "etl_migrator", {
 *   login: Login.external({ validUntil: "2027-01-31T23:59:59Z" }),
 *   memberOf: ["pg_monitor", lab.permitServerProgram("etl_migrator")],
 * });
 * ```
 */
export interface DbaPersona<E extends string = string> extends Persona<E, "dba"> {}
export const DbaPersona = personaClass("dba") as DbaPersonaClass;

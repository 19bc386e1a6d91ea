import type { AppPredefinedRole, PredefinedRole } from "../model/predefined-roles";
import type { Access } from "./access";
import type { Scope } from "./brand";
import type { Membership } from "./membership";
import type { ExistingPersonaProps, Persona, PersonaProps } from "./persona";
import { personaClass } from "./persona-class";
import type { MajorOf, PersonaRoleName } from "./register";
import type { RoleSettings } from "./settings";

/** What an app persona may be a member of: the observing predefined roles, and app groups. */
export type AppMembership<E extends string = string> = AppMayJoin<E> | Membership<AppMayJoin<E>>;
type AppMayJoin<E extends string> = (AppPredefinedRole & PredefinedRole<MajorOf<E>>) | AppPersona<E>;

/** What is said of an app role that others create: one resource for each membership. */
export interface ExistingAppPersonaProps<
  E extends string = string,
  H extends readonly unknown[] = readonly AppMembership<E>[],
  A extends readonly unknown[] = readonly Access<E>[],
> extends ExistingPersonaProps<E, "app", string, AppMembership<E>, H, A> {}

/** What is said of an app role that this program creates. */
export interface AppPersonaProps<
  E extends string = string,
  H extends readonly unknown[] = readonly AppMembership<E>[],
  A extends readonly unknown[] = readonly Access<E>[],
> extends PersonaProps<E, "app", string, AppMembership<E>, H, A> {
  /**
   * What its sessions start with.
   * @default - the server's settings
   */
  readonly settings?: RoleSettings<AppPersona<E>>;
}

interface AppPersonaClass {
  /**
   * A role that this program creates.
   *
   * @param scope an environment, or a construct inside one
   * @param role its name on the server, which policies/personas.yaml knows as an app
   * @throws where name, kind, environment, PostgreSQL version or an option does not fit; what the role may hold is for the gates
   */
  new <const E extends string, const H extends readonly unknown[], const A extends readonly unknown[]>(
    scope: Scope<E>,
    role: PersonaRoleName<"app">,
    props?: AppPersonaProps<NoInfer<E>, H, A>,
  ): AppPersona<E>;
  /**
   * A role that others create: its memberships and grants are added, the role itself is left alone.
   *
   * @param scope an environment, or a construct inside one
   * @param role its name on the server
   * @throws as the constructor
   */
  existing<const E extends string, const H extends readonly unknown[], const A extends readonly unknown[]>(
    scope: Scope<E>,
    role: PersonaRoleName<"app">,
    props?: ExistingAppPersonaProps<NoInfer<E>, H, A>,
  ): AppPersona<E>;
}

/**
 * An application's login, what its ORM logs in as, or a group of such: its schemas at a stated level, and at most the
 * observing predefined roles. Never other roles' sessions, never files or programs of the server, no attribute.
 *
 * @typeParam E - name of its environment
 * @see https://www.postgresql.org/docs/current/sql-createrole.html
 * @example
 * ```ts
 * import { AppPersona, Environment, GatedApp, Login } from "rolegate";
 *
 * const prod = Environment.shared(new GatedApp(), "prod");
 * const orders = prod.database("orders").schema("orders");
 *
 * new AppPersona(prod, "orders_owner", { login: Login.external(), access: [orders.own()] });
 * new AppPersona(prod, "orders_app", {
 *   login: Login.password("orders_app_password", 1, { connectionLimit: 40 }),
 *   access: [orders.write()],
 *   settings: { search_path: ["orders"], statement_timeout: "30s" },
 * });
 * ```
 */
export interface AppPersona<E extends string = string> extends Persona<E, "app"> {}
export const AppPersona = personaClass("app") as AppPersonaClass;

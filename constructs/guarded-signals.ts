import { Construct, type IConstruct } from "constructs";
import { GUARDED_SIGNAL, type GuardedSignal, guardedSignalBody, protectedRoleOf, SIGNALLER_ROLES } from "../model/guarded-signals";
import { addressOf } from "./address";
import { branded, PERSONA, type Scope } from "./brand";
import type { DbaPersona } from "./dba-persona";
import { OpsPersona } from "./ops-persona";
import { Capture, placeOf } from "./origin";
import type { PersonaFacts } from "./persona-facts";
import { checkName } from "./plain-name";
import { type Place, refuse } from "./refusal";
import type { PersonaRoleName } from "./register";
import { MEMBERSHIPS_ADDRESS } from "./rolegate/access";
import { RolegateFunction } from "./rolegate/bindings";

/** Who may signal, and where the functions stand. */
export interface GuardedSignalsProps<E extends string = string> {
  /** The schema, in which only administrators create objects. It must be there. */
  readonly schema: string;
  /**
   * The database that the schema is in.
   * @default - the one that Terraform connects to
   */
  readonly database?: string;
  /** Who may cancel what a session does, by `cancel_session`. */
  readonly cancel: readonly (OpsPersona<E> | DbaPersona<E>)[];
  /**
   * Who may end a session, by `terminate_session`.
   * @default - nobody: then there is no such function
   */
  readonly terminate?: readonly (OpsPersona<E> | DbaPersona<E>)[];
}

/**
 * Functions by which named roles cancel or end sessions of clients, without `pg_signal_backend`: guarded, with a reason in the server's log. Their owner is
 * a role without a login of its own. For environments with `engine: "rolegate"`: the community provider cannot give a function its owner.
 *
 * @typeParam E - name of its environment
 * @see https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-ADMIN-SIGNAL
 */
export class GuardedSignals<E extends string = string> extends Construct {
  /** The role that owns the functions. */
  readonly signaller: OpsPersona<E>;
  /** The group whose members' sessions are left alone. */
  readonly protectedGroup: OpsPersona<E>;

  /**
   * @param scope an environment with `engine: "rolegate"`, or a construct inside it
   * @param owner name of the role that owns the functions, which policies/personas.yaml knows as an ops with `pg_signal_backend` and `pg_monitor`, and
   * with `_protected` behind it as an ops too
   * @throws where the environment has another engine, and where somebody who may signal is of another environment
   */
  constructor(scope: Scope<E>, owner: PersonaRoleName<"ops">, props: GuardedSignalsProps<NoInfer<E>>) {
    const capture = new Capture(GuardedSignals);
    const place = placeOf([scope.node.path, `guarded signals of ${owner}`].filter((part) => part !== "").join("/"), capture);
    checkName("schema", props.schema, place);
    super(scope as IConstruct as Construct, `guarded signals of ${addressOf(owner)}`);
    const within = this as unknown as Scope<E>;
    this.signaller = new OpsPersona(within, owner, { memberOf: SIGNALLER_ROLES as never });
    this.protectedGroup = new OpsPersona(within, protectedRoleOf(owner) as PersonaRoleName<"ops">, {});
    const [its, guard] = [factsOf(this.signaller, place), factsOf(this.protectedGroup, place)];
    if (its.environment.engine !== "rolegate")
      throw refuse(`${its.environment.name} has the engine "postgresql", and the community provider cannot give a function its owner`, place);
    for (const [signal, personas] of [
      ["cancel", props.cancel],
      ["terminate", props.terminate ?? []],
    ] as const) {
      const executors = personas.map((persona) => executorOf(persona, its, place));
      if (executors.length === 0) continue;
      const after = [its, guard, ...executors].flatMap(({ address }) => address ?? []);
      this.#write(signal, props, its, executors.map(({ role }) => role).sort(), [...after, MEMBERSHIPS_ADDRESS].sort(), capture);
    }
  }

  #write(
    signal: GuardedSignal,
    { schema, database }: GuardedSignalsProps<E>,
    { role: owner, environment }: PersonaFacts,
    executors: readonly string[],
    dependsOn: string[],
    capture: Capture,
  ): void {
    const name = `${signal}_session`;
    const resource = new RolegateFunction(this, name, {
      name,
      schema,
      ...(database !== undefined && { database }),
      arguments: GUARDED_SIGNAL.arguments,
      returns: GUARDED_SIGNAL.returns,
      language: GUARDED_SIGNAL.language,
      body: guardedSignalBody(signal),
      security_definer: true,
      settings: { search_path: GUARDED_SIGNAL.searchPath },
      owner,
      executors,
    });
    const address = addressOf(owner, name);
    resource.overrideLogicalId(address);
    resource.dependsOn = dependsOn;
    environment.origins.set(`${RolegateFunction.tfResourceType}.${address}`, capture);
  }
}

const factsOf = (persona: unknown, place: Place): PersonaFacts => {
  const facts = branded<PersonaFacts>(persona, PERSONA);
  if (facts === undefined) throw refuse("who may signal is a persona", place);
  return facts;
};

const executorOf = (persona: unknown, its: PersonaFacts, place: Place): PersonaFacts => {
  const facts = factsOf(persona, place);
  if (facts.kind === "app") throw refuse(`\`${facts.role}\` is an app, and no app reaches other people's sessions`, place);
  if (facts.environment !== its.environment) throw refuse(`\`${facts.role}\` is in ${facts.environment.name}, not in ${its.environment.name}`, place);
  return facts;
};

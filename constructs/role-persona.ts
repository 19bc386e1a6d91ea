import { TerraformStack } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import type { PersonaKind, RoleAttribute } from "../model/policy";
import type { Access } from "./access";
import { addressOf } from "./address";
import { branded, ENVIRONMENT, PERSONA, setBrand } from "./brand";
import type { EnvironmentFacts } from "./environment-facts";
import type { Login } from "./login";
import { inheritOf, refuseOptions } from "./membership-options";
import { type ReadMembership, readMemberships } from "./memberships";
import { type Capture, placeOf } from "./origin";
import { passwordVariable } from "./password";
import type { PersonaFacts } from "./persona-facts";
import { checkRoleName } from "./plain-name";
import { type Place, refuse } from "./refusal";
import { attributesConfig, loginConfig, settingsConfig } from "./role-config";
import type { RoleSettings } from "./settings";
import { WrittenGrantRole, WrittenRole } from "./written-resources";

/** What a persona may be told, before its kind narrows it. */
export interface RoleProps {
  readonly memberOf?: readonly unknown[];
  readonly access?: readonly Access[];
  readonly login?: Login;
  readonly settings?: RoleSettings<unknown>;
  readonly attributes?: readonly RoleAttribute[];
}

/** The construct behind `AppPersona`, `OpsPersona` and `DbaPersona`: one role, with its memberships and its access. */
export class RolePersona extends Construct {
  readonly roleName: string;
  readonly #facts: PersonaFacts;
  readonly #capture: Capture;
  readonly #place: Place;

  constructor(scope: IConstruct, kind: PersonaKind, role: string, props: RoleProps, created: boolean, capture: Capture) {
    const path = [scope.node.path, role].filter((part) => part !== "").join("/");
    const place = placeOf(path, capture);
    checkRoleName(role, place);
    checkProps(role, props, created, place);
    const environment = environmentOf(scope, role, place);
    environment.claim(role, kind, path, capture);
    super(scope as Construct, idOf(role));
    this.roleName = role;
    this.#capture = capture;
    this.#place = place;
    const memberships = readMemberships({ kind, role, environment, place }, props.memberOf ?? []);
    const address = created ? `${WrittenRole.tfResourceType}.${addressOf(role)}` : null;
    this.#facts = { kind, role, environment, address, groups: memberships.flatMap(({ group }) => group ?? []) };
    setBrand(this, PERSONA, this.#facts);
    refuseOptions(role, memberships, created, place);
    if (created) this.#writeRole(memberships, props);
    else for (const membership of memberships) this.#writeMembership(membership);
    this.#sayAccess(props.access ?? []);
  }

  #writeRole(memberships: readonly ReadMembership[], { login, settings, attributes }: RoleProps): void {
    const name = addressOf(this.roleName);
    const resource = new WrittenRole(this, "Resource", {
      name: this.roleName,
      roles: memberships.map(({ role }) => role),
      ...inheritOf(memberships),
      ...loginConfig(login, (variable) => passwordVariable(TerraformStack.of(this), this.#facts.environment, variable).stringValue),
      ...settingsConfig(this.#facts, settings, this.#place),
      ...attributesConfig(attributes, this.#place),
    });
    resource.overrideLogicalId(name);
    const groups = groupAddresses(memberships);
    if (groups.length > 0) resource.dependsOn = groups;
    this.#facts.environment.origins.set(`${WrittenRole.tfResourceType}.${name}`, this.#capture);
  }

  #writeMembership(membership: ReadMembership): void {
    const name = addressOf(this.roleName, membership.role);
    const resource = new WrittenGrantRole(this, addressOf(membership.role), {
      role: this.roleName,
      grantRole: membership.role,
      ...(membership.admin && { withAdminOption: true }),
    });
    resource.overrideLogicalId(name);
    const groups = groupAddresses([membership]);
    if (groups.length > 0) resource.dependsOn = groups;
    this.#facts.environment.origins.set(`${WrittenGrantRole.tfResourceType}.${name}`, this.#capture);
  }

  #sayAccess(access: readonly Access[]): void {
    const { environment } = this.#facts;
    for (const said of access) {
      const its = branded<EnvironmentFacts>(said, ENVIRONMENT);
      if (its === undefined) throw refuse(`access of \`${this.roleName}\` holds what \`schema.read()\`, \`.write()\` and \`.own()\` give`, this.#place);
      if (its !== environment)
        throw refuse(`this schema is in ${its.name}, not in ${environment.name}: \`${said.databaseName}.${said.schemaName}\``, this.#place);
      const { databaseName: database, schemaName: schema, level } = said;
      environment.access.push({ persona: this.#facts, construct: this, capture: this.#capture, database, schema, level });
    }
  }
}

const SAYABLE: readonly string[] = ["memberOf", "access", "login", "settings", "attributes"];
const SAYABLE_OF_EXISTING: readonly string[] = ["memberOf", "access"];

const checkProps = (role: string, props: RoleProps, created: boolean, place: Place): void => {
  const sayable = created ? SAYABLE : SAYABLE_OF_EXISTING;
  const other = Object.keys(props).find((name) => !sayable.includes(name));
  if (other === undefined) return;
  throw refuse(`\`${other}\` cannot be said of ${created ? "a persona" : "an existing role"}, only ${sayable.join(", ")}: \`${role}\``, place);
};

// cdktf calls every backend `backend`, which is also a likely name of a role; no Terraform name of a role has `-r` in it.
const idOf = (role: string): string => (role === "backend" ? "backend-role" : addressOf(role));

const environmentOf = (scope: IConstruct, role: string, place: Place): EnvironmentFacts => {
  const stack = [...scope.node.scopes].reverse().find((construct) => TerraformStack.isStack(construct));
  const environment = branded<EnvironmentFacts>(stack, ENVIRONMENT);
  if (environment === undefined) throw refuse(`\`${role}\` stands outside any environment`, place);
  return environment;
};

const groupAddresses = (memberships: readonly ReadMembership[]): string[] => memberships.flatMap(({ group }) => group?.address ?? []).sort();

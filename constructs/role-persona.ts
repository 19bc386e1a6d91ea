import type { RoleConfig } from "@cdktf/provider-postgresql/lib/role";
import { type TerraformResource, TerraformStack } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { DEFAULT_WORD } from "../model/membership-options";
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
import { RolegateMembership, RolegateRole } from "./rolegate/bindings";
import { rolegateRoleConfig } from "./rolegate/role-config";
import { isWithoutInherit, refuseMissingOptions, wordsOf } from "./rolegate/words";
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
    const isOurs = environment.engine === "rolegate";
    const address = created ? `${isOurs ? RolegateRole.tfResourceType : WrittenRole.tfResourceType}.${addressOf(role)}` : null;
    this.#facts = { kind, role, environment, address, groups: memberships.flatMap(({ group }) => group ?? []) };
    setBrand(this, PERSONA, this.#facts);
    if (isOurs) this.#writeOurs(memberships, props, created);
    else this.#writeTheirs(memberships, props, created);
    this.#sayAccess(props.access ?? []);
  }

  #writeTheirs(memberships: readonly ReadMembership[], props: RoleProps, created: boolean): void {
    refuseOptions(this.roleName, memberships, created, this.#place);
    if (created) {
      const roles = memberships.map(({ role }) => role);
      this.#settle(new WrittenRole(this, "Resource", { name: this.roleName, roles, ...inheritOf(memberships), ...this.#roleConfig(props) }), memberships);
    } else
      for (const membership of memberships) {
        const { role: grantRole, admin } = membership;
        const config = { role: this.roleName, grantRole, ...(admin && { withAdminOption: true }) };
        this.#settle(new WrittenGrantRole(this, addressOf(grantRole), config), [membership], grantRole);
      }
  }

  #writeOurs(memberships: readonly ReadMembership[], props: RoleProps, created: boolean): void {
    const { environment } = this.#facts;
    refuseMissingOptions(this.roleName, memberships, created, environment.major, this.#place);
    if (created) {
      const config = { ...this.#roleConfig(props), ...(isWithoutInherit(memberships, environment.major) && { inherit: false }) };
      this.#settle(new RolegateRole(this, "Resource", rolegateRoleConfig(this.roleName, config)), []);
      environment.memberships.push({ persona: this.#facts, capture: this.#capture, memberships });
    } else
      for (const membership of memberships) {
        const options = wordsOf(membership, environment.major);
        const config = { member: this.roleName, role: membership.role, ...(options !== DEFAULT_WORD && { options }) };
        this.#settle(new RolegateMembership(this, addressOf(membership.role), config), [membership], membership.role);
      }
  }

  #roleConfig({ login, settings, attributes }: RoleProps): Partial<RoleConfig> {
    return {
      ...loginConfig(login, (variable) => passwordVariable(TerraformStack.of(this), this.#facts.environment, variable).stringValue),
      ...settingsConfig(this.#facts, settings, this.#place),
      ...attributesConfig(attributes, this.#place),
    };
  }

  /** At an address that says what it grants, after the groups that it needs. */
  #settle(resource: TerraformResource, memberships: readonly ReadMembership[], ...granted: readonly string[]): void {
    const name = addressOf(this.roleName, ...granted);
    resource.overrideLogicalId(name);
    const groups = groupAddresses(memberships);
    if (groups.length > 0) resource.dependsOn = groups;
    this.#facts.environment.origins.set(`${resource.terraformResourceType}.${name}`, this.#capture);
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

import type { Construct } from "constructs";
import { addressOf } from "../address";
import type { EnvironmentFacts, SaidMemberships } from "../environment-facts";
import { RolegateMemberships, RolegatePrivileges } from "./bindings";
import { rolePrivileges } from "./privileges";
import { wordsOf } from "./words";

/** No role has such an id: a role's is its Terraform name. */
const MEMBERSHIPS_ID = "memberships of personas";
const MEMBERSHIPS_NAME = "personas";
/** What has to be there before somebody acts by a membership. */
export const MEMBERSHIPS_ADDRESS = `${RolegateMemberships.tfResourceType}.${MEMBERSHIPS_NAME}`;

/** What personas are members of and have, written by our provider: one resource for all memberships, one for each role and database. */
export class RolegateAccess {
  #memberships: RolegateMemberships | null = null;
  readonly #privileges = new Map<string, RolegatePrivileges>();

  constructor(
    private readonly scope: Construct,
    private readonly facts: EnvironmentFacts,
  ) {}

  /** May be asked again after more was said. */
  write(): void {
    const { memberships, access, origins } = this.facts;
    const [first] = memberships;
    if (first !== undefined) {
      this.#writeMemberships(memberships);
      origins.set(MEMBERSHIPS_ADDRESS, first.capture);
    }
    for (const { name, said, config, dependsOn } of rolePrivileges(access)) {
      const resource = this.#privileges.get(name) ?? new RolegatePrivileges(said.construct, addressOf("privileges", said.database), config);
      resource.overrideLogicalId(name);
      resource.config = config;
      resource.dependsOn = [...dependsOn];
      this.#privileges.set(name, resource);
      origins.set(`${RolegatePrivileges.tfResourceType}.${name}`, said.capture);
    }
  }

  /** Sorted by name, so that moving a line of the program changes nothing. */
  #writeMemberships(said: readonly SaidMemberships[]): void {
    const inOrder = [...said].sort((a, b) => (a.persona.role < b.persona.role ? -1 : 1));
    const config = {
      members: inOrder.map(({ persona }) => persona.role),
      grants: Object.fromEntries(
        inOrder.flatMap(({ persona, memberships }) =>
          memberships.length === 0 ? [] : [[persona.role, Object.fromEntries(memberships.map((each) => [each.role, wordsOf(each, this.facts.major)]))]],
        ),
      ),
    };
    const resource = this.#memberships ?? new RolegateMemberships(this.scope, MEMBERSHIPS_ID, config);
    resource.overrideLogicalId(MEMBERSHIPS_NAME);
    resource.config = config;
    resource.dependsOn = inOrder.flatMap(({ persona }) => persona.address ?? []).sort();
    this.#memberships = resource;
  }
}

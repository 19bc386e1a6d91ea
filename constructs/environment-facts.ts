import type { TerraformVariable } from "cdktf";
import type { Construct } from "constructs";
import { type EnvironmentPolicy, PERSONA_KINDS, type PersonaKind, type PolicyData } from "../model/policy";
import type { Major } from "../model/predefined-roles";
import { personaIndex } from "../model/role-pattern";
import type { AccessLevel } from "./access";
import { aKind } from "./brand";
import type { ReadMembership } from "./memberships";
import { type Capture, placeOf } from "./origin";
import type { PersonaFacts } from "./persona-facts";
import { type Place, refuse } from "./refusal";
import type { WrittenJson } from "./unresolved";

/** What one persona said about one schema. */
export interface SaidAccess {
  readonly persona: PersonaFacts;
  /** The construct that its grants become children of. */
  readonly construct: Construct;
  readonly capture: Capture;
  readonly database: string;
  readonly schema: string;
  readonly level: AccessLevel;
}

/** Who writes what a program says: the community provider, or rolegate's own. */
export type Engine = "postgresql" | "rolegate";

/** What one persona that the program creates is a member of, for the resource that owns all of it. */
export interface SaidMemberships {
  readonly persona: PersonaFacts;
  readonly capture: Capture;
  readonly memberships: readonly ReadMembership[];
}

/** What an environment knows, for the constructs inside it; what it carries under its symbol. */
export class EnvironmentFacts {
  readonly name: string;
  readonly major: Major;
  readonly policy: EnvironmentPolicy;
  /** Terraform address to the line that said it. */
  readonly origins = new Map<string, Capture>();
  /** Variables that carry passwords, by name. */
  readonly passwords = new Map<string, TerraformVariable>();
  /** Collected while the program runs, written when the stack is. */
  readonly access: SaidAccess[] = [];
  /** The same, of memberships that our own provider writes. */
  readonly memberships: SaidMemberships[] = [];
  /** Takes the JSON of resources that hold literals only, while cdktf resolves all others; see written-resources.ts. */
  literals: ((json: WrittenJson) => void) | null = null;
  readonly #policies: PolicyData;
  readonly #roles = new Map<string, string>();
  readonly #personasOf: ReturnType<typeof personaIndex>;

  constructor(
    policies: PolicyData,
    policy: EnvironmentPolicy,
    readonly engine: Engine,
  ) {
    this.name = policy.name;
    this.major = policy.postgres;
    this.policy = policy;
    this.#policies = policies;
    this.#personasOf = personaIndex(policies.personas, policy.name);
  }

  /** Takes the role's name for one construct. Throws where it is another kind by the policy files, or taken. */
  claim(role: string, kind: PersonaKind, path: string, capture: Capture): void {
    const isKind = this.#kindOf(role);
    if (isKind !== kind) throw refuse(`\`${role}\` is ${aKind(isKind)} in policies/personas.yaml, not ${aKind(kind)}`, placeOf(path, capture));
    const other = this.#roles.get(role);
    if (other !== undefined) throw refuse(`role \`${role}\` is declared twice in ${this.name}, first as ${other}`, placeOf(path, capture));
    this.#roles.set(role, path);
  }

  /** Throws where the policy files do not know the database. */
  checkDatabase(name: string, place: Place): void {
    const { databases } = this.policy;
    if (databases === null || databases.includes(name)) return;
    throw refuse(
      `\`${name}\` is no database of ${this.name} in policies/environments.yaml, which has ${databases.map((known) => `\`${known}\``).join(", ")}`,
      place,
    );
  }

  /** Has the allowlist an entry for the role here? Whether it holds today is for the gates. */
  isAllowlisted(role: string, capability: string): boolean {
    return this.#policies.allowlist.some((entry) => entry.environment === this.name && entry.capability === capability && entry.roles.includes(role));
  }

  // A role that several kinds match is the strictest of them; one that none matches is an app.
  #kindOf(role: string): PersonaKind {
    const kinds = this.#personasOf(role).map(({ entry }) => entry.kind);
    return PERSONA_KINDS.find((kind) => kinds.includes(kind)) ?? "app";
  }
}

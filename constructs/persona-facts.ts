import type { PersonaKind } from "../model/policy";
import type { EnvironmentFacts } from "./environment-facts";

/** What one persona knows of another; what a persona carries under its symbol. */
export interface PersonaFacts {
  readonly kind: PersonaKind;
  readonly role: string;
  readonly environment: EnvironmentFacts;
  /** Terraform address of the role; null for a role that others create. */
  readonly address: string | null;
  /** Groups that it is a member of. */
  readonly groups: readonly PersonaFacts[];
}

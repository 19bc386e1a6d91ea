import { isPlatformRole } from "../model/platforms";
import type { PersonaKind } from "../model/policy";
import { predefinedRole } from "../model/predefined-roles";
import { branded, PERSONA } from "./brand";
import type { EnvironmentFacts } from "./environment-facts";
import { isIssuedPermit, ServerProgramPermit } from "./permit";
import type { PersonaFacts } from "./persona-facts";
import { type Place, refuse } from "./refusal";

/** One element of `memberOf`, read. */
export interface ReadMembership {
  readonly role: string;
  readonly inherit: boolean;
  readonly set: boolean;
  readonly admin: boolean;
  /** The persona that is the group; null for a predefined or platform role. */
  readonly group: PersonaFacts | null;
}

/** Whose memberships are read, and where a refusal points. */
export interface Member {
  readonly kind: PersonaKind;
  readonly role: string;
  readonly environment: EnvironmentFacts;
  readonly place: Place;
}

const OPTIONS = ["inherit", "set", "admin"] as const;
const JOINABLE: Readonly<Record<PersonaKind, readonly PersonaKind[]>> = { app: ["app"], ops: ["app", "ops"], dba: ["app", "ops", "dba"] };

/** Reads `memberOf`, sorted by role. What is malformed is refused in the compiler's words; what a kind may hold is for the gates to judge. */
export const readMemberships = (member: Member, given: readonly unknown[]): readonly ReadMembership[] => {
  const read = given.map((element) => readOne(member, element)).sort((a, b) => (a.role < b.role ? -1 : 1));
  const twice = read.find((membership, position) => membership.role === read[position - 1]?.role);
  if (twice !== undefined) throw refuse(`\`${twice.role}\` stands twice in memberOf of \`${member.role}\``, member.place);
  return read;
};

const readOne = (member: Member, element: unknown): ReadMembership => {
  if (!isWithOptions(element)) return { ...readRole(member, element), inherit: true, set: true, admin: false };
  for (const [option, value] of Object.entries(element)) {
    if (option === "role") continue;
    if (!OPTIONS.some((known) => known === option)) throw refuse(`a membership has no option ${option}`, member.place);
    if (value !== undefined && typeof value !== "boolean")
      throw refuse(`the option ${option} of a membership is true or false, not \`${String(value)}\``, member.place);
  }
  const { role, inherit = true, set = true, admin = false } = element;
  return { ...readRole(member, role), inherit, set, admin };
};

interface WithOptions {
  readonly role: unknown;
  readonly inherit?: boolean;
  readonly set?: boolean;
  readonly admin?: boolean;
}
const isWithOptions = (element: unknown): element is WithOptions =>
  typeof element === "object" && element !== null && "role" in element && branded(element, PERSONA) === undefined;

const readRole = (member: Member, given: unknown): Pick<ReadMembership, "role" | "group"> => {
  if (typeof given === "string") return { role: checkedName(member, given), group: null };
  const group = branded<PersonaFacts>(given, PERSONA);
  if (group !== undefined) return { role: checkedGroup(member, group).role, group };
  if (isIssuedPermit(given)) return { role: checkedPermit(member, given), group: null };
  if (given instanceof ServerProgramPermit || (typeof given === "object" && given !== null && "grantee" in given)) {
    throw refuse("this permit was not issued: ask the environment for it, with permitServerProgram", member.place);
  }
  throw refuse(`memberOf of \`${member.role}\` holds predefined roles, personas and permits, not \`${String(given)}\``, member.place);
};

const checkedName = ({ role, environment, place }: Member, name: string): string => {
  if (isPlatformRole(name)) return name;
  const fact = predefinedRole(name);
  if (fact === undefined) throw refuse(`\`${name}\` in memberOf of \`${role}\` is no predefined role; a role of your own is given as its persona`, place);
  if (!fact.grantable) throw refuse(`${name} has no members of its own: PostgreSQL makes the owner of the current database one`, place);
  if (fact.since > environment.major) throw refuse(`PostgreSQL ${environment.major} has no ${name}: ${environment.name} needs ${fact.since} for it`, place);
  return name;
};

const checkedGroup = ({ kind, environment, place }: Member, group: PersonaFacts): PersonaFacts => {
  if (group.environment !== environment) throw refuse(`this role is in ${group.environment.name}, not in ${environment.name}: \`${group.role}\``, place);
  if (!JOINABLE[kind].includes(group.kind)) throw refuse(`${kind} personas cannot join ${group.kind} groups: \`${group.role}\``, place);
  return group;
};

const checkedPermit = ({ kind, role, environment, place }: Member, permit: ServerProgramPermit): string => {
  if (kind !== "dba") throw refuse("only a DbaPersona may use a permit", place);
  if (permit.environment !== environment.name || permit.grantee !== role) {
    throw refuse(`this permit is for ${permit.grantee} in ${permit.environment}, not for ${role} in ${environment.name}`, place);
  }
  return permit.predefinedRole;
};

import type { RoleConfig } from "@cdktf/provider-postgresql/lib/role";
import { ROLE_ATTRIBUTES, type RoleAttribute } from "../model/policy";
import { branded, PERSONA } from "./brand";
import type { Login } from "./login";
import type { PersonaFacts } from "./persona-facts";
import { checkName } from "./plain-name";
import { type Place, refuse } from "./refusal";
import { milliseconds, type RoleSettings } from "./settings";

/** Arguments of a login; none for a group. `variableValue` makes the variable of a password. */
export const loginConfig = (login: Login | undefined, variableValue: (variable: string) => string): Partial<RoleConfig> => {
  if (login === undefined) return {};
  const { variable, version, connectionLimit, validUntil } = login;
  return {
    login: true,
    ...(connectionLimit !== undefined && { connectionLimit }),
    ...(validUntil !== undefined && { validUntil }),
    ...(variable !== null && { passwordWo: variableValue(variable), passwordWoVersion: String(version) }),
  };
};

/** Arguments of settings. Throws for one that the provider cannot write, and for a value that PostgreSQL would not take. */
export const settingsConfig = (persona: PersonaFacts, settings: RoleSettings<unknown> = {}, place: Place): Partial<RoleConfig> => {
  const { search_path, statement_timeout, idle_in_transaction_session_timeout, role, ...others } = settings;
  const [other] = Object.keys(others);
  if (other !== undefined) throw refuse(`the provider cannot write the setting \`${other}\` of \`${persona.role}\``, place);
  for (const schema of search_path ?? []) checkName("schema", schema, place);
  const statementTimeout = milliseconds("statement_timeout", statement_timeout, place);
  const idle = milliseconds("idle_in_transaction_session_timeout", idle_in_transaction_session_timeout, place);
  return {
    ...(search_path !== undefined && { searchPath: [...search_path] }),
    ...(statementTimeout !== undefined && { statementTimeout }),
    ...(idle !== undefined && { idleInTransactionSessionTimeout: idle }),
    ...(role !== undefined && { assumeRole: assumed(persona, role, place) }),
  };
};

const assumed = (persona: PersonaFacts, role: unknown, place: Place): string => {
  const group = branded<PersonaFacts>(role, PERSONA);
  if (group === undefined) throw refuse(`the setting \`role\` of \`${persona.role}\` is a persona that it is a member of`, place);
  if (isReached(persona, group)) return group.role;
  throw refuse(`\`${persona.role}\` is no member of \`${group.role}\`, so that its sessions could not start as it`, place);
};

// What a role of others is a member of besides is not known here.
const isReached = (from: PersonaFacts, group: PersonaFacts): boolean =>
  from.groups.some((direct) => direct === group || direct.address === null || isReached(direct, group));

/** Arguments of attributes. Throws for one that no persona may be given, such as `superuser`. */
export const attributesConfig = (attributes: readonly RoleAttribute[] = [], place: Place): Partial<RoleConfig> => {
  const other = attributes.find((attribute) => !ROLE_ATTRIBUTES.includes(attribute));
  if (other !== undefined) throw refuse(`\`${other}\` is no attribute that a persona may be given`, place);
  return {
    ...(attributes.includes("createdb") && { createDatabase: true }),
    ...(attributes.includes("createrole") && { createRole: true }),
    ...(attributes.includes("replication") && { replication: true }),
    ...(attributes.includes("bypassrls") && { bypassRowLevelSecurity: true }),
  };
};

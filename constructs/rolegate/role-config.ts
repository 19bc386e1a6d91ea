import type { RoleConfig } from "@cdktf/provider-postgresql/lib/role";
import type { RoleSettings } from "../settings";
import type { RolegateRoleConfig } from "./bindings";

/** What the community provider's `postgresql_role` would say, as ours says it; `settings` are those that were checked for it. */
export const rolegateRoleConfig = (name: string, theirs: Partial<RoleConfig>, settings: RoleSettings<unknown> = {}): RolegateRoleConfig => {
  const { login, inherit, connectionLimit, validUntil, passwordWo, passwordWoVersion, createDatabase, createRole, replication, bypassRowLevelSecurity } =
    theirs;
  const ours = {
    login,
    inherit,
    connection_limit: connectionLimit,
    valid_until: validUntil,
    password_wo: passwordWo,
    password_wo_version: passwordWoVersion,
    create_database: createDatabase,
    create_role: createRole,
    replication,
    bypass_row_level_security: bypassRowLevelSecurity,
    settings: settingsOf(theirs, settings),
  };
  return { name, ...Object.fromEntries(Object.entries(ours).filter(([, value]) => value !== undefined)) };
};

const settingsOf = ({ searchPath, assumeRole }: Partial<RoleConfig>, settings: RoleSettings<unknown>): Readonly<Record<string, string>> | undefined => {
  const { statement_timeout, idle_in_transaction_session_timeout } = settings;
  const said = {
    ...(searchPath !== undefined && { search_path: searchPath.map(quoted).join(", ") }),
    ...(statement_timeout !== undefined && { statement_timeout }),
    ...(idle_in_transaction_session_timeout !== undefined && { idle_in_transaction_session_timeout }),
    ...(assumeRole !== undefined && { role: assumeRole }),
  };
  return Object.keys(said).length === 0 ? undefined : said;
};

/** As PostgreSQL prints a name in a list: https://www.postgresql.org/docs/current/functions-string.html (`quote_ident`) */
const quoted = (name: string): string => (/^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`);

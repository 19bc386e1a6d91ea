import type { RoleConfig } from "@cdktf/provider-postgresql/lib/role";
import type { RolegateRoleConfig } from "./bindings";

/** What the community provider's `postgresql_role` would say, as ours says it. */
export const rolegateRoleConfig = (name: string, theirs: Partial<RoleConfig>): RolegateRoleConfig => {
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
    settings: settingsOf(theirs),
  };
  return { name, ...Object.fromEntries(Object.entries(ours).filter(([, value]) => value !== undefined)) };
};

/** In milliseconds, as the community provider writes them: who comes from it finds no difference. */
const settingsOf = ({
  searchPath,
  assumeRole,
  statementTimeout,
  idleInTransactionSessionTimeout,
}: Partial<RoleConfig>): Readonly<Record<string, string>> | undefined => {
  const said = {
    ...(searchPath !== undefined && { search_path: searchPath.map(quoted).join(", ") }),
    ...(statementTimeout !== undefined && { statement_timeout: String(statementTimeout) }),
    ...(idleInTransactionSessionTimeout !== undefined && { idle_in_transaction_session_timeout: String(idleInTransactionSessionTimeout) }),
    ...(assumeRole !== undefined && { role: assumeRole }),
  };
  return Object.keys(said).length === 0 ? undefined : said;
};

/** As PostgreSQL prints a name in a list: https://www.postgresql.org/docs/current/functions-string.html (`quote_ident`) */
const quoted = (name: string): string => (/^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`);

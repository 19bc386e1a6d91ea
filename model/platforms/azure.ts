import { holds, type Known, type PlatformFact, serverRolesRefused } from "./platform-facts";

const ACCESS = "https://learn.microsoft.com/en-us/azure/postgresql/security/security-access-control";
const DOCUMENTED: Known = { evidence: "documented", source: ACCESS };
/** Seen in dumps of 16, and taken to be so before. */
const SEEN: Known = { evidence: "seen", source: ACCESS };
const ADMINISTRATOR = "azure_pg_admin";

export const AZURE_FLEXIBLE: PlatformFact = {
  title: "Azure Database for PostgreSQL, flexible server",
  serviceRoles: ["azuresu", "replication"],
  administratorRoles: [ADMINISTRATOR],
  authenticationRoles: [],
  groups: {},
  markers: [["azuresu"]],
  settings: ["azure"],
  administratorLogin: "the login named when the server is made: CREATEROLE, CREATEDB, ADMIN OPTION on azure_pg_admin; some have BYPASSRLS or REPLICATION",
  memberships: [
    ...holds(
      ADMINISTRATOR,
      ["pg_monitor", "pg_read_all_settings", "pg_read_all_stats", "pg_stat_scan_tables", "pg_signal_backend", "pg_read_all_data"],
      true,
      SEEN,
    ),
    ...holds(ADMINISTRATOR, ["pg_checkpoint"], true, SEEN, 15),
    // Brought back by the vendor: PostgreSQL has pg_signal_autovacuum_worker from 18.
    ...holds(ADMINISTRATOR, ["pg_create_subscription", "pg_signal_autovacuum_worker"], true, SEEN, 16),
  ],
  attributes: {},
  refused: [
    // A module of Microsoft Learn lists them as roles that can be assigned; what servers hold contradicts it.
    ...serverRolesRefused(SEEN),
    { role: "pg_write_all_data", since: 16, evidence: "documented", source: ACCESS },
  ],
  changedRules: [
    { rule: "members of azure_pg_admin manage every role that is not the vendor's, without ADMIN OPTION, on 16 and later too", ...DOCUMENTED },
    { rule: "nothing can be granted to azure_pg_admin", ...DOCUMENTED },
    { rule: "azure_pg_admin owns schema public, on 15 and later too, and may CREATE CAST", ...DOCUMENTED },
    { rule: "createrole_self_grant is `set, inherit`: from 16 whoever creates a role inherits it", ...SEEN },
  ],
};

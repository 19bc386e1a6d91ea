import { holds, type Known, type PlatformFact, serverRolesRefused } from "./platform-facts";

const ROLES = "https://neon.com/docs/manage/roles";
const DOCUMENTED: Known = { evidence: "documented", source: ROLES };
/** Seen in dumps of 16 to 18, and taken to be so before: a dump of 2023 has only the two data roles. */
const SEEN: Known = { evidence: "seen", source: ROLES };
const ADMINISTRATOR = "neon_superuser";

export const NEON: PlatformFact = {
  title: "Neon",
  serviceRoles: ["cloud_admin", "neon_service"],
  administratorRoles: [ADMINISTRATOR],
  authenticationRoles: [],
  groups: {},
  markers: [["cloud_admin", ADMINISTRATOR]],
  settings: ["neon"],
  administratorLogin:
    "every login made in the console, by the API or the command line: CREATEROLE, CREATEDB, REPLICATION, BYPASSRLS, member of neon_superuser; logins made in SQL are ordinary ones",
  memberships: [
    ...holds(ADMINISTRATOR, ["pg_read_all_data", "pg_write_all_data"], false, DOCUMENTED),
    ...holds(ADMINISTRATOR, ["pg_monitor", "pg_signal_backend"], true, SEEN),
    ...holds(ADMINISTRATOR, ["pg_create_subscription"], false, SEEN, 16),
    ...holds(ADMINISTRATOR, ["pg_read_all_data", "pg_write_all_data", "pg_create_subscription", "pg_maintain", "pg_signal_autovacuum_worker"], true, SEEN, 18),
  ],
  attributes: { [ADMINISTRATOR]: ["createrole", "createdb", "replication", "bypassrls"] },
  refused: serverRolesRefused({ evidence: "assumed", source: ROLES }),
  changedRules: [{ rule: "neon_superuser may do more than its memberships say, in a patched server", ...DOCUMENTED }],
};

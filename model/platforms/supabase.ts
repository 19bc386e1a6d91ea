import { holds, type Known, type PlatformFact, serverRolesRefused } from "./platform-facts";

const ROLES = "https://supabase.com/docs/guides/database/postgres/roles-superuser";
const SUPAUTILS: Known = { evidence: "documented", source: "https://github.com/supabase/supautils" };
/** Seen in dumps of 15 and 17. */
const SEEN: Known = { evidence: "seen", source: ROLES };

export const SUPABASE: PlatformFact = {
  title: "Supabase",
  serviceRoles: [
    "supabase_admin",
    "supabase_auth_admin",
    "supabase_storage_admin",
    "supabase_replication_admin",
    "supabase_read_only_user",
    "supabase_etl_admin",
    "pgbouncer",
  ],
  administratorRoles: ["supabase_privileged_role"],
  authenticationRoles: [],
  groups: {},
  markers: [["supabase_admin"]],
  settings: ["supautils"],
  administratorLogin:
    "`postgres`, no superuser there: ADMIN OPTION on the roles below and on anon, authenticated, service_role (BYPASSRLS), authenticator; member of supabase_privileged_role",
  memberships: [
    ...holds("postgres", ["pg_monitor", "pg_signal_backend", "pg_read_all_data"], true, SEEN),
    ...holds("postgres", ["pg_create_subscription"], true, SEEN, 16),
    ...holds("postgres", ["supabase_privileged_role"], false, SEEN),
  ],
  attributes: {},
  refused: serverRolesRefused(SUPAUTILS),
  changedRules: [
    { rule: "membership in the vendor's own logins cannot be granted (supautils.reserved_memberships)", ...SUPAUTILS },
    {
      rule: "supabase_privileged_role, and so `postgres`, sets log_statement, pgaudit.* and session_replication_role for itself: its own audit cannot bind it",
      ...SUPAUTILS,
    },
    { rule: "supabase_privileged_role creates event triggers, and listed extensions as a superuser", ...SUPAUTILS },
    { rule: "`postgres` may execute pg_reload_conf, and grant that", evidence: "seen", source: ROLES },
    { rule: "COPY to and from programs of the server is not supported", evidence: "documented", source: ROLES },
  ],
};

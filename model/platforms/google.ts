import { holds, type Known, type PlatformFact, serverRolesRefused } from "./platform-facts";

const CLOUD_SQL_ROLES = "https://docs.cloud.google.com/sql/docs/postgres/users";
const CLOUD_SQL: Known = { evidence: "documented", source: CLOUD_SQL_ROLES };
/** Dumps of 14 and 15 stand in this repository's test fixtures. */
const CLOUD_SQL_SEEN: Known = { evidence: "seen", source: "https://github.com/cloudfoundry/terraform-provider-csbpg" };

export const CLOUD_SQL_FACT: PlatformFact = {
  title: "Google Cloud SQL for PostgreSQL",
  serviceRoles: ["cloudsqladmin", "cloudsqlagent", "cloudsqlreplica", "cloudsqlimportexport", "cloudsqllogical"],
  administratorRoles: ["cloudsqlsuperuser"],
  authenticationRoles: ["cloudsqliamuser", "cloudsqliamserviceaccount"],
  groups: {},
  markers: [["cloudsqladmin"]],
  settings: ["cloudsql"],
  administratorLogin: "`postgres`, and every login made in the console: CREATEROLE, CREATEDB, member of cloudsqlsuperuser",
  memberships: [
    ...holds("cloudsqlsuperuser", ["pg_monitor", "pg_signal_backend"], false, CLOUD_SQL_SEEN),
    ...holds("cloudsqlsuperuser", ["pg_checkpoint"], true, CLOUD_SQL_SEEN, 15),
  ],
  attributes: { cloudsqlsuperuser: ["createrole", "createdb"] },
  refused: serverRolesRefused({ evidence: "assumed", source: CLOUD_SQL_ROLES }),
  changedRules: [
    {
      rule: "members of cloudsqlsuperuser create replication logins, event triggers, publications, subscriptions, casts, and extensions that need a superuser",
      ...CLOUD_SQL,
    },
    { rule: "members of cloudsqlsuperuser read and write pg_largeobject", ...CLOUD_SQL },
    {
      rule: "only members of cloudsqlsuperuser grant or revoke it, whatever ADMIN OPTION says",
      evidence: "seen",
      source: "https://github.com/cyrilgdn/terraform-provider-postgresql/issues/158",
    },
  ],
};

const ALLOYDB_ROLES = "https://docs.cloud.google.com/alloydb/docs/database-users/overview";
const ALLOYDB: Known = { evidence: "documented", source: ALLOYDB_ROLES };

export const ALLOYDB_FACT: PlatformFact = {
  title: "Google AlloyDB for PostgreSQL",
  serviceRoles: ["alloydbadmin", "alloydbagent", "alloydbreplica", "alloydbimportexport"],
  administratorRoles: ["alloydbsuperuser"],
  authenticationRoles: ["alloydbiamuser"],
  groups: {},
  markers: [["alloydbadmin"]],
  settings: ["alloydb"],
  administratorLogin: "`postgres`: CREATEROLE, CREATEDB, member of alloydbsuperuser",
  // From the vendor's own set-up script; whether AlloyDB adds what Cloud SQL adds is not published.
  memberships: holds("alloydbsuperuser", ["pg_monitor"], false, { evidence: "seen", source: ALLOYDB_ROLES }),
  attributes: { alloydbsuperuser: ["createrole", "createdb"] },
  refused: serverRolesRefused({ evidence: "assumed", source: ALLOYDB_ROLES }),
  changedRules: [
    {
      rule: "members of alloydbsuperuser create replication logins, event triggers, publications, subscriptions, and extensions that need a superuser",
      ...ALLOYDB,
    },
    { rule: "alloydbsuperuser owns schema public of every database", evidence: "seen", source: ALLOYDB_ROLES },
  ],
};

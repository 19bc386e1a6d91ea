import { holds, type Known, type PlatformFact, serverRolesRefused } from "./platform-facts";

const ROLES = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.PostgreSQL.CommonDBATasks.Roles.rds_superuser.html";
const ADMINISTRATOR = "rds_superuser";

const DOCUMENTED: Known = { evidence: "documented", source: ROLES };
/** Dumps of 14 and 15 stand in this repository's test fixtures, RDS and Aurora alike. */
const SEEN: Known = { evidence: "seen", source: "https://github.com/cloudfoundry/terraform-provider-csbpg" };
const SEEN_ON_17: Known = { evidence: "seen", source: ROLES };
/** Seen on 17; of 16, which brought the roles, no dump was found. */
const ASSUMED_ON_16: Known = { evidence: "assumed", source: ROLES };

const AMAZON: Omit<PlatformFact, "title" | "markers"> = {
  settings: ["rds"],
  serviceRoles: ["rdsadmin", "rdsrepladmin", "rdstopmgr"],
  administratorRoles: [ADMINISTRATOR],
  authenticationRoles: ["rds_iam", "rds_ad"],
  groups: {
    rds_replication: "its members may replicate",
    rds_password: "its members may set passwords where rds.restrict_password_commands is on",
  },
  administratorLogin: "the master login, `postgres` unless named otherwise: CREATEROLE, CREATEDB, member of rds_superuser",
  memberships: [
    ...holds(ADMINISTRATOR, ["pg_monitor", "pg_signal_backend", "rds_password", "rds_replication"], true, DOCUMENTED),
    ...holds(ADMINISTRATOR, ["pg_checkpoint", "pg_read_all_data", "pg_write_all_data"], true, SEEN, 15),
    ...holds(ADMINISTRATOR, ["pg_create_subscription", "pg_use_reserved_connections"], true, ASSUMED_ON_16, 16),
    ...holds(ADMINISTRATOR, ["pg_maintain"], true, SEEN_ON_17, 17),
  ],
  attributes: {},
  // "Cannot issue GRANT on the 'pg_read_server_files' role"
  refused: serverRolesRefused({ evidence: "seen", source: "https://github.com/vantage-sh/ec2instances.info/issues/700" }),
  changedRules: [
    { rule: "the attribute REPLICATION cannot be set: membership in rds_replication takes its place", ...DOCUMENTED },
    {
      rule: "a member of rds_superuser grants rds_superuser without ADMIN OPTION, on 16 and later too",
      evidence: "seen",
      source: "https://github.com/gravitational/teleport/pull/48897",
    },
    {
      rule: "members of rds_extension install the extensions that rds.allowed_delegated_extensions names",
      evidence: "documented",
      source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/RDS_delegated_ext.html",
    },
    {
      rule: "COPY to and from files and programs of the server is not supported",
      evidence: "seen",
      source: "https://github.com/denishpatel/pg-clone-schema/issues/102",
    },
    { rule: "nobody reads pg_authid, rds_superuser included", evidence: "seen", source: "https://github.com/aboutbits/postgresql-operator/issues/70" },
  ],
  replicationRole: "rds_replication",
  hidesVerifiers: true,
};

/** RDS has a login for its own replication and one for monitoring, which Aurora's dumps lack; nothing that is judged differs. */
export const RDS: PlatformFact = {
  ...AMAZON,
  title: "Amazon RDS for PostgreSQL",
  markers: [
    ["rdsadmin", "rdsrepladmin"],
    ["rdsadmin", "rdstopmgr"],
  ],
};

export const AURORA: PlatformFact = { ...AMAZON, title: "Amazon Aurora PostgreSQL", markers: [["rdsadmin"]] };

import { facts } from "../example";
import { refusedReaches } from "../reach-breach";
import type { Rule } from "../rule";

/** The role that a platform gives its customers for administration is held by approved dbas only. */
export const noPlatformAdministrator: Rule = {
  id: "no-platform-administrator",
  title: "only a dba who is approved for it reaches a platform's administration role",
  severity: "error",
  severityWithoutPolicy: "warning",
  tier: "control",
  waivable: true,
  rationale:
    "rds_superuser, cloudsqlsuperuser, azure_pg_admin and their like are what a managed platform offers in place of superuser: they hold most predefined roles, manage other roles and install extensions. The name does not begin with pg_, so a search for predefined roles misses them.",
  remedy: "take the membership away and grant what the work needs; a dba's login is approved for it by name in personas.yaml",
  references: ["https://www.postgresql.org/docs/current/predefined-roles.html", "https://www.postgresql.org/docs/current/role-membership.html"],
  examples: {
    bad: [
      { title: "an app on RDS", facts: facts().login("orders_app").member("orders_app", "rds_superuser"), subject: "orders_app" },
      { title: "the name counts on every platform", facts: facts().login("bob").member("bob", "azure_pg_admin"), subject: "bob" },
    ],
    good: [{ title: "an approved dba", facts: facts().login("ann").member("ann", "rds_superuser") }],
  },
  check: (input) => refusedReaches(input, ["platform-administrator"]),
};

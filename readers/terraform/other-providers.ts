import type { OpaqueFact } from "../../model/access-graph";
import { isWritten } from "./blocks";
import { field, type JsonObject } from "./json-text";
import { isRolegateSource } from "./rolegate-schema";
import { isAboutSomethingElse, isHarmlessConfiguration, isHarmlessGroup, isHarmlessInstance } from "./spared";

/** A type of another provider that can reach PostgreSQL, by name or by prefix (ending in `_`), and how it does. */
interface OtherType {
  readonly type: string;
  readonly how: string;
  /** Blocks of the type that do none of it. */
  readonly spares?: (body: JsonObject) => boolean;
}

/** Logins that Google authenticates: they are members of nothing that administers. https://cloud.google.com/sql/docs/postgres/iam-authentication */
const IAM_TYPES: readonly string[] = ["CLOUD_IAM_USER", "CLOUD_IAM_SERVICE_ACCOUNT", "CLOUD_IAM_GROUP"];

const OTHER_TYPES: readonly OtherType[] = [
  { type: "sql_", how: "it runs SQL statements" },
  { type: "pgsql_", how: "it runs SQL statements" },
  { type: "postgres_", how: "it runs SQL statements" },
  { type: "postgresql_", how: "it speaks to PostgreSQL" },
  { type: "rolegate_", how: "it speaks to PostgreSQL" },
  {
    type: "google_sql_user",
    how: "its `database_roles` are memberships, and a built-in login of Cloud SQL is a member of `cloudsqlsuperuser`",
    spares: (body) => IAM_TYPES.includes(String(field(body, "type"))) && !isWritten(field(body, "database_roles")),
  },
  { type: "google_sql_database_instance", how: "its flags are server settings", spares: isHarmlessInstance },
  { type: "google_alloydb_user", how: "its `database_roles` are memberships" },
  { type: "google_alloydb_instance", how: "its flags are server settings" },
  { type: "google_alloydb_cluster", how: "its initial login is a member of `alloydbsuperuser`" },
  { type: "aws_db_parameter_group", how: "its parameters are server settings", spares: isHarmlessGroup },
  { type: "aws_rds_cluster_parameter_group", how: "its parameters are server settings", spares: isHarmlessGroup },
  { type: "aws_db_instance_role_association", how: "it lets the server read and write outside of it" },
  { type: "aws_rds_cluster_role_association", how: "it lets the server read and write outside of it" },
  { type: "aws_rdsdata_", how: "it runs SQL statements" },
  { type: "rdsdataservice_", how: "it runs SQL statements" },
  { type: "aws_lambda_invocation", how: "it runs code that may speak SQL" },
  { type: "aws_ssm_association", how: "it runs commands on hosts" },
  { type: "azurerm_postgresql_flexible_server_configuration", how: "it changes a server setting", spares: isHarmlessConfiguration },
  { type: "azurerm_postgresql_configuration", how: "it changes a server setting", spares: isHarmlessConfiguration },
  { type: "azurerm_postgresql_", how: "it makes administrators or changes server settings" },
  { type: "azapi_", how: "it calls any interface of Azure" },
  { type: "vault_database_", how: "its statements are SQL" },
  { type: "helm_release", how: "its charts run jobs", spares: isAboutSomethingElse("chart") },
  { type: "kubernetes_job", how: "it runs a program that may speak SQL", spares: isAboutSomethingElse("spec") },
  { type: "kubernetes_job_v1", how: "it runs a program that may speak SQL", spares: isAboutSomethingElse("spec") },
  { type: "kubernetes_cron_job", how: "it runs a program that may speak SQL", spares: isAboutSomethingElse("spec") },
  { type: "kubernetes_cron_job_v1", how: "it runs a program that may speak SQL", spares: isAboutSomethingElse("spec") },
  { type: "kubernetes_manifest", how: "it runs whatever the manifest says", spares: isAboutSomethingElse("manifest") },
  { type: "kubectl_manifest", how: "it runs whatever the manifest says", spares: isAboutSomethingElse("yaml_body") },
  { type: "docker_container", how: "it runs a program that may speak SQL", spares: isAboutSomethingElse("image") },
  { type: "ansible_playbook", how: "it runs commands" },
  { type: "shell_", how: "it runs commands where Terraform runs" },
  { type: "local_command", how: "it runs commands where Terraform runs" },
  { type: "ssh_resource", how: "it runs commands on hosts" },
  { type: "external", how: "it runs a program where Terraform runs, during the plan" },
  { type: "neon_", how: "it makes roles that are members of `neon_superuser`" },
  { type: "supabase_", how: "it changes roles or server settings" },
  { type: "aiven_pg", how: "it makes logins or changes server settings" },
  { type: "aiven_service_user", how: "it makes logins" },
  { type: "digitalocean_database_", how: "it makes logins or changes server settings" },
  { type: "crunchybridge_", how: "it makes logins or changes server settings" },
];

/** Types that make servers, logins or settings: as data sources they only look them up. */
const MERELY_READ: readonly string[] = [
  "google_sql_database_instance",
  "google_alloydb_instance",
  "google_alloydb_cluster",
  "aws_db_parameter_group",
  "azurerm_postgresql_",
  "kubernetes_job",
  "kubernetes_job_v1",
  "digitalocean_database_",
  "aiven_pg",
];

/** Types that compute or hold values, or make what gives nobody a way to the server, and run nothing, unless a provisioner stands in them. */
const HARMLESS_TYPES: readonly string[] = [
  "null_resource",
  "null_data_source",
  "terraform_data",
  "terraform_remote_state",
  "random_",
  "time_",
  "tls_",
  "local_file",
  "local_sensitive_file",
  "kubernetes_secret",
  "kubernetes_secret_v1",
  "kubernetes_config_map",
  "kubernetes_config_map_v1",
  "aws_ssm_parameter",
  "aws_secretsmanager_secret_version",
  "aws_route53_record",
  "google_secret_manager_secret_version",
  "azurerm_key_vault_secret",
  "azurerm_postgresql_server",
  "azurerm_postgresql_flexible_server",
  "azurerm_postgresql_database",
  "azurerm_postgresql_firewall_rule",
  "azurerm_postgresql_virtual_network_rule",
  "azurerm_postgresql_flexible_server_database",
  "azurerm_postgresql_flexible_server_firewall_rule",
  "azurerm_postgresql_flexible_server_virtual_endpoint",
  "vault_generic_secret",
  "vault_kv_secret",
  "vault_kv_secret_v2",
];

const covers = (entry: string, type: string): boolean => (entry.endsWith("_") ? type.startsWith(entry) : type === entry);

export type OtherKind = "resource" | "data" | "ephemeral";

/** What to do about a way to PostgreSQL that is none of ours. */
export const KEEP_APART = "keep it in a configuration of its own, reviewed by the owners";

/** A resource of another provider, and how it reaches PostgreSQL. */
export const otherResource = (type: string, how: string): Omit<OpaqueFact, "origin"> => ({
  what: `a ${type} of another provider`,
  why: how,
  remedy: KEEP_APART,
});

/** How a type of another provider can reach PostgreSQL; null where that is not known of it. */
export const reachesPostgres = (type: string, kind: OtherKind, body: JsonObject): string | null => {
  if (kind === "data" && MERELY_READ.some((entry) => covers(entry, type))) return null;
  const other = OTHER_TYPES.find((each) => covers(each.type, type));
  return other === undefined || other.spares?.(body) === true ? null : other.how;
};

/** Types that run what they are told: in a plan that has nothing to do with PostgreSQL they are not ours. */
const EXECUTORS: readonly string[] = [
  "ansible_playbook",
  "shell_",
  "local_command",
  "ssh_resource",
  "external",
  "aws_lambda_invocation",
  "aws_ssm_association",
];
export const isExecutor = (type: string): boolean => EXECUTORS.some((entry) => covers(entry, type));

/** True for types that only compute or hold values. */
export const isHarmless = (type: string): boolean => HARMLESS_TYPES.some((entry) => covers(entry, type));

/** True for a provider source, as `namespace/type`, whose name says that it speaks SQL to PostgreSQL. */
export const isSqlProvider = (source: string): boolean => {
  const type = source.slice(source.lastIndexOf("/") + 1);
  return type.includes("postgres") || type === "pg" || type === "pgsql" || type === "sql" || isRolegateSource(source);
};

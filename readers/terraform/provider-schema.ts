import { isRolegateType, ROLEGATE_DATA_SOURCES, ROLEGATE_PROVIDER, ROLEGATE_RESOURCES } from "./rolegate-schema";

/**
 * Arguments of the resources of cyrilgdn/postgresql 1.26.0 and 1.27.0 (their schemas are equal), from `terraform providers schema -json`;
 * a test compares this table with it. What is not in it is never taken for harmless.
 */
const POSTGRESQL_RESOURCES = {
  postgresql_database: [
    "allow_connections",
    "alter_object_ownership",
    "connection_limit",
    "encoding",
    "id",
    "is_template",
    "lc_collate",
    "lc_ctype",
    "name",
    "owner",
    "tablespace_name",
    "template",
  ],
  postgresql_default_privileges: ["database", "id", "object_type", "owner", "privileges", "role", "schema", "with_grant_option"],
  postgresql_extension: ["create_cascade", "database", "drop_cascade", "id", "name", "schema", "version"],
  postgresql_function: [
    "arg",
    "body",
    "database",
    "drop_cascade",
    "id",
    "language",
    "name",
    "parallel",
    "returns",
    "schema",
    "security_definer",
    "strict",
    "volatility",
  ],
  postgresql_grant: ["columns", "database", "id", "object_type", "objects", "privileges", "role", "schema", "with_grant_option"],
  postgresql_grant_role: ["grant_role", "id", "role", "with_admin_option"],
  postgresql_physical_replication_slot: ["id", "name"],
  postgresql_publication: ["all_tables", "database", "drop_cascade", "id", "name", "owner", "publish_param", "publish_via_partition_root_param", "tables"],
  postgresql_replication_slot: ["database", "id", "name", "plugin"],
  postgresql_role: [
    "assume_role",
    "bypass_row_level_security",
    "connection_limit",
    "create_database",
    "create_role",
    "encrypted",
    "encrypted_password",
    "id",
    "idle_in_transaction_session_timeout",
    "inherit",
    "login",
    "name",
    "password",
    "password_wo",
    "password_wo_version",
    "replication",
    "roles",
    "search_path",
    "skip_drop_role",
    "skip_reassign_owned",
    "statement_timeout",
    "superuser",
    "valid_until",
  ],
  postgresql_schema: ["database", "drop_cascade", "id", "if_not_exists", "name", "owner", "policy"],
  postgresql_security_label: ["id", "label", "label_provider", "object_name", "object_type"],
  postgresql_server: ["drop_cascade", "fdw_name", "id", "options", "server_name", "server_owner", "server_type", "server_version"],
  postgresql_subscription: ["conninfo", "create_slot", "database", "id", "name", "publications", "slot_name"],
  postgresql_user_mapping: ["id", "options", "server_name", "user_name"],
} as const satisfies Record<string, readonly string[]>;

/** Arguments of the resources that are read, of both providers. */
export const RESOURCE_ARGUMENTS = { ...POSTGRESQL_RESOURCES, ...ROLEGATE_RESOURCES };

/** Arguments of the provider's own configuration (provider.go), and those that Terraform and OpenTofu give to every one. */
const POSTGRESQL_PROVIDER: ReadonlySet<string> = new Set([
  "//",
  "alias",
  "aws_rds_iam_auth",
  "aws_rds_iam_profile",
  "aws_rds_iam_provider_role_arn",
  "aws_rds_iam_region",
  "azure_identity_auth",
  "azure_tenant_id",
  "clientcert",
  "connect_timeout",
  "database",
  "database_username",
  "expected_version",
  "for_each",
  "gcp_iam_impersonate_service_account",
  "host",
  "max_connections",
  "password",
  "port",
  "scheme",
  "ssl_mode",
  "sslmode",
  "sslrootcert",
  "superuser",
  "username",
  "version",
]);

/** What a provider configuration may say, by whose it is. */
export const providerArguments = (isRolegate: boolean): ReadonlySet<string> => (isRolegate ? ROLEGATE_PROVIDER : POSTGRESQL_PROVIDER);

export type ResourceType = keyof typeof RESOURCE_ARGUMENTS;
export const isResourceType = (type: string): type is ResourceType => Object.hasOwn(RESOURCE_ARGUMENTS, type);

/** Arguments of the data sources of both providers. */
export const DATA_SOURCE_ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  postgresql_schemas: ["database", "id", "include_system_schemas", "like_all_patterns", "like_any_patterns", "not_like_all_patterns", "regex_pattern"],
  postgresql_sequences: ["database", "id", "like_all_patterns", "like_any_patterns", "not_like_all_patterns", "regex_pattern", "schemas"],
  postgresql_tables: ["database", "id", "like_all_patterns", "like_any_patterns", "not_like_all_patterns", "regex_pattern", "schemas", "table_types"],
  ...ROLEGATE_DATA_SOURCES,
};

/** Arguments of a data source that go unescaped into a statement: of the community provider's each but two, of ours none. */
export const rawArgumentsOf = (type: string): readonly string[] =>
  isRolegateType(type) ? [] : (DATA_SOURCE_ARGUMENTS[type] ?? []).filter((argument) => argument !== "database" && argument !== "include_system_schemas");

/** Privileges that the provider takes for each `object_type` (`allowedPrivileges` in its helpers.go; MAINTAIN since 1.27). */
export const PRIVILEGES: Readonly<Record<string, readonly string[]>> = {
  database: ["ALL", "CREATE", "CONNECT", "TEMPORARY"],
  table: ["ALL", "SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER", "MAINTAIN"],
  sequence: ["ALL", "USAGE", "SELECT", "UPDATE"],
  schema: ["ALL", "CREATE", "USAGE"],
  function: ["ALL", "EXECUTE"],
  procedure: ["ALL", "EXECUTE"],
  routine: ["ALL", "EXECUTE"],
  type: ["ALL", "USAGE"],
  foreign_data_wrapper: ["ALL", "USAGE"],
  foreign_server: ["ALL", "USAGE"],
  column: ["ALL", "SELECT", "INSERT", "UPDATE", "REFERENCES"],
};

/** Resources that are read no further than their type, with why. */
export const UNREAD_RESOURCES: Readonly<Partial<Record<ResourceType, string>>> = {
  postgresql_server: "a foreign server makes the database server connect elsewhere, or run programs through `file_fdw`",
  postgresql_user_mapping: "a user mapping stores a login that others then use",
};

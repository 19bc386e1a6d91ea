/**
 * What our own provider has: a test compares it with the schemas in `provider/`. Names and values go into its statements quoted, or as
 * parameters, so none of them is raw SQL.
 */
export const ROLEGATE_RESOURCES = {
  rolegate_function: [
    "allow_unknown",
    "arguments",
    "body",
    "comment",
    "database",
    "executors",
    "language",
    "name",
    "owner",
    "parallel",
    "returns",
    "schema",
    "security_definer",
    "settings",
    "strict",
    "volatility",
  ],
  rolegate_membership: ["allow_unknown", "member", "options", "role"],
  rolegate_memberships: ["allow_unknown", "grants", "members", "roles", "take_over"],
  rolegate_privileges: [
    "allow_unknown",
    "database",
    "databases",
    "default_privileges",
    "functions",
    "parameters",
    "role",
    "schemas",
    "sequences",
    "tables",
    "take_over",
  ],
  rolegate_role: [
    "allow_unknown",
    "bypass_row_level_security",
    "comment",
    "connection_limit",
    "create_database",
    "create_role",
    "database_settings",
    "inherit",
    "login",
    "name",
    "password_wo",
    "password_wo_version",
    "replication",
    "settings",
    "superuser",
    "valid_until",
  ],
} as const satisfies Record<string, readonly string[]>;

/** Its data sources only read. */
export const ROLEGATE_DATA_SOURCES: Readonly<Record<string, readonly string[]>> = {
  rolegate_access: ["reaches", "role", "tiers"],
  rolegate_roles: ["names", "prefix", "roles"],
};

/** Arguments of its configuration, and those that Terraform and OpenTofu give to every one. */
export const ROLEGATE_PROVIDER: ReadonlySet<string> = new Set([
  "//",
  "alias",
  "connect_timeout",
  "database",
  "environment",
  "for_each",
  "host",
  "lock_timeout",
  "password",
  "password_command",
  "policies",
  "port",
  "sslcert",
  "sslkey",
  "sslmode",
  "sslrootcert",
  "username",
  "version",
]);

/** Is it the source of our provider, or of a fork of it? The owners say which they let in. */
export const isRolegateSource = (source: string): boolean => source.slice(source.lastIndexOf("/") + 1) === "rolegate";

/** Is it a resource or data source of our provider? Its name says so, whichever source it comes from. */
export const isRolegateType = (type: string): boolean => type.startsWith("rolegate_");

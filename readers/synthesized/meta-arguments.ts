import { isKnown } from "../../model/unknown";
import type { Arguments } from "../terraform/arguments";
import { isWritten } from "../terraform/blocks";
import { META_ARGUMENTS } from "../terraform/executors";
import type { JsonObject } from "../terraform/json-text";
import { ignoredArguments } from "../terraform/lifecycle";
import { unknownArgument } from "../terraform/read-own";

/** Arguments that decide what a role can do: where Terraform ignores their changes, what is written is not what the server has. */
const DECISIVE: Readonly<Record<string, readonly string[]>> = {
  postgresql_role: ["name", "login", "inherit", "superuser", "create_role", "create_database", "replication", "bypass_row_level_security", "assume_role"],
  postgresql_grant_role: ["role", "grant_role", "with_admin_option"],
  postgresql_function: ["language", "security_definer"],
  rolegate_function: ["name", "schema", "owner", "language", "security_definer", "settings", "body", "executors"],
  rolegate_membership: ["member", "role", "options"],
  rolegate_memberships: ["members", "roles", "grants"],
  rolegate_privileges: ["role", "database", "databases", "schemas", "tables", "sequences", "functions", "parameters", "default_privileges"],
  rolegate_role: [
    "name",
    "login",
    "inherit",
    "superuser",
    "create_role",
    "create_database",
    "replication",
    "bypass_row_level_security",
    "settings",
    "database_settings",
  ],
};

/** True for a resource that has no instance: `count` is a literal 0. */
export const hasNoInstance = (args: Arguments): boolean => {
  const count = args.raw("count");
  return count === 0 || count === "0";
};

/** Notes what `count`, `for_each`, `lifecycle` and arguments that the provider does not have leave open. */
export function noteMetaArguments(args: Arguments, type: string, body: JsonObject, known: readonly string[]): void {
  if (isWritten(args.raw("for_each"))) args.unknown("for_each", args.raw("for_each"));
  const count = args.value("count");
  if (isKnown(count) && count !== null && !/^\d+$/.test(String(count))) args.unknown("count", args.raw("count"));
  noteIgnored(args, type, ignoredArguments(body));
  for (const key of Object.keys(body)) if (!known.includes(key) && !META_ARGUMENTS.has(key)) args.opaque(unknownArgument(type, key));
}

function noteIgnored(args: Arguments, type: string, ignored: ReadonlySet<string>): void {
  if (ignored.size === 0) return;
  const decisive = DECISIVE[type] ?? [];
  if (ignored.has("all") && decisive.length > 0) args.unknown("lifecycle.ignore_changes", "all");
  for (const argument of decisive) if (ignored.has(argument)) args.unknown(argument, IGNORED);
  // Ignored and not written is how memberships that others manage are left alone: that is fine.
  if (type === "postgresql_role" && ignored.has("roles") && isWritten(args.raw("roles"))) args.unknown("roles", IGNORED);
}

const IGNORED = "(ignored by lifecycle.ignore_changes)";

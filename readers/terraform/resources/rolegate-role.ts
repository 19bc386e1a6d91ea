import type { Role } from "../../../model/access-graph";
import { isKnown, UNKNOWN } from "../../../model/unknown";
import type { ResourceReader } from "./context";
import { orElse, readWriteOnlyPassword, validUntilOf } from "./role";

/** `rolegate_role`: attributes and settings of one role; its memberships are other resources'. */
export const readRolegateRole: ResourceReader = (args, context) => {
  const { facts } = context;
  const { origin } = args;
  const name = args.requiredString("name");
  args.about(name);
  const attributes: Omit<Role, "name" | "source" | "origin"> = {
    login: args.boolean("login", false),
    inherit: args.boolean("inherit", true),
    superuser: args.boolean("superuser", false),
    createrole: args.boolean("create_role", false),
    createdb: args.boolean("create_database", false),
    replication: args.boolean("replication", false),
    bypassrls: args.boolean("bypass_row_level_security", false),
    connectionLimit: orElse(args.number("connection_limit"), -1),
    validUntil: validUntilOf(args.string("valid_until")),
  };
  readWriteOnlyPassword(args, context);
  if (!isKnown(name)) return;
  facts.roles.push({ name, source: "managed", ...attributes, origin });
  const setting = (value: unknown) => (typeof value === "string" ? value : UNKNOWN);
  for (const [key, value] of args.entries("settings") ?? []) facts.settings.push({ role: name, name: key, value: setting(value), origin });
  for (const [database, settings] of args.entries("database_settings") ?? [])
    for (const [key, value] of args.entries("database_settings", settings) ?? [])
      facts.settings.push({ role: name, database, name: key, value: setting(value), origin });
};

import type { Attribute, Schema } from "../plugin/schema";

const optional = (type: Attribute["type"], description: string): Attribute => ({ type, description, mode: "optional" });

/** Attributes are named as the community provider's `postgresql_role` names them, where they mean the same. */
export const ROLE_SCHEMA: Schema = {
  version: 0,
  description:
    "One role: its attributes, settings and comment. What is left out is as PostgreSQL has it for a new role, and what differs shows in the plan. Renamed in place; not dropped while it owns anything. Judged at plan time by the rules of `rolegate check`.",
  attributes: {
    name: {
      type: "string",
      description: "Its name, exactly as PostgreSQL stores it. A new name renames the role, and what it holds and owns stays.",
      mode: "required",
    },
    login: optional("bool", "LOGIN. Default: false."),
    superuser: optional("bool", "SUPERUSER. Default: false."),
    create_database: optional("bool", "CREATEDB. Default: false."),
    create_role: optional("bool", "CREATEROLE. Default: false."),
    inherit: optional("bool", "INHERIT: of memberships before PostgreSQL 16, and of later ones that do not say it. Default: true."),
    replication: optional("bool", "REPLICATION. Default: false."),
    bypass_row_level_security: optional("bool", "BYPASSRLS. Default: false."),
    connection_limit: optional("number", "Sessions at a time. Default: -1, no limit."),
    valid_until: optional(
      "string",
      "The end of its password, such as `2027-01-31T00:00:00Z`; UTC where no zone is written. Default: `infinity`. It does not end SET ROLE.",
    ),
    password_wo: {
      ...optional("string", "Its password: in the configuration alone, never in plan or state (Terraform 1.11 and later). Needs `password_wo_version`."),
      sensitive: true,
      writeOnly: true,
    },
    password_wo_version: optional(
      "string",
      "Any text. The password is set when the role is made and when this changes; when it is taken away, so is the password.",
    ),
    settings: optional(
      ["map", "string"],
      'What its sessions start with (ALTER ROLE ... SET): `{ statement_timeout = "60s" }`. Lists of names, such as `search_path`, as PostgreSQL prints them: `orders, "Odd, name"`.',
    ),
    database_settings: optional(["map", ["map", "string"]], "The same in one database (ALTER ROLE ... IN DATABASE ... SET): database to setting to value."),
    comment: optional("string", "COMMENT ON ROLE."),
    allow_unknown: optional("bool", "`true`: what is known only at apply is judged then, before any SQL. Default: it is refused at plan time."),
  },
};

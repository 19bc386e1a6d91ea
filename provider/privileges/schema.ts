import type { Attribute, Schema } from "../plugin/schema";

const map = (description: string): Attribute => ({ type: ["map", "string"], description, mode: "optional" });
const nested = (description: string): Attribute => ({ type: ["map", ["map", "string"]], description, mode: "optional" });

/** Every attribute that holds privileges is a map of strings: those scale in Terraform to tens of thousands of elements. */
export const PRIVILEGES_SCHEMA: Schema = {
  version: 0,
  description:
    'What one role has in one database. Each attribute that is written owns what it lists: what it does not give there is revoked, whoever granted it; one that is left out owns nothing. A value is privileges in upper case in the order of PostgreSQL\'s GRANT, joined by commas: `"SELECT,INSERT"`, `"SELECT WITH GRANT OPTION"`, or `"NONE"`. `"*"` as a name is every other object: one that is made later shows as a change in the next plan. Objects that the role owns are left out. Changed in one transaction, refused at plan time where the rules of `rolegate check` refuse it.',
  attributes: {
    role: { type: "string", description: "Whose privileges; `public` for everyone. PostgreSQL lets no role have that name.", mode: "required" },
    database: { type: "string", description: "Where the objects are. Default: the provider's database.", mode: "optional-computed" },
    databases: map('Database to privileges: `{ shop = "CONNECT,TEMPORARY" }`. Owns the role\'s privileges on each database that it lists.'),
    schemas: map('Schema to privileges: `{ sales = "USAGE" }`. Owns the role\'s privileges on each schema that it lists.'),
    tables: nested(
      'Schema to table to privileges: `{ sales = { "*" = "SELECT", orders = "SELECT,INSERT" } }`. Owns the role\'s privileges on every table, view and foreign table of the schemas that it lists, those on columns too.',
    ),
    sequences: nested(
      'Schema to sequence to privileges: `{ sales = { "*" = "USAGE" } }`. Owns the role\'s privileges on every sequence of the schemas that it lists.',
    ),
    functions: nested(
      'Schema to routine to privileges: `{ sales = { "total(integer, text)" = "EXECUTE" } }`, with the types of its arguments as PostgreSQL prints them. Owns the role\'s privileges on every function, procedure and aggregate of the schemas that it lists.',
    ),
    parameters: map('Parameter to privileges, from PostgreSQL 15: `{ work_mem = "SET" }`. Owns the role\'s privileges on each parameter that it lists.'),
    default_privileges: nested(
      'Role that creates objects to what it creates to privileges: `{ migrator = { "tables in sales" = "SELECT", functions = "EXECUTE" } }`. Owns every default privilege that the roles which it lists give to this role in this database; those of large objects are left alone.',
    ),
    take_over: {
      type: "bool",
      description:
        "`true`: creating the resource revokes what the role has there beyond what is written. Default: creating it is refused then; import it instead, so that the plan shows what is revoked.",
      mode: "optional",
    },
    allow_unknown: {
      type: "bool",
      description: "`true`: names and privileges that are known only at apply are judged then, before any SQL. Default: they are refused at plan time.",
      mode: "optional",
    },
  },
};

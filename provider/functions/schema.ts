import type { Schema } from "../plugin/schema";

export const FUNCTION_SCHEMA: Schema = {
  version: 0,
  description:
    "One function with its owner and everybody who may run it: PUBLIC's EXECUTE, which CREATE FUNCTION gives, is gone before anybody sees the function. Changed in one transaction, refused at plan time where the rules of `rolegate check` refuse it.",
  attributes: {
    name: { type: "string", description: "Its name.", mode: "required" },
    schema: { type: "string", description: "The schema that it stands in, which must be there.", mode: "required" },
    database: { type: "string", description: "Default: the provider's database.", mode: "optional-computed" },
    arguments: {
      type: "string",
      description: "As PostgreSQL prints them: `pid integer, reason text DEFAULT 'none'::text`. Default: none. A change replaces the function.",
      mode: "optional",
    },
    returns: {
      type: "string",
      description: "As PostgreSQL prints it: `boolean`, `SETOF text`, `TABLE(id integer, name text)`. A change replaces the function.",
      mode: "required",
    },
    language: { type: "string", description: "`sql`, `plpgsql`, or another one that the rules let in. Never `c` or `internal`.", mode: "required" },
    body: { type: "string", description: "Its text, as it would stand between `$$` and `$$`.", mode: "required" },
    security_definer: {
      type: "bool",
      description: "`true`: it runs as its owner. Needs `search_path` in `settings`, with `pg_temp` last. Default: false.",
      mode: "optional",
    },
    volatility: { type: "string", description: "`volatile`, `stable` or `immutable`. Default: `volatile`.", mode: "optional" },
    parallel: { type: "string", description: "`unsafe`, `restricted` or `safe`. Default: `unsafe`.", mode: "optional" },
    strict: { type: "bool", description: "`true`: NULL where an argument is NULL, without being called. Default: false.", mode: "optional" },
    settings: { type: ["map", "string"], description: 'Settings while it runs: `{ search_path = "pg_catalog, pg_temp" }`. Default: none.', mode: "optional" },
    owner: { type: "string", description: "The role that owns it, and that it runs as where it is `security_definer`.", mode: "required" },
    executors: {
      type: ["list", "string"],
      description: "Everybody who has EXECUTE beside the owner: whoever is not listed loses it, whoever granted it. `public` for everyone; `[]` for nobody.",
      mode: "required",
    },
    comment: { type: "string", description: "Its comment. Default: none.", mode: "optional" },
    allow_unknown: {
      type: "bool",
      description: "`true`: what is known only at apply is judged then, before any SQL. Default: it is refused at plan time.",
      mode: "optional",
    },
  },
};

import { facts } from "../example";
import { opaqueExtensions } from "../opaque-extensions";
import { opaquePrivileges } from "../opaque-privileges";
import type { Rule } from "../rule";

/** Default deny: what rolegate cannot read may do anything. */
export const noOpaqueResource: Rule = {
  id: "no-opaque-resource",
  title: "everything that can reach PostgreSQL is of a kind that rolegate reads",
  severity: "error",
  tier: "superuser",
  waivable: false,
  rationale:
    "A resource type that is not known, a provisioner, another provider's SQL, an extension that nobody has looked at: each can grant anything to anyone, past every rule about what is written beside it. Leaving them out would make the verdict a guess.",
  remedy: "express it with resources that rolegate reads, or move it to where it is not part of this change",
  references: [
    "https://registry.terraform.io/providers/cyrilgdn/postgresql/latest/docs",
    "https://www.postgresql.org/docs/current/contrib.html",
    "https://www.postgresql.org/docs/current/sql-grant.html",
  ],
  examples: {
    bad: [
      {
        title: "a resource of a kind that is not known",
        facts: facts().opaque("postgresql_script.setup", {
          what: "a postgresql_script resource",
          why: "it runs SQL that no rule can read",
          remedy: "write what it grants as postgresql_role and postgresql_grant",
        }),
        subject: "postgresql_script.setup",
      },
      { title: "an extension that runs programs", facts: facts().extension("file_fdw"), subject: "postgresql_extension.file_fdw" },
      { title: "an extension that nobody has looked at", facts: facts().extension("mystery"), subject: "postgresql_extension.mystery" },
    ],
    good: [
      { title: "an extension of the safe list", facts: facts().extension("pg_stat_statements").extension("vector") },
      { title: "what it needs is on the list too", facts: facts().extension("earthdistance", { cascade: true }) },
      {
        title: "functions that run as their caller",
        facts: facts().login("orders_app").function("total").grant("orders_app", "EXECUTE", { objectType: "function", schema: "orders", object: "total" }),
      },
    ],
  },
  check: (input) => [
    ...input.graph.opaques.map(({ what, why, remedy, origin }) => ({
      subject: origin.address ?? input.environment.name,
      message: `${what} cannot be judged: ${why}`,
      origin,
      remedy,
    })),
    ...opaqueExtensions(input),
    ...opaquePrivileges(input),
  ],
};

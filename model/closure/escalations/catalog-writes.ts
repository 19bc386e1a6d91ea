import type { Escalation } from "../escalation";
import { granteeOf, isAdministrator, stepToAdministrator } from "./words";

/** `GRANT UPDATE (rolsuper) ON pg_authid`: PostgreSQL masks such a grant on the whole catalog, and not on its columns. */
export const catalogWrites: Escalation = {
  id: "catalog-writes",
  title: "INSERT or UPDATE on columns of a system catalog rewrites the catalog",
  references: ["https://www.postgresql.org/docs/current/catalogs.html", "https://www.postgresql.org/docs/current/sql-grant.html"],
  *find(objects) {
    for (const type of ["table", "column"] as const) {
      for (const grant of objects.allGrants(type)) {
        if (grant.schema !== "pg_catalog" || grant.columns.length === 0 || !WRITES.has(grant.privilege) || isAdministrator(grant.grantee, objects)) continue;
        const source = `${grant.privilege} (${grant.columns.join(", ")}) on pg_catalog.${grant.object ?? "*"}`;
        yield {
          capability: "superuser",
          access: granteeOf(grant, objects),
          database: grant.database,
          source,
          origin: grant.origin,
          condition: isSuperuserFlag(grant) ? null : "if what it writes there makes it one",
          ...stepToAdministrator(objects, "attribute", source),
        };
      }
    }
  },
};

const WRITES: ReadonlySet<string> = new Set(["INSERT", "UPDATE"]);
const isSuperuserFlag = ({ object, privilege, columns }: { readonly object: string | null; readonly privilege: string; readonly columns: readonly string[] }) =>
  object === "pg_authid" && privilege === "UPDATE" && columns.includes("rolsuper");

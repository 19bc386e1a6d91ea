import type { Capability } from "../../capability";
import type { Escalation } from "../escalation";
import { granteeOf, isAdministrator } from "./words";

/** `GRANT SELECT (rolpassword) ON pg_authid`. */
export const catalogReads: Escalation = {
  id: "catalog-reads",
  title: "SELECT on a catalog that PostgreSQL hides, or on its hidden column, shows password verifiers, connection strings or samples of data",
  references: ["https://www.postgresql.org/docs/current/catalog-pg-authid.html", "https://www.postgresql.org/docs/current/catalogs.html"],
  *find(objects) {
    for (const type of ["table", "column"] as const) {
      for (const grant of objects.allGrants(type)) {
        if (grant.privilege !== "SELECT" || grant.schema !== "pg_catalog" || isAdministrator(grant.grantee, objects)) continue;
        for (const [catalog, { column, gives, condition, elsewhere }] of grant.object === null ? HIDDEN : entriesOf(grant.object)) {
          if (grant.columns.length > 0 && column !== null && !grant.columns.includes(column)) continue;
          const columns = grant.columns.length > 0 ? ` (${grant.columns.join(", ")})` : "";
          yield {
            capability: gives,
            access: granteeOf(grant, objects),
            database: grant.database,
            source: `SELECT${columns} on pg_catalog.${catalog}`,
            condition,
            origin: grant.origin,
            ...(elsewhere === true && { elsewhere }),
          };
        }
      }
    }
  },
};

interface HiddenCatalog {
  /** The column that is hidden; null for the whole. */
  readonly column: string | null;
  readonly gives: Capability;
  readonly condition: string | null;
  readonly elsewhere?: true;
}

const SAMPLED = "if what it looks for is among the values that ANALYZE sampled";
/** What PUBLIC may not SELECT. Views over withheld functions are not among them: they ask for EXECUTE of the function too. */
const HIDDEN: readonly (readonly [string, HiddenCatalog])[] = [
  ["pg_authid", { column: "rolpassword", gives: "read-credentials", condition: null }],
  ["pg_shadow", { column: "passwd", gives: "read-credentials", condition: null }],
  ["pg_user_mapping", { column: "umoptions", gives: "read-credentials", condition: null, elsewhere: true }],
  ["pg_subscription", { column: "subconninfo", gives: "read-credentials", condition: null, elsewhere: true }],
  ["pg_statistic", { column: null, gives: "read-all-data", condition: SAMPLED }],
  ["pg_statistic_ext_data", { column: null, gives: "read-all-data", condition: SAMPLED }],
  ["pg_largeobject", { column: "data", gives: "read-all-data", condition: "if what it looks for is a large object" }],
];
const BY_NAME = new Map(HIDDEN);
const entriesOf = (name: string): typeof HIDDEN => {
  const entry = BY_NAME.get(name);
  return entry === undefined ? [] : [[name, entry]];
};

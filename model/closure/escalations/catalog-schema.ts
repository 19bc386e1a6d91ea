import { functionWords } from "../../accepted-functions";
import { isKnown } from "../../unknown";
import type { Escalation, Gift } from "../escalation";
import type { ObjectIndex } from "../object-index";
import { stepToAdministrator } from "./words";

/** CREATE on pg_catalog, its ownership, or that of a function there: every session looks names up there first. */
export const catalogSchema: Escalation = {
  id: "catalog-schema",
  title: "whoever makes or owns functions in pg_catalog has superusers call them by plain names",
  references: ["https://www.postgresql.org/docs/current/ddl-schemas.html#DDL-SCHEMAS-CATALOG"],
  *find(objects) {
    const { superusers } = objects;
    for (const { name, database, owner } of objects.graph.schemas) {
      const role = objects.roleMeant(owner, database);
      if (name === "pg_catalog" && !superusers.has(role)) yield gift(role, database, "ownership of schema pg_catalog", objects);
    }
    for (const grant of objects.grantsOn("schema", { database: null, schema: null, name: "pg_catalog" })) {
      if (grant.privilege !== "CREATE" || superusers.has(grant.grantee)) continue;
      yield gift(objects.roleMeant(grant.grantee, grant.database), grant.database, "CREATE on schema pg_catalog", objects);
    }
    for (const fact of objects.graph.functions) {
      const { schema, owner, database, origin } = fact;
      if (schema !== "pg_catalog" || !isKnown(owner) || owner === null || superusers.has(owner) || origin.address !== null) continue;
      yield gift(objects.roleMeant(owner, database), database, `ownership of ${functionWords(fact)}`, objects);
    }
  },
};

const gift = (role: string, database: string | null, source: string, objects: ObjectIndex): Gift => ({
  capability: "superuser",
  access: [[role]],
  database,
  source,
  condition: "once a superuser's statement calls a function of this role by its plain name",
  ...stepToAdministrator(objects, "ownership", "schema pg_catalog"),
});

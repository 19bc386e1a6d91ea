import type { Relation } from "../../object-facts";
import type { Escalation } from "../escalation";
import { viewsByWhatTheyRead } from "./file-tables";
import { dotted } from "./words";

/** `CREATE VIEW logins AS SELECT rolname, rolpassword FROM pg_authid`, or a materialized copy of it. */
export const credentialViews: Escalation = {
  id: "credential-views",
  title: "SELECT on a view of pg_authid or pg_shadow shows the password verifiers that it reads as its owner",
  references: ["https://www.postgresql.org/docs/current/rules-privileges.html", "https://www.postgresql.org/docs/current/catalog-pg-authid.html"],
  *find(objects) {
    const viewsOf = viewsByWhatTheyRead(objects);
    for (const database of new Set(objects.graph.relations.map((relation) => relation.database))) {
      const views = new Set<Relation>(CATALOGS.flatMap((name) => viewsOf({ database, schema: "pg_catalog", name })));
      for (const view of views) {
        const source = `SELECT on ${view.kind.replace("-", " ")} ${dotted(view)}, which shows password verifiers`;
        yield { capability: "read-credentials", access: objects.users(view, ["SELECT"]), database, source, condition: null };
        for (const reader of viewsOf(view)) views.add(reader);
      }
    }
  },
};

const CATALOGS: readonly string[] = ["pg_authid", "pg_shadow"];

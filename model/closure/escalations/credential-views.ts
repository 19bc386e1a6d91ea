import type { Relation } from "../../object-facts";
import type { Escalation } from "../escalation";
import { VERIFIER_COLUMNS, viewsOf } from "./view-readers";
import { dotted } from "./words";

/** `CREATE VIEW logins AS SELECT rolname, rolpassword FROM pg_authid`, or a materialized copy of it. */
export const credentialViews: Escalation = {
  id: "credential-views",
  title: "SELECT on a view of pg_authid or pg_shadow shows the password verifiers that it reads as its owner",
  references: ["https://www.postgresql.org/docs/current/rules-privileges.html", "https://www.postgresql.org/docs/current/catalog-pg-authid.html"],
  *find(objects) {
    const views = viewsOf(objects);
    for (const database of new Set(objects.graph.relations.map((relation) => relation.database))) {
      const showing = new Set<Relation>([...VERIFIER_COLUMNS.keys()].flatMap((name) => views.over({ database, schema: "pg_catalog", name })));
      for (const view of showing) {
        const source = `SELECT on ${view.kind.replace("-", " ")} ${dotted(view)}, which shows password verifiers`;
        // What a materialized view shows was read before, by an owner that may have been another one.
        const readers = view.kind === "materialized-view" ? [] : views.readers(view);
        yield { capability: "read-credentials", access: objects.users(view, ["SELECT"]), database, source, condition: null, readers };
        for (const reader of views.over(view)) showing.add(reader);
      }
    }
  },
};

import type { Capability } from "../../capability";
import type { Relation } from "../../object-facts";
import type { Access, Escalation, Gift } from "../escalation";
import type { ObjectIndex } from "../object-index";
import { viewsOf } from "./view-readers";
import { dotted } from "./words";

/** `SELECT * FROM ft`, where `ft` is a foreign table of file_fdw; or from a view of it, without any privilege on the table. */
export const fileTables: Escalation = {
  id: "file-tables",
  title: "SELECT on a foreign table of a program or file, or on a view of one, runs the program or reads the file",
  references: ["https://www.postgresql.org/docs/current/file-fdw.html", "https://www.postgresql.org/docs/current/rules-privileges.html"],
  *find(objects) {
    const views = viewsOf(objects);
    for (const table of objects.graph.relations) {
      if (table.foreign === null) continue;
      const gives: readonly Capability[] = [...(table.foreign.program ? RUNS : []), ...(table.foreign.file ? READS : [])];
      if (gives.length > 0) yield* readersOf(table, gives, table.foreign.program ? "program" : "file");
    }

    function* readersOf(table: Relation, gives: readonly Capability[], kind: string): Iterable<Gift> {
      const reading = new Set([table]);
      for (const relation of reading) {
        const through = relation === table ? "" : `, through foreign table ${dotted(table)}`;
        const refreshes = relation.kind === "materialized-view";
        const source = `${refreshes ? "REFRESH" : "SELECT"} on ${relation.kind.replace("-", " ")} ${dotted(relation)}${through}, of a ${kind}`;
        const access = refreshes ? refreshersOf(relation, objects) : objects.users(relation, ["SELECT"]);
        const readers = views.readers(relation);
        for (const capability of gives) yield { capability, access, database: relation.database, source, condition: null, readers };
        // What a materialized view shows was read before.
        if (!refreshes) for (const view of views.over(relation)) reading.add(view);
      }
    }
  },
};

const RUNS: readonly Capability[] = ["execute-server-program"];
const READS: readonly Capability[] = ["read-server-files"];

/** Who may REFRESH a materialized view, which runs as its owner: from 17 also holders of MAINTAIN. */
export const refreshersOf = (view: Relation, objects: ObjectIndex): Access => {
  const owner = objects.roleMeant(view.owner, view.database);
  return [objects.server.major < 17 ? [owner] : [...objects.holders("table", ["MAINTAIN"], view, owner), "pg_maintain"]];
};

import { addTo } from "../../add-to";
import type { Capability } from "../../capability";
import type { ObjectName, Relation } from "../../object-facts";
import type { Access, Escalation, Gift, ViewReader } from "../escalation";
import type { ObjectIndex } from "../object-index";
import { dotted } from "./words";

/** `SELECT * FROM ft`, where `ft` is a foreign table of file_fdw; or from a view of it, without any privilege on the table. */
export const fileTables: Escalation = {
  id: "file-tables",
  title: "SELECT on a foreign table of a program or file, or on a view of one, runs the program or reads the file",
  references: ["https://www.postgresql.org/docs/current/file-fdw.html", "https://www.postgresql.org/docs/current/rules-privileges.html"],
  *find(objects) {
    const viewsOf = viewsByWhatTheyRead(objects);
    const { superusers } = objects;
    for (const table of objects.graph.relations) {
      if (table.foreign === null) continue;
      const gives: readonly Capability[] = [...(table.foreign.program ? RUNS : []), ...(table.foreign.file ? READS : [])];
      if (gives.length > 0) yield* readersOf(table, gives, table.foreign.program ? "program" : "file");
    }

    function* readersOf(table: Relation, gives: readonly Capability[], kind: string): Iterable<Gift> {
      const ways = new Map<Relation, readonly ViewReader[]>([[table, []]]);
      for (const [relation, readers] of ways) {
        const through = relation === table ? "" : `, through foreign table ${dotted(table)}`;
        const refreshes = relation.kind === "materialized-view";
        const source = `${refreshes ? "REFRESH" : "SELECT"} on ${relation.kind.replace("-", " ")} ${dotted(relation)}${through}, of a ${kind}`;
        const access = refreshes ? refreshersOf(relation, objects) : objects.users(relation, ["SELECT"]);
        for (const capability of gives) yield { capability, access, database: relation.database, source, condition: null, readers };
        // What a materialized view shows was read before.
        if (refreshes) continue;
        const oneOf = objects.users(relation, ["SELECT"])[0] ?? [];
        for (const view of viewsOf(relation)) {
          if (ways.has(view)) continue;
          // Reading a parent asks nothing of its children.
          const isTable = view.kind === "table" || view.kind === "foreign-table";
          const mayRead = isTable || view.owner === relation.owner || superusers.has(view.owner);
          ways.set(view, mayRead ? readers : [...readers, { role: view.owner, oneOf }]);
        }
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

/** Asks which views and parents read a relation. */
export const viewsByWhatTheyRead = ({ graph }: ObjectIndex): ((relation: Pick<Relation, "database" | "schema" | "name">) => readonly Relation[]) => {
  const key = (database: string, { schema, name }: ObjectName): string => JSON.stringify([database, schema, name]);
  const views = new Map<string, Relation[]>();
  for (const view of graph.relations) {
    for (const read of view.reads) addTo(views, key(view.database, read), view);
  }
  return (relation) => views.get(key(relation.database, relation)) ?? [];
};

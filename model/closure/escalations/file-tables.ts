import type { Capability } from "../../capability";
import type { ObjectName, Relation } from "../../object-facts";
import type { Access, Escalation, Gift } from "../escalation";
import { type ObjectIndex, PUBLIC } from "../object-index";
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
      const ways = new Map<Relation, boolean>([[table, true]]);
      for (const [relation, isSure] of ways) {
        const through = relation === table ? "" : `, through foreign table ${dotted(table)}`;
        const refreshes = relation.kind === "materialized-view";
        const source = `${refreshes ? "REFRESH" : "SELECT"} on ${relation.kind.replace("-", " ")} ${dotted(relation)}${through}, of a ${kind}`;
        const access = refreshes ? refreshersOf(relation, objects) : objects.users(relation, ["SELECT"]);
        for (const capability of gives) yield { capability, access, database: relation.database, source, condition: isSure ? null : OWNER_READS };
        // What a materialized view shows was read before.
        if (refreshes) continue;
        const readers = new Set(objects.users(relation, ["SELECT"])[0] ?? []);
        for (const view of viewsOf(relation)) {
          // Reading a parent asks nothing of its children.
          const mayRead =
            view.kind === "table" || view.kind === "foreign-table" || superusers.has(view.owner) || readers.has(PUBLIC) || readers.has(view.owner);
          if (!ways.has(view)) ways.set(view, isSure && mayRead);
        }
      }
    }
  },
};

const RUNS: readonly Capability[] = ["execute-server-program"];
const READS: readonly Capability[] = ["read-server-files"];
const OWNER_READS = "if the owner of the view may read what it stands on";

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
    for (const read of view.reads) {
      const known = views.get(key(view.database, read));
      if (known === undefined) views.set(key(view.database, read), [view]);
      else known.push(view);
    }
  }
  return (relation) => views.get(key(relation.database, relation)) ?? [];
};

import { addTo } from "../../add-to";
import type { ObjectName, Relation } from "../../object-facts";
import type { ViewReader } from "../escalation";
import type { ObjectIndex, ObjectPlace } from "../object-index";

/** What views stand on, and who has to be allowed to read it. */
export interface Views {
  /** The views and parents that read a relation. */
  readonly over: (relation: Pick<Relation, "database" | "schema" | "name">) => readonly Relation[];
  /**
   * Every owner of a view on the way, with who may read what that view reads: the server asks for each relation, and one that may not be read
   * refuses the whole. A parent asks nothing of its children, and what a materialized view behind another view shows was read before.
   */
  readonly readers: (relation: Relation) => readonly ViewReader[];
}

/** The catalogs of password verifiers, and the column that PostgreSQL hides. */
export const VERIFIER_COLUMNS: ReadonlyMap<string, string> = new Map([
  ["pg_authid", "rolpassword"],
  ["pg_shadow", "passwd"],
]);

export const viewsOf = (objects: ObjectIndex): Views => {
  const views = new Map<string, Relation[]>();
  for (const view of objects.graph.relations) for (const read of view.reads) addTo(views, keyOf(view.database, read), view);

  const allowed = new Map<string, readonly string[] | null>();
  /** Null where nothing is known of the relation. */
  const allowedToRead = (database: string, name: ObjectName): readonly string[] | null => {
    const key = keyOf(database, name);
    const known = allowed.get(key) ?? readersOf(database, name, objects);
    allowed.set(key, known);
    return known;
  };
  const asked = new Map<Relation, readonly ViewReader[]>();
  /** Of the view itself, without the views that it reads. */
  const ownReaders = (view: Relation): readonly ViewReader[] => {
    const { owner, database, reads } = view;
    if (isTable(view) || objects.superusers.has(owner)) return [];
    const known =
      asked.get(view) ??
      reads.flatMap((name) => {
        const oneOf = objects.relationNamed(database, name)?.owner === owner ? null : allowedToRead(database, name);
        return oneOf === null ? [] : [{ role: owner, oneOf }];
      });
    asked.set(view, known);
    return known;
  };
  const behind = new Map<Relation, readonly ViewReader[]>();
  const readers = (relation: Relation): readonly ViewReader[] => {
    const known = behind.get(relation);
    if (known !== undefined) return known;
    const run = new Set([relation]);
    for (const { database, reads } of run) {
      for (const name of reads) {
        const read = objects.relationNamed(database, name);
        if (read?.kind === "view") run.add(read);
      }
    }
    const answer = [...run].flatMap(ownReaders);
    behind.set(relation, answer);
    return answer;
  };
  return { over: ({ database, schema, name }) => views.get(keyOf(database, { schema, name })) ?? [], readers };
};

const isTable = ({ kind }: Relation): boolean => kind === "table" || kind === "foreign-table";
const keyOf = (database: string, { schema, name }: ObjectName): string => JSON.stringify([database, schema, name]);

/** Roles of which each may SELECT from the relation, as far as the facts tell. */
const readersOf = (database: string, name: ObjectName, objects: ObjectIndex): readonly string[] | null => {
  const relation = objects.relationNamed(database, name);
  const hidden = name.schema === "pg_catalog" ? VERIFIER_COLUMNS.get(name.name) : undefined;
  if (relation === undefined && hidden === undefined) return null;
  // A catalog is the bootstrap superuser's, which administrators stand for.
  const owners = relation === undefined ? objects.server.administrators : [relation.owner, objects.roleMeant(relation.owner, database)];
  return [...new Set([...owners, "pg_read_all_data", ...granteesOf({ database, ...name }, relation === undefined ? hidden : undefined, objects)])];
};

/**
 * Who was granted SELECT on the relation, or on some of its columns: on that one, where it is said. A view of `pg_database_owner` reads by what was
 * granted to that role by name; the owner of the database, its member, is somebody else.
 */
const granteesOf = (place: ObjectPlace, column: string | undefined, objects: ObjectIndex): readonly string[] =>
  [...objects.grantsOn("table", place), ...objects.grantsOn("column", place)].flatMap(({ privilege, columns, grantee, database }) => {
    if (privilege !== "SELECT" || (column !== undefined && columns.length > 0 && !columns.includes(column))) return [];
    return [grantee, ...objects.rolesMeant(grantee, database ?? place.database)];
  });

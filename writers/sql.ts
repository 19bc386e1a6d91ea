import type { AccessGraph } from "../model/access-graph";
import { InputError } from "../model/input-error";
import type { Major } from "../model/predefined-roles";
import { defaultPrivileges, grantPrivileges, ownerships } from "./grants";
import { grantMemberships } from "./memberships";
import { byText, groupBy } from "./order";
import { alterSettings, createRoles } from "./roles";

/** Statements, without final semicolons, in the order in which they run. */
export interface DatabaseStatements {
  /** Null: in any database, for they are about the whole cluster. */
  readonly database: string | null;
  readonly statements: readonly string[];
}

/**
 * The SQL that makes the facts of `graph` true on a server that has none of its managed roles yet: what is of the whole cluster
 * first, then database by database. Databases, schemas and external roles must be there. Throws InputError for a fact that is
 * unknown, opaque, or has no SQL here: nothing is left out silently.
 */
export const statementsOf = (graph: AccessGraph, options: { readonly major: Major }): readonly DatabaseStatements[] => {
  refuseUnwritable(graph);
  const placed = [...ownerships(graph.ownerships), ...grantPrivileges(graph.grants), ...defaultPrivileges(graph.defaultPrivileges)];
  const byDatabase = groupBy(placed, ({ database }) => database);
  const inDatabase = (database: string | null): readonly string[] => (byDatabase.get(database) ?? []).map(({ sql }) => sql);
  const cluster = [
    ...createRoles(graph.roles),
    ...grantMemberships(graph.memberships, graph.roles, options.major),
    ...alterSettings(graph.settings),
    ...inDatabase(null),
  ];
  const databases = [...byDatabase.keys()].filter((database) => database !== null).toSorted(byText);
  const lists = [{ database: null, statements: cluster }, ...databases.map((database) => ({ database, statements: inDatabase(database) }))];
  return lists.filter(({ statements }) => statements.length > 0);
};

const refuseUnwritable = (graph: AccessGraph): void => {
  const kinds = ["extensions", "functions", "secrets", "unknowns", "opaques", "collisions"] as const;
  for (const kind of kinds) {
    const [first] = graph[kind];
    if (first !== undefined)
      throw new InputError(`${graph[kind].length} ${kind} cannot be written as SQL`, [`the first is at ${first.origin.address ?? "an unnamed place"}`]);
  }
};

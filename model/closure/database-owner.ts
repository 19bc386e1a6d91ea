import type { AccessGraph } from "../access-graph";

const NAME = "pg_database_owner";

/**
 * `pg_database_owner` in one database, as a role of the closure's own: its one member is the owner there. Before 16 an owner with NOINHERIT has to
 * SET ROLE for what it has, and then has nothing else; everyone else's is the owner's own. https://www.postgresql.org/docs/15/predefined-roles.html
 */
export const databaseOwnerIn = (database: string): string => `${NAME}\0${database}`;

/** The database of such a role; null for any other one. No name of a role holds a zero byte. */
export const databaseOf = (role: string): string | null => (role.startsWith(PREFIX) ? role.slice(PREFIX.length) : null);
const PREFIX = `${NAME}\0`;

/** The name by which a statement calls it. */
export const calledRole = (role: string): string => (databaseOf(role) === null ? role : NAME);

/** Owners by database. */
export const databaseOwners = ({ databases, ownerships }: AccessGraph): ReadonlyMap<string, string> => {
  const owners = new Map(databases.map(({ name, owner }) => [name, owner]));
  for (const { objectType, database, owner } of ownerships) if (objectType === "database" && !owners.has(database)) owners.set(database, owner);
  return owners;
};

import { addTo } from "../../add-to";
import type { Relation, UserMapping } from "../../object-facts";
import { shownName } from "../../path-words";
import type { Access, Escalation } from "../escalation";
import { type ObjectIndex, PUBLIC } from "../object-index";
import { makersIn, stepToAdministrator } from "./words";

/** `CREATE USER MAPPING ... OPTIONS (password_required 'false')`: the server connects as itself, without a password of its user. */
export const openMappings: Escalation = {
  id: "open-mappings",
  title: "a user mapping without password_required lets its role connect from the server, where logins may need no password",
  references: ["https://www.postgresql.org/docs/current/postgres-fdw.html#POSTGRES-FDW-OPTIONS-CONNECTION-MANAGEMENT"],
  *find(objects) {
    const makers = makersIn(objects);
    const servers = new Map(objects.graph.foreignServers.map((server) => [JSON.stringify([server.database, server.name]), server]));
    const tables = tablesByServer(objects);
    for (const mapping of objects.graph.userMappings) {
      if (!isOpen(mapping)) continue;
      const { database, server: name, role } = mapping;
      const server = servers.get(JSON.stringify([database, name]));
      const mapped: Access = role === PUBLIC ? [] : [[objects.roleMeant(role, database)]];
      const owner = server === undefined ? null : objects.roleMeant(server.owner, database);
      const users = objects.holders("foreign_server", ["USAGE"], { database, schema: null, name }, owner);
      const gift = {
        capability: "superuser",
        database,
        condition: "if the foreign server leads to this one, which lets a superuser in from there without a password",
        ...stepToAdministrator(objects, "foreign-table", `the user mapping of ${shownName(role)} for foreign server ${shownName(name)}`),
      } as const;
      yield { ...gift, access: [...mapped, users, ...makers(database)], source: `USAGE on foreign server ${shownName(name)}` };
      for (const table of tables.get(JSON.stringify([database, name])) ?? []) {
        yield {
          ...gift,
          access: [...mapped, ...objects.users(table, ["SELECT", "INSERT", "UPDATE", "DELETE"])],
          source: `foreign table ${table.schema}.${table.name}`,
        };
      }
    }
  },
};

/** Options that the reader may not see are no finding; those that Terraform leaves open are. */
const isOpen = ({ passwordRequired, origin }: UserMapping): boolean => passwordRequired === false || (passwordRequired !== true && origin.address !== null);

const tablesByServer = ({ graph }: ObjectIndex): ReadonlyMap<string, readonly Relation[]> => {
  const tables = new Map<string, Relation[]>();
  for (const relation of graph.relations) {
    if (relation.foreign === null) continue;
    addTo(tables, JSON.stringify([relation.database, relation.foreign.server]), relation);
  }
  return tables;
};

import { NO_ORIGIN, type Setting } from "../../model/access-graph";
import type { Query } from "../../readers/catalog/read-cluster";
import { literal } from "../../writers/quote";
import type { RoleFacts } from "./facts";

interface RoleRow {
  readonly name: string;
  readonly login: boolean;
  readonly superuser: boolean;
  readonly createdb: boolean;
  readonly createrole: boolean;
  readonly inherit: boolean;
  readonly replication: boolean;
  readonly bypassrls: boolean;
  readonly limit: number;
  readonly until: string | null;
  readonly comment: string | null;
  readonly settings: readonly { readonly database: string | null; readonly configuration: readonly string[] }[] | null;
}

const SQL = `
SELECT role.rolname::pg_catalog.text AS name, role.rolcanlogin AS login, role.rolsuper AS superuser, role.rolcreatedb AS createdb,
       role.rolcreaterole AS createrole, role.rolinherit AS inherit, role.rolreplication AS replication, role.rolbypassrls AS bypassrls,
       role.rolconnlimit AS limit, pg_catalog.to_json(role.rolvaliduntil) OPERATOR(pg_catalog.#>>) '{}' AS until,
       pg_catalog.shobj_description(role.oid, 'pg_authid') AS comment,
       (SELECT pg_catalog.json_agg(pg_catalog.json_build_object('database', database.datname, 'configuration', setting.setconfig))
        FROM pg_catalog.pg_db_role_setting AS setting
        LEFT JOIN pg_catalog.pg_database AS database ON database.oid OPERATOR(pg_catalog.=) setting.setdatabase
        WHERE setting.setrole OPERATOR(pg_catalog.=) role.oid
          AND (setting.setdatabase OPERATOR(pg_catalog.=) 0::pg_catalog.oid OR database.oid IS NOT NULL)) AS settings
FROM pg_catalog.pg_roles AS role`;

/** The roles of the server by name: all of them, or those that are named. */
export const readRoles = async (query: Query, names: readonly string[] | null): Promise<ReadonlyMap<string, RoleFacts>> => {
  const where =
    names === null
      ? ""
      : ` WHERE role.rolname::pg_catalog.text OPERATOR(pg_catalog.=) ANY (ARRAY[${names.map((name) => literal(name)).join(", ")}]::pg_catalog.text[])`;
  const rows = (await query(SQL + where)) as readonly RoleRow[];
  return new Map(rows.map((row) => [row.name, factsOfRow(row)]));
};

/** Of every role, for whoever asks for one of many. */
export const readAllRoles = (query: Query): Promise<ReadonlyMap<string, RoleFacts>> => readRoles(query, null);

const factsOfRow = ({ name, limit, until, comment, settings, ...flags }: RoleRow): RoleFacts => ({
  role: { name, source: "managed", ...flags, connectionLimit: limit, validUntil: until === "infinity" ? null : until, origin: NO_ORIGIN },
  settings: (settings ?? []).flatMap(({ database, configuration }) =>
    configuration.map((entry): Setting => {
      const end = entry.indexOf("=");
      return { role: name, ...(database !== null && { database }), name: entry.slice(0, end), value: entry.slice(end + 1), origin: NO_ORIGIN };
    }),
  ),
  comment,
});

// Every name and operator is qualified, as in database-sql.ts.

/** One entry: OIDs of grantee (0 is PUBLIC) and grantor, privilege, WITH GRANT OPTION. A name would be in the encoding of the database that says it. */
export type AccessEntryRow = readonly [grantee: number, grantor: number, privilege: string, grantable: boolean];

export interface AccessObjectRow {
  /** As the catalogs have it: a `relkind`, a `prokind`, or the name of a kind. */
  readonly kind: string;
  readonly schema: string | null;
  readonly name: string;
  readonly arguments: string | null;
  readonly owner: number;
  readonly acl: readonly AccessEntryRow[] | null;
  /** What initdb, an extension or PostgreSQL's defaults give; null where `acl` is just that. */
  readonly initial: readonly AccessEntryRow[] | null;
  readonly columns: readonly (readonly [name: string, acl: readonly AccessEntryRow[] | null])[] | null;
}

const entriesOf = (acl: string): string => `
  (SELECT pg_catalog.json_agg(pg_catalog.json_build_array(entry.grantee::pg_catalog.int8, entry.grantor::pg_catalog.int8, entry.privilege_type, entry.is_grantable))
   FROM pg_catalog.aclexplode(${acl}) AS entry)`;

/** Columns of every statement: the list as it is in force, and as it began where it was changed. */
const lists = (acl: string, initial: string, kind: string, owner: string): string => {
  const usual = `COALESCE(${initial}, pg_catalog.acldefault(${kind}, ${owner}))`;
  return `${owner} AS owner, ${entriesOf(`COALESCE(${acl}, pg_catalog.acldefault(${kind}, ${owner}))`)} AS acl,
       CASE WHEN ${acl} IS NULL THEN NULL ELSE ${entriesOf(usual)} END AS initial`;
};

const bornAs = (catalog: string, oid: string): string => `
LEFT JOIN pg_catalog.pg_init_privs AS born ON born.objoid OPERATOR(pg_catalog.=) ${oid} AND born.objsubid OPERATOR(pg_catalog.=) 0
  AND born.classoid OPERATOR(pg_catalog.=) 'pg_catalog.${catalog}'::pg_catalog.regclass`;

/** The server's own objects count where somebody changed their list; temporary ones never. */
const isOfInterest = (oid: string, acl: string): string =>
  `(${oid} OPERATOR(pg_catalog.>=) 16384::pg_catalog.oid OR NOT COALESCE(${acl} OPERATOR(pg_catalog.=) born.initprivs, ${acl} IS NULL))`;

const PLACED = "place.nspname OPERATOR(pg_catalog.!~) '^pg_(toast|temp_|toast_temp_)'";

const NO_COLUMNS = "NULL::pg_catalog.json AS columns";

/** Who has what on which object of the current database, for any login that may connect, on PostgreSQL 14 and later. */
export const ACCESS_SQL = {
  relations: `
SELECT relation.relkind::pg_catalog.text AS kind, place.nspname::pg_catalog.text AS schema, relation.relname::pg_catalog.text AS name, NULL AS arguments,
       ${lists("relation.relacl", "born.initprivs", `(CASE WHEN relation.relkind OPERATOR(pg_catalog.=) 'S' THEN 's' ELSE 'r' END)::pg_catalog."char"`, "relation.relowner")},
       columns.acls AS columns
FROM pg_catalog.pg_class AS relation
JOIN pg_catalog.pg_namespace AS place ON place.oid OPERATOR(pg_catalog.=) relation.relnamespace ${bornAs("pg_class", "relation.oid")}
LEFT JOIN (
  SELECT attribute.attrelid AS oid,
         pg_catalog.json_agg(pg_catalog.json_build_array(attribute.attname, ${entriesOf("attribute.attacl")}) ORDER BY attribute.attnum) AS acls
  FROM pg_catalog.pg_attribute AS attribute
  LEFT JOIN pg_catalog.pg_init_privs AS born ON born.objoid OPERATOR(pg_catalog.=) attribute.attrelid
    AND born.classoid OPERATOR(pg_catalog.=) 'pg_catalog.pg_class'::pg_catalog.regclass AND born.objsubid OPERATOR(pg_catalog.=) attribute.attnum::pg_catalog.int4
  WHERE attribute.attacl IS NOT NULL AND NOT attribute.attisdropped AND NOT COALESCE(attribute.attacl OPERATOR(pg_catalog.=) born.initprivs, FALSE)
  GROUP BY attribute.attrelid
) AS columns ON columns.oid OPERATOR(pg_catalog.=) relation.oid
WHERE relation.relkind OPERATOR(pg_catalog.=) ANY ('{r,p,v,m,f,S}'::pg_catalog."char"[]) AND ${PLACED}
  AND (${isOfInterest("relation.oid", "relation.relacl")} OR columns.oid IS NOT NULL)
ORDER BY relation.oid`,
  routines: `
SELECT routine.prokind::pg_catalog.text AS kind, place.nspname::pg_catalog.text AS schema, routine.proname::pg_catalog.text AS name,
       pg_catalog.oidvectortypes(routine.proargtypes) AS arguments,
       ${lists("routine.proacl", "born.initprivs", `'f'::pg_catalog."char"`, "routine.proowner")}, ${NO_COLUMNS}
FROM pg_catalog.pg_proc AS routine
JOIN pg_catalog.pg_namespace AS place ON place.oid OPERATOR(pg_catalog.=) routine.pronamespace ${bornAs("pg_proc", "routine.oid")}
WHERE ${PLACED} AND ${isOfInterest("routine.oid", "routine.proacl")}
ORDER BY routine.oid`,
  schemas: `
SELECT 'schema' AS kind, NULL AS schema, place.nspname::pg_catalog.text AS name, NULL AS arguments,
       ${lists("place.nspacl", "born.initprivs", `'n'::pg_catalog."char"`, "place.nspowner")}, ${NO_COLUMNS}
FROM pg_catalog.pg_namespace AS place ${bornAs("pg_namespace", "place.oid")}
WHERE ${PLACED} ORDER BY place.oid`,
  /** Only those with a list of their own: nobody asks for all of them. */
  types: `
SELECT 'type' AS kind, place.nspname::pg_catalog.text AS schema, type.typname::pg_catalog.text AS name, NULL AS arguments,
       ${lists("type.typacl", "born.initprivs", `'T'::pg_catalog."char"`, "type.typowner")}, ${NO_COLUMNS}
FROM pg_catalog.pg_type AS type
JOIN pg_catalog.pg_namespace AS place ON place.oid OPERATOR(pg_catalog.=) type.typnamespace ${bornAs("pg_type", "type.oid")}
WHERE type.typacl IS NOT NULL AND ${PLACED} ORDER BY type.oid`,
  languages: `
SELECT 'language' AS kind, NULL AS schema, language.lanname::pg_catalog.text AS name, NULL AS arguments,
       ${lists("language.lanacl", "born.initprivs", `'l'::pg_catalog."char"`, "language.lanowner")}, ${NO_COLUMNS}
FROM pg_catalog.pg_language AS language ${bornAs("pg_language", "language.oid")} ORDER BY language.oid`,
  wrappers: `
SELECT 'foreign_data_wrapper' AS kind, NULL AS schema, wrapper.fdwname::pg_catalog.text AS name, NULL AS arguments,
       ${lists("wrapper.fdwacl", "born.initprivs", `'F'::pg_catalog."char"`, "wrapper.fdwowner")}, ${NO_COLUMNS}
FROM pg_catalog.pg_foreign_data_wrapper AS wrapper ${bornAs("pg_foreign_data_wrapper", "wrapper.oid")} ORDER BY wrapper.oid`,
  servers: `
SELECT 'foreign_server' AS kind, NULL AS schema, server.srvname::pg_catalog.text AS name, NULL AS arguments,
       ${lists("server.srvacl", "born.initprivs", `'S'::pg_catalog."char"`, "server.srvowner")}, ${NO_COLUMNS}
FROM pg_catalog.pg_foreign_server AS server ${bornAs("pg_foreign_server", "server.oid")} ORDER BY server.oid`,
} as const;

/** The same of what belongs to the whole cluster. */
export const CLUSTER_ACCESS_SQL = {
  databases: `
SELECT 'database' AS kind, NULL AS schema, database.datname::pg_catalog.text AS name, NULL AS arguments,
       ${lists("database.datacl", "NULL::pg_catalog.aclitem[]", `'d'::pg_catalog."char"`, "database.datdba")}, ${NO_COLUMNS}
FROM pg_catalog.pg_database AS database ORDER BY database.oid`,
  tablespaces: `
SELECT 'tablespace' AS kind, NULL AS schema, space.spcname::pg_catalog.text AS name, NULL AS arguments,
       ${lists("space.spcacl", "NULL::pg_catalog.aclitem[]", `'t'::pg_catalog."char"`, "space.spcowner")}, ${NO_COLUMNS}
FROM pg_catalog.pg_tablespace AS space ORDER BY space.oid`,
} as const;

/** From PostgreSQL 15. Parameters belong to nobody: what the bootstrap superuser has is what holds by default. */
export const PARAMETER_ACCESS_SQL = `
SELECT 'parameter' AS kind, NULL AS schema, parameter.parname AS name, NULL AS arguments,
       ${lists("parameter.paracl", "NULL::pg_catalog.aclitem[]", `'p'::pg_catalog."char"`, "10::pg_catalog.oid")}, ${NO_COLUMNS}
FROM pg_catalog.pg_parameter_acl AS parameter ORDER BY parameter.oid`;

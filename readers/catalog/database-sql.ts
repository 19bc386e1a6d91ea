import { type Acl, aclEntries, effectiveAcl } from "./acl";

// Every name and operator is qualified, and none of IN, DISTINCT FROM, NULLIF, LIKE and simple CASE is used: they look their operator up in the search_path.

export interface AccessRow {
  readonly database: string;
  readonly identifier: string;
  readonly login: string;
  /** May it read the options of all user mappings? */
  readonly mappings: boolean;
}
export interface SchemaRow {
  readonly name: string;
  readonly owner: number;
  readonly acl: Acl;
}
export interface LanguageRow extends SchemaRow {
  readonly trusted: boolean;
  readonly handler: string | null;
  readonly inline: string | null;
}
export interface ExtensionRow {
  readonly name: string;
}
export interface DefaultPrivilegeRow {
  readonly owner: number;
  readonly schema: string | null;
  readonly type: string;
  readonly acl: Acl;
}
export interface WrapperRow {
  readonly name: string;
  readonly acl: Acl;
}
export interface ServerRow extends SchemaRow {
  readonly wrapper: string;
  readonly extension: string | null;
  readonly host: string | null;
  readonly port: string | null;
}
export interface MappingRow {
  readonly server: string;
  readonly role: number;
  readonly visible: boolean;
  /** As written; null where it is not written. */
  readonly passwordrequired: string | null;
}
/** Its OID as text. */
export type AllMappingsRow = Omit<MappingRow, "role"> & { readonly role: string };
export interface SubscriptionRow {
  readonly name: string;
  readonly owner: number;
  readonly tables: readonly (readonly [schema: string, name: string])[] | null;
}
export interface TableHolderRow {
  readonly schema: string;
  readonly role: number;
  readonly owns: boolean;
  readonly writes: boolean;
}
export interface CatalogAclRow {
  readonly name: string;
  readonly acl: Acl;
  /** Does `acl` differ from what initdb gave? */
  readonly changed: boolean;
  readonly columns: readonly (readonly [column: string, acl: Acl])[] | null;
}

/** SQL for the access control lists of single columns of the relation `oid`. */
export const columnAcls = (oid: string): string => `
  (SELECT pg_catalog.json_agg(pg_catalog.json_build_array(attribute.attname, ${aclEntries("attribute.attacl")}) ORDER BY attribute.attnum)
   FROM pg_catalog.pg_attribute AS attribute
   WHERE attribute.attrelid OPERATOR(pg_catalog.=) ${oid} AND attribute.attacl IS NOT NULL AND NOT attribute.attisdropped)`;

/** SQL for an option's value, as written. */
export const optionOf = (options: string, name: string): string => `
  (SELECT option.option_value FROM pg_catalog.pg_options_to_table(${options}) AS option WHERE option.option_name OPERATOR(pg_catalog.=) '${name}')`;

const OWN_MAPPING = "mapping.umuser OPERATOR(pg_catalog.<>) 0::pg_catalog.oid AND mapping.usename OPERATOR(pg_catalog.=) CURRENT_USER";

/** Where the login is, and what it may read there. */
export const ACCESS = `pg_catalog.current_database()::pg_catalog.text AS database,
       (SELECT control.system_identifier::pg_catalog.text FROM pg_catalog.pg_control_system() AS control) AS identifier,
       pg_catalog.quote_ident(CURRENT_USER) AS login,
       pg_catalog.has_column_privilege('pg_catalog.pg_user_mapping'::pg_catalog.regclass, 'umoptions', 'SELECT')
       AND pg_catalog.has_column_privilege('pg_catalog.pg_user_mapping'::pg_catalog.regclass, 'umuser', 'SELECT')
       AND pg_catalog.has_column_privilege('pg_catalog.pg_user_mapping'::pg_catalog.regclass, 'umserver', 'SELECT') AS mappings`;

/** User mappings with their options, for a login that may read them. */
export const ALL_MAPPINGS_SQL = `
SELECT server.srvname::pg_catalog.text AS server, mapping.umuser::pg_catalog.int8::pg_catalog.text AS role, TRUE AS visible,
       ${optionOf("mapping.umoptions", "password_required")} AS passwordrequired
FROM pg_catalog.pg_user_mapping AS mapping
JOIN pg_catalog.pg_foreign_server AS server ON server.oid OPERATOR(pg_catalog.=) mapping.umserver
ORDER BY server.oid, mapping.umuser`;

/** The short lists of a database, for any login that may connect, on PostgreSQL 14 and later. */
export const DATABASE_SQL = {
  schemas: `
SELECT schema.nspname::pg_catalog.text AS name, schema.nspowner::pg_catalog.int8 AS owner,
       ${effectiveAcl("schema.nspacl", "n", "schema.nspowner")} AS acl
FROM pg_catalog.pg_namespace AS schema WHERE schema.nspname OPERATOR(pg_catalog.!~) '^pg_(toast|temp_|toast_temp_)' ORDER BY schema.oid`,
  languages: `
SELECT language.lanname::pg_catalog.text AS name, language.lanowner::pg_catalog.int8 AS owner,
       language.lanpltrusted AS trusted, handler.prosrc AS handler, inline.prosrc AS inline,
       ${effectiveAcl("language.lanacl", "l", "language.lanowner")} AS acl
FROM pg_catalog.pg_language AS language
LEFT JOIN pg_catalog.pg_proc AS handler ON handler.oid OPERATOR(pg_catalog.=) language.lanplcallfoid
LEFT JOIN pg_catalog.pg_proc AS inline ON inline.oid OPERATOR(pg_catalog.=) language.laninline
ORDER BY language.oid`,
  extensions: "SELECT extname::pg_catalog.text AS name FROM pg_catalog.pg_extension ORDER BY oid",
  defaultPrivileges: `
SELECT given.defaclrole::pg_catalog.int8 AS owner, schema.nspname::pg_catalog.text AS schema,
       given.defaclobjtype::pg_catalog.text AS type, ${aclEntries("given.defaclacl")} AS acl
FROM pg_catalog.pg_default_acl AS given
LEFT JOIN pg_catalog.pg_namespace AS schema ON schema.oid OPERATOR(pg_catalog.=) given.defaclnamespace
ORDER BY given.oid`,
  wrappers: `
SELECT wrapper.fdwname::pg_catalog.text AS name, ${effectiveAcl("wrapper.fdwacl", "F", "wrapper.fdwowner")} AS acl
FROM pg_catalog.pg_foreign_data_wrapper AS wrapper ORDER BY wrapper.oid`,
  servers: `
SELECT server.srvname::pg_catalog.text AS name, server.srvowner::pg_catalog.int8 AS owner,
       wrapper.fdwname::pg_catalog.text AS wrapper, extension.extname::pg_catalog.text AS extension,
       COALESCE(${optionOf("server.srvoptions", "hostaddr")}, ${optionOf("server.srvoptions", "host")}) AS host,
       ${optionOf("server.srvoptions", "port")} AS port, ${effectiveAcl("server.srvacl", "S", "server.srvowner")} AS acl
FROM pg_catalog.pg_foreign_server AS server
JOIN pg_catalog.pg_foreign_data_wrapper AS wrapper ON wrapper.oid OPERATOR(pg_catalog.=) server.srvfdw
LEFT JOIN pg_catalog.pg_depend AS part ON part.objid OPERATOR(pg_catalog.=) wrapper.oid AND part.deptype OPERATOR(pg_catalog.=) 'e'
  AND part.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_foreign_data_wrapper'::pg_catalog.regclass
LEFT JOIN pg_catalog.pg_extension AS extension ON extension.oid OPERATOR(pg_catalog.=) part.refobjid
ORDER BY server.oid`,
  /** As the view shows them: options of one's own mappings, and of PUBLIC's on servers that one owns. A null says nothing: it may be hidden. */
  mappingList: `
SELECT mapping.srvname::pg_catalog.text AS server, mapping.umuser::pg_catalog.int8 AS role,
       (${OWN_MAPPING} AND (pg_catalog.pg_has_role(server.srvowner, 'USAGE') OR pg_catalog.has_server_privilege(server.oid, 'USAGE')))
       OR (mapping.umuser OPERATOR(pg_catalog.=) 0::pg_catalog.oid AND pg_catalog.pg_has_role(server.srvowner, 'USAGE')) AS visible,
       ${optionOf("mapping.umoptions", "password_required")} AS passwordrequired
FROM pg_catalog.pg_user_mappings AS mapping
JOIN pg_catalog.pg_foreign_server AS server ON server.oid OPERATOR(pg_catalog.=) mapping.srvid
ORDER BY server.oid, mapping.umuser`,
  subscriptions: `
SELECT subscription.subname::pg_catalog.text AS name, subscription.subowner::pg_catalog.int8 AS owner,
       (SELECT pg_catalog.json_agg(pg_catalog.json_build_array(schema.nspname, target.relname) ORDER BY target.oid)
        FROM pg_catalog.pg_subscription_rel AS written
        JOIN pg_catalog.pg_class AS target ON target.oid OPERATOR(pg_catalog.=) written.srrelid
        JOIN pg_catalog.pg_namespace AS schema ON schema.oid OPERATOR(pg_catalog.=) target.relnamespace
        WHERE written.srsubid OPERATOR(pg_catalog.=) subscription.oid) AS tables
FROM pg_catalog.pg_subscription AS subscription
JOIN pg_catalog.pg_database AS here ON here.oid OPERATOR(pg_catalog.=) subscription.subdbid
WHERE here.datname OPERATOR(pg_catalog.=) pg_catalog.current_database()
ORDER BY subscription.oid`,
  /** Each role once for a schema, whatever the number of its tables is; triggers on a system catalog are refused to everyone. */
  tableHolders: `
SELECT schema.nspname::pg_catalog.text AS schema, held.role::pg_catalog.int8 AS role, pg_catalog.bool_or(held.owns) AS owns, pg_catalog.bool_or(held.writes) AS writes
FROM pg_catalog.pg_class AS relation
JOIN pg_catalog.pg_namespace AS schema ON schema.oid OPERATOR(pg_catalog.=) relation.relnamespace
CROSS JOIN LATERAL (
  SELECT relation.relowner AS role, relation.relkind OPERATOR(pg_catalog.=) ANY ('{r,p}'::pg_catalog."char"[]) AS owns, TRUE AS writes
  UNION ALL
  SELECT entry.grantee, FALSE, pg_catalog.bool_or(entry.privilege_type OPERATOR(pg_catalog.=) ANY ('{INSERT,UPDATE,DELETE,TRUNCATE}'::pg_catalog.text[]))
  FROM pg_catalog.aclexplode(relation.relacl) AS entry
  GROUP BY entry.grantee HAVING pg_catalog.bool_or(entry.privilege_type OPERATOR(pg_catalog.=) 'TRIGGER')) AS held
WHERE relation.relkind OPERATOR(pg_catalog.=) ANY ('{r,p,v,f}'::pg_catalog."char"[])
  AND schema.nspname OPERATOR(pg_catalog.!~) '^pg_(catalog$|toast|temp_|toast_temp_)'
GROUP BY schema.oid, schema.nspname, held.role
HAVING NOT COALESCE((SELECT holder.rolsuper FROM pg_catalog.pg_roles AS holder WHERE holder.oid OPERATOR(pg_catalog.=) held.role), FALSE)
ORDER BY schema.oid, held.role`,
  /** Catalogs whose lists initdb did not leave so; pg_init_privs says how it did. */
  catalogAcls: `
SELECT relation.name, relation.changed, relation.acl, relation.columns FROM (
  SELECT catalog.oid, catalog.relname::pg_catalog.text AS name, ${effectiveAcl("catalog.relacl", "r", "catalog.relowner")} AS acl,
         NOT COALESCE(catalog.relacl OPERATOR(pg_catalog.=) born.initprivs, catalog.relacl IS NULL AND born.initprivs IS NULL) AS changed,
         ${columnAcls("catalog.oid")} AS columns,
         EXISTS (
           SELECT FROM pg_catalog.pg_attribute AS attribute
           LEFT JOIN pg_catalog.pg_init_privs AS given ON given.objoid OPERATOR(pg_catalog.=) catalog.oid
             AND given.classoid OPERATOR(pg_catalog.=) 'pg_catalog.pg_class'::pg_catalog.regclass
             AND given.objsubid OPERATOR(pg_catalog.=) attribute.attnum::pg_catalog.int4
           WHERE attribute.attrelid OPERATOR(pg_catalog.=) catalog.oid AND attribute.attacl IS NOT NULL
             AND NOT COALESCE(attribute.attacl OPERATOR(pg_catalog.=) given.initprivs, FALSE)) AS columnschanged
  FROM pg_catalog.pg_class AS catalog
  LEFT JOIN pg_catalog.pg_init_privs AS born ON born.objoid OPERATOR(pg_catalog.=) catalog.oid
    AND born.classoid OPERATOR(pg_catalog.=) 'pg_catalog.pg_class'::pg_catalog.regclass AND born.objsubid OPERATOR(pg_catalog.=) 0
  WHERE catalog.relnamespace OPERATOR(pg_catalog.=) 'pg_catalog'::pg_catalog.regnamespace
    AND catalog.relkind OPERATOR(pg_catalog.=) ANY ('{r,v,m,p,f}'::pg_catalog."char"[])) AS relation
WHERE relation.changed OR relation.columnschanged ORDER BY relation.oid`,
} as const;

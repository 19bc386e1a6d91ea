import { type Acl, effectiveAcl, initialAcl } from "./acl";
import {
  ACCESS,
  type AccessRow,
  type CatalogAclRow,
  columnAcls,
  DATABASE_SQL,
  type DefaultPrivilegeRow,
  type ExtensionRow,
  type LanguageRow,
  type MappingRow,
  optionOf,
  type SchemaRow,
  type ServerRow,
  type SubscriptionRow,
  type TableHolderRow,
  type WrapperRow,
} from "./database-sql";
import { listOf } from "./json-list";

export interface FunctionRow {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  readonly arguments: string;
  /** `f`, `p`, `a` or `w`. */
  readonly kind: string;
  readonly language: string;
  readonly definer: boolean;
  readonly owner: number;
  readonly extension: string | null;
  readonly istrigger: boolean;
  readonly iseventtrigger: boolean;
  readonly settings: readonly string[] | null;
  readonly body: string;
  readonly library: string | null;
  readonly acl: Acl;
  /** As the extension's script gave it; null where it says nothing. */
  readonly initial: Acl;
}
export interface SupportRow {
  readonly aggregate: number;
  readonly schema: string;
  readonly name: string;
  readonly arguments: string;
}
export interface RelationRow {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  readonly owner: number;
  readonly kind: string;
  readonly extension: string | null;
  readonly rowsecurity: boolean;
  /** `security_invoker` as written; null where it is not. */
  readonly invoker: string | null;
  readonly server: string | null;
  readonly program: boolean;
  readonly file: boolean;
  readonly acl: Acl;
  /** As of a function. */
  readonly initial: Acl;
  readonly columns: readonly (readonly [column: string, acl: Acl])[] | null;
}
export interface ReadRow {
  readonly relation: number;
  readonly schema: string;
  readonly name: string;
}
export interface CallRow extends ReadRow {
  readonly arguments: string;
}
export interface TriggerRow {
  readonly name: string;
  readonly schema: string;
  readonly table: string;
  readonly functionschema: string;
  readonly functionname: string;
  /** Bits of `pg_trigger.tgtype`. */
  readonly type: number;
  /** `O`, `R` or `A`. */
  readonly enabled: string;
  /** Does it stand on a child or partition of `table`? */
  readonly inherited: boolean;
  readonly partitioned: boolean;
}
export interface EventTriggerRow {
  readonly name: string;
  readonly owner: number;
  readonly functionschema: string;
  readonly functionname: string;
  readonly event: string;
  readonly tags: readonly string[] | null;
  readonly replica: boolean;
}

const partsOf = (catalog: string): string => `
  SELECT part.objid AS oid, extension.extname::pg_catalog.text AS extension
  FROM pg_catalog.pg_depend AS part JOIN pg_catalog.pg_extension AS extension ON extension.oid OPERATOR(pg_catalog.=) part.refobjid
  WHERE part.classid OPERATOR(pg_catalog.=) 'pg_catalog.${catalog}'::pg_catalog.regclass AND part.deptype OPERATOR(pg_catalog.=) 'e'
    AND part.refclassid OPERATOR(pg_catalog.=) 'pg_catalog.pg_extension'::pg_catalog.regclass`;

/** A column of a password verifier, in the numbers of `:selectedCols`: those begin at -7, and 7 is the whole row. */
const PASSWORDS = `
  SELECT attribute.attrelid AS oid, pg_catalog.concat(':relid ', attribute.attrelid, ' ') AS named, pg_catalog.concat(':relid ', attribute.attrelid, ' [^{}]*:selectedCols [(]b[0-9 ]* (7|',
           attribute.attnum OPERATOR(pg_catalog.+) 7, ')[ )]') AS pattern
  FROM pg_catalog.pg_attribute AS attribute
  WHERE (attribute.attrelid OPERATOR(pg_catalog.=) 'pg_catalog.pg_authid'::pg_catalog.regclass AND attribute.attname OPERATOR(pg_catalog.=) 'rolpassword')
     OR (attribute.attrelid OPERATOR(pg_catalog.=) 'pg_catalog.pg_shadow'::pg_catalog.regclass AND attribute.attname OPERATOR(pg_catalog.=) 'passwd')`;

/** Functions of one's own aggregates, and of those that run a wanted one. EXECUTE on them is asked of the aggregate's owner, not of its caller. */
const SUPPORTS = `
  SELECT aggregate.aggfnoid::pg_catalog.oid AS aggregate, used.oid AS oid,
         aggregate.aggfnoid::pg_catalog.oid OPERATOR(pg_catalog.>=) 16384::pg_catalog.oid AND part.oid IS NULL AS own
  FROM pg_catalog.pg_aggregate AS aggregate
  CROSS JOIN LATERAL (VALUES (aggregate.aggtransfn::pg_catalog.oid), (aggregate.aggfinalfn::pg_catalog.oid), (aggregate.aggcombinefn::pg_catalog.oid),
    (aggregate.aggserialfn::pg_catalog.oid), (aggregate.aggdeserialfn::pg_catalog.oid), (aggregate.aggmtransfn::pg_catalog.oid),
    (aggregate.aggminvtransfn::pg_catalog.oid), (aggregate.aggmfinalfn::pg_catalog.oid)) AS used (oid)
  LEFT JOIN part ON part.oid OPERATOR(pg_catalog.=) aggregate.aggfnoid::pg_catalog.oid
  WHERE used.oid OPERATOR(pg_catalog.<>) 0::pg_catalog.oid`;

/**
 * What the lists below choose from.
 * - `wanted`: functions that run as their owner, or in a language that may leave the database, or whose list was changed;
 * - `fired`: triggers that run one of those, or code of somebody else, on their tables and on the parents whose rows they see;
 * - `relevant`: foreign tables with the views and parents that read them, views of passwords, materialized views with what they read,
 *   tables of triggers, tables that subscriptions write, tables of extensions.
 */
const CHOSEN = `
WITH RECURSIVE place AS MATERIALIZED (
  SELECT oid, nspname::pg_catalog.text AS name FROM pg_catalog.pg_namespace WHERE nspname OPERATOR(pg_catalog.!~) '^pg_(toast|temp_|toast_temp_)'
), part AS MATERIALIZED (${partsOf("pg_proc")}
), language AS MATERIALIZED (
  SELECT language.oid, language.lanname::pg_catalog.text AS name, language.oid OPERATOR(pg_catalog.=) ANY ('{12,13}'::pg_catalog.oid[]) AS native,
         language.oid OPERATOR(pg_catalog.=) 14::pg_catalog.oid OR (language.lanpltrusted
           AND COALESCE(handler.prosrc OPERATOR(pg_catalog.=) ANY ('{plpgsql_call_handler,plperl_call_handler,pltcl_call_handler}'::pg_catalog.text[]), FALSE)) AS safe
  FROM pg_catalog.pg_language AS language LEFT JOIN pg_catalog.pg_proc AS handler ON handler.oid OPERATOR(pg_catalog.=) language.lanplcallfoid
), wanted AS MATERIALIZED (
  SELECT function.oid
  FROM pg_catalog.pg_proc AS function
  JOIN language ON language.oid OPERATOR(pg_catalog.=) function.prolang
  LEFT JOIN part ON part.oid OPERATOR(pg_catalog.=) function.oid
  LEFT JOIN pg_catalog.pg_init_privs AS born ON born.objoid OPERATOR(pg_catalog.=) function.oid
    AND born.classoid OPERATOR(pg_catalog.=) 'pg_catalog.pg_proc'::pg_catalog.regclass
  WHERE function.prosecdef
     OR NOT (language.safe OR language.native)
     OR (language.native AND part.oid IS NULL AND function.oid OPERATOR(pg_catalog.>=) 16384::pg_catalog.oid AND function.prokind OPERATOR(pg_catalog.<>) 'a')
     OR (part.oid IS NOT NULL AND function.oid OPERATOR(pg_catalog.>=) 16384::pg_catalog.oid AND function.proacl IS NOT NULL)
     OR ((part.oid IS NOT NULL OR function.oid OPERATOR(pg_catalog.<) 16384::pg_catalog.oid)
         AND NOT COALESCE(function.proacl OPERATOR(pg_catalog.=) born.initprivs, function.proacl IS NULL AND born.initprivs IS NULL))
), trigger AS MATERIALIZED (
  SELECT trigger.oid, trigger.tgrelid, trigger.tgfoid
  FROM pg_catalog.pg_trigger AS trigger
  JOIN pg_catalog.pg_class AS relation ON relation.oid OPERATOR(pg_catalog.=) trigger.tgrelid
  JOIN place ON place.oid OPERATOR(pg_catalog.=) relation.relnamespace
  JOIN pg_catalog.pg_proc AS function ON function.oid OPERATOR(pg_catalog.=) trigger.tgfoid
  LEFT JOIN part ON part.oid OPERATOR(pg_catalog.=) function.oid
  LEFT JOIN wanted ON wanted.oid OPERATOR(pg_catalog.=) function.oid
  WHERE NOT trigger.tgisinternal AND trigger.tgenabled OPERATOR(pg_catalog.<>) 'D'
    AND (wanted.oid IS NOT NULL OR trigger.tgenabled OPERATOR(pg_catalog.<>) 'O'
         OR (function.proowner OPERATOR(pg_catalog.<>) relation.relowner AND part.oid IS NULL 
             AND NOT COALESCE((SELECT owner.rolsuper FROM pg_catalog.pg_roles AS owner WHERE owner.oid OPERATOR(pg_catalog.=) function.proowner), FALSE)))
), fired AS (
  SELECT oid AS trigger, tgrelid AS relation, FALSE AS inherited FROM trigger
  UNION
  SELECT fired.trigger, parent.inhparent, TRUE
  FROM fired
  JOIN pg_catalog.pg_trigger AS trigger ON trigger.oid OPERATOR(pg_catalog.=) fired.trigger AND trigger.tgparentid OPERATOR(pg_catalog.=) 0::pg_catalog.oid
    AND (trigger.tgtype::pg_catalog.int4 OPERATOR(pg_catalog.&) 33) OPERATOR(pg_catalog.<>) 0
  JOIN pg_catalog.pg_inherits AS parent ON parent.inhrelid OPERATOR(pg_catalog.=) fired.relation
), reading AS MATERIALIZED (
  SELECT DISTINCT rule.ev_class AS reader, read.refobjid AS target
  FROM pg_catalog.pg_rewrite AS rule
  JOIN pg_catalog.pg_depend AS read ON read.objid OPERATOR(pg_catalog.=) rule.oid
    AND read.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_rewrite'::pg_catalog.regclass
    AND read.refclassid OPERATOR(pg_catalog.=) 'pg_catalog.pg_class'::pg_catalog.regclass
  WHERE rule.ev_type OPERATOR(pg_catalog.=) '1' AND read.refobjid OPERATOR(pg_catalog.<>) rule.ev_class
  UNION ALL
  SELECT inhparent, inhrelid FROM pg_catalog.pg_inherits
), up AS (
  SELECT ftrelid AS oid FROM pg_catalog.pg_foreign_table
  UNION
  SELECT reader.oid
  FROM up JOIN reading ON reading.target OPERATOR(pg_catalog.=) up.oid
  JOIN pg_catalog.pg_class AS reader ON reader.oid OPERATOR(pg_catalog.=) reading.reader AND reader.relkind OPERATOR(pg_catalog.<>) 'm'
), down AS (
  SELECT oid FROM pg_catalog.pg_class WHERE relkind OPERATOR(pg_catalog.=) 'm'
  UNION
  SELECT target.oid
  FROM down JOIN reading ON reading.reader OPERATOR(pg_catalog.=) down.oid
  JOIN pg_catalog.pg_class AS target ON target.oid OPERATOR(pg_catalog.=) reading.target
    AND target.relkind OPERATOR(pg_catalog.=) 'v' AND target.oid OPERATOR(pg_catalog.>=) 16384::pg_catalog.oid
), password AS MATERIALIZED (
  SELECT rule.ev_class AS reader, secret.oid AS target
  FROM pg_catalog.pg_rewrite AS rule CROSS JOIN (${PASSWORDS}) AS secret
  WHERE rule.ev_class OPERATOR(pg_catalog.>=) 16384::pg_catalog.oid AND rule.ev_type OPERATOR(pg_catalog.=) '1'
    AND pg_catalog.strpos(rule.ev_action::pg_catalog.text, secret.named) OPERATOR(pg_catalog.>) 0
    AND rule.ev_action::pg_catalog.text OPERATOR(pg_catalog.~) secret.pattern
), copied AS (
  SELECT reader AS oid FROM password
  UNION
  SELECT reading.reader FROM copied JOIN reading ON reading.target OPERATOR(pg_catalog.=) copied.oid
), tables AS (${partsOf("pg_class")}
), relevant AS MATERIALIZED (
  SELECT oid FROM up UNION SELECT oid FROM down UNION SELECT oid FROM copied UNION SELECT relation FROM fired
  UNION SELECT srrelid FROM pg_catalog.pg_subscription_rel
  UNION
  SELECT tables.oid FROM tables JOIN pg_catalog.pg_class AS relation ON relation.oid OPERATOR(pg_catalog.=) tables.oid
  WHERE relation.relkind OPERATOR(pg_catalog.=) ANY ('{r,p}'::pg_catalog."char"[]) AND relation.oid OPERATOR(pg_catalog.>=) 16384::pg_catalog.oid
), called AS MATERIALIZED (
  SELECT DISTINCT rule.ev_class AS relation, function.oid
  FROM relevant
  JOIN pg_catalog.pg_rewrite AS rule ON rule.ev_class OPERATOR(pg_catalog.=) relevant.oid AND rule.ev_type OPERATOR(pg_catalog.=) '1'
  JOIN pg_catalog.pg_depend AS used ON used.objid OPERATOR(pg_catalog.=) rule.oid
    AND used.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_rewrite'::pg_catalog.regclass
  LEFT JOIN pg_catalog.pg_operator AS operator ON operator.oid OPERATOR(pg_catalog.=) used.refobjid
    AND used.refclassid OPERATOR(pg_catalog.=) 'pg_catalog.pg_operator'::pg_catalog.regclass
  JOIN pg_catalog.pg_proc AS function ON function.oid OPERATOR(pg_catalog.=)
    CASE WHEN used.refclassid OPERATOR(pg_catalog.=) 'pg_catalog.pg_proc'::pg_catalog.regclass THEN used.refobjid ELSE operator.oprcode::pg_catalog.oid END
  LEFT JOIN part ON part.oid OPERATOR(pg_catalog.=) function.oid
  WHERE part.oid IS NULL AND function.oid OPERATOR(pg_catalog.>=) 16384::pg_catalog.oid
), support AS MATERIALIZED (${SUPPORTS}
), ran AS MATERIALIZED (
  SELECT support.aggregate, support.oid FROM support LEFT JOIN wanted ON wanted.oid OPERATOR(pg_catalog.=) support.oid
  WHERE wanted.oid IS NOT NULL OR support.own AND support.oid OPERATOR(pg_catalog.>=) 16384::pg_catalog.oid
), listed AS (
  SELECT oid FROM wanted UNION SELECT tgfoid FROM trigger UNION SELECT oid FROM called UNION SELECT aggregate FROM ran UNION SELECT oid FROM ran
  UNION SELECT evtfoid FROM pg_catalog.pg_event_trigger WHERE evtenabled OPERATOR(pg_catalog.<>) 'D'
)`;

const nameOf = (row: string): string =>
  `place.name AS schema, ${row}.proname::pg_catalog.text AS name, pg_catalog.oidvectortypes(${row}.proargtypes) AS arguments`;

/** The objects of a database that a path can lead through; each of these stands behind `CHOSEN`. */
const OBJECT_SQL = {
  functions: `
SELECT function.oid::pg_catalog.int8 AS oid, ${nameOf("function")}, function.prokind::pg_catalog.text AS kind, language.name AS language, function.prosecdef AS definer,
       function.proowner::pg_catalog.int8 AS owner, part.extension,
       function.prorettype OPERATOR(pg_catalog.=) 2279::pg_catalog.oid AS istrigger,
       function.prorettype OPERATOR(pg_catalog.=) 3838::pg_catalog.oid AS iseventtrigger, function.proconfig AS settings,
       CASE WHEN function.prosqlbody IS NULL THEN function.prosrc ELSE pg_catalog.pg_get_function_sqlbody(function.oid) END AS body,
       function.probin AS library, ${effectiveAcl("function.proacl", "f", "function.proowner")} AS acl,
       CASE WHEN part.extension IS NULL THEN NULL ELSE ${initialAcl("pg_proc", "function.oid")} END AS initial
FROM listed
JOIN pg_catalog.pg_proc AS function ON function.oid OPERATOR(pg_catalog.=) listed.oid
JOIN place ON place.oid OPERATOR(pg_catalog.=) function.pronamespace
JOIN language ON language.oid OPERATOR(pg_catalog.=) function.prolang
LEFT JOIN part ON part.oid OPERATOR(pg_catalog.=) function.oid
ORDER BY function.oid`,
  supports: `
SELECT DISTINCT ran.aggregate::pg_catalog.int8 AS aggregate, ${nameOf("function")}
FROM ran JOIN pg_catalog.pg_proc AS function ON function.oid OPERATOR(pg_catalog.=) ran.oid
JOIN place ON place.oid OPERATOR(pg_catalog.=) function.pronamespace
ORDER BY aggregate, schema, name, arguments`,
  relations: `
SELECT relation.oid::pg_catalog.int8 AS oid, place.name AS schema, relation.relname::pg_catalog.text AS name, relation.relowner::pg_catalog.int8 AS owner,
       relation.relkind::pg_catalog.text AS kind, tables.extension, relation.relrowsecurity AS rowsecurity,
       ${optionOf("relation.reloptions", "security_invoker")} AS invoker, server.srvname::pg_catalog.text AS server,
       ${optionOf("outside.ftoptions", "program")} IS NOT NULL AS program, ${optionOf("outside.ftoptions", "filename")} IS NOT NULL AS file,
       ${effectiveAcl("relation.relacl", "r", "relation.relowner")} AS acl, ${columnAcls("relation.oid")} AS columns,
       ${initialAcl("pg_class", "relation.oid")} AS initial
FROM relevant
JOIN pg_catalog.pg_class AS relation ON relation.oid OPERATOR(pg_catalog.=) relevant.oid
JOIN place ON place.oid OPERATOR(pg_catalog.=) relation.relnamespace
LEFT JOIN tables ON tables.oid OPERATOR(pg_catalog.=) relation.oid
LEFT JOIN pg_catalog.pg_foreign_table AS outside ON outside.ftrelid OPERATOR(pg_catalog.=) relation.oid
LEFT JOIN pg_catalog.pg_foreign_server AS server ON server.oid OPERATOR(pg_catalog.=) outside.ftserver
ORDER BY relation.oid`,
  reads: `
SELECT DISTINCT known.relation::pg_catalog.int8 AS relation, place.name AS schema, target.relname::pg_catalog.text AS name
FROM (
  SELECT reading.reader AS relation, reading.target FROM reading JOIN relevant ON relevant.oid OPERATOR(pg_catalog.=) reading.target
  UNION ALL SELECT reader, target FROM password) AS known
JOIN relevant ON relevant.oid OPERATOR(pg_catalog.=) known.relation
JOIN pg_catalog.pg_class AS target ON target.oid OPERATOR(pg_catalog.=) known.target
JOIN place ON place.oid OPERATOR(pg_catalog.=) target.relnamespace
ORDER BY relation, schema, name`,
  calls: `
SELECT called.relation::pg_catalog.int8 AS relation, ${nameOf("function")}
FROM called JOIN pg_catalog.pg_proc AS function ON function.oid OPERATOR(pg_catalog.=) called.oid
JOIN place ON place.oid OPERATOR(pg_catalog.=) function.pronamespace
ORDER BY relation, schema, name, arguments`,
  triggers: `
SELECT DISTINCT trigger.tgname::pg_catalog.text AS name, place.name AS schema, relation.relname::pg_catalog.text AS "table",
       home.name AS functionschema, function.proname::pg_catalog.text AS functionname, trigger.tgtype::pg_catalog.int4 AS type,
       trigger.tgenabled::pg_catalog.text AS enabled, fired.inherited, relation.relkind OPERATOR(pg_catalog.=) 'p' AS partitioned
FROM fired
JOIN pg_catalog.pg_trigger AS trigger ON trigger.oid OPERATOR(pg_catalog.=) fired.trigger
JOIN pg_catalog.pg_class AS relation ON relation.oid OPERATOR(pg_catalog.=) fired.relation
JOIN place ON place.oid OPERATOR(pg_catalog.=) relation.relnamespace
JOIN pg_catalog.pg_proc AS function ON function.oid OPERATOR(pg_catalog.=) trigger.tgfoid
JOIN place AS home ON home.oid OPERATOR(pg_catalog.=) function.pronamespace
ORDER BY schema, "table", name`,
  eventTriggers: `
SELECT trigger.evtname::pg_catalog.text AS name, trigger.evtowner::pg_catalog.int8 AS owner,
       schema.nspname::pg_catalog.text AS functionschema, function.proname::pg_catalog.text AS functionname,
       trigger.evtevent::pg_catalog.text AS event, trigger.evttags AS tags, trigger.evtenabled OPERATOR(pg_catalog.=) 'R' AS replica
FROM pg_catalog.pg_event_trigger AS trigger
JOIN pg_catalog.pg_proc AS function ON function.oid OPERATOR(pg_catalog.=) trigger.evtfoid
JOIN pg_catalog.pg_namespace AS schema ON schema.oid OPERATOR(pg_catalog.=) function.pronamespace
WHERE trigger.evtenabled OPERATOR(pg_catalog.<>) 'D'
ORDER BY trigger.oid`,
} as const;

/** The lists of a database, in the one row that the statement gives; null for an empty one. */
export interface ObjectsRow extends AccessRow {
  readonly schemas: readonly SchemaRow[] | null;
  readonly languages: readonly LanguageRow[] | null;
  readonly extensions: readonly ExtensionRow[] | null;
  readonly defaultprivileges: readonly DefaultPrivilegeRow[] | null;
  readonly wrappers: readonly WrapperRow[] | null;
  readonly servers: readonly ServerRow[] | null;
  readonly mappinglist: readonly MappingRow[] | null;
  readonly subscriptions: readonly SubscriptionRow[] | null;
  readonly tableholders: readonly TableHolderRow[] | null;
  readonly catalogacls: readonly CatalogAclRow[] | null;
  readonly functions: readonly FunctionRow[] | null;
  readonly supports: readonly SupportRow[] | null;
  readonly relations: readonly RelationRow[] | null;
  readonly reads: readonly ReadRow[] | null;
  readonly calls: readonly CallRow[] | null;
  readonly triggers: readonly TriggerRow[] | null;
  readonly eventtriggers: readonly EventTriggerRow[] | null;
}

const LISTS = Object.entries({ ...DATABASE_SQL, ...OBJECT_SQL }).map(([name, select]) => `${listOf(select)} AS ${name.toLowerCase()}`);

/** All that a path can lead through in one database, in one row, for any login that may connect, on PostgreSQL 14 and later. */
export const DATABASE_QUERY = `${CHOSEN}
SELECT ${ACCESS},
       ${LISTS.join(",\n       ")}`;

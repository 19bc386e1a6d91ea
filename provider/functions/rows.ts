import type { Query } from "../../readers/catalog/read-cluster";
import { literal } from "../../writers/quote";
import { type FunctionClaim, typesOf } from "./claim";

/** One EXECUTE that somebody but the owner has. */
export interface ExecutorRow {
  /** `public` for everyone. */
  readonly executor: string;
  readonly grantable: boolean;
  readonly grantor: string;
  /** Would a GRANT of this session be recorded by the same grantor? */
  readonly own: boolean;
}

/** One function as the server has it. */
export interface LiveFunction {
  readonly claim: FunctionClaim;
  readonly kind: string;
  readonly executors: readonly ExecutorRow[];
}

export interface FunctionReading {
  /** Null where there is none. */
  readonly live: LiveFunction | null;
  /** Who is given EXECUTE on whatever this session's login makes there: `public` for everyone. */
  readonly defaults: readonly string[];
}

/** The transaction's search_path is pg_catalog alone, so that types print with their schemas. */
export const readFunction = async (query: Query, claim: Pick<FunctionClaim, "schema" | "name" | "arguments" | "database">): Promise<FunctionReading> => {
  const [row] = (await query(functionSql(claim))) as readonly Row[];
  const [given] = (await query(defaultsSql(claim.schema))) as readonly { readonly executors: readonly string[] | null }[];
  return { live: row === undefined ? null : liveOf(row, claim), defaults: given?.executors ?? [] };
};

interface Row {
  readonly arguments: string;
  readonly returns: string | null;
  readonly language: string;
  readonly body: string;
  readonly definer: boolean;
  readonly volatility: string;
  readonly parallel: string;
  readonly strict: boolean;
  readonly settings: readonly string[] | null;
  readonly owner: string;
  readonly comment: string | null;
  readonly kind: string;
  readonly acl: readonly (readonly [executor: string, grantable: boolean, grantor: string, own: boolean])[] | null;
}

const EVERYONE = "public";

const functionSql = ({ schema, name, ...claim }: Pick<FunctionClaim, "schema" | "name" | "arguments">): string => `
SELECT pg_catalog.pg_get_function_arguments(routine.oid) AS arguments, pg_catalog.pg_get_function_result(routine.oid) AS returns, language.lanname::text AS language,
       CASE WHEN routine.prosqlbody IS NULL THEN routine.prosrc ELSE pg_catalog.pg_get_function_sqlbody(routine.oid) END AS body,
       routine.prosecdef AS definer, routine.provolatile::text AS volatility, routine.proparallel::text AS parallel, routine.proisstrict AS strict,
       routine.proconfig AS settings, pg_catalog.pg_get_userbyid(routine.proowner)::text AS owner, routine.prokind::text AS kind,
       pg_catalog.obj_description(routine.oid, 'pg_proc') AS comment,
       (SELECT pg_catalog.json_agg(pg_catalog.json_build_array(CASE WHEN entry.grantee = 0 THEN '${EVERYONE}' ELSE pg_catalog.pg_get_userbyid(entry.grantee)::text END,
                 entry.is_grantable, pg_catalog.pg_get_userbyid(entry.grantor)::text,
                 CASE WHEN pg_catalog.pg_has_role(routine.proowner, 'USAGE') THEN entry.grantor = routine.proowner ELSE pg_catalog.pg_has_role(entry.grantor, 'USAGE') END))
        FROM pg_catalog.aclexplode(COALESCE(routine.proacl, pg_catalog.acldefault('f', routine.proowner))) AS entry WHERE entry.grantee <> routine.proowner) AS acl
FROM pg_catalog.pg_proc AS routine
JOIN pg_catalog.pg_namespace AS place ON place.oid = routine.pronamespace
JOIN pg_catalog.pg_language AS language ON language.oid = routine.prolang
WHERE place.nspname = ${literal(schema)} AND routine.proname = ${literal(name)} AND pg_catalog.oidvectortypes(routine.proargtypes) = ${literal(typesOf(claim))}`;

const defaultsSql = (schema: string): string => `
SELECT pg_catalog.json_agg(DISTINCT CASE WHEN entry.grantee = 0 THEN '${EVERYONE}' ELSE pg_catalog.pg_get_userbyid(entry.grantee)::text END) AS executors
FROM pg_catalog.pg_default_acl AS given
JOIN pg_catalog.pg_roles AS login ON login.oid = given.defaclrole
LEFT JOIN pg_catalog.pg_namespace AS place ON place.oid = given.defaclnamespace, pg_catalog.aclexplode(given.defaclacl) AS entry
WHERE login.rolname = CURRENT_USER AND given.defaclobjtype = 'f' AND (given.defaclnamespace = 0 OR place.nspname = ${literal(schema)})
  AND entry.grantee <> login.oid`;

const VOLATILITIES: Readonly<Record<string, string>> = { v: "volatile", s: "stable", i: "immutable" };
const PARALLELS: Readonly<Record<string, string>> = { u: "unsafe", r: "restricted", s: "safe" };

const liveOf = (row: Row, { schema, name, database }: Pick<FunctionClaim, "schema" | "name" | "database">): LiveFunction => {
  const executors = (row.acl ?? []).map(([executor, grantable, grantor, own]) => ({ executor, grantable, grantor, own }));
  return {
    kind: row.kind,
    executors,
    claim: {
      schema,
      name,
      database,
      arguments: row.arguments,
      returns: row.returns ?? "",
      language: row.language,
      body: row.body,
      securityDefiner: row.definer,
      volatility: VOLATILITIES[row.volatility] ?? row.volatility,
      parallel: PARALLELS[row.parallel] ?? row.parallel,
      strict: row.strict,
      settings: new Map((row.settings ?? []).map(settingOf).toSorted()),
      owner: row.owner,
      executors: executors.map(executorWords).toSorted(),
      comment: row.comment,
    },
  };
};

const settingOf = (entry: string): [string, string] => {
  const end = entry.indexOf("=");
  return [entry.slice(0, end), entry.slice(end + 1)];
};

/** What another role granted, and a GRANT OPTION, no configuration can ask for: such words differ from any. */
const executorWords = ({ executor, grantable, grantor, own }: ExecutorRow): string =>
  `${executor}${grantable ? " WITH GRANT OPTION" : ""}${own ? "" : `, granted by ${grantor}`}`;

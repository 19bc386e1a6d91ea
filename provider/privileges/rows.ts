import type { Major } from "../../model/predefined-roles";
import { defaultTargetWords, type PrivilegeKind, privilegeWords } from "../../model/privilege-words";
import type { Query } from "../../readers/catalog/read-cluster";
import { literal } from "../../writers/quote";
import type { PrivilegesClaim } from "./claim";
import { type Asked, EVERYONE, kindOf, OTHERS, type PrivilegeAttribute } from "./wanted";

/** One privilege that the role has on an object. */
export interface PrivilegeRow {
  readonly privilege: string;
  readonly grantable: boolean;
  readonly grantor: string;
  /** Would a GRANT of this session be recorded by the same grantor? */
  readonly own: boolean;
  /** Of a privilege on one column. */
  readonly column: string | null;
}

/** One object, with whatever the role has on it: also where that is nothing. */
export interface ObjectRow {
  readonly attribute: PrivilegeAttribute;
  readonly place: string;
  readonly name: string;
  /** Does the role own it? Then it has every privilege, or gives it to itself. */
  readonly isOwner: boolean;
  readonly held: readonly PrivilegeRow[];
}

/** What is read of each attribute: every object of these places, or these names; null: all of them. */
export type ReadScope = ReadonlyMap<PrivilegeAttribute, readonly string[] | null>;

/** What the claims own between them. */
export const scopeOfClaims = (claims: readonly PrivilegesClaim[]): ReadScope => {
  const scope = new Map<PrivilegeAttribute, readonly string[] | null>();
  for (const { asked } of claims)
    for (const [attribute, of] of asked) {
      const names = namesIn(of);
      const known = scope.get(attribute);
      scope.set(attribute, known === null || names === null ? null : [...new Set([...(known ?? []), ...names])]);
    }
  return scope;
};

const namesIn = (of: Asked): readonly string[] | null => {
  const unplaced = of.get("");
  if (unplaced === undefined) return [...of.keys()];
  return unplaced.has(OTHERS) ? null : [...unplaced.keys()];
};

/** The transaction's search_path is pg_catalog alone, and no temporary table is meant. */
export const readPrivileges = async (query: Query, role: string, scope: ReadScope, major: Major): Promise<readonly ObjectRow[]> => {
  const rows: ObjectRow[] = [];
  const grantee = role === EVERYONE ? "0::oid" : `(SELECT oid FROM pg_catalog.pg_roles WHERE rolname = ${literal(role)})`;
  for (const [attribute, names] of scope) {
    if (names?.length === 0 || (attribute === "parameters" && major < 15)) continue;
    const sql = SQL[attribute](grantee, (column) => (names === null ? everyOther(attribute, column) : `${column}::text IN (${names.map(literal).join(", ")})`));
    for (const { place, name, owner, held, columns } of (await query(sql)) as readonly Row[])
      rows.push({ attribute, place, name, isOwner: owner === true, held: [...(held ?? []).map(rowOf), ...(columns ?? []).map(rowOf)] });
  }
  return rows;
};

/** Everyone is always there. */
export const roleExists = async (query: Query, role: string): Promise<boolean> =>
  role === EVERYONE || (await query(`SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = ${literal(role)}`)).length > 0;

interface Row {
  readonly place: string;
  readonly name: string;
  readonly owner: boolean | null;
  readonly held: readonly Entry[] | null;
  readonly columns?: readonly Entry[] | null;
}
type Entry = readonly [privilege: string, grantable: boolean, grantor: string, own: boolean, column?: string];

const rowOf = ([privilege, grantable, grantor, own, column = undefined]: Entry): PrivilegeRow => ({
  privilege,
  grantable,
  grantor,
  own,
  column: column ?? null,
});

/** The server's own schemas are nobody's. */
const everyOther = (attribute: PrivilegeAttribute, column: string): string =>
  attribute === "schemas" ? `${column} !~ '^pg_' AND ${column} <> 'information_schema'` : "TRUE";

/** A grant is recorded as the owner's where the session may act as the owner, else as that of a role by which it holds the GRANT OPTION. */
const entry = (owner: string, more = ""): string =>
  `pg_catalog.json_build_array(entry.privilege_type, entry.is_grantable, pg_catalog.pg_get_userbyid(entry.grantor)::text,
     CASE WHEN pg_catalog.pg_has_role(${owner}, 'USAGE') THEN entry.grantor = ${owner} ELSE pg_catalog.pg_has_role(entry.grantor, 'USAGE') END${more})`;
const held = (acl: string, kind: string, owner: string, grantee: string): string =>
  `(SELECT pg_catalog.json_agg(${entry(owner)}) FROM pg_catalog.aclexplode(COALESCE(${acl}, pg_catalog.acldefault('${kind}', ${owner}))) AS entry WHERE entry.grantee = ${grantee}) AS held`;

type Where = (column: string) => string;
const SQL: Readonly<Record<PrivilegeAttribute, (grantee: string, where: Where) => string>> = {
  databases: (grantee, where) => `
SELECT '' AS place, datname::text AS name, datdba = ${grantee} AS owner, ${held("datacl", "d", "datdba", grantee)}
FROM pg_catalog.pg_database WHERE ${where("datname")}`,
  schemas: (grantee, where) => `
SELECT '' AS place, nspname::text AS name, nspowner = ${grantee} AS owner, ${held("nspacl", "n", "nspowner", grantee)}
FROM pg_catalog.pg_namespace WHERE ${where("nspname")}`,
  tables: (grantee, where) => relations("r,p,v,m,f", "r", grantee, where),
  sequences: (grantee, where) => relations("S", "s", grantee, where),
  functions: (grantee, where) => `
SELECT place.nspname::text AS place, proname::text || '(' || pg_catalog.oidvectortypes(proargtypes) || ')' AS name, proowner = ${grantee} AS owner,
       ${held("proacl", "f", "proowner", grantee)}
FROM pg_catalog.pg_proc JOIN pg_catalog.pg_namespace AS place ON place.oid = pronamespace WHERE ${where("place.nspname")}`,
  parameters: (grantee, where) => `
SELECT '' AS place, parname AS name, FALSE AS owner, ${held("paracl", "p", "10::oid", grantee)}
FROM pg_catalog.pg_parameter_acl WHERE ${where("parname")}`,
  default_privileges: (grantee, where) => `
SELECT creator.rolname::text AS place, kind.word AS name, creator.oid = ${grantee} AS owner,
       (SELECT pg_catalog.json_agg(${entry("creator.oid")}) FROM pg_catalog.aclexplode(COALESCE(wide.defaclacl, pg_catalog.acldefault(kind.acl::"char", creator.oid))) AS entry WHERE entry.grantee = ${grantee}) AS held
FROM pg_catalog.pg_roles AS creator
CROSS JOIN (VALUES ${DEFAULT_KINDS.map(([type, kind, acl]) => `('${type}', '${defaultTargetWords({ kind, schema: null })}', '${acl}')`).join(", ")}) AS kind (type, word, acl)
LEFT JOIN pg_catalog.pg_default_acl AS wide ON wide.defaclrole = creator.oid AND wide.defaclnamespace = 0 AND wide.defaclobjtype = kind.type::"char"
WHERE ${where("creator.rolname")}
UNION ALL
SELECT creator.rolname::text, kind.word || ' in ' || place.nspname, creator.oid = ${grantee},
       (SELECT pg_catalog.json_agg(${entry("creator.oid")}) FROM pg_catalog.aclexplode(narrow.defaclacl) AS entry WHERE entry.grantee = ${grantee})
FROM pg_catalog.pg_default_acl AS narrow
JOIN pg_catalog.pg_roles AS creator ON creator.oid = narrow.defaclrole
JOIN pg_catalog.pg_namespace AS place ON place.oid = narrow.defaclnamespace
JOIN (VALUES ${DEFAULT_KINDS.map(([type, kind]) => `('${type}', '${defaultTargetWords({ kind, schema: null })}')`).join(", ")}) AS kind (type, word) ON kind.type::"char" = narrow.defaclobjtype
WHERE ${where("creator.rolname")}`,
};

const relations = (kinds: string, acl: string, grantee: string, where: Where): string => `
SELECT place.nspname::text AS place, relation.relname::text AS name, relation.relowner = ${grantee} AS owner, ${held("relation.relacl", acl, "relation.relowner", grantee)},
       (SELECT pg_catalog.json_agg(${entry("relation.relowner", ", attribute.attname")}) FROM pg_catalog.pg_attribute AS attribute, pg_catalog.aclexplode(attribute.attacl) AS entry
        WHERE attribute.attrelid = relation.oid AND attribute.attacl IS NOT NULL AND NOT attribute.attisdropped AND entry.grantee = ${grantee}) AS columns
FROM pg_catalog.pg_class AS relation JOIN pg_catalog.pg_namespace AS place ON place.oid = relation.relnamespace
WHERE relation.relkind = ANY ('{${kinds}}'::"char"[]) AND ${where("place.nspname")}`;

/** `defaclobjtype`, the kind, and the kind of `acldefault`. */
const DEFAULT_KINDS: readonly (readonly [type: string, kind: PrivilegeKind, acl: string])[] = [
  ["r", "table", "r"],
  ["S", "sequence", "s"],
  ["f", "function", "f"],
  ["T", "type", "T"],
  ["n", "schema", "n"],
];

/** What the role has on an object, in words. What another role granted, and what is on columns, no configuration can ask for: such words differ from any. */
export const liveWords = ({ attribute, name, held: rows }: ObjectRow): string => {
  const kind = kindOf(attribute, name);
  if (kind === null) throw new Error(`the server has default privileges of ${name}`);
  const others = rows.filter(({ own, column }) => !own || column !== null);
  return [
    privilegeWords(
      kind,
      rows.filter((row) => !others.includes(row)),
    ),
    ...others.map(
      ({ privilege, column, own, grantor }) => `${privilege}${column === null ? "" : ` on column ${column}`}${own ? "" : ` granted by ${grantor}`}`,
    ),
  ].join("; ");
};

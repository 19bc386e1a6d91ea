import { type Grant, NO_ORIGIN, type ObjectType } from "../../model/access-graph";
import { DROPPED_ROLE, type NameOf } from "./role-names";

/** Kinds of `acldefault`. https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-ACLITEM-FN-TABLE */
type AclKind = "c" | "r" | "s" | "d" | "f" | "l" | "n" | "F" | "S";

/** One entry of an access control list: OID of the grantee (0 is PUBLIC), privilege, WITH GRANT OPTION. */
type AclEntry = readonly [grantee: number, privilege: string, grantable: boolean];
/** Null: nobody has anything. */
export type Acl = readonly AclEntry[] | null;

/** SQL for the entries of the list `acl`, which `aclexplode` takes apart. */
export const aclEntries = (acl: string): string => `
  (SELECT pg_catalog.json_agg(pg_catalog.json_build_array(entry.grantee::pg_catalog.int8, entry.privilege_type, entry.is_grantable))
   FROM pg_catalog.aclexplode(${acl}) AS entry)`;

/** SQL for the entries of an object's list, those that hold by default spelled out. */
export const effectiveAcl = (column: string, kind: AclKind, owner: string): string =>
  aclEntries(`COALESCE(${column}, pg_catalog.acldefault('${kind}', ${owner}))`);

/** SQL for what initdb or an extension's script made of an object's list; null where it made nothing of it. */
export const initialAcl = (catalog: "pg_class" | "pg_proc", oid: string): string => `
  (SELECT ${aclEntries("born.initprivs")} FROM pg_catalog.pg_init_privs AS born
   WHERE born.objoid OPERATOR(pg_catalog.=) ${oid} AND born.classoid OPERATOR(pg_catalog.=) 'pg_catalog.${catalog}'::pg_catalog.regclass
     AND born.objsubid OPERATOR(pg_catalog.=) 0)`;

/** What a list's entries are on; what is left out is null, or no columns. */
interface AclTarget extends Pick<Grant, "objectType" | "object"> {
  readonly objectType: ObjectType;
  readonly database: string | null;
  readonly schema?: string | null;
  readonly arguments?: string;
  readonly columns?: readonly string[];
}

/** Of each entry the grantee's name; those of roles that are gone left out. */
export const namedEntries = (acl: Acl, nameOf: NameOf): readonly (readonly [grantee: string, privilege: string, grantable: boolean])[] =>
  (acl ?? []).map(([grantee, privilege, grantable]) => [nameOf(grantee), privilege, grantable] as const).filter(([grantee]) => !DROPPED_ROLE.test(grantee));

/** The entries as grants. `initial`: those that an extension's script gave, see `initialAcl`. */
export const grantsOf = (acl: Acl, { schema = null, columns = [], ...target }: AclTarget, nameOf: NameOf, initial: Acl = null): readonly Grant[] => {
  const given = new Set((initial ?? []).length === 0 ? [] : namedEntries(initial, nameOf).map((entry) => entry.join("\0")));
  return namedEntries(acl, nameOf).map((entry) => {
    const [grantee, privilege, grantable] = entry;
    const grant = { grantee, privilege, ...target, schema, columns, grantable, origin: NO_ORIGIN };
    return given.size > 0 && given.has(entry.join("\0")) ? { ...grant, isInitial: true } : grant;
  });
};

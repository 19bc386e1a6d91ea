import { type AccessGraph, EMPTY_GRAPH, type Grant, type Membership, NO_ORIGIN, type Ownership, type Role, type Setting } from "../../model/access-graph";
import type { Database, Verifier } from "../../model/object-facts";
import { platformSettings, type RecognisedPlatform, recognisePlatform } from "../../model/platforms";
import { predefinedRole } from "../../model/predefined-roles";
import { grantsOf } from "./acl";
import {
  ATTRIBUTES,
  type ClusterRow,
  clusterSql,
  type DatabaseRow,
  type LimitRow,
  OPTIONS,
  type ParameterRow,
  type SettingRow,
  VERIFIERS_SQL,
  type VerifierRow,
} from "./catalog-sql";
import { type NameOf, namesByOid } from "./role-names";

/** Runs one statement and gives its rows; the caller owns the connection. */
export type Query = (sql: string) => Promise<readonly object[]>;

/** What the catalogs of one live cluster say. */
export interface ClusterReading {
  /** As the server says; it may be newer than the ones whose behaviour rolegate knows. */
  readonly major: number;
  /** `server_version_num`, such as 180004. */
  readonly version: number;
  readonly systemIdentifier: string;
  /** The name of the superuser that initdb made, OID 10. */
  readonly bootstrapSuperuser: string;
  readonly platform: RecognisedPlatform;
  /** Is it a standby, or restoring a backup? */
  readonly isInRecovery: boolean;
  /** The database that the connection is to, by its own name: a pooler may call it otherwise. */
  readonly database: string;
  /** Every database, templates included: what `readDatabase` can be asked of, on a connection to each. */
  readonly databases: readonly DatabaseEntry[];
  readonly graph: AccessGraph;
  /** For `readDatabase`. */
  readonly nameOf: NameOf;
  /** What this login may not read, each as a sentence with the GRANT that would show it. */
  readonly unseen: readonly string[];
}

/** A database of the cluster, and whether this login can enter it. */
export interface DatabaseEntry {
  readonly name: string;
  /** False where nobody can connect to it, as with `template0`. */
  readonly allowsConnections: boolean;
  /** Can the login that reads enter it? */
  readonly mayConnect: boolean;
}

/**
 * What belongs to the whole cluster, as any login reads it: roles with attributes, memberships with options and grantor, settings of roles, databases and
 * parameters with who has which privilege, standbys, and kinds of password verifiers where the login may see them. One statement; a second one for
 * verifiers, and a first one where `major` is not known.
 * The caller opens a transaction with `BEGIN_READING` and ends it, so that all facts are of one moment.
 */
export const readCluster = async (query: Query, major?: number): Promise<ClusterReading> => {
  const [row] = (await query(clusterSql(major ?? (await majorOf(query)), platformSettings()))) as readonly ClusterRow[];
  if (row === undefined) throw new Error("the server did not say its version");
  const verifiers = row.verifiers ? ((await query(VERIFIERS_SQL)) as readonly VerifierRow[]) : [];
  const oids = numbersOf(row.oids);
  const names = new Map(oids.map((oid, at) => [oid, row.names[at] ?? ""]));
  const bootstrapSuperuser = names.get(BOOTSTRAP_OID);
  if (bootstrapSuperuser === undefined) throw new Error(`the server has no role with OID ${BOOTSTRAP_OID}`);
  const nameOf = namesByOid(names);
  const roles = rolesOf(oids, row);
  const databases = row.databases ?? [];
  const graph: AccessGraph = {
    ...EMPTY_GRAPH,
    roles,
    memberships: membershipsOf(row, names),
    settings: (row.settings ?? []).flatMap((setting) => settingsOf(setting, names)),
    databases: databases.map((database) => databaseOf(database, nameOf)),
    ownerships: databases.map((database) => ownershipOf(database, nameOf)),
    grants: [
      ...databases.flatMap((database) => databaseGrants(database, nameOf)),
      ...(row.parameters ?? []).flatMap((parameter) => parameterGrants(parameter, nameOf)),
    ],
    standbys: (row.standbys ?? []).map(({ slot }) => ({ slot, origin: NO_ORIGIN })),
    verifiers: verifiers.map(({ role, kind }): Verifier => ({ role, kind, origin: NO_ORIGIN })),
  };
  return {
    major: Math.floor(row.version / 10_000),
    version: row.version,
    systemIdentifier: row.identifier,
    bootstrapSuperuser,
    platform: recognisePlatform(roles, bootstrapSuperuser, row.vendors ?? []),
    isInRecovery: row.recovering,
    database: row.database,
    databases: databases.map(({ database, open, connect }) => ({ name: database, allowsConnections: open, mayConnect: open && connect })),
    graph,
    nameOf,
    unseen: row.verifiers
      ? []
      : [`how passwords are stored, and an md5 verifier serves as one: GRANT SELECT (rolname, rolpassword) ON pg_catalog.pg_authid TO ${row.login}`],
  };
};

/** The major that a server says it is, whether rolegate knows it or not. */
export const majorOf = async (query: Query): Promise<number> => {
  const [row] = (await query("SHOW server_version_num")) as readonly { readonly server_version_num: string }[];
  return Math.floor(Number(row?.server_version_num) / 10_000);
};

/** The superuser that initdb makes. */
const BOOTSTRAP_OID = 10;
/** OIDs below are the server's own: initdb made what has them. */
const FIRST_NORMAL_OID = 16384;

/** An array of numbers as PostgreSQL prints it. */
const numbersOf = (printed: string): readonly number[] => JSON.parse(`[${printed.slice(1, -1)}]`) as readonly number[];

const rolesOf = (oids: readonly number[], row: ClusterRow): readonly Role[] => {
  const attributes = numbersOf(row.attributes);
  const limits = new Map<number, LimitRow>((row.limits ?? []).map((limit) => [limit[0], limit]));
  const roles = oids.map((oid, at): Role => {
    const has = attributes[at] ?? 0;
    const [, connectionLimit, validUntil] = limits.get(oid) ?? NO_LIMIT;
    return {
      name: row.names[at] ?? "",
      source: oid < FIRST_NORMAL_OID ? "external" : "managed",
      login: (has & ATTRIBUTES.login) !== 0,
      inherit: (has & ATTRIBUTES.inherit) !== 0,
      superuser: (has & ATTRIBUTES.superuser) !== 0,
      createrole: (has & ATTRIBUTES.createrole) !== 0,
      createdb: (has & ATTRIBUTES.createdb) !== 0,
      replication: (has & ATTRIBUTES.replication) !== 0,
      bypassrls: (has & ATTRIBUTES.bypassrls) !== 0,
      connectionLimit,
      validUntil: validUntil === "infinity" ? null : validUntil,
      origin: NO_ORIGIN,
    };
  });
  return roles.sort((a, b) => compared(a.name, b.name));
};
const NO_LIMIT: LimitRow = [0, -1, null];

/**
 * By the member's name, then by role, grantor and options, whatever the order is in which the catalog happens to keep them. A rule sorts them so
 * in the end, and sorting hundreds of thousands by two names takes longer than reading them: here each name is compared a few times only.
 */
const membershipsOf = ({ memberships, members, version }: ClusterRow, names: ReadonlyMap<number, string>): readonly Membership[] => {
  if (memberships === null || members === null) return [];
  const hasOptions = version >= 160_000;
  const membersOf = JSON.parse(`[[${members.slice(1, -1).replaceAll("}{", "],[")}]]`) as readonly (readonly number[])[];
  const groups = memberships.flatMap(([roleOid, grantorOid, options], at) => {
    const role = names.get(roleOid);
    return role === undefined ? [] : [{ role, grantorOid, options, oids: membersOf[at] ?? [] }];
  });
  groups.sort((a, b) => compared(a.role, b.role) || a.grantorOid - b.grantorOid || a.options - b.options);
  const ofMember = new Map<number, Membership[]>();
  for (const { role, grantorOid, options, oids } of groups) {
    const grantor = names.get(grantorOid) ?? null;
    const admin = (options & OPTIONS.admin) !== 0;
    const inherit = hasOptions ? (options & OPTIONS.inherit) !== 0 : null;
    const set = hasOptions ? (options & OPTIONS.set) !== 0 : null;
    // As initdb made it, and not changed since, such as to ADMIN OPTION.
    const isAsMade = grantorOid === BOOTSTRAP_OID && !admin && inherit !== false && set !== false;
    for (const oid of oids) {
      const member = names.get(oid);
      // What initdb makes is in the catalogue of predefined roles; what was changed is a fact of this server.
      if (member === undefined || (isAsMade && oid < FIRST_NORMAL_OID && predefinedRole(member)?.contains.includes(role) === true)) continue;
      const own = ofMember.get(oid);
      const membership: Membership = { member, role, grantor, admin, inherit, set, style: null, origin: NO_ORIGIN };
      if (own === undefined) ofMember.set(oid, [membership]);
      else own.push(membership);
    }
  }
  const all: Membership[] = [];
  for (const [, own] of [...ofMember].sort(([, [a]], [, [b]]) => compared(a?.member ?? "", b?.member ?? "")))
    for (const membership of own) all.push(membership);
  return all;
};

const compared = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const settingsOf = ({ role: oid, database, configuration }: SettingRow, names: ReadonlyMap<number, string>): readonly Setting[] => {
  const role = names.get(oid);
  if (role === undefined) return [];
  return configuration.map((entry) => {
    const end = entry.indexOf("=");
    return { role, ...(database === null ? {} : { database }), name: entry.slice(0, end), value: entry.slice(end + 1), origin: NO_ORIGIN };
  });
};

const databaseOf = ({ database, owner, template }: DatabaseRow, nameOf: NameOf): Database => ({
  name: database,
  owner: nameOf(owner),
  isTemplate: template,
  origin: NO_ORIGIN,
});
const ownershipOf = ({ database, owner }: DatabaseRow, nameOf: NameOf): Ownership => ({
  owner: nameOf(owner),
  objectType: "database",
  database,
  object: database,
  origin: NO_ORIGIN,
});
const databaseGrants = ({ database, acl }: DatabaseRow, nameOf: NameOf): readonly Grant[] =>
  grantsOf(acl, { objectType: "database", database, object: database }, nameOf);
const parameterGrants = ({ name, acl }: ParameterRow, nameOf: NameOf): readonly Grant[] =>
  grantsOf(acl, { objectType: "parameter", database: null, object: name }, nameOf);

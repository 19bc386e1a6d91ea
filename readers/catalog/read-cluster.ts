import { type AccessGraph, EMPTY_GRAPH, type Grant, type Membership, NO_ORIGIN, type Ownership, type Role, type Setting } from "../../model/access-graph";
import type { Database, Verifier } from "../../model/object-facts";
import { predefinedRole } from "../../model/predefined-roles";
import { grantsOf } from "./acl";
import {
  type DatabaseRow,
  type MembershipEdge,
  type MembershipsRow,
  type ParameterRow,
  type RoleRow,
  type ServerRow,
  type SettingRow,
  SQL,
  type StandbyRow,
  type VerifierRow,
} from "./catalog-sql";

/** Runs one statement and gives its rows; the caller owns the connection. */
export type Query = (sql: string) => Promise<readonly object[]>;

/** What the catalogs of one live cluster say. */
export interface ClusterReading {
  /** As the server says; it may be newer than the ones whose behaviour rolegate knows. */
  readonly major: number;
  /** `server_version_num`, such as 180004. */
  readonly version: number;
  readonly systemIdentifier: string;
  /** Every database, templates included: what `readDatabase` can be asked of, on a connection to each. */
  readonly databases: readonly DatabaseEntry[];
  readonly graph: AccessGraph;
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
 * parameters with who has which privilege, standbys, and kinds of password verifiers where the login may see them.
 * The caller opens a transaction with `BEGIN_READING` and ends it, so that all facts are of one moment.
 */
export const readCluster = async (query: Query): Promise<ClusterReading> => {
  const [server] = (await query(SQL.server)) as readonly ServerRow[];
  if (server === undefined) throw new Error("the server did not say its version");
  const major = Math.floor(server.version / 10_000);
  const roles = (await query(SQL.roles)) as readonly RoleRow[];
  const [memberships] = (await query(major >= 16 ? SQL.memberships : SQL.membershipsBefore16)) as readonly MembershipsRow[];
  const settings = (await query(SQL.settings)) as readonly SettingRow[];
  const databases = (await query(SQL.databases)) as readonly DatabaseRow[];
  const parameters = major >= 15 ? ((await query(SQL.parameters)) as readonly ParameterRow[]) : [];
  const standbys = (await query(SQL.standbys)) as readonly StandbyRow[];
  const verifiers = server.verifiers ? ((await query(SQL.verifiers)) as readonly VerifierRow[]) : [];
  const graph: AccessGraph = {
    ...EMPTY_GRAPH,
    roles: roles.map(roleOf),
    memberships: membershipsOf(memberships?.edges ?? [], new Map(roles.map(({ oid, name }) => [oid, name]))),
    settings: settings.flatMap(settingsOf),
    databases: databases.map(databaseOf),
    ownerships: databases.map(ownershipOf),
    grants: [...databases.flatMap(databaseGrants), ...parameters.flatMap(parameterGrants)],
    standbys: standbys.map(({ slot }) => ({ slot, origin: NO_ORIGIN })),
    verifiers: verifiers.map(({ role, kind }): Verifier => ({ role, kind, origin: NO_ORIGIN })),
  };
  return {
    major,
    version: server.version,
    systemIdentifier: server.identifier,
    databases: databases.map(({ database, open, connect }) => ({ name: database, allowsConnections: open, mayConnect: open && connect })),
    graph,
    unseen: server.verifiers
      ? []
      : [`how passwords are stored, and an md5 verifier serves as one: GRANT SELECT (rolname, rolpassword) ON pg_catalog.pg_authid TO ${server.login}`],
  };
};

/** The superuser that initdb makes. */
const BOOTSTRAP_OID = 10;
/** OIDs below are the server's own: initdb made what has them. */
const FIRST_NORMAL_OID = 16384;

const roleOf = ({ oid, name, login, inherit, superuser, createrole, createdb, replication, bypassrls, connectionlimit, validuntil }: RoleRow): Role => ({
  name,
  source: oid < FIRST_NORMAL_OID ? "external" : "managed",
  login,
  inherit,
  superuser,
  createrole,
  createdb,
  replication,
  bypassrls,
  connectionLimit: connectionlimit,
  validUntil: validuntil === "infinity" ? null : validuntil,
  origin: NO_ORIGIN,
});

const membershipsOf = (edges: readonly MembershipEdge[], names: ReadonlyMap<number, string>): readonly Membership[] =>
  edges.flatMap((edge) => {
    const [memberOid, roleOid, grantorOid, admin, inherit, set] = edge;
    const member = names.get(memberOid);
    const role = names.get(roleOid);
    if (member === undefined || role === undefined || isBuiltIn(member, role, edge)) return [];
    return [{ member, role, grantor: names.get(grantorOid) ?? null, admin, inherit, set, style: null, origin: NO_ORIGIN }];
  });

/** The memberships that initdb makes, as it made them, are in the catalogue of predefined roles; changed ones, such as with ADMIN OPTION, are facts of this server. */
const isBuiltIn = (member: string, role: string, [, , grantorOid, admin, inherit, set]: MembershipEdge): boolean =>
  grantorOid === BOOTSTRAP_OID && !admin && inherit !== false && set !== false && (predefinedRole(member)?.contains.includes(role) ?? false);

const settingsOf = ({ role, database, configuration }: SettingRow): readonly Setting[] =>
  configuration.map((entry) => {
    const end = entry.indexOf("=");
    return { role, ...(database === null ? {} : { database }), name: entry.slice(0, end), value: entry.slice(end + 1), origin: NO_ORIGIN };
  });

const databaseOf = ({ database, owner, template }: DatabaseRow): Database => ({ name: database, owner, isTemplate: template, origin: NO_ORIGIN });
const ownershipOf = ({ database, owner }: DatabaseRow): Ownership => ({ owner, objectType: "database", database, object: database, origin: NO_ORIGIN });
const databaseGrants = ({ database, acl }: DatabaseRow): readonly Grant[] => grantsOf(acl, { objectType: "database", database, object: database });
const parameterGrants = ({ name, acl }: ParameterRow): readonly Grant[] => grantsOf(acl, { objectType: "parameter", database: null, object: name });

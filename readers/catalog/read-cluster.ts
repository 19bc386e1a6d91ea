import { type AccessGraph, EMPTY_GRAPH, type Membership, NO_ORIGIN, type Ownership, type Role, type Setting } from "../../model/access-graph";
import { predefinedRole } from "../../model/predefined-roles";
import { type DatabaseRow, type MembershipRow, type RoleRow, type ServerRow, type SettingRow, SQL } from "./catalog-sql";

/** Runs one statement and gives its rows; the caller owns the connection. */
export type Query = (sql: string) => Promise<readonly object[]>;

/** What the catalogs of one live cluster say. */
export interface ClusterReading {
  /** As the server says; it may be newer than the ones whose behaviour rolegate knows. */
  readonly major: number;
  readonly systemIdentifier: string;
  readonly graph: AccessGraph;
}

/**
 * Roles with attributes, memberships with options and grantor, per-role settings and owners of databases, as any login may read them.
 * The caller opens a transaction with `BEGIN_READING` and ends it, so that all facts are of one moment.
 */
export const readCluster = async (query: Query): Promise<ClusterReading> => {
  const [server] = (await query(SQL.server)) as readonly ServerRow[];
  if (server === undefined) throw new Error("the server did not say its version");
  const major = Math.floor(server.version / 10_000);
  const roles = (await query(SQL.roles)) as readonly RoleRow[];
  const memberships = (await query(major >= 16 ? SQL.memberships : SQL.membershipsBefore16)) as readonly MembershipRow[];
  const settings = (await query(SQL.settings)) as readonly SettingRow[];
  const databases = (await query(SQL.databases)) as readonly DatabaseRow[];
  const graph: AccessGraph = {
    ...EMPTY_GRAPH,
    roles: roles.map(roleOf),
    memberships: memberships.filter((row) => !isBuiltIn(row)).map(membershipOf),
    settings: settings.flatMap(settingsOf),
    ownerships: databases.map(ownershipOf),
  };
  return { major, systemIdentifier: server.identifier, graph };
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

const membershipOf = ({ member, role, grantor, admin, inherit, set }: MembershipRow): Membership => ({
  member,
  role,
  grantor,
  admin,
  inherit,
  set,
  style: null,
  origin: NO_ORIGIN,
});

/** The memberships that initdb makes, as it made them, are in the catalogue of predefined roles; changed ones, such as with ADMIN OPTION, are facts of this server. */
const isBuiltIn = ({ member, role, grantor_oid, admin, inherit, set }: MembershipRow): boolean =>
  grantor_oid === BOOTSTRAP_OID && !admin && inherit !== false && set !== false && (predefinedRole(member)?.contains.includes(role) ?? false);

const settingsOf = ({ role, configuration }: SettingRow): readonly Setting[] =>
  configuration.map((entry) => {
    const end = entry.indexOf("=");
    return { role, name: entry.slice(0, end), value: entry.slice(end + 1), origin: NO_ORIGIN };
  });

const ownershipOf = ({ database, owner }: DatabaseRow): Ownership => ({ owner, objectType: "database", database, object: database, origin: NO_ORIGIN });

import { type AccessGraph, EMPTY_GRAPH, mergeGraphs, NO_ORIGIN } from "../../model/access-graph";
import { InputError } from "../../model/input-error";
import type { Major } from "../../model/predefined-roles";
import { BEGIN_READING } from "../../readers/catalog/catalog-sql";
import { type ClusterReading, type Query, readCluster } from "../../readers/catalog/read-cluster";
import { type DatabaseReading, readDatabase } from "../../readers/catalog/read-database";
import { inTurns } from "../in-turns";
import { systemReason } from "../system-reason";
import { type Connection, connect } from "./connect";
import { isFromServer, RefusedSession } from "./connection-error";
import { readAs } from "./server-version";
import { type ConnectionSettings, shownServer } from "./settings";

/** Something of a live server that was not read. */
export interface Unseen {
  readonly text: string;
  /** Was a whole database left out, and not only what this login may not read? */
  readonly isDatabase: boolean;
  /** The database that was left out, and why. */
  readonly unread?: { readonly name: string; readonly why: string };
}

/** All facts about a live cluster that one login may read. */
export interface LiveReading {
  /** For people: the URL without its password. */
  readonly shown: string;
  readonly host: string;
  readonly port: number;
  /** The newest known one where the server is newer. */
  readonly major: Major;
  /** `server_version_num`. */
  readonly version: number;
  readonly systemIdentifier: string;
  /** The name of the superuser that initdb made, OID 10. */
  readonly bootstrapSuperuser: string;
  readonly graph: AccessGraph;
  readonly unseen: readonly Unseen[];
  readonly notices: readonly string[];
}

/** Reads what else a command wants of a database, in the transaction in which its facts are read. */
export type ReadMore = (query: Query, database: string) => Promise<void>;

/** Connections at a time: a server has few, and they are not ours. */
const MOST_CONNECTIONS = 4;

/**
 * Reads the cluster and every database that lets this login in, without writing and without waiting behind a lock. Throws `InputError` for a
 * server that cannot be read; a database that cannot be entered is unseen.
 */
export const readLive = async (settings: ConnectionSettings, more: ReadMore = NOTHING_MORE): Promise<LiveReading> => {
  const shown = shownServer(settings);
  const { first, cluster, version, bootstrapSuperuser } = await readFirst(settings, shown, more);
  const others = cluster.databases.filter(({ name, allowsConnections }) => allowsConnections && name !== first.database);
  const closed = others.filter(({ mayConnect }) => !mayConnect);
  const entered = await inTurns(
    others.filter(({ mayConnect }) => mayConnect),
    MOST_CONNECTIONS,
    ({ name }) => readOther(settings, name, more),
  );
  const readings = [first, ...entered.filter((each): each is DatabaseReading => "graph" in each)];
  const { major, notices } = readAs(version, shown);
  const left = [
    ...closed.map(({ name }) => notEntered(name, `\`${settings.user}\` has no CONNECT on it`)),
    ...entered.filter((each): each is Unseen => !("graph" in each)),
  ];
  return {
    shown,
    host: settings.host,
    port: settings.port,
    major,
    version,
    systemIdentifier: cluster.systemIdentifier,
    bootstrapSuperuser,
    graph: mergeGraphs([cluster.graph, ...readings.map(({ graph }) => graph), unreadIn(left)]),
    unseen: [...left, ...[cluster, ...readings].flatMap(({ unseen }) => unseen.map((text) => ({ text, isDatabase: false })))],
    notices: [...settings.notices, ...notices],
  };
};

interface First {
  readonly first: DatabaseReading;
  readonly cluster: ClusterReading;
  readonly version: number;
  readonly bootstrapSuperuser: string;
}

const NOTHING_MORE: ReadMore = async () => undefined;

const readFirst = async (settings: ConnectionSettings, shown: string, more: ReadMore): Promise<First> => {
  const connection = await connect(settings);
  try {
    const version = await versionOf(connection.query, shown);
    return await inTransaction(connection, async (query) => {
      const [bootstrap] = (await query(BOOTSTRAP)) as readonly { readonly name: string; readonly database: string }[];
      if (bootstrap === undefined) throw new Error("the server has no role with OID 10");
      const cluster = await readCluster(query);
      return { cluster, version, bootstrapSuperuser: bootstrap.name, first: await readOne(query, bootstrap.database, more) };
    });
  } catch (error) {
    throw error instanceof InputError || !isFromServer(error)
      ? error
      : new InputError(`cannot read \`${shown}\`: ${systemReason({ message: messageOf(error) })}`);
  } finally {
    await connection.end();
  }
};

const BOOTSTRAP = `
SELECT rolname::pg_catalog.text AS name, pg_catalog.current_database()::pg_catalog.text AS database
FROM pg_catalog.pg_roles WHERE oid OPERATOR(pg_catalog.=) 10::pg_catalog.oid`;

const versionOf = async (query: Query, shown: string): Promise<number> => {
  const [row] = (await query("SHOW server_version_num")) as readonly { readonly server_version_num: string }[];
  const version = Number(row?.server_version_num);
  if (!Number.isInteger(version)) throw new InputError(`\`${shown}\` does not say its version: it is no PostgreSQL server`);
  // Before anything else is asked: an older server lacks columns of the catalogs.
  readAs(version, shown);
  return version;
};

const inTransaction = async <T>({ query }: Connection, read: (query: Query) => Promise<T>): Promise<T> => {
  for (const statement of BEGIN_READING) await query(statement);
  const answer = await read(query);
  await query("COMMIT");
  return answer;
};

const readOne = async (query: Query, database: string, more: ReadMore): Promise<DatabaseReading> => {
  const reading = await readDatabase(query, database);
  await more(query, database);
  return reading;
};

const readOther = async (settings: ConnectionSettings, database: string, more: ReadMore): Promise<DatabaseReading | Unseen> => {
  let connection: Connection | null = null;
  try {
    connection = await connect(settings, database);
    return await inTransaction(connection, (query) => readOne(query, database, more));
  } catch (error) {
    if (error instanceof RefusedSession) return notEntered(database, error.reason);
    if (isFromServer(error)) return notEntered(database, messageOf(error));
    throw error;
  } finally {
    await connection?.end();
  }
};

const notEntered = (database: string, why: string): Unseen => ({
  text: `the database \`${database}\` was not read: ${why}`,
  isDatabase: true,
  unread: { name: database, why },
});

const unreadIn = (left: readonly Unseen[]): AccessGraph => ({
  ...EMPTY_GRAPH,
  unreadDatabases: left.flatMap(({ unread }) => (unread === undefined ? [] : [{ ...unread, origin: NO_ORIGIN }])),
});

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

import { type AccessGraph, EMPTY_GRAPH, mergeGraphs, NO_ORIGIN } from "../../model/access-graph";
import { InputError } from "../../model/input-error";
import type { RecognisedPlatform } from "../../model/platforms";
import type { Major } from "../../model/predefined-roles";
import { type ClusterReading, type Query, readCluster } from "../../readers/catalog/read-cluster";
import { type DatabaseReading, OtherPlace, readDatabase } from "../../readers/catalog/read-database";
import type { NameOf } from "../../readers/catalog/role-names";
import { inTurns } from "../in-turns";
import { type Connection, connect } from "./connect";
import { isFromServer, RefusedSession } from "./connection-error";
import { readingError, readingReason } from "./reading-error";
import { readAs } from "./server-version";
import { type ConnectionSettings, shownServer } from "./settings";
import { inTransaction } from "./transaction";

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
  /** Where it runs, as it shows itself; what the policy files say is not asked. */
  readonly platform: RecognisedPlatform;
  /** Is it a standby, or restoring a backup? */
  readonly isInRecovery: boolean;
  readonly graph: AccessGraph;
  readonly unseen: readonly Unseen[];
  readonly notices: readonly string[];
}

/** A database that is being read. */
export interface ReadPlace {
  readonly database: string;
  /** Is it the one that the URL names, on the connection by which the cluster is read, too? What belongs to the whole cluster is asked there. */
  readonly isFirst: boolean;
  /** The cluster's names: a database may spell them in another encoding. */
  readonly nameOf: NameOf;
}

/** Hears of each database that was read or left, and how many there are. */
export type HearOfDatabase = (total: number) => void;

/** Reads what else a command wants of a database, in the transaction in which its facts are read. */
export type ReadMore = (query: Query, place: ReadPlace) => Promise<void>;

/** Connections at a time, the first one among them: a server has few, and they are not ours. */
const MOST_CONNECTIONS = 4;

/**
 * Reads the cluster and every database that lets this login in, without writing and without waiting behind a lock. Throws `InputError` for a
 * server that cannot be read; a database that cannot be entered is unseen. Of the others beside the first only those that are `wanted` are entered; null: all.
 */
export const readLive = async (
  settings: ConnectionSettings,
  more: ReadMore = NOTHING_MORE,
  wanted: readonly string[] | null = null,
  hear: HearOfDatabase = () => undefined,
): Promise<LiveReading> => {
  const shown = shownServer(settings);
  const connection = await connect(settings);
  const { cluster, first, others } = await readAll(connection, settings, shown, { more, wanted, hear });
  const { major, notices } = readAs(cluster.version, shown);
  const again = await readLate(others, (database) => readOther(settings, database, async () => cluster, more));
  const readings = [first, ...again.filter((each): each is DatabaseReading => "graph" in each)];
  const left = [
    ...closedDatabases(cluster, settings, wanted),
    ...absentDatabases(cluster, wanted),
    ...again.filter((each): each is Refused => !("graph" in each)),
  ];
  return {
    shown,
    host: settings.host,
    port: settings.port,
    major,
    version: cluster.version,
    systemIdentifier: cluster.systemIdentifier,
    bootstrapSuperuser: cluster.bootstrapSuperuser,
    platform: cluster.platform,
    isInRecovery: cluster.isInRecovery,
    graph: mergeGraphs([cluster.graph, ...readings.map(({ graph }) => graph), unreadIn(left)]),
    unseen: [...left, ...[cluster, ...readings].flatMap(({ unseen }) => unseen.map((text) => ({ text, isDatabase: false })))],
    notices: [...settings.notices, ...notices],
  };
};

const NOTHING_MORE: ReadMore = async () => undefined;

const closedDatabases = ({ databases, database }: ClusterReading, { user }: ConnectionSettings, wanted: readonly string[] | null): readonly Refused[] =>
  databases
    .filter(({ name, allowsConnections, mayConnect }) => allowsConnections && !mayConnect && name !== database && isWanted(name, wanted))
    .map(({ name }) => notEntered(name, `\`${user}\` has no CONNECT on it`));

/** One that is wanted by name and not there, or closed to everybody. */
const absentDatabases = ({ databases }: ClusterReading, wanted: readonly string[] | null): readonly Refused[] => {
  const open = new Set(databases.filter(({ allowsConnections }) => allowsConnections).map(({ name }) => name));
  return (wanted ?? []).filter((name) => !open.has(name)).map((name) => notEntered(name, "there is none that lets anybody in"));
};

const isWanted = (name: string, wanted: readonly string[] | null): boolean => wanted === null || wanted.includes(name);

interface Readings {
  readonly cluster: ClusterReading;
  readonly first: DatabaseReading;
  readonly others: readonly (DatabaseReading | Refused)[];
}

/** The cluster and the database that the URL names on one connection, and the other databases as soon as their names are known. */
const readAll = async (
  connection: Connection,
  settings: ConnectionSettings,
  shown: string,
  { more, wanted, hear }: { readonly more: ReadMore; readonly wanted: readonly string[] | null; readonly hear: HearOfDatabase },
): Promise<Readings> => {
  try {
    return await inTransaction(connection, shown, async (query, major) => {
      // Asked one behind the other: the server works on the second while the first is understood here.
      const reading = readCluster(query, major);
      const open = reading.then(({ databases, database }) =>
        databases.filter(({ name, mayConnect }) => mayConnect && name !== database && isWanted(name, wanted)),
      );
      const heard = async <T>(answer: Promise<T>): Promise<T> => {
        const read = await answer;
        hear((await open).length + 1);
        return read;
      };
      const [cluster, first, others] = await Promise.all([
        reading,
        heard(readOne(query, null, () => reading, more)),
        open.then((list) => inTurns(list, MOST_CONNECTIONS - 1, ({ name }) => heard(readOther(settings, name, () => reading, more)))),
      ]);
      return { cluster, first, others };
    });
  } catch (error) {
    throw error instanceof InputError || !isFromServer(error) ? error : readingError(error, shown);
  } finally {
    await connection.end();
  }
};

const readOne = async (query: Query, database: string | null, clusterOf: () => Promise<ClusterReading>, more: ReadMore): Promise<DatabaseReading> => {
  const reading = await readDatabase(query, database, clusterOf);
  await more(query, { database: reading.database, isFirst: database === null, nameOf: (await clusterOf()).nameOf });
  return reading;
};

/** A database that was not read. */
interface Refused extends Unseen {
  readonly unread: { readonly name: string; readonly why: string };
  /** Was there no connection left? */
  readonly isFull: boolean;
}

const readOther = async (
  settings: ConnectionSettings,
  database: string,
  clusterOf: () => Promise<ClusterReading>,
  more: ReadMore,
): Promise<DatabaseReading | Refused> => {
  let connection: Connection | null = null;
  try {
    connection = await connect(settings, database);
    return await inTransaction(connection, shownServer({ ...settings, database }), (query) => readOne(query, database, clusterOf, more));
  } catch (error) {
    if (error instanceof RefusedSession) return notEntered(database, error.reason, error.isFull);
    if (error instanceof OtherPlace) return notEntered(database, error.message);
    if (isFromServer(error)) return notEntered(database, readingReason(error));
    throw error;
  } finally {
    await connection?.end();
  }
};

/** One by one, once the other connections are gone: what a server that had no connection left, or a login that may have one, did not let in before. */
const readLate = async (
  others: Readings["others"],
  again: (database: string) => Promise<DatabaseReading | Refused>,
): Promise<readonly (DatabaseReading | Refused)[]> => {
  const answers: (DatabaseReading | Refused)[] = [];
  for (const other of others) answers.push("graph" in other || !other.isFull ? other : await again(other.unread.name));
  return answers;
};

const notEntered = (database: string, why: string, isFull = false): Refused => ({
  text: `the database \`${database}\` was not read: ${why}`,
  isDatabase: true,
  unread: { name: database, why },
  isFull,
});

const unreadIn = (left: readonly Refused[]): AccessGraph => ({ ...EMPTY_GRAPH, unreadDatabases: left.map(({ unread }) => ({ ...unread, origin: NO_ORIGIN })) });

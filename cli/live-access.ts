import type { AccessObject } from "../model/access-object";
import { readAccess, readClusterAccess } from "../readers/catalog/read-access";
import { majorOf } from "../readers/catalog/read-cluster";
import { type HearOfDatabase, type LiveReading, type ReadMore, readLive } from "./postgres/read-live";
import type { ConnectionSettings } from "./postgres/settings";

/** A live cluster with who has what on every object. */
export interface LiveAccess extends LiveReading {
  readonly objects: readonly AccessObject[];
  /** Databases that were read. */
  readonly databases: ReadonlySet<string>;
}

/** Reads the cluster, and with each database who has what on its objects. Throws `InputError` for a server that cannot be read. */
export const readLiveAccess = async (settings: ConnectionSettings, hear?: HearOfDatabase): Promise<LiveAccess> => {
  const objects: AccessObject[] = [];
  const databases = new Set<string>();
  const more: ReadMore = async (query, { database, isFirst, nameOf }) => {
    if (isFirst) pushAll(objects, await readClusterAccess(query, await majorOf(query), nameOf));
    pushAll(objects, await readAccess(query, database, nameOf));
    databases.add(database);
  };
  return { ...(await readLive(settings, more, null, hear)), objects, databases };
};

const pushAll = <T>(to: T[], items: readonly T[]): void => {
  for (const item of items) to.push(item);
};

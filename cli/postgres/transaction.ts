import { InputError } from "../../model/input-error";
import { BEGIN_READING } from "../../readers/catalog/catalog-sql";
import type { Query } from "../../readers/catalog/read-cluster";
import type { Connection } from "./connect";
import { codeOf } from "./connection-error";
import { readAs } from "./server-version";

/** Runs `read` in one transaction that only reads, on a server that is neither too old nor something else. */
export const inTransaction = async <T>(connection: Connection, shown: string, read: (query: Query, major: number) => Promise<T>): Promise<T> => {
  const { query } = connection;
  const major = await majorOf(connection, shown);
  await begin(query, major);
  const answer = await read(query, major);
  await query("COMMIT");
  return answer;
};

/** As the server says when a session begins. Before anything else is asked: an older server lacks columns of the catalogs. */
const majorOf = async ({ query, version }: Connection, shown: string): Promise<number> => {
  const said = version ?? ((await query("SHOW server_version")) as readonly { readonly server_version: string }[])[0]?.server_version;
  const [, first, second = "0"] = /^(\d+)(?:\.(\d+))?/.exec(said ?? "") ?? [];
  if (first === undefined) throw new InputError(`\`${shown}\` does not say its version: it is no PostgreSQL server`);
  const major = Number(first);
  // Before 10 the first two numbers were the major.
  readAs(major >= 10 ? major * 10_000 : major * 10_000 + Number(second) * 100, shown);
  return major;
};

/** What a login's statement_timeout of a millisecond ends. */
const CANCELLED = "57014";
const MOST_TRIES = 20;

/**
 * In one message: a login may have limits that end a session which waits between two. Where a pooler kept the limits of the session's start from
 * the server, a statement_timeout that is very short may still hit: until ours is in force, it is tried again.
 */
const begin = async (query: Query, major: number): Promise<void> => {
  const [first = "", ...rest] = BEGIN_READING;
  // From 17: a limit on the transaction as a whole, in place of which ours on statements holds.
  const statements = [first, ...(major >= 17 ? ["SET LOCAL transaction_timeout TO 0"] : []), ...rest].join("; ");
  for (let tries = 1; ; tries++) {
    try {
      await query(statements);
      return;
    } catch (error) {
      if (codeOf(error) !== CANCELLED || tries === MOST_TRIES) throw error;
      await query("ROLLBACK");
    }
  }
};

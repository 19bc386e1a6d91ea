import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Cluster, connected } from "./clusters";

const MARKER = "rolegate-was-here.txt";
/** Writes its standard input into the server's data folder, where programs of the server start. */
const PROGRAM = process.platform === "win32" ? `findstr "^" > ${MARKER}` : `cat > ${MARKER}`;

/** What a login types to run a program on the server. */
export const PROGRAM_SQL = `COPY (SELECT 'run for ' || session_user) TO PROGRAM '${PROGRAM}'`;

/** Asks the server to run a program, as `login`; answers PostgreSQL's refusal, or what the program wrote. */
export const askForProgram = async (cluster: Cluster, login: string): Promise<{ readonly refusal: string } | { readonly written: string }> => {
  const marker = join(cluster.server.folder, "data", MARKER);
  try {
    await connected(cluster, login, "postgres", (client) => client.query(PROGRAM_SQL));
  } catch (error) {
    if (existsSync(marker)) throw new Error(`${login} was refused, and ${MARKER} is there`);
    return { refusal: messageOf(error) };
  }
  return { written: readFileSync(marker, "utf8").trim() };
};

/** Runs a statement as `login`; answers PostgreSQL's refusal, or null. */
export const refusalOf = async (cluster: Cluster, login: string, database: string, sql: string): Promise<string | null> => {
  try {
    await connected(cluster, login, database, (client) => client.query(sql));
    return null;
  } catch (error) {
    return messageOf(error);
  }
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

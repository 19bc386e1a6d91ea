import { type Connection, connect } from "../cli/postgres/connect";
import { readAs } from "../cli/postgres/server-version";
import { type ConnectionSettings, connectionSettings } from "../cli/postgres/settings";
import { InputError } from "../model/input-error";
import type { Major } from "../model/predefined-roles";
import type { Query } from "../readers/catalog/read-cluster";
import type { ProviderSettings } from "./configuration";
import { errorDiagnostic, Refused } from "./plugin/diagnostics";
import { elapsed, type Log } from "./plugin/log";
import type { World } from "./world";

/** One transaction on the server: committed when `use` resolves, rolled back whole when it rejects. In the provider's database, or in another one. */
export type Transaction = <T>(use: (query: Query) => Promise<T>, signal: AbortSignal, database?: string | null) => Promise<T>;

/** How to connect, as the provider block and the environment say together. Throws `Refused` for what is contradictory, and where a setting is not known yet. */
export const connectionOf = async (settings: ProviderSettings, world: World): Promise<ConnectionSettings> => {
  if (settings.unknown.length > 0)
    throw new Refused([
      errorDiagnostic(
        "The server is not known yet",
        `${settings.unknown.map((name) => `\`${name}\``).join(", ")} of the provider block is known only after apply, and rolegate never falls back to another server.`,
      ),
    ]);
  const { host, ...others } = settings.connection;
  const parameters = new URLSearchParams({ ...others, ...(host !== undefined && { host }) });
  // A blank is `+` there, and stands for itself in libpq's URLs.
  return readable(() => connectionSettings(`postgres://?${parameters.toString().replaceAll("+", "%20")}`, settings.passwordCommand, world));
};

/**
 * A transaction that waits a bounded time for locks. An interrupt of Terraform cancels the statement that runs, from a second connection, so that
 * the server rolls back at once.
 */
export const transactionOn =
  (settings: () => Promise<ConnectionSettings>, lockTimeoutMilliseconds: number, log: Log): Transaction =>
  async (use, signal, database = null) => {
    const where = await settings();
    const session = await readable(() => connect(where, database ?? where.database));
    const connection: Connection = { ...session, query: timed(session.query, log) };
    const [backend] = (await connection.query("SELECT pg_catalog.pg_backend_pid() AS pid")) as readonly { readonly pid: number }[];
    const cancel = (): void => void cancelStatement(where, backend?.pid ?? 0);
    signal.addEventListener("abort", cancel, { once: true });
    try {
      return await readable(() => inTransaction(connection, use, lockTimeoutMilliseconds, signal));
    } finally {
      signal.removeEventListener("abort", cancel);
      await connection.end();
    }
  };

/** Each statement by its kind and duration: what it says of names and passwords is nobody's business. */
const timed =
  (query: Query, log: Log): Query =>
  async (sql) => {
    const time = elapsed();
    try {
      return await query(sql);
    } finally {
      log("debug", statementKind(sql), { milliseconds: time() });
    }
  };

/** The words in capitals that a statement begins with; names are quoted, so none is among them. */
export const statementKind = (sql: string): string => /^\s*([A-Z]+(?: [A-Z]+)*)/.exec(sql)?.[1] ?? "statement";

const inTransaction = async <T>({ query }: Connection, use: (query: Query) => Promise<T>, lockTimeoutMilliseconds: number, signal: AbortSignal): Promise<T> => {
  const asked: Query = (sql) => {
    if (signal.aborted) throw new InputError("interrupted: nothing was changed");
    return query(sql);
  };
  await asked(
    [
      "BEGIN TRANSACTION ISOLATION LEVEL READ COMMITTED READ WRITE",
      "SET LOCAL search_path TO pg_catalog",
      `SET LOCAL lock_timeout TO ${lockTimeoutMilliseconds}`,
      "SET LOCAL statement_timeout TO 0",
      // It waits while the server is judged.
      "SET LOCAL idle_in_transaction_session_timeout TO 0",
      "SET LOCAL timezone TO 'UTC'",
    ].join("; "),
  );
  try {
    const answer = await use(asked);
    await asked("COMMIT");
    return answer;
  } catch (error) {
    // The server rolls back whatever happens: the connection ends.
    await query("ROLLBACK").catch(() => undefined);
    throw error;
  }
};

const cancelStatement = async (settings: ConnectionSettings, pid: number): Promise<void> => {
  try {
    const connection = await connect(settings);
    await connection.query(`SELECT pg_catalog.pg_cancel_backend(${pid})`);
    await connection.end();
  } catch {
    // The session ends with this process, and the server rolls back then.
  }
};

/** The major that the server behaves as. Throws `InputError` for one that is too old. */
export const majorOf = async (query: Query): Promise<Major> => {
  const [row] = (await query("SHOW server_version_num")) as readonly { readonly server_version_num: string }[];
  return readAs(Number(row?.server_version_num), "the server").major;
};

/** What went wrong as a diagnostic: for people, and without a secret. */
export const readable = async <T>(action: () => Promise<T>): Promise<T> => {
  try {
    return await action();
  } catch (error) {
    if (error instanceof Refused) throw error;
    throw new Refused([diagnosticOf(error)]);
  }
};

const LOCK_NOT_AVAILABLE = "55P03";
const NOT_GRANTED = "42501";
const CANCELED = "57014";

const diagnosticOf = (error: unknown) => {
  if (error instanceof InputError) return errorDiagnostic(sentence(error.message), error.details.join("\n"));
  const { code, message, detail, hint } = error as { code?: string; message?: string; detail?: string; hint?: string };
  const said = [message, detail, hint].filter((part) => part !== undefined).join("\n");
  if (code === LOCK_NOT_AVAILABLE)
    return errorDiagnostic(
      "Another session holds a lock that this change needs",
      `${said}\n\nEverything was rolled back. Find the session in pg_stat_activity, or raise \`lock_timeout\` of the provider block, and apply again.`,
    );
  if (code === NOT_GRANTED)
    return errorDiagnostic(
      "The login of the provider may not do this",
      `${said}\n\nEverything was rolled back. From PostgreSQL 16 on it needs ADMIN OPTION on the roles that it gives, and CREATEROLE as well for those that it alters; before, CREATEROLE. Superusers, what another role granted, and some settings are for superusers.`,
    );
  if (code === CANCELED) return errorDiagnostic("Interrupted", `${said}\n\nEverything was rolled back.`);
  if (code === undefined) throw error;
  return errorDiagnostic("PostgreSQL refused", `${said} (SQLSTATE ${code})\n\nEverything was rolled back.`);
};

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

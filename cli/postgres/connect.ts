import type { Socket } from "node:net";
import type * as Pg from "pg";
import type { Query } from "../../readers/catalog/read-cluster";
import {
  connectionError,
  isFromServer,
  isRefusedEncryption,
  isRefusedOption,
  lostConnection,
  NO_CHANNEL_BINDING,
  NO_PASSWORD,
  SILENT,
} from "./connection-error";
import { type ConnectionSettings, isSocket } from "./settings";
import { type Encryption, encryptions } from "./tls";

/** One session on a server. */
export interface Connection {
  readonly query: Query;
  /** As the server says at the start, such as `16.14 (Debian 16.14-1)`; null where it does not. */
  readonly version: string | null;
  /** Ends it; never fails. */
  end(): Promise<void>;
}

/** How long a server may take to close a session; then it is closed here. */
const MOST_GOODBYE_MILLISECONDS = 2000;

/** Connects as libpq would: each encryption that the mode allows, in its order. Throws `InputError`, which tells what to do and holds no secret. */
export const connect = async (settings: ConnectionSettings, database = settings.database): Promise<Connection> => {
  const tried = encryptions(settings.sslmode, isSocket(settings.host));
  let first: unknown;
  for (const [at, encryption] of tried.entries()) {
    try {
      return await connectWithLimits({ ...settings, database }, encryption);
    } catch (error) {
      first ??= error;
      if (at === tried.length - 1 || !isRefusedEncryption(error)) throw connectionError(error, first, { ...settings, database });
    }
  }
  throw connectionError(first, first, settings);
};

/**
 * Limits of our own from the first moment: those that a login has of itself could end a session before it can say anything. What the URL's `options` say
 * comes first, and ours overrule it.
 */
const OWN_LIMITS = "-c statement_timeout=60s -c lock_timeout=5s -c idle_session_timeout=0 -c idle_in_transaction_session_timeout=60s";

/** With our limits, else without: poolers refuse options of a session. */
const connectWithLimits = async (settings: ConnectionSettings, encryption: Encryption): Promise<Connection> => {
  try {
    return await connectOnce({ ...settings, options: settings.options === null ? OWN_LIMITS : `${settings.options} ${OWN_LIMITS}` }, encryption);
  } catch (error) {
    if (!isRefusedOption(error)) throw error;
    return connectOnce(settings, encryption);
  }
};

const connectOnce = async (settings: ConnectionSettings, encryption: Encryption): Promise<Connection> => {
  const { Client } = require("pg") as typeof Pg;
  const { host, port, user, database, options, channelBinding, timeoutMilliseconds, silenceMilliseconds } = settings;
  const isBound = channelBinding === "require";
  let offersBinding = false;
  const password = (): string => {
    // Asked for before anything that depends on the password is sent.
    if (isBound && !offersBinding) throw new Error(NO_CHANNEL_BINDING);
    if (settings.password === null) throw new Error(NO_PASSWORD);
    return settings.password;
  };
  const client = new Client({
    host,
    port,
    user,
    database,
    password,
    ssl: encryption === "tls" ? tlsOptions(settings) : false,
    sslnegotiation: "postgres",
    application_name: "rolegate",
    client_encoding: "UTF8",
    connectionTimeoutMillis: timeoutMilliseconds,
    enableChannelBinding: isBound,
    ...(options !== null && { options }),
  });
  // A lost connection fails the statement that waits for it; without a listener it would end the process.
  client.on("error", () => undefined);
  const { connection } = client as unknown as { readonly connection: NodeJS.EventEmitter & { readonly stream: Socket } };
  let version: string | null = null;
  connection.on("parameterStatus", ({ parameterName, parameterValue }: { readonly parameterName: string; readonly parameterValue: string }) => {
    if (parameterName === "server_version") version = parameterValue;
  });
  connection.prependListener("authenticationSASL", ({ mechanisms }: { readonly mechanisms: readonly string[] }) => {
    offersBinding = mechanisms.includes("SCRAM-SHA-256-PLUS");
  });
  const end = async (): Promise<void> => {
    const timer = setTimeout(() => connection.stream.destroy(), MOST_GOODBYE_MILLISECONDS);
    await client.end().catch(() => undefined);
    clearTimeout(timer);
  };
  try {
    await client.connect();
    if (isBound && !offersBinding) throw new Error(NO_CHANNEL_BINDING);
  } catch (error) {
    void end();
    throw error;
  }
  // TLS has put another stream there.
  connection.stream.setTimeout(silenceMilliseconds, () => connection.stream.destroy(new Error(SILENT)));
  const query: Query = async (sql) => {
    try {
      return (await client.query<object>(sql)).rows;
    } catch (error) {
      throw isFromServer(error) ? error : lostConnection(error, settings);
    }
  };
  return { query, version, end };
};

const tlsOptions = ({ tls }: ConnectionSettings) => ({
  rejectUnauthorized: tls.verification !== "none",
  minVersion: tls.minVersion,
  ...(tls.ca !== null && { ca: tls.ca }),
  ...(tls.crl !== null && { crl: tls.crl }),
  ...(tls.client !== null && { cert: tls.client.cert, key: tls.client.key }),
  ...(tls.client?.passphrase != null && { passphrase: tls.client.passphrase }),
  // Only `verify-full` asks whether the certificate names the host.
  ...(tls.verification !== "host" && { checkServerIdentity: () => undefined }),
});

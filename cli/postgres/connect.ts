import type * as Pg from "pg";
import type { Query } from "../../readers/catalog/read-cluster";
import { connectionError, isFromServer, isRefusedEncryption, lostConnection, NO_CHANNEL_BINDING, NO_PASSWORD } from "./connection-error";
import { type ConnectionSettings, isSocket } from "./settings";
import { type Encryption, encryptions } from "./tls";

/** One session on a server. */
export interface Connection {
  readonly query: Query;
  /** Ends it; never fails. */
  end(): Promise<void>;
}

/** Connects as libpq would: each encryption that the mode allows, in its order. Throws `InputError`, which tells what to do and holds no secret. */
export const connect = async (settings: ConnectionSettings, database = settings.database): Promise<Connection> => {
  const tried = encryptions(settings.sslmode, isSocket(settings.host));
  let first: unknown;
  for (const [at, encryption] of tried.entries()) {
    try {
      return await connectOnce({ ...settings, database }, encryption);
    } catch (error) {
      first ??= error;
      if (at === tried.length - 1 || !isRefusedEncryption(error)) throw connectionError(error, first, { ...settings, database });
    }
  }
  throw connectionError(first, first, settings);
};

const connectOnce = async (settings: ConnectionSettings, encryption: Encryption): Promise<Connection> => {
  const { Client } = require("pg") as typeof Pg;
  const { host, port, user, database, options, channelBinding, timeoutMilliseconds } = settings;
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
  const { connection } = client as unknown as { readonly connection: NodeJS.EventEmitter };
  connection.prependListener("authenticationSASL", ({ mechanisms }: { readonly mechanisms: readonly string[] }) => {
    offersBinding = mechanisms.includes("SCRAM-SHA-256-PLUS");
  });
  const end = (): Promise<void> => client.end().catch(() => undefined);
  try {
    await client.connect();
    if (isBound && !offersBinding) throw new Error(NO_CHANNEL_BINDING);
  } catch (error) {
    void end();
    throw error;
  }
  const query: Query = async (sql) => {
    try {
      return (await client.query<object>(sql)).rows;
    } catch (error) {
      throw isFromServer(error) ? error : lostConnection(error, settings);
    }
  };
  return { query, end };
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

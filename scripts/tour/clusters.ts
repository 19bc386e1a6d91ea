import { randomBytes } from "node:crypto";
import { Client } from "pg";
import type { AccessGraph } from "../../model/access-graph";
import type { Major } from "../../model/predefined-roles";
import { BEGIN_READING } from "../../readers/catalog/catalog-sql";
import { type ClusterReading, readCluster } from "../../readers/catalog/read-cluster";
import { identifier, literal } from "../../writers/quote";
import { type DatabaseStatements, statementsOf } from "../../writers/sql";
import type { PostgresServer } from "../postgres/server";

/** One of the tour's servers, with the passwords that it gave to logins. */
export interface Cluster {
  readonly server: PostgresServer;
  readonly systemIdentifier: string;
  readonly passwords: Map<string, string>;
}

/** Runs `use` with a connection of `login`, which is closed afterwards. */
export const connected = async <T>({ server, passwords }: Cluster, login: string, database: string, use: (client: Client) => Promise<T>): Promise<T> => {
  const client = new Client({ host: server.host, port: server.port, user: login, password: passwords.get(login), database });
  // The server is stopped under open connections when the tour is interrupted.
  client.on("error", () => {});
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
};

export const openCluster = async (server: PostgresServer): Promise<Cluster> => {
  const cluster = { server, systemIdentifier: "", passwords: new Map([[server.user, server.password]]) };
  const { systemIdentifier } = await readLive(cluster);
  return { ...cluster, systemIdentifier };
};

/** What the catalogs say, read at one moment, without writing. */
export const readLive = (cluster: Cluster): Promise<ClusterReading> =>
  connected(cluster, cluster.server.user, "postgres", async (client) => {
    for (const statement of BEGIN_READING) await client.query(statement);
    return readCluster(async (sql) => (await client.query(sql)).rows);
  });

/** Makes what is there before Terraform comes: the databases, their schemas, and the login that Terraform connects as. */
export const prepare = async (cluster: Cluster, graph: AccessGraph, databases: readonly string[], administrators: readonly string[]): Promise<void> => {
  const superuser = cluster.server.user;
  await connected(cluster, superuser, "postgres", async (client) => {
    for (const name of administrators.filter((administrator) => administrator !== superuser)) {
      await client.query(`CREATE ROLE ${identifier(name)} LOGIN SUPERUSER`);
      await setPassword(cluster, client, name);
    }
    for (const database of databases) await client.query(`CREATE DATABASE ${identifier(database)}`);
  });
  for (const database of databases) {
    const schemas = new Set([...graph.grants, ...graph.defaultPrivileges].filter((fact) => fact.database === database).flatMap(({ schema }) => schema ?? []));
    await connected(cluster, superuser, database, async (client) => {
      for (const schema of schemas) await client.query(`CREATE SCHEMA IF NOT EXISTS ${identifier(schema)}`);
    });
  }
};

/** Applies the facts of one stack in one transaction, as `login`; answers the statements. Its logins get random passwords, which stay here. */
export const apply = async (cluster: Cluster, graph: AccessGraph, login: string): Promise<readonly string[]> => {
  const lists = statementsOf(graph, { major: cluster.server.major as Major });
  const statements = lists.flatMap((list) => list.statements);
  await connected(cluster, login, databaseOf(lists), async (client) => {
    await client.query("BEGIN");
    for (const statement of statements) await client.query(statement);
    for (const role of graph.roles) if (role.login === true && role.source === "managed") await setPassword(cluster, client, role.name);
    await client.query("COMMIT");
  });
  return statements;
};

/** A transaction is of one database, so a stack must be, too. */
const databaseOf = (lists: readonly DatabaseStatements[]): string => {
  const databases = lists.flatMap(({ database }) => database ?? []);
  if (databases.length > 1) throw new Error(`the tour applies a stack in one transaction, and this one is about ${databases.join(" and ")}`);
  return databases[0] ?? "postgres";
};

const setPassword = async ({ passwords }: Cluster, client: Client, role: string): Promise<void> => {
  const password = randomBytes(18).toString("base64url");
  await client.query(`ALTER ROLE ${identifier(role)} PASSWORD ${literal(password)}`);
  passwords.set(role, password);
};

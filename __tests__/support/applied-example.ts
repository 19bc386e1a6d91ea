import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readStack } from "../../readers/synthesized/read-stack";
import { identifier } from "../../writers/quote";
import { statementsOf } from "../../writers/sql";
import { folderWith, outputFiles } from "../cli/world";
import type { TestServer } from "./servers";

const ROOT = join(__dirname, "..", "..");
const STACK = readFileSync(join(ROOT, "__tests__/fixtures/main/prod/cdk.tf.json"), "utf8");

/** The example's stack; PostgreSQL 14 has no pg_checkpoint. */
export const stackFor = (major: number): string => forMajor(STACK, major);
const forMajor = (text: string, major: number): string => (major === 14 ? text.replaceAll("pg_checkpoint", "pg_stat_scan_tables") : text);

/** The graph of one stack. */
const graphOf = (text: string) => {
  const [server] = readStack({ name: "prod", path: "cdk.tf.json", text, origins: {}, collisions: [], otherFiles: [] }).servers;
  if (server === undefined) throw new Error("the stack is about no server");
  return server.graph;
};

/** Applies a stack as the tour does: as a superuser named tfadmin, in one transaction for each database. */
export const applyStack = async (server: TestServer, text: string, databases: readonly string[] = ["orders"]): Promise<void> => {
  const graph = graphOf(text);
  await server.admin.query("CREATE ROLE tfadmin LOGIN SUPERUSER");
  for (const database of databases) {
    await server.admin.query(`CREATE DATABASE ${identifier(database)}`);
    const client = await server.connect({ database });
    const schemas = new Set([...graph.grants, ...graph.defaultPrivileges].filter((fact) => fact.database === database).flatMap(({ schema }) => schema ?? []));
    for (const schema of schemas) await client.query(`CREATE SCHEMA IF NOT EXISTS ${identifier(schema)}`);
    await client.query("CREATE TABLE orders.invoice (id serial PRIMARY KEY, total numeric); CREATE VIEW orders.totals AS SELECT total FROM orders.invoice");
  }
  for (const { database, statements } of statementsOf(graph, { major: server.major })) {
    const client = await server.connect({ database: database ?? "postgres" });
    await client.query(["BEGIN", "SET LOCAL SESSION AUTHORIZATION tfadmin", ...statements, "COMMIT"].join(";\n"));
  }
};

/** A folder with the synthesized stack, and policy files that have the server as an endpoint of prod: the second one, or the `first`. */
export const driftFolder = (
  server: TestServer,
  text: string,
  more = "",
  { personas = "", allowlist, first = false }: { readonly personas?: string; readonly allowlist?: string; readonly first?: boolean } = {},
): string => {
  const endpoints = ["{ host: orders.db.example.com, port: 5432 }", `{ host: "${server.host}", port: ${server.port} }`];
  return folderWith({
    ...outputFiles({ prod: text }),
    "policies/environments.yaml": `environments:
  - name: prod
    kind: ${allowlist === undefined ? "shared" : "isolated"}
    postgres: ${server.major}
    endpoints: [${(first ? endpoints.toReversed() : endpoints).join(", ")}]
    administrators: [${server.user}, tfadmin]
    databases: [orders]
${more}`,
    "policies/personas.yaml": forMajor(readFileSync(join(ROOT, "policies/personas.yaml"), "utf8"), server.major).replaceAll(/^.*migration.*$/gm, "") + personas,
    ...(allowlist !== undefined && { "policies/allowlist.yaml": allowlist }),
  });
};

export const urlOf = ({ host, port, user, password }: TestServer, database = "orders"): string =>
  `postgres://${user}:${encodeURIComponent(password)}@${host}:${port}/${database}`;

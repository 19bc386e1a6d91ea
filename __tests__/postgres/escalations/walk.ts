import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Client } from "pg";
import { mergeGraphs } from "../../../model/access-graph";
import { closureOf, type ReachedCapability } from "../../../model/closure";
import { indexGraph } from "../../../model/graph-index";
import { readCluster } from "../../../readers/catalog/read-cluster";
import { readDatabase } from "../../../readers/catalog/read-database";
import type { TestServer } from "../../support/servers";
import type { Proof } from "./proof";

/** A server that proofs are walked on. */
export type ProvingServer = Pick<TestServer, "major" | "host" | "port" | "folder" | "admin" | "connect">;

const PASSWORD = "walks its own path";

/** Runs the statements one by one; a string after `\c` is the database of those that follow. */
const runAll = async (server: ProvingServer, client: Client, statements: readonly string[], fill: (sql: string) => string): Promise<void> => {
  let at = client;
  for (const statement of statements) {
    if (statement.startsWith("\\c ")) at = await server.connect({ database: statement.slice(3) });
    else await at.query(fill(statement));
  }
};

const reachesOfApp = async ({ admin, major }: ProvingServer): Promise<readonly ReachedCapability[]> => {
  const query = async (sql: string) => (await admin.query(sql)).rows;
  const cluster = await readCluster(query);
  const database = await readDatabase(query, "test");
  const index = indexGraph(mergeGraphs([cluster.graph, database.graph]));
  return closureOf(index, { major, version: cluster.version, administrators: ["postgres"] }).reaches("app");
};

/** Lets the superuser in from the loopback without a password, as initdb does on a socket, while `use` runs. */
const whileTrusting = async ({ admin }: ProvingServer, use: () => Promise<void>): Promise<void> => {
  const file: string = (await admin.query("SHOW hba_file")).rows[0].hba_file;
  const before = readFileSync(file, "utf8");
  const reload = async (text: string): Promise<void> => {
    writeFileSync(file, text);
    await admin.query("SELECT pg_reload_conf(), pg_sleep(0.3)");
  };
  await reload(`host postgres postgres 127.0.0.1/32 trust\n${before}`);
  try {
    await use();
  } finally {
    await reload(before);
  }
};

export interface Walked {
  readonly claims: readonly ReachedCapability[];
  readonly succeeds: boolean;
  readonly refusal: string | null;
}

/** Builds the precondition, asks the closure, and lets `app` walk. */
export const walk = async (server: ProvingServer, proof: Proof, isTwin: boolean): Promise<Walked> => {
  const mark = join(server.folder, "data", "mark");
  rmSync(mark, { force: true });
  const fill = (sql: string): string => sql.replaceAll(":mark", mark).replaceAll(":host", server.host).replaceAll(":port", String(server.port));
  await server.admin.query(`CREATE ROLE app LOGIN PASSWORD '${PASSWORD}'`);
  try {
    await runAll(server, server.admin, [...proof.setup, ...(isTwin ? proof.undo : [])], fill);
    const claims = (await reachesOfApp(server)).filter(({ capability }) => capability === proof.gives);
    let refusal: string | null = null;
    const attack = async (): Promise<void> => {
      try {
        const app = await server.connect({ user: "app", password: PASSWORD, database: proof.database ?? "test" });
        await runAll(server, app, proof.attack, fill);
        await app.end();
        await runAll(server, server.admin, proof.later ?? [], fill);
      } catch (error) {
        refusal = (error as Error).message;
      }
    };
    await (proof.trusting === true ? whileTrusting(server, attack) : attack());
    const { rows } = await server.admin.query("SELECT rolsuper FROM pg_roles WHERE rolname = 'app'");
    const succeeds = proof.seen === "file" ? existsSync(mark) : proof.seen === "superuser" ? rows[0].rolsuper : refusal === null;
    return { claims, succeeds, refusal };
  } finally {
    await runAll(server, server.admin, proof.cleanup ?? [], fill);
    rmSync(mark, { force: true });
  }
};

/** Why the server cannot have the language, or null where it has. */
export const missing = async ({ admin }: ProvingServer, language: string): Promise<string | null> => {
  await admin.query("BEGIN");
  const answer = await admin.query(`CREATE EXTENSION ${language}`).then(
    () => null,
    (error: Error) => error.message,
  );
  await admin.query("ROLLBACK");
  return answer;
};

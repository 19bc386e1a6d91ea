import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { chmodSync, chownSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { readLive } from "../../cli/postgres/read-live";
import { connectionSettings } from "../../cli/postgres/settings";
import { folderWith } from "../cli/world";
import { TESTED_MAJORS, type TestServer, withServer } from "../support/servers";

/** Debian's `pgbouncer`; `ROLEGATE_PGBOUNCER` names another. */
const PROGRAM = process.env.ROLEGATE_PGBOUNCER ?? "/usr/sbin/pgbouncer";
const major = TESTED_MAJORS.at(-1) ?? 18;

const configuration = ({ host, port }: TestServer, own: number, folder: string, databases: string): string => `
[databases]
${databases.replaceAll("SERVER", `host=${host} port=${port}`)}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${own}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${join(folder, "users")}
pool_mode = transaction
default_pool_size = 2
`;

/** PgBouncer in transaction mode in front of a server. */
const withPooler = async (server: TestServer, databases: string, use: (port: number) => Promise<void>): Promise<void> => {
  const port = randomInt(20_000, 32_000);
  const folder = folderWith({ users: '"auditor" "hunter2"\n' });
  const file = join(folder, "pgbouncer.ini");
  writeFileSync(file, configuration(server, port, folder, databases));
  // It does not run as root.
  const account = process.getuid?.() === 0 ? { uid: idOf("-u"), gid: idOf("-g") } : null;
  chmodSync(folder, 0o755);
  if (account !== null) for (const path of [file, join(folder, "users")]) chownSync(path, account.uid, account.gid);
  const pooler = spawn(PROGRAM, [file], { stdio: ["ignore", "ignore", "pipe"], cwd: "/", ...account });
  try {
    await listens(pooler);
    await use(port);
  } finally {
    await new Promise((resolve) => {
      if (pooler.exitCode !== null) return resolve(null);
      pooler.once("exit", resolve);
      pooler.kill("SIGTERM");
    });
  }
};

const idOf = (flag: string): number => Number(execFileSync("id", [flag, "nobody"], { encoding: "utf8" }));

const listens = (pooler: ChildProcess): Promise<void> =>
  new Promise((resolve, reject) => {
    const log: string[] = [];
    pooler.once("error", reject);
    pooler.once("exit", (code) => reject(new Error(`pgbouncer ended with ${code}: ${log.slice(-5).join("; ")}`)));
    if (pooler.stderr !== null)
      createInterface({ input: pooler.stderr }).on("line", (line) => {
        log.push(line);
        if (line.includes("process up")) resolve();
      });
  });

const SETUP = [
  "CREATE ROLE auditor LOGIN PASSWORD 'hunter2'",
  "CREATE ROLE team",
  "GRANT team TO auditor",
  "CREATE DATABASE orders",
  "CREATE DATABASE bills",
  "CREATE SCHEMA seen",
  // A pooler keeps from the server what a session would say of its limits.
  "ALTER ROLE auditor SET statement_timeout = '1ms'",
  "ALTER ROLE auditor SET default_transaction_isolation = 'serializable'",
];

const missing = existsSync(PROGRAM) ? null : `there is no ${PROGRAM}: install Debian's pgbouncer, or name another with ROLEGATE_PGBOUNCER`;
if (missing !== null && process.env.CI !== undefined) throw new Error(missing);
if (missing !== null) console.warn(`not tested behind a pooler: ${missing}`);

(missing === null ? describe : describe.skip)("behind PgBouncer in transaction mode", () => {
  const read = async (port: number, database: string) =>
    readLive(await connectionSettings(`postgres://auditor:hunter2@127.0.0.1:${port}/${database}`, undefined, { cwd: ".", env: {} }));

  it("a cluster is read as without it, whatever the login's own settings are, and no session is left in a transaction", async () => {
    await withServer(major, async (server) => {
      for (const statement of SETUP) await server.admin.query(statement);
      await withPooler(server, "* = SERVER", async (port) => {
        const [pooled, direct] = [await read(port, "test"), await read(server.port, "test")];
        expect(pooled.graph).toEqual(direct.graph);
        expect(pooled.unseen).toEqual(direct.unseen);
        expect(new Set(pooled.graph.schemas.map(({ database }) => database))).toEqual(new Set(["test", "orders", "bills", "postgres", "template1"]));
        const { rows } = await server.admin.query("SELECT DISTINCT state FROM pg_stat_activity WHERE usename = 'auditor'");
        expect(rows).toEqual([{ state: "idle" }]);
        // The next one to get that session finds it as it was.
        const own = await server.connect({ user: "auditor", password: "hunter2" });
        expect((await own.query("SHOW statement_timeout")).rows).toEqual([{ statement_timeout: "1ms" }]);
      });
    });
  });

  it("a database that goes by another name is read by its own, and what leads elsewhere or nowhere is not seen", async () => {
    await withServer(major, async (server) => {
      for (const statement of SETUP) await server.admin.query(statement);
      await withPooler(server, "front = SERVER dbname=test\norders = SERVER dbname=bills\npostgres = SERVER\ntemplate1 = SERVER", async (port) => {
        const { graph, unseen } = await read(port, "front");
        expect(graph.schemas.filter(({ name }) => name === "seen").map(({ database }) => database)).toEqual(["test"]);
        const left = unseen.filter(({ isDatabase }) => isDatabase).map(({ text }) => text);
        expect(left).toHaveLength(2);
        expect(left[0]).toBe("the database `orders` was not read: the connection leads to the database `bills`");
        expect(left[1]).toMatch(/^the database `bills` was not read: /);
      });
    });
  });

  it("a wrong password is said", async () => {
    await withServer(major, async (server) => {
      for (const statement of SETUP) await server.admin.query(statement);
      await withPooler(server, "* = SERVER", async (port) => {
        const settings = await connectionSettings(`postgres://auditor:wrong@127.0.0.1:${port}/test`, undefined, { cwd: ".", env: {} });
        await expect(readLive(settings)).rejects.toMatchObject({ name: "InputError", message: expect.stringContaining("the password of `auditor` is wrong") });
      });
    });
  });
});

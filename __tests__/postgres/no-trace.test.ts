import { Client } from "pg";
import { readLive } from "../../cli/postgres/read-live";
import { connectionSettings } from "../../cli/postgres/settings";
import { type PostgresServer, startServer } from "../../scripts/postgres/server";
import { folderWith, runIn, stackJson } from "../cli/world";
import { type Listener, proxyTo } from "../support/proxy";
import { TESTED_MAJORS } from "../support/servers";
import { withStandby } from "../support/standby";

/** Oldest and newest: each needs a server of its own, on which nothing else happens. */
const ENDS = TESTED_MAJORS.filter((_, at, all) => at === 0 || at === all.length - 1);

const SETUP = [
  "ALTER SYSTEM SET autovacuum = off",
  "SELECT pg_reload_conf()",
  "CREATE ROLE auditor LOGIN PASSWORD 'hunter2'",
  // So little that a sort of the roles would go to a file.
  "ALTER ROLE auditor SET work_mem = '64kB'",
  "CREATE ROLE team",
  "DO $$ BEGIN FOR n IN 1..3000 LOOP EXECUTE format('CREATE ROLE member_%s LOGIN IN ROLE team', n); END LOOP; END $$",
  "CREATE DATABASE orders",
  "CREATE TABLE public.t (a int)",
  "CREATE VIEW public.v AS SELECT a FROM public.t",
  "CREATE FUNCTION public.f() RETURNS bigint LANGUAGE sql SECURITY DEFINER BEGIN ATOMIC SELECT count(*) FROM public.t; END",
  "GRANT SELECT ON public.t TO auditor",
];

/** What would show that somebody wrote: the write-ahead log, transaction numbers, rows of all databases, temporary files and schemas. */
const TRACES = `
SELECT pg_current_wal_insert_lsn()::text AS wal, pg_snapshot_xmax(pg_current_snapshot())::text AS transactions,
       (SELECT sum(tup_inserted + tup_updated + tup_deleted)::text FROM pg_stat_database) AS rows,
       (SELECT sum(temp_files)::text FROM pg_stat_database) AS files, (SELECT count(*)::text FROM pg_ls_tmpdir()) AS left,
       (SELECT count(*)::text FROM pg_namespace WHERE nspname ~ '^pg_(toast_)?temp_') AS schemas`;

interface Session {
  readonly state: string;
  readonly xid: string | null;
  readonly modes: readonly string[];
  readonly datname: string;
}

/** Our sessions as another one sees them, with the locks that they hold; each is on its own virtual transaction as well. */
const SESSIONS = `
SELECT state, backend_xid::text AS xid, datname, ARRAY(SELECT DISTINCT mode FROM pg_locks WHERE pg_locks.pid = activity.pid AND locktype <> 'virtualxid') AS modes
FROM pg_stat_activity AS activity WHERE application_name = 'rolegate' AND usename = 'auditor'`;

const read = async (port: number) =>
  readLive(await connectionSettings(`postgres://auditor:hunter2@127.0.0.1:${port}/postgres`, undefined, { cwd: ".", env: {} }));

describe.each(ENDS)("PostgreSQL %i", (major) => {
  let server: PostgresServer;
  let admin: Client;

  beforeAll(async () => {
    server = await startServer({ major });
    const { host, port, user, password } = server;
    admin = new Client({ host, port, user, password, database: "postgres" });
    await admin.connect();
    for (const statement of SETUP) await admin.query(statement);
    // What whoever reads a catalog tidies on the way is tidied: that is the server's own work, and goes to the write-ahead log.
    for (const database of ["postgres", "orders", "template1"]) {
      const inside = new Client({ host, port, user, password, database });
      await inside.connect();
      await inside.query("VACUUM (FREEZE, ANALYZE)");
      await inside.query("VACUUM FREEZE");
      await inside.end();
    }
    for (let times = 0; times < 2; times++) await read(port);
  }, 60_000);
  afterAll(async () => {
    await admin?.end();
    await server?.stop();
  });

  const settled = async (): Promise<unknown> => {
    // Sessions say what they did when they end, and a little later.
    await new Promise((resolve) => setTimeout(resolve, 1200));
    await admin.query("SELECT pg_stat_clear_snapshot()");
    return (await admin.query(TRACES)).rows[0];
  };

  it.each(["audit", "drift"])("%s leaves no trace: nothing written, no temporary object, and no lock above ACCESS SHARE", async (command) => {
    const sessions: Session[] = [];
    const before = await settled();
    // Each session is looked at when it has read everything and has not ended its transaction yet.
    const proxy: Listener = await proxyTo(server, {
      toServer: (bytes, { server: behind }) => {
        if (!bytes.includes("COMMIT\0")) return bytes;
        void admin.query<Session>(SESSIONS).then(({ rows }) => {
          sessions.push(...rows.filter(({ state }) => state === "idle in transaction"));
          behind.write(bytes);
        });
        return null;
      },
    });
    try {
      const url = `postgres://auditor:hunter2@127.0.0.1:${proxy.port}/postgres?sslmode=disable`;
      const folder = folderWith({ "code/cdk.tf.json": stackJson([{ name: "auditor" }]) });
      const ran = await runIn(folder, command === "audit" ? ["audit", url] : ["drift", "code", url]);
      expect([ran.stderr, ran.code === 2]).toEqual([ran.stderr, false]);
    } finally {
      await proxy.close();
    }
    expect(new Set(sessions.map(({ datname }) => datname))).toEqual(new Set(["postgres", "orders", "template1"]));
    for (const { xid, modes } of sessions) expect({ xid, modes }).toEqual({ xid: null, modes: ["AccessShareLock"] });
    expect(await settled()).toEqual(before);
    expect((await admin.query(SESSIONS)).rows).toEqual([]);
  });

  // The files of a server belong to an account of its own, and are copied by a program that Windows lacks.
  (process.platform === "win32" ? it.skip : it)(
    "reads a hot standby as it reads the server that it follows",
    async () => {
      const read = async (port: number) =>
        readLive(await connectionSettings(`postgres://auditor:hunter2@127.0.0.1:${port}/postgres`, undefined, { cwd: ".", env: {} }));
      await withStandby(server, async ({ port }) => {
        const [of, standby] = [await read(server.port), await read(port)];
        expect([of.isInRecovery, standby.isInRecovery]).toEqual([false, true]);
        expect(standby.graph).toEqual(of.graph);
        expect(standby.graph.memberships).toHaveLength(3000);
        expect(standby.systemIdentifier).toBe(of.systemIdentifier);
      });
    },
    60_000,
  );
});

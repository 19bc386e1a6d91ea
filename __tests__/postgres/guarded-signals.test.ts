import { Client } from "pg";
import { mergeGraphs } from "../../model/access-graph";
import { closureOf } from "../../model/closure";
import { indexGraph } from "../../model/graph-index";
import type { GuardedSignal } from "../../model/guarded-signals";
import { readCluster } from "../../readers/catalog/read-cluster";
import { readDatabase } from "../../readers/catalog/read-database";
import { guardedSignalsSql } from "../support/guarded-signals";
import { SAMPLED_MAJORS, TESTED_MAJORS, type TestServer, withServer } from "../support/servers";
import { withStandby } from "../support/standby";

const SIGNALS: readonly GuardedSignal[] = ["cancel", "terminate"];

interface Session {
  readonly client: Client;
  readonly pid: number;
  readonly start: string;
}

const sessionOf = async (server: TestServer, client: Client): Promise<Session> => {
  const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  const pid = rows[0]?.pid ?? 0;
  return { client, pid, start: await startOf(server, pid) };
};
const startOf = async ({ admin }: TestServer, pid: number): Promise<string> => {
  const { rows } = await admin.query("SELECT backend_start::text AS start FROM pg_stat_activity WHERE pid = $1", [pid]);
  return rows[0]?.start ?? "now";
};

/** What the server wrote since, as it calls each line. */
const guardLines = (messages: readonly string[]): readonly Record<string, unknown>[] =>
  messages.filter((text) => text.startsWith("rolegate guarded signal ")).map((text) => JSON.parse(decoded(text.slice("rolegate guarded signal ".length))));

/** What `encode(..., 'escape')` wrote. */
const decoded = (text: string): string => {
  const bytes = text.replace(/\\(?:\\|([0-7]{3}))/g, (_, octal?: string) => (octal === undefined ? "\\" : String.fromCharCode(Number.parseInt(octal, 8))));
  return Buffer.from(bytes, "latin1").toString("utf8");
};

describe.each(TESTED_MAJORS)("guarded signals on PostgreSQL %i", (major) => {
  const on = (use: (server: TestServer, sre: Client, log: string[]) => Promise<void>): Promise<void> =>
    withServer(major, async (server) => {
      await server.admin.query(guardedSignalsSql());
      await server.admin.query("CREATE ROLE app LOGIN PASSWORD 'a'");
      const sre = await server.connect({ user: "sre", password: "s" });
      const log: string[] = [];
      sre.on("notice", ({ severity, message = "" }) => severity === "LOG" && log.push(message));
      await sre.query("SET client_min_messages = log");
      await use(server, sre, log);
    });
  const signal = (by: Client, which: GuardedSignal, { pid, start }: Pick<Session, "pid" | "start">, reason: string | null = "blocks a deployment") =>
    by.query(`SELECT ops.${which}_session($1, $2, $3) AS done`, [pid, start, reason]);

  test("one cancels the statement of a session, the other ends it, and each says who, whom and why", () =>
    on(async (server, sre, log) => {
      const app = await sessionOf(server, await server.connect({ user: "app", password: "a" }));
      const slept = app.client.query("SELECT pg_sleep(60)").catch((error) => error.code);
      await expect(signal(sre, "cancel", app)).resolves.toMatchObject({ rows: [{ done: true }] });
      expect(await slept).toBe("57014");
      await expect(app.client.query("SELECT 1")).resolves.toBeDefined();
      await expect(signal(sre, "terminate", app, "  Müller asked  ")).resolves.toMatchObject({ rows: [{ done: true }] });
      await expect(app.client.query("SELECT 1")).rejects.toThrow();
      expect(guardLines(log)).toMatchObject([
        { signal: "cancel", refused: null, by: "sre", as: "none", reason: "blocks a deployment", pid: app.pid, role: "app", database: "test" },
        { signal: "terminate", refused: null, reason: "Müller asked" },
      ]);
    }));

  test("the closure knows them on a live server, to the last byte and with their owner", () =>
    on(async (server) => {
      const query = async (sql: string) => (await server.admin.query(sql)).rows;
      const reached = async (): Promise<readonly string[]> => {
        const [cluster, database] = [await readCluster(query), await readDatabase(query, "test")];
        const closure = closureOf(indexGraph(mergeGraphs([cluster.graph, database.graph])), { major, version: cluster.version, administrators: ["postgres"] });
        return closure.reaches("sre").map(({ capability, certainty }) => `${capability} ${certainty}`);
      };
      expect(await reached()).toEqual(["guarded-signals certain"]);
      await server.admin.query("GRANT pg_read_all_data TO signaller");
      expect(await reached()).toContain("signal-backend conditional");
      await server.admin.query("REVOKE pg_read_all_data FROM signaller; ALTER FUNCTION ops.cancel_session(integer, timestamptz, text) SET work_mem = '1MB'");
      expect(await reached()).toContain("signal-backend conditional");
    }));

  test("nobody else may call them, and their caller gets nothing by them", () =>
    on(async (server, sre) => {
      const app = await sessionOf(server, await server.connect({ user: "app", password: "a" }));
      const other = await server.connect({ user: "app", password: "a" });
      for (const which of SIGNALS) await expect(signal(other, which, app)).rejects.toMatchObject({ code: "42501" });
      await expect(sre.query("SET ROLE signaller")).rejects.toMatchObject({ code: "42501" });
      await expect(sre.query("SELECT pg_terminate_backend($1)", [app.pid])).rejects.toMatchObject({ code: "42501" });
      await expect(
        sre.query("CREATE OR REPLACE FUNCTION ops.cancel_session(integer, timestamptz, text) RETURNS boolean LANGUAGE sql AS 'SELECT true'"),
      ).rejects.toThrow();
      // PostgreSQL warns only.
      await sre.query("GRANT EXECUTE ON FUNCTION ops.cancel_session(integer, timestamptz, text) TO app");
      await expect(signal(other, "cancel", app)).rejects.toMatchObject({ code: "42501" });
    }));

  test("superusers, protected roles, other kinds of processes and one's own session are left alone, and every refusal is logged", () =>
    on(async (server, sre, log) => {
      await server.admin.query(`
        CREATE ROLE dba LOGIN PASSWORD 'd'; CREATE ROLE dbas; GRANT signaller_protected TO dbas; GRANT dbas TO dba;
        CREATE ROLE copier LOGIN REPLICATION PASSWORD 'c'; CREATE ROLE worker SUPERUSER`);
      const dba = await sessionOf(server, await server.connect({ user: "dba", password: "d" }));
      const superuser = await sessionOf(server, await server.connect());
      const own = await sessionOf(server, sre);
      const background = await server.admin.query(
        "SELECT pid, backend_start::text AS start FROM pg_stat_activity WHERE backend_type <> 'client backend' LIMIT 3",
      );
      const cases: readonly (readonly [Pick<Session, "pid" | "start">, string])[] = [
        [dba, "a protected role"],
        [superuser, "a superuser"],
        [own, "your own session"],
        ...background.rows.map((row): readonly [Pick<Session, "pid" | "start">, string] => [row, "no session of a client"]),
        [{ pid: 1, start: dba.start }, "no such session"],
        [{ pid: -1, start: dba.start }, "no such session"],
      ];
      for (const which of SIGNALS)
        for (const [target, refusal] of cases)
          await expect(signal(sre, which, target)).rejects.toMatchObject({ code: "42501", message: expect.stringContaining(refusal) });
      await expect(dba.client.query("SELECT 1")).resolves.toBeDefined();
      expect(guardLines(log)).toHaveLength(2 * cases.length);
      expect(guardLines(log).every(({ refused }) => typeof refused === "string")).toBe(true);
    }));

  test("a parallel worker is no session of a client", () =>
    on(async (server, sre) => {
      await server.admin.query(
        "CREATE TABLE big AS SELECT generate_series(1, 300000) AS n; ALTER TABLE big SET (parallel_workers = 2); GRANT SELECT ON big TO app",
      );
      const app = await server.connect({ user: "app", password: "a" });
      await app.query(
        "SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0; SET max_parallel_workers_per_gather = 2",
      );
      const slow = app.query("SELECT count(*) FROM big WHERE pg_sleep(0.001) IS NOT NULL AND n > 0").catch(() => undefined);
      let worker: Pick<Session, "pid" | "start"> | undefined;
      for (let tries = 0; tries < 500 && worker === undefined; tries++) {
        const { rows } = await server.admin.query("SELECT pid, backend_start::text AS start FROM pg_stat_activity WHERE backend_type = 'parallel worker'");
        worker = rows[0];
      }
      expect(worker).toBeDefined();
      if (worker !== undefined) await expect(signal(sre, "terminate", worker)).rejects.toThrow("no session of a client");
      await server.admin.query("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE usename = 'app'");
      await slow;
    }));

  if (SAMPLED_MAJORS.includes(major))
    test("a walsender is no session of a client, on a standby too", () =>
      on(async (server) => {
        await server.admin.query("CREATE ROLE copier LOGIN REPLICATION PASSWORD 'c'");
        await withStandby(server, async (place) => {
          const connect = async (user: string, password: string, more: object = {}): Promise<Client> => {
            const client = new Client({ ...place, user, password, database: "test", ...more });
            client.on("error", () => {});
            await client.connect();
            return client;
          };
          const copier = await connect("copier", "c", { replication: "true" });
          const [admin, app, other] = [await connect(server.user, server.password), await connect("app", "a"), await connect("sre", "s")];
          const { rows } = await admin.query(
            "SELECT backend_type, pid, backend_start::text AS start FROM pg_stat_activity WHERE backend_type = 'walsender' OR usename = 'app' ORDER BY 1 DESC",
          );
          const [walsender, session] = rows;
          expect(walsender.backend_type).toBe("walsender");
          for (const which of SIGNALS) await expect(signal(other, which, walsender)).rejects.toThrow("no session of a client");
          await expect(signal(other, "terminate", session)).resolves.toMatchObject({ rows: [{ done: true }] });
          for (const client of [copier, admin, app, other]) await client.end();
        });
      }));

  test("nothing is signalled without a reason, for another session of the same pid, without the group of the protected, or where nothing is logged", () =>
    on(async (server, sre) => {
      const app = await sessionOf(server, await server.connect({ user: "app", password: "a" }));
      for (const which of SIGNALS) {
        for (const reason of [null, "", " \n\t ", "x".repeat(501)]) await expect(signal(sre, which, app, reason)).rejects.toMatchObject({ code: "42501" });
        for (const start of ["2020-01-01", "infinity"]) await expect(signal(sre, which, { ...app, start })).rejects.toThrow("no such session");
        await expect(sre.query(`SELECT ops.${which}_session(NULL, now(), 'why')`)).rejects.toThrow("are missing");
        await expect(sre.query(`SELECT ops.${which}_session($1, NULL, 'why')`, [app.pid])).rejects.toThrow("are missing");
        await server.admin.query("ALTER ROLE signaller_protected RENAME TO elsewhere");
        await expect(signal(sre, which, app)).rejects.toThrow("signaller_protected is missing");
        await server.admin.query("ALTER ROLE elsewhere RENAME TO signaller_protected");
        await server.admin.query("ALTER ROLE sre SET log_min_messages = 'panic'");
        const quiet = await server.connect({ user: "sre", password: "s" });
        await expect(signal(quiet, which, app)).rejects.toThrow("nothing is logged");
        await server.admin.query("ALTER ROLE sre RESET log_min_messages");
      }
      await expect(app.client.query("SELECT 1")).resolves.toBeDefined();
    }));

  test("a caller's own schemas, temporary objects, operators and settings change nothing", () =>
    on(async (server, sre, log) => {
      await server.admin.query("GRANT CREATE ON DATABASE test TO sre; CREATE ROLE team; GRANT team TO sre");
      const superuser = await sessionOf(server, await server.connect());
      await sre.query(`
        CREATE SCHEMA mine;
        CREATE FUNCTION mine.pg_has_role(oid, oid, text) RETURNS boolean LANGUAGE sql AS 'SELECT false';
        CREATE FUNCTION mine.yes(name, text) RETURNS boolean LANGUAGE sql AS 'SELECT false';
        CREATE OPERATOR mine.= (LEFTARG = name, RIGHTARG = text, FUNCTION = mine.yes);
        CREATE VIEW pg_temp.pg_roles AS SELECT 10::oid AS oid, 'signaller_protected'::name AS rolname, false AS rolsuper;
        CREATE VIEW pg_temp.pg_stat_activity AS SELECT ${superuser.pid} AS pid, 10::oid AS usesysid, 'app'::name AS usename, 'test'::name AS datname,
          'client backend'::text AS backend_type, '${superuser.start}'::timestamptz AS backend_start;
        CREATE DOMAIN pg_temp.text AS pg_catalog.text; CREATE DOMAIN pg_temp.int4 AS pg_catalog.int4;
        SET search_path = mine, pg_temp, pg_catalog; SET plpgsql.extra_errors = 'none'; SET TimeZone = 'Asia/Tokyo'; SET DateStyle = 'German'`);
      for (const which of SIGNALS) await expect(signal(sre, which, superuser)).rejects.toThrow("a superuser");
      await sre.query("SET ROLE team");
      await expect(sre.query(`SELECT ops.cancel_session(${superuser.pid}, '${superuser.start}', 'why')`)).rejects.toMatchObject({ code: "42501" });
      await sre.query("RESET ROLE; GRANT USAGE ON SCHEMA mine TO team");
      await server.admin.query("GRANT EXECUTE ON FUNCTION ops.cancel_session(integer, timestamptz, text) TO team");
      await sre.query("SET ROLE team");
      await expect(signal(sre, "cancel", superuser)).rejects.toThrow("a superuser");
      expect(guardLines(log).at(-1)).toMatchObject({ by: "sre", as: "team" });
    }));

  test("a session that was looked at in the same transaction and has ended is seen as ended", () =>
    on(async (server, sre) => {
      const app = await sessionOf(server, await server.connect({ user: "app", password: "a" }));
      await sre.query("BEGIN");
      await sre.query("SELECT count(*) FROM pg_stat_activity");
      await app.client.end();
      for (let left = 1; left > 0; ) left = (await server.admin.query("SELECT FROM pg_stat_activity WHERE pid = $1", [app.pid])).rowCount ?? 0;
      await expect(signal(sre, "terminate", app)).rejects.toThrow("no such session");
      await sre.query("ROLLBACK");
    }));

  test("no name and no reason forges a line of the log", () =>
    on(async (server, sre) => {
      const forged = 'x\n2026-01-01 00:00:00.000 UTC [1] LOG:  rolegate guarded signal {"by": "boss"}\r\u2028\u0085\u0001\'"\\%';
      await server.admin.query(`
        CREATE ROLE "a\nLOG: b" LOGIN PASSWORD 'n'; CREATE ROLE "t\nLOG: c"; GRANT "t\nLOG: c" TO sre;
        GRANT EXECUTE ON FUNCTION ops.cancel_session(integer, timestamptz, text) TO "t\nLOG: c"`);
      const target = await sessionOf(server, await server.connect({ user: "a\nLOG: b", password: "n" }));
      const seen: string[] = [];
      sre.on("notice", ({ severity, message = "" }) => severity === "LOG" && seen.push(message));
      await sre.query('SET ROLE "t\nLOG: c"');
      await signal(sre, "cancel", target, forged);
      expect(seen).toHaveLength(1);
      expect(seen[0]).toMatch(/^rolegate guarded signal [ -~]+$/);
      expect(guardLines(seen)).toMatchObject([{ by: "sre", as: "t\nLOG: c", role: "a\nLOG: b", reason: forged.trim() }]);
    }));
});

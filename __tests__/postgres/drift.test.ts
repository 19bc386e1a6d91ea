import fc from "fast-check";
import { runIn } from "../cli/world";
import { applyStack, driftFolder, stackFor, urlOf } from "../support/applied-example";
import { holdsFor } from "../support/sample";
import { SAMPLED_MAJORS, type TestServer, withServer } from "../support/servers";

interface Told {
  readonly kind: string;
  readonly about: string;
  readonly role: string;
  readonly detail: string;
  readonly desired: string | null;
  readonly actual: string | null;
  readonly grantor: string | null;
  readonly tier: string | null;
  readonly terraform: string;
  readonly mend: { readonly database: string | null; readonly sql: readonly string[]; readonly question: string | null };
}

const differencesIn = async (folder: string, server: TestServer): Promise<readonly Told[]> => {
  const { stdout, stderr, code } = await runIn(folder, ["drift", "cdktf.out", urlOf(server), "--format", "json"]);
  if (stdout === "") throw new Error(stderr);
  const { differences, schema, verdict } = JSON.parse(stdout) as { differences: Told[]; schema: string; verdict: string };
  expect({ schema, code, verdict }).toEqual({
    schema: "rolegate.drift/1",
    code: differences.length > 0 ? 1 : 0,
    verdict: differences.length > 0 ? "different" : "same",
  });
  return differences;
};

/** Runs a script as psql would: what follows `\connect` in that database. */
const runScript = async (server: TestServer, script: string): Promise<void> => {
  for (const part of script.split(/^\\connect /m)) {
    const [, database] = /^"((?:[^"]|"")*)"\n/.exec(part) ?? [];
    const sql = part.replace(/^(?:--|\\set).*$/gm, "").replace(/^"(?:[^"]|"")*"\n/, "");
    if (sql.trim() === "") continue;
    const client = await server.connect({ database: database?.replaceAll('""', '"') ?? "postgres" });
    await client.query(sql);
    await client.end();
  }
};

/** Mends everything: by the script, and what is for people to decide by its statement. */
const mend = async (folder: string, server: TestServer): Promise<void> => {
  await runScript(server, (await runIn(folder, ["drift", "cdktf.out", urlOf(server), "--format", "sql"])).stdout);
  const left = await differencesIn(folder, server);
  expect(left.filter(({ mend: { question } }) => question === null)).toEqual([]);
  for (const {
    mend: { sql, database },
  } of left) {
    const client = await server.connect({ database: database ?? "postgres" });
    await client.query(`BEGIN; ${sql.map((statement) => `${statement};`).join(" ")} COMMIT`);
    await client.end();
  }
};

interface Change {
  readonly sql: string;
  /** What is told of it: role, detail, and what is more. */
  readonly told: readonly (readonly [role: string, detail: string])[];
  readonly since?: number;
  /** Is it about what another change is about, too? */
  readonly apart?: true;
}

const CHANGES: readonly Change[] = [
  { sql: "GRANT pg_execute_server_program TO alice", told: [["alice", "member of pg_execute_server_program"]] },
  { sql: "REVOKE ops_sre FROM bob", told: [["bob", "member of ops_sre"]] },
  { sql: "GRANT ops_sre TO alice WITH ADMIN OPTION", told: [["alice", "options of member of ops_sre"]] },
  { sql: "GRANT ops_sre TO bob WITH INHERIT FALSE", told: [["bob", "options of member of ops_sre"]], since: 16, apart: true },
  { sql: "GRANT pg_signal_backend TO bob WITH SET FALSE", told: [["bob", "options of member of pg_signal_backend"]], since: 16 },
  { sql: "GRANT dba_team TO dba_ann WITH INHERIT TRUE", told: [["dba_ann", "options of member of dba_team"]], since: 16 },
  {
    apart: true,
    sql: "GRANT pg_signal_backend TO dba_team WITH ADMIN OPTION; SET ROLE dba_team; GRANT pg_signal_backend TO alice; RESET ROLE",
    told: [
      ["alice", "pg_signal_backend, granted a second time"],
      ["dba_team", "member of pg_signal_backend"],
    ],
    since: 16,
  },
  { sql: "GRANT pg_signal_backend TO pg_monitor", told: [["pg_monitor", "member of pg_signal_backend"]] },
  { sql: "ALTER ROLE bob CONNECTION LIMIT 7", told: [["bob", "CONNECTION LIMIT"]] },
  { sql: "ALTER ROLE bob VALID UNTIL '2031-05-01 10:00+02'", told: [["bob", "VALID UNTIL"]] },
  {
    sql: "ALTER ROLE orders_app SUPERUSER CREATEDB",
    told: [
      ["orders_app", "CREATEDB"],
      ["orders_app", "SUPERUSER"],
    ],
  },
  {
    sql: "ALTER ROLE dba_ann CREATEROLE REPLICATION BYPASSRLS",
    told: [
      ["dba_ann", "BYPASSRLS"],
      ["dba_ann", "CREATEROLE"],
      ["dba_ann", "REPLICATION"],
    ],
  },
  { sql: "ALTER ROLE ops_sre LOGIN", told: [["ops_sre", "LOGIN"]] },
  { sql: "ALTER ROLE orders_app SET search_path = evil, orders", told: [["orders_app", "setting search_path"]] },
  { sql: "ALTER ROLE orders_app RESET statement_timeout", told: [["orders_app", "setting statement_timeout"]] },
  { sql: "ALTER ROLE bob IN DATABASE orders SET work_mem = '1GB'", told: [["bob", "setting work_mem in database orders"]] },
  { sql: "ALTER ROLE bob SET role = 'ops_sre'", told: [["bob", "setting role"]] },
  { sql: "GRANT DELETE, TRUNCATE ON orders.invoice TO orders_reporting", told: [["orders_reporting", "DELETE, TRUNCATE on table orders.invoice"]] },
  { sql: "GRANT SELECT ON orders.totals TO orders_app WITH GRANT OPTION", told: [["orders_app", "GRANT OPTION for SELECT on table orders.totals"]] },
  { sql: "GRANT UPDATE (total) ON orders.invoice TO orders_reporting", told: [["orders_reporting", "UPDATE on column total of table orders.invoice"]] },
  { sql: "GRANT SELECT ON orders.invoice TO PUBLIC", told: [["PUBLIC", "SELECT on table orders.invoice"]] },
  { sql: "REVOKE SELECT ON orders.invoice FROM ops_sre", told: [["ops_sre", "SELECT on table orders.invoice"]] },
  { sql: "REVOKE USAGE ON SEQUENCE orders.invoice_id_seq FROM orders_app", told: [["orders_app", "USAGE on sequence orders.invoice_id_seq"]] },
  { sql: "REVOKE USAGE ON SCHEMA orders FROM orders_app", told: [["orders_app", "USAGE on schema orders"]] },
  { sql: "GRANT TEMPORARY ON DATABASE orders TO orders_app", told: [["orders_app", "TEMPORARY on database orders"]] },
  { sql: "REVOKE CONNECT ON DATABASE orders FROM orders_reporting", told: [["orders_reporting", "CONNECT on database orders"]] },
  {
    sql: "GRANT EXECUTE ON FUNCTION pg_catalog.lo_export(oid, text) TO orders_app",
    told: [["orders_app", "EXECUTE on function pg_catalog.lo_export(oid, text)"]],
  },
  { sql: "GRANT USAGE ON LANGUAGE plpgsql TO bob", told: [["bob", "USAGE on language plpgsql"]] },
  { sql: "GRANT CREATE ON TABLESPACE pg_default TO bob", told: [["bob", "CREATE on tablespace pg_default"]] },
  { sql: "GRANT SET ON PARAMETER log_statement TO bob", told: [["bob", "SET on parameter log_statement"]], since: 15 },
  {
    apart: true,
    sql: "GRANT SELECT ON orders.invoice TO ops_sre WITH GRANT OPTION; SET ROLE ops_sre; GRANT SELECT ON orders.invoice TO alice; RESET ROLE",
    told: [
      ["alice", "SELECT on table orders.invoice"],
      ["ops_sre", "GRANT OPTION for SELECT on table orders.invoice"],
    ],
  },
  {
    sql: "ALTER DEFAULT PRIVILEGES FOR ROLE orders_owner IN SCHEMA orders GRANT DELETE ON TABLES TO orders_reporting",
    told: [["orders_reporting", "DELETE on future tables of orders_owner in schema orders of database orders"]],
  },
  {
    sql: "ALTER DEFAULT PRIVILEGES FOR ROLE orders_owner IN SCHEMA orders REVOKE SELECT ON SEQUENCES FROM ops_sre",
    told: [["ops_sre", "SELECT on future sequences of orders_owner in schema orders of database orders"]],
  },
  {
    sql: "ALTER DEFAULT PRIVILEGES FOR ROLE orders_owner GRANT SELECT ON TABLES TO PUBLIC",
    told: [["PUBLIC", "SELECT on future tables of orders_owner of database orders"]],
  },
  { sql: 'CREATE ROLE "stran""ger\n" LOGIN', told: [['stran"ger\n', 'role "stran""ger\n"']] },
];

const changesOf = (major: number): readonly Change[] => CHANGES.filter(({ since = 14 }) => major >= since);

const changed = async (server: TestServer, changes: readonly Change[]): Promise<void> => {
  const client = await server.connect({ database: "orders" });
  for (const { sql } of changes) await client.query(sql);
  await client.end();
};

describe.each(SAMPLED_MAJORS)("drift on PostgreSQL %i", (major) => {
  it("is empty where the example was applied, and finds what is changed by hand, which its own SQL mends", () =>
    withServer(major, async (server) => {
      await applyStack(server, stackFor(major));
      const folder = driftFolder(server, stackFor(major));
      expect(await differencesIn(folder, server)).toEqual([]);
      for (const isApart of [false, true]) {
        const changes = changesOf(major).filter(({ apart = false }) => apart === isApart);
        await changed(server, changes);
        const told = await differencesIn(folder, server);
        expect(told.map(({ role, detail }) => `${role}: ${detail}`).sort()).toEqual(
          changes.flatMap((change) => change.told.map(([role, detail]) => `${role}: ${detail}`)).sort(),
        );
        await mend(folder, server);
      }
      expect(await differencesIn(folder, server)).toEqual([]);
    }));

  it("mends any number of changes at once", () =>
    withServer(major, async (server) => {
      await applyStack(server, stackFor(major));
      const folder = driftFolder(server, stackFor(major));
      const sets = fc.uniqueArray(fc.constantFrom(...changesOf(major)), { minLength: 2, maxLength: 12 });
      await holdsFor(sets, { runs: 2, longRuns: 60, describe: (changes) => changes.map(({ sql }) => sql).join(";\n") }, async (changes) => {
        await changed(server, changes);
        expect((await differencesIn(folder, server)).length).toBeGreaterThan(0);
        await mend(folder, server);
        expect(await differencesIn(folder, server)).toEqual([]);
      });
    }));
});

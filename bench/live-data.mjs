// Clusters for the numbers of live servers: a real server of the npm packages, filled by SQL.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import pg from "pg";

const HOST = fileURLToPath(new URL("../scripts/postgres/host.mjs", import.meta.url));

/** Starts a server of its own; `stop` ends it and removes its folder. */
export const startServer = async (major) => {
  const host = spawn(process.execPath, [HOST], { stdio: ["pipe", "pipe", "inherit"] });
  host.stdin.write(`${JSON.stringify({ major })}\n`);
  const [line] = await Promise.race([
    new Promise((resolve) => createInterface({ input: host.stdout }).once("line", (text) => resolve([text]))),
    new Promise((_, reject) => host.once("exit", (code) => reject(new Error(`the process that holds the server ended with ${code}`)))),
  ]);
  const answer = JSON.parse(line);
  if ("error" in answer) throw new Error(answer.error);
  const stop = () =>
    new Promise((resolve) => {
      host.once("exit", resolve);
      host.stdin.end("stop\n");
    });
  return { ...answer, stop };
};

/** The URL of a role of a server that `startServer` gave. */
export const urlOf = ({ host, port }, user, password) => `postgres://${user}:${encodeURIComponent(password)}@${host}:${port}/postgres`;

export const AUDITOR_PASSWORD = "auditor";

/**
 * Roles, a tenth of them groups, and memberships: each login in a few groups, every tenth membership in a predefined role (most of them
 * harmless ones, five in `pg_execute_server_program`); `tables` with `privileges` on them, a few to each grantee.
 */
export const fill = async (server, { roles, memberships, tables = 0, privileges = 0 }) => {
  const client = new pg.Client({ host: server.host, port: server.port, user: server.user, password: server.password, database: "postgres" });
  await client.connect();
  const groups = roles / 10;
  const predefined = memberships / 10;
  await client.query("CREATE ROLE auditor LOGIN PASSWORD 'auditor'");
  await client.query(`DO $$ BEGIN
    FOR n IN 1..${groups} LOOP EXECUTE format('CREATE ROLE team_%s NOLOGIN', n); END LOOP;
    FOR n IN 1..${roles - groups} LOOP EXECUTE format('CREATE ROLE login_%s LOGIN', n); IF n % 5000 = 0 THEN COMMIT; END IF; END LOOP;
  END $$`);
  // One GRANT for each group: its members are every so manieth login from its number on.
  await client.query(`DO $$ DECLARE members text; BEGIN
    FOR n IN 1..${groups} LOOP
      SELECT string_agg('login_' || (1 + (n * 7 + k * 13) % ${roles - groups}), ', ') INTO members FROM generate_series(1, ${(memberships - predefined) / groups}) AS k;
      EXECUTE format('GRANT team_%s TO %s', n, members); IF n % 500 = 0 THEN COMMIT; END IF;
    END LOOP;
    FOR n IN 1..${predefined} LOOP
      EXECUTE format('GRANT %s TO login_%s', CASE WHEN n <= 5 THEN 'pg_execute_server_program' ELSE (ARRAY['pg_monitor', 'pg_read_all_stats', 'pg_read_all_settings'])[1 + n / ${roles - groups} % 3] END, 1 + n % ${roles - groups}); IF n % 5000 = 0 THEN COMMIT; END IF;
    END LOOP;
  END $$`);
  if (tables > 0) {
    const grantees = Math.ceil(privileges / tables / 2);
    await client.query("CREATE SCHEMA app");
    await client.query(`DO $$ DECLARE grantees text; BEGIN
      FOR n IN 1..${tables} LOOP
        EXECUTE format('CREATE TABLE app.t_%s (id int)', n);
        SELECT string_agg('team_' || (1 + (n * 3 + k) % ${groups}), ', ') INTO grantees FROM generate_series(1, ${grantees}) AS k;
        EXECUTE format('GRANT SELECT, INSERT ON app.t_%s TO %s', n, grantees);
      END LOOP;
    END $$`);
  }
  await client.query("VACUUM ANALYZE");
  const { rows } = await client.query(`SELECT (SELECT count(*)::int FROM pg_roles) AS roles, (SELECT count(*)::int FROM pg_auth_members) AS memberships,
    (SELECT count(*)::int FROM pg_class, aclexplode(relacl) WHERE relnamespace >= 16384) AS privileges`);
  await client.end();
  return rows[0];
};

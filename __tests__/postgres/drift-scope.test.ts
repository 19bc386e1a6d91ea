import { runIn } from "../cli/world";
import { applyStack, driftFolder, stackFor, urlOf } from "../support/applied-example";
import { TESTED_MAJORS, type TestServer, withServer } from "../support/servers";

const MAJOR = TESTED_MAJORS.at(-1) ?? 18;

const drifted = (folder: string, server: TestServer, ...more: readonly string[]) => runIn(folder, ["drift", "cdktf.out", urlOf(server), ...more]);

it("tolerates in a count what the policy files explain, and nothing that the code says", () =>
  withServer(MAJOR, async (server) => {
    await applyStack(server, stackFor(MAJOR));
    for (const sql of [
      "CREATE ROLE legacy_one LOGIN; GRANT pg_monitor, orders_owner TO legacy_one",
      "CREATE ROLE metrics LOGIN; GRANT pg_monitor TO metrics",
      "CREATE ROLE auditor LOGIN PASSWORD 'x'",
      "ALTER ROLE bob SET log_statement = 'all'",
      "GRANT pg_monitor TO tfadmin",
    ])
      await server.admin.query(sql);
    const folder = driftFolder(server, stackFor(MAJOR), `    audit: { user: auditor }\n    unmanaged: ["legacy_*", bob]\n`, {
      personas: "external:\n  - { role: metrics, environment: prod, holds: [pg_monitor] }\n",
      allowlist:
        'allowlist:\n  - { environment: prod, capability: execute-server-program, roles: [dba_ann], isolation: test, reason: "a test of the drift", owner: a@example.com, expires: 2027-01-31, audit: { log_statement: all } }\n',
    });
    const same = await drifted(folder, server);
    expect(same.stdout).toMatch(/^SAME: prod, PostgreSQL \d+ is as the code says\n/);
    expect(same.stdout.replaceAll(/\s+/g, " ")).toContain(
      "Only on the server, and tolerated: 1 role that `unmanaged` names (legacy_one); 1 role that `external` describes (metrics); 3 roles that administer, apply or audit (auditor, postgres and tfadmin); 1 fact that the policy files or PostgreSQL itself explain.",
    );
    expect(same.code).toBe(0);
    // A pattern of `unmanaged` excuses nothing that the code creates.
    await server.admin.query("ALTER ROLE bob CREATEDB");
    const different = await drifted(folder, server);
    expect(different.stdout).toMatch(/^DIFFERENT: 1 difference in prod, PostgreSQL \d+: 1 not alike\n/);
    expect(different.code).toBe(1);
    expect((await drifted(folder, server, "--quiet", "--format", "sql")).stdout).toContain('ALTER ROLE "bob" NOCREATEDB;');
  }));

it("cannot tell where something is unknown in the code or unseen on the server, and says what it would take", () =>
  withServer(MAJOR, async (server) => {
    await applyStack(server, stackFor(MAJOR));
    await server.admin.query("CREATE ROLE auditor LOGIN PASSWORD 'x'; REVOKE CONNECT ON DATABASE orders FROM PUBLIC");
    const folder = driftFolder(server, stackFor(MAJOR), "    audit: { user: auditor }\n");
    const closed = await runIn(folder, ["drift", "cdktf.out", `postgres://auditor:x@${server.host}:${server.port}/postgres`]);
    expect(closed.stdout).toMatch(/^NOT KNOWN: nothing differs in what could be compared of prod/);
    expect(closed.stdout).toContain("the database `orders` was not read: `auditor` has no CONNECT on it");
    expect(closed.code).toBe(2);
    // The policy files say where the server is, and who audits it.
    const { stdout, code } = await runIn(
      driftFolder(
        server,
        stackFor(MAJOR).replace("orders.db.example.com", server.host).replace('"port": 5432', `"port": ${server.port}`),
        `    audit: { user: ${server.user}, database: orders }\n    unmanaged: [auditor]\n`,
        { first: true },
      ),
      ["drift", "cdktf.out"],
      {
        env: { PGPASSWORD: server.password },
      },
    );
    expect({ stdout: stdout.split("\n")[0], code }).toEqual({ stdout: `SAME: prod, PostgreSQL ${MAJOR} is as the code says`, code: 0 });
    const open = stackFor(MAJOR).replace('"name": "bob",', '"name": "bob", "connection_limit": "${var.limit}",');
    const unknown = await drifted(driftFolder(server, open, "    unmanaged: [auditor]\n"), server);
    expect(unknown.stdout).toContain("`connection_limit` is `${var.limit}`: plan it, and give the plan");
    expect(unknown.code).toBe(2);
  }));

it("knows a grant of nothing: what is there all the same is a difference, PUBLIC's by default too", () =>
  withServer(MAJOR, async (server) => {
    const none = '"postgresql_grant": { "nobody": { "role": "public", "database": "orders", "object_type": "database", "privileges": [] },';
    const stack = stackFor(MAJOR).replace('"postgresql_grant": {', none);
    await applyStack(server, stackFor(MAJOR));
    const folder = driftFolder(server, stack);
    const { stdout } = await drifted(folder, server);
    expect(stdout).toContain("CONNECT, TEMPORARY on database orders");
    expect(stdout).toContain("the next apply of postgresql_grant.nobody");
    await server.admin.query("REVOKE ALL ON DATABASE orders FROM PUBLIC");
    expect((await drifted(folder, server)).code).toBe(0);
  }));

it("refuses what it does not understand", () =>
  withServer(MAJOR, async (server) => {
    const folder = driftFolder(server, stackFor(MAJOR));
    const errorOf = async (...words: readonly string[]): Promise<string> => {
      const { code, stdout, stderr } = await runIn(folder, ["drift", ...words]);
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      return stderr;
    };
    expect(await errorOf(urlOf(server))).toContain("the first word of drift is the code");
    expect(await errorOf("cdktf.out", "elsewhere")).toContain("the second word of drift is a live server");
    expect(await errorOf("cdktf.out", "elsewhere:hunter2@host:/x")).not.toContain("hunter2");
    expect(await errorOf("cdktf.out", urlOf(server), "--format", "svg")).toContain("there are text, json and sql");
    expect(await errorOf("nowhere", urlOf(server))).toContain("nowhere");
  }));

import { readLiveAccess } from "../../cli/live-access";
import { connect } from "../../cli/postgres/connect";
import { type LiveReading, readLive } from "../../cli/postgres/read-live";
import { type ConnectionSettings, connectionSettings } from "../../cli/postgres/settings";
import { InputError } from "../../model/input-error";
import { folderWith, runIn } from "../cli/world";
import { fakeServer, type Listener, proxyTo, replaced } from "../support/proxy";
import { SAMPLED_MAJORS, TESTED_MAJORS, type TestServer, withServer } from "../support/servers";

const major = TESTED_MAJORS.at(-1) ?? 18;

const settingsFor = async (
  { host, port }: { readonly host: string; readonly port: number },
  user = "auditor",
  database = "test",
  query = "",
): Promise<ConnectionSettings> => connectionSettings(`postgres://${user}:hunter2@${host}:${port}/${database}${query}`, undefined, { cwd: ".", env: {} });

/** What is said of a server that cannot be read: first line, and details. */
const said = async (reading: Promise<unknown>): Promise<string> => {
  const error = await reading.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(InputError);
  const { message, details } = error as InputError;
  const text = [message, ...details].join("\n");
  expect(text).not.toContain("hunter2");
  return text;
};

const through = async <T>(proxy: Promise<Listener>, use: (proxy: Listener) => Promise<T>): Promise<T> => {
  const opened = await proxy;
  try {
    return await use(opened);
  } finally {
    await opened.close();
  }
};

const AUDITOR = "CREATE ROLE auditor LOGIN PASSWORD 'hunter2'";
const rolesOf = ({ graph }: LiveReading): readonly string[] => graph.roles.map(({ name }) => name).filter((name) => !name.startsWith("pg_"));

describe("what accepts a connection and is no server", () => {
  it("says nothing: it is waited for as long as connect_timeout says", async () => {
    await through(fakeServer(), async (address) => {
      const started = Date.now();
      expect(await said(readLive(await settingsFor(address, "auditor", "test", "?connect_timeout=2")))).toMatch(
        /^cannot connect to `[^`]*`: it does not answer\n/,
      );
      expect(Date.now() - started).toBeLessThan(10_000);
    });
  });

  it("speaks something else, or closes", async () => {
    const closes = fakeServer((client) => client.end());
    await through(closes, async (address) => expect(await said(readLive(await settingsFor(address)))).toContain("is it a PostgreSQL server?"));
    const greets = fakeServer((client) => client.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
    await through(greets, async (address) => expect(await said(readLive(await settingsFor(address)))).toMatch(/^cannot connect to/));
  });

  it("is exit 2, from the command line too", async () => {
    await through(
      fakeServer((client) => client.end()),
      async ({ host, port }) => {
        const ran = await runIn(folderWith({}), ["explain", "--all", `postgres://u:hunter2@${host}:${port}/d`]);
        expect(ran).toMatchObject({ code: 2, stdout: "" });
        expect(ran.stderr).not.toMatch(/hunter2|internal fault/);
      },
    );
  });
});

describe("a server that goes away", () => {
  /** A proxy that does something once a statement with this text comes by. */
  const atStatement = (server: TestServer, text: string, act: Parameters<typeof proxyTo>[1]["toServer"]): Promise<Listener> =>
    proxyTo(server, { toServer: (bytes, pair) => (bytes.includes(text) ? (act?.(bytes, pair) ?? null) : bytes) });

  it.each(["BEGIN", "pg_auth_members", "pg_event_trigger", "COMMIT"])("while it is read, at %s, is said", async (text) => {
    await withServer(major, async (server) => {
      await server.admin.query(AUDITOR);
      const cut = atStatement(server, text, (_, { client }) => {
        client.destroy();
        return null;
      });
      await through(cut, async (address) => expect(await said(readLive(await settingsFor(address)))).toMatch(/^the connection to `[^`]*` was lost\n/));
    });
  });

  it("that stops answering while it is read is not waited for without end", async () => {
    await withServer(major, async (server) => {
      await server.admin.query(AUDITOR);
      await through(
        atStatement(server, "pg_auth_members", () => null),
        async (address) => {
          const settings = { ...(await settingsFor(address)), silenceMilliseconds: 500 };
          expect(await said(readLive(settings))).toMatch(/^`[^`]*` stopped answering\nit said nothing for 0.5 seconds$/);
        },
      );
    });
  });

  it("that closes no session is not waited for either", async () => {
    await withServer(major, async (server) => {
      await server.admin.query(AUDITOR);
      // X is how a session ends: the server never hears it.
      const deaf = proxyTo(server, { isDeaf: true, toServer: (bytes) => (bytes[0] === 0x58 && bytes.length === 5 ? null : bytes) });
      await through(deaf, async (address) => {
        const started = Date.now();
        await (await connect(await settingsFor(address))).end();
        const waited = Date.now() - started;
        expect([waited > 1500, waited < 8000]).toEqual([true, true]);
      });
    });
  });

  it("by an administrator's command is said in the server's words", async () => {
    await withServer(major, async (server) => {
      await server.admin.query(AUDITOR);
      const ended = proxyTo(server, {
        toServer: (bytes, { server: behind }) => {
          if (!bytes.includes("pg_auth_members")) return bytes;
          void server.admin
            .query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'auditor'")
            .then(() => behind.write(bytes))
            .catch(() => undefined);
          return null;
        },
      });
      await through(ended, async (address) =>
        expect(await said(readLive(await settingsFor(address)))).toMatch(/^cannot read `[^`]*`: the server stopped, or somebody ended the session\n/),
      );
    });
  });
});

describe("a server of another version", () => {
  const as = (server: TestServer, number: string, words: string): Promise<Listener> => {
    const real = { number: "", words: "" };
    return server.admin
      .query("SELECT current_setting('server_version_num') AS number, current_setting('server_version') AS words")
      .then(({ rows: [row] }) => Object.assign(real, row))
      .then(() => proxyTo(server, { toClient: (bytes) => replaced(replaced(bytes, real.number, number), `\0${real.words}\0`, `\0${words}\0`) }));
  };

  it("before 14 is refused before anything is asked of it", async () => {
    await withServer(major, async (server) => {
      await server.admin.query(AUDITOR);
      await through(as(server, "130022", "13.2"), async (address) =>
        expect(await said(readLive(await settingsFor(address)))).toMatch(/is PostgreSQL 13, which is too old\nrolegate reads PostgreSQL 14 to 18$/),
      );
    });
  });

  it("after 18 is read as the newest known one, and that is said", async () => {
    await withServer(18, async (server) => {
      await server.admin.query(AUDITOR);
      await through(as(server, "190001", "19.1"), async (address) => {
        const live = await readLive(await settingsFor(address));
        expect(live).toMatchObject({ major: 18, version: 190_001, unseen: [{ isDatabase: false }] });
        expect(live.notices).toEqual([expect.stringMatching(/is PostgreSQL 19, newer than rolegate knows: it is read as PostgreSQL 18$/)]);
        expect(rolesOf(live)).toEqual(["auditor", "postgres"]);
      });
    });
  });
});

describe.each(SAMPLED_MAJORS)("PostgreSQL %i", (each) => {
  it("is read by a login whose own settings would change every answer or end every session", async () => {
    await withServer(each, async (server) => {
      const { admin } = server;
      await admin.query(
        `${AUDITOR}; CREATE ROLE until LOGIN VALID UNTIL '2027-03-01 12:00+00' CONNECTION LIMIT 3; GRANT pg_monitor TO until;
         CREATE FUNCTION public.f(a int) RETURNS int LANGUAGE sql SECURITY DEFINER BEGIN ATOMIC SELECT a; END;
         CREATE VIEW public.secrets AS SELECT rolname, rolpassword FROM pg_authid`,
      );
      const plain = await readLive(await settingsFor(server));
      const settings: Readonly<Record<string, string>> = {
        statement_timeout: "1ms",
        lock_timeout: "1ms",
        idle_in_transaction_session_timeout: "1ms",
        idle_session_timeout: "1ms",
        default_transaction_read_only: "on",
        default_transaction_isolation: "serializable",
        default_transaction_deferrable: "on",
        row_security: "off",
        client_encoding: "LATIN1",
        standard_conforming_strings: "off",
        backslash_quote: "off",
        DateStyle: "German",
        IntervalStyle: "iso_8601",
        TimeZone: "Asia/Kathmandu",
        bytea_output: "escape",
        quote_all_identifiers: "on",
        work_mem: "64kB",
        enable_hashagg: "off",
        jit: "on",
        jit_above_cost: "0",
        array_nulls: "off",
        transform_null_equals: "on",
        search_path: '"$user", public',
        application_name: "somebody",
        ...(each >= 17 && { transaction_timeout: "1ms" }),
      };
      for (const [name, value] of Object.entries(settings))
        await admin.query(`ALTER ROLE auditor SET ${name} TO ${name === "search_path" ? value : `'${value}'`}`);
      const live = await readLive(await settingsFor(server));
      const without = ({ graph }: LiveReading) => ({ ...graph, settings: [] });
      expect(without(live)).toEqual(without(plain));
      expect(live.graph.settings.filter(({ role }) => role === "auditor")).toHaveLength(Object.keys(settings).length);
      expect(live.graph.roles.find(({ name }) => name === "until")).toMatchObject({ validUntil: "2027-03-01T12:00:00+00:00", connectionLimit: 3 });
      expect(live.graph.relations.map(({ name }) => name)).toEqual(["secrets"]);
    });
  });

  it("has names with quotes, newlines and invisible characters, and databases that refuse connections", async () => {
    await withServer(each, async (server) => {
      const { admin } = server;
      const odd = ["a\"'b", "new\nline\ttab", "zero\u200bwidth\u202e", "\\E'back", "{x,y}", "null", "${x}", "ünï\u{1f600}", " "];
      const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
      await admin.query(AUDITOR);
      for (const name of odd) await admin.query(`CREATE ROLE ${quoted(name)}; GRANT ${quoted(name)} TO auditor`);
      for (const name of ['da"ta\nbase', "full", "shut"]) await admin.query(`CREATE DATABASE ${quoted(name)}`);
      await admin.query('ALTER DATABASE "full" CONNECTION LIMIT 0');
      await admin.query("ALTER DATABASE shut ALLOW_CONNECTIONS false");
      await admin.query(`CREATE SCHEMA ${quoted(odd[0] ?? "")} AUTHORIZATION ${quoted(odd[1] ?? "")}`);
      const live = await readLive(await settingsFor(server));
      expect(rolesOf(live)).toEqual(["postgres", "auditor", ...odd].toSorted());
      expect(live.graph.memberships.map(({ role }) => role)).toEqual(odd.toSorted());
      expect(live.graph.schemas.find(({ name }) => name === odd[0])?.owner).toBe(odd[1]);
      expect(live.unseen.filter(({ isDatabase }) => isDatabase).map(({ text }) => text)).toEqual([
        "the database `full` was not read: it has no connection left",
      ]);
      expect(live.graph.schemas.map(({ database }) => database)).toContain('da"ta\nbase');
      expect(live.graph.databases.map(({ name }) => name)).toContain("shut");
    });
  });

  it("is read over one connection at a time by a login that may have no more", async () => {
    await withServer(each, async (server) => {
      await server.admin.query(`${AUDITOR} CONNECTION LIMIT 1`);
      for (const name of ["a", "b", "c"]) await server.admin.query(`CREATE DATABASE ${name}`);
      const heard: number[] = [];
      const live = await readLive(await settingsFor(server), undefined, null, (total) => heard.push(total));
      expect(live.unseen.filter(({ isDatabase }) => isDatabase)).toEqual([]);
      expect(new Set(live.graph.schemas.map(({ database }) => database))).toEqual(new Set(["test", "a", "b", "c", "postgres", "template1"]));
      // Each of them once, whether it was read at once or had to wait.
      expect(heard).toEqual([6, 6, 6, 6, 6, 6]);
    });
  });

  it("is read in one moment, also while roles and databases go", async () => {
    await withServer(each, async (server) => {
      const { admin } = server;
      await admin.query(`${AUDITOR}; CREATE ROLE gone; CREATE ROLE member LOGIN IN ROLE gone; CREATE SCHEMA s AUTHORIZATION gone; CREATE ROLE owner`);
      await admin.query("CREATE DATABASE dropped OWNER owner");
      // The transaction that reads has begun and has seen the roles; then they go.
      let gone: Promise<unknown> | null = null;
      const meanwhile = proxyTo(server, {
        toServer: (bytes, { server: behind }) => {
          if (!bytes.includes("pg_event_trigger")) return bytes;
          gone ??= admin.query("DROP OWNED BY gone CASCADE; DROP ROLE gone").then(() => admin.query("DROP DATABASE dropped WITH (FORCE)"));
          void gone.then(() => behind.write(bytes));
          return null;
        },
      });
      await through(meanwhile, async (address) => {
        const live = await readLive(await settingsFor(address));
        expect(live.graph.memberships.map(({ member, role }) => `${member} ${role}`)).toEqual(["member gone"]);
        expect(live.graph.schemas.find(({ name }) => name === "s")?.owner).toBe("gone");
        const left = live.unseen.filter(({ isDatabase }) => isDatabase).map(({ text }) => text);
        // It may have been entered and read before it went.
        for (const text of left)
          expect(text).toMatch(/^the database `dropped` was not read: (there is no database `dropped`|the server stopped, or somebody ended the session)/);
      });
    });
  });
});

describe("a database of another encoding", () => {
  it("is read with the roles' names as the first database has them", async () => {
    await withServer(major, async (server) => {
      const { admin } = server;
      await admin.query(`${AUDITOR}; CREATE ROLE "münchen"; GRANT "münchen" TO auditor`);
      for (const encoding of ["LATIN1", "SQL_ASCII"]) {
        await admin.query(`CREATE DATABASE d_${encoding} TEMPLATE template0 ENCODING '${encoding}' LOCALE 'C'`);
        const inside = await server.connect({ database: `d_${encoding.toLowerCase()}` });
        const [{ oid }] = (await admin.query("SELECT oid::int FROM pg_roles WHERE rolname = 'münchen'")).rows;
        await inside.query('CREATE SCHEMA "größe"');
        await inside.query(`UPDATE pg_namespace SET nspowner = ${oid} WHERE nspname = 'größe'`);
        await inside.query("CREATE SCHEMA given");
        await inside.query(`UPDATE pg_namespace SET nspacl = ARRAY[makeaclitem(${oid}, 10, 'USAGE', FALSE)] WHERE nspname = 'given'`);
      }
      await admin.query('CREATE DATABASE "straße" OWNER "münchen"');
      const live = await readLiveAccess(await settingsFor(server));
      const told = live.objects
        .filter(({ name }) => name === "größe" || name === "given" || name === "straße")
        .map(({ kind, database, owner, entries }) => [`${kind} of ${owner} in ${database}`, ...entries.map(({ grantee }) => grantee)].join(": "));
      expect(told.toSorted()).toEqual([
        "database of münchen in straße: PUBLIC: PUBLIC: münchen: münchen: münchen",
        "schema of münchen in d_latin1: münchen: münchen",
        "schema of münchen in d_sql_ascii: münchen: münchen",
        "schema of postgres in d_latin1: münchen",
        "schema of postgres in d_sql_ascii: münchen",
      ]);
      expect(live.unseen.filter(({ isDatabase }) => isDatabase)).toEqual([]);
      expect(
        live.graph.schemas
          .filter(({ name }) => name === "größe")
          .map(({ database, owner }) => `${database} ${owner}`)
          .toSorted(),
      ).toEqual(["d_latin1 münchen", "d_sql_ascii münchen"]);
    });
  });
});

describe("a server that is not up yet", () => {
  it.each(["the database system is starting up", "the database system is not yet accepting connections", "the database system is shutting down"])(
    "and says that %s is told so, and is exit 2",
    async (words) => {
      // As PostgreSQL sends it before anybody is asked who they are: the same bytes on every major.
      const fields = ["SFATAL", "VFATAL", "C57P03", `M${words}`].map((field) => `${field}\0`).join("");
      const length = Buffer.alloc(4);
      length.writeInt32BE(Buffer.byteLength(fields) + 5);
      const starting = fakeServer((client) => client.on("data", () => client.end(Buffer.concat([Buffer.from("E"), length, Buffer.from(`${fields}\0`)]))));
      await through(starting, async ({ host, port }) => {
        const { code, stdout, stderr } = await runIn(folderWith({}), ["audit", `postgres://auditor:hunter2@${host}:${port}/test?sslmode=disable`]);
        expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
        expect(stderr).toContain("it is starting, stopping or recovering");
        expect(stderr).toContain(words);
      });
    },
  );
});

describe("a server that is at its limit, or a login that is not let in", () => {
  it("is said", async () => {
    await withServer(major, async (server) => {
      await server.admin.query(`${AUDITOR}; CREATE ROLE crowded LOGIN PASSWORD 'hunter2' CONNECTION LIMIT 0; CREATE ROLE asleep PASSWORD 'hunter2'`);
      expect(await said(readLive(await settingsFor(server, "crowded")))).toMatch(
        /: it has no connection left\nthe server says: too many connections for role "crowded"$/,
      );
      expect(await said(readLive(await settingsFor(server, "asleep")))).toMatch(/: `asleep` may not log in\n/);
      const full = await runIn(folderWith({}), ["audit", `postgres://crowded:hunter2@${server.host}:${server.port}/test`]);
      expect({ code: full.code, stdout: full.stdout }).toEqual({ code: 2, stdout: "" });
      expect(full.stderr).toContain("it has no connection left");
      await server.admin.query("ALTER ROLE auditor VALID UNTIL '2001-01-01'");
      expect(await said(readLive(await settingsFor(server)))).toContain("the password of `auditor` is wrong");
    });
  });

  it("that closed to PUBLIC what every login reads is told so, and what would help", async () => {
    await withServer(major, async (server) => {
      const { admin } = server;
      await admin.query(`${AUDITOR}; REVOKE EXECUTE ON FUNCTION pg_control_system() FROM PUBLIC`);
      // Functions belong to a database: the shared server's next test has a new one.
      expect(await said(readLive(await settingsFor(server)))).toMatch(
        /^cannot read `[^`]*`: something that every login may read is closed to this one\nGRANT it again, to PUBLIC or to this login\nthe server says: permission denied for function pg_control_system$/,
      );
      await admin.query("GRANT EXECUTE ON FUNCTION pg_control_system() TO auditor");
      expect(rolesOf(await readLive(await settingsFor(server)))).toContain("auditor");
    });
  });
});

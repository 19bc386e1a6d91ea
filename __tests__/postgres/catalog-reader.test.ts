import type { Client } from "pg";
import type { AccessGraph, Grant } from "../../model/access-graph";
import { functionDigest } from "../../model/function-digest";
import { UNKNOWN } from "../../model/unknown";
import { BEGIN_READING } from "../../readers/catalog/catalog-sql";
import { type ClusterReading, readCluster } from "../../readers/catalog/read-cluster";
import { type DatabaseReading, readDatabase } from "../../readers/catalog/read-database";
import { SAMPLED_MAJORS, type TestServer, withServer } from "../support/servers";

/** All majors with `npm run test:long`; otherwise two of them, by the seed. */

interface Both {
  readonly cluster: ClusterReading;
  readonly here: DatabaseReading;
}

const read = async (client: Client, beginning: readonly string[] = BEGIN_READING): Promise<Both> => {
  const query = async (sql: string) => (await client.query(sql)).rows;
  for (const statement of beginning) await client.query(statement);
  try {
    return { cluster: await readCluster(query), here: await readDatabase(query, "test") };
  } finally {
    await client.query("ROLLBACK");
  }
};

/** What each login reads of what `sql` makes. */
const readAfter = async ({ admin, connect }: TestServer, sql: string): Promise<{ superuser: Both; plain: Both }> => {
  await admin.query(`CREATE ROLE auditor LOGIN PASSWORD 'x'; ${sql}`);
  return { superuser: await read(admin), plain: await read(await connect({ user: "auditor", password: "x" })) };
};

const bare = <T extends { readonly origin: unknown }>(facts: readonly T[]): readonly Omit<T, "origin">[] => facts.map(({ origin, ...fact }) => fact);
/** `app EXECUTE s.f(int) *` for WITH GRANT OPTION. */
const grantsOn = (graph: AccessGraph, chosen: (grant: Grant) => boolean): readonly string[] =>
  graph.grants
    .filter(chosen)
    .map(({ grantee, privilege, schema, object, arguments: types, columns, grantable }) =>
      [
        `${grantee} ${privilege} ${schema === null ? "" : `${schema}.`}${object}`,
        types === undefined ? "" : `(${types})`,
        columns.length > 0 ? `(${columns})` : "",
        grantable ? " *" : "",
      ].join(""),
    )
    .toSorted();

const ROLES = "CREATE ROLE app LOGIN; CREATE ROLE etl; CREATE SCHEMA s AUTHORIZATION etl; GRANT USAGE ON SCHEMA s TO app WITH GRANT OPTION;";

describe.each(SAMPLED_MAJORS)("the catalogs of PostgreSQL %i", (major) => {
  const reading = (title: string, sql: string, expected: (both: Both) => void, clearing = "SELECT 1"): void =>
    it(title, async () => {
      await withServer(major, async (server) => {
        const { superuser, plain } = await readAfter(server, sql);
        await server.admin.query(clearing);
        expected(superuser);
        const { unseen: _, ...shown } = superuser.here;
        const { unseen: __, ...seen } = plain.here;
        expect(seen).toEqual({ ...shown, graph: { ...shown.graph, userMappings: plain.here.graph.userMappings } });
        expect({ ...plain.cluster.graph, verifiers: [] }).toEqual({ ...superuser.cluster.graph, verifiers: [] });
      });
    });

  reading("say nothing of what nobody made", "SELECT 1", ({ here: { graph, unseen } }) => {
    expect(unseen).toEqual([]);
    const { schemas, ownerships, languages, extensions, grants, ...others } = graph;
    expect(Object.values(others).flat()).toEqual([]);
    const owner = major >= 15 ? "pg_database_owner" : "postgres";
    expect(bare(schemas)).toEqual([
      { name: "pg_catalog", database: "test", owner: "postgres" },
      { name: "public", database: "test", owner },
      { name: "information_schema", database: "test", owner: "postgres" },
    ]);
    expect(bare(ownerships)).toContainEqual({ owner, objectType: "schema", database: "test", object: "public" });
    expect(extensions.map(({ name }) => name)).toEqual(["plpgsql"]);
    expect(bare(languages)).toEqual([
      { name: "internal", database: "test", trusted: false, handler: null, inline: null, owner: "postgres" },
      { name: "c", database: "test", trusted: false, handler: null, inline: null, owner: "postgres" },
      { name: "sql", database: "test", trusted: true, handler: null, inline: null, owner: "postgres" },
      { name: "plpgsql", database: "test", trusted: true, handler: "plpgsql_call_handler", inline: "plpgsql_inline_handler", owner: "postgres" },
    ]);
    expect(grantsOn({ ...graph, grants }, ({ object }) => object === "public")).toEqual(
      [`${owner} CREATE public`, `${owner} USAGE public`, "PUBLIC USAGE public", ...(major < 15 ? ["PUBLIC CREATE public"] : [])].toSorted(),
    );
  });

  it("say of the whole cluster what belongs to it", async () => {
    await withServer(major, async (server) => {
      const parameter = "GRANT SET ON PARAMETER log_statement TO app WITH GRANT OPTION; GRANT ALTER SYSTEM ON PARAMETER archive_command TO PUBLIC;";
      const { superuser, plain } = await readAfter(
        server,
        `${ROLES} ALTER ROLE app SET work_mem = '8MB'; ALTER ROLE app IN DATABASE test SET role = 'etl'; ALTER ROLE ALL IN DATABASE test SET work_mem = '9MB';
         ${major >= 15 ? parameter : ""} REVOKE CONNECT ON DATABASE postgres FROM PUBLIC; ALTER DATABASE test OWNER TO etl;
         SET password_encryption = 'md5'; ALTER ROLE app PASSWORD 'x'; RESET password_encryption`,
      );
      const { version, databases, graph, unseen } = superuser.cluster;
      const { rows } = await server.admin.query("SELECT current_setting('server_version_num')::int AS version");
      expect({ version, unseen }).toEqual({ ...rows[0], unseen: [] });
      expect(bare(graph.settings)).toEqual([
        { role: "app", name: "work_mem", value: "8MB" },
        { role: "app", database: "test", name: "role", value: "etl" },
      ]);
      expect(bare(graph.databases)).toContainEqual({ name: "test", owner: "etl", isTemplate: false });
      expect(bare(graph.databases)).toContainEqual({ name: "template0", owner: "postgres", isTemplate: true });
      expect(grantsOn(graph, ({ database }) => database === "test" || database === "postgres")).toEqual([
        "PUBLIC CONNECT test",
        "PUBLIC TEMPORARY postgres",
        "PUBLIC TEMPORARY test",
        "etl CONNECT test",
        "etl CREATE test",
        "etl TEMPORARY test",
        "postgres CONNECT postgres",
        "postgres CREATE postgres",
        "postgres TEMPORARY postgres",
      ]);
      const parameters = grantsOn(graph, ({ objectType }) => objectType === "parameter").filter((grant) => !grant.startsWith("postgres "));
      expect(parameters).toEqual(major >= 15 ? ["PUBLIC ALTER SYSTEM archive_command", "app SET log_statement *"] : []);
      const kinds = Object.fromEntries(graph.verifiers.map(({ role, kind }) => [role, kind]));
      expect(kinds).toMatchObject({ app: "md5", auditor: "scram-sha-256", etl: "none" });

      const open = (list: typeof databases) => list.map(({ name, allowsConnections, mayConnect }) => `${name} ${allowsConnections} ${mayConnect}`).toSorted();
      expect(open(databases)).toEqual(["postgres true true", "template0 false false", "template1 true true", "test true true"]);
      expect(open(plain.cluster.databases)).toEqual(["postgres true false", "template0 false false", "template1 true true", "test true true"]);
      expect(plain.cluster.graph).toEqual({ ...graph, verifiers: [] });
      expect(plain.cluster.unseen).toEqual([
        "how passwords are stored, and an md5 verifier serves as one: GRANT SELECT (rolname, rolpassword) ON pg_catalog.pg_authid TO auditor",
      ]);

      await server.admin.query("GRANT SELECT (rolname, rolpassword) ON pg_catalog.pg_authid TO auditor");
      const { cluster } = await read(await server.connect({ user: "auditor", password: "x" }));
      expect(cluster.graph).toEqual(graph);
      expect(cluster.unseen).toEqual([]);
    });
  });

  reading(
    "show functions that run as their owner, or whose list is not as it was made",
    `${ROLES} CREATE EXTENSION dblink; CREATE TYPE s.kind AS ENUM ('a');
     CREATE FUNCTION s.plain() RETURNS int LANGUAGE sql AS 'SELECT 1';
     CREATE FUNCTION s.definer(a int, k s.kind, VARIADIC b text[]) RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET work_mem = '8MB' SET search_path = s, pg_temp
       AS 'BEGIN RETURN 1; END'; REVOKE EXECUTE ON FUNCTION s.definer FROM PUBLIC; GRANT EXECUTE ON FUNCTION s.definer TO app WITH GRANT OPTION;
     CREATE PROCEDURE s.atomic() LANGUAGE sql SECURITY DEFINER BEGIN ATOMIC SELECT s.plain(); END; ALTER PROCEDURE s.atomic OWNER TO etl;
     CREATE FUNCTION s.alias(oid, text) RETURNS int LANGUAGE internal AS 'be_lo_export';
     GRANT EXECUTE ON FUNCTION lo_export(oid, text), dblink_connect_u(text) TO app;
     SET search_path TO 's', 'public'; CREATE TEMP TABLE hidden (a int); CREATE FUNCTION pg_temp.f() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'; RESET search_path`,
    ({ here: { graph } }) => {
      const common = {
        database: "test",
        language: "plpgsql",
        owner: "postgres",
        extension: null,
        isTrigger: false,
        isEventTrigger: false,
        publicByDefault: false,
        runs: [],
      };
      const functions = bare(graph.functions);
      expect(functions.map(({ schema, name, arguments: types }) => `${schema}.${name}(${types})`).toSorted()).toEqual([
        "pg_catalog.lo_export(oid, text)",
        "public.dblink_connect_u(text)",
        "public.dblink_connect_u(text, text)",
        "s.alias(oid, text)",
        "s.atomic()",
        "s.definer(integer, s.kind, text[])",
      ]);
      expect(functions.find(({ name }) => name === "definer")).toEqual({
        ...common,
        schema: "s",
        name: "definer",
        arguments: "integer, s.kind, text[]",
        kind: "function",
        securityDefiner: true,
        searchPath: "s, pg_temp",
        sha256: functionDigest({
          owner: "postgres",
          language: "plpgsql",
          settings: ["search_path=s, pg_temp", "work_mem=8MB"],
          body: "BEGIN RETURN 1; END",
        }),
      });
      expect(functions.find(({ name }) => name === "atomic")).toMatchObject({
        kind: "procedure",
        owner: "etl",
        searchPath: null,
        sha256: functionDigest({ owner: "etl", language: "sql", settings: [], body: "BEGIN ATOMIC\n SELECT s.plain() AS plain;\nEND" }),
      });
      expect(functions.find(({ name }) => name === "alias")).toMatchObject({ language: "internal", securityDefiner: false });
      expect(functions.find(({ name }) => name === "dblink_connect_u")).toMatchObject({ language: "c", extension: "dblink" });
      expect(grantsOn(graph, ({ objectType }) => objectType === "function")).toEqual([
        "PUBLIC EXECUTE s.alias(oid, text)",
        "PUBLIC EXECUTE s.atomic()",
        "app EXECUTE pg_catalog.lo_export(oid, text)",
        "app EXECUTE public.dblink_connect_u(text)",
        "app EXECUTE s.definer(integer, s.kind, text[]) *",
        "etl EXECUTE s.atomic()",
        "postgres EXECUTE pg_catalog.lo_export(oid, text)",
        "postgres EXECUTE public.dblink_connect_u(text)",
        "postgres EXECUTE public.dblink_connect_u(text, text)",
        "postgres EXECUTE s.alias(oid, text)",
        "postgres EXECUTE s.definer(integer, s.kind, text[])",
      ]);
    },
  );

  reading(
    "show languages by their handlers, what is written in them, and what runs that unasked",
    `${ROLES} CREATE FUNCTION s.handler() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
     CREATE FUNCTION s.other() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_validator';
     CREATE LANGUAGE untrusted HANDLER s.handler; CREATE TRUSTED LANGUAGE "Safe" HANDLER s.other; CREATE TRUSTED LANGUAGE same HANDLER s.handler;
     CREATE FUNCTION s.step(int, int) RETURNS int LANGUAGE untrusted AS 'BEGIN RETURN 1; END';
     CREATE FUNCTION s.odd() RETURNS int LANGUAGE "Safe" AS 'x'; CREATE FUNCTION s.fine() RETURNS int LANGUAGE same AS 'BEGIN RETURN 1; END';
     CREATE AGGREGATE s.total(int) (sfunc = s.step, stype = int); CREATE AGGREGATE s.plain(int) (sfunc = int4pl, stype = int);
     REVOKE EXECUTE ON FUNCTION s.total(int) FROM PUBLIC; UPDATE pg_language SET lanpltrusted = true WHERE lanname = 'internal'`,
    ({ here: { graph } }) => {
      const languages = graph.languages.map(({ name, trusted, handler }) => `${name} ${trusted} ${handler}`);
      expect(languages.toSorted()).toEqual([
        "Safe true plpgsql_validator",
        "c false null",
        "internal true null",
        "plpgsql true plpgsql_call_handler",
        "same true plpgsql_call_handler",
        "sql true null",
        "untrusted false plpgsql_call_handler",
      ]);
      const functions = graph.functions.map(({ name, kind, language, runs }) => `${name} ${kind} ${String(language)} ${JSON.stringify(runs)}`);
      expect(functions.toSorted()).toEqual([
        "handler function c []",
        "odd function Safe []",
        "other function c []",
        "step function untrusted []",
        'total aggregate internal [{"schema":"s","name":"step","arguments":"integer, integer"}]',
      ]);
      expect(graph.functions.find(({ name }) => name === "total")?.sha256).toBeNull();
      expect(grantsOn(graph, ({ object }) => object === "total" || object === "Safe")).toEqual([
        "PUBLIC USAGE Safe",
        "postgres EXECUTE s.total(integer)",
        "postgres USAGE Safe",
      ]);
    },
  );

  reading(
    "show each role once for a schema that may put triggers on its tables, superusers left out",
    `${ROLES} GRANT CREATE ON SCHEMA s TO app; CREATE SCHEMA u;
     CREATE TABLE s.t (a int, b int); GRANT TRIGGER, INSERT ON s.t TO app; GRANT SELECT, INSERT ON s.t TO etl; GRANT TRIGGER, INSERT ON pg_description TO etl;
     CREATE TABLE s.owned (a int); ALTER TABLE s.owned OWNER TO app; CREATE TABLE s.more (a int); ALTER TABLE s.more OWNER TO app;
     CREATE VIEW u.v AS SELECT 1 AS a; GRANT TRIGGER ON u.v TO app; CREATE VIEW u.w AS SELECT 1 AS a; ALTER VIEW u.w OWNER TO etl;
     CREATE TABLE u.wide (a int); GRANT TRIGGER ON u.wide TO PUBLIC; GRANT UPDATE (a) ON u.wide TO PUBLIC;
     CREATE MATERIALIZED VIEW u.m AS SELECT 1; GRANT TRIGGER ON u.m TO etl; CREATE SEQUENCE u.n; ALTER SEQUENCE u.n OWNER TO etl;
     CREATE TEMP TABLE own (a int); ALTER TABLE own OWNER TO etl`,
    ({ here: { graph } }) => {
      const holders = graph.tableHolders.map(
        ({ database, schema, role, owns, writes }) => `${database} ${schema} ${role}${owns ? " owns" : ""}${writes ? " writes" : ""}`,
      );
      expect(holders.toSorted()).toEqual(["test s app owns writes", "test u PUBLIC", "test u app", "test u etl writes"]);
    },
  );

  reading(
    "show triggers that run code of somebody else, also those of the parents, and event triggers",
    `${ROLES} GRANT CREATE ON SCHEMA s TO app;
     CREATE FUNCTION s.definer() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS 'BEGIN RETURN NULL; END';
     CREATE FUNCTION s.plain() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
     CREATE FUNCTION s.theirs() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'; ALTER FUNCTION s.theirs OWNER TO app;
     CREATE TABLE s.quiet (a int); CREATE TRIGGER plain AFTER INSERT ON s.quiet FOR EACH ROW EXECUTE FUNCTION s.plain();
     CREATE TRIGGER off AFTER INSERT ON s.quiet FOR EACH ROW EXECUTE FUNCTION s.definer(); ALTER TABLE s.quiet DISABLE TRIGGER off;
     CREATE TABLE s.t (a int, b int); ALTER TABLE s.t ENABLE ROW LEVEL SECURITY; GRANT INSERT, UPDATE (b) ON s.t TO app;
     CREATE TRIGGER a BEFORE INSERT OR UPDATE OR DELETE ON s.t FOR EACH ROW EXECUTE FUNCTION s.definer();
     CREATE TRIGGER b AFTER TRUNCATE ON s.t EXECUTE FUNCTION s.theirs();
     CREATE TRIGGER c AFTER INSERT ON s.t FOR EACH ROW EXECUTE FUNCTION s.plain(); ALTER TABLE s.t ENABLE ALWAYS TRIGGER c;
     CREATE TRIGGER d AFTER INSERT ON s.t FOR EACH ROW EXECUTE FUNCTION s.plain(); ALTER TABLE s.t ENABLE REPLICA TRIGGER d;
     CREATE TABLE s.parent (a int); CREATE TABLE s.child () INHERITS (s.parent);
     CREATE TRIGGER e AFTER INSERT OR DELETE ON s.child FOR EACH ROW EXECUTE FUNCTION s.definer();
     CREATE TRIGGER statement AFTER DELETE ON s.child EXECUTE FUNCTION s.definer();
     CREATE TABLE s.whole (a int) PARTITION BY LIST (a); CREATE TABLE s.piece PARTITION OF s.whole FOR VALUES IN (1);
     CREATE TRIGGER f AFTER INSERT ON s.piece FOR EACH ROW EXECUTE FUNCTION s.definer();
     CREATE FUNCTION s.event() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'; ALTER FUNCTION s.event OWNER TO app;
     CREATE EVENT TRIGGER on_ddl ON ddl_command_end EXECUTE FUNCTION s.event();
     CREATE EVENT TRIGGER few ON sql_drop WHEN TAG IN ('drop table', 'DROP VIEW') EXECUTE FUNCTION s.event(); ALTER EVENT TRIGGER few ENABLE REPLICA;
     CREATE EVENT TRIGGER off ON ddl_command_end EXECUTE FUNCTION s.event(); ALTER EVENT TRIGGER off DISABLE`,
    ({ here: { graph } }) => {
      const triggers = graph.triggers.map(
        ({ name, table, function: run, events, always }) =>
          `${table.schema}.${table.name} ${name} ${run.schema}.${run.name} ${events}${always ? " always" : ""}`,
      );
      expect(triggers).toEqual([
        "s.child e s.definer INSERT,DELETE",
        "s.child statement s.definer DELETE",
        "s.parent e s.definer DELETE",
        "s.piece f s.definer INSERT",
        "s.t a s.definer INSERT,UPDATE,DELETE",
        "s.t b s.theirs TRUNCATE",
        "s.t c s.plain INSERT always",
        "s.t d s.plain  always",
        "s.whole f s.definer INSERT",
      ]);
      const event = { database: "test", owner: "postgres", function: { schema: "s", name: "event", arguments: "" } };
      expect(bare(graph.eventTriggers)).toEqual([
        { ...event, name: "on_ddl", event: "ddl_command_end", tags: null, replicaOnly: false },
        { ...event, name: "few", event: "sql_drop", tags: ["DROP TABLE", "DROP VIEW"], replicaOnly: true },
      ]);
      expect(graph.functions.map(({ name, isTrigger, isEventTrigger, owner }) => `${name} ${isTrigger} ${isEventTrigger} ${String(owner)}`).toSorted()).toEqual(
        ["definer true false postgres", "event false true app", "plain true false postgres", "theirs true false app"],
      );
      expect(bare(graph.relations).find(({ name }) => name === "t")).toEqual({
        name: "t",
        schema: "s",
        database: "test",
        owner: "postgres",
        kind: "table",
        extension: null,
        rowSecurity: true,
        foreign: null,
        reads: [],
        calls: [],
      });
      expect(graph.relations.map(({ name, reads }) => `${name} ${reads.map((read) => read.name)}`).toSorted()).toEqual([
        "child ",
        "parent child",
        "piece ",
        "t ",
        "whole piece",
      ]);
      expect(grantsOn(graph, ({ object, grantee }) => object === "t" && grantee === "app")).toEqual(["app INSERT s.t", "app UPDATE s.t(b)"]);
    },
  );

  reading(
    "show foreign tables with their servers, and every view and parent through which they are read",
    `${ROLES} CREATE EXTENSION file_fdw; CREATE EXTENSION postgres_fdw; CREATE FOREIGN DATA WRAPPER "Own"; GRANT USAGE ON FOREIGN DATA WRAPPER file_fdw TO app;
     CREATE SERVER files FOREIGN DATA WRAPPER file_fdw; CREATE SERVER own FOREIGN DATA WRAPPER "Own" OPTIONS (host 'h', port 'many');
     CREATE SERVER far FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'Db.Example.com', port '6432'); ALTER SERVER far OWNER TO etl; GRANT USAGE ON FOREIGN SERVER far TO app;
     CREATE SERVER near FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'db', hostaddr '127.0.0.1');
     CREATE FOREIGN TABLE s.program (l text) SERVER files OPTIONS (program 'id'); CREATE FOREIGN TABLE s.file (l text) SERVER files OPTIONS (filename '/etc/passwd');
     CREATE FOREIGN TABLE s.remote (l text) SERVER far; GRANT SELECT ON s.program TO app;
     CREATE VIEW s.over AS SELECT * FROM s.program; CREATE VIEW s.nested AS SELECT * FROM s.over; GRANT SELECT (l) ON s.nested TO app;
     ${major >= 15 ? "CREATE VIEW s.invoker WITH (security_invoker = on) AS SELECT * FROM s.program;" : ""}
     CREATE VIEW s.unrelated AS SELECT 1 AS a; CREATE TABLE s.parent (l text); ALTER FOREIGN TABLE s.file INHERIT s.parent;
     CREATE USER MAPPING FOR PUBLIC SERVER far OPTIONS (user 'u', password 'hunter2', password_required 'false');
     CREATE USER MAPPING FOR app SERVER far OPTIONS (user 'u', password 'hunter2'); CREATE USER MAPPING FOR etl SERVER near OPTIONS (password_required 'TRUE')`,
    ({ here: { graph, unseen } }) => {
      expect(
        graph.relations.map(({ name, kind, foreign, reads }) => ({ name, kind, foreign, reads: reads.map((read) => `${read.schema}.${read.name}`) })),
      ).toEqual([
        { name: "program", kind: "foreign-table", foreign: { server: "files", program: true, file: false }, reads: [] },
        { name: "file", kind: "foreign-table", foreign: { server: "files", program: false, file: true }, reads: [] },
        { name: "remote", kind: "foreign-table", foreign: { server: "far", program: false, file: false }, reads: [] },
        { name: "over", kind: "view", foreign: null, reads: ["s.program"] },
        { name: "nested", kind: "view", foreign: null, reads: ["s.over"] },
        ...(major >= 15 ? [{ name: "invoker", kind: "view", foreign: null, reads: [] }] : []),
        { name: "parent", kind: "table", foreign: null, reads: ["s.file"] },
      ]);
      expect(bare(graph.foreignServers)).toEqual([
        { name: "files", database: "test", owner: "postgres", wrapper: "file_fdw", extension: "file_fdw", host: null, port: null },
        { name: "own", database: "test", owner: "postgres", wrapper: "Own", extension: null, host: "h", port: null },
        { name: "far", database: "test", owner: "etl", wrapper: "postgres_fdw", extension: "postgres_fdw", host: "Db.Example.com", port: 6432 },
        { name: "near", database: "test", owner: "postgres", wrapper: "postgres_fdw", extension: "postgres_fdw", host: "127.0.0.1", port: null },
      ]);
      expect(bare(graph.userMappings)).toEqual([
        { server: "far", database: "test", role: "PUBLIC", passwordRequired: false },
        { server: "far", database: "test", role: "app", passwordRequired: true },
        { server: "near", database: "test", role: "etl", passwordRequired: true },
      ]);
      expect(unseen).toEqual([]);
      expect(JSON.stringify(graph).includes("hunter2")).toBe(false);
      expect(grantsOn(graph, ({ grantee }) => grantee === "app")).toEqual([
        "app SELECT s.nested(l)",
        "app SELECT s.program",
        "app USAGE far",
        "app USAGE file_fdw",
        "app USAGE s *",
      ]);
    },
  );

  it("hide options of user mappings, which are unknown then, and say what would show them", async () => {
    await withServer(major, async (server) => {
      const { plain } = await readAfter(
        server,
        `CREATE EXTENSION postgres_fdw; CREATE SERVER far FOREIGN DATA WRAPPER postgres_fdw; GRANT USAGE ON FOREIGN SERVER far TO auditor; CREATE SERVER own FOREIGN DATA WRAPPER postgres_fdw;
         ALTER SERVER own OWNER TO auditor; CREATE USER MAPPING FOR PUBLIC SERVER far OPTIONS (password_required 'false'); CREATE USER MAPPING FOR auditor SERVER far;
         CREATE USER MAPPING FOR postgres SERVER far; CREATE USER MAPPING FOR PUBLIC SERVER own OPTIONS (password_required 'false')`,
      );
      const required = ({ here }: Both) => here.graph.userMappings.map(({ passwordRequired }) => passwordRequired);
      expect(required(plain)).toEqual([UNKNOWN, UNKNOWN, true, false]);
      expect(plain.here.unseen).toEqual([
        "password_required of 2 user mappings in database test: GRANT SELECT (umuser, umserver, umoptions) ON pg_catalog.pg_user_mapping TO auditor",
      ]);
      await server.admin.query("GRANT SELECT (umuser, umserver, umoptions) ON pg_catalog.pg_user_mapping TO auditor");
      const shown = await read(await server.connect({ user: "auditor", password: "x" }));
      expect(required(shown)).toEqual([false, true, true, false]);
      expect(shown.here.unseen).toEqual([]);
    });
  });

  reading(
    "show materialized views with the code that they run, views of passwords, and changed lists of catalogs",
    `${ROLES} CREATE FUNCTION s.f(int) RETURNS int LANGUAGE sql AS 'SELECT 1'; ALTER FUNCTION s.f OWNER TO app; CREATE FUNCTION s.g(int, int) RETURNS bool LANGUAGE sql AS 'SELECT true';
     CREATE OPERATOR s.=== (leftarg = int, rightarg = int, function = s.g); CREATE TABLE s.t (a int);
     CREATE VIEW s.inner AS SELECT s.f(a) AS a FROM s.t; CREATE MATERIALIZED VIEW s.stored AS SELECT a FROM s.inner WHERE a OPERATOR(s.===) 1;
     CREATE VIEW s.names AS SELECT rolname FROM pg_authid; CREATE VIEW s.shadow AS SELECT usename, passwd FROM pg_shadow; CREATE VIEW s.masked AS SELECT * FROM pg_roles;
     CREATE VIEW s.whole AS SELECT pg_authid AS role FROM pg_authid; CREATE VIEW s.verifiers AS SELECT upper(rolpassword) AS p FROM pg_authid WHERE rolcanlogin; CREATE VIEW s.deep AS SELECT p FROM s.verifiers;
     GRANT SELECT (rolname, rolpassword) ON pg_authid TO app; GRANT SELECT ON pg_hba_file_rules TO app; GRANT UPDATE ON pg_class TO etl WITH GRANT OPTION`,
    ({ here: { graph } }) => {
      const named = ({ schema, name, arguments: types }: { schema: string; name: string; arguments?: string }) =>
        `${schema}.${name}${types === undefined ? "" : `(${types})`}`;
      expect(graph.relations.map(({ name, kind, reads, calls }) => `${name} ${kind} ${reads.map(named)} ${calls.map(named)}`)).toEqual([
        "inner view  s.f(integer)",
        "stored materialized-view s.inner s.g(integer, integer)",
        "shadow view pg_catalog.pg_shadow ",
        "whole view pg_catalog.pg_authid ",
        "verifiers view pg_catalog.pg_authid ",
        "deep view s.verifiers ",
      ]);
      expect(graph.functions.map(({ name, owner }) => `${name} ${String(owner)}`).toSorted()).toEqual(["f app", "g postgres"]);
      expect(grantsOn(graph, ({ schema, grantee }) => schema === "pg_catalog" && grantee !== "postgres")).toEqual([
        "PUBLIC SELECT pg_catalog.pg_class",
        "app SELECT pg_catalog.pg_authid(rolname)",
        "app SELECT pg_catalog.pg_authid(rolpassword)",
        "app SELECT pg_catalog.pg_hba_file_rules",
        "etl UPDATE pg_catalog.pg_class *",
      ]);
    },
  );

  reading(
    "show default privileges, subscriptions with their tables, and tables that extensions keep",
    `${ROLES} ALTER DEFAULT PRIVILEGES FOR ROLE etl IN SCHEMA s GRANT SELECT ON TABLES TO app; ALTER DEFAULT PRIVILEGES FOR ROLE etl GRANT EXECUTE ON FUNCTIONS TO app WITH GRANT OPTION;
     CREATE TABLE s.t (a int); CREATE TABLE s.jobs (a int); CREATE EXTENSION lo; ALTER EXTENSION lo ADD TABLE s.jobs;
     CREATE SUBSCRIPTION sub CONNECTION 'dbname=nowhere' PUBLICATION p WITH (connect = false); ALTER SUBSCRIPTION sub SET (slot_name = NONE);
     INSERT INTO pg_subscription_rel SELECT oid, 's.t'::regclass, 'r', NULL FROM pg_subscription`,
    ({ here: { graph } }) => {
      expect(bare(graph.defaultPrivileges).toSorted((a, b) => (a.grantee < b.grantee ? -1 : a.grantee > b.grantee ? 1 : 0))).toEqual([
        { grantee: "PUBLIC", owner: "etl", privilege: "EXECUTE", objectType: "function", database: "test", schema: null, grantable: false },
        { grantee: "app", owner: "etl", privilege: "SELECT", objectType: "table", database: "test", schema: "s", grantable: false },
        { grantee: "app", owner: "etl", privilege: "EXECUTE", objectType: "function", database: "test", schema: null, grantable: true },
        { grantee: "etl", owner: "etl", privilege: "EXECUTE", objectType: "function", database: "test", schema: null, grantable: false },
      ]);
      expect(bare(graph.subscriptions)).toEqual([{ name: "sub", database: "test", owner: "postgres", tables: [{ schema: "s", name: "t" }] }]);
      expect(graph.relations.map(({ name, extension }) => `${name} ${extension}`)).toEqual(["t null", "jobs lo"]);
      expect(bare(graph.extensions)).toContainEqual({ name: "lo", database: "test", cascade: false });
    },
    "DROP SUBSCRIPTION sub",
  );

  it("are read past schemas and operators that somebody put in the way", async () => {
    await withServer(major, async ({ admin, connect }) => {
      await admin.query(
        `CREATE ROLE auditor LOGIN PASSWORD 'x'; ${ROLES} CREATE FUNCTION s.f(s int) RETURNS int LANGUAGE plpgsql SECURITY DEFINER AS 'BEGIN RETURN 1; END'; CREATE VIEW s.v AS SELECT rolpassword FROM pg_authid;
         CREATE SCHEMA hostile; GRANT USAGE ON SCHEMA hostile TO PUBLIC;`,
      );
      const before = await read(await connect({ user: "auditor", password: "x" }));
      const never = (operator: string, left: string, right: string, result: string) => `
        CREATE FUNCTION hostile.never(${left}, ${right}) RETURNS ${result} LANGUAGE plpgsql AS 'BEGIN RAISE ''reached''; END';
        CREATE OPERATOR hostile.${operator} (leftarg = ${left}, rightarg = ${right}, function = hostile.never);`;
      const pairs = ["oid", "name", "text", '"char"', "int4", "bool", "aclitem[]", "regclass", "int2"];
      const tables = ["pg_proc", "pg_roles", "pg_class", "pg_namespace", "pg_database", "pg_trigger", "pg_auth_members"];
      await admin.query(
        [
          ...pairs.flatMap((type) =>
            ["=", "<>", ">=", "<"].map((operator) => never(operator, type, type, "bool").replaceAll("never", `never_${Buffer.from(operator).toString("hex")}`)),
          ),
          ...tables.map((table) => `CREATE TABLE hostile.${table} (a int);`),
          "CREATE FUNCTION hostile.current_database() RETURNS name LANGUAGE sql AS $$ SELECT 'elsewhere'::name $$;",
          "CREATE FUNCTION hostile.pg_get_userbyid(oid) RETURNS name LANGUAGE sql AS $$ SELECT 'nobody'::name $$;",
          "ALTER DATABASE test SET search_path TO hostile, pg_catalog;",
        ].join("\n"),
      );
      const client = await connect({ user: "auditor", password: "x" });
      await expect(client.query("SELECT 1 WHERE 1 = 1")).rejects.toThrow("reached");
      // With the search_path that the reader sets, and with the hostile one.
      for (const beginning of [BEGIN_READING, BEGIN_READING.slice(0, 1)]) {
        const { cluster, here } = await read(client, beginning);
        expect(cluster.graph).toEqual(before.cluster.graph);
        const added = ({ object }: { readonly object: string | null }) => object !== "hostile";
        expect({ ...here.graph, schemas: [], grants: here.graph.grants.filter(added), ownerships: here.graph.ownerships.filter(added) }).toEqual({
          ...before.here.graph,
          schemas: [],
          grants: before.here.graph.grants.filter(added),
          ownerships: before.here.graph.ownerships.filter(added),
        });
      }
    });
  });
});

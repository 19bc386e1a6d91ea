import { DROPPED_BY_ANYONE, ENDED_BY_ANYONE, OF_MAKERS_ALONE, OF_MAKERS_TOO } from "../../../model/closure/escalations/event-firing";
import { TESTED_MAJORS, type TestServer, withServer } from "../../support/servers";

/** What a login without any privilege brings to its end. */
const ANYONES = [
  "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC",
  "ALTER DEFAULT PRIVILEGES REVOKE SELECT ON TABLES FROM PUBLIC",
  "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC",
  "DROP OWNED BY app",
  "ALTER TABLE IF EXISTS nothing ADD COLUMN b int",
  "ALTER VIEW IF EXISTS nothing RENAME TO x",
  "ALTER INDEX IF EXISTS nothing RENAME TO x",
  "ALTER SEQUENCE IF EXISTS nothing RESTART",
  "ALTER MATERIALIZED VIEW IF EXISTS nothing RENAME TO x",
  "ALTER FOREIGN TABLE IF EXISTS nothing RENAME TO x",
  "ALTER STATISTICS IF EXISTS nothing SET STATISTICS 1",
  "CREATE TABLE IF NOT EXISTS pg_catalog.pg_class AS SELECT 1",
  "CREATE MATERIALIZED VIEW IF NOT EXISTS pg_catalog.pg_class AS SELECT 1",
  "CREATE EXTENSION IF NOT EXISTS plpgsql",
  "GRANT SELECT ON pg_catalog.pg_class TO PUBLIC",
  "REVOKE SELECT ON pg_catalog.pg_class FROM PUBLIC",
  "SELECT lo_create(77)",
  "COMMENT ON LARGE OBJECT 77 IS 'x'",
  "ALTER LARGE OBJECT 77 OWNER TO app",
  // Each DROP, but DROP OWNED, takes IF EXISTS.
  ..."TABLE x;FUNCTION x();SCHEMA x;EXTENSION x;TRIGGER t ON x;CAST (int AS point);USER MAPPING FOR app SERVER x;SERVER x;LANGUAGE x;PUBLICATION x;SUBSCRIPTION x"
    .split(";")
    .map((what) => what.replace(/^(USER MAPPING|TRIGGER|CAST|[A-Z ]+?) /, "DROP $1 IF EXISTS ")),
];
/** What it takes somewhere to make an object for. */
const MAKING = [
  "CREATE TABLE pg_temp.t (a int, b int)",
  "SELECT 1 AS x INTO pg_temp.si",
  "CREATE VIEW pg_temp.v AS SELECT 1",
  "CREATE SEQUENCE pg_temp.s",
  "CREATE FUNCTION pg_temp.f(int, int) RETURNS int LANGUAGE sql AS 'SELECT 1'",
  "CREATE PROCEDURE pg_temp.p() LANGUAGE sql AS 'SELECT 1'",
  "CREATE AGGREGATE pg_temp.ag(int) (sfunc = pg_temp.f, stype = int)",
  "CREATE TYPE pg_temp.y AS (a int)",
  "CREATE DOMAIN pg_temp.d AS int",
];
/** What its maker may do with it. */
const CHANGING = [
  "CREATE INDEX ON pg_temp.t (a)",
  "CREATE RULE r AS ON INSERT TO pg_temp.t DO NOTHING",
  "CREATE POLICY p ON pg_temp.t",
  "CREATE STATISTICS pg_temp.st ON a, b FROM pg_temp.t",
  "CREATE FUNCTION pg_temp.tf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END'",
  "CREATE TRIGGER x BEFORE INSERT ON pg_temp.t EXECUTE FUNCTION pg_temp.tf()",
  "ALTER TABLE pg_temp.t DROP COLUMN b",
  "ALTER FUNCTION pg_temp.f(int, int) STABLE",
  "ALTER TYPE pg_temp.y ADD ATTRIBUTE b int",
  "ALTER DOMAIN pg_temp.d SET NOT NULL",
  "DROP VIEW pg_temp.v",
  "DROP SEQUENCE pg_temp.s",
  "DROP DOMAIN pg_temp.d",
  "DROP PROCEDURE pg_temp.p()",
  "DROP TYPE pg_temp.y",
  "DROP RULE r ON pg_temp.t",
  "DROP POLICY p ON pg_temp.t",
  "DROP TRIGGER x ON pg_temp.t",
  "DROP FUNCTION pg_temp.tf()",
  "DROP TABLE pg_temp.t",
];
/** Ways around that which do not work: each asks for CREATE first. */
const REFUSED = [
  "CREATE TABLE public.x (a int)",
  "CREATE TABLE IF NOT EXISTS public.t (a int)",
  "CREATE TEMP TABLE x (a int)",
  "CREATE OR REPLACE FUNCTION public.f() RETURNS int LANGUAGE sql AS 'SELECT 2'",
  "CREATE OR REPLACE VIEW public.v AS SELECT 1 AS a",
  "CREATE SEQUENCE IF NOT EXISTS public.s",
  "CREATE TYPE public.x AS (a int)",
  "CREATE DOMAIN public.x AS int",
  "SELECT 1 INTO public.x",
];

/** What `app` fires by the statements, such as `sql_drop:DROP TABLE`; they must all end, or all be refused. */
const fired = async ({ connect }: TestServer, statements: readonly string[], ends: boolean): Promise<readonly string[]> => {
  const client = await connect({ user: "app", password: "x" });
  const seen: string[] = [];
  client.on("notice", ({ message }) => {
    if (message?.startsWith("fired ") === true) seen.push(message.slice(6));
  });
  for (const sql of statements) {
    const refusal = await client.query(sql).then(
      () => null,
      (error: Error) => error.message,
    );
    expect({ sql, refusal }).toEqual({ sql, refusal: ends ? null : expect.stringContaining("permission denied") });
  }
  await client.end();
  return [...new Set(seen)].toSorted();
};
const tagsOf = (seen: readonly string[], event: string): readonly string[] =>
  seen.flatMap((one) => (one.startsWith(`${event}:`) ? [one.slice(event.length + 1)] : []));

describe.each(TESTED_MAJORS)("the commands that fire event triggers on PostgreSQL %i", (major) => {
  it("are anyone's, or those of makers, as the tables of event-firing.ts say", async () => {
    await withServer(major, async (server) => {
      const { admin } = server;
      await admin.query("REVOKE TEMPORARY ON DATABASE test FROM PUBLIC; REVOKE CREATE ON SCHEMA public FROM PUBLIC; CREATE ROLE app LOGIN PASSWORD 'x'");
      await admin.query(
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE VIEW v AS SELECT 1 AS a; CREATE SEQUENCE s; CREATE TABLE t (a int)",
      );
      await admin.query("ALTER FUNCTION f() OWNER TO app; ALTER VIEW v OWNER TO app; ALTER SEQUENCE s OWNER TO app; ALTER TABLE t OWNER TO app");
      await admin.query("CREATE FUNCTION e() RETURNS event_trigger LANGUAGE plpgsql AS $$BEGIN RAISE NOTICE 'fired %:%', tg_event, tg_tag; END$$");
      for (const event of ["ddl_command_start", "ddl_command_end", "sql_drop"])
        await admin.query(`CREATE EVENT TRIGGER ${event} ON ${event} EXECUTE FUNCTION e()`);

      const anyones = await fired(server, ANYONES, true);
      const ended = tagsOf(anyones, "ddl_command_end").filter((tag) => !tag.startsWith("DROP "));
      expect(ended).toEqual([...ENDED_BY_ANYONE, "CREATE EXTENSION"].toSorted());
      expect(tagsOf(anyones, "sql_drop")).toEqual([...DROPPED_BY_ANYONE].toSorted());

      const refused = await fired(server, REFUSED, false);
      expect(refused.every((one) => one.startsWith("ddl_command_start:"))).toBe(true);
      expect(tagsOf(refused, "ddl_command_start").filter((tag) => !OF_MAKERS_ALONE.has(tag))).toEqual([]);

      await admin.query("GRANT TEMPORARY ON DATABASE test TO app");
      const made = await fired(server, [...MAKING, ...CHANGING], true);
      const alone = await fired(server, MAKING, true);
      expect(tagsOf(alone, "ddl_command_end")).toEqual([...OF_MAKERS_ALONE].toSorted());
      expect(tagsOf(made, "ddl_command_end")).toEqual([...OF_MAKERS_ALONE, ...OF_MAKERS_TOO].toSorted());
      const dropping = [...OF_MAKERS_TOO].filter((tag) => tag.startsWith("DROP ") || tag === "ALTER TABLE");
      expect(tagsOf(made, "sql_drop")).toEqual(dropping.toSorted());
    });
  });
});

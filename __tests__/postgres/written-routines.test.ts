import { plainSignature } from "../../model/accepted-functions";
import { argumentTypes } from "../../model/argument-types";
import { closureOf } from "../../model/closure";
import { indexGraph } from "../../model/graph-index";
import { factsOf } from "../readers/synthesized/stacks";
import { ARGUMENT_LISTS } from "../support/argument-lists";
import { SAMPLED_MAJORS, TESTED_MAJORS, withServer } from "../support/servers";

/** A function that is made with the list as it is written, and a grant that names it so. Its result is that of its OUT arguments. */
const made = ([written]: readonly [string, string], at: number): string => {
  const gives = /\bout\b/i.test(written.replaceAll(/"[^"]*"/g, "")) ? "" : "RETURNS int";
  return `CREATE FUNCTION f${at}(${written}) ${gives} LANGUAGE plpgsql AS $$BEGIN END$$; GRANT EXECUTE ON FUNCTION f${at}(${written}) TO app`;
};

const PRINTED =
  "SELECT proname AS name, oidvectortypes(proargtypes) AS types, oid::regprocedure::text AS signature FROM pg_proc WHERE pronamespace = 'app'::regnamespace";
/** Every type of pg_catalog but those of its tables, by its name and as it is printed. */
const TYPES = `
SELECT typname AS name, quote_ident(typname) AS quoted, format_type(oid, NULL) AS printed FROM pg_type AS type
WHERE typnamespace = 'pg_catalog'::regnamespace AND typtype <> 'c' AND NOT EXISTS (SELECT FROM pg_type AS element WHERE element.oid = type.typelem AND element.typtype = 'c')`;

/** What the closure says of `app` where these resources are all. */
const reached = (major: 14 | 15 | 16 | 17 | 18, resource: Readonly<Record<string, unknown>>): readonly string[] =>
  closureOf(indexGraph(factsOf({ resource })), { major, administrators: ["postgres"] })
    .reaches("app")
    .filter(({ follows }) => follows === null)
    .map(({ capability }) => capability);
const execute = (object: string) => ({
  x: { role: "app", database: "test", schema: "app", object_type: "function", objects: [object], privileges: ["EXECUTE"] },
});

describe.each(TESTED_MAJORS)("routines of PostgreSQL %i", (major) => {
  it("know every type of the server's own by its name", async () => {
    await withServer(major, async ({ admin }) => {
      const rows: { name: string; quoted: string; printed: string }[] = (await admin.query(TYPES)).rows;
      expect(rows.length).toBeGreaterThan(180);
      const wrong = rows.flatMap(({ name, quoted, printed }) =>
        [quoted, `"${name}"`, `pg_catalog.${quoted}`, printed, `a ${printed}`].filter((written) => argumentTypes(written) !== printed),
      );
      expect(wrong).toEqual([]);
    });
  });
});

describe.each(SAMPLED_MAJORS)("routines as they are written, beside PostgreSQL %i", (major) => {
  it("have the argument types that the server prints, however those are written", async () => {
    await withServer(major, async ({ admin }) => {
      await admin.query(
        'CREATE ROLE app; CREATE SCHEMA app; CREATE TYPE app.kind AS (a int); CREATE TYPE app."Kind" AS (a int); CREATE TYPE app."a,b(c" AS (a int)',
      );
      await admin.query(`SET search_path TO app; ${ARGUMENT_LISTS.map(made).join("; ")}; SET search_path TO pg_catalog`);
      const rows: { name: string; types: string; signature: string }[] = (await admin.query(PRINTED)).rows;
      const printed = new Map(rows.map(({ name, types }) => [name, types]));
      expect(ARGUMENT_LISTS.map(([written], at) => [written, printed.get(`f${at}`)])).toEqual(ARGUMENT_LISTS);
      // As accepted.yaml may name a function.
      expect(rows.map(({ signature }) => plainSignature(signature))).toEqual(rows.map(({ name, types }) => `app.${name}(${types})`));
    });
  });

  it("are one's own where one made them, whatever an extension calls its functions", async () => {
    await withServer(major, async ({ admin }) => {
      await admin.query("CREATE ROLE app; CREATE SCHEMA app; CREATE SCHEMA ext; CREATE EXTENSION dblink SCHEMA ext");
      await admin.query(
        "CREATE FUNCTION app.dblink_connect_u(pg_catalog.text) RETURNS text LANGUAGE sql AS 'SELECT $1'; GRANT EXECUTE ON FUNCTION app.dblink_connect_u(TEXT) TO app",
      );
      const asked =
        "SELECT has_function_privilege('app', 'app.dblink_connect_u(text)', 'EXECUTE') AS own, has_function_privilege('app', 'ext.dblink_connect_u(text)', 'EXECUTE') AS other";
      expect((await admin.query(asked)).rows).toEqual([{ own: true, other: false }]);
      const own = {
        name: "dblink_connect_u",
        database: "test",
        schema: "app",
        language: "sql",
        body: "SELECT $1",
        returns: "text",
        arg: [{ type: "pg_catalog.text" }],
      };
      expect(reached(major, { postgresql_grant: execute("dblink_connect_u(TEXT)"), postgresql_function: { x: own } })).toEqual([]);
      expect(reached(major, { postgresql_grant: execute("dblink_connect_u(TEXT)"), postgresql_function: { x: { ...own, arg: [] } } })).toEqual(["superuser"]);

      // Without arguments a grant means the one function of that name.
      expect(reached(major, { postgresql_grant: execute("dblink_connect_u"), postgresql_function: { x: own } })).toEqual([]);
      await admin.query(
        "GRANT EXECUTE ON FUNCTION app.dblink_connect_u TO app; CREATE FUNCTION app.dblink_connect_u(int) RETURNS int LANGUAGE sql AS 'SELECT $1'",
      );
      await expect(admin.query("GRANT EXECUTE ON FUNCTION app.dblink_connect_u TO app")).rejects.toThrow("is not unique");
    });
  });

  it("connect as another role, where dblink_connect_u does", async () => {
    await withServer(major, async ({ admin, host, port, ...address }) => {
      await admin.query("CREATE EXTENSION dblink");
      const to = `host=${host} port=${port} dbname=test user=${address.user} password=${address.password}`;
      await admin.query("CREATE ROLE app; GRANT EXECUTE ON FUNCTION dblink_connect_u(text) TO app; SET ROLE app");
      await admin.query("SELECT dblink_connect_u($1)", [to]);
      const { rows } = await admin.query("SELECT current_user AS here, there FROM dblink('SELECT session_user') AS answer (there text)");
      expect(rows).toEqual([{ here: "app", there: address.user }]);
    });
  });

  it("are told apart from sequences, as tables are", async () => {
    await withServer(major, async ({ admin }) => {
      await admin.query("CREATE ROLE app; CREATE TABLE public.t (id serial); GRANT ALL ON ALL SEQUENCES IN SCHEMA public, pg_catalog TO app");
      const asked =
        "SELECT has_table_privilege('app', 'pg_authid', 'SELECT') AS catalog, has_table_privilege('app', 't', 'SELECT') AS t, has_sequence_privilege('app', 't_id_seq', 'USAGE') AS sequence";
      expect((await admin.query(asked)).rows).toEqual([{ catalog: false, t: false, sequence: true }]);
      await expect(admin.query("GRANT SELECT ON SEQUENCE pg_authid TO app")).rejects.toThrow("is not a sequence");
      await admin.query("GRANT SELECT ON ALL TABLES IN SCHEMA pg_catalog TO app");
      expect((await admin.query(asked)).rows).toMatchObject([{ catalog: true }]);
      const all = (object_type: string) => ({ x: { role: "app", database: "test", schema: "pg_catalog", object_type, privileges: ["SELECT"] } });
      expect(reached(major, { postgresql_grant: all("sequence") })).toEqual([]);
      expect(reached(major, { postgresql_grant: all("table") })).toContain("read-credentials");
    });
  });
});

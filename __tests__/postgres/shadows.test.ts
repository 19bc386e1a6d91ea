import { readLive } from "../../cli/postgres/read-live";
import { connectionSettings } from "../../cli/postgres/settings";
import { readCluster } from "../../readers/catalog/read-cluster";
import { readDatabase } from "../../readers/catalog/read-database";
import { TESTED_MAJORS, type TestServer, withServer } from "../support/servers";

/** A schema in which every relation, type, operator and function of pg_catalog has a namesake that fails when it is reached, as far as SQL can make one. */
const SHADOWS = `DO $shadows$
DECLARE
  entry record;
  made int := 0;
BEGIN
  FOR entry IN
    SELECT format('CREATE TABLE hostile.%I (a int)', relname) AS sql FROM pg_class WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind IN ('r', 'v')
    UNION ALL
    SELECT format('CREATE DOMAIN hostile.%I AS text CHECK (false)', typname) FROM pg_type
    WHERE typnamespace = 'pg_catalog'::regnamespace AND typtype = 'b' AND typcategory <> 'A'
    UNION ALL
    SELECT format('CREATE FUNCTION hostile.%I(%s) RETURNS %s LANGUAGE plpgsql AS $$ BEGIN RAISE ''reached''; END $$',
                  proname, (SELECT string_agg(format('%s', argument::regtype), ', ') FROM unnest(proargtypes) AS argument), format('%s', prorettype::regtype))
    FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace AND prokind = 'f' AND NOT proretset
    UNION ALL
    SELECT format('CREATE FUNCTION hostile.operator_%s(%s, %s) RETURNS %s LANGUAGE plpgsql AS $$ BEGIN RAISE ''reached''; END $$; CREATE OPERATOR hostile.%s (leftarg = %s, rightarg = %s, function = hostile.operator_%s)',
                  oid, oprleft::regtype, oprright::regtype, oprresult::regtype, oprname, oprleft::regtype, oprright::regtype, oid)
    FROM pg_operator WHERE oprnamespace = 'pg_catalog'::regnamespace AND oprkind = 'b' AND oprresult <> 0
  LOOP
    BEGIN
      EXECUTE entry.sql;
      made := made + 1;
    EXCEPTION WHEN OTHERS THEN
      -- A pseudo-type that no function of this language may have, or a table's own type by the name of a type.
    END;
  END LOOP;
  IF made < 2000 THEN RAISE 'only % namesakes were made', made; END IF;
END $shadows$`;

const read = async ({ host, port }: TestServer) =>
  readLive(await connectionSettings(`postgres://auditor:x@${host}:${port}/test`, undefined, { cwd: ".", env: {} }));

describe.each(TESTED_MAJORS)("PostgreSQL %i", (major) => {
  it("is read past namesakes of everything that the server has, which the login's search_path puts first", async () => {
    await withServer(major, async (server) => {
      const { admin } = server;
      await admin.query(
        `CREATE ROLE auditor LOGIN PASSWORD 'x'; CREATE ROLE app; CREATE SCHEMA s; GRANT pg_monitor TO app; ALTER ROLE app SET work_mem = '8MB';
         CREATE FUNCTION s.f(s int) RETURNS int LANGUAGE sql SECURITY DEFINER BEGIN ATOMIC SELECT $1 + 1; END; CREATE VIEW s.v AS SELECT rolpassword FROM pg_authid;
         CREATE TABLE s.t (a int); GRANT TRIGGER, UPDATE (a) ON s.t TO app; CREATE SCHEMA hostile; GRANT USAGE ON SCHEMA hostile TO PUBLIC`,
      );
      const before = await read(server);
      await admin.query("SET client_min_messages TO error");
      await admin.query(SHADOWS);
      await admin.query("ALTER DATABASE test SET search_path TO hostile, pg_catalog");
      const victim = await server.connect({ user: "auditor", password: "x" });
      await expect(victim.query("SELECT 1 WHERE 1 = 1")).rejects.toThrow("reached");
      const { graph, unseen } = await read(server);
      const known = new Set(before.graph.functions.map(({ name }) => name));
      // What was put there is seen for what it is: a schema with tables.
      expect({ ...graph, tableHolders: [] }).toEqual({ ...before.graph, functions: graph.functions.filter(({ name }) => known.has(name)), tableHolders: [] });
      expect(unseen).toEqual(before.unseen);

      // Nor does it hang on the search_path that the reader sets. Without it the server prints bodies in another way, and nothing else differs.
      const named = ({ sha256, ...fact }: (typeof graph.functions)[number]) => fact;
      await victim.query("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
      const query = async (sql: string) => (await victim.query(sql)).rows;
      const [cluster, here] = [await readCluster(query, major), await readDatabase(query, "test")];
      await victim.query("ROLLBACK");
      expect(cluster.graph.memberships).toEqual(before.graph.memberships);
      expect(here.graph.functions.map(named)).toEqual(before.graph.functions.filter(({ database }) => database === "test").map(named));
      expect(here.graph.relations).toEqual(before.graph.relations.filter(({ database }) => database === "test"));
    });
  });
});

import { mergeGraphs } from "../../../model/access-graph";
import { closureOf } from "../../../model/closure";
import { indexGraph } from "../../../model/graph-index";
import { readCluster } from "../../../readers/catalog/read-cluster";
import { readDatabase } from "../../../readers/catalog/read-database";
import { TESTED_MAJORS, withServer } from "../../support/servers";

/** What applications and their administrators do every day: none of it is a way anywhere. */
const ORDINARY = [
  "CREATE ROLE owner; CREATE ROLE app LOGIN; GRANT owner TO app; ALTER DATABASE test OWNER TO owner; CREATE SCHEMA sales AUTHORIZATION owner",
  "CREATE EXTENSION pgcrypto; CREATE EXTENSION citext; CREATE EXTENSION hstore; CREATE EXTENSION pg_trgm; CREATE EXTENSION pg_stat_statements; CREATE EXTENSION pg_buffercache",
  "CREATE EXTENSION postgres_fdw; CREATE EXTENSION dblink; CREATE EXTENSION file_fdw; CREATE EXTENSION pltclu; CREATE EXTENSION tablefunc; CREATE EXTENSION lo",
  "SET ROLE owner; CREATE TABLE sales.orders (id int, total int)",
  "CREATE FUNCTION sales.total() RETURNS int LANGUAGE plpgsql SECURITY DEFINER AS $$BEGIN RETURN 1; END$$; CREATE FUNCTION sales.add(int, int) RETURNS int LANGUAGE sql AS 'SELECT $1 + $2'",
  "CREATE AGGREGATE sales.sum_up(int) (sfunc = sales.add, stype = int, initcond = '0'); CREATE FUNCTION sales.touch() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NEW; END$$",
  "CREATE TRIGGER touch BEFORE INSERT ON sales.orders FOR EACH ROW EXECUTE FUNCTION sales.touch(); CREATE VIEW sales.report AS SELECT sales.total() FROM sales.orders",
  "CREATE MATERIALIZED VIEW sales.totals AS SELECT sales.total() AS total; CREATE OPERATOR sales.<=> (leftarg = int, rightarg = int, function = sales.add)",
  "RESET ROLE; GRANT USAGE ON SCHEMA sales TO PUBLIC; GRANT INSERT, SELECT ON ALL TABLES IN SCHEMA sales TO PUBLIC; GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA sales TO app",
  "CREATE FUNCTION public.stamp() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NEW; END$$; CREATE TRIGGER stamp BEFORE UPDATE ON sales.orders FOR EACH ROW EXECUTE FUNCTION public.stamp()",
  "CREATE FUNCTION public.ddl() RETURNS event_trigger LANGUAGE plpgsql AS $$BEGIN END$$; CREATE EVENT TRIGGER ddl ON ddl_command_end EXECUTE FUNCTION public.ddl()",
  "CREATE MATERIALIZED VIEW public.activity AS SELECT now() AS at; GRANT SELECT ON public.activity TO app; CREATE VIEW public.names AS SELECT rolname FROM pg_authid; GRANT SELECT ON public.names TO app",
  "GRANT EXECUTE ON FUNCTION pg_sleep(double precision), pg_advisory_lock(bigint), pg_cancel_backend(int) TO app; GRANT SELECT ON pg_stat_activity, pg_hba_file_rules TO app",
  "GRANT SELECT (rolname, rolsuper) ON pg_authid TO app; GRANT UPDATE ON pg_settings TO app; GRANT INSERT, UPDATE, DELETE ON pg_authid, pg_proc TO app",
  "GRANT USAGE ON FOREIGN DATA WRAPPER postgres_fdw, file_fdw TO app; CREATE SERVER stock FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'stock.example.com'); GRANT USAGE ON FOREIGN SERVER stock TO app",
  "SET ROLE owner; CREATE FUNCTION sales.dblink_connect_u(int) RETURNS int LANGUAGE plpgsql SECURITY DEFINER AS $$BEGIN RETURN $1; END$$; GRANT EXECUTE ON FUNCTION sales.dblink_connect_u(int) TO app; RESET ROLE",
  "CREATE USER MAPPING FOR app SERVER stock OPTIONS (user 'app', password 'secret'); CREATE FOREIGN TABLE public.stock (id int) SERVER stock; GRANT SELECT ON public.stock TO app",
];
const FROM_15 = "GRANT SET ON PARAMETER work_mem, app.tenant, archive_command TO app; GRANT ALTER SYSTEM ON PARAMETER data_directory TO app";

describe.each(TESTED_MAJORS)("escalations on PostgreSQL %i", (major) => {
  it("are silent about what is ordinary", async () => {
    await withServer(major, async ({ admin }) => {
      for (const sql of [...ORDINARY, ...(major >= 15 ? [FROM_15] : [])]) await admin.query(sql);
      const query = async (sql: string) => (await admin.query(sql)).rows;
      const cluster = await readCluster(query);
      const { graph } = await readDatabase(query, "test");
      const closure = closureOf(indexGraph(mergeGraphs([cluster.graph, graph])), { major, version: cluster.version, administrators: ["postgres"] });
      const told = (name: string) => closure.reaches(name).map(({ capability, source, condition }) => ({ capability, source, condition }));
      expect({ app: told("app"), PUBLIC: told("PUBLIC"), owner: told("owner") }).toEqual({ app: [], PUBLIC: [], owner: [] });
      expect(closure.reaches("pg_monitor").filter(({ kind }) => kind === "object")).toEqual([]);
    });
  });
});

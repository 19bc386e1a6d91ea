import { isBuiltInFunction, isPublicFunction } from "../../../model/closure/escalations/built-in";
import { SUPERUSER_PARAMETERS, SYSTEM_EFFECTS } from "../../../model/closure/escalations/tables/parameters";
import { WITHHELD_FUNCTIONS, withheldFunction } from "../../../model/closure/escalations/tables/withheld-functions";
import { TESTED_MAJORS, withServer } from "../../support/servers";

const BORN = `
SELECT proname AS name, bool_and(NOT is_public) AS withheld, bool_or(NOT is_public) AS partly
FROM (SELECT proname, proacl IS NULL OR EXISTS (SELECT FROM aclexplode(proacl) AS entry WHERE entry.grantee = 0) AS is_public
      FROM pg_proc WHERE oid < 16384 AND pronamespace = 'pg_catalog'::regnamespace AND NOT EXISTS (
        SELECT FROM pg_depend WHERE classid = 'pg_proc'::regclass AND objid = pg_proc.oid AND deptype = 'e')) AS function
GROUP BY proname ORDER BY proname`;

describe.each(TESTED_MAJORS)("tables of the escalations, beside a fresh PostgreSQL %i", (major) => {
  it("have every built-in function: those that initdb keeps from PUBLIC, and those that everyone may call", async () => {
    await withServer(major, async ({ admin }) => {
      const rows: { name: string; withheld: boolean; partly: boolean }[] = (await admin.query(BORN)).rows;
      expect(rows.length).toBeGreaterThan(2000);
      // One overload that is withheld where another is not would need a table by arguments.
      expect(rows.filter(({ withheld, partly }) => withheld !== partly)).toEqual([]);
      const names = rows.filter(({ withheld }) => withheld).map(({ name }) => name);
      expect([...WITHHELD_FUNCTIONS.keys()].filter((name) => withheldFunction(name, major) !== undefined).toSorted()).toEqual(names.toSorted());
      expect(rows.filter(({ name, withheld }) => isPublicFunction(name, major) === withheld)).toEqual([]);
      expect(isBuiltInFunction("somebodys_own", major)).toBe(false);
    });
  });

  it("have every parameter that only superusers may set", async () => {
    await withServer(major, async ({ admin }) => {
      const rows: { name: string; context: string }[] = (await admin.query("SELECT name, context FROM pg_settings WHERE name !~ '[.]'")).rows;
      const forSuperusers = new Set(rows.filter(({ context }) => context.startsWith("superuser")).map(({ name }) => name));
      const wrong = rows.filter(({ name }) => SUPERUSER_PARAMETERS.has(name) !== forSuperusers.has(name));
      expect(wrong).toEqual([]);
    });
  });

  it("have effects of parameters that the server has, now or in another version", async () => {
    await withServer(major, async ({ admin }) => {
      const names = new Set((await admin.query<{ name: string }>("SELECT name FROM pg_settings")).rows.map(({ name }) => name));
      const newer = new Set(["output_plugin_libraries", "extension_control_path", "oauth_validator_libraries", "archive_library"]);
      expect([...SYSTEM_EFFECTS.keys()].filter((name) => !names.has(name) && !newer.has(name))).toEqual([]);
    });
  });

  it("are right that PostgreSQL masks writing to a whole catalog, and not to its columns", async () => {
    await withServer(major, async ({ admin }) => {
      await admin.query("CREATE ROLE app; GRANT UPDATE ON pg_authid TO app; SET ROLE app");
      await expect(admin.query("UPDATE pg_authid SET rolsuper = true")).rejects.toThrow("permission denied");
      await admin.query("RESET ROLE; GRANT UPDATE (rolconnlimit) ON pg_authid TO app; BEGIN; SET LOCAL ROLE app");
      await admin.query("UPDATE pg_authid SET rolconnlimit = -1");
      await admin.query("ROLLBACK");
    });
  });
});

import { closureOf } from "../../model/closure";
import { indexGraph } from "../../model/graph-index";
import { PRIVILEGES } from "../../readers/terraform/provider-schema";
import { factsOf } from "../readers/synthesized/stacks";
import { TESTED_MAJORS, withServer } from "../support/servers";

const OBJECTS = `
CREATE ROLE app; CREATE SCHEMA s; CREATE TABLE s.t (a int); CREATE SEQUENCE s.q; CREATE TYPE s.k AS (a int);
CREATE FUNCTION s.f() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE PROCEDURE s.p() LANGUAGE sql AS 'SELECT 1';
CREATE FOREIGN DATA WRAPPER w; CREATE SERVER v FOREIGN DATA WRAPPER w;`;

/** Of each object type of the provider: what GRANT names, and where the server keeps what it was given. */
const GRANTS: Readonly<Record<string, readonly [string, string]>> = {
  database: ["DATABASE test", "SELECT datacl FROM pg_database WHERE datname = 'test'"],
  table: ["TABLE s.t", "SELECT relacl FROM pg_class WHERE oid = 's.t'::regclass"],
  column: ["(a) ON s.t", "SELECT attacl FROM pg_attribute WHERE attrelid = 's.t'::regclass AND attname = 'a'"],
  sequence: ["SEQUENCE s.q", "SELECT relacl FROM pg_class WHERE oid = 's.q'::regclass"],
  schema: ["SCHEMA s", "SELECT nspacl FROM pg_namespace WHERE nspname = 's'"],
  function: ["FUNCTION s.f()", "SELECT proacl FROM pg_proc WHERE oid = 's.f()'::regprocedure"],
  procedure: ["PROCEDURE s.p()", "SELECT proacl FROM pg_proc WHERE oid = 's.p()'::regprocedure"],
  routine: ["ROUTINE s.f()", "SELECT proacl FROM pg_proc WHERE oid = 's.f()'::regprocedure"],
  type: ["TYPE s.k", "SELECT typacl FROM pg_type WHERE oid = 's.k'::regtype"],
  foreign_data_wrapper: ["FOREIGN DATA WRAPPER w", "SELECT fdwacl FROM pg_foreign_data_wrapper WHERE fdwname = 'w'"],
  foreign_server: ["FOREIGN SERVER v", "SELECT srvacl FROM pg_foreign_server WHERE srvname = 'v'"],
};

/** What the reader takes `privileges = ["ALL"]` for. */
const read = (objectType: string): readonly string[] =>
  factsOf({
    resource: { postgresql_grant: { x: { role: "app", database: "test", schema: "s", object_type: objectType, objects: ["x"], privileges: ["ALL"] } } },
  })
    .grants.map(({ privilege }) => privilege)
    .sort();

test("GRANT ALL on a function that writes the server's files is a way to them", () => {
  const grant = { role: "app", database: "test", schema: "pg_catalog", object_type: "function", objects: ["lo_export(oid, text)"], privileges: ["ALL"] };
  const closure = closureOf(indexGraph(factsOf({ resource: { postgresql_grant: { x: grant } } })), { major: 16, administrators: ["postgres"] });
  expect(closure.reaches("app").map(({ capability, certainty }) => `${certainty} ${capability}`)).toContain("certain write-server-files");
});

test("the table of what GRANT ALL gives names every object type that the provider grants on", () => {
  expect(Object.keys(GRANTS).sort()).toEqual(Object.keys(PRIVILEGES).sort());
});

describe.each(TESTED_MAJORS)("GRANT ALL, beside PostgreSQL %i", (major) => {
  it("gives what the reader takes it for", async () => {
    await withServer(major, async ({ admin }) => {
      await admin.query(OBJECTS);
      for (const [objectType, [object, acl]] of Object.entries(GRANTS)) {
        await admin.query(`GRANT ALL ${objectType === "column" ? object : `ON ${object}`} TO app`);
        const { rows } = await admin.query(`SELECT privilege_type AS privilege FROM aclexplode((${acl})) WHERE grantee = 'app'::regrole ORDER BY 1`);
        // Before 17 there is no MAINTAIN, and the closure knows that.
        const expected = read(objectType).filter((privilege) => major >= 17 || privilege !== "MAINTAIN");
        expect([objectType, rows.map(({ privilege }) => privilege)]).toEqual([objectType, expected]);
      }
    });
  });
});

import fc from "fast-check";
import type { Client } from "pg";
import type { AccessGraph } from "../../model/access-graph";
import { readCluster } from "../../readers/catalog/read-cluster";
import { identifier, literal } from "../../writers/quote";
import { statementsOf } from "../../writers/sql";
import { ATTEMPT, attempts, randomRoles } from "../support/random-roles";
import { holdsFor } from "../support/sample";
import { TESTED_MAJORS, withServer } from "../support/servers";

const read = async (client: Client): Promise<AccessGraph> => (await readCluster(async (sql) => (await client.query(sql)).rows)).graph;

/** What the catalogs say after `sql`, which is undone. */
const readAfter = async (client: Client, sql: string): Promise<AccessGraph> => {
  try {
    await client.query(`BEGIN; ${sql}`);
    return await read(client);
  } finally {
    await client.query("ROLLBACK");
  }
};

/** Facts in an order of their own: OIDs, and with them the catalogs' order, differ between the two times. */
const comparable = (graph: AccessGraph) => ({
  roles: graph.roles.map((fact) => JSON.stringify(fact)).toSorted(),
  memberships: graph.memberships.map((fact) => JSON.stringify(fact)).toSorted(),
  settings: graph.settings.map((fact) => JSON.stringify(fact)).toSorted(),
  ownerships: graph.ownerships,
});

const name = fc.string({ unit: fc.constantFrom(..."aZ_ 0$-.@'\"\\;ä€".split("")), minLength: 1, maxLength: 16 });
const setting = fc.oneof(
  fc.tuple(
    fc.constant("search_path"),
    fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.map(literal).join(", ")),
  ),
  fc.tuple(
    fc.constant("statement_timeout"),
    fc.integer({ min: 0, max: 1000 }).map((seconds) => `'${seconds}s'`),
  ),
  fc.tuple(fc.constant("application_name"), fc.string({ unit: fc.constantFrom(..."aZ =,'\"\\".split("")) }).map(literal)),
);

describe.each(TESTED_MAJORS)("roles read from PostgreSQL %i, written as SQL, and applied again", (major) => {
  it("are the same roles, memberships and settings", async () => {
    await withServer(major, async ({ admin }) => {
      await admin.query(ATTEMPT);
      const settings = fc.array(fc.tuple(fc.constantFrom("r0", "r1"), setting), { maxLength: 4 });
      const attributes = fc.constantFrom("VALID UNTIL '2027-01-31 23:59:59+00'", "VALID UNTIL 'infinity'", "CONNECTION LIMIT 7", "NOINHERIT");
      const values = fc.tuple(randomRoles(major, { roles: 8, selfService: true }), settings, attributes);
      const scriptOf = ([roles, set, attribute]: typeof values extends fc.Arbitrary<infer T> ? T : never) => [
        ...roles,
        ...set.map(([role, [parameter, value]]) => `ALTER ROLE ${role} SET ${parameter} TO ${value}`),
        `ALTER ROLE r0 ${attribute}`,
      ];
      await holdsFor(values, { runs: 30, longRuns: 400, describe: (value) => scriptOf(value).join(";\n") }, async (value) => {
        const first = await readAfter(admin, attempts(scriptOf(value)));
        const statements = statementsOf({ ...first, ownerships: [] }, { major }).flatMap((list) => list.statements);
        const second = await readAfter(admin, statements.join(";"));
        expect(comparable(second)).toEqual(comparable(first));
      });
    });
  });

  it("names are quoted so that the server reads them as they are", async () => {
    await withServer(major, async ({ admin }) => {
      await holdsFor(name, { runs: 50, longRuns: 400, describe: (value) => value }, async (value) => {
        const { rows } = await admin.query(`SELECT parse_ident(${literal(identifier(value))}) AS parts, ${literal(value)} AS text`);
        expect(rows[0]).toEqual({ parts: [value], text: value });
      });
    });
  });

  it("privileges reach the catalogs", async () => {
    await withServer(major, async ({ admin }) => {
      await admin.query(
        "CREATE ROLE app; CREATE ROLE owner; CREATE SCHEMA s; CREATE TABLE s.t (a int, b int); CREATE SEQUENCE s.q; CREATE FUNCTION s.f(int) RETURNS int LANGUAGE sql AS 'SELECT 1'",
      );
      const grant = {
        grantee: "app",
        database: "test",
        schema: "s",
        object: null,
        columns: [],
        grantable: false,
        origin: { address: null, construct: null, file: null, line: null },
      };
      const graph = {
        ...(await read(admin)),
        roles: [],
        grants: [
          { ...grant, privilege: "CONNECT", objectType: "database", schema: null },
          { ...grant, privilege: "USAGE", objectType: "schema" },
          { ...grant, privilege: "SELECT", objectType: "table" },
          { ...grant, privilege: "UPDATE", objectType: "column", object: "t", columns: ["b"] },
          { ...grant, privilege: "USAGE", objectType: "sequence" },
          { ...grant, privilege: "EXECUTE", objectType: "function", object: "f", arguments: "integer", grantable: true },
          { ...grant, privilege: "USAGE", objectType: "language", schema: null, object: "plpgsql" },
          { ...grant, privilege: "USAGE", objectType: "type", object: "t_type" },
        ],
        defaultPrivileges: ["table", "sequence", "function", "type"].map((objectType) => ({
          ...grant,
          owner: "owner",
          objectType,
          privilege: objectType === "function" ? "EXECUTE" : objectType === "table" ? "INSERT" : "USAGE",
        })),
      } as unknown as AccessGraph;
      await admin.query("CREATE TYPE s.t_type AS (a int)");
      for (const { statements } of statementsOf(graph, { major })) for (const statement of statements) await admin.query(statement);
      const { rows } = await admin.query(`
        SELECT has_database_privilege('app', 'test', 'CONNECT') AND has_schema_privilege('app', 's', 'USAGE') AND has_table_privilege('app', 's.t', 'SELECT')
               AND has_column_privilege('app', 's.t', 'b', 'UPDATE') AND NOT has_column_privilege('app', 's.t', 'a', 'UPDATE') AND has_sequence_privilege('app', 's.q', 'USAGE')
               AND has_function_privilege('app', 's.f(int)', 'EXECUTE WITH GRANT OPTION') AS granted,
               (SELECT count(*)::int FROM pg_default_acl WHERE defaclrole = 'owner'::regrole) AS defaults`);
      expect(rows).toEqual([{ granted: true, defaults: 4 }]);
    });
  });
});

import fc from "fast-check";
import type { Major } from "../../model/predefined-roles";
import { MARKED_OBJECT, SECRET, WITHHELD } from "./attack";
import { type RoleScript, randomRoles } from "./random-roles";

/**
 * Random scripts of roles, and of objects that give away what only the server may do: functions and catalogs that PostgreSQL keeps from PUBLIC, an
 * `internal` function, foreign tables of a program and a file, and views of them, in two schemas; owners and grants at random, now and
 * then to PUBLIC, to a predefined role or to the owner of the database. Among them what is harmless: wrappers that run as their caller, and
 * SECURITY DEFINER functions whose body does nothing.
 */
export const randomObjects = (major: Major, roles: number): fc.Arbitrary<RoleScript> =>
  fc.noBias(
    fc
      .tuple(randomRoles(major, { roles, selfService: true }), fc.array(facts(major), { minLength: 1, maxLength: 14, size: "max" }))
      .map(([script, given]) => [...script, ...OBJECTS, ...amongRolesOf(script, given)]),
  );

/** Random grants on everything that `has_*_privilege` is asked about. */
export const randomGrants = (major: Major, roles: number): fc.Arbitrary<RoleScript> =>
  fc.noBias(
    fc
      .tuple(
        randomRoles(major, { roles, selfService: false }),
        fc.array(fc.oneof({ weight: 6, arbitrary: facts(major) }, REVOKED), { minLength: 4, maxLength: 24, size: "max" }),
      )
      .map(([script, given]) => [...script, ...OBJECTS, ...amongRolesOf(script, given)]),
  );

const REVOKED = fc.constantFrom(
  "REVOKE CONNECT ON DATABASE test FROM PUBLIC",
  "REVOKE EXECUTE ON FUNCTION s0.definer() FROM PUBLIC",
  "REVOKE EXECUTE ON FUNCTION s1.wrapper() FROM PUBLIC",
  "REVOKE USAGE ON SCHEMA public FROM PUBLIC",
);

/** The statements, about roles that the script makes. */
const amongRolesOf = (script: RoleScript, statements: RoleScript): RoleScript => {
  const count = script.filter((statement) => statement.startsWith("CREATE ROLE")).length;
  return statements.map((statement) => statement.replaceAll(/\br(\d+)\b/g, (_, at) => `r${Number(at) % count}`));
};

/** Both schemas and what stands in them; nobody but the superuser has anything yet. */
const OBJECTS: RoleScript = [
  "CREATE SERVER files FOREIGN DATA WRAPPER file_fdw",
  ...["s0", "s1"].flatMap((schema) => [
    `CREATE SCHEMA ${schema}`,
    `CREATE FOREIGN TABLE ${schema}.program (line text) SERVER files OPTIONS (program 'echo mark | tee marks/run')`,
    `CREATE FOREIGN TABLE ${schema}.file (line text) SERVER files OPTIONS (filename 'marks/secret')`,
    `CREATE FUNCTION ${schema}.internal(oid, text) RETURNS integer LANGUAGE internal STRICT AS 'be_lo_export'`,
    `REVOKE EXECUTE ON FUNCTION ${schema}.internal(oid, text) FROM PUBLIC`,
    `CREATE FUNCTION ${schema}.wrapper() RETURNS integer LANGUAGE sql AS $$ SELECT pg_catalog.lo_export(${MARKED_OBJECT}, 'marks/written') $$`,
    `CREATE FUNCTION ${schema}.definer() RETURNS integer LANGUAGE sql SECURITY DEFINER AS $$ SELECT 1 $$`,
  ]),
  "CREATE VIEW s0.view AS SELECT line FROM s1.program",
  "CREATE VIEW s1.view AS SELECT line FROM s0.file",
];

/** What an oracle's database holds beside the script. */
export const OBJECT_GROUND = [
  "CREATE EXTENSION IF NOT EXISTS file_fdw",
  `SELECT lo_from_bytea(${MARKED_OBJECT}, convert_to('${SECRET}', 'UTF8'))`,
  `GRANT SELECT ON LARGE OBJECT ${MARKED_OBJECT} TO PUBLIC`,
];

const own = Array.from({ length: 8 }, (_, at) => `r${at}`);
/** Two that only superusers may set, and one that everyone may. */
export const PARAMETERS_GRANTED = ["log_statement", "lo_compat_privileges", "work_mem"];
const SCHEMAS = ["s0", "s1"];

const facts = (major: Major): fc.Arbitrary<string> => {
  const schema = fc.constantFrom(...SCHEMAS);
  const role = fc.constantFrom(...own);
  const grantee = fc.constantFrom(...own, ...own, "PUBLIC", "pg_monitor", "pg_database_owner", "pg_read_all_data");
  const relation = fc.constantFrom("program", "file", "view");
  const routine = fc.constantFrom("internal(oid, text)", "definer()", "wrapper()");
  const withheld = fc.constantFrom(...WITHHELD);
  const grant = (what: fc.Arbitrary<string>): fc.Arbitrary<string> =>
    fc.tuple(what, grantee, fc.nat(5)).map(([on, to, die]) => `GRANT ${on} TO ${to}${die === 0 && to !== "PUBLIC" ? " WITH GRANT OPTION" : ""}`);
  const inSchema = (kind: string, what: fc.Arbitrary<string>): fc.Arbitrary<string> =>
    fc.tuple(schema, what).map(([place, name]) => `${kind} ${place}.${name}`);
  const kinds: { readonly weight: number; readonly arbitrary: fc.Arbitrary<string> }[] = [
    { weight: 4, arbitrary: grant(schema.map((name) => `USAGE ON SCHEMA ${name}`)) },
    { weight: 3, arbitrary: grant(inSchema("SELECT ON", relation)) },
    { weight: 1, arbitrary: grant(inSchema("SELECT (line) ON", relation)) },
    { weight: 3, arbitrary: grant(inSchema("EXECUTE ON FUNCTION", routine)) },
    { weight: 3, arbitrary: grant(withheld.map((name) => `EXECUTE ON FUNCTION pg_catalog.${name}`)) },
    {
      weight: 1,
      arbitrary: grant(fc.constantFrom("SELECT ON pg_catalog.pg_authid", "SELECT (rolpassword) ON pg_catalog.pg_authid", "SELECT ON pg_catalog.pg_shadow")),
    },
    { weight: 1, arbitrary: grant(fc.constant("CONNECT ON DATABASE test")) },
    { weight: 1, arbitrary: fc.tuple(schema, role).map(([name, owner]) => `ALTER SCHEMA ${name} OWNER TO ${owner}`) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(schema, relation, role)
        .map(([place, name, owner]) => `ALTER ${name === "view" ? "VIEW" : "FOREIGN TABLE"} ${place}.${name} OWNER TO ${owner}`),
    },
    { weight: 1, arbitrary: fc.tuple(inSchema("FUNCTION", routine), role).map(([name, owner]) => `ALTER ${name} OWNER TO ${owner}`) },
    { weight: 1, arbitrary: role.map((owner) => `ALTER DATABASE test OWNER TO ${owner}`) },
  ];
  if (major >= 15)
    kinds.push({
      weight: 1,
      arbitrary: grant(fc.constantFrom(...PARAMETERS_GRANTED).map((name) => `SET ON PARAMETER ${name}`)),
    });
  return fc.oneof(...kinds);
};

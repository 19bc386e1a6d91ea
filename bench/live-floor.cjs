// The floor of the live numbers: plain Node that connects, asks for all roles, memberships and access control lists, and does nothing with them.
const { Client } = require("pg");

const QUERIES = [
  "SELECT oid::int8, rolname, rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin, rolreplication, rolbypassrls, rolconnlimit, rolvaliduntil FROM pg_roles ORDER BY oid",
  "SELECT roleid::int8, member::int8, grantor::int8, admin_option, inherit_option, set_option FROM pg_auth_members ORDER BY roleid, member, grantor",
  `SELECT n.nspname, c.relname, a.grantee::int8, a.grantor::int8, a.privilege_type, a.is_grantable
   FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace CROSS JOIN LATERAL aclexplode(c.relacl) a WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`,
];

const main = async () => {
  const client = new Client({ connectionString: process.argv[2], application_name: "floor" });
  await client.connect();
  await client.query("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
  let rows = 0;
  for (const sql of QUERIES) rows += (await client.query(sql)).rows.length;
  await client.query("COMMIT");
  await client.end();
  process.stdout.write(`${rows}\n`);
};
main();

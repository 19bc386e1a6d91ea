// The floor of the provider's numbers: plain Node that asks for the memberships, or gives them, and does nothing else.
const { readFileSync } = require("node:fs");
const { Client } = require("pg");

const READ = `SELECT member.rolname, role.rolname, admin_option, inherit_option, set_option
  FROM pg_auth_members JOIN pg_roles AS member ON member.oid = member JOIN pg_roles AS role ON role.oid = roleid`;

const main = async ([url, statements]) => {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query("BEGIN");
  await client.query(READ);
  if (statements !== undefined) for (const statement of readFileSync(statements, "utf8").split("\n")) await client.query(statement);
  await client.query("COMMIT");
  await client.end();
};
main(process.argv.slice(2));

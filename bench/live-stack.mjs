// The code of a cluster for the numbers of drift: one synthesized stack that says what the server has, each role with its memberships.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";

/** Writes a stack folder that declares everything of the server but every so manieth membership; `leaveOut` 0: all. */
export const writeStack = async (folder, server, leaveOut = 0) => {
  const client = new pg.Client({ host: server.host, port: server.port, user: server.user, password: server.password, database: "postgres" });
  await client.connect();
  const rowsOf = async (sql) => (await client.query({ text: sql, rowMode: "array" })).rows;
  const memberships = await rowsOf("SELECT member::regrole::text, roleid::regrole::text FROM pg_auth_members WHERE member >= 16384 ORDER BY member, roleid");
  const groupsOf = new Map();
  for (const [at, [member, role]] of memberships.entries()) {
    if (leaveOut > 0 && at % leaveOut === 0) continue;
    if (groupsOf.has(member)) groupsOf.get(member).push(role);
    else groupsOf.set(member, [role]);
  }
  const roles = await rowsOf("SELECT rolname, rolcanlogin FROM pg_roles WHERE oid >= 16384 AND rolname <> 'auditor' ORDER BY rolname");
  const grants = await rowsOf(
    `SELECT grantee::regrole::text, array_agg(DISTINCT relname::text), array_agg(DISTINCT privilege_type) FROM pg_class, aclexplode(relacl)
     WHERE relnamespace = to_regnamespace('app') AND grantee <> relowner GROUP BY grantee`,
  );
  await client.end();
  const meta = (path) => ({ "//": { metadata: { path: `prod/${path}`, uniqueId: path } } });
  const stack = {
    "//": { metadata: { backend: "local", stackName: "prod", version: "0.21.0", overrides: {} }, outputs: {} },
    terraform: {
      backend: { local: { path: "terraform.tfstate" } },
      required_providers: { postgresql: { source: "cyrilgdn/postgresql", version: "1.26.0" } },
    },
    provider: { postgresql: [{ host: server.host, port: server.port, username: "postgres", sslmode: "disable" }] },
    resource: {
      postgresql_role: Object.fromEntries(roles.map(([name, login]) => [name, { ...meta(name), name, login, roles: groupsOf.get(name) ?? [] }])),
      ...(grants.length > 0 && {
        postgresql_grant: Object.fromEntries(
          grants.map(([role, objects, privileges]) => [
            `app_${role}`,
            { ...meta(`app_${role}`), role, database: "postgres", schema: "app", object_type: "table", objects, privileges },
          ]),
        ),
      }),
    },
  };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(stack, null, 2));
  return folder;
};

import fc from "fast-check";
import type { Client } from "pg";
import { compareAttacks, filesLeft, inRollback, isOfScript, ORACLES, oracleServer, rolesOf } from "../support/oracle";
import { attempts, forPsql, randomRoles } from "../support/random-roles";
import { ROLE_EXAMPLES } from "../support/role-examples";
import { holdsFor, IS_LONG, SEED } from "../support/sample";
import { TESTED_MAJORS } from "../support/servers";

describe.each(TESTED_MAJORS)("the closure, beside PostgreSQL %i", (major) => {
  it.each(ORACLES.map((oracle) => [oracle.title, oracle] as const))("%s", async (_, { scripts, runs, compare }) => {
    await oracleServer(major, async (server) => {
      await holdsFor(scripts(major), { ...runs(major), describe: forPsql }, async (script) => {
        await inRollback(server, script, (logins) => compare(server, logins));
      });
    });
  });

  it("finds it in every case that was measured by hand", async () => {
    await oracleServer(major, async (server) => {
      const examples = ROLE_EXAMPLES.filter(({ from = 14, until = 18 }) => from <= major && major <= until);
      for (const { title, script } of examples) {
        const compared = inRollback(server, script, (logins) => compareAttacks(server, logins));
        await compared.catch((error: Error) => Promise.reject(new Error(`${title}: ${error.message}\n\n${forPsql(script)}`)));
      }
    });
  });

  it("is attacked by SET SESSION AUTHORIZATION as by real logins", async () => {
    await oracleServer(major, async (server) => {
      for (const script of fc.sample(randomRoles(major, { roles: 6, selfService: true }), { numRuns: IS_LONG ? 20 : 2, seed: SEED })) {
        await server.admin.query(attempts(script));
        const names = await rolesOf(server.admin);
        const powersIn = async (client: Client): Promise<readonly string[]> => {
          await client.query("BEGIN");
          const { rows } = await client.query("SELECT public.powers($1, $2, $3) AS powers", [names, major, server.marks]);
          await client.query("ROLLBACK");
          return [...rows[0].powers, ...filesLeft(server.marks)];
        };
        for (const login of names.filter(isOfScript)) {
          await server.admin.query(`ALTER ROLE ${login} LOGIN PASSWORD 'known'`);
          const real = await server.connect({ user: login, password: "known" });
          const powers = await powersIn(real);
          await real.end();
          await server.admin.query(`SET SESSION AUTHORIZATION ${login}`);
          expect(await powersIn(server.admin)).toEqual(powers);
          await server.admin.query("RESET SESSION AUTHORIZATION");
        }
        for (const statement of await statementsThatUndo(server.admin, names.filter(isOfScript))) await server.admin.query(statement);
      }
    });
  });
});

const statementsThatUndo = async (admin: Client, names: readonly string[]): Promise<readonly string[]> => {
  const { rows } = await admin.query<{ role: string; member: string }>(
    "SELECT roleid::regrole AS role, member::regrole AS member FROM pg_auth_members WHERE NOT (grantor = 10 AND member = 3373 AND roleid < 16384)",
  );
  return [
    ...names.map((name) => `DROP OWNED BY ${name} CASCADE`),
    ...rows.map(({ role, member }) => `REVOKE ${role} FROM ${member} CASCADE`),
    ...names.map((name) => `DROP ROLE ${name}`),
  ];
};

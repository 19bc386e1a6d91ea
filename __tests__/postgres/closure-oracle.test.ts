import fc from "fast-check";
import type { Client } from "pg";
import { type Closure, closureOf } from "../../model/closure";
import { indexGraph } from "../../model/graph-index";
import { type Major, predefinedRole } from "../../model/predefined-roles";
import type { Step } from "../../model/report";
import { readCluster } from "../../readers/catalog/read-cluster";
import { ATTACK, POWERS } from "../support/attack";
import { ATTEMPT, attempts, forPsql, type RoleScript, randomRoles } from "../support/random-roles";
import { ROLE_EXAMPLES } from "../support/role-examples";
import { holdsFor, IS_LONG, SEED } from "../support/sample";
import { TESTED_MAJORS, type TestServer, withServer } from "../support/servers";

/** What an attack and a closure speak of alike: predefined roles and attributes by name, or superuser alone. */
type Answers = Readonly<Record<string, readonly string[]>>;

const ATTRIBUTE_NAMES: Readonly<Record<string, string>> = {
  "create-role": "createrole",
  "create-database": "createdb",
  replication: "replication",
  "bypass-row-security": "bypassrls",
};

const nameOf = (capability: string, holder: string): string => ATTRIBUTE_NAMES[capability] ?? (predefinedRole(holder) === undefined ? capability : holder);

const rolesOf = async ({ admin }: TestServer): Promise<readonly string[]> =>
  (await admin.query<{ name: string }>("SELECT rolname AS name FROM pg_roles WHERE rolname <> 'pg_database_owner' ORDER BY oid DESC")).rows.map(
    ({ name }) => name,
  );

/** What PostgreSQL lets every role of the script do, each attack undone before the next. */
const attacked = async (server: TestServer, logins: readonly string[]): Promise<Answers> => {
  const names = await rolesOf(server);
  const answers: Record<string, readonly string[]> = {};
  for (const login of logins) {
    await server.admin.query("SAVEPOINT attack");
    const { rows } = await server.admin.query<{ used: readonly string[] }>("SELECT public.attack($1, $2, $3) AS used", [login, names, server.major]);
    await server.admin.query("ROLLBACK TO attack");
    const used = rows[0]?.used ?? [];
    answers[login] = used.includes("superuser") ? ["superuser"] : used.toSorted();
  }
  return answers;
};

const closureOfServer = async ({ admin, major }: TestServer): Promise<Closure> => {
  const { graph } = await readCluster(async (sql) => (await admin.query(sql)).rows);
  return closureOf(indexGraph(graph), { major, administrators: ["postgres"] });
};

/** What the model says that every role of the script can do for certain. */
const computed = async (server: TestServer, logins: readonly string[]): Promise<Answers> => {
  const closure = await closureOfServer(server);
  const answerOf = (login: string): readonly string[] => {
    const certain = closure.reaches(login).filter(({ certainty }) => certainty === "certain");
    if (certain.some(({ capability }) => capability === "superuser")) return ["superuser"];
    return certain.map(({ capability, holder }) => nameOf(capability, holder)).toSorted();
  };
  return Object.fromEntries(logins.map((login) => [login, answerOf(login)]));
};

/** Runs the script, what is refused left out, and undoes it after `use`. */
const inRollback = async (server: TestServer, script: RoleScript, use: (logins: readonly string[]) => Promise<void>): Promise<void> => {
  await server.admin.query("BEGIN");
  try {
    await server.admin.query(attempts(script));
    await use((await rolesOf(server)).filter(isOfScript).toReversed());
  } finally {
    await server.admin.query("ROLLBACK");
  }
};

const isOfScript = (name: string): boolean => /^r\d+$/.test(name);

type End = { readonly session: string; readonly identity: string };

/** Takes the steps of a path as they are written; answers the session's login and identity at its end, or the step that PostgreSQL refused. */
const takeSteps = async ({ admin, major }: TestServer, login: string, path: readonly Step[]): Promise<End | Step> => {
  let session = login;
  let identity = login;
  const attempt = async (statement: string): Promise<boolean> => {
    const { rows } = await admin.query<{ done: boolean }>("SELECT public.attempt_as($1, $2, $3) AS done", [session, identity, statement]);
    return rows[0]?.done === true;
  };
  const receive = async (role: string): Promise<boolean> => {
    const options = major >= 16 ? " WITH INHERIT TRUE, SET TRUE" : "";
    if (await attempt(`GRANT ${role} TO ${session}${options}`)) return true;
    // Where that would close a cycle, a new account has no such membership.
    if (!(await attempt("CREATE ROLE fresh LOGIN")) || !(await attempt(`GRANT ${role} TO fresh${options}`))) return false;
    session = "fresh";
    return true;
  };
  for (const step of path) {
    if (step.by === "inherit") continue;
    const isTaken = step.by === "create-role" && (await attempt(`ALTER ROLE ${step.to} LOGIN PASSWORD 'taken'`));
    if (isTaken) session = step.to;
    else if (step.by !== "set-role" && !(await receive(step.to))) return step;
    identity = step.to;
    if (!(await attempt("SELECT 1"))) return step;
  }
  return { session, identity };
};

const ready = async (major: Major, use: (server: TestServer) => Promise<void>): Promise<void> =>
  withServer(major, async (server) => {
    await server.admin.query([ATTEMPT, ATTACK, POWERS].join(";"));
    await use(server);
  });

describe.each(TESTED_MAJORS)("the closure, beside attacks on PostgreSQL %i", (major) => {
  const timeout = IS_LONG ? 3_600_000 : 180_000;
  const roles = IS_LONG ? 12 : 8;
  /** Before 16 a CREATEROLE login reaches everything, and an attack that takes everything is slow. */
  const slowdown = major < 16 ? 5 : 1;

  it(
    "finds what a login can make the server do: no more, no less",
    async () => {
      await ready(major, async (server) => {
        const sample = { runs: 100 / slowdown, longRuns: 5000 / slowdown, describe: forPsql };
        await holdsFor(randomRoles(major, { roles, selfService: true }), sample, async (script) => {
          await inRollback(server, script, async (logins) => {
            expect(await computed(server, logins)).toEqual(await attacked(server, logins));
          });
        });
      });
    },
    timeout,
  );

  it("finds it in every case that was measured by hand", async () => {
    await ready(major, async (server) => {
      const examples = ROLE_EXAMPLES.filter(({ from = 14, until = 18 }) => from <= major && major <= until);
      for (const { title, script } of examples) {
        await inRollback(server, script, async (logins) => {
          expect({ title, ...(await computed(server, logins)) }).toEqual({ title, ...(await attacked(server, logins)) });
        });
      }
    });
  }, 180_000);

  it(
    "gives paths that PostgreSQL lets one walk, step by step, to where the capability is",
    async () => {
      await ready(major, async (server) => {
        await holdsFor(randomRoles(major, { roles, selfService: true }), { runs: 20, longRuns: 1000, describe: forPsql }, async (script) => {
          await inRollback(server, script, async (logins) => {
            const closure = await closureOfServer(server);
            for (const login of logins) {
              for (const { capability, certainty, path, holder } of closure.reaches(login)) {
                if (certainty !== "certain") continue;
                await server.admin.query("SAVEPOINT path");
                const end = await takeSteps(server, login, path);
                const used =
                  "session" in end ? (await server.admin.query("SELECT public.uses($1, $2) AS used", [end.session, end.identity])).rows[0]?.used : end;
                const expected = expect.arrayContaining([capability === "superuser" ? capability : nameOf(capability, holder)]);
                expect({ login, path, used: used[0] === "superuser" ? expected : used }).toEqual({ login, path, used: expected });
                await server.admin.query("ROLLBACK TO path");
              }
            }
          });
        });
      });
    },
    timeout,
  );

  it(
    "agrees with pg_has_role on what is used and what SET ROLE reaches",
    async () => {
      await ready(major, async (server) => {
        await holdsFor(randomRoles(major, { roles: 12, selfService: false }), { runs: 60, longRuns: 3000, describe: forPsql }, async (script) => {
          await inRollback(server, script, async (logins) => {
            const closure = await closureOfServer(server);
            const { rows } = await server.admin.query<{ login: string; reached: readonly string[] }>(HAS_ROLE, [major >= 16 ? "SET" : "MEMBER"]);
            expect(logins.map((login) => ({ login, reached: closure.rolesReached(login).toSorted() }))).toEqual(
              rows.map(({ login, reached }) => ({ login, reached: reached.toSorted() })),
            );
          });
        });
      });
    },
    timeout,
  );

  it(
    "is attacked by SET SESSION AUTHORIZATION as by real logins",
    async () => {
      await ready(major, async (server) => {
        for (const script of fc.sample(randomRoles(major, { roles: 6, selfService: true }), { numRuns: IS_LONG ? 50 : 4, seed: SEED })) {
          await server.admin.query(attempts(script));
          const names = await rolesOf(server);
          const powersIn = async (client: Client): Promise<readonly string[]> =>
            (await client.query("SELECT public.powers($1, $2) AS powers", [names, major])).rows[0]?.powers;
          for (const login of names.filter(isOfScript)) {
            await server.admin.query(`ALTER ROLE ${login} LOGIN PASSWORD 'known'`);
            const real = await server.connect({ user: login, password: "known" });
            await real.query("BEGIN");
            const powers = await powersIn(real);
            await real.end();
            await server.admin.query(`BEGIN; SET SESSION AUTHORIZATION ${login}`);
            expect(await powersIn(server.admin)).toEqual(powers);
            await server.admin.query("ROLLBACK; RESET SESSION AUTHORIZATION");
          }
          await server.admin.query(
            names
              .filter(isOfScript)
              .map((name) => `DROP OWNED BY ${name} CASCADE`)
              .join(";"),
          );
          for (const { role, member } of (await server.admin.query(MEMBERSHIPS)).rows) await server.admin.query(`REVOKE ${role} FROM ${member} CASCADE`);
          await server.admin.query(
            names
              .filter(isOfScript)
              .map((name) => `DROP ROLE ${name}`)
              .join(";"),
          );
        }
      });
    },
    timeout,
  );
});

const MEMBERSHIPS = `SELECT roleid::regrole AS role, member::regrole AS member FROM pg_auth_members WHERE NOT (grantor = 10 AND member = 3373 AND roleid < 16384)`;

/** For every role of the script, the predefined roles that some identity of its session uses. */
const HAS_ROLE = `
SELECT login.rolname AS login, coalesce(array_agg(DISTINCT reached.rolname::text) FILTER (WHERE reached.oid IS NOT NULL), '{}') AS reached
FROM pg_roles AS login
JOIN pg_roles AS identity ON pg_has_role(login.oid, identity.oid, $1)
LEFT JOIN pg_roles AS reached ON reached.oid < 16384 AND reached.oid NOT IN (10, 6171) AND pg_has_role(identity.oid, reached.oid, 'USAGE')
WHERE login.oid >= 16384 GROUP BY login.oid, login.rolname ORDER BY login.oid`;

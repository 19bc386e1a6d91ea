import assert from "node:assert/strict";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type fc from "fast-check";
import { mergeGraphs } from "../../model/access-graph";
import { type Closure, closureOf } from "../../model/closure";
import { ADMIN, INHERIT, MEMBER, type RoleGraph, roleGraph, SET } from "../../model/closure/edges";
import { languageCapability } from "../../model/extensions";
import { type GraphIndex, indexGraph } from "../../model/graph-index";
import { type Major, predefinedRole } from "../../model/predefined-roles";
import type { Step } from "../../model/report";
import { readCluster } from "../../readers/catalog/read-cluster";
import { readDatabase } from "../../readers/catalog/read-database";
import { ATTACK, MARKED_OBJECT, MARKS, POWERS, SECRET } from "./attack";
import { comparePrivileges } from "./compare-privileges";
import { OBJECT_GROUND, randomGrants, randomObjects } from "./random-objects";
import { ATTEMPT, attempts, type RoleScript, randomRoles } from "./random-roles";
import { edgesUp, rolesUp } from "./roles-up";
import { IS_LONG } from "./sample";
import { type TestServer, withServer } from "./servers";

/** A question that both the closure and a real server answer, for random scripts. */
export interface Oracle {
  readonly title: string;
  readonly scripts: (major: Major) => fc.Arbitrary<RoleScript>;
  /** How many scripts a short and a long run take. */
  readonly runs: (major: Major) => { readonly runs: number; readonly longRuns: number };
  /** Asks both of them, within a transaction that holds the script; the number of answers compared. Throws where they differ. */
  readonly compare: (server: OracleServer, logins: readonly string[]) => Promise<number>;
}

/** A server with what attacks need. */
export interface OracleServer extends TestServer {
  /** Where marks are left, as this process and the server name it. */
  readonly marks: string;
}

/** What a role can make a server do: capabilities, or superuser alone. */
type Answers = Readonly<Record<string, readonly string[]>>;

/** A server of its own that is ready to be attacked. */
export const oracleServer = async <T>(major: Major, use: (server: OracleServer) => Promise<T>): Promise<T> =>
  withServer(major, async (server) => {
    const { rows } = await server.admin.query<{ folder: string }>("SELECT current_setting('data_directory') AS folder");
    const marks = join(rows[0]?.folder ?? "", MARKS);
    await server.admin.query(`COPY (SELECT '${SECRET}') TO PROGRAM 'mkdir -p ${MARKS} && cat >${MARKS}/secret'`);
    await server.admin.query([ATTEMPT, ATTACK, POWERS, ...OBJECT_GROUND].join(";"));
    return use({ ...server, marks });
  });

/** Runs the script, what is refused left out, and undoes it after `use`. */
export const inRollback = async <T>({ admin }: TestServer, script: RoleScript, use: (logins: readonly string[]) => Promise<T>): Promise<T> => {
  await admin.query("BEGIN");
  try {
    await admin.query(attempts(script));
    return await use((await rolesOf(admin)).filter(isOfScript).toReversed());
  } finally {
    await admin.query("ROLLBACK");
  }
};

export const isOfScript = (name: string): boolean => /^r\d+$/.test(name);

export const rolesOf = async (admin: TestServer["admin"]): Promise<readonly string[]> =>
  (await admin.query<{ name: string }>("SELECT rolname AS name FROM pg_roles ORDER BY oid DESC")).rows.map(({ name }) => name);

/** What PostgreSQL lets every role of the script do, each attack undone before the next. */
const attacked = async (server: OracleServer, logins: readonly string[], apart = false): Promise<Answers> => {
  const { admin, major, marks } = server;
  const names = await rolesOf(admin);
  const answers: Record<string, readonly string[]> = {};
  for (const login of logins) {
    await admin.query("SAVEPOINT attack");
    const { rows } = await admin.query<{ used: readonly string[] }>("SELECT public.attack($1, $2, $3, $4, $5) AS used", [login, names, major, marks, apart]);
    const used = new Set([...(rows[0]?.used ?? []).map(capabilityNamed), ...(await marksLeft(server))]);
    await admin.query("ROLLBACK TO attack");
    answers[login] = used.has("superuser") ? ["superuser"] : [...used].sort();
  }
  return answers;
};

/** The files that attacks left, which are removed. */
export const filesLeft = (marks: string): readonly string[] => {
  const files = readdirSync(marks).filter((name) => name !== "secret");
  for (const name of files) rmSync(join(marks, name));
  return files;
};

/** What the disk and the tables show of an attack; the disk is clean afterwards. */
const marksLeft = async ({ admin, marks }: OracleServer): Promise<readonly string[]> => {
  const files = filesLeft(marks);
  const { rows } = await admin.query<{ secret: boolean; verifiers: boolean }>(
    `SELECT EXISTS (SELECT FROM public.sink WHERE line LIKE $1 || '%') OR EXISTS (${imported("$1")}) AS secret,
            EXISTS (SELECT FROM public.sink WHERE line LIKE '%' || $2 || '%') OR EXISTS (${imported("$2")}) AS verifiers`,
    [SECRET, "SCRAM-SHA-256$"],
  );
  return [
    ...(files.includes("run") ? ["execute-server-program"] : []),
    ...(files.includes("written") ? ["write-server-files"] : []),
    ...(files.includes("internal") ? [languageCapability("internal")] : []),
    ...(rows[0]?.secret === true ? ["read-server-files"] : []),
    ...(rows[0]?.verifiers === true ? ["read-credentials"] : []),
  ];
};

const imported = (text: string): string => `SELECT FROM pg_largeobject WHERE loid <> ${MARKED_OBJECT} AND position(convert_to(${text}, 'UTF8') IN data) > 0`;

const ATTRIBUTES: Readonly<Record<string, string>> = {
  createrole: "create-role",
  createdb: "create-database",
  replication: "replication",
  bypassrls: "bypass-row-security",
};
const capabilityNamed = (name: string): string => ATTRIBUTES[name] ?? predefinedRole(name)?.capability ?? name;

const indexOfServer = async ({ admin, database }: TestServer): Promise<GraphIndex> => {
  const query = async (sql: string): Promise<readonly object[]> => (await admin.query(sql)).rows;
  const { graph } = await readCluster(query);
  const { rows } = await admin.query<{ made: boolean }>("SELECT to_regnamespace('s0') IS NOT NULL AS made");
  return indexGraph(rows[0]?.made === true ? mergeGraphs([graph, (await readDatabase(query, database)).graph]) : graph);
};

const closureOfServer = async (server: TestServer): Promise<Closure> =>
  closureOf(await indexOfServer(server), { major: server.major, administrators: ["postgres"] });

/** What the model says that every role of the script can do for certain. */
const computed = async (server: TestServer, logins: readonly string[]): Promise<Answers> => {
  const closure = await closureOfServer(server);
  const answerOf = (login: string): readonly string[] => {
    const certain = closure.reaches(login).flatMap(({ certainty, capability }) => (certainty === "certain" ? [capability] : []));
    return certain.includes("superuser") ? ["superuser"] : certain.toSorted();
  };
  return Object.fromEntries(logins.map((login) => [login, answerOf(login)]));
};

/** Compares what the closure calls certain with what an attack reached: no more, no less. */
export const compareAttacks = async (server: OracleServer, logins: readonly string[]): Promise<number> => {
  const [model, real] = [await computed(server, logins), await attacked(server, logins)];
  assert.deepEqual(model, real, differences(model, real));
  return logins.length;
};

/**
 * Compares what the closure calls certain of objects with two attacks: no more than one reaches that adds up the privileges of all that a login can be and
 * grant itself, no less than one that uses each role by itself.
 */
const compareObjects = async (server: OracleServer, logins: readonly string[]): Promise<number> => {
  const [model, most, least] = [await computed(server, logins), await attacked(server, logins), await attacked(server, logins, true)];
  const wrong = logins.flatMap((login) => [
    ...beyond(model, most, login).map((capability) => `${login}: certain and not reached: ${capability}`),
    ...beyond(least, model, login).map((capability) => `${login}: reached and not certain: ${capability}`),
  ]);
  assert.deepEqual(wrong, [], wrong.join("\n"));
  return logins.length * 2;
};

/** What the first answers say of the login and the second do not, where that is no superuser, who can do anything. */
const beyond = (these: Answers, those: Answers, login: string): readonly string[] =>
  those[login]?.includes("superuser") === true ? [] : except(these[login] ?? [], those[login] ?? []);

const differences = (model: Answers, real: Answers): string =>
  Object.keys(real)
    .flatMap((login) => {
      const [more, less] = [except(model[login] ?? [], real[login] ?? []), except(real[login] ?? [], model[login] ?? [])];
      return [
        ...more.map((capability) => `${login}: certain and not reached: ${capability}`),
        ...less.map((capability) => `${login}: reached and not certain: ${capability}`),
      ];
    })
    .join("\n");

const except = (these: readonly string[], those: readonly string[]): readonly string[] => these.filter((one) => !those.includes(one));

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

/** Walks every certain path on the server, and looks whether the capability is at its end. */
const comparePaths = async (server: OracleServer, logins: readonly string[]): Promise<number> => {
  const { admin, marks } = server;
  const closure = await closureOfServer(server);
  let compared = 0;
  for (const login of logins) {
    for (const { capability, certainty, path } of closure.reaches(login)) {
      if (certainty !== "certain") continue;
      await admin.query("SAVEPOINT path");
      const end = await takeSteps(server, login, path);
      assert.ok("session" in end, `PostgreSQL refused a step of ${JSON.stringify(path)}: ${JSON.stringify(end)}`);
      const { rows } = await admin.query<{ used: readonly string[] }>("SELECT public.uses($1, $2, $3) AS used", [end.session, end.identity, marks]);
      const used = [...(rows[0]?.used ?? []).map(capabilityNamed), ...(await marksLeft(server))];
      assert.ok(
        used.includes(capability) || used.includes("superuser"),
        `at the end of ${JSON.stringify(path)}, ${login} has ${used.join(", ")} and no ${capability}`,
      );
      await admin.query("ROLLBACK TO path");
      compared++;
    }
  }
  return compared;
};

/** For every role of the script, the predefined roles that some identity of its session uses. */
const compareUse = async (server: OracleServer, logins: readonly string[]): Promise<number> => {
  const closure = await closureOfServer(server);
  const { rows } = await server.admin.query<{ login: string; reached: readonly string[] }>(USED_ROLES, [server.major >= 16 ? "SET" : "MEMBER"]);
  assert.deepEqual(
    logins.map((login) => ({ login, reached: closure.rolesReached(login).toSorted() })),
    rows.map(({ login, reached }) => ({ login, reached: reached.toSorted() })),
  );
  return rows.length;
};

const USED_ROLES = `
SELECT login.rolname AS login, coalesce(array_agg(DISTINCT reached.rolname::text) FILTER (WHERE reached.oid IS NOT NULL), '{}') AS reached
FROM pg_roles AS login
JOIN pg_roles AS identity ON pg_has_role(login.oid, identity.oid, $1)
LEFT JOIN pg_roles AS reached ON reached.oid < 16384 AND reached.oid NOT IN (10, 6171) AND pg_has_role(identity.oid, reached.oid, 'USAGE')
WHERE login.oid >= 16384 GROUP BY login.oid, login.rolname ORDER BY login.oid`;

/** Compares the edges that the closure walks with pg_has_role, mode by mode, for every pair of roles. */
const compareModes = async (server: OracleServer): Promise<number> => {
  const graph = roleGraph(await indexOfServer(server), { major: server.major, administrators: ["postgres"] });
  const modes = server.major >= 16 ? { MEMBER, USAGE: INHERIT, SET } : { MEMBER, USAGE: INHERIT };
  let compared = 0;
  for (const [mode, bits] of Object.entries(modes)) {
    const { rows } = await server.admin.query<Pair>(PAIRS, [mode]);
    const known = new Map<string, ReadonlySet<string>>();
    const reachOf = (member: string): ReadonlySet<string> => known.get(member) ?? known.set(member, rolesUp(graph, member, bits)).get(member) ?? NOBODY;
    assertPairs(mode, rows, ({ member, role }) => reachOf(member).has(role));
    compared += rows.length;
  }
  const { rows } = await server.admin.query<Pair>(PAIRS, ["MEMBER WITH ADMIN OPTION"]);
  // Nobody's ADMIN OPTION on itself counts: 14 answers by who asks.
  const others = rows.filter(({ member, role }) => member !== role);
  assertPairs("MEMBER WITH ADMIN OPTION", others, ({ member, role }) => [...rolesUp(graph, member, MEMBER)].some((group) => isAdmin(graph, group, role)));
  return compared + others.length;
};

interface Pair {
  readonly member: string;
  readonly role: string;
  readonly has: boolean;
}
const NOBODY: ReadonlySet<string> = new Set();

/** Of a superuser every answer is true, so it is not asked; `pg_database_owner` has a member that no membership shows. */
const PAIRS = `
SELECT member.rolname AS member, role.rolname AS role, pg_has_role(member.oid, role.oid, $1) AS has
FROM pg_roles AS member CROSS JOIN pg_roles AS role
WHERE NOT member.rolsuper AND member.oid <> 6171 AND role.oid <> 6171`;

const assertPairs = (mode: string, rows: readonly Pair[], model: (pair: Pair) => boolean): void => {
  const wrong = rows.filter((pair) => model(pair) !== pair.has).map(({ member, role, has }) => `pg_has_role('${member}', '${role}', '${mode}') is ${has}`);
  assert.deepEqual(wrong, [], wrong.join("\n"));
};

const isAdmin = (graph: RoleGraph, group: string, name: string): boolean =>
  edgesUp(graph, graph.ids.get(group) ?? -1).some(({ other, options }) => (options & ADMIN) !== 0 && graph.names[other] === name);

const roles = IS_LONG ? 12 : 8;
/** Before 16 a CREATEROLE login reaches everything, and an attack that takes everything is slow. */
const slowdown = (major: Major): number => (major < 16 ? 5 : 1);

export const ORACLES: readonly Oracle[] = [
  {
    title: "finds what a login can make the server do: no more, no less",
    scripts: (major) => randomRoles(major, { roles, selfService: true }),
    runs: (major) => ({ runs: 30 / slowdown(major), longRuns: 200 / slowdown(major) }),
    compare: compareAttacks,
  },
  {
    title: "finds what objects let a login do: no more, no less",
    scripts: (major) => randomObjects(major, 6),
    runs: (major) => ({ runs: 10 / slowdown(major), longRuns: 120 / slowdown(major) }),
    compare: compareObjects,
  },
  {
    title: "gives paths that PostgreSQL lets one walk, step by step, to where the capability is",
    scripts: (major) => randomRoles(major, { roles, selfService: true }),
    runs: () => ({ runs: 6, longRuns: 50 }),
    compare: comparePaths,
  },
  {
    title: "agrees with pg_has_role on what is used and what SET ROLE reaches",
    scripts: (major) => randomRoles(major, { roles: 12, selfService: false }),
    runs: () => ({ runs: 20, longRuns: 120 }),
    compare: compareUse,
  },
  {
    title: "walks the memberships that pg_has_role follows, in every mode",
    scripts: (major) => randomRoles(major, { roles: 12, selfService: true }),
    runs: () => ({ runs: 8, longRuns: 80 }),
    compare: compareModes,
  },
  {
    title: "knows who has which privileges as has_function_privilege and its like do",
    scripts: (major) => randomGrants(major, 8),
    runs: () => ({ runs: 8, longRuns: 80 }),
    compare: async (server) => comparePrivileges(server, await indexOfServer(server)),
  },
];

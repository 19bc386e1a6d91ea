// The closure's numbers. `benchClosure` measures each cluster in a process of its own, so that memory is that cluster's and no run warms another;
// `node bench/closure.mjs ROLES MEMBERSHIPS GRANTS` measures one and prints JSON.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);

/** The closure of random but realistic clusters: logins in teams in departments, few dangerous memberships, some administrators of groups, and objects. */
export const benchClosure = (atReference) => {
  // In turn, and of each the quickest: what else the machine does only ever adds to it, and does so for minutes.
  const runs = [1, 2, 3, 4, 5].map(() => ({ half: measure(25_000, 100_000, 200_000), whole: measure(50_000, 200_000, 400_000) }));
  const quickest = (which, time) => runs.map((run) => run[which]).toSorted((a, b) => a[time] - b[time])[0];
  // A command asks once, in a process of its own: the first closure of one is what somebody waits for.
  const [half, whole] = [quickest("half", "first"), quickest("whole", "first")];
  const [warmHalf, warm] = [quickest("half", "closure"), quickest("whole", "closure")];
  const large = measure(50_000, 1_000_000, 400_000);
  const row = (what, value, unit, limit) => ({
    what,
    measured: `${value} ${unit}`,
    limit: limit === null ? "stated" : `at most ${limit} ${unit}`,
    holds: limit === null || value <= limit,
  });
  return [
    atReference("closure of 50,000 roles, 200,000 memberships, 400,000 grants", whole.first, 0.6),
    row("  memory of its process, facts included", whole.megabytes.toFixed(0), "MB", 300),
    row("  of it facts and an idle Node", whole.megabytesBefore.toFixed(0), "MB", null),
    row("  to half of it", (whole.first / half.first).toFixed(2), "x", 2.2),
    row("  once more in the same process", warm.closure.toFixed(2), "s", null),
    row("  that to half of it, where no collection of all the facts falls in", (warm.closure / warmHalf.closure).toFixed(2), "x", null),
    row("  that to one pass over the same facts", (warm.closure / warm.floor).toFixed(0), "x", null),
    row("  a path for one role, in a loaded graph", whole.path.toFixed(2), "ms", 5),
    row("closure of 1,000,000 memberships", large.closure.toFixed(2), "s", null),
  ];
};

const measure = (...sizes) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), ...sizes.map(String)], { encoding: "utf8" });
  if (status !== 0) throw new Error(`the closure of ${sizes.join(", ")} ended with ${status}: ${stderr.slice(-2000)}`);
  return JSON.parse(stdout);
};

const main = ([roles, memberships, grants]) => {
  const { closureOf } = require("../dist/model/closure.js");
  const { indexGraph } = require("../dist/model/graph-index.js");
  const { CAPABILITIES } = require("../dist/model/capability.js");
  const graph = cluster(roles, memberships, grants);
  const megabytesBefore = peak();
  const loaded = () => closureOf(indexGraph(graph), { major: 16, administrators: ["postgres"] });
  /** Every role and capability. */
  const answer = () => {
    const closure = loaded();
    return CAPABILITIES.reduce((count, capability) => count + closure.holders(capability).length, 0);
  };
  const first = seconds(answer);
  const megabytes = peak();
  const runs = [1, 2, 3, 4].map(() => ({ closure: seconds(answer), floor: seconds(() => onePass(graph)) }));
  const closure = loaded();
  for (const capability of CAPABILITIES) closure.holders(capability);
  const asked = Array.from({ length: 200 }, (_, at) => `r${Math.floor((at * roles) / 200)}`);
  const paths = asked.map((role) => seconds(() => closure.reaches(role).map(({ path }) => path)) * 1000);
  const result = { closure: median([first, ...runs.map((run) => run.closure)]), first, floor: median(runs.map(({ floor }) => floor)), path: median(paths) };
  console.log(JSON.stringify({ ...result, slowestPath: Math.max(...paths), megabytes, megabytesBefore, answers: answer() }));
};

const peak = () => process.resourceUsage().maxRSS / 1024;
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** Looks at every fact once: what no closure can do without. */
const onePass = ({ roles, memberships, grants, functions }) =>
  roles.reduce((sum, { name }) => sum + name.length, 0) +
  memberships.reduce((sum, { member, role }) => sum + member.length + role.length, 0) +
  grants.reduce((sum, { grantee, object, privilege }) => sum + grantee.length + object.length + privilege.length, 0) +
  functions.reduce((sum, { name }) => sum + name.length, 0);

const seconds = (work) => {
  const started = performance.now();
  work();
  return (performance.now() - started) / 1000;
};

const DATABASE = "orders";
const NO_COLUMNS = [];
const DANGER = ["pg_monitor", "pg_read_all_data", "pg_signal_backend", "pg_execute_server_program"];
const PARAMETERS = ["log_statement", "session_preload_libraries", "work_mem", "archive_command"];

const cluster = (count, membershipCount, grantCount) => {
  const { EMPTY_GRAPH, NO_ORIGIN: origin } = require("../dist/model/access-graph.js");
  const random = generator(1);
  const below = (limit) => Math.floor(random() * limit);
  // A company: every tenth role is a group, of teams (most), departments and a few that span all. Logins are in teams, teams in departments,
  // departments in those; what is dangerous is held by a handful of groups and logins.
  const groups = Math.floor(count / 10);
  const spanning = Math.ceil(groups / 100);
  const departments = spanning + Math.ceil(groups / 6);
  const group = () => `r${below(groups)}`;
  const parentOf = (at) => {
    if (at < spanning) return null;
    if (at < departments) return below(spanning);
    return at < groups ? spanning + below(departments - spanning) : departments + below(groups - departments);
  };
  const roles = Array.from({ length: count }, (_, at) => role(`r${at}`, at >= groups, at % 9973 === 0, origin));
  const options = () => ({ admin: random() < 0.01, inherit: random() < 0.8, set: random() < 0.9 });
  const memberships = [];
  const join = (member, target) => memberships.push({ member, role: target, grantor: null, ...options(), style: null, origin });
  for (let at = 0; at < groups; at++) if (parentOf(at) !== null) join(`r${at}`, `r${parentOf(at)}`);
  for (const [at, name] of DANGER.entries()) {
    for (let holder = 0; holder < 5; holder++) join(`r${at < 2 ? spanning + below(departments - spanning) : departments + below(groups - departments)}`, name);
    for (let holder = 0; holder < 20; holder++) join(`r${groups + below(count - groups)}`, name);
  }
  while (memberships.length < membershipCount) {
    const member = groups + below(count - groups);
    join(`r${member}`, `r${parentOf(member)}`);
  }
  const schemas = Array.from({ length: 200 }, (_, at) => ({ name: `s${at}`, database: DATABASE, owner: group(), origin }));
  const databases = [{ name: DATABASE, owner: "postgres", isTemplate: false, origin }];
  const functions = Array.from({ length: Math.floor(count / 10) }, (_, at) => functionFact(at, `s${below(200)}`, group(), origin));
  const grant = (objectType, object, privilege, grantee, { database = DATABASE, schema = null, ...rest }) => ({
    grantee,
    privilege,
    objectType,
    database,
    schema,
    object,
    columns: NO_COLUMNS,
    grantable: false,
    origin,
    ...rest,
  });
  const grants = [
    grant("database", DATABASE, "CONNECT", "PUBLIC", {}),
    ...schemas.flatMap(({ name, owner }) => [owner, group(), group(), group(), group()].map((grantee) => grant("schema", name, "USAGE", grantee, {}))),
    ...functions.flatMap(({ name, schema, arguments: types, owner }, at) =>
      [owner, group(), at % 3 === 0 ? "PUBLIC" : group()].map((grantee) => grant("function", name, "EXECUTE", grantee, { schema, arguments: types })),
    ),
    ...Array.from({ length: 40 }, (_, at) => grant("parameter", PARAMETERS[at % PARAMETERS.length], "SET", group(), { database: null })),
  ];
  const tables = Math.floor(grantCount / 20);
  const privileges = ["SELECT", "INSERT", "UPDATE", "DELETE"];
  while (grants.length < grantCount) {
    const table = below(tables);
    const grantee = random() < 0.9 ? group() : `r${below(count)}`;
    grants.push(grant("table", `t${table}`, privileges[grants.length % privileges.length], grantee, { schema: `s${table % 200}` }));
  }
  return { ...EMPTY_GRAPH, roles, memberships, grants, schemas, databases, functions };
};

// Facts are plain literals, as readers make them: V8 gives every object that begins with a spread a hidden class of its own.

/** Some are SECURITY DEFINER, of a group; some are C; most are plain. */
const functionFact = (at, schema, owner, origin) => ({
  name: `f${at}`,
  schema,
  database: DATABASE,
  arguments: "integer, text",
  kind: "function",
  language: at % 40 === 1 ? "c" : "plpgsql",
  securityDefiner: at % 15 === 0,
  owner,
  extension: null,
  isTrigger: false,
  isEventTrigger: false,
  publicByDefault: false,
  searchPath: null,
  sha256: null,
  runs: [],
  origin,
});

const role = (name, login, createrole, origin) => ({
  name,
  source: "managed",
  login,
  createrole,
  inherit: true,
  superuser: false,
  createdb: false,
  replication: false,
  bypassrls: false,
  connectionLimit: -1,
  validUntil: null,
  origin,
});

/** Mulberry32. */
const generator = (seed) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
};

if (process.argv[1] === fileURLToPath(import.meta.url)) main(process.argv.slice(2).map(Number));

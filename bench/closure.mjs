import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { closureOf } = require("../dist/model/closure.js");
const { indexGraph } = require("../dist/model/graph-index.js");
const { EMPTY_GRAPH, NO_ORIGIN } = require("../dist/model/access-graph.js");
const { CAPABILITIES } = require("../dist/model/capability.js");

/** The closure of a random but realistic cluster: groups of groups, few dangerous memberships, some administrators of groups. */
export const benchClosure = () => {
  const half = secondsFor(25_000);
  const whole = secondsFor(50_000);
  return [
    { what: "closure of 50,000 roles and 200,000 memberships", measured: `${whole.closure.toFixed(2)} s`, limit: "at most 0.6 s", holds: whole.closure <= 0.6 },
    { what: "  to half of it", measured: `${(whole.closure / half.closure).toFixed(2)} x`, limit: "at most 2.2 x", holds: whole.closure <= 2.2 * half.closure },
    { what: "  to one pass over the same facts", measured: `${(whole.closure / whole.floor).toFixed(0)} x`, limit: "stated", holds: true },
  ];
};

const secondsFor = (roles) => {
  const graph = cluster(roles);
  const runs = [1, 2, 3, 4, 5].map(() => ({ closure: seconds(() => answer(graph)), floor: seconds(() => onePass(graph)) }));
  const median = (key) => runs.map((run) => run[key]).sort((a, b) => a - b)[2];
  return { closure: median("closure"), floor: median("floor") };
};

const answer = (graph) => {
  const closure = closureOf(indexGraph(graph), { major: 16, administrators: ["postgres"] });
  return CAPABILITIES.reduce((count, capability) => count + closure.holders(capability).length, 0);
};

const onePass = ({ roles, memberships }) =>
  roles.reduce((sum, { name }) => sum + name.length, 0) + memberships.reduce((sum, { member, role }) => sum + member.length + role.length, 0);

const seconds = (work) => {
  const started = performance.now();
  work();
  return (performance.now() - started) / 1000;
};

const cluster = (count) => {
  const random = generator(1);
  const groups = Math.floor(count / 10);
  const danger = ["pg_monitor", "pg_read_all_data", "pg_signal_backend", "pg_execute_server_program"];
  const roles = Array.from({ length: count }, (_, at) => role(`r${at}`, at >= groups, at % 9973 === 0));
  const memberships = Array.from({ length: 4 * count }, (_, at) => {
    const member = 1 + Math.floor(random() * (count - 1));
    const target = random() < 0.001 ? danger[at % danger.length] : `r${Math.floor(random() * Math.min(member, groups))}`;
    return {
      member: `r${member}`,
      role: target,
      grantor: null,
      admin: random() < 0.01,
      inherit: random() < 0.8,
      set: random() < 0.9,
      style: null,
      origin: NO_ORIGIN,
    };
  });
  return { ...EMPTY_GRAPH, roles, memberships };
};

const role = (name, login, createrole) => ({
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
  origin: NO_ORIGIN,
});

const generator = (seed) => {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
};

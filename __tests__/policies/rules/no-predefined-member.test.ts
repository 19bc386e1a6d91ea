import { UNKNOWN } from "../../../model/unknown";
import { facts } from "../../../policies/example";
import { found } from "../found";

const RULE = "no-predefined-member";

test("what PostgreSQL itself makes is accepted", () => {
  expect(found(RULE, facts().member("pg_monitor", "pg_read_all_stats"))).toEqual([]);
});

test("the tier is that of what is handed on, by unknown options too", () => {
  const graph = facts()
    .group("etl")
    .member("etl", "pg_execute_server_program", { inherit: UNKNOWN })
    .member("pg_monitor", "etl", { inherit: UNKNOWN, set: UNKNOWN });
  expect(found(RULE, graph)).toMatchObject([{ subject: "pg_monitor", tier: "os", capability: "execute-server-program" }]);
});

test("every member of the predefined role is a finding with the same cause", () => {
  const graph = facts().login("alice").member("alice", "pg_monitor").member("pg_monitor", "pg_execute_server_program");
  const [program] = found("no-server-program", graph);
  const [member] = found(RULE, graph);
  expect(program).toMatchObject({ subject: "alice" });
  expect(program?.cause).toBe(member?.cause);
});

test("default privileges count as well", () => {
  const graph = facts();
  const { origin } = facts().login("x").graph.roles[0]!;
  const privilege = {
    grantee: "pg_monitor",
    owner: "x",
    privilege: "SELECT",
    objectType: "table",
    database: "d",
    schema: null,
    grantable: false,
    origin,
  } as const;
  expect(found(RULE, Object.assign(graph, { graph: { ...graph.graph, defaultPrivileges: [privilege] } }))).toHaveLength(1);
});

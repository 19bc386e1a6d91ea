import type { AccessGraph } from "../../model/access-graph";
import { EXAMPLE_ENVIRONMENT, facts } from "../../policies/example";
import { judge } from "../../policies/judge";

// Before 16 CREATEROLE takes any role: what it reaches may lead through every one of them.
const maker = facts().login("maker", { createrole: true });

const statusesAt14 = (before: AccessGraph, after: AccessGraph): readonly string[] => {
  const kept = new Set<object>([...before.roles, ...before.memberships]);
  const change = { before, kept, revoked: [], rewritten: new Set<string>() };
  const environment = { ...EXAMPLE_ENVIRONMENT, majors: [14 as const] };
  return judge({ today: "2026-11-20", policy: null, subjects: [{ environment, graph: after, change }] })
    .findings.filter(({ subject, capability }) => subject === "maker" && capability === "execute-server-program")
    .map(({ status }) => status);
};

describe("what a role reaches through roles that it can take stands", () => {
  const { graph } = maker;
  const and = (more: AccessGraph): AccessGraph => ({ ...graph, roles: [...graph.roles, ...more.roles], memberships: more.memberships });

  test("while a new role brings nothing", () => expect(statusesAt14(graph, and(facts().login("app").graph))).toEqual(["standing"]));

  test.each([
    ["an attribute", and(facts().login("app", { createrole: true }).graph)],
    ["a membership", and(facts().login("app").member("app", "pg_execute_server_program").graph)],
  ])("until it brings %s", (_, after) => expect(statusesAt14(graph, after)).toEqual(["open"]));
});

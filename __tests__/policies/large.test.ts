import { type AccessGraph, NO_ORIGIN } from "../../model/access-graph";
import { EXAMPLE_ENVIRONMENT, EXAMPLE_POLICY, EXAMPLE_TODAY, personaEntry } from "../../policies/example";
import { judge } from "../../policies/judge";
import { graphOf, membership, role } from "../support/graphs";

const judged = (graph: AccessGraph) =>
  judge({
    today: EXAMPLE_TODAY,
    policy: { ...EXAMPLE_POLICY, personas: [personaEntry({ kind: "app", roles: ["*_app"], approved: ["pg_monitor"] })] },
    subjects: [{ environment: EXAMPLE_ENVIRONMENT, graph }],
  });
const names = (count: number, prefix: string): readonly string[] => Array.from({ length: count }, (_, at) => `${prefix}${at}`);
test("a chain of 100,000 groups costs what its memberships cost, not what all the paths along it would", () => {
  const groups = names(100_000, "g");
  const rows = groups.map((name, at) => membership(name, groups[at + 1] ?? "pg_monitor"));
  const graph = graphOf([role("top_app"), ...groups.map((name) => role(name, { login: false }))], [membership("top_app", "g0"), ...rows]);
  const { verdict, changes } = judged(graph);
  expect(verdict).toBe("allow");
  expect(changes).toHaveLength(groups.length + 1);
});

test("superusers are not counted again for each role whose findings lie behind one", () => {
  const roots = names(10_000, "root");
  const logins = names(10_000, "login");
  const root = { superuser: true, login: false, origin: { ...NO_ORIGIN, address: "postgresql_role.root" } };
  const graph = graphOf(
    [role("boss", root), ...roots.map((name) => role(name, root)), ...logins.map((name) => role(name))],
    [membership("boss", "pg_read_server_files"), ...logins.map((name) => membership(name, "boss"))],
  );
  const refused = judged(graph).findings.filter(({ subject }) => subject.startsWith("login"));
  // That a superuser may read files follows, and is not said for each.
  expect(new Set(refused.map(({ capability }) => capability))).toEqual(new Set(["superuser"]));
  expect(refused).toHaveLength(logins.length);
});

test("a chain whose paths nobody could read is an error of the input, and no verdict", () => {
  const logins = names(3_000, "login");
  const rows = logins.map((name, at) => membership(name, logins[at + 1] ?? "pg_read_server_files"));
  const graph = graphOf(
    logins.map((name) => role(name)),
    rows,
  );
  expect(() => judged(graph)).toThrow(/the paths of the findings have more than 2,000,000 steps/);
});

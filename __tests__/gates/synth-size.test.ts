import { readStack } from "../../readers/synthesized/read-stack";
import { filesOf, stackText } from "../readers/synthesized/stacks";

/** Large enough that a pass over everything for each resource would not end in time. */
const COUNT = 50_000;

const factsOf = (text: string) => readStack(filesOf(text)).servers[0]!.graph;

test("a large stack is read", () => {
  const roles: Record<string, unknown> = {};
  for (let index = 0; index < COUNT; index += 1) {
    roles[`role_${index}`] = {
      "//": { metadata: { path: `prod/role_${index}/Resource`, uniqueId: `role_${index}` } },
      name: `role_${index}`,
      login: true,
      roles: [index % 2 === 0 ? "pg_monitor" : "${postgresql_role.role_0.name}"],
      connection_limit: 5,
      search_path: ["orders", "public"],
      depends_on: ["postgresql_role.role_0"],
    };
  }
  const graph = factsOf(JSON.stringify(JSON.parse(stackText({ resource: { postgresql_role: roles } })), null, 2));
  expect([graph.roles.length, graph.memberships.length, graph.unknowns.length]).toEqual([COUNT, COUNT, 0]);
});

test("a name that half of a stack refers to is followed", () => {
  const locals = Object.fromEntries(Array.from({ length: COUNT }, (_, index) => [`l${index}`, index === 0 ? "x" : "${local.l0}"]));
  const roles = Object.fromEntries(Array.from({ length: COUNT }, (_, index) => [`r${index}`, { name: `\${local.l${index}}_${index}` }]));
  const graph = factsOf(stackText({ locals, resource: { postgresql_role: roles } }));
  expect(graph.roles[COUNT - 1]?.name).toBe(`x_${COUNT - 1}`);
});

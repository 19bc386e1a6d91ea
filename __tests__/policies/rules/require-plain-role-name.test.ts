import { UNKNOWN } from "../../../model/unknown";
import { facts } from "../../../policies/example";
import { found, lines } from "../found";

const RULE = "require-plain-role-name";
const HIDDEN = "pg_execute_server_program\0x";

test("a name with a NUL byte is judged as the server reads it, too", () => {
  const graph = facts().login("orders_app").member("orders_app", HIDDEN);
  expect(found("no-server-program", graph)).toMatchObject([{ subject: "orders_app", tier: "os" }]);
  expect(found(RULE, graph)).toHaveLength(1);
});

test("every fact that names a role is looked at, each name once", () => {
  const bad = (name: string) => `${name}\u200b`;
  const graph = facts()
    .login(bad("a"))
    .member(bad("b"), bad("c"))
    .member(bad("b"), bad("c"))
    .grant(bad("d"), "SELECT", { objectType: "table", schema: "orders" })
    .setting(bad("e"), "role", bad("f"));
  expect(found(RULE, graph).map(({ subject }) => subject)).toEqual(["a", "b", "c", "d", "e", "f"].map(bad));
});

test("PUBLIC is nobody's name", () => {
  expect(lines(RULE, facts().grant("PUBLIC", "USAGE", { objectType: "schema", schema: "orders" }))).toEqual([]);
});

test("a predefined role may be granted, and only the server makes one", () => {
  expect(lines(RULE, facts().login("ann").member("ann", "pg_monitor"))).toEqual([]);
  expect(lines(RULE, facts().group("pg_monitor"))).toEqual([
    "error pg_monitor: the role name pg_monitor begins with pg_, which PostgreSQL reserves for its own roles",
  ]);
  expect(lines(RULE, facts().member("pg_team", "ann"))).toHaveLength(1);
});

test("an unknown value of a setting names nobody", () => {
  const { graph } = facts().setting("ann", "role", "x");
  const unknown = { ...graph, settings: graph.settings.map((setting) => ({ ...setting, value: UNKNOWN })) };
  expect(lines(RULE, Object.assign(facts(), { graph: unknown }))).toEqual([]);
});

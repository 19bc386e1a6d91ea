import { UNKNOWN } from "../../../model/unknown";
import { facts } from "../../../policies/example";
import { found, lines } from "../found";

const RULE = "no-admin-option";

test.each([
  ["pg_monitor", "control"],
  ["pg_read_all_data", "control"],
  ["pg_checkpoint", "control"],
  ["pg_write_server_files", "files"],
  ["pg_execute_server_program", "os"],
  ["rds_superuser", "control"],
  ["postgres", "superuser"],
])("on %s it is tier %s", (role, tier) => {
  expect(found(RULE, facts().login("ann").member("ann", role, { admin: true }))).toMatchObject([{ subject: "ann", tier, severity: "error" }]);
});

test("a group that holds it is reported too", () => {
  expect(found(RULE, facts().group("team").member("team", "pg_monitor", { admin: true }))).toHaveLength(1);
});

test("an unknown option counts as given", () => {
  expect(lines(RULE, facts().login("ann").member("ann", "pg_monitor", { admin: UNKNOWN }))).toEqual([
    "error ann: ann may have ADMIN OPTION on pg_monitor: it can hand that on to anyone",
  ]);
});

test("what an ordinary role reaches over several steps counts", () => {
  const graph = facts().login("ann").group("a").group("b").member("ann", "a", { admin: true }).member("a", "b").member("b", "pg_read_server_files");
  expect(found(RULE, graph)).toMatchObject([{ tier: "files", capability: "read-server-files", path: [{ from: "ann", to: "a", by: "admin", via: null }] }]);
});

test("an administrator has it on everything", () => {
  expect(lines(RULE, facts().member("postgres", "pg_monitor", { admin: true }))).toEqual([]);
});

test("an unknown predefined role is tier control at least", () => {
  expect(found(RULE, facts().member("ann", "pg_new", { admin: true }))).toMatchObject([{ tier: "control" }]);
});

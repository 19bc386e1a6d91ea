import { UNKNOWN } from "../../../model/unknown";
import { facts } from "../../../policies/example";
import { found } from "../found";

const RULE = "no-inherited-session-control";

test("SET ROLE to the group is no membership of one's own either", () => {
  const graph = facts().login("alice").group("sre").member("alice", "sre", { inherit: false }).member("sre", "pg_signal_backend");
  expect(found(RULE, graph)).toMatchObject([{ subject: "alice", tier: "control", path: [{ by: "set-role" }, { by: "inherit" }] }]);
});

test("options that are unknown count as given", () => {
  const graph = facts()
    .login("alice", { login: UNKNOWN })
    .group("sre")
    .member("alice", "sre", { inherit: UNKNOWN, set: UNKNOWN })
    .member("sre", "pg_signal_backend");
  expect(found(RULE, graph)).toHaveLength(1);
});

test("an app, and who is not approved, is another rule's finding", () => {
  const graph = facts().login("x_app").group("sre").member("x_app", "sre").member("sre", "pg_signal_backend");
  expect(found(RULE, graph)).toEqual([]);
  expect(found("no-session-control-for-apps", graph)).toHaveLength(1);
});

test("an approved platform role may bring it", () => {
  expect(found(RULE, facts().login("ann").member("ann", "rds_superuser").member("rds_superuser", "pg_signal_backend"))).toEqual([]);
});

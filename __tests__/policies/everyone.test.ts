import { NO_ORIGIN } from "../../model/access-graph";
import { facts } from "../../policies/example";
import { found } from "./found";

const EXPORT = { objectType: "function", schema: "pg_catalog", object: "lo_export" } as const;

test("what comes only through PUBLIC is one finding of PUBLIC", () => {
  const graph = facts().login("orders_app").login("alice").grant("PUBLIC", "EXECUTE", EXPORT);
  expect(found("no-server-files", graph).map(({ subject }) => subject)).toEqual(["PUBLIC"]);
});

test("who has it by a grant of its own too is a finding of its own", () => {
  const graph = facts()
    .login("orders_app")
    .login("alice")
    .grant("PUBLIC", "EXECUTE", EXPORT)
    .grant("alice", "EXECUTE", { ...EXPORT, origin: { ...NO_ORIGIN, address: "postgresql_grant.alice" } });
  expect(found("no-server-files", graph).map(({ subject }) => subject)).toEqual(["PUBLIC", "alice"]);
});

test("no persona speaks for everyone, whatever its pattern matches", () => {
  const graph = facts()
    .login("ann")
    .grant("PUBLIC", "EXECUTE", { ...EXPORT, object: "pg_reload_conf" });
  expect(found("no-server-privilege", graph)).toMatchObject([{ subject: "PUBLIC", tier: "control", capability: "alter-system" }]);
});

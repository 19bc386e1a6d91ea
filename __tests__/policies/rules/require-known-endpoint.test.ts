import { UNKNOWN } from "../../../model/unknown";
import { allowlistEntry, facts, LAB_ENVIRONMENT } from "../../../policies/example";
import { found } from "../found";

const RULE = "require-known-endpoint";
const lab = { environment: { ...LAB_ENVIRONMENT, endpoint: "assumed" as const }, policy: { allowlist: [allowlistEntry()] } };

test("it is a warning while no allowlist entry would be needed", () => {
  expect(found(RULE, facts().login("etl_migrator"), lab)).toMatchObject([{ severity: "warning", subject: "lab" }]);
});

test("an entry that would not cover the finding anyway is not missed", () => {
  expect(found(RULE, facts().login("ann").member("ann", "pg_execute_server_program"), lab)).toMatchObject([{ severity: "warning" }]);
});

test("a group whose LOGIN is unknown and which no dba is needs more than an endpoint", () => {
  const graph = facts().group("etl", { login: UNKNOWN }).member("etl", "pg_execute_server_program");
  expect(found(RULE, graph, { ...lab, policy: { allowlist: [allowlistEntry({ roles: ["etl"] })] } })).toMatchObject([{ severity: "warning" }]);
});

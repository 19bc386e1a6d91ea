import { UNKNOWN } from "../../../model/unknown";
import { facts, LAB_ENVIRONMENT } from "../../../policies/example";
import { found, lines } from "../found";

const RULE = "require-known-group";

test.each(["postgres", "rds_superuser", "pg_monitor"])("%s needs no description", (role) => {
  expect(lines(RULE, facts().login("ann").member("ann", role))).toEqual([]);
});

test("a provider's login needs none: it counts as an administrator", () => {
  expect(lines(RULE, facts().login("ann").member("ann", "terraform"), { environment: { providerLogins: ["terraform"] } })).toEqual([]);
});

test("the member itself may be made elsewhere", () => {
  expect(lines(RULE, facts().group("readers").member("datadog", "readers"))).toEqual([]);
});

test("a group of which attributes are unknown is described", () => {
  expect(lines(RULE, facts().group("readers", { login: UNKNOWN, inherit: UNKNOWN }).member("ann", "readers"))).toEqual([]);
});

test("a predefined role is judged at the environment's major", () => {
  const graph = facts().login("ann").member("ann", "pg_maintain");
  expect(lines(RULE, graph, { environment: { majors: [17] } })).toEqual([]);
  expect(lines(RULE, graph, { environment: { ...LAB_ENVIRONMENT, majors: [14] } })).toEqual([
    "error ann: ann is a member of pg_maintain, which PostgreSQL 14 does not have: it came with 17",
  ]);
});

test("the remedy names the three ways to describe a group", () => {
  const [finding] = found(RULE, facts().login("ann").member("ann", "team"));
  expect(finding?.remedy).toContain("declare it in this code");
  expect(finding?.remedy).toContain("name the input that declares it beside this one");
  expect(finding?.remedy).toContain("`external` in personas.yaml");
});

import { defaultAdministrators, type Platform } from "../../model/platforms";
import type { Major } from "../../model/predefined-roles";
import { type Example, type Facts, facts, personaEntry } from "../../policies/example";
import { judgeExample } from "../../policies/judge-example";

const on = (platform: Platform, major: Major): NonNullable<Example["environment"]> => ({
  platform,
  majors: [major],
  administrators: defaultAdministrators(platform),
});
const findings = (written: Facts, platform: Platform, major: Major, policy: Example["policy"] = {}): readonly string[] =>
  judgeExample({ title: "", facts: written, environment: on(platform, major), policy }).findings.map(
    ({ severity, rule, subject }) => `${severity} ${rule} ${subject}`,
  );
const dba = (approved: readonly string[], attributes: readonly "replication"[] = []): Example["policy"] => ({
  personas: [personaEntry({ kind: "dba", roles: ["ann"], approved, attributes })],
});

describe.each([
  ["rds", "rds_superuser"],
  ["aurora", "rds_superuser"],
  ["cloud-sql", "cloudsqlsuperuser"],
  ["alloydb", "alloydbsuperuser"],
  ["azure-flexible", "azure_pg_admin"],
  ["supabase", "supabase_privileged_role"],
  ["neon", "neon_superuser"],
  ["aiven", "avnadmin_group"],
  ["digitalocean", "doadmin_group"],
] as const)("%s", (platform, administrator) => {
  test.each([14, 15, 16, 17, 18] as const)("an app in its administration role on %i has that one finding below superuser", (major) => {
    const found = findings(facts().login("orders_app").member("orders_app", administrator), platform, major);
    expect(found.filter((line) => !/no-superuser|no-credential-access|require-supported-minor/.test(line))).toEqual([
      "error no-platform-administrator orders_app",
    ]);
  });

  test.each([14, 15, 16, 17, 18] as const)("a dba on %i who is approved for it has no error, and holds what comes with it", (major) => {
    const found = findings(facts().login("ann").member("ann", administrator), platform, major, dba([administrator]));
    expect(found.filter((line) => line.startsWith("error"))).toEqual([]);
  });
});

describe("rds_replication", () => {
  test("is the attribute REPLICATION of who joins it, and needs no describing", () => {
    expect(findings(facts().login("orders_app").member("orders_app", "rds_replication"), "rds", 16)).toEqual(["error no-unapproved-attribute orders_app"]);
  });
  test("is approved with the attribute", () => {
    expect(findings(facts().login("ann").member("ann", "rds_replication"), "rds", 16, dba([], ["replication"]))).toEqual([]);
  });
  test("is an unknown group on any other platform", () => {
    expect(findings(facts().login("orders_app").member("orders_app", "rds_replication"), "self-hosted", 16)).toEqual(["error require-known-group orders_app"]);
  });
});

describe("a predefined role that the platform refuses", () => {
  const written = facts().login("ann").member("ann", "pg_write_all_data");
  const policy = dba(["pg_write_all_data"]);
  test("is a warning where code grants it: the apply would fail", () => {
    expect(findings(written, "azure-flexible", 16, policy)).toContain("warning require-known-group ann");
  });
  test("is none on the majors that grant it, or elsewhere", () => {
    expect(findings(written, "azure-flexible", 15, policy)).not.toContain("warning require-known-group ann");
    expect(findings(written, "rds", 16, policy)).not.toContain("warning require-known-group ann");
  });
});

import type { EnvironmentPolicy } from "../../model/policy";
import { UNKNOWN } from "../../model/unknown";
import { allowlistEntry, EXAMPLE_ENVIRONMENT, type Example, type Facts, facts, LAB_ENVIRONMENT, personaEntry } from "../../policies/example";
import { judgeExample } from "../../policies/judge-example";

const findings = (graph: Facts, rest: Omit<Example, "title" | "facts"> = {}) =>
  judgeExample({ title: "", facts: graph, ...rest }).findings.map(({ severity, rule, subject }) => `${severity} ${rule} ${subject}`);
const PROGRAM = "pg_execute_server_program";
const inLab = (entries: Parameters<typeof allowlistEntry>[0][] = [{}]): Omit<Example, "title" | "facts"> => ({
  environment: LAB_ENVIRONMENT,
  policy: { allowlist: entries.map(allowlistEntry) },
});

describe("who is judged", () => {
  test("tiers observe, data and control: logins by all they reach; a group needs no persona", () => {
    const graph = facts().group("readers").member("readers", "pg_read_all_data").login("x_app").member("x_app", "readers");
    expect(findings(graph)).toEqual(["error no-superuser x_app", "error no-credential-access x_app", "error no-unapproved-predefined-role x_app"]);
  });

  test("LOGIN unknown counts as yes", () => {
    const graph = facts().group("readers", { login: UNKNOWN }).member("readers", "pg_read_all_data");
    expect(findings(graph)).toEqual(["error no-superuser readers", "error no-credential-access readers", "error no-unapproved-predefined-role readers"]);
  });

  test("a role that only a membership names may be a login", () => {
    expect(findings(facts().member("datadog", "pg_monitor"))).toEqual(["error no-unapproved-predefined-role datadog"]);
  });

  test("tiers files, os and superuser: every role, groups too", () => {
    const graph = facts().group("a").member("a", "pg_read_server_files").group("b").member("b", PROGRAM).group("c", { superuser: true });
    expect(findings(graph)).toEqual(["error no-superuser c", "error no-server-program b", "error no-server-files a"]);
  });

  test("administrators are no findings, whatever they hold, and whoever reaches one is", () => {
    expect(findings(facts().member("postgres", PROGRAM, { admin: true }))).toEqual([]);
    expect(findings(facts().login("ann").member("ann", "tfadmin"), { environment: { administrators: ["tfadmin"] } })).toEqual([
      "error no-superuser ann",
      "error no-administrator-change tfadmin",
    ]);
  });

  test("a provider's login is an administrator for whoever reaches it, and is judged itself by its persona", () => {
    const environment = { providerLogins: ["terraform"] };
    const graph = facts().login("terraform").member("terraform", "pg_monitor").login("ann").member("ann", "terraform");
    expect(findings(graph, { environment })).toEqual(["error no-superuser ann", "error no-unapproved-predefined-role terraform"]);
    expect(findings(facts().login("terraform", { superuser: true }), { environment })).toEqual(["error no-superuser terraform"]);
  });

  test("a vendor's administration role is a group: what the vendor gave it is not its finding", () => {
    expect(findings(facts().login("ann").member("ann", "rds_superuser").member("rds_superuser", "pg_monitor"))).toEqual([]);
  });

  test("an unknown attribute of a managed role counts as given", () => {
    expect(findings(facts().login("x_app", { superuser: UNKNOWN }))).toEqual(["error no-superuser x_app"]);
    expect(findings(facts().login("x_app", { createdb: UNKNOWN }))).toEqual(["error no-unapproved-attribute x_app"]);
  });
});

describe("of logins with the same memberships", () => {
  test("an allowlist entry excuses the one that it names", () => {
    const graph = facts().login("ann").login("etl_migrator").member("ann", PROGRAM).member("etl_migrator", PROGRAM);
    expect(findings(graph, inLab([{ roles: ["ann"] }]))).toContain("error no-server-program etl_migrator");
    expect(findings(graph, inLab([{ roles: ["ann"] }]))).not.toContain("error no-server-program ann");
    expect(findings(graph, inLab([{ roles: ["etl_migrator"] }]))).toContain("error no-server-program ann");
  });

  test("the login that audits may observe, and it alone", () => {
    const policy = { ...(EXAMPLE_ENVIRONMENT.policy as EnvironmentPolicy), audit: { user: "auditor" } };
    const graph = facts().login("auditor").login("x").member("auditor", "pg_monitor").member("x", "pg_monitor");
    expect(findings(graph, { environment: { policy } })).toEqual(["error no-unapproved-predefined-role x"]);
  });

  test("each is judged by its own persona, and found by its own name", () => {
    const graph = ["alice", "bob", "x_app", "y_app"].reduce((all, name) => all.login(name).member(name, "pg_monitor"), facts());
    expect(findings(graph)).toEqual(["error no-unapproved-predefined-role x_app", "error no-unapproved-predefined-role y_app"]);
    const [x, y] = judgeExample({ title: "", facts: graph }).findings;
    expect([x?.path[0]?.from, y?.path[0]?.from]).toEqual(["x_app", "y_app"]);
    expect(judgeExample({ title: "", facts: graph }).changes.map(({ role }) => role)).toEqual(["alice", "bob", "x_app", "y_app"]);
  });

  test("one that owners describe as managed elsewhere is not judged for what they say it holds", () => {
    const external = [{ role: "y_app", environment: "prod", holds: ["pg_monitor"], source: { file: "personas.yaml", line: 1 } }];
    const graph = facts().login("x_app").member("x_app", "pg_monitor").login("y_app").member("y_app", "pg_monitor");
    expect(findings(graph, { policy: { external } })).toEqual(["error no-unapproved-predefined-role x_app"]);
  });
});

describe("what is approved", () => {
  test("pg_monitor and the three that it contains, by whatever way", () => {
    expect(findings(facts().login("alice").member("alice", "pg_monitor").member("alice", "pg_stat_scan_tables"))).toEqual([]);
    expect(findings(facts().login("alice").group("g").member("alice", "g", { inherit: false }).member("g", "pg_monitor"))).toEqual([]);
  });

  test("one of the three does not approve pg_monitor", () => {
    expect(findings(facts().login("x_app").member("x_app", "pg_stat_scan_tables"))).toEqual([]);
    expect(findings(facts().login("x_app").member("x_app", "pg_monitor"))).toEqual(["error no-unapproved-predefined-role x_app"]);
  });

  test("an unapproved pg_monitor is one finding, not four", () => {
    expect(findings(facts().login("carol").member("carol", "pg_monitor"))).toHaveLength(1);
    expect(findings(facts().login("carol").member("carol", "pg_monitor").member("carol", "pg_read_all_stats"))).toHaveLength(2);
  });

  test("what is reached only through an approved role, below the ceiling", () => {
    const widened = facts().login("ann").member("ann", "rds_superuser").member("rds_superuser", "pg_write_all_data");
    expect(findings(widened)).toEqual(["warning no-superuser ann"]);
    expect(findings(widened.group("g").member("ann", "g").group("h").member("g", "h").member("h", "pg_write_all_data"))).toEqual([
      "error no-superuser ann",
      "error no-unapproved-predefined-role ann",
    ]);
  });

  test("nothing above the ceiling, whatever it is reached through", () => {
    const widened = facts().login("alice").member("alice", "pg_monitor").member("pg_monitor", "pg_read_all_data");
    expect(findings(widened)).toEqual([
      "error no-credential-access alice",
      "error no-unapproved-predefined-role alice",
      "error no-predefined-member pg_monitor",
      "warning no-superuser alice",
    ]);
  });

  test("a lower capability behind a higher one that is approved is still judged", () => {
    const graph = facts().login("alice").member("alice", "pg_signal_backend").member("pg_signal_backend", "pg_read_all_data");
    expect(findings(graph)).toContain("error no-unapproved-predefined-role alice");
  });

  test("no file raises a ceiling", () => {
    const personas = [personaEntry({ kind: "ops", roles: ["bob"], approved: ["pg_read_all_data", PROGRAM, "rds_superuser"], attributes: ["createrole"] })];
    const graph = facts().login("bob", { createrole: true }).member("bob", "pg_read_all_data").member("bob", PROGRAM).member("bob", "rds_superuser");
    expect(findings(graph, { policy: { personas } })).toEqual([
      "error no-server-program bob",
      "error no-platform-administrator bob",
      "error no-unapproved-attribute bob",
      "error no-credential-access bob",
      "error no-unapproved-predefined-role bob",
    ]);
  });

  test("entries of other environments approve nothing", () => {
    const personas = [personaEntry({ kind: "ops", roles: ["bob"], approved: ["pg_monitor"], environments: ["lab"] })];
    expect(findings(facts().login("bob").member("bob", "pg_monitor"), { policy: { personas } })).toEqual(["error no-unapproved-predefined-role bob"]);
    expect(findings(facts().login("bob").member("bob", "pg_monitor"), { policy: { personas }, environment: LAB_ENVIRONMENT })).toEqual([]);
  });

  test("a role of two kinds is judged as the strictest", () => {
    const personas = [personaEntry({ kind: "app", roles: ["*_app"] }), personaEntry({ kind: "ops", roles: ["ops_*"], approved: ["pg_monitor"] })];
    expect(findings(facts().login("ops_x_app").member("ops_x_app", "pg_monitor"), { policy: { personas } })).toEqual([
      "error no-unapproved-predefined-role ops_x_app",
      "error no-ambiguous-persona ops_x_app",
    ]);
  });
});

describe("what is not repeated", () => {
  test("before 16 what CREATEROLE gives below tier os", () => {
    expect(findings(facts().login("x_app", { createrole: true }), { environment: { majors: [15] } })).toEqual([
      "error no-server-program x_app",
      "error no-unapproved-attribute x_app",
    ]);
  });

  test("what a superuser is a member of, for those who reach it through the superuser", () => {
    const graph = facts().login("ann").member("ann", "postgres").member("postgres", "pg_write_all_data");
    expect(findings(graph)).toEqual(["error no-superuser ann", "error no-administrator-change postgres"]);
    expect(findings(graph.member("ann", "pg_write_all_data"))).toContain("error no-unapproved-predefined-role ann");
  });

  test("a second way that leads past the higher capability is a finding", () => {
    const graph = facts().login("bob").member("bob", "rds_superuser").member("rds_superuser", "pg_read_all_data");
    expect(findings(graph)).toEqual(["error no-superuser bob", "error no-platform-administrator bob"]);
    expect(findings(graph.group("g").member("bob", "g").group("h").member("g", "h").member("h", "pg_read_all_data"))).toEqual([
      "error no-superuser bob",
      "error no-platform-administrator bob",
      "error no-credential-access bob",
      "error no-unapproved-predefined-role bob",
    ]);
  });
});

describe("an allowlist entry", () => {
  const graph = facts().login("etl_migrator").member("etl_migrator", PROGRAM);

  test("covers its capability on its last day, and not on the day after", () => {
    expect(findings(graph, inLab([{ expires: "2026-11-20" }]))).toEqual(["warning require-current-allowlist lab"]);
    expect(findings(graph, inLab([{ expires: "2026-11-19" }]))).toEqual(["error no-server-program etl_migrator", "error require-current-allowlist lab"]);
  });

  test.each([
    ["another role", { roles: ["etl_other"] }],
    ["a pattern", { roles: ["etl_*"] }],
    ["another capability", { capability: "read-server-files" as const }],
    ["another environment", { environment: "prod" }],
  ])("does not count for %s", (_, differences) => {
    expect(findings(graph, inLab([differences]))).toContain("error no-server-program etl_migrator");
  });

  test.each(["assumed", "unknown"] as const)("does not count where the endpoint is %s, which is said", (endpoint) => {
    expect(findings(graph, { ...inLab(), environment: { ...LAB_ENVIRONMENT, endpoint } })).toEqual([
      "error no-server-program etl_migrator",
      "error require-known-endpoint lab",
    ]);
  });

  test("does not count in a shared environment", () => {
    expect(findings(graph, { policy: { allowlist: [allowlistEntry({ environment: "prod" })] } })).toContain("error no-server-program etl_migrator");
  });

  test("counts for a dba or a group, and for no other persona", () => {
    const of = (role: string, login: boolean | typeof UNKNOWN) => findings(facts().group(role, { login }).member(role, PROGRAM), inLab([{ roles: [role] }]));
    expect(of("ann", true)).toEqual([]);
    expect(of("etl", false)).toEqual([]);
    expect(of("alice", true)).toEqual(["error no-server-program alice"]);
    expect(of("etl_app", true)).toEqual(["error no-server-program etl_app"]);
    expect(of("etl", UNKNOWN)).toEqual(["error no-server-program etl"]);
  });

  test("must name the group and each login that reaches through it", () => {
    const grouped = facts().login("ann").login("etl_migrator").group("etl").member("ann", "etl").member("etl_migrator", "etl").member("etl", PROGRAM);
    expect(findings(grouped, inLab([{ roles: ["etl"] }]))).toEqual(["error no-server-program ann", "error no-server-program etl_migrator"]);
    expect(findings(grouped, inLab([{ roles: ["ann", "etl_migrator"] }]))).toEqual(["error no-server-program etl"]);
    expect(findings(grouped, inLab([{ roles: ["etl", "ann", "etl_migrator"] }]))).toEqual([]);
  });

  test("of tier os covers server files, and never ADMIN OPTION or what is no capability of the server", () => {
    const wider = graph.member("etl_migrator", "pg_write_server_files").member("etl_migrator", "pg_write_all_data");
    expect(findings(wider, inLab())).toEqual(["error no-unapproved-predefined-role etl_migrator"]);
    const admin = facts().login("etl_migrator").member("etl_migrator", PROGRAM, { admin: true });
    expect(findings(admin, inLab())).toEqual(["error no-admin-option etl_migrator"]);
    expect(findings(graph.member("etl_migrator", "postgres"), inLab())).toContain("error no-superuser etl_migrator");
  });

  test("for server files does not cover programs", () => {
    expect(findings(graph, inLab([{ capability: "write-server-files" }]))).toEqual(["error no-server-program etl_migrator"]);
  });
});

describe("a capability that hangs on a condition", () => {
  const boss = facts().group("boss", { superuser: true });
  const superuserOf = (graph: Facts, subject: string, rest: Omit<Example, "title" | "facts"> = {}) =>
    judgeExample({ title: "", facts: graph, ...rest }).findings.filter((finding) => finding.rule === "no-superuser" && finding.subject === subject);

  test("is an error of a login, with its condition, and none of a group", () => {
    const graph = boss.login("ann").member("ann", "boss", { set: false }).group("g").member("g", "boss", { set: false });
    const [finding] = superuserOf(graph, "ann");
    expect(finding).toMatchObject({ severity: "error", certainty: "conditional", condition: "if boss owns an object that a superuser or the server runs" });
    expect(finding?.message).toBe("ann may be able to become superuser, if boss owns an object that a superuser or the server runs: it inherits boss");
    expect(superuserOf(graph, "g")).toEqual([]);
  });

  test("is a warning where every path leads through something approved", () => {
    const graph = boss.login("ann").member("ann", "rds_superuser", { set: false }).member("rds_superuser", "boss", { set: false });
    expect(superuserOf(graph, "ann")).toMatchObject([{ severity: "warning" }]);
    const longer = graph.group("g").member("ann", "g", { set: false }).group("h").member("g", "h", { set: false }).member("h", "boss", { set: false });
    expect(superuserOf(longer, "ann")).toMatchObject([{ severity: "error" }]);
  });

  test("is nothing where an allowlist entry covers it", () => {
    const graph = boss.login("ann").member("ann", "boss", { set: false });
    expect(superuserOf(graph, "ann", inLab([{ capability: "superuser", roles: ["ann"] }]))).toEqual([]);
  });
});

describe("roles managed elsewhere", () => {
  const external = [{ role: "ops_wrapper", environment: "prod", holds: ["pg_read_all_data"], source: { file: "policies/personas.yaml", line: 9 } }];

  test("whoever joins one holds what the owners say that it holds", () => {
    expect(findings(facts().login("alice").member("alice", "ops_wrapper"), { policy: { external } })).toEqual([
      "error no-superuser alice",
      "error no-credential-access alice",
      "error no-unapproved-predefined-role alice",
    ]);
    expect(findings(facts().login("ann").member("ann", "ops_wrapper"), { policy: { external } })).toEqual(["warning no-superuser ann"]);
  });

  test("what they hold by the owners' word is no finding of theirs, and what the input adds is", () => {
    const graph = facts().login("ann").member("ann", "ops_wrapper");
    expect(findings(graph.member("ops_wrapper", "pg_write_all_data"), { policy: { external } })).toContain("error no-unapproved-predefined-role ops_wrapper");
  });

  test("an entry for another environment describes nothing here", () => {
    const elsewhere = external.map((entry) => ({ ...entry, environment: "lab" }));
    expect(findings(facts().login("ann").member("ann", "ops_wrapper"), { policy: { external: elsewhere } })).toEqual(["error require-known-group ann"]);
  });
});

describe("where a finding points", () => {
  const originsOf = (graph: Facts) => judgeExample({ title: "", facts: graph }).findings.map(({ origin }) => origin.address);

  test("the last step of the path that somebody wrote", () => {
    const graph = facts().login("x_app").group("g").member("x_app", "g").member("g", "pg_monitor");
    expect(originsOf(graph)).toEqual(["postgresql_grant_role.g_pg_monitor"]);
    expect(originsOf(facts().login("x_app").setting("x_app", "role", "pg_write_server_files"))).toEqual(["postgresql_role.x_app"]);
  });

  test("the role where it has the capability itself", () => {
    expect(originsOf(facts().login("x_app", { createdb: true }))).toEqual(["postgresql_role.x_app"]);
  });
});

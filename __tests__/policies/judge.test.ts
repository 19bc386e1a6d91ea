import fc from "fast-check";
import { type AccessGraph, NO_ORIGIN } from "../../model/access-graph";
import { MAJORS } from "../../model/predefined-roles";
import type { Finding } from "../../model/report";
import { EXAMPLE_ENVIRONMENT, EXAMPLE_POLICY, EXAMPLE_TODAY, type Facts, facts, LAB_ENVIRONMENT, waiverOf } from "../../policies/example";
import { mergedFindings } from "../../policies/findings";
import { sharedInput } from "../../policies/input";
import { judge } from "../../policies/judge";
import { judgeExample } from "../../policies/judge-example";
import { RULES } from "../../policies/rules";
import { SEED } from "../support/sample";

const UNKNOWN_ENVIRONMENT = { name: "unknown", kind: "shared", majors: MAJORS, endpoint: "unknown", policy: null } as const;
const judged = (graph: Facts, rest: Omit<Parameters<typeof judgeExample>[0], "title" | "facts"> = {}) => judgeExample({ title: "", facts: graph, ...rest });
const open = (findings: readonly Finding[]) => findings.filter(({ status }) => status === "open").map(({ rule }) => rule);

describe("the verdict", () => {
  test("is deny while an error is open, and allow for warnings and waived errors", () => {
    const graph = facts().login("orders_app").member("orders_app", "pg_monitor");
    expect(judged(graph).verdict).toBe("deny");
    expect(judged(graph, { policy: { waivers: [waiverOf({ rule: "no-unapproved-predefined-role", subject: "orders_app" })] } }).verdict).toBe("allow");
    expect(judged(graph, { policy: null }).verdict).toBe("allow");
    expect(judged(facts()).verdict).toBe("allow");
  });

  test("a rule that throws is thrown, and is neither a finding nor a pass", () => {
    const spy = jest.spyOn(RULES[0]!, "check").mockImplementation(() => {
      throw new Error("a fault of ours");
    });
    expect(() => judged(facts().login("orders_app"))).toThrow("a fault of ours");
    spy.mockRestore();
  });
});

describe("waivers", () => {
  const graph = facts().login("orders_app").member("orders_app", "pg_monitor").login("billing_app").member("billing_app", "pg_monitor");
  const waiver = waiverOf({ rule: "no-unapproved-predefined-role", subject: "orders_app", expires: EXAMPLE_TODAY });

  test("accept exactly the finding of that rule, environment and subject, on their last day too", () => {
    const { findings, summary } = judged(graph, { policy: { waivers: [waiver] } });
    expect(findings.map(({ subject, status }) => [subject, status])).toEqual([
      ["billing_app", "open"],
      ["orders_app", "waived"],
    ]);
    expect(findings[1]!.waiver).toEqual({ owner: waiver.owner, expires: waiver.expires, reason: waiver.reason });
    expect(summary).toMatchObject({ errors: 1, warnings: 0, waived: 1 });
  });

  test.each([
    ["has ended the day before", { expires: "2026-11-19" }, "require-current-waiver"],
    ["names another subject", { subject: "other_app" }, "require-current-waiver"],
    ["names a rule that there is not", { rule: "no-such-rule" }, "require-current-waiver"],
    ["is of another environment", { environment: "lab" }, null],
  ])("do not accept what a waiver that %s does not say", (_, differences, reported) => {
    const { findings } = judged(graph, { policy: { waivers: [{ ...waiver, ...differences }] } });
    expect(findings.filter(({ status }) => status === "waived")).toEqual([]);
    expect(findings.filter(({ rule }) => rule === "require-current-waiver").map(({ rule, severity }) => (severity === "warning" ? rule : severity))).toEqual(
      reported === null ? [] : [reported],
    );
  });

  test.each([
    ["no-server-program", facts().login("x_app").member("x_app", "pg_execute_server_program"), "x_app"],
    ["no-unapproved-attribute", facts().login("ann", { createrole: true }), "ann"],
    ["no-admin-option", facts().login("ann").member("ann", "pg_write_server_files", { admin: true }), "ann"],
  ])("never accept %s of tiers files, os and superuser", (rule, bad, subject) => {
    const { findings } = judged(bad, { environment: { majors: [15] }, policy: { waivers: [waiverOf({ rule, subject })] } });
    expect(findings.find((finding) => finding.rule === rule)).toMatchObject({ severity: "error", status: "open" });
    expect(findings.find((finding) => finding.rule === "require-current-waiver")?.message).toContain("does not count");
  });
});

describe("an environment that is not known", () => {
  test("is judged at every major, and an answer of some majors only names them", () => {
    const { findings } = judged(facts().login("ann").member("ann", "pg_execute_server_program", { inherit: false, set: false }), {
      environment: UNKNOWN_ENVIRONMENT,
    });
    const [finding] = findings.filter(({ rule }) => rule === "no-server-program");
    expect(finding?.message).toBe("ann can run programs on the server: it inherits pg_execute_server_program (on PostgreSQL 14 and 15)");
  });

  test("reports once what all majors agree on, whatever way each takes", () => {
    const graph = facts().login("ann", { inherit: false }).member("ann", "pg_execute_server_program", { inherit: true });
    const messages = judged(graph, { environment: UNKNOWN_ENVIRONMENT })
      .findings.filter(({ rule }) => rule === "no-server-program")
      .map(({ message }) => message);
    expect(messages).toHaveLength(1);
    expect(messages[0]).not.toContain("on PostgreSQL");
  });

  test("takes the worst answer: CREATEROLE is tier os before 16", () => {
    const [finding] = judged(facts().login("ann", { createrole: true }), { environment: UNKNOWN_ENVIRONMENT }).findings.filter(
      ({ capability }) => capability === "create-role",
    );
    expect(finding).toMatchObject({ severity: "error", tier: "os" });
    expect(finding?.message).toContain("(on PostgreSQL 14 and 15)");
  });

  test("has no rule about what a major lacks", () => {
    const { findings } = judged(facts().login("ann").member("ann", "pg_maintain"), { environment: UNKNOWN_ENVIRONMENT });
    expect(findings.map(({ rule }) => rule)).not.toContain("require-known-group");
  });
});

describe("without policy files", () => {
  test.each([
    ["a server program", facts().login("a").member("a", "pg_execute_server_program"), ["no-server-program"], "error"],
    ["server files", facts().group("a").member("a", "pg_read_server_files"), ["no-server-files"], "error"],
    ["superuser", facts().login("a", { superuser: true }), ["no-superuser"], "error"],
    ["an opaque resource", facts().opaque("x.y", { what: "a thing", why: "it is new", remedy: "none" }), ["no-opaque-resource"], "error"],
    ["an unknown value", facts().unknown("postgresql_role.a", "roles", "local.x"), ["no-unknown-value"], "error"],
    ["a name that reads as another", facts().login("a\u200b"), ["require-plain-role-name"], "error"],
    ["a predefined role that nobody approved", facts().login("a").member("a", "pg_monitor"), ["no-unapproved-predefined-role"], "warning"],
    [
      "what it leads to",
      facts().login("a").member("a", "pg_read_all_data"),
      ["no-unapproved-predefined-role", "no-credential-access", "no-superuser"],
      "warning",
    ],
    ["session control", facts().login("a").member("a", "pg_signal_backend"), ["no-session-control-for-apps"], "warning"],
    ["an attribute", facts().login("a", { createdb: true }), ["no-unapproved-attribute"], "warning"],
    ["a platform role", facts().login("a").member("a", "rds_superuser"), ["no-platform-administrator"], "warning"],
    ["a group that no input describes", facts().login("a").member("a", "team"), ["require-known-group"], "warning"],
    ["an unknown predefined role", facts().login("a").member("a", "pg_new"), ["require-known-group"], "error"],
    ["ADMIN OPTION of tier control", facts().group("a").member("a", "pg_monitor", { admin: true }), ["no-admin-option"], "warning"],
    [
      "ADMIN OPTION of tier os",
      facts().group("a").member("a", "pg_execute_server_program", { admin: true }),
      ["no-server-program", "no-admin-option"],
      "error",
    ],
    ["an endpoint that is not known", facts().login("a"), [], "none"],
  ])("%s", (_, graph, expected, severity) => {
    const { findings } = judged(graph, { policy: null, environment: UNKNOWN_ENVIRONMENT });
    expect(new Set(open(findings))).toEqual(new Set(expected));
    for (const finding of findings) expect(finding.severity).toBe(severity);
  });
});

describe("causes and order", () => {
  const graph = facts()
    .group("etl")
    .login("b_app")
    .login("a_app")
    .member("a_app", "etl")
    .member("b_app", "etl")
    .member("etl", "pg_execute_server_program")
    .login("c_app")
    .member("c_app", "pg_monitor")
    .login("d_app")
    .secret("postgresql_role.d_app", "password", "stored-in-state");

  test("findings whose paths end in one step share a cause; those without a path have none", () => {
    expect(judged(graph).findings.map(({ subject, cause }) => [subject, cause])).toEqual([
      ["a_app", "c1"],
      ["b_app", "c1"],
      ["etl", "c1"],
      ["c_app", "c2"],
      ["postgresql_role.d_app", null],
    ]);
  });

  test("one step in two environments is two causes", () => {
    const bad = facts().login("a_app").member("a_app", "pg_execute_server_program").graph;
    const { findings, environments } = judge({
      today: EXAMPLE_TODAY,
      policy: EXAMPLE_POLICY,
      subjects: [EXAMPLE_ENVIRONMENT, LAB_ENVIRONMENT].map((environment) => ({ environment, graph: bad })),
    });
    expect(findings.map(({ environment, cause }) => [environment, cause])).toEqual([
      ["lab", "c1"],
      ["prod", "c2"],
    ]);
    expect(environments).toEqual([
      { name: "prod", kind: "shared", postgres: [16], administrators: ["postgres"] },
      { name: "lab", kind: "isolated", postgres: [16], administrators: ["postgres"] },
    ]);
  });

  test("errors come first, then the most dangerous tier, then the environment, the subject and the rule", () => {
    const all = judged(graph.login("e_app", { superuser: true }).login("f_app").member("f_app", "nobody_knows")).findings;
    expect(all.map(({ severity, tier, subject }) => `${severity} ${tier} ${subject}`)).toEqual([
      "error superuser e_app",
      "error os a_app",
      "error os b_app",
      "error os etl",
      "error observe c_app",
      "error null f_app",
      "warning null postgresql_role.d_app",
    ]);
  });

  test("the order of the facts changes nothing", () => {
    const bigger = graph
      .group("x")
      .group("y")
      .member("a_app", "x")
      .member("a_app", "y")
      .member("x", "pg_read_all_data")
      .member("y", "pg_read_all_data", { admin: true })
      .login("ann", { createrole: true, login: false })
      .member("ann", "y", { admin: true })
      .login("twice_app", { origin: { ...NO_ORIGIN, address: "postgresql_role.one" }, createdb: true })
      .login("twice_app", { origin: { ...NO_ORIGIN, address: "postgresql_role.two" }, createdb: true })
      .member("twice_app", "pg_monitor", { origin: { ...NO_ORIGIN, address: "postgresql_grant_role.one" } })
      .member("twice_app", "pg_monitor", { origin: { ...NO_ORIGIN, address: "postgresql_grant_role.two" } })
      .extension("dblink")
      .extension("file_fdw").graph;
    const expected = judgedOf(bigger);
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...bigger.roles], { minLength: bigger.roles.length }),
        fc.shuffledSubarray([...bigger.memberships], { minLength: bigger.memberships.length }),
        fc.shuffledSubarray([...bigger.extensions], { minLength: bigger.extensions.length }),
        (roles, memberships, extensions) => expect(judgedOf({ ...bigger, roles, memberships, extensions })).toEqual(expected),
      ),
      { seed: SEED, numRuns: 60 },
    );
  });

  const judgedOf = (all: AccessGraph) =>
    judge({ today: EXAMPLE_TODAY, policy: EXAMPLE_POLICY, subjects: [{ environment: { ...EXAMPLE_ENVIRONMENT, ...UNKNOWN_ENVIRONMENT }, graph: all }] });
});

describe("changes", () => {
  test("say for each role with something what it reaches: predefined and platform roles, and capabilities", () => {
    const graph = facts().login("alice").group("sre").member("alice", "sre").member("sre", "pg_monitor").login("idle_app");
    const all = ["pg_monitor", "pg_read_all_settings", "pg_read_all_stats", "pg_stat_scan_tables"];
    const capabilities = { gains: ["monitor", "read-all-settings", "read-all-stats", "stat-scan-tables"], loses: [] };
    expect(judged(graph).changes).toEqual([
      { environment: "prod", role: "alice", gains: all, loses: [], capabilities },
      { environment: "prod", role: "sre", gains: all, loses: [], capabilities },
    ]);
  });

  test("leave out administrators, provider logins as such, and what the owners say others hold", () => {
    const graph = facts().member("postgres", "pg_monitor").login("terraform").member("alice", "ops_wrapper");
    const external = [{ role: "ops_wrapper", environment: "prod", holds: ["pg_stat_scan_tables"], source: { file: "", line: 1 } }];
    const { changes } = judged(graph, { environment: { providerLogins: ["terraform"] }, policy: { external } });
    expect(changes.map(({ role }) => role)).toEqual(["alice"]);
    expect(judged(facts().login("ann").member("ann", "rds_superuser")).changes.map(({ role }) => role)).toEqual(["ann"]);
  });
});

test("an environment without a major is a fault, not a pass", () => {
  expect(() => judged(facts().login("ann"), { environment: { majors: [] } })).toThrow("no PostgreSQL major");
});

test("of equal findings the worst answer counts, and the highest tier", () => {
  const rule = RULES[0]!;
  const breach = { subject: "ann", message: "", origin: NO_ORIGIN, capability: "superuser", path: [] } as const;
  const shared = sharedInput({ ...EXAMPLE_ENVIRONMENT, majors: [14, 15] }, facts().graph, EXAMPLE_POLICY, EXAMPLE_TODAY);
  const mild = { rule, breach: { ...breach, severity: "warning", tier: "os", message: "mild" } } as const;
  const bad = { rule, breach: { ...breach, severity: "error", tier: "data", message: "bad" } } as const;
  for (const [first, second] of [[mild, bad] as const, [bad, mild] as const]) {
    const judgedMajors = [
      { majors: [14], breaches: [first] },
      { majors: [15], breaches: [second] },
    ];
    expect(mergedFindings(judgedMajors, shared)).toMatchObject([{ message: "bad", severity: "error", tier: "os" }]);
  }
});

test("the summary counts roles without predefined ones, memberships, and findings by what they are", () => {
  const graph = facts().login("alice").member("alice", "pg_monitor").member("alice", "elsewhere");
  expect(judged(graph).summary).toEqual({ errors: 1, warnings: 0, standing: 0, waived: 0, roles: 2, memberships: 2 });
});

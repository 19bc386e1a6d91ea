import type { AccessGraph, Role } from "../../model/access-graph";
import type { Capability } from "../../model/capability";
import { closureOf } from "../../model/closure";
import { indexGraph } from "../../model/graph-index";
import {
  defaultAdministrators,
  isAuthenticationRole,
  isPlatformRole,
  isRefused,
  isVendorGroup,
  PLATFORMS,
  type Platform,
  platformFact,
  platformMemberships,
  platformOf,
  recognisePlatform,
} from "../../model/platforms";
import { isReservedName, MAJORS, type Major, predefinedRole } from "../../model/predefined-roles";
import { UNKNOWN } from "../../model/unknown";
import { graphOf, membership, role } from "../support/graphs";

const SERVER_ROLES = ["pg_read_server_files", "pg_write_server_files", "pg_execute_server_program"];

const closure = (graph: AccessGraph, platform: Platform, major: Major) =>
  closureOf(indexGraph(graph), { major, platform, administrators: defaultAdministrators(platform) });
/** What a login certainly reaches that is a member of `group`, of which no input shows anything. */
const memberOf = (group: string, platform: Platform, major: Major, facts = {}): ReadonlySet<Capability> => {
  const graph = graphOf([role("ann", facts)], [membership("ann", group)]);
  const reached = closure(graph, platform, major).reaches("ann");
  return new Set(reached.filter(({ certainty }) => certainty === "certain").map(({ capability }) => capability));
};
const grantable = (platform: Platform, member: string, major: Major): readonly string[] =>
  platformMemberships(platform, member, major)
    .filter(({ admin }) => admin)
    .map(({ role: name }) => name)
    .sort();

describe("self-hosted", () => {
  test("has no role but PostgreSQL's, refuses none, and is administered by the bootstrap superuser", () => {
    const { serviceRoles, administratorRoles, memberships, refused } = platformFact("self-hosted");
    expect([serviceRoles, administratorRoles, memberships, refused]).toEqual([[], [], [], []]);
    expect(defaultAdministrators("self-hosted")).toEqual(["postgres"]);
  });

  test("a vendor's administration role is `platform-administrator` by its name, and nothing else is known of it", () => {
    expect(memberOf("rds_superuser", "self-hosted", 17)).toEqual(new Set(["platform-administrator"]));
    expect(memberOf("rds_replication", "self-hosted", 17)).toEqual(new Set());
  });
});

describe.each(["rds", "aurora"] as const)("%s", (platform) => {
  test("rdsadmin and its helpers administer; rds_iam and rds_ad only say how a login is authenticated", () => {
    expect(defaultAdministrators(platform)).toEqual(["postgres", "rdsadmin", "rdsrepladmin", "rdstopmgr"]);
    expect(["rds_iam", "rds_ad", "rds_superuser"].map((name) => isAuthenticationRole(platform, name))).toEqual([true, true, false]);
  });

  test.each([
    [14, ["pg_monitor", "pg_signal_backend"]],
    [15, ["pg_checkpoint", "pg_monitor", "pg_read_all_data", "pg_signal_backend", "pg_write_all_data"]],
    [
      16,
      ["pg_checkpoint", "pg_create_subscription", "pg_monitor", "pg_read_all_data", "pg_signal_backend", "pg_use_reserved_connections", "pg_write_all_data"],
    ],
    [
      17,
      [
        "pg_checkpoint",
        "pg_create_subscription",
        "pg_maintain",
        "pg_monitor",
        "pg_read_all_data",
        "pg_signal_backend",
        "pg_use_reserved_connections",
        "pg_write_all_data",
      ],
    ],
  ] as const)("rds_superuser of %i can grant %j, and two roles of its own", (major, expected) => {
    expect(grantable(platform, "rds_superuser", major)).toEqual([...expected, "rds_password", "rds_replication"]);
  });

  test("a member of rds_superuser reaches what that role holds, by a path through it", () => {
    const graph = graphOf([role("ann")], [membership("ann", "rds_superuser")]);
    const reached = closure(graph, platform, 17).reaches("ann");
    expect(reached.find(({ capability }) => capability === "signal-backend")?.path).toEqual([
      { from: "ann", to: "rds_superuser", by: "inherit", via: null },
      { from: "rds_superuser", to: "pg_signal_backend", by: "inherit", via: null },
    ]);
    expect(memberOf("rds_superuser", platform, 17)).toEqual(
      new Set([
        "platform-administrator",
        "monitor",
        "read-all-settings",
        "read-all-stats",
        "stat-scan-tables",
        "signal-backend",
        "checkpoint",
        "maintain",
        "reserved-connections",
        "create-subscription",
        "read-all-data",
        "write-all-data",
        "read-credentials",
        "replication",
      ]),
    );
    expect(memberOf("rds_superuser", platform, 14).has("read-all-data")).toBe(false);
  });

  test("membership in rds_replication is the capability `replication`", () => {
    expect(memberOf("rds_replication", platform, 16)).toEqual(new Set(["replication"]));
    expect(isVendorGroup(platform, "rds_replication")).toBe(true);
  });

  test("no verifier can be read, so reading all data does not end in superuser by one", () => {
    const graph = graphOf([role("ann")], [membership("ann", "pg_read_all_data")]);
    const conditions = (where: Platform) =>
      closure(graph, where, 16)
        .reaches("ann")
        .map(({ condition }) => condition);
    expect(conditions(platform).join()).not.toContain("md5");
    expect(conditions("self-hosted").join()).toContain("md5");
  });
});

describe("cloud-sql", () => {
  test("the vendor's logins administer; IAM groups only authenticate", () => {
    expect(defaultAdministrators("cloud-sql")).toEqual([
      "postgres",
      "cloudsqladmin",
      "cloudsqlagent",
      "cloudsqlreplica",
      "cloudsqlimportexport",
      "cloudsqllogical",
    ]);
    expect(isAuthenticationRole("cloud-sql", "cloudsqliamuser") && isAuthenticationRole("cloud-sql", "cloudsqliamserviceaccount")).toBe(true);
  });

  test("cloudsqlsuperuser holds pg_monitor and pg_signal_backend without ADMIN OPTION, and from 15 grants pg_checkpoint", () => {
    expect(MAJORS.map((major) => grantable("cloud-sql", "cloudsqlsuperuser", major))).toEqual([[], ...MAJORS.slice(1).map(() => ["pg_checkpoint"])]);
    const reached = memberOf("cloudsqlsuperuser", "cloud-sql", 16);
    expect([...reached]).toEqual(
      expect.arrayContaining(["platform-administrator", "monitor", "signal-backend", "checkpoint", "create-role", "create-database"]),
    );
    expect(reached.has("read-all-data")).toBe(false);
  });

  test("before 16 its CREATEROLE is worth what `platform-administrator` says", () => {
    expect(memberOf("cloudsqlsuperuser", "cloud-sql", 15).has("create-role")).toBe(false);
  });
});

describe("alloydb", () => {
  test("alloydbsuperuser holds pg_monitor, creates roles and databases, and grants no predefined role that is known", () => {
    expect(grantable("alloydb", "alloydbsuperuser", 16)).toEqual([]);
    expect([...memberOf("alloydbsuperuser", "alloydb", 16)]).toEqual(
      expect.arrayContaining(["platform-administrator", "monitor", "create-role", "create-database"]),
    );
    expect(isAuthenticationRole("alloydb", "alloydbiamuser")).toBe(true);
    expect(defaultAdministrators("alloydb")).toContain("alloydbadmin");
  });
});

describe("azure-flexible", () => {
  test("azure_pg_admin grants the monitoring roles, pg_read_all_data, and a role of 18 that the vendor brought to 16", () => {
    expect(grantable("azure-flexible", "azure_pg_admin", 16)).toEqual([
      "pg_checkpoint",
      "pg_create_subscription",
      "pg_monitor",
      "pg_read_all_data",
      "pg_read_all_settings",
      "pg_read_all_stats",
      "pg_signal_autovacuum_worker",
      "pg_signal_backend",
      "pg_stat_scan_tables",
    ]);
    expect([...memberOf("azure_pg_admin", "azure-flexible", 16)]).toEqual(
      expect.arrayContaining(["platform-administrator", "monitor", "signal-backend", "read-all-data", "create-subscription", "signal-autovacuum"]),
    );
  });

  test("pg_write_all_data can be granted on 14 and 15, and is refused from 16", () => {
    expect(MAJORS.map((major) => isRefused("azure-flexible", "pg_write_all_data", major))).toEqual([false, false, true, true, true]);
    const graph = graphOf([role("ann")], [membership("ann", "pg_write_all_data", { admin: true, inherit: false, set: false })]);
    expect(closure(graph, "azure-flexible", 16).holders("write-all-data")).toEqual([]);
    expect(closure(graph, "self-hosted", 16).holders("write-all-data")).toEqual(["ann"]);
  });

  test("azuresu and replication are the vendor's", () => {
    expect(defaultAdministrators("azure-flexible")).toEqual(["postgres", "azuresu", "replication"]);
  });
});

describe("supabase", () => {
  test("`postgres` is no superuser there, and grants these roles", () => {
    const rows = platformFact("supabase").memberships.filter(({ member, admin }) => member === "postgres" && admin);
    expect(rows.map(({ role: name }) => name)).toEqual(["pg_monitor", "pg_signal_backend", "pg_read_all_data", "pg_create_subscription"]);
    expect(platformFact("supabase").administratorLogin).toContain("no superuser");
  });

  test("supabase_privileged_role can switch its own audit off, and is the platform's administrator", () => {
    expect(memberOf("supabase_privileged_role", "supabase", 17)).toEqual(new Set(["platform-administrator"]));
    expect(
      platformFact("supabase")
        .changedRules.map(({ rule }) => rule)
        .join(),
    ).toMatch(/log_statement, pgaudit\.\* and session_replication_role/);
  });

  test("the vendor's logins are not the customer's to answer for", () => {
    expect(defaultAdministrators("supabase")).toEqual(expect.arrayContaining(["supabase_admin", "supabase_auth_admin", "supabase_storage_admin", "pgbouncer"]));
    expect(defaultAdministrators("supabase")).not.toContain("authenticator");
  });
});

describe("neon", () => {
  test("neon_superuser reads and writes all data, and passes on pg_monitor and pg_signal_backend only, before 18", () => {
    expect(grantable("neon", "neon_superuser", 17)).toEqual(["pg_monitor", "pg_signal_backend"]);
    expect(grantable("neon", "neon_superuser", 18)).toEqual(
      expect.arrayContaining(["pg_maintain", "pg_read_all_data", "pg_signal_autovacuum_worker", "pg_write_all_data"]),
    );
  });

  test("a member may SET ROLE to its attributes: REPLICATION and BYPASSRLS among them", () => {
    expect([...memberOf("neon_superuser", "neon", 17)]).toEqual(
      expect.arrayContaining([
        "platform-administrator",
        "read-all-data",
        "write-all-data",
        "replication",
        "bypass-row-security",
        "create-role",
        "create-database",
      ]),
    );
    expect(defaultAdministrators("neon")).toEqual(["postgres", "cloud_admin", "neon_service"]);
  });
});

describe("crunchy", () => {
  test("`postgres` is a real superuser, and nothing is refused", () => {
    expect(platformFact("crunchy").administratorLogin).toContain("a real superuser");
    expect(SERVER_ROLES.filter((name) => isRefused("crunchy", name, 17))).toEqual([]);
    const graph = graphOf([role("ann")], [membership("ann", "pg_execute_server_program", { admin: true, inherit: false, set: false })]);
    expect(closure(graph, "crunchy", 17).holders("execute-server-program")).toEqual(["ann"]);
  });
});

describe.each([
  ["aiven", "avnadmin", ["_avnadmin_monitor"]],
  ["digitalocean", "doadmin", ["_dodb", "_dodb_repl", "_dodb_rewind", "_doadmin_monitor", "_avnadmin_monitor"]],
] as const)("%s", (platform, login, service) => {
  test("its group holds by the managed one: two roles to pass on, two to use", () => {
    expect(grantable(platform, `_${login}_managed`, 16)).toEqual(["pg_create_subscription", "pg_read_all_stats"]);
    expect(grantable(platform, `_${login}_managed`, 15)).toEqual(["pg_read_all_stats"]);
    expect(memberOf(`${login}_group`, platform, 16)).toEqual(
      new Set(["platform-administrator", "read-all-stats", "stat-scan-tables", "signal-backend", "create-subscription"]),
    );
  });

  test("the vendor's logins administer; its login for customers does not", () => {
    expect(defaultAdministrators(platform)).toEqual(["postgres", ...service]);
    expect(platformFact(platform).administratorLogin).toMatch(new RegExp(`^${login}:`));
  });

  test("the customer can switch pgaudit off for itself", () => {
    expect(platformFact(platform).changedRules.map(({ rule }) => rule)).toContain(
      `_${login}_auditing may SET pgaudit.*: ${login} can switch its own audit off`,
    );
  });
});

test("DigitalOcean has Aiven's groups beside its own", () => {
  expect(memberOf("avnadmin_group", "digitalocean", 16).has("signal-backend")).toBe(true);
});

describe("what holds on every platform", () => {
  const managed = PLATFORMS.filter((platform) => platform !== "self-hosted" && platform !== "crunchy");

  test.each(managed)("%s refuses the three roles that reach files and programs of the server", (platform) => {
    for (const major of MAJORS) expect(SERVER_ROLES.filter((name) => !isRefused(platform, name, major))).toEqual([]);
  });

  test.each(managed)("on %s a CREATEROLE login of 15 grants itself what the platform lets it, and not the server roles", (platform) => {
    const roles = [...SERVER_ROLES, "pg_read_all_stats"].map((name) => role(name, { source: "external", login: false }));
    const found = closure(graphOf([role("ann", { createrole: true }), ...roles], []), platform, 15);
    expect(found.holders("read-all-stats")).toEqual(["ann"]);
    expect(found.holders("execute-server-program")).toEqual([]);
    expect(closure(graphOf([role("ann", { createrole: true }), ...roles], []), "self-hosted", 15).holders("execute-server-program")).toEqual(["ann"]);
  });

  test.each(managed)("a server role that somebody does hold on %s counts there as anywhere", (platform) => {
    expect(memberOf("pg_execute_server_program", platform, 16).has("execute-server-program")).toBe(true);
  });

  test.each(PLATFORMS)("each administration role of %s is `platform-administrator` on each platform", (platform) => {
    for (const name of platformFact(platform).administratorRoles) {
      expect(isPlatformRole(name)).toBe(true);
      for (const where of PLATFORMS) expect(memberOf(name, where, 16).has("platform-administrator")).toBe(true);
    }
  });

  test.each(PLATFORMS)("%s names predefined roles that PostgreSQL has, on majors that have them", (platform) => {
    const { memberships, refused, groups, administratorRoles, serviceRoles } = platformFact(platform);
    const known = new Set([...Object.keys(groups), ...administratorRoles, ...serviceRoles, "postgres"]);
    for (const row of memberships) {
      expect(known).toContain(row.member);
      if (!isReservedName(row.role)) expect(known).toContain(row.role);
      else if (!(platform === "azure-flexible" && row.role === "pg_signal_autovacuum_worker"))
        expect(predefinedRole(row.role)?.since).toBeLessThanOrEqual(row.since ?? 14);
    }
    for (const row of refused) expect(predefinedRole(row.role)?.since).toBeLessThanOrEqual(row.since ?? 14);
  });

  test.each(PLATFORMS)("each fact of %s says where it is from", (platform) => {
    const { memberships, refused, changedRules } = platformFact(platform);
    for (const { source } of [...memberships, ...refused, ...changedRules]) expect(source).toMatch(/^https:\/\/[a-z.]+\/\S+$/);
  });
});

describe("facts of the vendor and facts of an input", () => {
  test("a live server shows the role itself: what it shows is all that the role holds", () => {
    const graph = graphOf(
      [role("ann"), role("rds_superuser", { login: false })],
      [membership("ann", "rds_superuser"), membership("rds_superuser", "pg_checkpoint")],
    );
    const reached = closure(graph, "rds", 17)
      .reaches("ann")
      .map(({ capability }) => capability);
    expect(reached).toEqual(["platform-administrator", "checkpoint"].sort());
  });

  test("a role that Terraform writes, or that policy files describe, keeps what the vendor gave it", () => {
    const address = { address: "postgresql_role.x", construct: null, file: null, line: null };
    const described: readonly Partial<Role>[] = [{ origin: address }, { source: "external" }, { source: "mentioned", login: UNKNOWN }];
    for (const facts of described) {
      const graph = graphOf([role("ann"), role("rds_superuser", facts)], [membership("ann", "rds_superuser")]);
      expect(closure(graph, "rds", 17).holders("signal-backend")).toContain("ann");
    }
  });

  test("a role that nobody is a member of adds nothing to anybody", () => {
    expect(closure(graphOf([role("ann")], []), "rds", 17).reaches("ann")).toEqual([]);
  });
});

describe("a platform is recognised by its roles", () => {
  const ordinary = ["postgres", "orders_app", "pg_monitor"];
  test.each([
    ["self-hosted", []],
    ["self-hosted", ["rds_superuser", "rds_replication"]],
    ["self-hosted", ["cloud_admin"]],
    ["rds", ["rdsadmin", "rds_superuser", "rdsrepladmin", "rdstopmgr"]],
    ["aurora", ["rdsadmin", "rds_superuser", "rds_replication"]],
    ["cloud-sql", ["cloudsqladmin", "cloudsqlsuperuser"]],
    ["alloydb", ["alloydbadmin", "alloydbsuperuser"]],
    ["azure-flexible", ["azuresu", "azure_pg_admin", "replication"]],
    ["supabase", ["supabase_admin", "anon", "authenticated", "service_role"]],
    ["neon", ["cloud_admin", "neon_superuser"]],
    ["crunchy", ["application", "crunchy_read", "crunchy_write"]],
    ["aiven", ["avnadmin", "avnadmin_group", "_avnadmin_managed"]],
    ["digitalocean", ["doadmin", "doadmin_group", "_doadmin_managed", "avnadmin_group", "_avnadmin_managed", "_dodb"]],
    ["digitalocean", ["_avnadmin_managed", "avnadmin_group", "_dodb"]],
    ["rds", ["supabase_admin", "rdsadmin", "rdstopmgr"]],
  ] as const)("%s has %j", (platform, names) => {
    expect(platformOf([...ordinary, ...names])).toBe(platform);
    expect(platformOf([...names, ...ordinary].reverse())).toBe(platform);
  });
});

describe("a live cluster", () => {
  const roles = (superusers: readonly string[], others: readonly string[] = []) => [
    ...superusers.map((name) => ({ name, superuser: true })),
    ...others.map((name) => ({ name, superuser: false })),
  ];

  test.each([
    ["nothing", roles(["postgres"]), "postgres", [], "self-hosted", false],
    ["a vendor's bootstrap superuser", roles(["rdsadmin"], ["rdstopmgr", "postgres"]), "rdsadmin", [], "rds", true],
    ["the same without the helpers", roles(["rdsadmin"], ["postgres"]), "rdsadmin", [], "aurora", true],
    ["another superuser of the vendor's", roles(["postgres", "cloudsqladmin"]), "postgres", [], "cloud-sql", true],
    ["a setting of the vendor's", roles(["postgres"]), "postgres", ["neon"], "neon", true],
    ["roles by the vendor's names alone", roles(["postgres"], ["rdsadmin", "rdstopmgr"]), "postgres", [], "rds", false],
    ["a superuser by a name that anybody may give", roles(["postgres", "replication"]), "postgres", [], "self-hosted", false],
  ] as const)("that shows %s is recognised", (_, present, bootstrap, settings, platform, isSure) => {
    const recognised = recognisePlatform(present, bootstrap, settings);
    expect(recognised).toMatchObject({ platform, isSure });
    expect(recognised.evidence.length > 0).toBe(platform !== "self-hosted");
  });
});

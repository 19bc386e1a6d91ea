import fc from "fast-check";
import { type AccessGraph, NO_ORIGIN } from "../../model/access-graph";
import { closureOf, type Server } from "../../model/closure";
import { indexGraph } from "../../model/graph-index";
import { MAJORS, type Major, predefinedRole } from "../../model/predefined-roles";
import { UNKNOWN } from "../../model/unknown";
import { graphOf, membership, role } from "../support/graphs";
import { referenceReach } from "../support/reference-closure";
import { IS_LONG, SEED } from "../support/sample";
import { DATABASE, fn, grant, mayCall, onTable, relation } from "./closure/object-facts";

const PROGRAM = "pg_execute_server_program";
const OWN_ACCOUNT = "if the server's operating-system account may log in as a superuser, as initdb lets it";
const closure = (graph: AccessGraph, major: Major = 16, administrators: readonly string[] = ["postgres"]) =>
  closureOf(indexGraph(graph), { major, administrators });
/** What the role reaches by itself: what only follows from another capability left out. */
const direct = (graph: AccessGraph, name: string, major: Major = 16) =>
  closure(graph, major)
    .reaches(name)
    .filter((reach) => reach.follows === null);
const certain = (graph: AccessGraph, name: string, major: Major = 16) =>
  direct(graph, name, major)
    .filter((reach) => reach.certainty === "certain")
    .map((reach) => reach.capability);
/** EXECUTE on a function that gives write-server-files. */
const mayWrite = (grantee: string, facts = {}) => grant(grantee, { object: "lo_export", arguments: "oid, text", ...facts });
/** What accepts `f`, a function that reads passwords as its owner. */
const ACCEPTED = {
  environment: "prod",
  function: "public.f()",
  runsAs: "postgres",
  sha256: "d1",
  gives: ["read-credentials"],
  reason: "reviewed",
  owner: "dba@example.com",
  expires: "2027-01-01",
  source: { file: "accepted.yaml", line: 1 },
} as const;
const writtenIn = (file: string) => ({ ...NO_ORIGIN, file });
const find = (graph: AccessGraph, name: string, capability: string, major: Major = 16) =>
  closure(graph, major)
    .reaches(name)
    .find((reach) => reach.capability === capability);
const words = (path: readonly { by: string; to: string }[] = []) => path.map(({ by, to }) => `${by} ${to}`);

describe("one membership of PostgreSQL 16 with each combination of options", () => {
  test.each([
    [true, true, true, "inherit"],
    [true, true, false, "inherit"],
    [true, false, true, "inherit"],
    [true, false, false, "inherit"],
    [false, true, true, "set-role"],
    [false, true, false, "set-role"],
    [false, false, true, "admin"],
    [false, false, false, null],
  ])("INHERIT %s, SET %s, ADMIN %s reaches the role by %s", (inherit, set, admin, by) => {
    const graph = graphOf([role("m")], [membership("m", PROGRAM, { inherit, set, admin })]);
    expect(direct(graph, "m").map(({ capability, certainty, path }) => [capability, certainty, path])).toEqual(
      by === null ? [] : [["execute-server-program", "certain", [{ from: "m", to: PROGRAM, by, via: null }]]],
    );
  });
});

describe("mixed paths of PostgreSQL 16", () => {
  const options = {
    inherit: { inherit: true, set: false, admin: false },
    set: { inherit: false, set: true, admin: false },
    admin: { inherit: false, set: false, admin: true },
    none: { inherit: false, set: false, admin: false },
  };
  test.each([
    ["inherit", "set", false],
    ["set", "inherit", true],
    ["set", "set", true],
    ["inherit", "admin", true],
    ["set", "admin", true],
    ["admin", "inherit", true],
    ["none", "admin", false],
  ] as const)("%s only, then %s only: reachable is %s", (first, second, reachable) => {
    const graph = graphOf([role("m"), role("b", { login: false })], [membership("m", "b", options[first]), membership("b", PROGRAM, options[second])]);
    expect(closure(graph).holders("execute-server-program").includes("m")).toBe(reachable);
  });

  test("a CREATEROLE login takes over a login of which a group without any option has ADMIN", () => {
    const graph = graphOf(
      [role("m", { createrole: true }), role("g", { login: false }), role("victim")],
      [membership("m", "g", options.none), membership("g", "victim", options.admin), membership("victim", PROGRAM)],
    );
    expect(
      closure(graph)
        .reaches("m")
        .find((reach) => reach.capability === "execute-server-program")?.path,
    ).toEqual([
      { from: "m", to: "victim", by: "create-role", via: "g" },
      { from: "victim", to: PROGRAM, by: "inherit", via: null },
    ]);
  });
});

describe("CREATEROLE from PostgreSQL 16", () => {
  const none = { inherit: false, set: false };
  const adminOnly = { ...none, admin: true };
  const creator = role("m", { createrole: true });
  const victim = [membership("g", "victim", adminOnly), membership("victim", PROGRAM)];

  test.each([
    ["", {}],
    [", also where functions run as their owners", { functions: [fn("f", { securityDefiner: true, owner: "owner" })], grants: [mayCall("app", "f")] }],
  ])("takes over no predefined role: that has no password to set%s", (_title, facts) => {
    const graph = graphOf([creator], [membership("m", "g", none), membership("g", PROGRAM, adminOnly)], facts);
    expect(
      [14, 15, 16, 17, 18].filter((major) =>
        closure(graph, major as Major)
          .holders("execute-server-program")
          .includes("m"),
      ),
    ).toEqual([14, 15]);
  });

  test("is asked of the session, and ADMIN OPTION of its own groups", () => {
    const bystanders = [role("before", { createrole: true }), role("member"), creator, role("after", { createrole: true })];
    const groups = [membership("before", "a", none), membership("member", "g", none), membership("m", "g", none), membership("after", "z", none)];
    expect(closure(graphOf(bystanders, [...groups, ...victim])).holders("execute-server-program")).toEqual(["m", "g", "victim"]);
  });

  test("counts no role that is only set at login as a group", () => {
    const setting = { role: "m", name: "role", value: "g", origin: NO_ORIGIN };
    expect(closure(graphOf([creator], victim, { settings: [setting] })).holders("execute-server-program")).toEqual(["g", "victim"]);
  });

  test("takes over whoever can grant itself all that an object takes", () => {
    const rows = [membership("m", "g", none), membership("g", "x", adminOnly), membership("x", "callers", adminOnly), membership("x", "users", adminOnly)];
    const schemas = [{ name: "public", database: "orders", owner: "postgres", origin: NO_ORIGIN }];
    const usage = grant("users", { objectType: "schema", schema: null, object: "public", privilege: "USAGE" });
    const graph = graphOf([creator, role("x")], [...rows, membership("owner", PROGRAM)], {
      schemas,
      functions: [fn("f", { securityDefiner: true, owner: "owner" })],
      grants: [mayCall("callers", "f"), usage],
    });
    expect(find(graph, "m", "execute-server-program")).toMatchObject({
      condition: expect.stringMatching(/^if the roles that it can grant itself bring together what this takes and if the body of function public\.f\(\)/),
      path: [
        { from: "m", to: "x", by: "create-role", via: "g" },
        { from: "x", to: "owner", by: "function" },
        { from: "owner", to: PROGRAM, by: "inherit" },
      ],
    });
  });
});

describe("before 16", () => {
  test.each([14, 15] as const)("on %i CREATEROLE grants itself every role that is no superuser", (major) => {
    const graph = graphOf([role("m", { createrole: true }), role("app")], [membership("app", PROGRAM)]);
    expect(certain(graph, "m", major)).toContain("execute-server-program");
    expect(certain(graph, "m", 16)).toEqual(["create-role"]);
  });

  test.each([14, 15] as const)("on %i NOINHERIT does not stop SET ROLE", (major) => {
    const graph = graphOf([role("m", { inherit: false })], [membership("m", PROGRAM, { set: false, inherit: false })]);
    expect(certain(graph, "m", major)).toEqual(["execute-server-program"]);
  });

  test("CREATEROLE joins a group that is a member of a superuser", () => {
    const graph = graphOf([role("m", { createrole: true }), role("dba", { login: false })], [membership("dba", "postgres")]);
    expect(certain(graph, "m", 15)).toContain("superuser");
    expect(certain(graph, "m", 16)).not.toContain("superuser");
  });
});

describe("superuser", () => {
  test("inheriting the bootstrap superuser without SET is certain", () => {
    const graph = graphOf([role("m")], [membership("m", "postgres", { inherit: true, set: false })]);
    expect(certain(graph, "m")).toEqual(["superuser"]);
  });

  test("inheriting another superuser without SET hangs on what that role owns", () => {
    const graph = graphOf([role("m"), role("root", { superuser: true })], [membership("m", "root", { inherit: true, set: false })]);
    const [reach] = closure(graph).reaches("m");
    expect(reach).toMatchObject({ capability: "superuser", certainty: "conditional", condition: expect.stringContaining("root owns") });
  });

  test("ADMIN on a superuser alone is useless to a role that is none", () => {
    const graph = graphOf([role("m"), role("root", { superuser: true })], [membership("m", "root", { inherit: false, set: false, admin: true })]);
    expect(closure(graph).reaches("m")).toEqual([]);
  });

  test("its own attribute needs no step", () => {
    expect(closure(graphOf([role("root", { superuser: true })], [])).reaches("root")[0]).toMatchObject({ capability: "superuser", path: [], holder: "root" });
  });
});

describe("attributes are never inherited, and always usable after SET ROLE", () => {
  test.each([
    ["replication", { replication: true }],
    ["bypass-row-security", { bypassrls: true }],
    ["create-database", { createdb: true }],
    ["create-role", { createrole: true }],
  ] as const)("%s", (capability, attribute) => {
    const roles = [role("m"), role("holder", { login: false, ...attribute })];
    expect(certain(graphOf(roles, [membership("m", "holder", { set: false })]), "m")).toEqual([]);
    expect(certain(graphOf(roles, [membership("m", "holder", { inherit: false })]), "m")).toEqual([capability]);
  });
});

describe("what a capability may lead to", () => {
  const following = (graph: AccessGraph, server: Partial<Server> = {}) =>
    closureOf(indexGraph(graph), { major: 18, administrators: ["postgres"], ...server })
      .reaches("m")
      .flatMap(({ capability, follows, certainty, condition }) =>
        follows === null ? [] : [[follows, capability, certainty === "certain" ? null : condition]],
      );
  const memberOf = (name: string, rest: Partial<AccessGraph> = {}) => graphOf([role("m")], [membership("m", name)], rest);

  test.each([
    [PROGRAM, [["execute-server-program", "superuser", OWN_ACCOUNT]]],
    [
      "pg_write_server_files",
      [
        ["write-server-files", "superuser", expect.stringMatching(/^once the server reloads or restarts/)],
        ["write-server-files", "execute-server-program", expect.stringMatching(/^once the server reloads or restarts/)],
      ],
    ],
    [
      "pg_read_server_files",
      [
        ["read-server-files", "superuser", expect.stringMatching(/^if a file/)],
        ["read-server-files", "read-credentials", expect.stringMatching(/^if a file/)],
      ],
    ],
    [
      "pg_read_all_data",
      [
        ["read-credentials", "superuser", expect.stringMatching(/^if a superuser's password is stored as an md5 verifier/)],
        ["read-all-data", "read-credentials", null],
      ],
    ],
    ["pg_write_all_data", [["write-all-data", "superuser", expect.stringMatching(/^if a superuser's job or trigger/)]]],
    ["pg_maintain", [["maintain", "superuser", expect.stringMatching(/^if a superuser's materialized view/)]]],
    ["pg_read_all_settings", [["read-all-settings", "read-credentials", expect.stringMatching(/^if a setting/)]]],
    ["pg_read_all_stats", [["read-all-stats", "read-credentials", expect.stringMatching(/^if a query text/)]]],
    ["pg_signal_backend", []],
    ["pg_checkpoint", []],
  ])("of %s", (name, expected) => {
    expect(following(memberOf(name))).toEqual(expected);
  });

  test("is nothing for whoever only may read rows of its own", () => {
    expect(following(graphOf([role("m", { createdb: true, createrole: true, bypassrls: true })], []))).toEqual([]);
  });

  test.each([
    [140023, true],
    [140024, false],
    [180005, true],
    [180006, false],
    [undefined, false],
  ])("of REPLICATION on server_version_num %s: a library is %s", (version, loads) => {
    const major = version === undefined ? 18 : (Math.floor(version / 10_000) as Major);
    const found = following(graphOf([role("m", { replication: true })], []), { major, ...(version !== undefined && { version }) });
    expect(found.map(([, capability]) => capability)).toEqual(["superuser", ...(loads ? ["load-server-code"] : []), "read-credentials"]);
  });

  test("hangs on each verifier where the input shows how passwords are stored", () => {
    const verifier = (name: string, kind: "md5" | "scram-sha-256") => ({ role: name, kind, origin: NO_ORIGIN });
    const of = (kind: "md5" | "scram-sha-256") =>
      graphOf([role("m"), role("root", { superuser: true })], [membership("m", "pg_read_all_data")], { verifiers: [verifier("root", kind)] });
    expect(following(of("scram-sha-256"))).toEqual([["read-all-data", "read-credentials", null]]);
    expect(closure(of("scram-sha-256")).reaches("m")).not.toContainEqual(expect.objectContaining({ capability: "superuser" }));
    expect(closure(of("md5")).reaches("m")[0]).toMatchObject({
      capability: "superuser",
      certainty: "conditional",
      condition: "if pg_hba.conf lets root log in with a password",
      follows: null,
      holder: "root",
      path: [
        { from: "m", to: "pg_read_all_data", by: "inherit", via: null },
        { from: "pg_read_all_data", to: "root", by: "credentials", via: "its md5 verifier" },
      ],
    });
  });

  test("does not stand before what a role has for certain", () => {
    const root = closure(graphOf([role("m", { superuser: true })], [membership("m", PROGRAM)])).reaches("m");
    expect(root[0]).toMatchObject({ capability: "superuser", certainty: "certain", follows: null });
  });
});

test("pg_monitor gives the three roles that it contains, whatever the input shows", () => {
  const graph = graphOf([role("m")], [membership("m", "pg_monitor")]);
  expect(new Set(certain(graph, "m"))).toEqual(new Set(["monitor", "read-all-settings", "read-all-stats", "stat-scan-tables"]));
  expect(new Set(closure(graph).rolesReached("m"))).toEqual(new Set(["pg_monitor", "pg_read_all_settings", "pg_read_all_stats", "pg_stat_scan_tables"]));
});

test("an option that is unknown counts as given", () => {
  const graph = graphOf([role("m")], [membership("m", PROGRAM, { inherit: UNKNOWN, set: false })]);
  expect(certain(graph, "m")).toEqual(["execute-server-program"]);
});

test("rows of several grantors are OR-ed", () => {
  const rows = [membership("m", PROGRAM, { inherit: false, set: false }), membership("m", PROGRAM, { inherit: false, set: true, grantor: "dba" })];
  expect(direct(graphOf([role("m")], rows), "m")[0]?.path[0]?.by).toBe("set-role");
});

test("a platform role is an administrator of the platform wherever it is met", () => {
  const graph = graphOf([role("m")], [membership("m", "rds_superuser")]);
  expect(closure(graph).reaches("m")).toMatchObject([{ capability: "platform-administrator", holder: "rds_superuser", kind: "platform-role" }]);
});

test("a login of the provider counts as superuser for whoever is its member", () => {
  const graph = graphOf([role("m"), role("tfadmin")], [membership("m", "tfadmin")]);
  expect(closure(graph, 16, ["postgres", "tfadmin"]).reaches("m")).toMatchObject([{ capability: "superuser", kind: "administrator", holder: "tfadmin" }]);
});

describe("SET role at login", () => {
  const setting = { role: "m", name: "role", value: "etl", origin: role("x").origin };
  const roles = [role("m"), role("etl", { login: false })];

  test("is the step where the login may SET ROLE anyway", () => {
    const graph = graphOf(roles, [membership("m", "etl", { inherit: false }), membership("etl", PROGRAM)], { settings: [setting] });
    expect(direct(graph, "m")[0]?.path.map((step) => step.by)).toEqual(["login-setting", "inherit"]);
  });

  test("hangs on a membership made elsewhere where Terraform writes it", () => {
    const written = { ...setting, origin: { ...setting.origin, address: "postgresql_role.m" } };
    const answer = closure(graphOf(roles, [membership("etl", PROGRAM)], { settings: [written] }));
    const assumed = "if a membership that is not described here lets m SET ROLE etl";
    expect(answer.reaches("m")).toMatchObject([
      { capability: "superuser", certainty: "conditional", condition: `${assumed} and ${OWN_ACCOUNT}`, follows: "execute-server-program" },
      { capability: "execute-server-program", certainty: "conditional", condition: assumed, follows: null },
    ]);
    expect(answer.holders("execute-server-program")).toEqual(expect.arrayContaining(["m", "etl"]));
    expect(answer.rolesReached("m")).toEqual([]);
  });

  test.each([[[]], [[membership("m", "etl", { inherit: false, set: false })]]])("gives nothing without a SET membership: the server ignores it", (rows) => {
    const graph = graphOf(roles, [...rows, membership("etl", PROGRAM)], { settings: [setting] });
    expect(closure(graph).reaches("m")).toEqual([]);
  });
});

test("what a server shows of a predefined role's own memberships counts, where it shows them", () => {
  const shown = [membership("m", "pg_monitor"), membership("pg_monitor", "pg_read_all_settings", { inherit: false, set: false })];
  expect(new Set(certain(graphOf([role("m")], shown), "m"))).toEqual(new Set(["monitor", "read-all-stats", "stat-scan-tables"]));
});

describe("a GRANT that would close a cycle", () => {
  // keys has ADMIN on tools, and tools is a member of lead: PostgreSQL refuses GRANT tools TO lead.
  const adminOnly = { inherit: false, set: false, admin: true };
  const roles = [role("lead"), ...["tools", "keys", "far", "farther"].map((name) => role(name, { login: false }))];
  const rows = [membership("tools", "lead"), membership("lead", "keys"), membership("keys", "tools", adminOnly), membership("tools", PROGRAM)];

  test("is no way", () => {
    expect(certain(graphOf(roles, rows), "lead")).toEqual([]);
    expect(certain(graphOf(roles, rows), "tools")).toEqual(["execute-server-program"]);
  });

  test("does not hide a longer way round", () => {
    const longer = [membership("lead", "far"), membership("far", "farther"), membership("farther", "last"), membership("last", PROGRAM, adminOnly)];
    const graph = graphOf(roles, [...rows, ...longer]);
    expect(closure(graph).holders("execute-server-program")).toContain("lead");
    expect(direct(graph, "lead")[0]?.path.map((step) => `${step.by} ${step.to}`)).toEqual([
      "inherit far",
      "inherit farther",
      "inherit last",
      `admin ${PROGRAM}`,
    ]);
  });

  test("is no way for holders either", () => {
    expect(closure(graphOf(roles, rows)).holders("execute-server-program")).toEqual(["tools"]);
  });

  test.each([[["tools", "last", "end"]], [["end", "last", "tools"]]])(
    "does not hide the shortest of several ways round to what objects give: granted to %j",
    (order) => {
      const functions = new Map([
        ["last", "pg_read_file"],
        ["end", "pg_read_binary_file"],
      ]);
      const grants = order.map((grantee) => grant(grantee, { object: functions.get(grantee) ?? "pg_stat_file", arguments: "text" }));
      const longer = [membership("lead", "far"), membership("far", "farther"), membership("farther", "last"), membership("last", "end")];
      expect(direct(graphOf(roles, [...rows.slice(0, 3), ...longer], { grants }), "lead")[0]).toMatchObject({
        capability: "read-server-files",
        certainty: "certain",
        holder: "last",
        source: "EXECUTE on function pg_catalog.pg_read_file(text)",
        path: [{ to: "far" }, { to: "farther" }, { to: "last" }],
      });
    },
  );

  test("hinders no function's owner: what it may not grant its caller, it grants itself", () => {
    const called = { functions: [fn("f", { securityDefiner: true, owner: "keys", searchPath: "pg_temp" })], grants: [mayCall("app", "f")] };
    const granted = [membership("keys", "tools", adminOnly), membership("tools", PROGRAM)];
    const refused = graphOf([role("app"), ...roles], [...granted, membership("tools", "app")], called);
    expect(find(refused, "app", "execute-server-program")).toMatchObject({
      certainty: "conditional",
      condition: "if the body of function public.f() does it for its caller",
      path: [{ to: "keys" }, { to: "tools", by: "admin" }, { to: PROGRAM, by: "inherit" }],
    });
    expect(closure(refused).holders("execute-server-program")).toContain("app");
  });

  test("hides no longer way through an object, by function, by verifier or by PUBLIC", () => {
    const chain = ["a", "b", "c", "d"];
    const longer = ["lead", ...chain].slice(0, -1).map((member, at) => membership(member, chain[at] ?? ""));
    const owned = { functions: [fn("f", { securityDefiner: true, owner: "owner", searchPath: "pg_temp" })], grants: [mayCall("d", "f")] };
    const all = [...roles, role("owner"), ...chain.map((name) => role(name))];
    const memberships = [...rows, ...longer, membership("owner", PROGRAM)];
    const viaFunction = graphOf(all, memberships, owned);
    expect(find(viaFunction, "lead", "execute-server-program")).toMatchObject({
      certainty: "conditional",
      condition: "if the body of function public.f() does it for its caller",
      path: [...chain.map((to) => ({ to, by: "inherit" })), { to: "owner", by: "function" }, { to: PROGRAM, by: "inherit" }],
    });
    expect(closure(viaFunction).holders("execute-server-program")).toContain("lead");
    const verifiers = [{ role: "owner", kind: "md5" as const, origin: NO_ORIGIN }];
    const viaVerifier = graphOf(all, [...memberships, membership("d", "pg_read_all_data")], { verifiers });
    expect(find(viaVerifier, "lead", "execute-server-program")?.path.slice(-3)).toMatchObject([
      { to: "pg_read_all_data" },
      { to: "owner", by: "credentials" },
      { to: PROGRAM, by: "inherit" },
    ]);
    const everyone = graphOf(all, memberships, { ...owned, grants: [mayCall("PUBLIC", "f")] });
    expect(find(everyone, "lead", "execute-server-program")?.path).toMatchObject([{ to: "PUBLIC", by: "public" }, { to: "owner" }, { to: PROGRAM }]);
  });
});

describe("the body of a SECURITY DEFINER function", () => {
  const none = { inherit: false, set: false };
  const adminOnly = { ...none, admin: true };
  const noInherit = role("owner", { inherit: false });
  const called = { functions: [fn("f", { securityDefiner: true, owner: "owner" })], grants: [mayCall("app", "f")] };

  test.each<[string, readonly [ReturnType<typeof role>, ...ReturnType<typeof role>[]], readonly ReturnType<typeof membership>[], readonly number[]]>([
    ["has the privileges that its owner inherits", [role("owner")], [membership("owner", PROGRAM)], [14, 15, 16]],
    ["of an owner with NOINHERIT has, on 14, what asks for any membership", [noInherit, role("g")], [membership("owner", "g"), membership("g", PROGRAM)], [14]],
    ["grants what its owner has ADMIN OPTION on", [role("owner")], [membership("owner", PROGRAM, adminOnly)], [14, 15, 16]],
    [
      "grants what a group that its owner inherits has ADMIN OPTION on",
      [role("owner"), role("g")],
      [membership("owner", "g"), membership("g", PROGRAM, adminOnly)],
      [14, 15, 16],
    ],
    [
      "grants, before 16, what any group of its owner has ADMIN OPTION on",
      [noInherit, role("g", { inherit: false }), role("h", { inherit: false })],
      [membership("owner", "g", none), membership("g", "h", none), membership("h", "tools", adminOnly), membership("tools", PROGRAM)],
      [14, 15],
    ],
    [
      "of an owner with CREATEROLE grants, before 16, any role that is no superuser",
      [role("owner", { createrole: true }), role("victim")],
      [membership("victim", PROGRAM)],
      [14, 15],
    ],
    [
      "of an owner with CREATEROLE takes over a login of which any group of the owner has ADMIN OPTION",
      [role("owner", { createrole: true, inherit: false }), role("g", { inherit: false }), role("victim")],
      [membership("owner", "g", none), membership("g", "victim", adminOnly), membership("victim", PROGRAM)],
      [14, 15, 16],
    ],
  ])("%s", (_title, roles, rows, majors) => {
    const graph = graphOf([role("idle"), role("app"), ...roles], rows, called);
    const reaching = ([14, 15, 16] as const).filter((major) => find(graph, "app", "execute-server-program", major) !== undefined);
    expect(reaching).toEqual(majors);
    for (const major of reaching) {
      expect(find(graph, "app", "execute-server-program", major)).toMatchObject({ certainty: "conditional", ownerFunction: "function public.f()" });
      expect(closure(graph, major).holders("execute-server-program")).toContain("app");
    }
  });

  test("is a step to its owner, and goes on from there", () => {
    const rows = [membership("owner", "g", none), membership("g", "tools", adminOnly), membership("tools", PROGRAM)];
    expect(find(graphOf([role("app"), noInherit], rows, called), "app", "execute-server-program", 15)?.path).toEqual([
      { from: "app", to: "owner", by: "function", via: "function public.f()" },
      { from: "owner", to: "tools", by: "admin", via: "g" },
      { from: "tools", to: PROGRAM, by: "inherit", via: null },
    ]);
  });

  test.each(MAJORS)("has its owner's attributes, and not those of roles that the owner may SET ROLE to, on %i", (major) => {
    const graph = graphOf([role("app"), role("owner", { createdb: true }), role("g", { replication: true })], [membership("owner", "g")], called);
    expect(direct(graph, "app", major).map(({ capability, holder }) => [capability, holder])).toEqual([["create-database", "owner"]]);
  });
});

describe("of several ways to a capability", () => {
  const setOnly = { inherit: false, set: true };
  const inheritOnly = { inherit: true, set: false };
  const adminOnly = { inherit: false, set: false, admin: true };

  test.each([
    [["admin", "set-role", "inherit"], "inherit"],
    [["inherit", "set-role", "admin"], "inherit"],
    [["admin", "set-role"], "set-role"],
    [["set-role", "admin"], "set-role"],
    [["admin"], "admin"],
  ])("as short as each other, %j, the one with the plainest statements is shown: %s", (offered, shown) => {
    const options: Record<string, Partial<ReturnType<typeof membership>>> = { inherit: inheritOnly, "set-role": setOnly, admin: adminOnly };
    const rows = offered.flatMap((by) => [membership("m", `by ${by}`, options[by]), membership(`by ${by}`, PROGRAM)]);
    expect(words(direct(graphOf([role("m")], rows), "m")[0]?.path)).toEqual([`${shown} by ${shown}`, `inherit ${PROGRAM}`]);
  });

  test.each([
    ["an administrator that is nearer", [membership("m", "postgres"), membership("m", "g"), membership("g", "root")], "postgres"],
    ["another superuser that is nearer", [membership("m", "g"), membership("g", "postgres"), membership("m", "root")], "root"],
  ])("the shortest is shown: to %s", (_title, rows, holder) => {
    const graph = graphOf([role("m"), role("root", { superuser: true }), role("g")], rows);
    expect(find(graph, "m", "superuser")).toMatchObject({ certainty: "certain", holder, path: [{ from: "m", to: holder }] });
  });

  test("a certain one is shown, however long, before a conditional one", () => {
    const chain = [membership("m", "a"), membership("a", "b"), membership("b", "c")];
    const roles = [role("m"), role("root", { superuser: true })];
    const ownsSomething = membership("m", "root", inheritOnly);
    const byObject = { grants: [grant("c", { objectType: "column", object: "pg_authid", privilege: "UPDATE", columns: ["rolsuper"] })] };
    expect(find(graphOf(roles, [ownsSomething, ...chain], byObject), "m", "superuser")).toMatchObject({
      certainty: "certain",
      condition: null,
      source: expect.stringContaining("pg_authid"),
    });
    expect(find(graphOf(roles, [ownsSomething, ...chain, membership("c", "postgres")]), "m", "superuser")).toMatchObject({
      certainty: "certain",
      condition: null,
      holder: "postgres",
    });
    const byFunction = { functions: [fn("f", { securityDefiner: true, owner: "owner" })], grants: [mayCall("m", "f")] };
    const tools = [...chain, membership("c", PROGRAM), membership("owner", PROGRAM)];
    expect(find(graphOf(roles, tools, byFunction), "m", "execute-server-program")).toMatchObject({ certainty: "certain", path: { length: 4 } });
  });

  test("the shortest is shown where none is certain", () => {
    const setting = { role: "m", name: "role", value: "etl", origin: { ...NO_ORIGIN, address: "postgresql_role.m" } };
    const graph = graphOf([role("m"), role("etl"), role("root", { superuser: true })], [membership("etl", "postgres"), membership("m", "root", inheritOnly)], {
      settings: [setting],
    });
    expect(find(graph, "m", "superuser")).toMatchObject({ certainty: "conditional", path: [{ from: "m", to: "root", by: "inherit" }] });
  });

  test("to what is conditional anyway, the shortest is shown, whether or not it calls a function", () => {
    const rows = [membership("m", "a"), membership("a", "b"), membership("b", "root", inheritOnly), membership("owner", "root", inheritOnly)];
    const graph = (grantee: string) =>
      graphOf([role("m"), role("root", { superuser: true })], rows, {
        functions: [fn("f", { securityDefiner: true, owner: "owner" })],
        grants: [mayCall(grantee, "f")],
      });
    const owns = "if root owns an object that a superuser or the server runs";
    expect(find(graph("m"), "m", "superuser")).toMatchObject({
      path: [{ by: "function" }, { to: "root" }],
      condition: expect.stringContaining(` and ${owns}`),
    });
    expect(find(graph("other"), "m", "superuser")).toMatchObject({ path: [{ to: "a" }, { to: "b" }, { to: "root" }], condition: owns });
  });

  test("the call of a function counts as a step, and the use of a privilege does not", () => {
    const functions = [fn("f", { securityDefiner: true, sha256: "d1" })];
    const shadow = (grantee: string) => grant(grantee, { objectType: "table", object: "pg_shadow", privilege: "SELECT" });
    const reaches = (graph: AccessGraph) =>
      closureOf(indexGraph(graph), { major: 16, administrators: ["postgres"], accepted: [ACCEPTED] })
        .reaches("m")
        .find(({ capability }) => capability === "read-credentials");
    expect(reaches(graphOf([role("m")], [], { functions, grants: [mayCall("m", "f")] }))).toMatchObject({
      certainty: "certain",
      holder: "postgres",
      ownerFunction: null,
      path: [{ from: "m", to: "postgres", by: "function", via: "function public.f()" }],
    });
    expect(reaches(graphOf([role("m")], [], { functions, grants: [mayCall("m", "f"), shadow("m")] }))).toMatchObject({
      source: "SELECT on pg_catalog.pg_shadow",
      holder: "m",
      path: [],
    });
    const memberships = [membership("m", "g"), membership("m", "pg_read_all_data")];
    expect(reaches(graphOf([role("m")], memberships, { grants: [shadow("g")] }))).toMatchObject({ source: "SELECT on pg_catalog.pg_shadow", holder: "g" });
  });
});

describe("the object that a reach is told with", () => {
  const roles = [role("m"), role("owner")];
  const definer = fn("f", { securityDefiner: true, owner: "owner", origin: writtenIn("f.tf") });

  test("is the one that gives the capability", () => {
    expect(
      find(graphOf(roles, [membership("m", "g")], { grants: [mayWrite("g", { origin: writtenIn("grant.tf") })] }), "m", "write-server-files"),
    ).toMatchObject({
      source: "EXECUTE on function pg_catalog.lo_export(oid, text)",
      ownerFunction: null,
      object: { file: "grant.tf" },
    });
  });

  test("is the function that runs as its owner, where a role gives it", () => {
    const rows = [membership("m", "g"), membership("owner", "pg_write_server_files")];
    expect(find(graphOf(roles, rows, { functions: [definer], grants: [mayCall("g", "f")] }), "m", "write-server-files")).toMatchObject({
      source: null,
      ownerFunction: "function public.f()",
      object: { file: "f.tf" },
    });
  });

  test("is the last of several: a grant to the function's owner", () => {
    const grants = [mayCall("m", "f"), mayWrite("owner", { origin: writtenIn("grant.tf") })];
    expect(find(graphOf(roles, [], { functions: [definer], grants }), "m", "write-server-files")).toMatchObject({
      source: "EXECUTE on function pg_catalog.lo_export(oid, text)",
      ownerFunction: "function public.f()",
      object: { file: "grant.tf" },
    });
  });

  test("is the last of two functions, and the first of them is the one to review", () => {
    const next = fn("g", { securityDefiner: true, owner: "last", origin: writtenIn("g.tf") });
    const graph = graphOf(roles, [membership("last", PROGRAM)], { functions: [definer, next], grants: [mayCall("m", "f"), mayCall("owner", "g")] });
    expect(find(graph, "m", "execute-server-program")).toMatchObject({
      holder: PROGRAM,
      condition: expect.stringMatching(/^if the body of function public\.f\(\).* and if the body of function public\.g\(\)/),
      ownerFunction: "function public.f()",
      object: { file: "g.tf" },
    });
  });

  test("is no verifier: whoever reads it by a function is told with the function", () => {
    const verifiers = [{ role: "clerk", kind: "md5", origin: NO_ORIGIN } as const];
    const rows = [membership("owner", "pg_read_all_data"), membership("clerk", PROGRAM)];
    expect(find(graphOf(roles, rows, { verifiers, functions: [definer], grants: [mayCall("m", "f")] }), "m", "execute-server-program")).toMatchObject({
      path: [{ by: "function" }, { by: "inherit" }, { by: "credentials" }, { by: "inherit" }],
      ownerFunction: "function public.f()",
      object: { file: "f.tf" },
    });
    expect(find(graphOf(roles, [membership("m", "pg_read_all_data"), ...rows.slice(1)], { verifiers }), "m", "execute-server-program")).toMatchObject({
      ownerFunction: null,
      object: null,
    });
  });

  test("is none where roles alone give it", () => {
    expect(find(graphOf(roles, [membership("m", PROGRAM)]), "m", "execute-server-program")).toMatchObject({ source: null, ownerFunction: null, object: null });
  });
});

describe("roles reached", () => {
  test.each([
    ["a predefined role, once, whatever follows from it", [membership("m", "pg_read_all_data")], ["pg_read_all_data"]],
    ["a platform's role", [membership("m", "rds_superuser")], ["rds_superuser"]],
    ["no role of one's own, whatever its attributes are", [membership("m", "builder")], []],
    ["no administrator", [membership("m", "postgres")], []],
  ])("are %s", (_title, rows, reached) => {
    expect(closure(graphOf([role("m"), role("builder", { createdb: true })], rows)).rolesReached("m")).toEqual(reached);
  });

  test("are none that hang on a condition", () => {
    const facts = { functions: [fn("f", { securityDefiner: true, owner: "owner" })], grants: [mayCall("m", "f")] };
    expect(closure(graphOf([role("m")], [membership("owner", PROGRAM)], facts)).rolesReached("m")).toEqual([]);
  });

  test("leave out the role itself", () => {
    const answer = closure(graphOf([role("m")], [membership("m", "pg_monitor")]));
    expect(answer.rolesReached("pg_monitor")).toEqual(["pg_read_all_settings", "pg_read_all_stats", "pg_stat_scan_tables"]);
  });

  test("are none of a role that no fact names", () => {
    const answer = closure(graphOf([role("m"), role("other")], [membership("other", "pg_monitor")]));
    expect([answer.reaches("nobody"), answer.rolesReached("nobody"), answer.rolesReached("m")]).toEqual([[], [], []]);
  });
});

test("whoever asks for some capabilities alone gets these, as they are among all", () => {
  const graph = graphOf([role("m", { createdb: true })], [membership("m", "pg_read_all_data")]);
  const answer = closure(graph).answer(
    "m",
    ({ capability, follows, certainty }) => capability === "read-credentials" && follows !== null && certainty === "certain",
  );
  expect(answer.capabilities.map(({ capability }) => capability)).toEqual(["read-credentials"]);
  expect(answer.roles).toEqual([]);
  expect(closure(graph).answer("m", ({ capability }) => capability === "create-role")).toEqual({ capabilities: [], roles: [] });
  expect(
    closure(graph)
      .answer("m")
      .capabilities.map(({ capability }) => capability),
  ).toEqual(["superuser", "create-database", "read-all-data", "read-credentials"]);
});

describe("password verifiers", () => {
  const verifiers = [{ role: "keys", kind: "md5", origin: NO_ORIGIN } as const];

  test("are read neither with a setting nor with a query text, whatever else these show", () => {
    const graph = graphOf([role("m"), role("keys", { createdb: true })], [membership("m", "pg_monitor")], { verifiers });
    expect(find(graph, "m", "create-database")).toBeUndefined();
    expect(find(graph, "m", "read-credentials")).toMatchObject({ certainty: "conditional" });
  });

  const HBA = "if pg_hba.conf lets keys log in with a password";
  const roles = [role("m"), role("owner"), role("keys", { createdb: true })];
  const select = (grantee: string, object: string, ...columns: readonly string[]) =>
    grant(grantee, { objectType: columns.length === 0 ? "table" : "column", object, columns, privilege: "SELECT" });

  test.each([
    ["pg_authid", "rolpassword", true],
    ["pg_shadow", "passwd", true],
    ["pg_user_mapping", "umoptions", false],
    ["pg_subscription", "subconninfo", false],
  ])("are what %s shows in %s: %s", (catalog, column, shows) => {
    const grants = [select("m", catalog, column)];
    const known = graphOf(roles, [], { verifiers, grants });
    expect(find(known, "m", "read-credentials")).toMatchObject({ certainty: "certain", follows: null });
    expect(find(known, "m", "create-database")?.condition).toBe(shows ? HBA : undefined);
    const unknown = graphOf(roles, [], { grants });
    expect(find(unknown, "m", "superuser")?.follows).toBe(shows ? "read-credentials" : undefined);
  });

  test("are told beside other credentials, each by its own grant", () => {
    const reach = (...grants: readonly ReturnType<typeof select>[]) => find(graphOf(roles, [], { verifiers, grants }), "m", "create-database")?.path;
    const both = [select("m", "pg_user_mapping"), select("owner", "pg_authid")];
    expect(reach(...both)).toBeUndefined();
    expect(reach(...both, select("m", "pg_authid"))).toEqual([{ from: "m", to: "keys", by: "credentials", via: "its md5 verifier" }]);
  });

  test("lead on where they are read on a condition, which is that of the way too", () => {
    const view = relation("logins", { kind: "view", owner: "owner", reads: [{ schema: "pg_catalog", name: "pg_authid" }] });
    const facts = { verifiers, relations: [view], grants: [onTable("m", "logins", "SELECT")] };
    expect(find(graphOf(roles, [], facts), "m", "create-database")).toMatchObject({
      certainty: "conditional",
      condition: `if the owner of the view may read what it stands on and ${HBA}`,
      path: [{ from: "m", to: "keys", by: "credentials" }],
    });
    const read = { ...facts, grants: [...facts.grants, select("owner", "pg_authid")] };
    expect(find(graphOf(roles, [], read), "m", "create-database")?.condition).toBe(HBA);
    const twice = { ...facts, grants: [...facts.grants, select("m", "pg_authid")] };
    expect(find(graphOf(roles, [], twice), "m", "create-database")?.condition).toBe(HBA);
  });

  test("lead on from the database where they are read, if its login is let in", () => {
    const closed = { databases: [DATABASE], verifiers, grants: [select("m", "pg_authid", "rolpassword")] };
    expect(find(graphOf(roles, [], closed), "m", "create-database")?.condition).toBe(`if its login may connect to database orders and ${HBA}`);
    const cluster = { ...closed, grants: [...closed.grants, { ...select("m", "pg_authid", "rolpassword"), database: null }] };
    expect(find(graphOf(roles, [], cluster), "m", "create-database")?.condition).toBe(HBA);
  });

  test("lead on from whoever may copy the server", () => {
    const copying = [role("m", { replication: true }), ...roles.slice(1)];
    expect(find(graphOf(copying, [], { verifiers }), "m", "create-database")?.condition).toBe(
      `if pg_hba.conf lets it copy the server by a replication connection and ${HBA}`,
    );
    const hashed = verifiers.map((one) => ({ ...one, kind: "scram-sha-256" as const }));
    expect(find(graphOf(copying, [], { verifiers: hashed }), "m", "create-database")).toBeUndefined();
  });

  test("make a session of their role, which grants itself what its member may not be granted", () => {
    const rows = [membership("m", "pg_read_all_data"), membership("keys", "tools", { inherit: false, set: false, admin: true }), membership("tools", "m")];
    const graph = graphOf([role("m"), role("keys"), role("tools", { createdb: true })], rows, { verifiers });
    expect(find(graph, "m", "create-database")).toMatchObject({
      condition: "if pg_hba.conf lets keys log in with a password",
      path: [{ by: "inherit" }, { by: "credentials", to: "keys" }, { by: "admin", to: "tools" }],
    });
  });
});

test("what a login setting of Terraform leads to is told from the login on", () => {
  const setting = { role: "m", name: "role", value: "etl", origin: { ...NO_ORIGIN, address: "postgresql_role.m" } };
  const facts = { settings: [setting], functions: [fn("f", { securityDefiner: true, owner: "owner", searchPath: "pg_temp" })], grants: [mayCall("etl", "f")] };
  const graph = graphOf([role("m"), role("etl", { createdb: true }), role("owner")], [membership("owner", PROGRAM)], facts);
  const assumed = "if a membership that is not described here lets m SET ROLE etl";
  expect(find(graph, "m", "execute-server-program")).toMatchObject({
    condition: `${assumed} and if the body of function public.f() does it for its caller`,
    path: [
      { from: "m", to: "etl", by: "login-setting", via: null },
      { from: "etl", to: "owner", by: "function", via: "function public.f()" },
      { from: "owner", to: PROGRAM, by: "inherit", via: null },
    ],
    ownerFunction: "function public.f()",
  });
  expect(find(graph, "m", "create-database")).toMatchObject({ condition: assumed, holder: "etl", path: [{ from: "m", to: "etl", by: "login-setting" }] });
  expect(closure(graph).holders("create-database")).toEqual(["m", "etl"]);
  expect(closure(graph).holders("replication")).toEqual([]);
});

/** Of each major; `ROLEGATE_RUNS` has fewer where each of thousands of mutants is asked. */
const RUNS = Number(process.env.ROLEGATE_RUNS ?? 400);

describe("random graphs", () => {
  const names = ["a", "b", "c", "d", "e", "f"];
  const targets = [...names, PROGRAM, "pg_read_server_files", "pg_monitor"];
  const flag = fc.boolean();
  const roles = fc.tuple(
    ...names.map((name) =>
      fc
        .record({ inherit: flag, createrole: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, flag), bypassrls: flag, superuser: fc.nat(20) })
        .map(({ superuser, ...facts }) => role(name, { ...facts, superuser: superuser === 0 })),
    ),
  );
  const row = fc
    .record({ member: fc.constantFrom(...names), role: fc.constantFrom(...targets), admin: flag, inherit: flag, set: flag })
    .map(({ member, role: of, ...options }) => membership(member, of, options));
  const acyclic = (rows: readonly ReturnType<typeof membership>[]) =>
    rows.filter((r) => !names.includes(r.role) || names.indexOf(r.member) < names.indexOf(r.role));
  const graphs = fc.tuple(roles, fc.array(row, { maxLength: 14 }), fc.shuffledSubarray(names, { minLength: 6 })).map(([all, rows, order]) => {
    // Members stand before their groups in a random order, so that no cycle arises, as PostgreSQL demands.
    const renamed = new Map(names.map((name, at) => [name, order[at] ?? name]));
    const of = (name: string) => renamed.get(name) ?? name;
    return graphOf(
      all.map((r) => ({ ...r, name: of(r.name) })),
      acyclic(rows).map((r) => ({ ...r, member: of(r.member), role: of(r.role) })),
    );
  });

  test.each(MAJORS)("the closure agrees with PostgreSQL's rules played through on %i", (major) => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const answer = closure(graph, major);
        for (const name of names) {
          const expected = expectedCapabilities(graph, major, name);
          const reached = answer.reaches(name).filter((reach) => reach.certainty === "certain" && reach.follows === null);
          expect(new Set(reached.map((reach) => reach.capability))).toEqual(expected);
          for (const { path, holder } of answer.reaches(name)) expect(isContinuous(name, path, holder)).toBe(true);
          for (const capability of expected) expect(answer.holders(capability as never)).toContain(name);
        }
      }),
      { seed: SEED, numRuns: IS_LONG ? 20_000 : RUNS },
    );
  });

  const expectedCapabilities = (graph: AccessGraph, major: number, name: string): Set<string> => {
    const { identities, used } = referenceReach(graph, major, name);
    const attributes = graph.roles
      .filter((r) => identities.has(r.name))
      .flatMap((r) =>
        [r.superuser === true ? "superuser" : [], r.createrole === true ? "create-role" : [], r.bypassrls === true ? "bypass-row-security" : []].flat(),
      );
    const monitor = used.has("pg_monitor") ? ["read-all-settings", "read-all-stats", "stat-scan-tables"] : [];
    return new Set([...attributes, ...monitor, ...[...used].flatMap((r) => predefinedRole(r)?.capability ?? [])]);
  };

  const isContinuous = (name: string, path: readonly { from: string; to: string }[], holder: string) =>
    (path.at(0)?.from ?? name) === name && (path.at(-1)?.to ?? name) === holder && path.every((step, at) => at === 0 || path[at - 1]?.to === step.from);
});

describe("the way round a GRANT that PostgreSQL refuses, to what an accepted function gives", () => {
  const SHADOW = "SELECT on pg_catalog.pg_shadow";
  const CALL = "EXECUTE on function public.f()";
  const shadow = (grantee: string) => grant(grantee, { objectType: "table", object: "pg_shadow", privilege: "SELECT" });
  // keys has ADMIN on tools, and tools is a member of lead: PostgreSQL refuses GRANT tools TO lead.
  const refused = [membership("tools", "lead"), membership("lead", "keys"), membership("keys", "tools", { inherit: false, set: false, admin: true })];
  const round = [membership("lead", "far"), membership("far", "farther"), membership("farther", "last"), membership("last", "end")];
  const way = (callers: readonly string[], readers: readonly string[]) => {
    const facts = {
      functions: [fn("f", { securityDefiner: true, sha256: "d1" })],
      grants: [...callers.map((name) => mayCall(name, "f")), ...readers.map(shadow)],
    };
    return closureOf(indexGraph(graphOf([role("lead")], [...refused, ...round], facts)), { major: 16, administrators: ["postgres"], accepted: [ACCEPTED] })
      .reaches("lead")
      .find(({ capability }) => capability === "read-credentials");
  };

  test("has the call of that function as its last step", () => {
    expect(way(["tools", "last"], [])).toMatchObject({
      certainty: "certain",
      holder: "postgres",
      source: CALL,
      path: [{ to: "far" }, { to: "farther" }, { to: "last" }, { to: "postgres", by: "function" }],
    });
  });

  test.each<readonly [string, readonly string[], readonly string[], string, number]>([
    ["a role that may do both uses its privilege", ["tools", "last"], ["tools", "last"], SHADOW, 3],
    ["a call that is nearer is shown", ["tools", "farther"], ["tools", "end"], CALL, 3],
    ["a privilege that is nearer is shown", ["tools", "end"], ["tools", "last"], SHADOW, 3],
  ])("is the shortest one, where a call is a step and a privilege none: %s", (_title, callers, readers, source, length) => {
    const found = way(callers, readers);
    expect([found?.source, found?.path.length]).toEqual([source, length]);
  });
});

test("what objects give to a superuser is left out beside superuser alone: whoever does not ask for that is told all of it", () => {
  const grants = [mayWrite("root"), grant("root", { object: "pg_read_binary_file", arguments: "text" })];
  const answer = closure(graphOf([role("m"), role("root", { superuser: true })], [membership("m", "root")], { grants }));
  const asked = (isAsked: Parameters<typeof answer.answer>[1]) => answer.answer("m", isAsked).capabilities.map(({ capability }) => capability);
  expect(asked(({ follows }) => follows === null)).toEqual(["superuser"]);
  const ofFiles = ["read-server-files", "write-server-files"];
  expect(asked(({ follows, capability }) => follows === null && ofFiles.includes(capability))).toEqual(ofFiles);
});

test("an administrator is superuser for whoever inherits it, and nothing that hangs on a condition besides", () => {
  const roles = [role("m"), role("root", { superuser: true }), role("postgres", { superuser: true })];
  const conditional = (of: string) =>
    closure(graphOf(roles, [membership("m", of, { inherit: true, set: false })])).answer("m", ({ certainty }) => certainty === "conditional").capabilities;
  expect(conditional("postgres")).toEqual([]);
  expect(conditional("root")).toMatchObject([{ capability: "superuser", condition: "if root owns an object that a superuser or the server runs" }]);
});

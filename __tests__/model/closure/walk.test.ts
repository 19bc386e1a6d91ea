import { type AccessGraph, type Membership, NO_ORIGIN, type Role } from "../../../model/access-graph";
import type { Server } from "../../../model/closure";
import { graphOf, membership, reachOf, role, stepsTo } from "../../support/graphs";
import { fn, mayCall } from "./object-facts";

const PROGRAM = "pg_execute_server_program";
const NO_OPTION = { inherit: false, set: false, admin: false };
const ADMIN_ONLY = { ...NO_OPTION, admin: true };
const INHERIT_ONLY = { ...NO_OPTION, inherit: true };
const SET_ONLY = { ...NO_OPTION, set: true };

const setting = (name: string, value: string) => ({ role: name, name: "role", value, origin: NO_ORIGIN });

describe("a step by a role setting at login", () => {
  const roles = [role("m"), role("etl", { login: false }), role("deep", { login: false })];
  const stepsOf = (rows: readonly Membership[], of: string, value: string) =>
    stepsTo(reachOf(graphOf(roles, rows, { settings: [setting(of, value)] }), "m"), "execute-server-program");

  test("is told as such where the session needs the SET ROLE that the server does for it", () => {
    const rows = [membership("m", "etl", SET_ONLY), membership("etl", PROGRAM)];
    expect(stepsOf(rows, "m", "etl")).toEqual(["login-setting etl", `inherit ${PROGRAM}`]);
  });

  test("is no step where the privileges are inherited anyway", () => {
    expect(stepsOf([membership("m", "etl"), membership("etl", PROGRAM)], "m", "etl")).toEqual(["inherit etl", `inherit ${PROGRAM}`]);
  });

  test("is none where the setting names another role", () => {
    const rows = [membership("m", "deep", SET_ONLY), membership("m", "etl", SET_ONLY), membership("etl", PROGRAM)];
    expect(stepsOf(rows, "m", "deep")).toEqual(["set-role etl", `inherit ${PROGRAM}`]);
    expect(stepsOf(rows, "m", "etl")).toEqual(["login-setting etl", `inherit ${PROGRAM}`]);
  });

  test("is the login's own: another member of the role has a setting of its own, or none", () => {
    const rows = [membership("deep", "etl"), membership("m", "etl", SET_ONLY), membership("etl", PROGRAM)];
    const [m, etl, deep] = roles as [Role, Role, Role];
    for (const all of [
      [deep, m, etl],
      [m, etl, deep],
    ]) {
      const steps = (of: string) => stepsTo(reachOf(graphOf(all, rows, { settings: [setting(of, "etl")] }), "m"), "execute-server-program");
      expect(steps("deep")).toEqual(["set-role etl", `inherit ${PROGRAM}`]);
      expect(steps("m")).toEqual(["login-setting etl", `inherit ${PROGRAM}`]);
    }
  });

  test("happens at login only: SET ROLE to a role does not read that role's settings", () => {
    const rows = [membership("m", "etl", SET_ONLY), membership("etl", "deep", SET_ONLY), membership("deep", PROGRAM)];
    expect(stepsOf(rows, "etl", "deep")).toEqual(["set-role etl", "set-role deep", `inherit ${PROGRAM}`]);
  });
});

describe("a step by CREATEROLE", () => {
  const stepsOf = (roles: readonly Role[], rows: readonly Membership[], server: Partial<Server> = {}) =>
    stepsTo(reachOf(graphOf(roles, rows), "m", server), "execute-server-program");
  const victim = [role("victim"), role("g", { login: false }), role("team", { login: false })];

  test.each([0, 1, 2, 3])("names the group whose ADMIN OPTION it rests on, from 16, in whatever order an input shows the roles (%i)", (first) => {
    const rows = [membership("m", "g", NO_OPTION), membership("g", "team", NO_OPTION), membership("team", "victim", ADMIN_ONLY), membership("victim", PROGRAM)];
    const all = [role("m", { createrole: true }), ...victim];
    expect(stepsOf([...all.slice(first), ...all.slice(0, first)], rows)).toEqual(["create-role victim via team", `inherit ${PROGRAM}`]);
  });

  test("names none where the role has ADMIN OPTION itself", () => {
    // It could grant victim to itself as well: a way without a GRANT is told first.
    const rows = [membership("m", "victim", ADMIN_ONLY), membership("victim", PROGRAM)];
    expect(stepsOf([role("m", { createrole: true }), ...victim], rows)).toEqual(["create-role victim", `inherit ${PROGRAM}`]);
  });

  test("comes after SET ROLE to the role that has CREATEROLE", () => {
    const rows = [membership("m", "g", SET_ONLY), membership("g", "team", NO_OPTION), membership("team", "victim", ADMIN_ONLY), membership("victim", PROGRAM)];
    expect(stepsOf([role("m"), role("victim"), role("g", { login: false, createrole: true }), role("team")], rows)).toEqual([
      "set-role g",
      "create-role victim via team",
      `inherit ${PROGRAM}`,
    ]);
  });

  test("names no group before 16, where any role may be taken", () => {
    expect(stepsOf([role("m", { createrole: true })], [membership("team", PROGRAM)], { major: 15 })).toEqual([`create-role ${PROGRAM}`]);
  });
});

describe("a GRANT behind an object's step", () => {
  const OF_BODY = "if the body of function public.f() does it for its caller";
  const OF_LOGIN = "if pg_hba.conf lets victim log in with a password";
  // The function of owner grants tools to whoever calls it; tools is worth a tier.
  const facts = { functions: [fn("f", { securityDefiner: true, owner: "owner", searchPath: "public, pg_temp" })], grants: [mayCall("m", "f")] };
  const roles = [role("m"), role("owner"), role("tools", { login: false }), role("team", { login: false }), role("victim")];
  const rows = [membership("owner", "tools", ADMIN_ONLY), membership("tools", PROGRAM)];
  const wayOf = (more: readonly Membership[], rest: Partial<AccessGraph> = facts, all = roles, server: Partial<Server> = {}) =>
    reachOf(graphOf(all, [...rows, ...more], rest), "m", server).find(({ capability }) => capability === "execute-server-program");

  test("is accepted where it closes no cycle", () => {
    const way = wayOf([]);
    expect(way?.path.map(({ by, to }) => `${by} ${to}`)).toEqual(["function owner", "admin tools", `inherit ${PROGRAM}`]);
    expect([way?.certainty, way?.condition]).toEqual(["conditional", OF_BODY]);
  });

  test.each<readonly [string, readonly Membership[], Partial<AccessGraph>]>([
    ["the granted role is a member of the session's login", [membership("tools", "m")], {}],
    ["it is one without any option", [membership("tools", "m", NO_OPTION)], {}],
    ["it is one through other roles", [membership("tools", "team", SET_ONLY), membership("team", "m", INHERIT_ONLY)], {}],
    ["other members stand before those", [membership("tools", "pg_checkpoint"), membership("team", "m"), membership("tools", "team")], {}],
  ])("may be refused where %s", (_, more, rest) => {
    expect(wayOf(more, { ...facts, ...rest })?.condition).toBe(OF_BODY);
  });

  test.each<readonly [string, readonly Membership[], Partial<AccessGraph>]>([
    ["the granted role has members of its own", [membership("team", "tools")], {}],
    ["the login has other members", [membership("team", "m"), membership("team", "tools", NO_OPTION)], {}],
    ["the granted role only starts its sessions as the login, by a role setting", [], { settings: [setting("tools", "m")] }],
    ["the function's owner has members", [membership("team", "owner")], {}],
    ["the function's owner is a member of the login", [membership("owner", "m")], {}],
  ])("is accepted where %s", (_, more, rest) => {
    expect(wayOf(more, { ...facts, ...rest })?.condition).toBe(OF_BODY);
  });

  describe("is judged by the login that is the session's then:", () => {
    const byVerifier = { ...facts, grants: [mayCall("victim", "f")], verifiers: [{ role: "victim", kind: "md5" as const, origin: NO_ORIGIN }] };
    const reader = membership("m", "pg_read_all_data");

    test("of a verifier that was read", () => {
      expect(wayOf([reader], byVerifier)?.condition).toBe(`${OF_LOGIN} and ${OF_BODY}`);
      expect(wayOf([reader, membership("tools", "m")], byVerifier)?.condition).toBe(`${OF_LOGIN} and ${OF_BODY}`);
      expect(wayOf([reader, membership("tools", "victim")], byVerifier)?.condition).toBe(`${OF_LOGIN} and ${OF_BODY}`);
    });

    test("of a role that CREATEROLE took over", () => {
      const creator = [role("m", { createrole: true }), ...roles.slice(1)];
      const taken = membership("m", "victim", ADMIN_ONLY);
      const called = { ...facts, grants: [mayCall("victim", "f")] };
      expect(wayOf([taken], called, creator)?.path.map(({ by }) => by)).toEqual(["create-role", "function", "admin", "inherit"]);
      expect(wayOf([taken, membership("tools", "victim")], called, creator)?.condition).toBe(OF_BODY);
    });

    test("of a role after SET ROLE, which changes no login", () => {
      const called = { ...facts, grants: [mayCall("team", "f")] };
      const mayBecome = membership("m", "team", SET_ONLY);
      expect(wayOf([mayBecome], called)?.condition).toBe(OF_BODY);
      expect(wayOf([mayBecome, membership("tools", "m")], called)?.condition).toBe(OF_BODY);
    });
  });
});

describe("a step by an object", () => {
  const roles = [role("m"), role("owner"), role("second")];
  const definer = (name: string, owner: string) => fn(name, { securityDefiner: true, owner, searchPath: "public, pg_temp" });

  test("names the function that whoever stands before it may call", () => {
    const facts = { functions: [definer("f", "owner"), definer("g", "owner")], grants: [mayCall("second", "f"), mayCall("m", "g")] };
    const graph = graphOf(roles, [membership("owner", PROGRAM)], facts);
    expect(stepsTo(reachOf(graph, "m"), "execute-server-program")).toEqual(["function owner via function public.g()", `inherit ${PROGRAM}`]);
    expect(stepsTo(reachOf(graph, "second"), "execute-server-program")).toEqual(["function owner via function public.f()", `inherit ${PROGRAM}`]);
  });

  test("names the group, before 16, whose ADMIN OPTION its owner has without INHERIT", () => {
    const rows = [membership("owner", "team"), membership("team", "tools", ADMIN_ONLY), membership("tools", PROGRAM)];
    const facts = { functions: [definer("f", "owner")], grants: [mayCall("m", "f")] };
    const graph = graphOf([role("m"), role("owner", { inherit: false }), role("team"), role("tools")], rows, facts);
    expect(stepsTo(reachOf(graph, "m", { major: 15 }), "execute-server-program")).toEqual([
      "function owner via function public.f()",
      "admin tools via team",
      `inherit ${PROGRAM}`,
    ]);
    expect(stepsTo(reachOf(graph, "m", { major: 16 }), "execute-server-program")).toBeUndefined();
  });

  test("stands in a path like any other: each begins at the role where the one before it ended", () => {
    const facts = { functions: [definer("f", "owner")], grants: [mayCall("second", "f")] };
    const rows = [membership("m", "second", SET_ONLY), membership("owner", "tools", ADMIN_ONLY), membership("tools", PROGRAM)];
    const [reach] = reachOf(graphOf([...roles, role("tools")], rows, facts), "m");
    expect(reach?.path.map(({ from, to }) => `${from} > ${to}`)).toEqual(["m > second", "second > owner", "owner > tools", `tools > ${PROGRAM}`]);
  });

  test("leads from one function's owner to the function that this one may call", () => {
    const facts = { functions: [definer("f", "owner"), definer("g", "second")], grants: [mayCall("m", "f"), mayCall("owner", "g")] };
    const [reach] = reachOf(graphOf(roles, [membership("second", PROGRAM)], facts), "m");
    expect(stepsTo(reach === undefined ? [] : [reach], "execute-server-program")).toEqual([
      "function owner via function public.f()",
      "function second via function public.g()",
      `inherit ${PROGRAM}`,
    ]);
    expect(reach?.condition).toBe("if the body of function public.f() does it for its caller and if the body of function public.g() does it for its caller");
  });

  test("of PUBLIC comes after the step to what everyone has", () => {
    const facts = { functions: [definer("f", "owner")], grants: [mayCall("PUBLIC", "f")] };
    expect(stepsTo(reachOf(graphOf(roles, [membership("owner", PROGRAM)], facts), "m"), "execute-server-program")).toEqual([
      "public PUBLIC",
      "function owner via function public.f()",
      `inherit ${PROGRAM}`,
    ]);
  });
});

describe("an attribute of a role that a function's body grants to its caller", () => {
  // The attribute takes SET ROLE: that the body grants the role to its owner, where its caller is refused, is not enough.
  const creator = { createrole: true };
  const facts = (grantee: string) => ({
    functions: [fn("f", { securityDefiner: true, owner: "owner", searchPath: "public, pg_temp" })],
    grants: [mayCall(grantee, "f")],
  });
  const verifiers = [{ role: "victim", kind: "md5" as const, origin: NO_ORIGIN }];
  const wayOf = (rows: readonly Membership[], rest: Partial<AccessGraph>, m: Partial<Role> = {}, server: Partial<Server> = {}) => {
    // Others stand between them: each role's members are looked up by its own place.
    const roles = [role("first"), role("m", m), role("second"), role("victim"), role("owner"), role("tools", { login: false, createdb: true }), role("team")];
    return stepsTo(reachOf(graphOf(roles, [membership("owner", "tools", ADMIN_ONLY), ...rows], rest), "m", server), "create-database")?.map(
      (step) => step.split(" via ")[0],
    );
  };
  const GRANTED = ["function owner", "admin tools"];
  const takesOver = [membership("m", "team", NO_OPTION), membership("team", "victim", ADMIN_ONLY)];
  const reads = membership("m", "pg_read_all_data");

  test.each<readonly [string, readonly Membership[], Partial<AccessGraph>, Partial<Role>, readonly string[]]>([
    ["the login", [], facts("m"), {}, GRANTED],
    ["a login that other roles are members of", [membership("team", "m"), membership("team", "second")], facts("m"), {}, GRANTED],
    ["a role after SET ROLE", [membership("m", "team", SET_ONLY)], facts("team"), {}, ["set-role team", ...GRANTED]],
    [
      "a role after SET ROLE of which the granted one is a member: the GRANT is to the login",
      [membership("m", "second", SET_ONLY), membership("tools", "team", NO_OPTION)],
      facts("second"),
      {},
      ["set-role second", ...GRANTED],
    ],
    ["an account that CREATEROLE took over", takesOver, facts("victim"), creator, ["create-role victim", ...GRANTED]],
    ["an account whose verifier was read", [reads], { ...facts("victim"), verifiers }, {}, ["inherit pg_read_all_data", "credentials victim", ...GRANTED]],
    [
      "an account whose verifier was read, though not to the login that read it",
      [reads, membership("tools", "m", NO_OPTION)],
      { ...facts("victim"), verifiers },
      {},
      ["inherit pg_read_all_data", "credentials victim", ...GRANTED],
    ],
  ])("is reached by %s", (_, rows, rest, m, way) => {
    expect(wayOf(rows, rest, m)).toEqual(way);
  });

  test.each<readonly [string, readonly Membership[], Partial<AccessGraph>, Partial<Role>]>([
    ["the login", [membership("tools", "m", NO_OPTION)], facts("m"), {}],
    ["the login through other roles", [membership("tools", "team", NO_OPTION), membership("team", "m", INHERIT_ONLY)], facts("m"), {}],
    ["the login, after SET ROLE", [membership("m", "team", SET_ONLY), membership("tools", "m", NO_OPTION)], facts("team"), {}],
    ["the login, after an INHERIT", [membership("m", "team", INHERIT_ONLY), membership("tools", "m", NO_OPTION)], facts("team"), {}],
    ["the account that CREATEROLE took over", [...takesOver, membership("tools", "victim", NO_OPTION)], facts("victim"), creator],
  ])("is not reached where the granted role is a member of %s: PostgreSQL refuses the GRANT", (_, rows, rest, m) => {
    expect(wayOf(rows, rest, m)).toBeUndefined();
  });
});

describe("memberships in a cycle, which an input may say before PostgreSQL refuses them", () => {
  test("do not keep the closure from an answer about CREATEROLE", () => {
    const roles = [role("m", { createrole: true }), role("a"), role("b"), role("victim")];
    const rows = [
      membership("m", "a", NO_OPTION),
      membership("a", "b", NO_OPTION),
      membership("b", "a", NO_OPTION),
      membership("b", "victim", ADMIN_ONLY),
      membership("victim", PROGRAM),
    ];
    expect(stepsTo(reachOf(graphOf(roles, rows), "m"), "execute-server-program")).toEqual(["create-role victim via b", `inherit ${PROGRAM}`]);
  });
});

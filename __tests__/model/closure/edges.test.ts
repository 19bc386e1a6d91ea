import { type Membership, NO_ORIGIN, type Origin, type Role } from "../../../model/access-graph";
import type { Major } from "../../../model/predefined-roles";
import { UNKNOWN } from "../../../model/unknown";
import { capabilitiesOf, graphOf, membership, reachOf, role, stepsTo } from "../../support/graphs";
import { fn, grant, mayCall } from "./object-facts";

const PROGRAM = "pg_execute_server_program";
const NO_OPTION = { inherit: false, set: false, admin: false };

describe("the options of a membership", () => {
  test.each([
    ["before 16 the row's INHERIT counts for nothing where the member has NOINHERIT", 15, { inherit: false }, { inherit: true }, "set-role"],
    ["before 16 the row's INHERIT FALSE counts for nothing where the member has INHERIT", 15, { inherit: true }, { inherit: false }, "inherit"],
    ["before 16 an INHERIT of the member that is not known counts as given", 15, { inherit: UNKNOWN }, NO_OPTION, "inherit"],
    ["before 16 SET ROLE follows every membership", 15, { inherit: false }, NO_OPTION, "set-role"],
    ["from 16 the row's INHERIT counts, whatever became of the member's attribute", 16, { inherit: false }, { inherit: true }, "inherit"],
    ["from 16 a plain GRANT to a member with INHERIT is inherited", 16, { inherit: true }, { set: false }, "inherit"],
    ["from 16 a plain GRANT to a member with NOINHERIT is for SET ROLE", 16, { inherit: false }, {}, "set-role"],
    ["from 16 a plain GRANT WITH SET FALSE to a member with NOINHERIT is no way", 16, { inherit: false }, { set: false }, undefined],
    ["from 16 a plain GRANT to a member whose INHERIT is not known counts as inherited", 16, { inherit: UNKNOWN }, { set: false }, "inherit"],
    ["a SET that is not known counts as given", 16, {}, { ...NO_OPTION, set: UNKNOWN }, "set-role"],
    ["an ADMIN that is not known counts as given", 16, {}, { ...NO_OPTION, admin: UNKNOWN }, "admin"],
    ["ADMIN FALSE gives no ADMIN", 16, {}, NO_OPTION, undefined],
  ] as const)("%s", (_, major, member, row, by) => {
    const reached = reachOf(graphOf([role("m", member)], [membership("m", PROGRAM, row)]), "m", { major });
    expect(stepsTo(reached, "execute-server-program")).toEqual(by === undefined ? undefined : [`${by} ${PROGRAM}`]);
  });

  test("of several grantors go together, each pair of roles by itself", () => {
    const rows = [
      membership("a", "pg_checkpoint", { ...NO_OPTION, grantor: "x" }),
      membership("b", "pg_signal_backend", NO_OPTION),
      membership("c", "pg_checkpoint", { inherit: false }),
      membership("a", "pg_signal_backend", NO_OPTION),
      membership("b", "pg_checkpoint", NO_OPTION),
      membership("a", "pg_checkpoint", { ...NO_OPTION, set: true, grantor: "y" }),
      membership("b", "pg_signal_backend", { ...NO_OPTION, inherit: true, grantor: "y" }),
      membership("c", "b"),
    ];
    for (const granted of [rows, rows.toReversed()]) {
      const graph = graphOf([role("a"), role("b"), role("c"), role("d")], granted);
      const paths = ["a", "b", "c", "d"].map((name) => reachOf(graph, name).map(({ path }) => path.map(({ by, to }) => `${by} ${to}`)));
      expect(paths).toEqual([
        [["set-role pg_checkpoint"]],
        [["inherit pg_signal_backend"]],
        [["set-role pg_checkpoint"], ["inherit b", "inherit pg_signal_backend"]],
        [],
      ]);
    }
  });
});

describe("an attribute", () => {
  const ATTRIBUTES = [
    ["superuser", "superuser"],
    ["createrole", "create-role"],
    ["createdb", "create-database"],
    ["replication", "replication"],
    ["bypassrls", "bypass-row-security"],
  ] as const;
  const own = (facts: Partial<Role>) => capabilitiesOf(reachOf(graphOf([role("m", facts)], []), "m"));

  test.each(ATTRIBUTES)("%s counts where it is known, on a role of this input and on one that exists elsewhere", (attribute, capability) => {
    expect(own({ [attribute]: true })).toEqual([capability]);
    expect(own({ [attribute]: true, source: "external" })).toEqual([capability]);
    expect(own({ [attribute]: false })).toEqual([]);
  });

  test.each(ATTRIBUTES)("%s that an expression decides counts as given on a role of this input, and on no other", (attribute, capability) => {
    expect(own({ [attribute]: UNKNOWN })).toEqual([capability]);
    expect(own({ [attribute]: UNKNOWN, source: "external" })).toEqual([]);
    expect(own({ [attribute]: UNKNOWN, source: "mentioned" })).toEqual([]);
  });

  test("of a vendor's administration role is what a live server shows of it, and the vendor's word where none does", () => {
    const facts = [{}, { source: "external" }, { origin: { ...NO_ORIGIN, address: "postgresql_role.x" } }] as const;
    const reached = facts.map((shown) => capabilitiesOf(reachOf(graphOf([role("neon_superuser", shown)], []), "neon_superuser", { platform: "neon" })));
    expect(reached.map((all) => all.includes("bypass-row-security"))).toEqual([false, true, true]);
    expect(reached.map((all) => all.includes("read-all-data"))).toEqual([false, true, true]);
  });
});

describe("roles with the prefix pg_", () => {
  test.each([PROGRAM, "pg_of_a_newer_server"])("have no password: from 16 CREATEROLE does not take %s over", (reserved) => {
    const roles = [role("m", { createrole: true }), role("g", { login: false }), role("victim")];
    const rows = (of: string) => [membership("m", "g", NO_OPTION), membership("g", of, { ...NO_OPTION, admin: true }), membership(of, "pg_checkpoint")];
    expect(capabilitiesOf(reachOf(graphOf(roles, rows(reserved)), "m"))).toEqual(["create-role"]);
    expect(capabilitiesOf(reachOf(graphOf(roles, rows("victim")), "m"))).toEqual(["checkpoint", "create-role"]);
  });

  test("before 16 CREATEROLE grants itself each of them that the server has, but for pg_database_owner", () => {
    const writer = (grantee: string) => graphOf([role("m", { createrole: true }), role("etl")], [], { grants: [grant(grantee, { object: "lo_export" })] });
    const reached = ["pg_signal_backend", "pg_of_a_newer_server", "etl", "pg_database_owner"].map((grantee) =>
      capabilitiesOf(reachOf(writer(grantee), "m", { major: 15 })).includes("write-server-files"),
    );
    expect(reached).toEqual([true, true, true, false]);
  });

  test("nobody grants pg_database_owner to itself, whoever has ADMIN on it", () => {
    const admin = (of: string) =>
      graphOf([role("m"), role("etl")], [membership("m", of, { ...NO_OPTION, admin: true })], { grants: [grant(of, { object: "lo_export" })] });
    expect(capabilitiesOf(reachOf(admin("pg_database_owner"), "m"))).toEqual([]);
    expect(capabilitiesOf(reachOf(admin("etl"), "m"))).toEqual(["write-server-files"]);
  });

  test("pg_monitor uses what it contains, unless an input shows what became of its own membership", () => {
    const given = (...rows: readonly Membership[]) =>
      capabilitiesOf(reachOf(graphOf([role("m"), role("other")], [...rows, membership("m", "pg_monitor")]), "m"));
    expect(given(membership("other", "pg_read_all_settings"))).toEqual(["monitor", "read-all-settings", "read-all-stats", "stat-scan-tables"]);
    expect(given(membership("pg_monitor", "pg_read_all_settings", NO_OPTION))).toEqual(["monitor", "read-all-stats", "stat-scan-tables"]);
  });
});

describe("a function that runs as an owner with NOINHERIT", () => {
  const given = (of: string, major: Major, group?: string) => {
    const rows = group === undefined ? [membership("owner", of, { inherit: false })] : [membership("owner", group), membership(group, of)];
    const roles = [role("m"), role("owner", { inherit: false }), role("team", { inherit: false })];
    return reachOf(graphOf(roles, rows, { functions: [fn("f", { securityDefiner: true, owner: "owner" })], grants: [mayCall("m", "f")] }), "m", { major });
  };

  test.each([
    ["pg_read_all_settings", "read-all-settings"],
    ["pg_read_all_stats", "read-all-stats"],
    ["pg_read_server_files", "read-server-files"],
    ["pg_write_server_files", "write-server-files"],
    [PROGRAM, "execute-server-program"],
  ] as const)("has %s on 14, which asks for any membership, and not on 15", (of, capability) => {
    expect(capabilitiesOf(given(of, 14))).toEqual([`${capability}?`]);
    expect(stepsTo(given(of, 14), capability)).toEqual(["function owner via function public.f()", `inherit ${of}`]);
    expect(capabilitiesOf(given(of, 14, "team"))).toEqual([`${capability}?`]);
    expect(capabilitiesOf(given(of, 15))).toEqual([]);
  });

  test.each(["pg_signal_backend", "pg_stat_scan_tables", "pg_read_all_data"])("does not have %s, on 14 neither", (of) => {
    expect(capabilitiesOf(given(of, 14))).toEqual([]);
  });
});

describe("a setting of a role", () => {
  const roles = [role("m"), role("etl", { login: false })];
  const written = { ...NO_ORIGIN, address: "postgresql_role.m" };
  const given = (name: string, value: string | typeof UNKNOWN, origin: Origin = written) =>
    capabilitiesOf(reachOf(graphOf(roles, [membership("etl", PROGRAM)], { settings: [{ role: "m", name, value, origin }] }), "m"));

  test("leads to the role that it names, where it is the setting role", () => {
    expect(given("role", "etl")).toEqual(["execute-server-program?"]);
    expect(given("search_path", "etl")).toEqual([]);
  });

  test("of a live server leads nowhere without the membership: that server shows all there are", () => {
    expect(given("role", "etl", NO_ORIGIN)).toEqual([]);
  });

  test("leads nowhere while an expression decides it", () => {
    expect(given("role", UNKNOWN)).toEqual([]);
  });

  test("may name a role of which nothing else is known, and a predefined one", () => {
    expect(given("role", "somebody")).toEqual([]);
    expect(given("role", PROGRAM)).toEqual(["execute-server-program?"]);
  });
});

test("a platform's role that counts as administrator is superuser for its members, and the platform's role still", () => {
  const reached = (administrators: readonly string[]) =>
    capabilitiesOf(reachOf(graphOf([role("m")], [membership("m", "rds_superuser")]), "m", { platform: "rds", administrators }));
  expect(reached(["postgres", "rds_superuser"]).filter((capability) => ["superuser", "platform-administrator"].includes(capability))).toEqual([
    "superuser",
    "platform-administrator",
  ]);
  expect(reached(["postgres"])).not.toContain("superuser");
});

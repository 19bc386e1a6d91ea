import fc from "fast-check";
import type { AccessGraph } from "../../../model/access-graph";
import { accessStates } from "../../../model/closure/access-states";
import { roleGraph } from "../../../model/closure/edges";
import type { Lead } from "../../../model/closure/escalation";
import { leadsFrom, playThrough } from "../../../model/closure/exact";
import { leadsOf } from "../../../model/closure/objects";
import { stepsOf } from "../../../model/closure/walk";
import { indexGraph } from "../../../model/graph-index";
import { MAJORS, type Major } from "../../../model/predefined-roles";
import { graphOf, membership, role } from "../../support/graphs";
import { referenceReach } from "../../support/reference-closure";
import { SEED } from "../../support/sample";
import { stateName } from "../../support/state-name";

const NO_OPTION = { inherit: false, set: false, admin: false };
const ADMIN_ONLY = { ...NO_OPTION, admin: true };
const INHERIT_ONLY = { ...NO_OPTION, inherit: true };
const SET_ONLY = { ...NO_OPTION, set: true };

/** Which roles a session of the login becomes, by SET ROLE or as another login, and whose privileges it uses: each with the way to it. */
const played = (graph: AccessGraph, login: string, major: Major = 16) => {
  const roles = roleGraph(indexGraph(graph), { major, administrators: [] });
  const becomes = new Map<string, readonly string[]>();
  const uses = new Map<string, readonly string[]>();
  for (const [state, hops] of playThrough(roles, roles.ids.get(login) ?? -1, leadsFrom({ to: new Map(), everyone: -1 }))) {
    const way = stepsOf(roles, hops).map(({ from, to, by, via }) => `${from} ${by} ${to}${via === null ? "" : ` via ${via}`}`);
    const count = roles.names.length;
    (state < count ? becomes : uses).set(roles.names[state % count] ?? "", way);
  }
  return { becomes, uses };
};
const becomes = (graph: AccessGraph, login: string, major?: Major) => [...played(graph, login, major).becomes.keys()].sort();

// Memberships in a cycle stand in Terraform text only: no server has them, and a GRANT that would close one is refused.

describe("a session played through", () => {
  test("is the login itself, and uses its privileges, without a step", () => {
    const { becomes, uses } = played(graphOf([role("m"), role("other")], [membership("other", "m")]), "m");
    expect([[...becomes], [...uses]]).toEqual([[["m", []]], [["m", []]]]);
  });

  test("goes along SET memberships from the login, and along INHERIT from each role that it becomes", () => {
    const rows = [membership("m", "a", SET_ONLY), membership("a", "b", INHERIT_ONLY), membership("b", "c", SET_ONLY), membership("b", "d", INHERIT_ONLY)];
    expect(becomes(graphOf([role("m")], rows), "m")).toEqual(["a", "m"]);
    expect(played(graphOf([role("m")], rows), "m").uses).toEqual(
      new Map([
        ["m", []],
        ["a", ["m set-role a"]],
        ["b", ["m set-role a", "a inherit b"]],
        ["d", ["m set-role a", "a inherit b", "b inherit d"]],
      ]),
    );
  });

  test("knows the shortest way, whichever membership was granted first", () => {
    const long = [membership("m", "a"), membership("a", "b"), membership("b", "goal")];
    for (const rows of [
      [...long, membership("m", "goal")],
      [membership("m", "goal"), ...long],
    ]) {
      expect(played(graphOf([], rows), "m").uses.get("goal")).toEqual(["m inherit goal"]);
      expect(played(graphOf([], rows), "m").becomes.get("goal")).toEqual(["m set-role goal"]);
    }
  });

  test("knows the shortest way, by whichever SET ROLE it comes", () => {
    const rows = [
      membership("m", "a", SET_ONLY),
      membership("a", "b", INHERIT_ONLY),
      membership("b", "goal", INHERIT_ONLY),
      membership("m", "c", SET_ONLY),
      membership("c", "goal", INHERIT_ONLY),
    ];
    expect(played(graphOf([], rows), "m").uses.get("goal")).toEqual(["m set-role c", "c inherit goal"]);
  });

  test("uses without SET ROLE what it inherits, though it may SET ROLE too", () => {
    const rows = [membership("m", "a", SET_ONLY), membership("a", "goal"), membership("m", "b", INHERIT_ONLY), membership("b", "goal")];
    expect(played(graphOf([], rows), "m").uses.get("goal")).toEqual(["m inherit b", "b inherit goal"]);
  });
});

describe("ADMIN, played through", () => {
  test("is one GRANT to the login, which then may SET ROLE to the role, use it and grant it on", () => {
    const rows = [membership("m", "a", ADMIN_ONLY), membership("a", "b", ADMIN_ONLY), membership("b", "c", ADMIN_ONLY), membership("c", "d", ADMIN_ONLY)];
    const { becomes, uses } = played(graphOf([], rows), "m");
    expect(becomes.get("d")).toEqual(["m admin a", "a admin b", "b admin c", "c admin d"]);
    expect(uses.get("d")).toEqual(becomes.get("d"));
  });

  test("counts through memberships that are inherited, and not through those for SET ROLE", () => {
    const through = (facts: typeof INHERIT_ONLY) =>
      becomes(graphOf([], [membership("m", "a", INHERIT_ONLY), membership("a", "b", facts), membership("b", "c", ADMIN_ONLY)]), "m");
    expect(through(INHERIT_ONLY)).toEqual(["c", "m"]);
    expect(through(SET_ONLY)).toEqual(["m"]);
    expect(through(NO_OPTION)).toEqual(["m"]);
  });

  test("after SET ROLE grants to the login, from the role that has it", () => {
    const rows = [membership("m", "a", SET_ONLY), membership("a", "b", INHERIT_ONLY), membership("b", "c", ADMIN_ONLY), membership("c", "d", SET_ONLY)];
    const { becomes } = played(graphOf([], rows), "m");
    expect(becomes.get("c")).toEqual(["m set-role a", "a inherit b", "b admin c"]);
    expect(becomes.get("d")).toEqual(["m set-role a", "a inherit b", "b admin c", "c set-role d"]);
  });

  test("on a superuser, or on pg_database_owner, is refused to whoever is no superuser", () => {
    const rows = (of: string) => [membership("m", of, ADMIN_ONLY)];
    expect(becomes(graphOf([role("root", { superuser: true })], rows("root")), "m")).toEqual(["m"]);
    expect(becomes(graphOf([], rows("pg_database_owner")), "m")).toEqual(["m"]);
    expect(becomes(graphOf([role("app")], rows("app")), "m")).toEqual(["app", "m"]);
  });

  test.each([
    ["whatever its options are", [membership("goal", "m", NO_OPTION)]],
    ["through other roles", [membership("goal", "far", SET_ONLY), membership("far", "m", INHERIT_ONLY)]],
  ])("is refused on a role that is a member of the login, %s", (_, cycle) => {
    const rows = [membership("m", "keys", INHERIT_ONLY), membership("keys", "goal", ADMIN_ONLY)];
    expect(becomes(graphOf([], [...rows, ...cycle]), "m")).toEqual(["m"]);
    expect(becomes(graphOf([], rows), "m")).toEqual(["goal", "m"]);
  });

  test("is no GRANT to somebody else's login", () => {
    const rows = [membership("m", "a", ADMIN_ONLY), membership("other", "b", ADMIN_ONLY)];
    expect(becomes(graphOf([], rows), "m")).toEqual(["a", "m"]);
    expect(becomes(graphOf([], rows), "other")).toEqual(["b", "other"]);
  });
});

describe("CREATEROLE, played through", () => {
  const roles = [role("m", { createrole: true }), role("app"), role("root", { superuser: true }), role("g", { login: false })];

  test.each([14, 15] as const)("on %i grants itself each role but superusers and pg_database_owner, predefined ones too", (major) => {
    const graph = graphOf([...roles, role("pg_monitor"), role("pg_database_owner")], []);
    expect(becomes(graph, "m", major)).toEqual(["app", "g", "m", "pg_monitor", "pg_read_all_settings", "pg_read_all_stats", "pg_stat_scan_tables"]);
    expect(played(graph, "m", major).becomes.get("pg_monitor")).toEqual(["m create-role pg_monitor"]);
  });

  test("before 16 becomes the superuser that a predefined role is a member of, once it has granted itself that role", () => {
    const graph = graphOf([role("m", { createrole: true }), role("pg_checkpoint"), role("root", { superuser: true })], [membership("pg_checkpoint", "root")]);
    expect(played(graph, "m", 15).becomes.get("root")).toEqual(["m create-role pg_checkpoint", "pg_checkpoint set-role root"]);
    expect(becomes(graph, "m", 16)).toEqual(["m"]);
  });

  test("before 16 logs in as a role that it may not grant itself, for that one is its member", () => {
    const graph = graphOf(roles, [membership("app", "m"), membership("app", "pg_monitor"), membership("pg_monitor", "m")]);
    expect(played(graph, "m", 15).becomes.get("app")).toEqual(["m create-role app"]);
    expect(becomes(graph, "g", 15)).toEqual(["g"]);
  });

  test("from 16 is nothing without ADMIN OPTION", () => {
    expect(becomes(graphOf(roles, []), "m")).toEqual(["m"]);
    expect(becomes(graphOf(roles, [membership("m", "app", NO_OPTION)]), "m")).toEqual(["m"]);
  });

  test("from 16 takes over roles on which a group of it has ADMIN OPTION, however it is a member of that", () => {
    const graph = graphOf(roles, [membership("m", "g", NO_OPTION), membership("g", "app", ADMIN_ONLY), membership("app", "pg_monitor", SET_ONLY)]);
    expect(played(graph, "m").becomes.get("app")).toEqual(["m create-role app via g"]);
    expect(played(graph, "m").becomes.get("pg_monitor")).toEqual(["m create-role app via g", "app set-role pg_monitor"]);
    // The same group without CREATEROLE has nothing but its ADMIN OPTION.
    expect(played(graph, "g").becomes.get("app")).toEqual(["g admin app"]);
  });

  test("from 16 names no group where its own ADMIN OPTION is enough", () => {
    const rows = [membership("m", "app", ADMIN_ONLY)];
    expect(played(graphOf(roles, rows), "m").becomes.get("app")).toEqual(["m admin app"]);
    // The GRANT would close a cycle: what is left is the password.
    expect(played(graphOf(roles, [...rows, membership("app", "m", NO_OPTION)]), "m").becomes.get("app")).toEqual(["m create-role app"]);
  });

  test("from 16 does not log in as superusers, nor as predefined roles", () => {
    const rows = ["root", "pg_monitor"].flatMap((of) => [membership("g", of, ADMIN_ONLY)]);
    expect(becomes(graphOf(roles, [membership("m", "g", NO_OPTION), ...rows]), "m")).toEqual(["m"]);
  });

  test("from 16 goes on as the role that was taken over, which receives what it has ADMIN OPTION on", () => {
    const rows = [membership("m", "g", NO_OPTION), membership("g", "app", ADMIN_ONLY), membership("app", "pg_checkpoint", ADMIN_ONLY)];
    expect(played(graphOf(roles, rows), "m").uses.get("pg_checkpoint")).toEqual(["m create-role app via g", "app admin pg_checkpoint"]);
  });

  test("is not inherited", () => {
    const graph = graphOf(
      [role("m"), role("creator", { createrole: true }), role("app")],
      [membership("m", "creator", INHERIT_ONLY), membership("creator", "g", NO_OPTION), membership("g", "app", ADMIN_ONLY)],
    );
    expect(becomes(graph, "m")).toEqual(["m"]);
    expect(becomes(graph, "creator")).toEqual(["app", "creator"]);
  });
});

/** Few where each of many mutants is asked. */
const RUNS = Number(process.env.ROLEGATE_RUNS ?? 200);

describe("on random graphs", () => {
  const names = ["a", "b", "c", "d", "e"];
  const flag = fc.boolean();
  const roles = fc.tuple(
    ...names.map((name) => fc.record({ inherit: flag, createrole: flag, superuser: fc.nat(8).map((n) => n === 0) }).map((facts) => role(name, facts))),
  );
  const rows = fc.array(
    fc
      .record({ member: fc.constantFrom(...names), role: fc.constantFrom(...names, "pg_checkpoint"), admin: flag, inherit: flag, set: flag })
      .map(({ member, role: of, ...options }) => membership(member, of, options)),
    { maxLength: 10 },
  );

  test.each(MAJORS)("a session of %i becomes and uses what PostgreSQL's rules say", (major) => {
    fc.assert(
      fc.property(roles, rows, (all, some) => {
        const graph = graphOf(all, some);
        for (const name of names) {
          const expected = referenceReach(graph, major, name);
          const { becomes, uses } = played(graph, name, major);
          expect([new Set(becomes.keys()), new Set(uses.keys())]).toEqual([expected.identities, expected.used]);
        }
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });
});

describe("an object, played through", () => {
  /** A function of `to` that the grantee may call. */
  const runsAs = (to: string, grantee: string): Lead => ({
    to,
    as: "definer",
    access: [[grantee]],
    database: null,
    by: "function",
    via: `f of ${to}`,
    condition: null,
  });
  const logsInAs = (to: string, grantee: string): Lead => ({ ...runsAs(to, grantee), as: "login", by: "credentials", via: `password of ${to}` });
  /** The way to each state: I of privileges in use, S of a session, D of a function's body. */
  const statesOf = (graph: AccessGraph, leads: readonly Lead[], { login = "m", major = 16 as Major } = {}) => {
    const server = { major, administrators: [] };
    const roles = roleGraph(
      indexGraph(graph),
      server,
      leads.flatMap(({ to, access }) => [to, ...access.flat()]),
    );
    const { all } = leadsOf(roles, leads, [], accessStates(roles));
    const ways = [...playThrough(roles, roles.ids.get(login) ?? -1, leadsFrom(all))];
    return Object.fromEntries(
      ways.map(([state, hops]) => [
        stateName(roles, state),
        stepsOf(roles, hops).map(({ from, to, by, via }) => `${from} ${by} ${to}${via === null ? "" : ` via ${via}`}`),
      ]),
    );
  };
  const ITSELF = { "S(m)": [], "I(m)": [] };
  const called = "m function owner via f of owner";

  test("runs a function's body with its owner's privileges, which is no session of the owner: it cannot SET ROLE", () => {
    const graph = graphOf([role("other"), role("m"), role("owner")], [membership("owner", "team", INHERIT_ONLY), membership("owner", "boss", SET_ONLY)]);
    expect(statesOf(graph, [runsAs("owner", "m")])).toEqual({
      ...ITSELF,
      "D(owner)": [called],
      "I(owner)": [called],
      "I(team)": [called, "owner inherit team"],
    });
  });

  test("with a password that it shows logs in, which is a session of the account: it may SET ROLE", () => {
    const graph = graphOf([role("other"), role("m"), role("owner")], [membership("owner", "boss", SET_ONLY)]);
    const loggedIn = "m credentials owner via password of owner";
    expect(statesOf(graph, [logsInAs("owner", "m")])).toEqual({
      ...ITSELF,
      "S(owner)": [loggedIn],
      "I(owner)": [loggedIn],
      "S(boss)": [loggedIn, "owner set-role boss"],
      "I(boss)": [loggedIn, "owner set-role boss"],
    });
  });

  test("may be called by a function's body, and by the account that another object logs in as", () => {
    const graph = graphOf([role("other"), role("m")], []);
    const leads = [runsAs("third", "second"), logsInAs("second", "owner"), runsAs("owner", "m")];
    expect(statesOf(graph, leads)["D(third)"]).toEqual([called, "owner credentials second via password of second", "second function third via f of third"]);
    expect(statesOf(graph, leads.slice(0, 2))).toEqual(ITSELF);
  });

  test("of PUBLIC is everyone's, by a step of its own", () => {
    const graph = graphOf([role("other"), role("m")], []);
    const way = ["m public PUBLIC", "PUBLIC function owner via f of owner"];
    expect(statesOf(graph, [runsAs("owner", "PUBLIC")])).toEqual({ ...ITSELF, "I(PUBLIC)": ["m public PUBLIC"], "D(owner)": way, "I(owner)": way });
  });

  describe("whose owner is a member of a role without INHERIT", () => {
    const roles = [role("m"), role("owner", { inherit: false }), role("team"), role("tools")];
    const rows = [membership("owner", "team"), membership("team", "tools", { admin: true })];
    const body = { "D(owner)": [called], "I(owner)": [called] };

    test("uses that role's ADMIN OPTION before 16, and not from 16", () => {
      const way = [called, "owner admin tools via team"];
      expect(statesOf(graphOf(roles, rows), [runsAs("owner", "m")], { major: 15 })).toMatchObject({ "S(tools)": way, "I(tools)": way });
      expect(statesOf(graphOf(roles, rows), [runsAs("owner", "m")], { major: 16 })).toEqual({ ...ITSELF, ...body });
    });

    test("names no role where the owner has the ADMIN OPTION itself", () => {
      const own = [membership("owner", "tools", ADMIN_ONLY)];
      for (const major of [15, 16] as const)
        expect(statesOf(graphOf(roles, own), [runsAs("owner", "m")], { major })["S(tools)"]).toEqual([called, "owner admin tools"]);
    });

    test("is no session of that owner, which takes SET ROLE first", () => {
      expect(statesOf(graphOf(roles, rows), [], { major: 15, login: "owner" })["S(tools)"]).toEqual(["owner set-role team", "team admin tools"]);
    });

    test("has until 14 the privileges of the predefined roles whose any member has them, and of no other role", () => {
      const member = graphOf(roles, [membership("owner", "team"), membership("team", "pg_read_server_files"), membership("owner", "pg_signal_backend")]);
      expect(statesOf(member, [runsAs("owner", "m")], { major: 14 })).toEqual({
        ...ITSELF,
        ...body,
        "I(pg_read_server_files)": [called, "owner inherit pg_read_server_files"],
      });
      expect(statesOf(member, [runsAs("owner", "m")], { major: 15 })).toEqual({ ...ITSELF, ...body });
    });
  });
});

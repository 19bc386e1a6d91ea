import { type AccessGraph, NO_ORIGIN } from "../../../model/access-graph";
import { closureOf, type ReachedCapability } from "../../../model/closure";
import { accessStates } from "../../../model/closure/access-states";
import { conditions } from "../../../model/closure/conditions";
import { type RoleGraph, roleGraph, type Server } from "../../../model/closure/edges";
import type { Gift, Lead } from "../../../model/closure/escalation";
import type { Goal } from "../../../model/closure/goals";
import { PUBLIC } from "../../../model/closure/object-index";
import { findEscalations, leadsOf, objectGoals } from "../../../model/closure/objects";
import type { Leads, StateLead } from "../../../model/closure/search";
import { indexGraph } from "../../../model/graph-index";
import type { Major } from "../../../model/predefined-roles";
import { graphOf, membership, role } from "../../support/graphs";
import { stateName } from "../../support/state-name";
import { eventTrigger, fn, grant, mayCall, onTable, relation } from "./object-facts";

type Facts = Partial<AccessGraph>;
const SERVER: Server = { major: 16, administrators: ["postgres"] };
const TOGETHER = "if the roles that it can grant itself bring together what this takes";
const OWNER_READS = "if the owner of the view may read what it stands on";
const MAY_CONNECT = "if its login may connect to database orders";
const BODY = "if the body of function public.f() does it for its caller, whose search_path it looks names up in";

const DATABASE = { name: "orders", owner: "postgres", isTemplate: false, origin: NO_ORIGIN };
const connect = (grantee: string) => grant(grantee, { objectType: "database", schema: null, object: "orders", privilege: "CONNECT" });
const export_ = (grantee: string) => grant(grantee, { object: "lo_export", arguments: "oid, text" });
const administers = (member: string, of: string) => membership(member, of, { inherit: false, set: false, admin: true });

const accessGraph = ({ roles = [role("app"), role("other")], memberships = [], ...rest }: Facts): AccessGraph => graphOf(roles, memberships, rest);
const reached = (facts: Facts, name = "app"): readonly ReachedCapability[] =>
  closureOf(indexGraph(accessGraph(facts)), SERVER)
    .reaches(name)
    .filter(({ follows }) => follows === null);
const shown = (facts: Facts, name = "app") => reached(facts, name).map(({ capability, condition }) => [capability, condition]);

describe("conditions of one path", () => {
  test.each<readonly [string, readonly (string | null)[], string | null]>([
    ["none is certain", [], null],
    ["nothing but certain steps is certain", [null, null], null],
    ["one stands as it is", [null, "if a"], "if a"],
    ["several are joined by and", ["if a", null, "once b"], "if a and once b"],
    ["the same one is said once", ["if a", "if b", "if a"], "if a and if b"],
  ])("%s", (_title, all, expected) => {
    expect(conditions(all)).toBe(expected);
  });
});

describe("CONNECT on the database of an object", () => {
  const facts: Facts = { databases: [DATABASE], grants: [export_("app")] };

  test.each<readonly [string, Facts, string | null]>([
    ["PUBLIC has it: certain", { ...facts, grants: [export_("app"), connect("PUBLIC")] }, null],
    ["the role has it: certain", { ...facts, grants: [export_("app"), connect("app")] }, null],
    [
      "the role inherits it: certain",
      { ...facts, grants: [export_("app"), connect("team")], memberships: [membership("app", "team", { inherit: true, set: false })] },
      null,
    ],
    ["the role owns the database: certain", { ...facts, databases: [{ ...DATABASE, owner: "app" }] }, null],
    ["somebody else has it: another login would have to be let in", { ...facts, grants: [export_("app"), connect("other")] }, MAY_CONNECT],
    [
      "the role gets it by SET ROLE alone, which comes after the login",
      { ...facts, grants: [export_("app"), connect("team")], memberships: [membership("app", "team", { inherit: false, set: true })] },
      MAY_CONNECT,
    ],
    ["it is not known who has it: no demand", { grants: [export_("app")] }, null],
    ["it is known of another database alone: no demand", { ...facts, databases: [{ ...DATABASE, name: "stock" }] }, null],
  ])("%s", (_title, given, condition) => {
    expect(shown(given)).toEqual([["write-server-files", condition]]);
  });

  // No predefined role gives alter-system, so that CREATEROLE does not either.
  const reload = (grantee: string) => grant(grantee, { object: "pg_reload_conf", arguments: "" });
  const takeOver = [membership("app", "team", { inherit: false, set: false }), administers("team", "etl")];
  const setsOnly = (member: string, of: string) => membership(member, of, { inherit: false, set: true });
  test.each<readonly [string, Facts, Major, string | null]>([
    [
      "the login is let in, and becomes a role that is not: certain",
      { ...facts, grants: [reload("etl"), connect("app")], memberships: [setsOnly("app", "etl")] },
      16,
      null,
    ],
    [
      "the role that it becomes is let in, and the login is not",
      { ...facts, grants: [reload("etl"), connect("etl")], memberships: [setsOnly("app", "etl")] },
      16,
      MAY_CONNECT,
    ],
    [
      "an account that it takes over is let in: that one logs in",
      { ...facts, roles: [role("app", { createrole: true }), role("etl")], grants: [reload("etl"), connect("etl")], memberships: takeOver },
      16,
      null,
    ],
    [
      "an account that it takes over is not let in",
      { ...facts, roles: [role("app", { createrole: true }), role("etl")], grants: [reload("etl"), connect("app")], memberships: takeOver },
      16,
      MAY_CONNECT,
    ],
    [
      "an account that it may also grant itself is not let in: it stays who it is",
      { ...facts, roles: [role("app", { createrole: true }), role("etl")], grants: [reload("etl"), connect("app")], memberships: [administers("app", "etl")] },
      16,
      null,
    ],
    [
      "before 16 it may grant itself the role instead, and stay who it is",
      { ...facts, roles: [role("app", { createrole: true, inherit: false }), role("etl")], grants: [reload("etl"), connect("app")] },
      15,
      null,
    ],
    [
      "it may grant itself CONNECT, which PostgreSQL may refuse",
      { ...facts, grants: [reload("app"), connect("team")], memberships: [administers("app", "team")] },
      16,
      MAY_CONNECT,
    ],
  ])("%s", (_title, given, major, condition) => {
    const found = closureOf(indexGraph(accessGraph(given)), { ...SERVER, major }).reaches("app");
    expect(found.find(({ capability }) => capability === "alter-system")).toMatchObject({ condition });
  });

  test("what follows from it hangs on it too", () => {
    const [first] = closureOf(indexGraph(accessGraph({ ...facts, grants: [export_("app"), connect("other")] })), SERVER)
      .reaches("app")
      .filter(({ follows }) => follows === "write-server-files");
    expect(first?.condition).toMatch(new RegExp(`^${MAY_CONNECT} and once the server`));
  });

  test("a step through an object asks for it too, and joins it to its own condition", () => {
    const definer: Facts = { databases: [DATABASE], functions: [fn("f", { securityDefiner: true })], grants: [mayCall("app", "f")] };
    expect(shown(definer)).toEqual([["superuser", `${MAY_CONNECT} and ${BODY}`]]);
    expect(shown({ ...definer, grants: [mayCall("app", "f"), connect("app")] })).toEqual([["superuser", BODY]]);
  });

  test("an object in a database that lets everyone in makes no demand, and another one is a goal of its own", () => {
    const stock = { ...DATABASE, name: "stock" };
    const elsewhere = { ...export_("app"), database: "stock" };
    const given: Facts = { databases: [DATABASE, stock], grants: [export_("app"), elsewhere, connect("PUBLIC")] };
    const { gifts, names } = findEscalations(accessGraph(given), SERVER);
    expect(gifts.map(({ connect: demand }) => demand)).toEqual([undefined, { database: "stock", access: [["postgres"]] }]);
    const graph = roleGraph(indexGraph(accessGraph(given)), SERVER, names);
    expect(objectGoals(gifts, accessStates(graph)).map((goal) => goal.connect?.database)).toEqual([undefined, "stock"]);
    // The shortest certain way counts, wherever the object is.
    expect(shown(given)).toEqual([["write-server-files", null]]);
    expect(shown({ ...given, grants: [elsewhere, export_("app"), connect("PUBLIC")] })).toEqual([["write-server-files", null]]);
  });
});

describe("an owner of the database with NOINHERIT", () => {
  const owned = (major: Major, inherit: boolean, more: Facts) =>
    closureOf(indexGraph(accessGraph({ roles: [role("app", { inherit }), role("boss")], memberships: [membership("boss", "app", { set: true })], ...more })), {
      ...SERVER,
      major,
    });
  const wayOf = (closure: ReturnType<typeof closureOf>, name: string) =>
    closure
      .reaches(name)
      .filter(({ capability }) => capability === "alter-system")
      .map(({ path, certainty, holder }) => [certainty, holder, ...path.map(({ by, to }) => `${by} ${to}`)]);
  const mine: Facts = {
    databases: [
      { ...DATABASE, owner: "app" },
      { ...DATABASE, name: "stock", owner: "other" },
    ],
    grants: [grant("pg_database_owner", { object: "pg_reload_conf", arguments: "" }), connect("PUBLIC")],
  };

  test("has, before 16, what pg_database_owner has by SET ROLE to it, and from 16 as its own", () => {
    expect(wayOf(owned(15, false, mine), "app")).toEqual([["certain", "pg_database_owner", "set-role pg_database_owner"]]);
    expect(wayOf(owned(15, false, mine), "boss")).toEqual([["certain", "pg_database_owner", "set-role app", "set-role pg_database_owner"]]);
    expect(wayOf(owned(15, true, mine), "app")).toEqual([["certain", "app"]]);
    expect(wayOf(owned(16, false, mine), "app")).toEqual([["certain", "app"]]);
    expect(owned(15, false, mine).holders("alter-system")).toEqual(["app", "boss"]);
    expect(wayOf(owned(15, false, mine), "other")).toEqual([]);
  });

  test("does not bring it together, before 16, with what it has itself", () => {
    const both: Facts = {
      databases: [{ ...DATABASE, owner: "app" }],
      schemas: [{ name: "s1", database: "orders", owner: "postgres", origin: NO_ORIGIN }],
      relations: [relation("program", { schema: "s1", kind: "foreign-table", foreign: { server: "f", program: true, file: false } })],
      grants: [
        { ...onTable("app", "program", "SELECT"), schema: "s1" },
        grant("pg_database_owner", { objectType: "schema", schema: null, object: "s1", privilege: "USAGE" }),
        connect("PUBLIC"),
      ],
    };
    const capabilities = (major: Major, inherit: boolean) =>
      owned(major, inherit, both)
        .reaches("app")
        .map(({ capability }) => capability);
    expect(capabilities(15, false)).toEqual([]);
    expect(capabilities(15, true)).toContain("execute-server-program");
    expect(capabilities(16, false)).toContain("execute-server-program");
  });
});

describe("roles that only objects name", () => {
  test("are part of the graph: grantees, and whoever a function runs as", () => {
    expect(shown({ roles: [], grants: [export_("only_here")] }, "only_here")).toEqual([["write-server-files", null]]);
    // Terraform's function belongs to whoever applies it: no grant, membership or role of the input names that login.
    const facts: Facts = { roles: [role("app")], functions: [fn("f", { securityDefiner: true, owner: null })], grants: [mayCall("app", "f")] };
    expect(shown(facts)).toEqual([["superuser", BODY]]);
  });

  test("are not numbered where no object gives anything to them", () => {
    const { names } = findEscalations(accessGraph({ grants: [onTable("only_here", "t", "SELECT")] }), SERVER);
    expect(names).not.toContain("only_here");
  });
});

/** The graph of these memberships, and gifts and leads over it. */
const world = (memberships: AccessGraph["memberships"], others: readonly string[] = []) => {
  const graph = roleGraph(indexGraph(graphOf([], memberships)), SERVER, ["app", "other", "admin", ...others]);
  return { graph, accesses: accessStates(graph) };
};
const gift = (facts: Partial<Gift> = {}): Gift => ({
  capability: "read-server-files",
  access: [["app"]],
  database: null,
  source: "first",
  condition: null,
  ...facts,
});

describe("what objects give", () => {
  const goalsOf = (gifts: readonly Gift[], memberships: AccessGraph["memberships"] = []) => {
    const { graph, accesses } = world(memberships);
    return objectGoals(gifts, accesses).map(({ states, condition, details, ...goal }: Goal) => ({
      ...goal,
      condition: condition?.("app") ?? null,
      by: Object.fromEntries(states.map((state) => [stateName(graph, state), details.get(state)?.source])),
    }));
  };
  const CERTAIN = { capability: "read-server-files", kind: "object", certainty: "certain", condition: null, connect: null, follows: null };

  test("is certain without a condition, and conditional with one", () => {
    expect(goalsOf([gift()])).toEqual([{ ...CERTAIN, by: { "I(app)": "first" } }]);
    expect(goalsOf([gift({ condition: "once x" })])).toEqual([{ ...CERTAIN, certainty: "conditional", condition: "once x", by: { "I(app)": "first" } }]);
  });

  test("is nothing where nobody has access", () => {
    expect(goalsOf([gift({ access: [[]] }), gift({ access: [["app"], ["other"]] })])).toEqual([]);
  });

  test("is one goal for all objects of one capability, and each role's is the first that gives it", () => {
    const gifts = [gift(), gift({ source: "second", access: [["app", "other"]] })];
    expect(goalsOf(gifts)).toEqual([{ ...CERTAIN, by: { "I(app)": "first", "I(other)": "second" } }]);
  });

  test.each<readonly [string, Partial<Gift>]>([
    ["another capability", { capability: "write-server-files" }],
    ["a condition", { condition: "once x" }],
    ["having been accepted", { accepted: true }],
  ])("%s makes it a goal of its own", (_title, facts) => {
    expect(goalsOf([gift(), gift({ source: "second", ...facts })]).map(({ by }) => by)).toEqual([{ "I(app)": "first" }, { "I(app)": "second" }]);
  });

  test("of an accepted function is told as such", () => {
    expect(goalsOf([gift({ accepted: true })]).map(({ kind }) => kind)).toEqual(["accepted-function"]);
  });

  test("names the object, the step that its use is, and where it was written", () => {
    const { accesses } = world([]);
    const step = { to: "admin", by: "ownership", via: "table t" } as const;
    const origin = { ...NO_ORIGIN, file: "a.tf.json" };
    const details = (one: Gift) => objectGoals([one], accesses).flatMap((goal) => [...goal.details.values()]);
    expect(details(gift({ step, origin }))).toEqual([{ source: "first", step, origin }]);
    expect(details(gift())).toEqual([{ source: "first", step: null, origin: null }]);
  });

  test("hangs on what a session may grant itself, for those that have not all of it in use", () => {
    const memberships = [membership("app", "one", { inherit: true, set: false }), administers("app", "two")];
    const both = gift({ access: [["one"], ["two"]], condition: "once x" });
    const [goal, ...others] = goalsOf([both], memberships);
    expect(others).toEqual([]);
    expect(goal).toEqual({ ...CERTAIN, certainty: "conditional", condition: `${TOGETHER} and once x`, by: { "S(app)": "first", "D(app)": "first" } });
    const certainFor = [...memberships, membership("other", "one"), membership("other", "two")];
    expect(goalsOf([{ ...both, condition: null }], certainFor)).toEqual([
      { ...CERTAIN, by: { "I(other)": "first" } },
      { ...CERTAIN, certainty: "conditional", condition: TOGETHER, by: { "S(app)": "first", "D(app)": "first" } },
    ]);
  });

  test.each<readonly [string, NonNullable<Gift["readers"]>, string | null]>([
    ["no view is on the way", [], null],
    ["the owner of the view inherits who may read", [{ role: "other", oneOf: ["reader"] }], null],
    ["anyone may read", [{ role: "admin", oneOf: [PUBLIC] }], null],
    ["the owner of the view may not read", [{ role: "admin", oneOf: ["reader"] }], OWNER_READS],
    [
      "of the owners of two views one may not read",
      [
        { role: "other", oneOf: ["reader"] },
        { role: "admin", oneOf: ["reader"] },
      ],
      OWNER_READS,
    ],
  ])("through a view, where %s", (_title, readers, condition) => {
    const memberships = [membership("other", "reader", { inherit: true, set: false })];
    expect(goalsOf([gift({ readers })], memberships).map((goal) => goal.condition)).toEqual([condition]);
    expect(goalsOf([gift({ readers, condition: "once x" })], memberships).map((goal) => goal.condition)).toEqual([conditions([condition, "once x"])]);
  });

  test("through a view is told in words", () => {
    const facts: Facts = {
      relations: [
        relation("ft", { kind: "foreign-table", foreign: { server: "f", program: true, file: false } }),
        relation("v", { kind: "view", owner: "other", reads: [{ schema: "public", name: "ft" }] }),
      ],
      grants: [onTable("app", "v", "SELECT")],
    };
    expect(shown(facts)).toEqual([["execute-server-program", OWNER_READS]]);
    expect(shown({ ...facts, grants: [...(facts.grants ?? []), onTable("other", "ft", "SELECT")] })).toEqual([["execute-server-program", null]]);
  });
});

describe("steps through objects", () => {
  const lead = (facts: Partial<Lead> = {}): Lead => ({
    to: "admin",
    as: "definer",
    access: [["app"]],
    database: null,
    by: "function",
    via: "function f",
    condition: null,
    ...facts,
  });
  const named = (graph: RoleGraph, { to }: Leads) =>
    Object.fromEntries(
      [...to].map(([state, steps]) => [
        stateName(graph, state),
        steps.map(({ from, lead: { via, condition } }) => [from.map((one) => stateName(graph, one)), via, condition]),
      ]),
    );
  const stepsOf = (leads: readonly Lead[], memberships: AccessGraph["memberships"] = [], more: readonly StateLead[] = []) => {
    const { graph, accesses } = world(memberships);
    const { certain, all } = leadsOf(graph, leads, more, accesses);
    return { certain: named(graph, certain), all: named(graph, all), isSame: certain === all };
  };

  test("lead to the body of a function of its owner, or to a login of the account", () => {
    const to = { "D(admin)": [[["I(app)"], "function f", null]], "S(other)": [[["I(app)"], "mapping m", null]] };
    expect(stepsOf([lead(), lead({ to: "other", as: "login", via: "mapping m" })])).toEqual({ certain: to, all: to, isSame: true });
  });

  test("to one role stand beside each other", () => {
    const steps = [lead(), lead({ access: [["other"]], via: "function g" })];
    expect(stepsOf(steps).all).toEqual({
      "D(admin)": [
        [["I(app)"], "function f", null],
        [["I(other)"], "function g", null],
      ],
    });
  });

  test("that hang on a condition are no certain ones", () => {
    const conditional = lead({ access: [["other"]], via: "function g", condition: "if x" });
    expect(stepsOf([lead(), conditional])).toEqual({
      certain: { "D(admin)": [[["I(app)"], "function f", null]] },
      all: {
        "D(admin)": [
          [["I(app)"], "function f", null],
          [["I(other)"], "function g", "if x"],
        ],
      },
      isSame: false,
    });
    expect(stepsOf([conditional]).certain).toEqual({});
  });

  test("that nobody can take are none", () => {
    const nobodys = lead({ access: [[]], condition: "if x" });
    expect(stepsOf([nobodys])).toEqual({ certain: {}, all: {}, isSame: true });
  });

  test("to a role that is not there are none", () => {
    expect(stepsOf([lead({ to: "gone" })]).all).toEqual({});
  });

  test("hang on what a session may grant itself, for those that have not all of it in use", () => {
    const memberships = [membership("app", "one", { inherit: true, set: false }), administers("app", "two")];
    const both = lead({ access: [["one"], ["two"]] });
    expect(stepsOf([both], memberships)).toEqual({ certain: {}, all: { "D(admin)": [[["S(app)", "D(app)"], "function f", TOGETHER]] }, isSame: false });
    expect(stepsOf([{ ...both, condition: "if x" }], memberships).all).toEqual({ "D(admin)": [[["S(app)", "D(app)"], "function f", `${TOGETHER} and if x`]] });
  });

  test("by a verifier count among them", () => {
    const { graph } = world([]);
    const verifier = lead({ to: "other", as: "login", via: "its md5 verifier", condition: "if y" });
    const from = [graph.ids.get("app") ?? -1];
    expect(stepsOf([], [], [{ from, lead: verifier, connect: null }])).toEqual({
      certain: {},
      all: { "S(other)": [[["S(app)"], "its md5 verifier", "if y"]] },
      isSame: false,
    });
  });

  test("know PUBLIC where something is given to everyone", () => {
    const everyone = (others: readonly string[]) => {
      const { graph, accesses } = world([], others);
      const { certain, all } = leadsOf(graph, [lead({ condition: "if x" })], [], accesses);
      return [certain.everyone, all.everyone].map((state) => graph.names[state]);
    };
    expect(everyone([PUBLIC])).toEqual([PUBLIC, PUBLIC]);
    expect(everyone([])).toEqual([undefined, undefined]);
  });
});

describe("the login that CONNECT is asked of", () => {
  const HBA = "if pg_hba.conf lets keys log in with a password";
  const reload = (grantee: string) => grant(grantee, { object: "pg_reload_conf", arguments: "" });
  const reachOnly = (facts: Facts, major: Major) =>
    closureOf(indexGraph(accessGraph({ databases: [DATABASE], ...facts })), { ...SERVER, major })
      .reaches("app")
      .find(({ capability }) => capability === "alter-system");

  test.each([
    ["is let in: nothing else counts", "keys", HBA],
    ["is not let in, whoever read its verifier", "app", `${HBA} and ${MAY_CONNECT}`],
  ])("is the account whose verifier was read, where that one %s", (_title, letIn, condition) => {
    const verifiers = [{ role: "keys", kind: "md5" as const, origin: NO_ORIGIN }];
    const given = {
      roles: [role("app"), role("keys")],
      memberships: [membership("app", "pg_read_all_data")],
      verifiers,
      grants: [reload("keys"), connect(letIn)],
    };
    expect(reachOnly(given, 16)).toMatchObject({ certainty: "conditional", condition });
  });

  test.each([
    ["a role that CREATEROLE may also log in as", "etl", null],
    ["no predefined role, which CREATEROLE only grants itself", "pg_signal_backend", MAY_CONNECT],
  ])("is before 16 %s", (_title, name, condition) => {
    const given = { roles: [role("app", { createrole: true, inherit: false }), role("etl")], grants: [reload(name), connect(name)] };
    expect(reachOnly(given, 15)).toMatchObject({ condition });
  });
});

describe("what takes no privilege at all", () => {
  test("is everyone's, though no grant of the input names PUBLIC: an event trigger fires for whoever runs a command", () => {
    const facts: Facts = { functions: [fn("f", { isEventTrigger: true, securityDefiner: true })], eventTriggers: [eventTrigger("f")] };
    expect(shown(facts)).toEqual([["superuser", BODY]]);
    expect(reached(facts)[0]?.path.map(({ by, to }) => `${by} ${to}`)).toEqual(["public PUBLIC", "trigger postgres"]);
  });
});

import type { Membership, Role } from "../../../model/access-graph";
import { type AccessStates, accessStates } from "../../../model/closure/access-states";
import { type RoleGraph, roleGraph } from "../../../model/closure/edges";
import type { Access } from "../../../model/closure/escalation";
import { PUBLIC } from "../../../model/closure/object-index";
import { indexGraph } from "../../../model/graph-index";
import type { Major } from "../../../model/predefined-roles";
import { graphOf, membership, role } from "../../support/graphs";
import { stateName } from "../../support/state-name";

const inherits = (member: string, of: string): Membership => membership(member, of, { inherit: true, set: false });
const sets = (member: string, of: string): Membership => membership(member, of, { inherit: false, set: true });
const administers = (member: string, of: string): Membership => membership(member, of, { inherit: false, set: false, admin: true });
const belongs = (member: string, of: string): Membership => membership(member, of, { inherit: false, set: false });

/** The role graph of these memberships: roles are numbered in the order of `first`, then as they are named. */
const rolesOf = (memberships: readonly Membership[], first: readonly string[] = [], major: Major = 16, roles: readonly Role[] = []): RoleGraph =>
  roleGraph(indexGraph(graphOf([...first.map((name) => role(name)), ...roles], memberships)), { major, administrators: [] }, ["table", "schema", PUBLIC]);

const answer = (graph: RoleGraph, accesses: AccessStates, access: Access) => {
  const { sure, perhaps } = accesses.statesOf(access);
  const named = (states: readonly number[]) => states.map((state) => stateName(graph, state)).toSorted();
  return { sure: named(sure), perhaps: named(perhaps) };
};
const statesOf = (access: Access, memberships: readonly Membership[], first: readonly string[] = []) => {
  const graph = rolesOf(memberships, first);
  return answer(graph, accessStates(graph), access);
};

/** A privilege that the role `table` has, and another one that the role `schema` has. */
const BOTH: Access = [["table"], ["schema"]];

describe("one demand", () => {
  test.each<readonly [string, Access, readonly string[]]>([
    ["nothing is asked: everyone has it", [], ["I(PUBLIC)"]],
    ["PUBLIC has it: everyone does", [[PUBLIC]], ["I(PUBLIC)"]],
    ["PUBLIC has it beside a role: everyone does", [["table", PUBLIC], [PUBLIC]], ["I(PUBLIC)"]],
    ["what PUBLIC has is no demand", [[PUBLIC], ["table"]], ["I(table)"]],
    ["each role that has it", [["table", "schema"]], ["I(schema)", "I(table)"]],
    ["nobody has it", [[]], []],
    ["nobody has one of two", [["table"], []], []],
    ["a role that is not there", [["gone"]], []],
  ])("%s", (_title, access, sure) => {
    expect(statesOf(access, [])).toEqual({ sure, perhaps: [] });
  });

  test("ADMIN OPTION on who has it is a step of the path, and no condition", () => {
    expect(statesOf([["table"]], [administers("app", "table")])).toEqual({ sure: ["I(table)"], perhaps: [] });
  });
});

describe("two demands", () => {
  interface Case {
    readonly title: string;
    readonly memberships: readonly Membership[];
    readonly sure?: readonly string[];
    readonly perhaps?: readonly string[];
  }
  test.each<Case>([
    { title: "a member that inherits one of two roles has not both", memberships: [inherits("app", "table"), inherits("other", "schema")] },
    { title: "a member that inherits both has both", memberships: [inherits("app", "table"), inherits("app", "schema")], sure: ["I(app)"] },
    {
      title: "a member inherits through other roles, and counts once however many",
      memberships: [inherits("app", "g"), inherits("app", "h"), inherits("g", "table"), inherits("h", "table"), inherits("app", "schema")],
      sure: ["I(app)"],
    },
    { title: "SET ROLE to one gives up the other", memberships: [sets("app", "table"), inherits("app", "schema")] },
    { title: "SET ROLE to each gives one after the other, never both", memberships: [sets("app", "table"), sets("app", "schema")] },
    {
      title: "members of who inherits both have it through that role",
      memberships: [inherits("team", "table"), inherits("team", "schema"), inherits("app", "team"), inherits("guest", "app")],
      sure: ["I(team)"],
    },
    {
      title: "whoever only can SET ROLE to who inherits both, and inherits both itself, has it itself",
      memberships: [
        inherits("team", "table"),
        inherits("team", "schema"),
        sets("app", "team"),
        inherits("app", "g"),
        inherits("g", "table"),
        inherits("app", "schema"),
      ],
      sure: ["I(app)", "I(team)"],
    },
    {
      title: "roles that inherit each other, as only Terraform text can say, have it through one of them",
      memberships: [inherits("a", "table"), inherits("a", "schema"), inherits("a", "b"), inherits("b", "a")],
      sure: ["I(a)"],
    },
    {
      title: "who inherits one and may grant itself the other brings them together",
      memberships: [inherits("app", "schema"), administers("app", "table")],
      perhaps: ["D(app)", "S(app)"],
    },
    {
      title: "who may grant itself each of them brings them together",
      memberships: [administers("app", "table"), administers("app", "schema")],
      perhaps: ["D(app)", "S(app)"],
    },
    {
      title: "who has ADMIN OPTION on one, and nothing of the other, does not",
      memberships: [administers("app", "table"), belongs("app", "schema"), administers("other", "schema")],
    },
    {
      title: "who may grant itself a role that inherits one of them brings them together",
      memberships: [inherits("app", "schema"), administers("app", "g"), inherits("g", "table")],
      perhaps: ["D(app)", "S(app)"],
    },
    {
      title: "a session grants in steps: with what it was granted it grants itself the next role",
      memberships: [inherits("app", "schema"), administers("app", "keys"), administers("keys", "table")],
      perhaps: ["D(app)", "S(app)"],
    },
    {
      title: "the ADMIN OPTION of a role that is inherited serves its members",
      memberships: [inherits("app", "schema"), inherits("app", "keys"), administers("keys", "table")],
      perhaps: ["D(app)", "S(app)"],
    },
    {
      title: "the ADMIN OPTION of a role serves whoever can SET ROLE to it",
      memberships: [inherits("app", "schema"), sets("app", "keys"), administers("keys", "table")],
      perhaps: ["S(app)"],
    },
    {
      title: "who can become a role that has one, and may grant that role the other, brings them together",
      memberships: [sets("app", "schema"), administers("app", "table")],
      perhaps: ["S(app)"],
    },
    {
      title: "so does who can become one role, and another that may grant the rest",
      memberships: [sets("app", "schema"), sets("app", "keys"), administers("keys", "table")],
      perhaps: ["S(app)"],
    },
    {
      title: "the ADMIN OPTION of a role does not serve members without INHERIT, SET and ADMIN",
      memberships: [inherits("app", "schema"), belongs("app", "keys"), administers("keys", "table")],
    },
    {
      title: "the ADMIN OPTION of one member does not serve another that only can SET ROLE",
      memberships: [sets("app", "table"), inherits("app", "schema"), administers("other", "table")],
    },
    {
      title: "who has both needs no GRANT, whatever it may grant",
      memberships: [inherits("app", "schema"), membership("app", "table", { inherit: true, set: true, admin: true })],
      sure: ["I(app)"],
    },
  ])("$title", ({ memberships, sure = [], perhaps = [] }) => {
    expect(statesOf(BOTH, memberships)).toEqual({ sure, perhaps });
    // The order of the demands says nothing.
    expect(statesOf(BOTH.toReversed(), memberships)).toEqual({ sure, perhaps });
  });

  test("before 16 CREATEROLE grants itself any role that is no superuser, and its function's body does", () => {
    const creating = [role("app", { createrole: true }), role("schema", { superuser: true }), role("other")];
    const of = (memberships: readonly Membership[], major: Major) => {
      const graph = rolesOf(memberships, [], major, creating);
      return answer(graph, accessStates(graph), BOTH).perhaps;
    };
    expect(of([inherits("app", "schema")], 15)).toEqual(["D(app)", "S(app)"]);
    expect(of([inherits("app", "schema"), sets("other", "app")], 15)).toEqual(["D(app)", "D(other)", "S(app)", "S(other)"]);
    expect(of([inherits("app", "table")], 15)).toEqual([]);
    expect(of([], 15)).toEqual([]);
    expect(of([inherits("app", "schema")], 16)).toEqual([]);
  });

  test("from 16 the body of a function does not SET ROLE to who holds an ADMIN OPTION; before, its owner's memberships are enough", () => {
    const roles = [role("app", { inherit: false }), role("keys", { inherit: false })];
    const of = (major: Major) => {
      const graph = rolesOf([sets("app", "keys"), administers("keys", "table")], [], major, roles);
      return answer(graph, accessStates(graph), [["table"], ["app"]]).perhaps;
    };
    expect(of(16)).toEqual(["S(app)"]);
    expect(of(15)).toEqual(["D(app)", "S(app)"]);
  });

  test("one role may meet both, and then its members have it through that role", () => {
    const memberships = [inherits("app", "table"), sets("other", "table")];
    expect(statesOf([["table"], ["schema", "table"]], memberships)).toEqual({ sure: ["I(table)"], perhaps: [] });
  });

  test("who is named itself has it itself, though it can SET ROLE to another one that is named", () => {
    const either = ["table", "schema"];
    expect(statesOf([either, either], [sets("schema", "table")])).toEqual({ sure: ["I(schema)", "I(table)"], perhaps: [] });
    expect(statesOf([either, either], [inherits("schema", "table")])).toEqual({ sure: ["I(table)"], perhaps: [] });
  });

  test("members of other roles have nothing of it, whatever the order in which roles are named", () => {
    const memberships = [inherits("x", "before"), inherits("app", "table"), inherits("y", "after")];
    for (const first of [
      ["before", "table", "after"],
      ["after", "table", "before"],
      ["table", "before", "after"],
    ]) {
      expect(statesOf([["table"], ["table"]], memberships, first)).toEqual({ sure: ["I(table)"], perhaps: [] });
    }
  });

  test("what others inherit says nothing about who inherits both itself, whatever the order in which roles are named", () => {
    const memberships = [...["one", "two"].flatMap((name) => [inherits(name, "table"), inherits(name, "schema")]), inherits("x", "one"), inherits("y", "one")];
    for (const first of [
      ["x", "one", "two", "y"],
      ["x", "two", "y", "one"],
    ]) {
      expect(statesOf(BOTH, memberships, first)).toEqual({ sure: ["I(one)", "I(two)"], perhaps: [] });
    }
  });

  test("one question does not change the answer to another", () => {
    const graph = rolesOf([
      inherits("team", "table"),
      inherits("team", "schema"),
      inherits("app", "team"),
      inherits("app", "far"),
      administers("other", "far"),
      inherits("other", "table"),
    ]);
    const questions: readonly Access[] = [BOTH, [["app", "far"], ["app"]], [["table"], ["far"]], [["table"], ["table"]], [["schema"]], BOTH];
    const shared = accessStates(graph);
    expect(questions.map((access) => answer(graph, shared, access))).toEqual(questions.map((access) => answer(graph, accessStates(graph), access)));
  });
});

describe("the owner of a view reads by privileges in use", () => {
  const memberships = [inherits("owner", "g"), inherits("g", "reader"), sets("outside", "reader"), administers("outside", "reader")];
  test.each<readonly [string, string, readonly string[], boolean]>([
    ["a role that may read itself", "reader", ["reader"], true],
    ["a role that inherits it", "owner", ["other", "reader"], true],
    ["a role that would have to SET ROLE or to grant itself one", "outside", ["reader"], false],
    ["anyone, where PUBLIC may read", "outside", [PUBLIC], true],
    ["even a role that no fact names, where PUBLIC may read", "gone", ["reader", PUBLIC], true],
    ["a role that no fact names", "gone", ["reader"], false],
    ["no role, where only a role may read that is not there", "owner", ["gone"], false],
  ])("%s", (_title, name, oneOf, expected) => {
    expect(accessStates(rolesOf(memberships)).inherits(name, oneOf)).toBe(expected);
  });
});

describe("what must be done as one of some roles", () => {
  const as = (access: Access, memberships: readonly Membership[]) => {
    const graph = rolesOf(memberships, ["past", "app"]);
    const { sure, perhaps } = accessStates(graph).statesAs(["past", "gone"], access);
    return { sure: sure.map((state) => stateName(graph, state)), perhaps: perhaps.map((state) => stateName(graph, state)).toSorted() };
  };
  const ITSELF = ["S(past)", "D(past)"];

  test.each<readonly [string, Access, readonly Membership[], readonly string[], readonly string[]]>([
    ["takes one of them, where everyone has the rest", [[PUBLIC]], [inherits("app", "past")], ITSELF, []],
    ["takes one that has the rest itself", [["past"]], [], ITSELF, []],
    ["takes one that inherits the rest", BOTH, [inherits("past", "table"), inherits("past", "schema")], ITSELF, []],
    ["is nothing for one that has a part of it", BOTH, [inherits("past", "table"), sets("past", "schema")], [], []],
    ["is nothing for whoever has the rest and inherits from one", [["table"]], [inherits("app", "table"), inherits("app", "past")], [], []],
    ["may be for one that grants itself the rest", [["table"]], [administers("past", "table")], [], ["D(past)", "S(past)"]],
    ["may be for whoever grants one the rest", [["table"]], [inherits("app", "table"), administers("app", "table"), sets("app", "past")], [], ["S(app)"]],
  ])("%s", (_title, access, memberships, sure, perhaps) => {
    expect(as(access, memberships)).toEqual({ sure, perhaps });
  });
});

describe("what must be done as one of some roles, whatever their number", () => {
  const as = (access: Access, memberships: readonly Membership[]) => {
    const graph = rolesOf(memberships, ["app", "past"]);
    const { sure, perhaps } = accessStates(graph).statesAs(["past"], access);
    return { sure: sure.map((state) => stateName(graph, state)), perhaps: perhaps.map((state) => stateName(graph, state)).toSorted() };
  };

  test("takes a session or a function's body of that role, and of no other one", () => {
    expect(as([["past"]], [])).toEqual({ sure: ["S(past)", "D(past)"], perhaps: [] });
  });

  test("may be for one that grants itself the rest, where everyone has another part", () => {
    expect(as([["table"], [PUBLIC, "schema"]], [administers("past", "table")])).toEqual({ sure: [], perhaps: ["D(past)", "S(past)"] });
  });
});

test("before 16 CREATEROLE grants itself one of several roles that meet a demand, though another one is a superuser", () => {
  const graph = rolesOf([inherits("app", "schema")], [], 15, [role("app", { createrole: true }), role("root", { superuser: true }), role("other")]);
  expect(answer(graph, accessStates(graph), [["root", "table"], ["schema"]]).perhaps).toEqual(["D(app)", "S(app)"]);
  expect(answer(graph, accessStates(graph), [["root"], ["schema"]]).perhaps).toEqual([]);
});

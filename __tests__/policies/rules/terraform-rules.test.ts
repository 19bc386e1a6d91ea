import { UNKNOWN } from "../../../model/unknown";
import { facts } from "../../../policies/example";
import { found, lines } from "../found";

describe("no-mixed-membership-style", () => {
  test("one finding for each member, whatever options are unknown", () => {
    const graph = facts()
      .login("a", { otherMemberships: "revoked" })
      .member("a", "x", { style: "roles", admin: UNKNOWN })
      .member("a", "y", { style: "grant-role" })
      .member("a", "z", { style: "grant-role" })
      .member("b", "x", { style: "grant-role" });
    expect(found("no-mixed-membership-style", graph).map(({ subject }) => subject)).toEqual(["a"]);
  });

  test("what no Terraform wrote is of no style", () => {
    expect(
      found(
        "no-mixed-membership-style",
        facts().login("a", { otherMemberships: "revoked" }).member("a", "x", { style: "roles" }).member("a", "y", { style: null }),
      ),
    ).toEqual([]);
  });
});

describe("no-unknown-value", () => {
  test("an expression that may hold a secret is not shown", () => {
    const { graph } = facts().unknown("postgresql_role.a", "name", "x");
    const secret = Object.assign(facts(), { graph: { ...graph, unknowns: graph.unknowns.map((unknown) => ({ ...unknown, expression: null })) } });
    expect(lines("no-unknown-value", secret)).toEqual(["error postgresql_role.a: name cannot be known yet"]);
  });
});

describe("no-secret-in-configuration", () => {
  test("a literal is an error, what goes to the state a warning", () => {
    const graph = facts().secret("postgresql_role.a", "password", "literal").secret("postgresql_role.b", "password", "stored-in-state");
    expect(lines("no-secret-in-configuration", graph)).toEqual([
      "error postgresql_role.a: password of postgresql_role.a is written out in the configuration",
      "warning postgresql_role.b: password of postgresql_role.b will be stored in Terraform's state",
    ]);
  });
});

describe("no-address-collision", () => {
  test("many constructs are counted", () => {
    const constructs = Array.from({ length: 7 }, (_, number) => `prod/c${number}`);
    expect(lines("no-address-collision", facts().collision("postgresql_role.a", constructs))).toEqual([
      "error postgresql_role.a: postgresql_role.a is written by 7 constructs: prod/c0, prod/c1, prod/c2, prod/c3, prod/c4 and 2 more",
    ]);
  });
});

import { EMPTY_GRAPH } from "../../model/access-graph";
import { facts } from "../../policies/example";
import { MembershipsChange } from "../../provider/memberships/change";
import { PlannedChanges } from "../../provider/planned-changes";
import { at } from "../../provider/plugin/diagnostics";

const membership = (member: string, role: string) =>
  new MembershipsChange({ scope: { of: "pair", member, role }, grants: new Map([[member, new Map([[role, "default"]])]]) }, null, {
    scope: at("role"),
    of: () => at("role"),
  });

describe("the changes of one command", () => {
  test("each is judged over those that were judged before it", () => {
    const planned = new PlannedChanges();
    const base = facts().login("app").group("tool").graph;
    const first = planned.around(membership("app", "tool"), base);
    expect(first.before).toBe(base);
    const second = planned.around(membership("tool", "pg_execute_server_program"), base);
    expect(second.before).toBe(first.after);
    expect(second.after.memberships).toMatchObject([
      { member: "app", role: "tool" },
      { member: "tool", role: "pg_execute_server_program" },
    ]);
  });

  test("one that is asked again changes nothing more, and one that only waits to be judged is no fact yet", () => {
    const planned = new PlannedChanges();
    planned.add(membership("b", "r"));
    const { after } = planned.around(membership("a", "r"), EMPTY_GRAPH);
    expect(after.memberships).toHaveLength(1);
    expect(planned.around(membership("a", "r"), EMPTY_GRAPH)).toEqual({ before: after, after });
  });

  test("two that own the same are refused, the same one is not", () => {
    const planned = new PlannedChanges();
    planned.add(membership("a", "r"));
    planned.add(membership("a", "r"));
    expect(() =>
      planned.add(
        new MembershipsChange({ scope: { of: "roles", names: new Set(["r"]) }, grants: new Map() }, null, { scope: at("roles"), of: () => at("roles") }),
      ),
    ).toThrow("Two resources own the same");
  });
});

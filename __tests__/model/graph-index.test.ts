import { indexGraph, narrowedIndex } from "../../model/graph-index";
import { graphOf, membership, role } from "../support/graphs";

describe("an index of what is left of a graph", () => {
  const twice = graphOf([role("etl", { superuser: true }), role("etl"), role("app")], [membership("app", "etl"), membership("app", "pg_monitor")]);

  test("holds of a role that is declared twice the one that counts in the whole graph", () => {
    const index = indexGraph(twice);
    const narrowed = narrowedIndex(index, twice, () => true);
    expect(narrowed.role("etl")).toBe(index.role("etl"));
    expect(narrowed.numbers.facts).toEqual(index.numbers.facts);
  });

  test("holds the role as it is left, and the memberships that are left", () => {
    const left = { ...twice, roles: twice.roles.map((one) => ({ ...one, superuser: false, login: false })) };
    const narrowed = narrowedIndex(indexGraph(twice), left, (name) => name !== "pg_monitor");
    expect(narrowed.role("etl")).toMatchObject({ superuser: false, login: false });
    expect(narrowed.membershipsOf("app")).toEqual([membership("app", "etl")]);
  });
});

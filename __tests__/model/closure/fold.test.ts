import { closureOf } from "../../../model/closure";
import { roleGraph } from "../../../model/closure/edges";
import { foldRows } from "../../../model/closure/fold";
import { indexGraph } from "../../../model/graph-index";
import { graphOf, membership, role } from "../../support/graphs";
import { fn, grant, mayCall } from "./object-facts";

const SERVER = { major: 16, administrators: ["postgres"] } as const;
const PROGRAM = "pg_execute_server_program";
const rowsOf = (rows: readonly (readonly [member: number, role: number, bits: number])[]) => ({
  members: Int32Array.from(rows, ([member]) => member),
  roles: Int32Array.from(rows, ([, group]) => group),
  bits: Uint8Array.from(rows, ([, , bits]) => bits),
});
/** Of each role, by number, the one that stands for it. */
const standIns = (rows: Parameters<typeof rowsOf>[0], apart: readonly number[], count: number) => {
  const fold = foldRows(
    rowsOf(rows),
    Uint8Array.from({ length: count }, (_, at) => (apart.includes(at) ? 1 : 0)),
  );
  return [...fold.nodes].map((node) => fold.standIns[node]);
};

describe("roles that stand for others", () => {
  test("those with the same memberships, options included, in what leads somewhere", () => {
    const rows = [
      [1, 0, 6],
      [2, 0, 6],
      [3, 0, 7],
    ] as const;
    expect(standIns(rows, [0], 4)).toEqual([0, 1, 1, 3]);
  });

  test("a group that leads nowhere distinguishes nobody; one that does stays by itself, whoever is in it", () => {
    // 0 has something; 1 is a member of it, 2 of nothing; 3 and 4 are in 1, 4 also in 2; 5 and 6 are in nothing that counts.
    const rows = [
      [1, 0, 6],
      [3, 1, 6],
      [4, 1, 6],
      [4, 2, 6],
      [5, 2, 6],
    ] as const;
    expect(standIns(rows, [0], 7)).toEqual([0, 1, 2, 3, 3, 2, 2]);
  });

  test("only those that are not kept apart", () => {
    const rows = [
      [1, 0, 6],
      [2, 0, 6],
    ] as const;
    expect(standIns(rows, [0, 2], 3)).toEqual([0, 1, 2]);
  });

  test("a long chain of groups is useful to its end", () => {
    const rows = Array.from({ length: 50_000 }, (_, at) => [at + 1, at, 6] as const);
    expect(new Set(standIns(rows, [0], 50_001)).size).toBe(50_001);
    expect(new Set(standIns(rows, [], 50_001)).size).toBe(1);
  });

  test("of memberships those are left that lead somewhere, of logins that stand for themselves", () => {
    const { rows, nodes } = foldRows(
      rowsOf([
        [1, 0, 6],
        [2, 0, 6],
        [2, 3, 6],
        [4, 0, 4],
      ]),
      Uint8Array.from([1, 0, 0, 0, 0]),
    );
    expect([...nodes]).toEqual([0, 1, 1, 2, 3]);
    expect([[...rows.members], [...rows.roles], [...rows.bits]]).toEqual([
      [1, 3],
      [0, 0],
      [6, 4],
    ]);
  });
});

describe("a closure of logins that others stand for", () => {
  const logins = ["a", "b", "c"].map((name) => role(name));
  const members = ["a", "b", "c"].map((name) => membership(name, PROGRAM));
  const closure = (graph = graphOf(logins, members)) => closureOf(indexGraph(graph), SERVER);

  test("has one node for them, and answers each by its own name", () => {
    const index = indexGraph(graphOf(logins, members));
    expect(roleGraph(index, SERVER, [], new Set()).names).toEqual(["a", PROGRAM]);
    expect(roleGraph(index, SERVER, [], new Set(["b"])).names).toEqual(["a", "b", PROGRAM]);
    const program = closure()
      .reaches("c")
      .find(({ capability }) => capability === "execute-server-program");
    expect(program?.path).toEqual([{ from: "c", to: PROGRAM, by: "inherit", via: null }]);
    expect(closure().holders("execute-server-program")).toEqual(["a", "b", "c"]);
    expect(["a", "b", "c", "d"].map((name) => closure().standIn(name))).toEqual(["a", "a", "a", "d"]);
  });

  test.each([
    ["an attribute", graphOf([role("a"), role("b", { createdb: true }), role("c")], members)],
    ["a grant of what leads somewhere", graphOf(logins, members, { functions: [fn("f", { securityDefiner: true })], grants: [mayCall("b", "f")] })],
    ["a privilege on a function of the server", graphOf(logins, members, { grants: [grant("b", { object: "lo_export", arguments: "oid, text" })] })],
    ["a verifier that serves as a password", graphOf(logins, members, { verifiers: [{ role: "b", kind: "md5", origin: logins[0]!.origin }] })],
    ["a member of its own", graphOf([...logins, role("d")], [...members, membership("d", "b")])],
    ["another option", graphOf(logins, [members[0]!, membership("b", PROGRAM, { inherit: false }), members[2]!])],
    ["a role at login", graphOf(logins, members, { settings: [{ role: "b", name: "role", value: "pg_monitor", origin: logins[0]!.origin }] })],
  ])("lets nobody stand for one that has %s", (_, graph) => {
    expect(["a", "b", "c"].map((name) => closure(graph).standIn(name))).toEqual(["a", "b", "a"]);
  });

  test("says that nothing gives anything exactly where nobody reaches anything", () => {
    const group = membership("a", "b");
    expect(closure(graphOf(logins, [group])).isEmpty).toBe(true);
    for (const given of [
      graphOf(logins, members),
      graphOf([role("a", { createdb: true })], []),
      graphOf([role("postgres")], []),
      graphOf(logins, [], { grants: [grant("b", { object: "lo_export", arguments: "oid, text" })] }),
      graphOf(logins, [membership("a", "rds_superuser")]),
    ])
      expect(closure(given).isEmpty).toBe(false);
  });

  test("what a login brings together of two groups begins with its own name", () => {
    const graph = graphOf(
      [role("a"), role("b"), role("one"), role("two")],
      ["a", "b"].flatMap((name) => [membership(name, "one"), membership(name, "two")]),
      {
        schemas: [{ name: "s", database: "orders", owner: "postgres", origin: logins[0]!.origin }],
        functions: [fn("f", { schema: "s", securityDefiner: true })],
        grants: [
          grant("one", { schema: "s", object: "f", arguments: "" }),
          grant("two", { privilege: "USAGE", objectType: "schema", schema: null, object: "s" }),
        ],
      },
    );
    expect(closure(graph).standIn("b")).toBe("a");
    const [superuser] = closure(graph).reaches("b");
    expect(superuser).toMatchObject({ capability: "superuser", path: [{ from: "b", by: "function" }] });
  });
});

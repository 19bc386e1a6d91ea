import { type Capability, tierOf } from "../../../model/capability";
import type { HeldCapability } from "../../../model/held-capability";
import type { Step } from "../../../model/report";
import { type Drawing, drawingsOf } from "../../../reporters/drawing/drawing";
import { layoutOf } from "../../../reporters/drawing/layout";
import { tierOfNode } from "../../../reporters/drawing/sketch";
import { edgeLabel, nodeWords, shortened } from "../../../reporters/drawing/words";
import type { Explained, Explanation } from "../../../reporters/explanation";
import { explainedOf, serverOf, tangledServerOf } from "./clusters";

const reached = (capability: Capability, path: readonly Step[] = [], more: Partial<HeldCapability> = {}): HeldCapability => ({
  capability,
  tier: tierOf(capability),
  certainty: more.condition == null ? "certain" : "conditional",
  condition: null,
  path,
  source: null,
  follows: null,
  postgres: [16],
  ...more,
});
const role = (name: string, ...capabilities: readonly HeldCapability[]): Explanation => ({
  environment: "prod",
  role: name,
  postgres: [16],
  capabilities,
});
const inherits = (from: string, to: string): Step => ({ from, to, by: "inherit", via: null });
const setRole = (from: string, to: string): Step => ({ from, to, by: "set-role", via: null });

const draw = (explanations: readonly Explanation[], most = 200): Drawing => drawingsOf({ explanations, unseen: [] }, { most })[0]!;
const only = (explained: Explained): Drawing => drawingsOf(explained)[0]!;
const rolesIn = ({ nodes }: Drawing): number => nodes.reduce((count, { explained, names }) => count + (explained ? names.length : 0), 0);
const named = ({ nodes }: Drawing, name: string) => nodes.find(({ names }) => names.includes(name));
const arrows = ({ nodes, edges }: Drawing): readonly string[] => {
  const words = new Map(nodes.map((node) => [node.key, nodeWords(node).name]));
  return edges.map((edge) => `${words.get(edge.from)} -${edgeLabel(edge)}${edge.conditional ? "?" : ""}-> ${words.get(edge.to)}`);
};

describe("a drawing", () => {
  test("has the steps of every path as arrows, and ends in what they reach", () => {
    const drawing = draw([
      role("app", reached("read-all-data", [setRole("app", "etl"), inherits("etl", "pg_read_all_data")])),
      role("etl", reached("read-all-data", [inherits("etl", "pg_read_all_data")]), reached("create-role")),
    ]);
    expect(arrows(drawing)).toEqual(["app -SET ROLE-> etl", "etl -inherits-> pg_read_all_data", "pg_read_all_data --> read-all-data", "etl --> create-role"]);
  });

  test("says of a role what it reaches itself, not what paths through it reach", () => {
    const path = [inherits("app", "etl"), setRole("etl", "unload"), inherits("unload", "pg_execute_server_program")];
    for (const explanations of [
      [role("app", reached("execute-server-program", path)), role("etl", reached("monitor", [inherits("etl", "pg_monitor")]))],
      [role("etl", reached("monitor", [inherits("etl", "pg_monitor")])), role("app", reached("execute-server-program", path))],
    ]) {
      const drawing = draw(explanations);
      expect(tierOfNode(named(drawing, "etl")!)).toBe("observe");
      expect(tierOfNode(named(drawing, "app")!)).toBe("os");
      expect(tierOfNode(named(drawing, "unload")!)).toBe("os");
    }
  });

  test("dashes an arrow only where every path through it hangs on a condition", () => {
    const condition = "if a superuser runs it";
    const drawing = draw([
      role(
        "app",
        reached("superuser", [inherits("app", "etl"), { from: "etl", to: "owner", by: "trigger", via: "trigger t" }], { condition }),
        reached("read-all-data", [inherits("app", "etl")], { source: "SELECT on all tables" }),
      ),
    ]);
    expect(arrows(drawing)).toEqual([
      "app -inherits-> etl",
      "etl -fires trigger t?-> owner",
      "owner -?-> superuser",
      "etl -SELECT on all tables-> read-all-data",
    ]);
    expect(nodeWords(named(drawing, "app")!).note).toBe("reaches data, superuser on a condition");
    expect(drawing.edges.filter(({ conditional }) => conditional).every(({ conditions }) => conditions.includes(condition))).toBe(true);
  });

  test("leads from a capability to what may follow, not from the role", () => {
    const drawing = draw([
      role("app", reached("execute-server-program"), reached("superuser", [], { follows: "execute-server-program", condition: "if peer" })),
      role("dba", reached("read-all-data"), reached("read-credentials", [], { follows: "read-all-data" })),
    ]);
    expect(arrows(drawing)).toEqual([
      "app --> execute-server-program",
      "execute-server-program -may lead to?-> superuser",
      "dba --> read-all-data",
      "read-all-data -so also-> read-credentials",
    ]);
    expect(tierOfNode(named(drawing, "app")!)).toBe("os");
  });

  test("names the majors of an arrow that not every one has", () => {
    const everywhere = { postgres: [15, 16] };
    const drawing = draw([
      { ...role("app", reached("create-role", [inherits("app", "a")], { postgres: [15] }), reached("monitor", [], everywhere)), postgres: [15, 16] },
    ]);
    expect(arrows(drawing)).toEqual(["app -inherits (15)-> a", "a -(15)-> create-role", "app --> monitor"]);
  });

  test("folds roles with the same arrows, and lists them", () => {
    const apps = Array.from({ length: 60 }, (_, at) => role(`app_${at}`, reached("monitor", [inherits(`app_${at}`, "pg_monitor")])));
    const drawing = draw([...apps, role("other", reached("monitor", [setRole("other", "pg_monitor")]))]);
    expect(arrows(drawing)).toEqual(["60 roles -inherits-> pg_monitor", "pg_monitor --> monitor", "other -SET ROLE-> pg_monitor"]);
    expect(nodeWords(named(drawing, "app_7")!).title).toMatch(/^60 roles, reaches observe: app_0, app_1, .*app_39 and 20 more$/);
    expect(draw(apps.slice(0, 2)).nodes.map((node) => nodeWords(node).name)).toEqual(["app_0, app_1", "pg_monitor", "monitor"]);
  });

  test("counts what it leaves out", () => {
    const drawing = drawingsOf({ explanations: [role("a", reached("monitor")), role("b"), role("c")], unseen: ["x", "y"] })[0]!;
    expect(drawing.notes).toEqual(["1 role drawn, 2 roles left out that reach no capability", "2 facts of the input could not be read and may give more"]);
  });

  test("has a part for each environment", () => {
    const drawings = drawingsOf({ explanations: [role("a", reached("monitor")), { ...role("a"), environment: "lab b", postgres: [15, 17] }], unseen: [] });
    expect(drawings.map(({ title }) => title)).toEqual(["prod, PostgreSQL 16", "`lab b`, PostgreSQL 15 and 17"]);
  });
});

describe("a drawing of a server of", () => {
  test("200 roles shows each that reaches anything, alike ones in one box", () => {
    const explained = explainedOf(serverOf(200));
    const drawing = only(explained);
    expect(rolesIn(drawing)).toBe(explained.explanations.filter(({ capabilities }) => capabilities.length > 0).length);
    expect(drawing.nodes.length).toBeLessThan(50);
  });

  test("200 roles that all differ shows all of them", () => {
    const drawing = only(explainedOf(tangledServerOf(200)));
    expect(rolesIn(drawing)).toBe(200);
    expect(drawing.nodes.length).toBeLessThanOrEqual(200);
  });

  test("5,000 roles still shows each that reaches anything where they fold", () => {
    const drawing = only(explainedOf(serverOf(5000)));
    expect(drawing.notes).toEqual([expect.stringMatching(/^1,\d{3} roles drawn, 3,\d{3} roles left out that reach no capability$/)]);
    expect(drawing.nodes.length).toBeLessThan(100);
  });

  test("5,000 roles that all differ shows what reaches control or above, and says what is left out", () => {
    const explained = explainedOf(tangledServerOf(5000));
    const drawing = only(explained);
    const above = explained.explanations.filter(({ capabilities }) =>
      capabilities.some(({ tier, follows }) => follows === null && tier !== "observe" && tier !== "data"),
    );
    expect(rolesIn(drawing)).toBe(above.length);
    expect(drawing.nodes.length).toBeLessThanOrEqual(200);
    expect(drawing.edges.length).toBeLessThanOrEqual(400);
    expect(drawing.notes[1]).toBe(
      `to stay legible, only control and above is shown: ${5000 - above.length} roles left out that reach observe or data only, and these tiers of the others`,
    );
    expect(drawing.nodes.some(({ names }) => names[0] === "monitor")).toBe(false);
  });

  test("more than has room shows the most dangerous, and counts the others", () => {
    const explained = explainedOf(tangledServerOf(400));
    const drawing = draw(explained.explanations, 40);
    expect(drawing.nodes.length).toBeLessThanOrEqual(40);
    const left = Number(/(\d+) roles? more left out/.exec(drawing.notes.at(-1) ?? "")?.[1] ?? drawing.notes.at(-1)?.match(/: ([\d,]+) role/)?.[1]);
    const below = Number(/shown: (\d+) roles? left out/.exec(drawing.notes[1] ?? "")?.[1]);
    expect(rolesIn(drawing) + left + below).toBe(400);
    expect(drawing.nodes.filter(({ explained: own }) => own).every((node) => tierOfNode(node) === "os")).toBe(true);
  });
});

describe("the places of a drawing", () => {
  const places = (explained: Explained) => layoutOf(only(explained));

  test.each([30, 200, 5000])("put roles that nothing leads to left, capabilities right, and no box on another, for %s roles", (count) => {
    const { nodes, edges, width, height } = places(explainedOf(serverOf(count)));
    const reachedKeys = new Set(edges.map(({ edge }) => edge.to));
    const capabilities = nodes.filter(({ node }) => node.kind === "capability");
    const starts = nodes.filter(({ node }) => !reachedKeys.has(node.key));
    const right = (list: typeof nodes): number => Math.max(...list.map((box) => box.x + box.width / 2));
    expect(right(starts)).toBeLessThan(Math.min(...nodes.filter((box) => !starts.includes(box)).map((box) => box.x - box.width / 2)));
    expect(Math.min(...capabilities.map((box) => box.x))).toBeGreaterThan(right(nodes.filter(({ node }) => node.kind === "role")));
    for (const [at, a] of nodes.entries()) {
      expect(a.x - a.width / 2 >= 0 && a.x + a.width / 2 <= width && a.y - a.height / 2 >= 0 && a.y + a.height / 2 <= height).toBe(true);
      for (const b of nodes.slice(at + 1)) {
        expect(Math.abs(a.x - b.x) >= (a.width + b.width) / 2 || Math.abs(a.y - b.y) >= (a.height + b.height) / 2).toBe(true);
      }
    }
  });

  test("let every arrow begin and end at its boxes, also where roles lead to each other", () => {
    const path = (from: string, to: string): HeldCapability => reached("monitor", [{ from, to, by: "admin", via: null }, inherits(to, "pg_monitor")]);
    const drawing = draw([role("a", path("a", "b")), role("b", path("b", "a"))]);
    const { nodes, edges } = layoutOf(drawing);
    expect(edges).toHaveLength(5);
    for (const { edge, points } of edges) {
      const [from, to] = [nodes.find(({ node }) => node.key === edge.from)!, nodes.find(({ node }) => node.key === edge.to)!];
      expect(Math.abs(points[0]!.x - from.x)).toBeCloseTo(from.width / 2);
      expect(Math.abs(points.at(-1)!.x - to.x)).toBeCloseTo(to.width / 2);
    }
  });

  test("are none where nothing is drawn, and one long path needs no recursion", () => {
    expect(layoutOf(draw([role("a")]))).toEqual({ width: 0, height: 0, nodes: [], edges: [] });
    const path = Array.from({ length: 150 }, (_, at) => inherits(`r${at}`, `r${at + 1}`));
    expect(layoutOf(draw([role("r0", reached("monitor", path))])).nodes).toHaveLength(152);
  });
});

test("a long name is cut in its middle, between characters", () => {
  expect(shortened("a".repeat(36))).toBe("a".repeat(36));
  expect(shortened(`${"😀".repeat(30)}${"b".repeat(30)}`)).toBe(`${"😀".repeat(17)}…${"b".repeat(17)}`);
});

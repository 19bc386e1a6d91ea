import type { Capability } from "../../model/capability";
import { tierOf } from "../../model/capability";
import { diffHoldings, type Holdings, hasDifference, type RoleHoldings } from "../../model/diff";
import type { HeldCapability } from "../../model/held-capability";
import type { Step } from "../../model/report";

const inherits = (...names: readonly string[]): readonly Step[] => names.slice(1).map((to, at) => ({ from: names[at] ?? "", to, by: "inherit", via: null }));

const held = (capability: Capability, path: readonly Step[], facts: Partial<HeldCapability> = {}): HeldCapability => ({
  capability,
  tier: tierOf(capability),
  certainty: "certain",
  condition: null,
  path,
  source: null,
  follows: null,
  postgres: [16],
  ...facts,
});

const role = (name: string, capabilities: readonly HeldCapability[], roles: readonly string[] = [], postgres: readonly number[] = [16]): RoleHoldings => ({
  role: name,
  roles: roles.map((each) => ({ role: each, postgres })),
  capabilities,
});

const side = (roles: readonly RoleHoldings[], facts: Partial<Holdings> = {}): Holdings => ({ environment: "prod", postgres: [16], roles, ...facts });

const PROGRAM = held("execute-server-program", inherits("app", "etl", "pg_execute_server_program"));
const MONITOR = held("monitor", inherits("app", "pg_monitor"));
const NOTHING = { roles: [], capabilities: [] };

describe("the difference of what roles have", () => {
  it("is none between a side and itself", () => {
    const one = side([role("app", [PROGRAM, MONITOR], ["pg_monitor"])]);
    expect(diffHoldings([one], [structuredClone(one)])).toEqual([
      { environment: "prod", before: { name: "prod", postgres: [16] }, after: { name: "prod", postgres: [16] }, postgres: [16], roles: [] },
    ]);
    expect(hasDifference(diffHoldings([one], [one]))).toBe(false);
  });

  it("is what one side has and the other has not, the most dangerous first, roles with the path that leads to them", () => {
    const [diff] = diffHoldings([side([])], [side([role("app", [MONITOR, PROGRAM], ["pg_monitor", "pg_execute_server_program", "pg_read_all_stats"])])]);
    const gains = {
      roles: [
        { role: "pg_execute_server_program", tier: "os", path: PROGRAM.path },
        { role: "pg_monitor", tier: "observe", path: MONITOR.path },
        { role: "pg_read_all_stats", tier: "observe", path: null },
      ],
      capabilities: [PROGRAM, MONITOR],
    };
    expect(diff?.roles).toEqual([{ role: "app", gains, loses: NOTHING, changed: [] }]);
    const [back] = diffHoldings([side([role("app", [MONITOR], ["pg_monitor"])])], [side([role("app", [PROGRAM])])]);
    expect(back?.roles[0]).toMatchObject({
      gains: { roles: [], capabilities: [PROGRAM] },
      loses: { roles: [{ role: "pg_monitor" }], capabilities: [MONITOR] },
    });
    expect(hasDifference(back === undefined ? [] : [back])).toBe(true);
  });

  it.each<[string, Partial<HeldCapability>, Partial<HeldCapability>, "gain" | "loss" | "path"]>([
    ["conditional becomes certain", { certainty: "conditional", condition: "if x" }, {}, "gain"],
    ["certain becomes conditional", {}, { certainty: "conditional", condition: "if x" }, "loss"],
    ["another condition", { certainty: "conditional", condition: "if x" }, { certainty: "conditional", condition: "if y" }, "path"],
    ["another path", {}, { path: inherits("app", "pg_monitor") }, "path"],
    ["the same roles by another step", {}, { path: PROGRAM.path.map((step) => ({ ...step, by: "set-role" as const })) }, "path"],
    ["another object", { source: "EXECUTE on function f()" }, { source: "EXECUTE on function g()" }, "path"],
  ])("is a change where one capability is reached in another way: %s", (_, was, is, kind) => {
    const [diff] = diffHoldings([side([role("app", [{ ...PROGRAM, ...was }])])], [side([role("app", [{ ...PROGRAM, ...is }])])]);
    const way = (facts: Partial<HeldCapability>) => {
      const { certainty, condition, path, source } = { ...PROGRAM, ...facts };
      return { certainty, condition, path, source };
    };
    expect(diff?.roles).toEqual([
      {
        role: "app",
        gains: NOTHING,
        loses: NOTHING,
        changed: [{ capability: "execute-server-program", tier: "os", kind, before: way(was), after: way(is), follows: null, postgres: [16] }],
      },
    ]);
  });

  it("takes of several ways on one side the certain one, then the shorter one", () => {
    const worse = [held("monitor", [], { certainty: "conditional", condition: "if x" }), held("monitor", inherits("app", "a", "b", "pg_monitor"))];
    expect(hasDifference(diffHoldings([side([role("app", [MONITOR])])], [side([role("app", [...worse, MONITOR])])]))).toBe(false);
  });

  describe("in majors", () => {
    const all = [14, 15, 16, 17, 18];

    it("is looked for on those that both sides have: to know the server better is no difference", () => {
      const before = side([role("app", [held("monitor", MONITOR.path, { postgres: all }), held("create-role", [], { postgres: [14, 15] })])], {
        postgres: all,
      });
      const [diff] = diffHoldings([before], [side([role("app", [MONITOR])])]);
      expect(diff).toMatchObject({ postgres: [16], roles: [] });
    });

    it("names those on which it is one", () => {
      const before = side([role("app", [held("monitor", MONITOR.path, { postgres: [16, 17, 18] })])], { postgres: all });
      const after = side([role("app", [held("monitor", MONITOR.path, { postgres: all })])], { postgres: all });
      expect(diffHoldings([before], [after])[0]?.roles[0]?.gains.capabilities).toEqual([held("monitor", MONITOR.path, { postgres: [14, 15] })]);
    });

    it("is that of an upgrade where they have none in common", () => {
      const [diff] = diffHoldings(
        [
          side([role("app", [held("monitor", MONITOR.path, { postgres: [15] }), held("create-role", [], { postgres: [15] })], ["pg_monitor"], [15])], {
            postgres: [15],
          }),
        ],
        [side([role("app", [held("monitor", MONITOR.path, { postgres: [17] })], ["pg_monitor"], [17])], { postgres: [17] })],
      );
      expect(diff).toMatchObject({ postgres: [15, 17] });
      expect(diff?.roles).toEqual([
        { role: "app", gains: NOTHING, loses: { roles: [], capabilities: [held("create-role", [], { postgres: [15] })] }, changed: [] },
      ]);
    });
  });

  describe("in environments", () => {
    it("compares the only ones of both sides, whatever their names", () => {
      expect(diffHoldings([side([], { environment: "unknown" })], [side([])])).toMatchObject([
        { environment: "prod", before: { name: "unknown" }, after: { name: "prod" } },
      ]);
    });

    it("pairs several by name; one that a side lacks has nothing there", () => {
      const diffs = diffHoldings(
        [side([role("app", [MONITOR])]), side([role("lab_app", [MONITOR])], { environment: "lab" })],
        [side([role("new_app", [MONITOR])], { environment: "new" }), side([role("app", [MONITOR])])],
      );
      expect(diffs.map(({ environment, before, after, roles }) => [environment, before?.name, after?.name, roles.length])).toEqual([
        ["new", undefined, "new", 1],
        ["prod", "prod", "prod", 0],
        ["lab", "lab", undefined, 1],
      ]);
      expect(diffs[0]?.roles[0]?.gains.capabilities).toHaveLength(1);
      expect(diffs[2]?.roles[0]?.loses.capabilities).toHaveLength(1);
    });

    it("refuses two of one name", () => {
      expect(() => diffHoldings([side([]), side([])], [side([])])).toThrow(RangeError);
    });
  });

  it("is that of 50,000 roles in the time that two look-ups of each take", () => {
    const roles = Array.from({ length: 50_000 }, (_, at) => role(`app${at}`, [MONITOR]));
    expect(diffHoldings([side(roles)], [side([...roles, role("last", [PROGRAM])])])[0]?.roles.map((diff) => diff.role)).toEqual(["last"]);
  });
});

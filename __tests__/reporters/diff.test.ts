import type { Capability } from "../../model/capability";
import { tierOf } from "../../model/capability";
import { diffHoldings, type Holdings, type RoleHoldings } from "../../model/diff";
import type { HeldCapability } from "../../model/held-capability";
import type { Step } from "../../model/report";
import type { Comparison } from "../../reporters/diff-comparison";
import { renderDiffJson } from "../../reporters/diff-json";
import { renderDiffText } from "../../reporters/diff-text";
import { expectGolden } from "./golden";

const plain = { color: false, width: 100 };

const inherits = (...names: readonly string[]): readonly Step[] => names.slice(1).map((to, at) => ({ from: names[at] ?? "", to, by: "inherit", via: null }));
const held = (capability: Capability, path: readonly Step[], facts: Partial<HeldCapability> = {}): HeldCapability => ({
  ...{ capability, tier: tierOf(capability), certainty: "certain", condition: null, path, source: null, follows: null, postgres: [16] },
  ...facts,
});
const role = (name: string, capabilities: readonly HeldCapability[], ...roles: readonly string[]): RoleHoldings => ({
  role: name,
  roles: roles.map((each) => ({ role: each, postgres: [16] })),
  capabilities,
});
const side = (environment: string, ...roles: readonly RoleHoldings[]): Holdings => ({ environment, postgres: [16], roles });

const program = (name: string): RoleHoldings =>
  role(
    name,
    [
      held("superuser", inherits(name, "etl", "pg_execute_server_program"), { certainty: "conditional", condition: "if x", follows: "execute-server-program" }),
      held("execute-server-program", inherits(name, "etl", "pg_execute_server_program")),
    ],
    "pg_execute_server_program",
  );
const IF_READ = { certainty: "conditional", condition: "if pg_hba.conf lets postgres log in with a password" } as const;

const before = side(
  "prod",
  role("ops_ann", [held("monitor", inherits("ops_ann", "pg_monitor")), held("signal-backend", inherits("ops_ann", "pg_signal_backend"))], "pg_monitor"),
  role("legacy", [held("superuser", [{ from: "legacy", to: "postgres", by: "credentials", via: "its md5 verifier" }], IF_READ)]),
);
const after = side(
  "prod",
  ...["orders_app", "billing_app", "search_app"].map(program),
  role("ops_ann", [held("monitor", inherits("ops_ann", "ops", "pg_monitor"))], "pg_monitor", "pg_use_reserved_connections"),
  role("legacy", [held("superuser", inherits("legacy", "postgres"))]),
  role("PUBLIC", [held("write-server-files", [], { source: "EXECUTE on function pg_catalog.lo_export(oid, text)" })]),
  role("reader", [
    held("write-server-files", [{ from: "reader", to: "PUBLIC", by: "public", via: null }], { source: "EXECUTE on function pg_catalog.lo_export(oid, text)" }),
  ]),
);

const comparison = (was: readonly Holdings[], is: readonly Holdings[], facts: Partial<Comparison> = {}): Comparison => ({
  before: "cdktf.out",
  after: "postgres://auditor@db.example.com:5432/postgres",
  environments: diffHoldings(was, is),
  unseen: { before: [], after: [] },
  hasGap: false,
  ...facts,
});
const DIFFERENT = comparison([before], [after], { unseen: { before: ["prod: null_resource.x: it may run any SQL"], after: ["prod: \u001b[2J"] } });

describe("a difference", () => {
  it("reads as the golden files say", () => {
    expectGolden("diff.txt", renderDiffText(DIFFERENT, plain));
    expectGolden("diff-narrow.txt", renderDiffText(DIFFERENT, { color: false, width: 60 }));
    expectGolden("diff.json", renderDiffJson(DIFFERENT));
    const lab = side("lab", role("lab_app", [held("monitor", inherits("lab_app", "pg_monitor"))], "pg_monitor"));
    expectGolden("diff-environments.txt", renderDiffText(comparison([before, lab], [before, { ...lab, environment: "new" }]), plain));
    const all = { ...before, environment: "unknown", postgres: [15, 16] };
    const later = { ...side("prod", role("app", [held("monitor", inherits("app", "pg_monitor"), { postgres: [17] })])), postgres: [17] };
    expectGolden("diff-upgrade.txt", renderDiffText(comparison([before], [later]), plain));
    const partly = side("unknown", role("app", [held("monitor", inherits("app", "pg_monitor"))]));
    expectGolden("diff-only.txt", renderDiffText(comparison([{ ...all, roles: [] }], [{ ...partly, postgres: [15, 16] }]), plain));
  });

  it("is the same where nothing differs, and is not known where something could not be read", () => {
    expect(renderDiffText(comparison([before], [before]), plain)).toMatch(/^SAME: every role has what it had, in the same way, from cdktf\.out to/);
    const unseen = { before: [], after: ["prod: how passwords are stored"] };
    expect(renderDiffText(comparison([before], [before], { unseen }), plain)).toMatch(/^SAME in what could be read: [\s\S]*prod: how passwords are stored\n$/);
    expect(renderDiffText(comparison([before], [before], { unseen, hasGap: true }), plain)).toMatch(/^NOT KNOWN: /);
  });

  it("has the keys of its schema, in its order", () => {
    const json = JSON.parse(renderDiffJson(DIFFERENT));
    expect(Object.keys(json)).toEqual(["schema", "before", "after", "environments", "unseen"]);
    expect(Object.keys(json.environments[0])).toEqual(["environment", "before", "after", "postgres", "roles"]);
    expect(Object.keys(json.environments[0].roles[0])).toEqual(["role", "gains", "loses", "changed"]);
    expect(json.environments[0].roles.map((each: { role: string }) => each.role)).toEqual([
      ...["PUBLIC", "billing_app", "legacy", "ops_ann", "orders_app", "reader", "search_app"],
    ]);
  });

  it("prints no control or hidden character, and colours only where it is asked to", () => {
    expect(renderDiffText(DIFFERENT, plain)).toMatch(/^[\x20-\x7e\n]*$/);
    expect(renderDiffJson(DIFFERENT)).toMatch(/^[\x20-\x7e\n]*$/);
    expect(renderDiffText(DIFFERENT, { ...plain, color: true })).toContain("\u001b[");
  });

  it("is never cut in silence", () => {
    const many = Array.from({ length: 300 }, (_, at) => role(`app${at}`, [held("monitor", inherits(`app${at}`, `group${at}`, "pg_monitor"))]));
    expect(renderDiffText(comparison([side("prod")], [side("prod", ...many)]), plain)).toContain("cut here: 100 more; --format json has all");
  });
});

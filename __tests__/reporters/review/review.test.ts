import type { Finding } from "../../../model/report";
import { originOf, pathsOf } from "../../../reporters/review/blocks";
import { type Review, reviewOf } from "../../../reporters/review/review";
import { DENIED, finding, HOSTILE, PLANNED, report } from "../reports";

const blocksOf = (review: Review) =>
  review.environments.flatMap(({ name, groups }) => groups.flatMap(({ blocks }) => blocks.map((block) => ({ name, block }))));
const told = (findings: readonly Finding[]) => blocksOf(reviewOf(report({ findings }))).map(({ block }) => block.headline);

describe("the review", () => {
  it("has one block for each cause, its roles once, and a path for the first of them", () => {
    const [first] = blocksOf(reviewOf(DENIED));
    expect(first?.block).toMatchObject({
      section: "error",
      headline: "etl can run programs on the server",
      rule: { id: "no-server-program" },
      tier: "os",
      subjects: ["etl", "orders_app", "orders_reporting"],
      waiver: null,
    });
    expect(first?.block.findings).toHaveLength(3);
    expect(first && pathsOf(first.block)).toEqual([
      "etl inherits pg_execute_server_program",
      "orders_app inherits etl, which inherits pg_execute_server_program",
      "orders_reporting inherits etl, which inherits pg_execute_server_program",
    ]);
    expect(first && originOf(first.block)).toEqual({ place: "main.ts:18", construct: "prod/etl", address: "postgresql_role.etl" });
  });

  it("tells what must be done first: errors, the most dangerous first, what is certain before what hangs on something", () => {
    const facts = { rule: "no-superuser", subject: "ann" };
    const findings = [
      finding({ ...facts, message: "waived", status: "waived", tier: "superuser" }),
      finding({ ...facts, message: "standing", status: "standing", tier: "superuser" }),
      finding({ ...facts, message: "warning", severity: "warning", tier: "superuser" }),
      finding({ ...facts, message: "low", tier: "observe" }),
      finding({ ...facts, message: "maybe", tier: "os", certainty: "conditional" }),
      finding({ ...facts, message: "certain", tier: "os" }),
    ];
    expect(told(findings)).toEqual(["certain", "maybe", "low", "warning", "standing", "waived"]);
  });

  it("keeps findings of an environment that the report does not list", () => {
    const review = reviewOf(report({ findings: [finding({ rule: "no-superuser", subject: "ann", message: "m", environment: "elsewhere" })] }));
    expect(review.environments.map(({ name, facts, groups }) => [name, facts?.kind, groups.length])).toEqual([
      ["prod", "shared", 0],
      ["elsewhere", undefined, 1],
    ]);
  });

  it("shows what changes for whom with the most dangerous gains first, and what is contained not twice", () => {
    const change = (role: string, gains: readonly string[], loses: readonly string[] = []) => ({
      environment: "prod",
      role,
      gains,
      loses,
      capabilities: { gains: [], loses: [] },
    });
    const { changes } = reviewOf(
      report({
        inputs: PLANNED.inputs,
        changes: [
          change("loser", [], ["pg_execute_server_program"]),
          change("viewer", ["pg_monitor", "pg_read_all_stats"]),
          change("runner", ["pg_monitor", "pg_execute_server_program"]),
        ],
      }),
    );
    expect(changes.isHolding).toBe(false);
    expect(
      changes.environments[0]?.rows.map(({ roles, gains, loses }) => [...roles, ...gains.map(({ name }) => name), ...loses.map(({ name }) => `-${name}`)]),
    ).toEqual([
      ["runner", "pg_execute_server_program", "pg_monitor"],
      ["viewer", "pg_monitor"],
      ["loser", "-pg_execute_server_program"],
    ]);
  });

  it("tells of a rule what is known of it, once", () => {
    const words = { title: "Nobody", severity: "error", tier: "os", rationale: "because", remedy: "mend it", references: ["https://example.com"] } as const;
    const { rules } = reviewOf(DENIED, (id) => (id === "no-server-program" ? words : undefined));
    expect(rules.map(({ id, why }) => [id, why])).toEqual([
      ["no-server-program", "because"],
      ["no-unapproved-predefined-role", null],
      ["no-self-assigned-persona", null],
      ["require-current-allowlist", null],
    ]);
  });

  it("names the inputs that could not show something, unless none could", () => {
    const input = (path: string, unseen: readonly string[]) => ({ kind: "terraform-plan", path, sha256: "a", judged: ["roles"], unseen }) as const;
    expect(reviewOf(report({ inputs: [input("a.json", ["all", "some"]), input("b.json", ["all"])] })).unseen).toEqual([
      { what: "all", inputs: [] },
      { what: "some", inputs: ["a.json"] },
    ]);
  });

  it("has no word in which something is hidden", () => {
    const { report: _, environments, ...words } = reviewOf(HOSTILE);
    const blocks = environments.flatMap(({ name, groups }) => [name, groups.map(({ blocks }) => blocks.map(({ findings, ...block }) => block))]);
    expect(JSON.stringify([words, blocks])).toMatch(/^[\x20-\x7e]*$/);
  });
});

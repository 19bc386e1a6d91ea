import fc from "fast-check";
import { NO_ORIGIN } from "../../model/access-graph";
import { CAPABILITIES, tierOf } from "../../model/capability";
import { reachWords, shownName } from "../../model/path-words";
import { type Finding, type Report, STEP_KINDS } from "../../model/report";
import { HOSTILE_NAMES } from "./hostile-names";

/** A report in which a name stands wherever an input may put one. */
export const reportWith = (name: string): Report => {
  const path: Finding["path"] = [
    { from: name, to: `${name}2`, by: "function", via: `function ${name}` },
    { from: `${name}2`, to: "pg_execute_server_program", by: "inherit", via: null },
  ];
  const found = (facts: Partial<Finding>): Finding => ({
    rule: "no-server-program",
    severity: "error",
    status: "open",
    environment: name,
    subject: name,
    tier: "os",
    capability: "execute-server-program",
    certainty: "conditional",
    condition: `the verifier of ${shownName(name)} is known`,
    message: `${shownName(name)} can run programs on the server: ${reachWords(name, path, name, "it")}, the verifier of ${shownName(name)} is known`,
    remedy: `take ${name} away`,
    path,
    source: name,
    cause: "c1",
    origin: { address: name, construct: name, file: name, line: 7 },
    waiver: null,
    ...facts,
  });
  const findings = [
    found({}),
    found({ subject: `${name}3` }),
    // As a message would be that forgot to show its names.
    found({ message: name, remedy: name, path: [], cause: null, condition: name, severity: "warning", tier: null, capability: null, source: null }),
    found({ status: "standing", cause: null, origin: NO_ORIGIN }),
    found({ status: "waived", cause: null, waiver: { owner: name, expires: "2026-12-15", reason: name } }),
  ];
  return {
    schema: "rolegate.report/1",
    tool: { name: "rolegate", version: "0.1.0" },
    today: "2026-11-20",
    inputs: [{ kind: "terraform-plan", path: name, sha256: "a".repeat(64), judged: ["roles"], unseen: [name, `${name}: x`] }],
    policies: { sha256: "b".repeat(64) },
    environments: [{ name, kind: "shared", postgres: [16], administrators: [name, "postgres"] }],
    verdict: "deny",
    findings,
    changes: [
      { environment: name, role: name, gains: [name, "pg_execute_server_program"], loses: [name], capabilities: { gains: ["superuser"], loses: ["monitor"] } },
    ],
    summary: { errors: 2, warnings: 1, standing: 1, waived: 1, roles: 1, memberships: 1 },
  };
};

/** The report of a change that breaks nothing, with the same names. */
export const allowedWith = (name: string): Report => {
  const { findings, summary, ...report } = reportWith(name);
  return { ...report, verdict: "allow", findings: findings.filter(({ status }) => status !== "open"), summary: { ...summary, errors: 0, warnings: 0 } };
};

const anyName = fc.oneof(
  fc.constantFrom("orders_app", "PUBLIC", "postgresql_role.orders_app"),
  fc.constantFrom(...HOSTILE_NAMES.map(([, name]) => name)),
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.stringMatching(/^[`|\\<>&*_[\]()#@:%!~ \n-]{0,12}$/),
);
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { nil: null });
const anyCapability = fc.constantFrom(...CAPABILITIES);
const anyStep = fc.record({ from: anyName, to: anyName, by: fc.constantFrom(...STEP_KINDS), via: maybe(anyName) });

const anyFinding: fc.Arbitrary<Finding> = fc
  .record({
    rule: fc.constantFrom("no-superuser", "no-server-program", "require-known-group"),
    severity: fc.constantFrom("error", "warning"),
    status: fc.constantFrom("open", "standing", "waived"),
    environment: anyName,
    subject: anyName,
    reached: maybe(anyCapability),
    certainty: fc.constantFrom("certain", "conditional"),
    condition: maybe(anyName),
    message: anyName,
    remedy: anyName,
    path: fc.array(anyStep, { maxLength: 3 }),
    source: maybe(anyName),
    cause: maybe(fc.constantFrom("c1", "c2", "c3")),
    origin: fc.record({ address: maybe(anyName), construct: maybe(anyName), file: maybe(anyName), line: maybe(fc.integer({ min: 1, max: 1_000_000 })) }),
    waiver: fc.record({ owner: anyName, expires: fc.constant("2026-12-31"), reason: anyName }),
  } as const)
  .map(({ reached, waiver, ...finding }) => ({
    ...finding,
    tier: reached === null ? null : tierOf(reached),
    capability: reached,
    waiver: finding.status === "waived" ? waiver : null,
  }));

/** Reports of any shape, with hostile and random names everywhere. */
export const anyReport: fc.Arbitrary<Report> = fc
  .record({
    paths: fc.array(anyName, { minLength: 1, maxLength: 3 }),
    unseen: fc.array(anyName, { maxLength: 3 }),
    kind: fc.constantFrom("terraform-source", "terraform-plan", "postgres"),
    policies: maybe(fc.constant({ sha256: "b".repeat(64) })),
    environments: fc.array(fc.record({ name: anyName, administrators: fc.array(anyName, { maxLength: 3 }) }), { maxLength: 2 }),
    findings: fc.array(anyFinding, { maxLength: 12 }),
    changes: fc.array(
      fc.record({
        environment: anyName,
        role: anyName,
        gains: fc.array(fc.oneof(anyName, fc.constantFrom("pg_monitor", "pg_execute_server_program")), { maxLength: 3 }),
        loses: fc.array(anyName, { maxLength: 2 }),
        capabilities: fc.record({ gains: fc.array(anyCapability, { maxLength: 3 }), loses: fc.array(anyCapability, { maxLength: 3 }) }),
      }),
      { maxLength: 5 },
    ),
  } as const)
  .map(({ paths, unseen, kind, policies, environments, findings, changes }) => {
    const count = (status: Finding["status"], severity?: Finding["severity"]): number =>
      findings.filter((finding) => finding.status === status && (severity === undefined || finding.severity === severity)).length;
    const errors = count("open", "error");
    return {
      schema: "rolegate.report/1",
      tool: { name: "rolegate", version: "0.1.0" },
      today: "2026-11-20",
      inputs: paths.map((path, index) => ({ kind, path, sha256: "a".repeat(64), judged: index === 0 ? ["roles"] : ["plan-safety"], unseen })),
      policies,
      environments: environments.map((environment) => ({ ...environment, kind: "shared", postgres: [16] })),
      verdict: errors > 0 ? "deny" : "allow",
      findings,
      changes,
      summary: { errors, warnings: count("open", "warning"), standing: count("standing"), waived: count("waived"), roles: 3, memberships: 4 },
    } as const;
  });

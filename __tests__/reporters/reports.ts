import { NO_ORIGIN } from "../../model/access-graph";
import type { Finding, Report } from "../../model/report";

/** A finding about which a test says only what matters. */
export const finding = (facts: Partial<Finding> & Pick<Finding, "rule" | "subject" | "message">): Finding => ({
  severity: "error",
  status: "open",
  environment: "prod",
  tier: null,
  capability: null,
  certainty: "certain",
  condition: null,
  remedy: "",
  path: [],
  cause: null,
  origin: NO_ORIGIN,
  source: null,
  waiver: null,
  ...facts,
});

/** A report about which a test says only what matters; the summary is counted. */
export const report = (facts: Partial<Report>): Report => {
  const findings = facts.findings ?? [];
  const open = findings.filter(({ status }) => status === "open");
  const errors = open.filter(({ severity }) => severity === "error").length;
  return {
    schema: "rolegate.report/1",
    tool: { name: "rolegate", version: "0.1.0" },
    today: "2026-11-20",
    inputs: [{ kind: "terraform-source", path: "cdktf.out/stacks/prod/cdk.tf.json", sha256: "a".repeat(64), judged: ["roles"], unseen: [] }],
    policies: { sha256: "b".repeat(64) },
    environments: [{ name: "prod", kind: "shared", postgres: [16], administrators: ["postgres", "tfadmin"] }],
    verdict: errors > 0 ? "deny" : "allow",
    findings,
    changes: [],
    summary: {
      errors,
      warnings: open.length - errors,
      standing: findings.filter(({ status }) => status === "standing").length,
      waived: findings.filter(({ status }) => status === "waived").length,
      roles: 12,
      memberships: 30,
    },
    ...facts,
  };
};

const programPath = (role: string): Finding["path"] => [
  ...(role === "etl" ? [] : [{ from: role, to: "etl", by: "inherit", via: null } as const]),
  { from: "etl", to: "pg_execute_server_program", by: "inherit", via: null },
];

const program = (role: string, line: number): Finding =>
  finding({
    rule: "no-server-program",
    subject: role,
    tier: "os",
    capability: "execute-server-program",
    message: `${role} can run programs on the server: it inherits ${role === "etl" ? "" : "etl, which inherits "}pg_execute_server_program`,
    remedy: "load the file in the application, or use COPY TO STDOUT and COPY FROM STDIN, which need no predefined role",
    path: programPath(role),
    cause: "c1",
    origin: { address: "postgresql_role.etl", construct: "prod/etl", file: "main.ts", line },
  });

/** What a first user meets: one cause that reaches three roles, a warning, a waived finding, and who holds what. */
export const DENIED = report({
  findings: [
    program("etl", 18),
    program("orders_app", 18),
    program("orders_reporting", 18),
    finding({
      rule: "no-unapproved-predefined-role",
      subject: "orders_app",
      tier: "data",
      capability: "read-all-data",
      message: "orders_app can read every table: it inherits pg_read_all_data, which an app is never approved for",
      remedy: "give it .read() on the schemas that it needs",
      path: [{ from: "orders_app", to: "pg_read_all_data", by: "inherit", via: null }],
      cause: "c2",
      origin: { address: "postgresql_role.orders_app", construct: "prod/orders_app", file: "main.ts", line: 24 },
    }),
    finding({
      rule: "no-self-assigned-persona",
      severity: "warning",
      subject: "ops_mallory",
      message: "ops_mallory becomes ops by the pattern `ops_*` of policies/personas.yaml:5",
      remedy: "name it in policies/personas.yaml, or give it another name",
      origin: { address: "postgresql_role.ops_mallory", construct: null, file: null, line: null },
    }),
    finding({
      rule: "require-current-allowlist",
      severity: "warning",
      status: "waived",
      environment: "migration-lab",
      subject: "etl_migrator",
      message: "the allowlist entry of etl_migrator ends in 9 days",
      remedy: "renew it in policies/allowlist.yaml:3, or remove it with the membership",
      waiver: { owner: "dba@example.com", expires: "2026-12-15", reason: "the migration ends on 12 December" },
    }),
  ],
  inputs: ["prod", "migration-lab"].map((stack) => ({
    kind: "terraform-source",
    path: `cdktf.out/stacks/${stack}/cdk.tf.json`,
    sha256: "a".repeat(64),
    judged: ["roles"],
    unseen: ["what the server holds beside this configuration: `rolegate audit` shows it"],
  })),
  environments: [
    { name: "prod", kind: "shared", postgres: [16], administrators: ["postgres", "tfadmin"] },
    { name: "migration-lab", kind: "isolated", postgres: [17], administrators: ["postgres"] },
  ],
  changes: [
    {
      environment: "prod",
      role: "ops_ann",
      gains: ["pg_monitor", "pg_signal_backend"],
      loses: [],
      capabilities: { gains: ["signal-backend", "monitor", "read-all-settings", "read-all-stats", "stat-scan-tables"], loses: [] },
    },
    {
      environment: "prod",
      role: "ops_bob",
      gains: ["pg_monitor", "pg_signal_backend"],
      loses: [],
      capabilities: { gains: ["signal-backend", "monitor", "read-all-settings", "read-all-stats", "stat-scan-tables"], loses: [] },
    },
    { environment: "prod", role: "orders_app", gains: ["pg_read_all_data"], loses: [], capabilities: { gains: ["read-all-data"], loses: [] } },
    {
      environment: "migration-lab",
      role: "etl_migrator",
      gains: ["pg_execute_server_program"],
      loses: [],
      capabilities: { gains: ["execute-server-program"], loses: [] },
    },
  ],
});

export const ALLOWED = report({});

/** Without policy files: the unknown environment, at every major. */
export const WITHOUT_POLICIES = report({
  policies: null,
  environments: [{ name: "unknown", kind: "shared", postgres: [14, 15, 16, 17, 18], administrators: ["postgres"] }],
  findings: [
    finding({
      rule: "no-unapproved-predefined-role",
      severity: "warning",
      environment: "unknown",
      subject: "etl_loader",
      tier: "control",
      capability: "signal-backend",
      certainty: "conditional",
      condition: "the stored verifier of postgres is known",
      message: "etl_loader can end the sessions of other roles (PostgreSQL 14 and 15)",
      remedy: "approve it in policies/personas.yaml, or take it away",
      path: [{ from: "etl_loader", to: "pg_signal_backend", by: "set-role", via: null }],
      cause: "c1",
      origin: { address: "postgresql_grant_role.loader", construct: null, file: null, line: null },
    }),
  ],
});

/** Names that would fool a terminal or an eye. */
export const HOSTILE = report({
  findings: [
    finding({
      rule: "require-plain-role-name",
      subject: "orders\u200b_app",
      message: "`orders\u001b[2K\u001b[1A_app` is no plain name\r\nALLOWED: 0 errors",
      remedy: "use a name without hidden characters such as \u202e or \u009b31m",
      origin: { address: 'postgresql_role.x["\u0007"]', construct: "prod/\u2028x", file: "main\u001b]8;;http://evil.example\u0007.ts", line: 3 },
    }),
  ],
});

/** A plan: gains and losses, a standing finding, a finding of a resource. */
export const PLANNED = report({
  inputs: [
    {
      kind: "terraform-plan",
      path: "plan.json",
      sha256: "c".repeat(64),
      judged: ["roles", "plan-safety"],
      unseen: ["provisioners in removed blocks: give --source"],
    },
  ],
  findings: [
    finding({
      rule: "no-opaque-resource",
      subject: "null_resource.psql",
      message: "`null_resource.psql` has a local-exec provisioner, which may run any SQL",
      remedy: "say it with a resource of the provider",
      origin: { address: "null_resource.psql", construct: null, file: null, line: null },
    }),
    finding({
      rule: "no-superuser",
      status: "standing",
      subject: "legacy_admin",
      tier: "superuser",
      capability: "superuser",
      message: "legacy_admin is a superuser",
      remedy: "ALTER ROLE legacy_admin NOSUPERUSER",
    }),
  ],
  changes: [
    { environment: "prod", role: "orders_app", gains: [], loses: ["pg_monitor"], capabilities: { gains: [], loses: ["monitor"] } },
    {
      environment: "prod",
      role: "ops_ann",
      gains: ["pg_signal_backend"],
      loses: ["pg_checkpoint"],
      capabilities: { gains: ["signal-backend"], loses: ["checkpoint"] },
    },
  ],
});

// Renders a review of so many findings in one format, as built: `node render-one.cjs FORMAT FINDINGS`. Tells the seconds of the rendering on standard error.
const { join } = require("node:path");

const [format = "", size = ""] = process.argv.slice(2);
const built = (file) => require(join(__dirname, "../dist", file));
const { reviewRenderings } = built("cli/review-renderings.js");

/** Findings as a large estate has them: a tenth of the causes reach ten roles each, the rest stand alone; names are not all plain. */
const report = (count) => {
  const findings = Array.from({ length: count }, (_, n) => {
    const role = n % 50 === 0 ? `größe_${n}_app` : `orders_${n}_app`;
    const group = `etl_${Math.floor(n / 10)}`;
    const path = [
      { from: role, to: group, by: "inherit", via: null },
      { from: group, to: "pg_execute_server_program", by: "inherit", via: null },
    ];
    return {
      rule: n % 2 === 0 ? "no-server-program" : "no-unapproved-predefined-role",
      severity: n % 5 === 0 ? "warning" : "error",
      status: n % 7 === 0 ? "standing" : "open",
      environment: `environment-${n % 3}`,
      subject: role,
      tier: n % 2 === 0 ? "os" : "data",
      capability: n % 2 === 0 ? "execute-server-program" : "read-all-data",
      certainty: "certain",
      condition: null,
      message: `${role} can run programs on the server: it inherits ${group}, which inherits pg_execute_server_program`,
      remedy: "load the data in the application: COPY FROM STDIN and COPY TO STDOUT stream through the client",
      path,
      source: null,
      cause: n % 20 < 10 ? `c${Math.floor(n / 10)}` : null,
      origin: { address: `postgresql_role.${role}`, construct: `prod/${role}`, file: `stacks/stack-${n % 100}.ts`, line: 1 + (n % 900) },
      waiver: null,
    };
  });
  const changes = findings.map(({ environment, subject }) => ({
    environment,
    role: subject,
    gains: ["pg_execute_server_program"],
    loses: [],
    capabilities: { gains: ["execute-server-program"], loses: [] },
  }));
  const environments = [0, 1, 2].map((n) => ({ name: `environment-${n}`, kind: "shared", postgres: [16], administrators: ["postgres"] }));
  const inputs = [{ kind: "terraform-plan", path: "plan.json", sha256: "a".repeat(64), judged: ["roles"], unseen: [] }];
  const summary = { errors: count, warnings: 0, standing: 0, waived: 0, roles: count, memberships: count };
  const head = { schema: "rolegate.report/1", tool: { name: "rolegate", version: "0" }, today: "2026-11-20", inputs, policies: null };
  return { ...head, environments, verdict: "deny", findings, changes, summary };
};

const given = report(Number(size));
const before = process.hrtime.bigint();
const text = reviewRenderings(given, { look: { color: false, width: 100 }, quiet: false, id: null, reached: () => [] }, { cwd: process.cwd() })[format](true);
const seconds = Number(process.hrtime.bigint() - before) / 1e9;
if (text.length === 0) throw new Error(`${format} is empty`);
process.stderr.write(String(seconds));

// `npm run bench`: the numbers that rolegate promises, as ratios to a baseline of the same run where there is one.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { benchClosure } from "./closure.mjs";
import { benchLive } from "./live.mjs";
import { measureInTurn } from "./measure.mjs";
import { benchPage } from "./page.mjs";
import { benchPlans } from "./plans.mjs";
import { benchProvider } from "./provider.mjs";
import { benchRendering } from "./render.mjs";

const root = join(import.meta.dirname ?? new URL(".", import.meta.url).pathname, "..");
const scratch = mkdtempSync(join(tmpdir(), "rolegate-bench-"));
const cli = join(root, "dist/cli/rolegate.js");
const rows = [];
/** Seconds that `node -e 0` takes on the machine that the limits are meant for: two cores of today, otherwise idle. */
const REFERENCE = 0.1;
const ratio = (what, measured, limit) => rows.push({ what, measured: `${measured.toFixed(2)} x`, limit: `at most ${limit} x`, holds: measured <= limit });

try {
  const policies = join(scratch, "policies");
  mkdirSync(policies);
  const endpoint = "endpoints: [{ host: db.example.com, port: 5432 }], databases: [orders], administrators: [postgres]";
  // The second one is where the recorded plans were made.
  const recorded = "endpoints: [{ host: pg-next.corp.test, port: 55218 }], databases: [orders], administrators: [postgres]";
  writeFileSync(
    join(policies, "environments.yaml"),
    `environments:
  - { name: prod, kind: shared, postgres: 16, platform: self-hosted, ${endpoint} }
  - { name: recorded, kind: shared, postgres: 18, platform: self-hosted, ${recorded} }
`,
  );
  writeFileSync(join(policies, "personas.yaml"), 'personas:\n  app: { roles: ["*_app"], approved: [pg_read_all_stats] }\n');
  const out = (name) => join(scratch, name);

  const synth = measureInTurn([
    { name: "bare 10,000", args: [join(root, "bench/bare.cjs"), "10000", out("bare10")] },
    { name: "gated 10,000", args: [join(root, "bench/gated.cjs"), "10000", out("gated10"), policies] },
    { name: "gated 50,000", args: [join(root, "bench/gated.cjs"), "50000", out("gated50"), policies] },
  ]);
  ratio("synthesize and gate 10,000 memberships, to bare cdktf", synth.get("gated 10,000") / synth.get("bare 10,000"), 1.5);
  ratio("synthesize and gate 50,000, to 10,000", synth.get("gated 50,000") / synth.get("gated 10,000"), 5.5);

  const example = out("example");
  execFileSync(process.execPath, ["--import", "tsx", "main.ts"], { cwd: root, env: { ...process.env, CDKTF_OUTDIR: example } });
  const commands = measureInTurn(
    [
      { name: "bare node", args: ["-e", "0"] },
      { name: "version", args: [cli, "--version"] },
      { name: "check example", args: [cli, "check", example, "--policies", join(root, "policies")] },
      { name: "check 50,000", args: [cli, "check", out("gated50"), "--policies", policies] },
    ],
    5,
  );
  // The baseline of limits in seconds: a machine that is slow today starts Node slowly too, and is measured by that.
  const bare = commands.get("bare node");
  rows.push({ what: "node -e 0, the baseline of what follows", measured: `${bare.toFixed(2)} s`, limit: `${REFERENCE} s at the reference`, holds: true });
  const atReference = (what, measured, limit) => ({
    what,
    measured: `${measured.toFixed(2)} s, ${(measured / bare).toFixed(1)} x the baseline`,
    limit: `at most ${limit} s, or ${(limit / REFERENCE).toFixed(1)} x`,
    holds: measured <= limit || measured / bare <= limit / REFERENCE,
  });
  rows.push(atReference("rolegate check, 50,000 memberships", commands.get("check 50,000"), 2));
  rows.push(atReference("rolegate --version", commands.get("version"), 0.15));
  rows.push(atReference("rolegate check, the example", commands.get("check example"), 0.4));
  for (const row of benchPlans(cli, policies, scratch, atReference)) rows.push(row);
  for (const row of benchClosure(atReference)) rows.push(row);
  for (const row of benchRendering(atReference)) rows.push(row);
  for (const row of await benchPage(scratch, atReference)) rows.push(row);
  for (const row of await benchLive(cli, scratch)) rows.push(row);
  for (const row of await benchProvider(cli, scratch, atReference)) rows.push(row);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

console.table(rows);
if (rows.some(({ holds }) => !holds)) process.exitCode = 1;

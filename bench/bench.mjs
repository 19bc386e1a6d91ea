// `npm run bench`: the numbers that rolegate promises, as ratios to a baseline of the same run where there is one.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { benchClosure } from "./closure.mjs";
import { measureInTurn } from "./measure.mjs";

const root = join(import.meta.dirname ?? new URL(".", import.meta.url).pathname, "..");
const scratch = mkdtempSync(join(tmpdir(), "rolegate-bench-"));
const cli = join(root, "dist/cli/rolegate.js");
const rows = [];
const report = (what, measured, limit, unit) =>
  rows.push({ what, measured: `${measured.toFixed(2)} ${unit}`, limit: `at most ${limit} ${unit}`, holds: measured <= limit });

try {
  const policies = join(scratch, "policies");
  mkdirSync(policies);
  const endpoint = "endpoints: [{ host: db.example.com, port: 5432 }], databases: [orders], administrators: [postgres]";
  writeFileSync(join(policies, "environments.yaml"), `environments:\n  - { name: prod, kind: shared, postgres: 16, platform: self-hosted, ${endpoint} }\n`);
  writeFileSync(join(policies, "personas.yaml"), 'personas:\n  app: { roles: ["*_app"], approved: [pg_read_all_stats] }\n');
  const out = (name) => join(scratch, name);

  const synth = measureInTurn([
    { name: "bare 10,000", args: [join(root, "bench/bare.cjs"), "10000", out("bare10")] },
    { name: "gated 10,000", args: [join(root, "bench/gated.cjs"), "10000", out("gated10"), policies] },
    { name: "gated 50,000", args: [join(root, "bench/gated.cjs"), "50000", out("gated50"), policies] },
  ]);
  report("synthesize and gate 10,000 memberships, to bare cdktf", synth.get("gated 10,000") / synth.get("bare 10,000"), 1.5, "x");
  report("synthesize and gate 50,000, to 10,000", synth.get("gated 50,000") / synth.get("gated 10,000"), 5.5, "x");

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
  report("rolegate check, 50,000 memberships", commands.get("check 50,000"), 2, "s");
  report("rolegate --version", commands.get("version"), 0.15, "s");
  report("  of it bare node", commands.get("bare node"), 0.15, "s");
  report("rolegate check, the example", commands.get("check example"), 0.4, "s");
  for (const row of benchClosure()) rows.push(row);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

console.table(rows);
if (rows.some(({ holds }) => !holds)) process.exitCode = 1;

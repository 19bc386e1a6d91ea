// The numbers of judging plans. The floor is what nobody can do without: start Node, read the file, `JSON.parse` it as a whole, and nothing else.
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { writePlan } from "./large-plan.mjs";
import { measureOnce } from "./measure.mjs";

const FLOOR = "JSON.parse(require('node:fs').readFileSync(process.argv[1], 'utf8'))";

/** Each plan is written, measured and removed again, so that never more than one stands on the disk. */
export const benchPlans = (cli, policies, scratch, atReference) => [
  ...measured(
    scratch,
    "100 changes",
    { changes: 100 },
    ({ check }) => [atReference("rolegate check, a plan of 100 changes", check.seconds, 0.3)],
    cli,
    policies,
  ),
  ...measured(scratch, "10,000 changes", { changes: 10_000 }, toFloor("a plan of 10,000 changes", 1.3, null), cli, policies),
  ...measured(scratch, "50,000 changes", { changes: 50_000 }, toFloor("a plan of 50,000 changes", 1.2, 0.7), cli, policies),
  ...measured(scratch, "50,000 by for_each", { changes: 50_000, isWrittenOut: false }, toFloor("50,000 changes by for_each", 1.2, 0.7), cli, policies),
  ...RECORDED.flatMap((plan) => recorded(plan, scratch, cli, policies)),
  ...huge(scratch, cli, policies),
  ...policyEngines(scratch),
];

/**
 * Plans that Terraform 1.11.4 made with the provider cyrilgdn/postgresql 1.26.0, exactly as `terraform show -json` wrote them: login roles in groups, every
 * second with its group in `roles`, the others with one `postgresql_grant_role`. `update` is the same after an apply, with drift and a prior state. In the
 * last one somebody gets pg_execute_server_program.
 */
const RECORDED = [
  { name: "roles-1000-first", changes: "1,550", time: null, status: 0 },
  { name: "roles-1000-update", changes: "1,550, with drift", time: null, status: 0 },
  { name: "roles-5000-first", changes: "7,600", time: 1.3, status: 1 },
];
const recorded = ({ name, changes, time, status }, scratch, cli, policies) =>
  inFile(
    join(scratch, `${name}.json`),
    (path) => writeFileSync(path, gunzipSync(readFileSync(new URL(`recorded/${name}.json.gz`, import.meta.url)))),
    (path, megabytes) =>
      toFloor(
        `a recorded plan of ${changes} changes`,
        time,
        null,
      )(resultsOf(path, megabytes, () => measureOnce([cli, "check", path, "--policies", policies], [status]))),
  );

const toFloor = (what, time, memory) => (results) => {
  const { check, floor, megabytes } = results;
  const [seconds, peak] = [check.seconds / floor.seconds, check.megabytes / floor.megabytes];
  const row = (measure, ratio, limit, values) => ({
    what: `${measure} of ${what} (${megabytes} MB), to the floor`,
    measured: `${ratio.toFixed(2)} x (${values})`,
    limit: limit === null ? "stated" : `at most ${limit} x`,
    holds: limit === null || ratio <= limit,
  });
  return [
    row("time", seconds, time, `${check.seconds.toFixed(2)} s to ${floor.seconds.toFixed(2)} s`),
    row("peak memory", peak, memory, `${check.megabytes.toFixed(0)} MB to ${floor.megabytes.toFixed(0)} MB`),
  ];
};

const measured = (scratch, name, size, rowsOf, cli, policies) =>
  withPlan(scratch, name, size, (path, megabytes) => rowsOf(resultsOf(path, megabytes, () => checked(cli, path, policies))));

/** The floor and the check in turn, and of each the best: what else the machine does only ever adds to it. */
const resultsOf = (path, megabytes, check) => {
  const results = [1, 2, 3, 4, 5].map(() => ({ floor: measureOnce(["-e", FLOOR, path]), check: check() }));
  const best = (program) => ({
    seconds: Math.min(...results.map((result) => result[program].seconds)),
    megabytes: Math.min(...results.map((result) => result[program].megabytes)),
  });
  return { floor: best("floor"), check: best("check"), megabytes };
};

/** Larger than any string of JavaScript: there is no floor. Half of it are 50,000 roles and memberships with long texts of another provider beside them. */
const huge = (scratch, cli, policies) =>
  withPlan(scratch, "1 GB", { changes: 50_000, others: 100_000, textLength: 4_200 }, (path, megabytes) => {
    const { seconds, megabytes: peak } = checked(cli, path, policies);
    return [
      { what: `peak memory of a plan of ${megabytes} MB, 150,000 changes`, measured: `${peak.toFixed(0)} MB`, limit: "at most 400 MB", holds: peak <= 400 },
      { what: "  its time", measured: `${seconds.toFixed(1)} s`, limit: "stated", holds: true },
    ];
  });

const checked = (cli, path, policies) => measureOnce([cli, "check", path, "--policies", policies]);

const withPlan = (scratch, name, size, use) => inFile(join(scratch, `${name}.json`), (path) => writePlan(path, size), use);

const inFile = (path, write, use) => {
  try {
    write(path);
    return use(path, Math.round(statSync(path).size / 1e6));
  } finally {
    rmSync(path, { force: true });
  }
};

const RULE = fileURLToPath(new URL("engine.rego", import.meta.url));
const ENGINES = [
  { name: "opa", version: ["version"], args: (path) => ["eval", "--data", RULE, "--input", path, "data.main.deny"] },
  { name: "conftest", version: ["--version"], args: (path) => ["test", "--policy", RULE, path] },
];

/** They are measured beside us where they are installed: one transitive rule, of all that a gate has to ask. */
const policyEngines = (scratch) =>
  ENGINES.flatMap(({ name, version, args }) => {
    const what = `${name}, one transitive rule`;
    if (spawnSync(name, version).error !== undefined) return [{ what, measured: "SKIPPED: it is not installed", limit: "stated", holds: true }];
    return [10_000, 50_000].map((changes) =>
      withPlan(scratch, "engine", { changes }, (path) => {
        const started = process.hrtime.bigint();
        const { status, stderr } = spawnSync(name, args(path), { stdio: ["ignore", "ignore", "pipe"], encoding: "utf8" });
        if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr}`);
        return {
          what: `${what}, a plan of ${changes} changes`,
          measured: `${(Number(process.hrtime.bigint() - started) / 1e9).toFixed(1)} s`,
          limit: "stated",
          holds: true,
        };
      }),
    );
  });

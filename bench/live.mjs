// The numbers of live servers: the whole command against plain Node that asks the catalogs for the same facts and does nothing with them.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { AUDITOR_PASSWORD, fill, startServer, urlOf } from "./live-data.mjs";
import { writeStack } from "./live-stack.mjs";
import { measureOnce } from "./measure.mjs";

const FLOOR = fileURLToPath(new URL("live-floor.cjs", import.meta.url));
const MAJOR = 18;
const CLUSTERS = [
  { what: "5,000 roles, 20,000 memberships, 40,000 privileges", size: { roles: 5000, memberships: 20_000, tables: 1000, privileges: 40_000 }, limit: 1.6 },
  { what: "50,000 roles, 200,000 memberships", size: { roles: 50_000, memberships: 200_000 }, limit: 2 },
];
const MEMORY_LIMIT = 1.5;

/** Of the memberships one in so many is only on the server, for a drift that finds something. */
const LEFT_OUT = 100;

/** Rows of the table: time and memory of `audit` and `drift` as multiples of the floor's, of the same minutes. */
export const benchLive = async (cli, scratch) => {
  const rows = [];
  for (const [at, { what, size, limit }] of CLUSTERS.entries()) {
    const server = await startServer(MAJOR);
    try {
      await fill(server, size);
      const policies = writePolicies(join(scratch, `live-${at}`), server);
      const url = urlOf(server, "auditor", AUDITOR_PASSWORD);
      const equal = await writeStack(join(scratch, `equal-${at}`), server);
      const differing = await writeStack(join(scratch, `differing-${at}`), server, LEFT_OUT);
      const { floor, ...commands } = inTurn({
        floor: [FLOOR, url],
        audit: [cli, "audit", url, "--policies", policies],
        "drift, code and server equal": [cli, "drift", equal, url, "--policies", policies],
        [`drift, one membership in ${LEFT_OUT} not in the code`]: [cli, "drift", differing, url, "--policies", policies],
      });
      const row = (name, value, unit, most) => ({
        what: name,
        measured: `${value.toFixed(2)} ${unit}`,
        limit: most === null ? "stated" : `at most ${most} ${unit}`,
        holds: most === null || value <= most,
      });
      rows.push(row(`the catalogs of ${what}, asked by plain Node`, floor.seconds, "s", null));
      for (const [name, command] of Object.entries(commands)) {
        rows.push(row(`  rolegate ${name}, to that`, command.seconds / floor.seconds, "x", limit));
        rows.push(row("  its memory, to that", command.megabytes / floor.megabytes, "x", MEMORY_LIMIT));
      }
    } finally {
      await server.stop();
    }
  }
  return rows;
};

/** Logins are operators who may monitor: what is left are the few that reach the operating system. */
const writePolicies = (folder, { host, port }) => {
  mkdirSync(folder);
  const endpoint = `endpoints: [{ host: ${host}, port: ${port} }], administrators: [postgres], audit: { user: auditor }`;
  writeFileSync(join(folder, "environments.yaml"), `environments:\n  - { name: prod, kind: shared, postgres: ${MAJOR}, platform: self-hosted, ${endpoint} }\n`);
  writeFileSync(
    join(folder, "personas.yaml"),
    'personas:\n  ops: { roles: ["login_*", auditor], approved: [pg_monitor, pg_read_all_stats, pg_read_all_settings] }\n',
  );
  return folder;
};

/** The median of some runs of each, in turn, so that a slow minute of the machine hits all of them. */
const inTurn = (programs, runs = 5) => {
  const all = Object.fromEntries(Object.keys(programs).map((name) => [name, []]));
  for (let run = 0; run < runs; run++) for (const [name, args] of Object.entries(programs)) all[name].push(measureOnce(args, [0, 1]));
  const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
  const of = (results) => ({ seconds: median(results.map(({ seconds }) => seconds)), megabytes: median(results.map(({ megabytes }) => megabytes)) });
  return Object.fromEntries(Object.entries(all).map(([name, results]) => [name, of(results)]));
};

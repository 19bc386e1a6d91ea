import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import fc from "fast-check";
import startServers from "../../__tests__/support/global-setup";
import stopServers from "../../__tests__/support/global-teardown";
import { inRollback, ORACLES, type OracleServer, oracleServer } from "../../__tests__/support/oracle";
import { forPsql } from "../../__tests__/support/random-roles";
import { MAJORS, type Major } from "../../model/predefined-roles";

const MINUTE = 60_000;
const PROGRESS_EVERY = 30_000;
/** Scripts of each oracle in one round; a round is what one seed brings back. */
const ROUND = 10;

interface Options {
  readonly until: number;
  readonly minutes: number;
  readonly majors: readonly Major[];
  readonly seed: number;
}

const counts = { graphs: 0, answers: 0 };
let isStopped = false;

const optionsOf = (argv: readonly string[]): Options => {
  const { values } = parseArgs({ args: [...argv], options: { minutes: { type: "string" }, majors: { type: "string" }, seed: { type: "string" } } });
  const minutes = Number(values.minutes ?? 60);
  const majors = values.majors === undefined ? MAJORS : MAJORS.filter((major) => values.majors?.split(",").includes(String(major)));
  const seed = Number(values.seed ?? randomInt(2 ** 31));
  if (!(minutes > 0)) throw new Error(`--minutes takes a number above 0, not \`${values.minutes}\``);
  if (majors.length === 0) throw new Error(`--majors takes some of ${MAJORS.join(",")}, not \`${values.majors}\``);
  if (!Number.isSafeInteger(seed)) throw new Error(`--seed takes a whole number, not \`${values.seed}\``);
  return { until: Date.now() + minutes * MINUTE, minutes, majors, seed };
};

/** Round after round until the time is over; the text of the first difference, or null. */
const askAll = (major: Major, { until, seed }: Options): Promise<string | null> =>
  oracleServer(major, async (server) => {
    for (let round = 0; ; round++) {
      for (const oracle of ORACLES) {
        if (isStopped || Date.now() >= until) return null;
        const difference = await ask(server, oracle, seed + round);
        if (difference !== null) return difference;
      }
    }
  });

const ask = async (server: OracleServer, { title, scripts, compare }: (typeof ORACLES)[number], seed: number): Promise<string | null> => {
  const { major } = server;
  const property = fc.asyncProperty(scripts(major), async (script) => {
    const answers = await inRollback(server, script, (logins) => compare(server, logins));
    counts.graphs++;
    counts.answers += answers;
  });
  const result = await fc.check(property, { seed, numRuns: ROUND });
  if (!result.failed) return null;
  const { errorInstance, counterexample } = result;
  const reason = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
  const replay = `npm run oracle -- --majors ${major} --seed ${seed}`;
  return `PostgreSQL ${major}, the closure ${title}: not here\n${reason}\n\n${counterexample === null ? "" : forPsql(counterexample[0])}\n\nagain: ${replay}`;
};

const progress = ({ seed, majors }: Options, started: number, differences: number): string =>
  `${((Date.now() - started) / MINUTE).toFixed(1)} min, PostgreSQL ${majors.join(", ")}: ${counts.graphs} graphs, ${counts.answers} answers compared, ${differences} mismatches, seed ${seed}`;

const main = async (): Promise<number> => {
  const options = optionsOf(process.argv.slice(2));
  const started = Date.now();
  console.log(`seed ${options.seed}, ${options.minutes} minutes; Ctrl-C ends it`);
  process.once("SIGINT", () => {
    isStopped = true;
  });
  await startServers();
  const timer = setInterval(() => console.log(progress(options, started, 0)), PROGRESS_EVERY);
  try {
    const found = await Promise.all(
      options.majors.map(async (major) => {
        const difference = await askAll(major, options);
        isStopped ||= difference !== null;
        return difference;
      }),
    );
    const differences = found.filter((difference) => difference !== null);
    for (const difference of differences) console.log(`\n${difference}\n`);
    console.log(progress(options, started, differences.length));
    return differences.length === 0 ? 0 : 1;
  } finally {
    clearInterval(timer);
    await stopServers();
  }
};

main().then(
  (code) => process.exit(code),
  (error: Error) => {
    console.error(error.message);
    process.exit(2);
  },
);

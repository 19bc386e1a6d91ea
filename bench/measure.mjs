import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const PEAK = fileURLToPath(new URL("peak.cjs", import.meta.url));

/** Runs a Node program as a process of its own: wall seconds, peak memory in MB. Throws when it fails. */
export const measureOnce = (args, expected = [0]) => {
  const started = process.hrtime.bigint();
  const stdio = ["ignore", "ignore", "pipe", "pipe"];
  const { status, stderr, output } = spawnSync(process.execPath, ["--require", PEAK, ...args], { stdio, encoding: "utf8", maxBuffer: 1e9 });
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  if (!expected.includes(status)) throw new Error(`${args.join(" ")} ended with ${status}: ${stderr.slice(-2000)}`);
  return { seconds, status, stderr: stderr.slice(-2000), megabytes: Number(output[3]) / 1024 };
};

/** The median of some runs of each program, taken in turn, so that a slow minute of the machine hits all of them. */
export const measureInTurn = (programs, runs = 3) => {
  const results = new Map(programs.map(({ name }) => [name, []]));
  for (let run = 0; run < runs; run++) for (const { name, args, expected } of programs) results.get(name).push(measureOnce(args, expected));
  return new Map([...results].map(([name, all]) => [name, median(all.map(({ seconds }) => seconds))]));
};

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

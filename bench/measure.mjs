import { spawnSync } from "node:child_process";

/** Runs a Node program as a process of its own: wall seconds, peak memory in MB. Throws when it fails. */
export const measureOnce = (args, expected = [0]) => {
  const code = `
    const { spawnSync } = require("node:child_process");
    const started = process.hrtime.bigint();
    const { status, stderr } = spawnSync(process.execPath, ${JSON.stringify(args)}, { stdio: ["ignore", "ignore", "pipe"], encoding: "utf8", maxBuffer: 1e9 });
    console.log(JSON.stringify({ seconds: Number(process.hrtime.bigint() - started) / 1e9, status, stderr: stderr.slice(-2000), megabytes: process.resourceUsage().maxRSS / 1024 }));`;
  const { stdout } = spawnSync(process.execPath, ["-e", code], { encoding: "utf8" });
  const result = JSON.parse(stdout);
  if (!expected.includes(result.status)) throw new Error(`${args.join(" ")} ended with ${result.status}: ${result.stderr}`);
  return result;
};

/** The median of some runs of each program, taken in turn, so that a slow minute of the machine hits all of them. */
export const measureInTurn = (programs, runs = 3) => {
  const results = new Map(programs.map(({ name }) => [name, []]));
  for (let run = 0; run < runs; run++) for (const { name, args, expected } of programs) results.get(name).push(measureOnce(args, expected));
  return new Map([...results].map(([name, all]) => [name, median(all.map(({ seconds }) => seconds))]));
};

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

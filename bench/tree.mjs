// CPU of whole process trees. Node says only what itself took; a shell counts all that it waited for, and what those waited for.
import { spawnSync } from "node:child_process";

const COUNTED = '"$@"; code=$?; times >&3; exit $code';

/** Runs a command: wall seconds, and seconds of CPU, user's and system's, of it and all that it started. Throws when it fails. */
export const measureTree = (command, args, { cwd, env = process.env, expected = [0] } = {}) => {
  const started = process.hrtime.bigint();
  const stdio = ["ignore", "pipe", "pipe", "pipe"];
  const { status, stdout, stderr, output } = spawnSync("sh", ["-c", COUNTED, "sh", command, ...args], { cwd, env, stdio, encoding: "utf8", maxBuffer: 1e9 });
  const wall = Number(process.hrtime.bigint() - started) / 1e9;
  if (!expected.includes(status)) throw new Error(`${command} ${args.join(" ")} ended with ${status}: ${stdout.slice(-3000)}${stderr.slice(-3000)}`);
  return { wall, cpu: secondsIn(output[3]), stdout };
};

/** Of what `times` prints: the first line is the shell's own, `0m0.01s 0m0.00s`, the second that of its children. */
const secondsIn = (text) => {
  const [, children = ""] = text.trim().split("\n");
  return [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds), 0);
};

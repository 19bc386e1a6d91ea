// Starts the provider as Terraform does, and counts its CPU up to the line by which Terraform finds its server.
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

const COOKIE = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";

/** Seconds of CPU of a Node program until it prints a line. Nothing else is in its environment: certificates, for one, make Node itself start slowly. */
export const startOnce = (args) =>
  new Promise((resolve, reject) => {
    const env = { PATH: process.env.PATH, TF_PLUGIN_MAGIC_COOKIE: COOKIE, PLUGIN_PROTOCOL_VERSIONS: "5,6" };
    const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "inherit"] });
    child.once("error", reject);
    child.stdout.once("data", () => {
      resolve(secondsOf(child.pid));
      child.kill("SIGKILL");
    });
  });

/** Of all its threads, as Linux counts them in nanoseconds. */
const secondsOf = (process) =>
  readdirSync(`/proc/${process}/task`).reduce(
    (sum, thread) => sum + Number(readFileSync(`/proc/${process}/task/${thread}/schedstat`, "utf8").split(" ")[0]),
    0,
  ) / 1e9;

// `npm run oracle [-- --minutes N --majors 14,16 --seed S]`: asks the closure and real PostgreSQL servers the same random questions, for an hour unless
// said otherwise, and prints how far it is. Exits 1 with a script for psql at the first answer that differs; the seed that it prints brings it back.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { install } from "./install.mjs";
import { refuseOldNode } from "./node-version.mjs";

refuseOldNode();
install();

const tsx = createRequire(import.meta.url).resolve("tsx/cli");
// The oracles read the length of a sample when they are loaded: these are the long ones.
const env = { ...process.env, ROLEGATE_LONG: "1" };
const { status } = spawnSync(process.execPath, [tsx, fileURLToPath(new URL("oracle/main.ts", import.meta.url)), ...process.argv.slice(2)], {
  stdio: "inherit",
  env,
});
process.exit(status ?? 1);

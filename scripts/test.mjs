// `npm test`: installs what is missing, prints the seed of the random tests, and runs every suite. `--long` makes the random suites long,
// with a seed of its own each time; the short ones ask the same questions each time, so that a change fails by what it changes.
// Other arguments go to jest.
import { spawnSync } from "node:child_process";
import { randomInt } from "node:crypto";
import { createRequire } from "node:module";
import { install } from "./install.mjs";
import { refuseOldNode } from "./node-version.mjs";

refuseOldNode();
install();

const [isLong, args] = [process.argv.includes("--long"), process.argv.slice(2).filter((argument) => argument !== "--long")];
const seed = process.env.ROLEGATE_SEED ?? String(isLong ? randomInt(2 ** 31) : 20261120);
console.log(`random tests: ROLEGATE_SEED=${seed}${isLong ? ", long" : ""}`);

const jest = createRequire(import.meta.url).resolve("jest/bin/jest");
const env = { ...process.env, ROLEGATE_SEED: seed, ...(isLong && { ROLEGATE_LONG: "1" }) };
const { status } = spawnSync(process.execPath, [jest, ...args], { stdio: "inherit", env });
process.exit(status ?? 1);

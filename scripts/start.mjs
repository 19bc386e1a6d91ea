// `npm start`: the tour, on a machine with Node alone. Installs what is missing, then runs scripts/tour/main.ts.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { install } from "./install.mjs";
import { refuseOldNode } from "./node-version.mjs";

refuseOldNode();
install();

const folder = dirname(fileURLToPath(import.meta.url));
const typescript = createRequire(import.meta.url).resolve("tsx/cjs");
// The channel tells the tour when we are gone, even where we could not say so. tsx keeps its cache in a folder that nobody would remove.
const tour = spawn(process.execPath, ["--require", typescript, join(folder, "tour", "main.ts"), ...process.argv.slice(2)], {
  stdio: ["ignore", "inherit", "inherit", "ipc"],
  env: { ...process.env, TSX_TSCONFIG_PATH: join(dirname(folder), "tsconfig.json"), TSX_DISABLE_CACHE: "1" },
});

// A terminal sends its Ctrl-C to the tour as well; it clears up, and we end as it ends.
process.on("SIGINT", () => {});
for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => tour.kill(signal));
tour.on("exit", (code) => process.exit(code ?? 1));

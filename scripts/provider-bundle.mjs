// Puts the Terraform provider into one file with everything in it, and beside it what V8 makes of that file in a plan: Terraform starts it outside of any
// package, three times for one plan.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { Client, credentials } from "@grpc/grpc-js";
import { makeBundle } from "./make-bundle.mjs";

const require = createRequire(import.meta.url);
/** Of `pg`, and only where somebody installed it. */
const EXTERNAL = ["pg-native"];

/** grpc's server names its client, and what describes services to it, for what it is never asked here. */
const SERVER_ONLY = {
  name: "server-only",
  setup: (build) => {
    build.onResolve({ filter: /^(\.\/make-client|@grpc\/proto-loader)$/ }, ({ path, importer }) =>
      importer.includes("grpc-js") ? { path, namespace: "server-only" } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: "server-only" }, () => ({ contents: "" }));
  },
};

const OPTIONS = {
  external: EXTERNAL,
  plugins: [SERVER_ONLY],
  // By this `pg` looks for Cloudflare, and Node 20 loads its whole `fetch` to answer.
  define: { Response: "undefined" },
};

/** Writes `provider.cjs`, which Terraform starts, and what it starts itself, into a folder. `loader` is the built file that runs a bundle. */
export const makeProvider = async (folder, loader) => {
  const scratch = mkdtempSync(join(tmpdir(), "rolegate-build-"));
  try {
    await makeBundle("provider/rehearsal.ts", join(scratch, "rehearsal.cjs"), OPTIONS);
    const { schemaBytes, rehearsal } = require(join(scratch, "rehearsal.cjs"));
    const define = { ...OPTIONS.define, ROLEGATE_SCHEMAS: JSON.stringify(schemaBytes().toString("base64")) };
    const bundle = join(folder, "provider.bundle.js");
    await makeBundle("provider/main.ts", bundle, { ...OPTIONS, define });
    await makeBundle("provider/start.ts", join(folder, "provider.cjs"), {});
    writeFileSync(join(scratch, "environments.yaml"), "environments: [{ name: prod, kind: shared, postgres: 16, endpoints: [{ host: db.example.com }] }]\n");
    await makeCache(loader, bundle, rehearsal(scratch));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
};

const COOKIE = { TF_PLUGIN_MAGIC_COOKIE: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2", PLUGIN_PROTOCOL_VERSIONS: "6" };

/** The process may end before its answer is out. */
const SHUTDOWN = "/plugin.GRPCController/Shutdown";

/** Starts the provider as Terraform does, but in clear, asks it what a plan asks, and lets it write what was compiled for that when it ends. */
const makeCache = async (loader, bundle, calls) => {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), "--cache", loader, bundle], {
    env: { ...COOKIE, PATH: process.env.PATH },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  const line = await Promise.race([once(createInterface({ input: child.stdout }), "line"), ended]);
  const [, , , address] = String(line[0]).split("|");
  if (address === undefined) throw new Error(`the provider that was put into one file ended with ${line[0]}`);
  const client = new Client(`unix:${address}`, credentials.createInsecure());
  const same = (bytes) => bytes;
  for (const { path, request } of calls)
    await new Promise((resolve, reject) => {
      client.makeUnaryRequest(path, same, same, request, (error) => (error === null || path === SHUTDOWN ? resolve() : reject(error)));
    });
  client.close();
  const [status] = await ended;
  if (status !== 0) throw new Error(`the provider that was put into one file ended with ${status}`);
  const { script } = require(loader).bundledCommand(bundle);
  if (script.cachedDataRejected !== false) throw new Error("V8 refuses the code cache of the provider");
};

const [program, what, ...words] = process.argv.slice(1);
const isProgram = program === fileURLToPath(import.meta.url);
// The provider in one file, in half a second: for the tour, which runs before anything was built.
if (isProgram && what === "--plain") await makeBundle("provider/main.ts", join(words[0], "provider.cjs"), OPTIONS);
if (isProgram && what === "--cache") {
  const [loader, bundle] = words;
  const { script, cacheFile, start } = require(loader).bundledCommand(bundle);
  process.on("exit", () => writeFileSync(cacheFile, script.createCachedData()));
  start(createRequire(bundle));
}

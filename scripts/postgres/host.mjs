// Runs one PostgreSQL server for as long as its standard input is open. Whoever wants the server holds the other end of that
// pipe; when it closes, however its holder ended, the server stops and its folder goes. Plain Node, no dependencies.
//
// In:  one line of JSON, { major, port? }; later perhaps the line "stop".
// Out: one line of JSON, { host, port, user, password, folder } when it accepts connections, or { error }.
import { spawn } from "node:child_process";
import { randomBytes, randomInt } from "node:crypto";
import { appendFileSync, chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { serverAccount, temporaryRoot } from "./account.mjs";
import { binariesOf } from "./binaries.mjs";

const HOST = "127.0.0.1";
const START_ATTEMPTS = 20;
const STOP_MILLISECONDS = 8000;
const LATE_MILLISECONDS = 2000;

/** What makes a server that nobody needs tomorrow fast, small and quiet. No socket: a file in a shared folder is one thing more to guard. */
const CONFIGURATION = `
listen_addresses = '${HOST}'
unix_socket_directories = ''
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
shared_buffers = 16MB
max_connections = 50
max_locks_per_transaction = 256
timezone = 'UTC'
log_timezone = 'UTC'
log_checkpoints = off
`;

let folder = null;
let running = null;
let stopping = false;
/** Until the holder says "stop", or we end by ourselves; where the pipe closes before, the holder died. */
let isWanted = true;

const main = async () => {
  const { major, port } = JSON.parse(await firstLine());
  const account = serverAccount();
  folder = mkdtempSync(join(temporaryRoot(account), "rolegate-postgres-"));
  if (account !== null) chmodSync(folder, 0o711);
  const binaries = binariesOf(major, account, folder);
  const password = randomBytes(18).toString("base64url");
  await initialize(binaries, account, password);
  const chosen = await startOnFreePort(binaries, account, port);
  tell({ host: HOST, port: chosen, user: "postgres", password, folder });
};

const firstLine = () =>
  new Promise((resolve) => {
    const lines = createInterface({ input: process.stdin });
    lines.on("line", (line) => {
      if (line === "stop") isWanted = false;
      else resolve(line);
    });
    lines.once("close", () => stop(0));
  });

const tell = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);

const initialize = async (binaries, account, password) => {
  const data = join(folder, "data");
  const passwordFile = join(folder, "password");
  mkdirSync(data, { mode: 0o700 });
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (account !== null) for (const path of [data, passwordFile]) chownSync(path, account.uid, account.gid);
  const options = [
    "--username=postgres",
    "--auth=scram-sha-256",
    `--pwfile=${passwordFile}`,
    "--no-sync",
    "--locale=C",
    "--encoding=UTF8",
    "--no-instructions",
  ];
  const { code, log } = await runToEnd(start(binaries, "initdb", [`--pgdata=${data}`, ...options], account));
  if (code !== 0) throw new Error(`initdb failed: ${log.slice(-5).join("; ")}`);
  rmSync(passwordFile);
  appendFileSync(join(data, "postgresql.conf"), CONFIGURATION);
};

const startOnFreePort = async (binaries, account, preferred) => {
  let port = preferred ?? randomPort();
  for (let attempt = 0; attempt < START_ATTEMPTS; attempt += 1, port = randomPort()) {
    if (!(await isFree(port))) continue;
    const server = start(binaries, "postgres", ["-D", join(folder, "data"), "-p", String(port)], account);
    const log = await readyOrEnded(server);
    if (log === null) return port;
    // Another process may have taken the port between the look and the start.
    if (!log.some((line) => line.includes("could not bind") || line.includes("could not create any TCP/IP sockets"))) {
      throw new Error(`PostgreSQL did not start: ${log.slice(-5).join("; ")}`);
    }
  }
  throw new Error(`no free port after ${START_ATTEMPTS} attempts`);
};

/** Below the range that systems hand out to outgoing connections, so that none of those takes it first. */
const randomPort = () => randomInt(20000, 32000);

const isFree = (port) =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen({ host: HOST, port, exclusive: true }, () => probe.close(() => resolve(true)));
  });

/** In a process group of its own, so that a Ctrl-C at the terminal reaches us alone and we stop it in order. */
const start = (binaries, program, args, account) => {
  const { PATH, SystemRoot, TEMP } = process.env;
  const child = spawn(join(binaries, "bin", program), args, {
    cwd: join(folder, "data"),
    env: { PATH, LC_ALL: "C", TZ: "UTC", ...(SystemRoot && { SystemRoot, TEMP }) },
    stdio: ["ignore", "ignore", "pipe"],
    detached: process.platform !== "win32",
    ...(account && { uid: account.uid, gid: account.gid }),
  });
  child.log = [];
  child.failed = new Promise((_, reject) => child.once("error", (error) => reject(new Error(`${program} cannot be run here: ${error.message}`))));
  child.failed.catch(() => {});
  createInterface({ input: child.stderr }).on("line", (line) => {
    child.log.push(line);
    if (child.log.length > 50) child.log.shift();
    child.emit("log", line);
  });
  child.ended = new Promise((resolve) => child.once("close", (code) => resolve(code)));
  running = child;
  return child;
};

const runToEnd = async (child) => ({ code: await Promise.race([child.ended, child.failed]), log: child.log });

/** Null when it accepts connections; its log when it ended before that. */
const readyOrEnded = async (server) => {
  const ready = new Promise((resolve) => server.on("log", (line) => line.includes("ready to accept connections") && resolve(true)));
  const isReady = await Promise.race([ready, server.ended.then(() => false), server.failed]);
  if (!isReady) return server.log;
  server.ended.then(() => stop(1));
  return null;
};

const stop = async (code) => {
  if (stopping) return;
  stopping = true;
  if (running !== null && running.exitCode === null && running.signalCode === null && running.pid !== undefined) {
    // SIGQUIT is PostgreSQL's immediate shutdown: its files are about to be removed.
    running.kill("SIGQUIT");
    const timer = setTimeout(() => running.kill("SIGKILL"), STOP_MILLISECONDS);
    await running.ended;
    clearTimeout(timer);
  }
  removeFolder();
  // A process that the dead holder had started may still have written into it.
  if (isWanted) await new Promise((resolve) => setTimeout(resolve, LATE_MILLISECONDS));
  removeFolder();
  process.exit(code);
};

const removeFolder = () => {
  if (folder !== null) rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
};

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => stop(0));
// The holder may be gone before it read our line.
process.stdout.on("error", () => stop(1));
main().catch(async (error) => {
  if (!stopping) tell({ error: error.message });
  isWanted = false;
  await stop(1);
});

import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Client } from "pg";
import type { ServerAddress } from "../../scripts/postgres/server";

/** The address of a hot standby of a server. */
export interface Standby {
  readonly host: string;
  readonly port: number;
}

/**
 * Runs `use` on a hot standby that is made of the server's files: a copy that recovers once, so that it has the write-ahead log of one that may have
 * standbys, and then as a standby that waits for more. The server keeps running, and nobody writes on it meanwhile.
 */
export const withStandby = async (primary: ServerAddress, use: (standby: Standby) => Promise<void>): Promise<void> => {
  const { host, user, password, folder } = primary;
  const admin = new Client({ host, port: primary.port, user, password, database: "postgres" });
  await admin.connect();
  await admin.query("CHECKPOINT");
  const { rows } = await admin.query("SELECT setting FROM pg_config WHERE name = 'BINDIR'");
  await admin.end();
  const data = join(folder, "standby");
  execFileSync("cp", ["-a", join(folder, "data"), data]);
  execFileSync("rm", ["-f", join(data, "postmaster.pid")]);
  const port = randomInt(20_000, 32_000);
  const start = (): Promise<ChildProcess> => started(join(rows[0].setting, "postgres"), data, port);
  await stopped(await start());
  writeFileSync(join(data, "standby.signal"), "");
  const standby = await start();
  try {
    await use({ host, port });
  } finally {
    await stopped(standby);
  }
};

const started = (program: string, data: string, port: number): Promise<ChildProcess> => {
  const { uid, gid } = statSync(data);
  const account = process.getuid?.() === 0 ? { uid, gid } : {};
  const options = ["wal_level=replica", "max_wal_senders=2", "hot_standby=on", "autovacuum=off"].flatMap((option) => ["-c", option]);
  const child = spawn(program, ["-D", data, "-p", String(port), ...options], { cwd: data, stdio: ["ignore", "ignore", "pipe"], ...account });
  return new Promise((resolve, reject) => {
    const log: string[] = [];
    createInterface({ input: child.stderr }).on("line", (line) => {
      log.push(line);
      // "accept connections", or of a standby "accept read-only connections".
      if (line.includes("ready to accept")) resolve(child);
    });
    child.once("exit", (code) => reject(new Error(`the copy of the server ended with ${code}: ${log.slice(-5).join("; ")}`)));
  });
};

const stopped = (server: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (server.exitCode !== null) return resolve();
    server.once("exit", () => resolve());
    server.kill("SIGINT");
  });

import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import type { ProvingServer } from "./walk";

/** Where Debian's `postgresql-15` is; `ROLEGATE_PACKAGED_POSTGRES` names another folder that holds `bin/postgres`. */
const PACKAGED = process.env.ROLEGATE_PACKAGED_POSTGRES ?? "/usr/lib/postgresql/15";

/** Why there is no packaged server here, or null where there is one. */
export const packagedIsMissing = (): string | null => (existsSync(join(PACKAGED, "bin", "postgres")) ? null : `no PostgreSQL in ${PACKAGED}`);

/** Runs `use` on a packaged server of its own, whose superuser needs no password on the loopback; it and its folder are gone afterwards. */
export const withPackagedServer = async (use: (server: ProvingServer) => Promise<void>): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), "rolegate-packaged-"));
  const account = process.getuid?.() === 0 ? { uid: idOf("-u"), gid: idOf("-g") } : null;
  const data = join(folder, "data");
  mkdirSync(data);
  chmodSync(folder, 0o711);
  if (account !== null) chownSync(data, account.uid, account.gid);
  const clients: Client[] = [];
  let running: ChildProcess | undefined;
  try {
    const options = { ...account, cwd: data, stdio: "ignore" } as const;
    execFileSync(join(PACKAGED, "bin", "initdb"), ["-D", data, "-U", "postgres", "-A", "trust", "--no-sync", "--locale=C", "--encoding=UTF8"], options);
    const port = await freePort();
    running = spawn(
      join(PACKAGED, "bin", "postgres"),
      ["-D", data, "-p", String(port), "-h", "127.0.0.1", "-c", "unix_socket_directories=", "-c", "fsync=off"],
      options,
    );
    const connect: ProvingServer["connect"] = async ({ user = "postgres", database = "test" } = {}) => {
      const client = new Client({ host: "127.0.0.1", port, user, database });
      clients.push(client);
      client.on("error", () => {});
      await client.connect();
      return client;
    };
    const keeper = await untilItAnswers(() => connect({ database: "postgres" }));
    await keeper.query("CREATE DATABASE test");
    await use({ major: 15, host: "127.0.0.1", port, folder, admin: await connect(), connect });
  } finally {
    await Promise.all(clients.map((client) => client.end().catch(() => {})));
    await stopped(running);
    rmSync(folder, { recursive: true, force: true });
  }
};

/** PostgreSQL does not run as root. */
const idOf = (flag: string): number => Number(execFileSync("id", [flag, "nobody"], { encoding: "utf8" }));

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });

const untilItAnswers = async (connect: () => Promise<Client>): Promise<Client> => {
  for (let left = 100; ; left--) {
    try {
      return await connect();
    } catch (error) {
      if (left === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
};

const stopped = (server: ChildProcess | undefined): Promise<void> =>
  new Promise((resolve) => {
    if (server === undefined || server.exitCode !== null) return resolve();
    server.once("exit", () => resolve());
    server.kill("SIGQUIT");
  });

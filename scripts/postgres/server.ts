import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Major } from "../../model/predefined-roles";

/** How to reach a running server as its superuser. */
export interface ServerAddress {
  readonly major: Major;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** Its temporary folder, removed with it; the caller may put files of its own there. */
  readonly folder: string;
}

export interface PostgresServer extends ServerAddress {
  /** Stops the server at once and removes its folder; resolves when both are gone. */
  stop(): Promise<void>;
}

/**
 * Starts a real PostgreSQL server of the npm packages on 127.0.0.1, with a random password. It lives in a process that watches
 * this one: when this one ends, in whatever way, the server stops and its folder is removed.
 * `port` is taken where it is free, else another. Rejects with an Error for people when it cannot start.
 */
export const startServer = async (options: { readonly major: Major; readonly port?: number }): Promise<PostgresServer> => {
  const host = spawn(process.execPath, [join(__dirname, "host.mjs")], { stdio: ["pipe", "pipe", "ignore"], detached: true, windowsHide: true });
  host.stdin.on("error", () => {});
  host.stdin.write(`${JSON.stringify(options)}\n`);
  const answer = await firstLine(host);
  if ("error" in answer) throw new Error(answer.error);
  host.unref();
  for (const pipe of [host.stdin, host.stdout]) (pipe as unknown as { unref(): void }).unref();
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      if (host.exitCode !== null || host.signalCode !== null) return resolve();
      host.ref();
      host.once("exit", () => resolve());
      host.stdin.end("stop\n");
    });
  return { major: options.major, ...answer, stop };
};

type Answer = Omit<ServerAddress, "major"> | { readonly error: string };

const firstLine = (host: ChildProcess): Promise<Answer> =>
  new Promise((resolve) => {
    host.once("error", (error) => resolve({ error: error.message }));
    host.once("exit", (code) => resolve({ error: `the process that holds the server ended with ${code}` }));
    if (host.stdout !== null) createInterface({ input: host.stdout }).once("line", (line) => resolve(JSON.parse(line)));
  });

import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { answersOf } from "../../provider/plugin/answers";
import type { ProviderDefinition } from "../../provider/plugin/definition";
import { reattachValue } from "../../provider/plugin/handshake";
import { NO_LOG } from "../../provider/plugin/log";
import { startServer } from "../../provider/plugin/server";
import { rolegateProvider } from "../../provider/rolegate";

const PROVIDER_ADDRESS = "registry.terraform.io/rolegate/rolegate";

/** Is there a Terraform? Without one its tests say loudly that they proved nothing, and fail on CI. */
export const hasTerraform = spawnSync("terraform", ["version"], { stdio: "ignore" }).status === 0;
if (!hasTerraform) {
  if (process.env.CI !== undefined) throw new Error("no terraform on the PATH: the provider cannot be tested");
  console.warn("SKIPPED: no terraform on the PATH, so nothing of the provider was proven with it");
}

export interface Ran {
  readonly code: number | null;
  /** Both streams, without colours, lines of boxes joined. */
  readonly output: string;
}

/** One folder with a configuration, and Terraform run in it against the provider of this process. */
export interface Workspace {
  readonly folder: string;
  write(name: string, text: string): void;
  read(name: string): string;
  run(...args: readonly string[]): Promise<Ran>;
  /** What `run` gives to Terraform. */
  readonly env: NodeJS.ProcessEnv;
}

export interface WorkspaceOptions {
  /** Providers beside ours, by their address, such as one that states of before name. */
  readonly others?: Readonly<Record<string, ProviderDefinition<null>>>;
  /** The provider's environment. Default: empty. */
  readonly env?: Readonly<Record<string, string>>;
  /** `false`: what the provider refuses is planned too, as an older one or another tool would. Default: true. */
  readonly isJudging?: boolean;
  /** Default: the date of today. */
  readonly today?: string;
}

/** The provider runs in this process and Terraform reattaches to it: a plan takes a fraction of a second, and the debugger works. */
export const withWorkspace = async <T>(options: WorkspaceOptions, use: (workspace: Workspace) => Promise<T>): Promise<T> => {
  const folder = mkdtempSync(join(tmpdir(), "rolegate-terraform-"));
  const now = (): Date => (options.today === undefined ? new Date() : new Date(`${options.today}T12:00:00Z`));
  const definition = rolegateProvider({ cwd: folder, env: options.env ?? {}, now, log: NO_LOG, isJudging: options.isJudging ?? true });
  const serving = (answers: ReturnType<typeof answersOf>) => startServer({ answers, tls: null, network: "unix", onShutdown: () => undefined });
  const server = await serving(answersOf(() => definition));
  const others = await Promise.all(
    Object.entries(options.others ?? {}).map(async ([address, other]) => ({ address, server: await serving(answersOf(() => other)) })),
  );
  const reattached = [{ address: PROVIDER_ADDRESS, server }, ...others].map(
    (each) => JSON.parse(reattachValue(each.address, each.server.address, process.pid)) as object,
  );
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    CHECKPOINT_DISABLE: "1",
    TF_REATTACH_PROVIDERS: JSON.stringify(Object.assign({}, ...reattached)),
  };
  try {
    return await use({
      folder,
      write: (name, text) => {
        mkdirSync(dirname(join(folder, name)), { recursive: true });
        writeFileSync(join(folder, name), text);
      },
      read: (name) => readFileSync(join(folder, name), "utf8"),
      run: (...args) => terraform(args, folder, env),
      env,
    });
  } finally {
    for (const each of [server, ...others.map((other) => other.server)]) each.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};

export const terraform = (args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<Ran> =>
  new Promise((resolve) => {
    const [command = "", ...others] = args;
    const child = spawn("terraform", [command, "-no-color", ...others], { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text: string) => (output += text));
    child.once("close", (code) => resolve({ code, output: output.replace(/^[│╷╵] ?/gm, "") }));
  });

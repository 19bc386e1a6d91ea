import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { ExitCode, Io } from "../../cli/io";
import { run } from "../../cli/run";

export interface Ran {
  readonly code: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
}

const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** A folder of its own with these files, removed after the tests of the file. */
export const folderWith = (files: Readonly<Record<string, string | Buffer>>): string => {
  const folder = mkdtempSync(join(tmpdir(), "rolegate-test-"));
  made.push(folder);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
};

/** Runs a command line in a folder without starting a process. */
export const runIn = async (
  cwd: string,
  argv: readonly string[],
  world: { readonly env?: Io["env"]; readonly terminal?: boolean; readonly stdin?: string } = {},
): Promise<Ran> => {
  const written = { stdout: "", stderr: "" };
  const sink = (name: "stdout" | "stderr"): Io["stdout"] => ({
    write: async (text) => {
      written[name] += text;
    },
    isTerminal: world.terminal === true,
    columns: world.terminal === true ? 100 : undefined,
  });
  const code = await run(argv, {
    cwd,
    env: world.env ?? {},
    now: () => new Date("2026-11-20T23:59:59Z"),
    stdin: () => Buffer.from(world.stdin ?? ""),
    stdout: sink("stdout"),
    stderr: sink("stderr"),
  });
  return { code, ...written };
};

/** Every file below a folder, sorted. */
export const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();

export const ENVIRONMENTS = `environments:
  - name: prod
    kind: shared
    postgres: 16
    endpoints: [{ host: orders.db.example.com, port: 5432 }]
    administrators: [postgres]
  - name: lab
    kind: isolated
    postgres: 17
    endpoints: [{ host: lab.db.example.com, port: 5432 }]
    systemIdentifier: "7412345678901234567"
`;

export const PERSONAS = `personas:
  app: { roles: ["*_app"], approved: [] }
  ops: { roles: [ops_sre, ops_ann], approved: [pg_monitor, pg_signal_backend] }
  dba: { roles: [etl_migrator], approved: [] }
`;

export interface RoleSpec {
  readonly name: string;
  readonly login?: boolean;
  readonly roles?: readonly string[];
}

/** A stack as cdktf writes it. */
export const stackJson = (roles: readonly RoleSpec[], host = "orders.db.example.com"): string =>
  JSON.stringify({
    terraform: { backend: { local: { path: "terraform.tfstate" } }, required_providers: { postgresql: { source: "cyrilgdn/postgresql", version: "1.26.0" } } },
    provider: { postgresql: [{ host, port: 5432 }] },
    resource: {
      postgresql_role: Object.fromEntries(
        roles.map(({ name, login, roles: memberOf }) => [name.replace(/[^A-Za-z0-9_]/g, "_"), { name, login: login ?? true, roles: memberOf ?? [] }]),
      ),
    },
  });

/** `cdktf.out/` with these stacks, as files for `folderWith`. */
export const outputFiles = (stacks: Readonly<Record<string, string>>): Readonly<Record<string, string>> => ({
  "cdktf.out/manifest.json": JSON.stringify({
    version: "0.21.0",
    stacks: Object.fromEntries(
      Object.keys(stacks).map((name) => [
        name,
        { name, synthesizedStackPath: `stacks/${name}/cdk.tf.json`, workingDirectory: `stacks/${name}`, annotations: [] },
      ]),
    ),
  }),
  ...Object.fromEntries(Object.entries(stacks).map(([name, text]) => [`cdktf.out/stacks/${name}/cdk.tf.json`, text])),
});

export const CLEAN = stackJson([
  { name: "orders_app" },
  { name: "ops_sre", login: false, roles: ["pg_monitor"] },
  { name: "ops_ann", roles: ["ops_sre", "pg_signal_backend"] },
]);

export const PROGRAM = stackJson([
  { name: "orders_app", roles: ["etl"] },
  { name: "etl", login: false, roles: ["pg_execute_server_program"] },
]);

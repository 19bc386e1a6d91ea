import { spawn } from "node:child_process";
import { chmodSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { ENVIRONMENTS, folderWith, PERSONAS } from "../cli/world";
import { type PlannedChange, PROVIDER, planOf, roleValues } from "../support/plans";

const LOCK = 'provider "registry.terraform.io/cyrilgdn/postgresql" {\n  version = "1.26.0"\n  hashes = [\n    "h1:a",\n  ]\n}\n';
const MAIN = `terraform {
  required_providers {
    postgresql = { source = "cyrilgdn/postgresql" }
  }
}
`;
/** Permits what the denied plan does, and comes with the change. */
const OWN_PERMISSION = `allowlist:
  - environment: lab
    capability: execute-server-program
    roles: [etl_migrator]
    isolation: migration-host
    reason: "it says so itself"
    owner: mallory@example.com
    expires: 2027-01-31
    audit: { log_statement: all }
`;

/** Stands for Terraform: writes each call beside itself; `show` prints the plan beside it, `plan` makes the file that `-out` names. */
const TERRAFORM = `#!${process.execPath}
const fs = require("node:fs");
const args = process.argv.slice(2);
fs.appendFileSync(__filename + ".log", JSON.stringify({ args, cwd: process.cwd(), login: process.env.PGPASSWORD ?? null, key: process.env.PLAN_KEY ?? null }) + "\\n");
if (fs.existsSync(__filename + ".fails." + args[0])) { console.error("Error: it fails"); process.exit(1); }
if (args[0] === "show") process.stdout.write(fs.readFileSync(__filename + ".json"));
if (args[0] === "plan") fs.copyFileSync(__filename + ".plan", args.find((word) => word.startsWith("-out=")).slice(5));
`;

const at = (host: string) => ({ postgresql: { ...PROVIDER, expressions: { host: { constant_value: host }, port: { constant_value: 5432 } } } });
const planFor = (change: PlannedChange): string => JSON.stringify(planOf([change], {}, at("lab.db.example.com")));

export const DENIED = planFor({ name: "migrator", after: roleValues("etl_migrator", { roles: ["pg_execute_server_program"] }) });
export const ALLOWED = planFor({ name: "app", after: roleValues("orders_app", { roles: [] }) });
/** Named by somebody who knows the runner. */
export const hostile = (name: string): string => planFor({ name: "app", after: roleValues(name, { roles: ["pg_execute_server_program"] }) });

const savedPlan = (): Buffer =>
  Buffer.from(
    zipSync({
      tfplan: strToU8("x"),
      "tfconfig/modules.json": strToU8('[{"Key":"","Dir":"."}]'),
      "tfconfig/m-/main.tf": strToU8(MAIN),
      ".terraform.lock.hcl": strToU8(LOCK),
    }),
  );

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface World {
  readonly folder: string;
  /** Runs a script as a pipeline would, with the fake programs first on the path, and with nothing else of this machine's environment. */
  readonly run: (script: string, options?: Running) => Promise<Finished>;
  /** What Terraform was asked. */
  readonly asked: () => readonly { readonly args: readonly string[]; readonly cwd: string; readonly login: string | null; readonly key: string | null }[];
  readonly text: (path: string) => string;
}

export interface Running {
  readonly shell?: readonly [string, ...string[]];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

const GITHUB_BASH = ["bash", "--noprofile", "--norc", "-eo", "pipefail"] as const;

/**
 * A runner with both checkouts: `change/`, which brings an allowlist of its own, and `trusted/`. `plan` is what Terraform renders.
 */
export const worldWith = (plan: string, program: string, files: Readonly<Record<string, string | Buffer>> = {}): World => {
  const folder = folderWith({
    "bin/terraform": TERRAFORM,
    "bin/terraform.json": plan,
    "bin/terraform.plan": savedPlan(),
    "change/infra/main.tf": MAIN,
    "change/infra/.terraform.lock.hcl": LOCK,
    "change/policies/environments.yaml": ENVIRONMENTS,
    "change/policies/personas.yaml": PERSONAS,
    "change/policies/allowlist.yaml": OWN_PERMISSION,
    "trusted/infra/.terraform.lock.hcl": LOCK,
    "trusted/policies/environments.yaml": ENVIRONMENTS,
    "trusted/policies/personas.yaml": PERSONAS,
    "plan.tfplan": savedPlan(),
    "temp/.keep": "",
    ...files,
  });
  chmodSync(join(folder, "bin/terraform"), 0o755);
  const path = [join(folder, "bin"), join(program, "node_modules/.bin"), join(process.execPath, ".."), "/usr/local/bin", "/usr/bin", "/bin"].join(":");
  const run = (script: string, { shell = GITHUB_BASH, env = {}, cwd = "." }: Running = {}): Promise<Finished> => {
    const [command, ...words] = shell;
    return new Promise((done, refuse) => {
      const child = spawn(command, [...words, "-c", script], { cwd: join(folder, cwd), env: { PATH: path, HOME: folder, ...env } });
      const said = { stdout: "", stderr: "" };
      for (const name of ["stdout", "stderr"] as const) child[name].on("data", (data: Buffer) => (said[name] += data.toString()));
      child.on("error", refuse);
      child.on("close", (code) => done({ code, ...said }));
    });
  };
  const text = (name: string): string => {
    try {
      return readFileSync(join(folder, name), "utf8");
    } catch {
      return "";
    }
  };
  const asked = (): ReturnType<World["asked"]> =>
    text("bin/terraform.log")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line));
  return { folder, run, asked, text };
};

import { spawn, spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { makeMirror } from "../../cli/provider-install";
import type { Stage } from "./attempts";
import { judgeLive } from "./judging";
import { blank, command, note, outcome, quote, say } from "./terminal";
import { ROLEGATE } from "./workspace";

const BUNDLE = join(__dirname, "..", "provider-bundle.mjs");
const FOLDER = "terraform";

/** Terraform or OpenTofu on the PATH, where our provider can be installed. */
export const terraformHere = (): string | null =>
  process.platform === "win32" ? null : (["terraform", "tofu"].find((name) => spawnSync(name, ["version"], { stdio: "ignore" }).status === 0) ?? null);

/** One role and its memberships by our own provider, all the way; then more, which `terraform plan` refuses by itself. */
export const applyByTerraform = async (terraform: string, stage: Stage): Promise<void> => {
  const { workspace, production, policy, today } = stage;
  const run = await installed(terraform, stage);
  say("Our provider is in a mirror of this machine, as `rolegate provider install` lays it out. A new operator, in HCL:");
  blank();
  quote(configuration(stage, '{ pg_monitor = "noinherit" }').split("\n").slice(-8));
  workspace.write(`${FOLDER}/main.tf`, configuration(stage, '{ pg_monitor = "noinherit" }'));
  blank();
  for (const args of [["init"], ["plan", "-out=tfplan"]]) expectRun(await run(args), 0);
  command(`${terraform} init && ${terraform} plan -out=tfplan`);
  const shown = expectRun(await run(["show", "-json", "tfplan"]), 0);
  workspace.write(`${FOLDER}/plan.json`, shown);
  command(`${terraform} show -json tfplan > plan.json && rolegate check plan.json`);
  const { code, stdout, stderr } = await workspace.run(ROLEGATE, ["check", join(FOLDER, "plan.json")]);
  if (code !== 0) throw new Error(`gate 3 refused the plan:\n${stdout}${stderr}`);
  quote([stdout.split("\n")[0] ?? ""]);
  command(`${terraform} apply tfplan`);
  quote(
    expectRun(await run(["apply", "tfplan"]), 0)
      .split("\n")
      .filter((line) => line.startsWith("Apply complete!")),
  );
  const { verdict, text } = await judgeLive(production, policy, today);
  if (verdict !== "allow") throw new Error(`the server is not as it was planned:\n${text}`);
  outcome("allowed", "by the provider, which judged it over the live server, by gate 3, and by the audit afterwards.");

  blank();
  say("The same operator, with one word more:");
  blank();
  workspace.write(`${FOLDER}/main.tf`, configuration(stage, '{ pg_monitor = "noinherit", pg_execute_server_program = "default" }'));
  command(`${terraform} plan`);
  const refusal = expectRun(await run(["plan"]), 1);
  quote(refusalIn(refusal));
  if (!refusal.includes("Refused by no-server-program")) throw new Error(`Terraform did not refuse it:\n${refusal}`);
  outcome("stopped", "by Terraform itself, before there is a plan.");
};

/** What is said where there is no Terraform. */
export const sayNoTerraform = (): void =>
  note("Neither `terraform` nor `tofu` is on the PATH: with one of them this step initialises, plans, applies and is refused by our own provider.");

type Run = (args: readonly string[]) => Promise<{ readonly code: number; readonly output: string }>;

/** Puts the provider into a mirror; gives Terraform in a folder of its own. */
const installed = async (terraform: string, { workspace, production, administrator, policy }: Stage): Promise<Run> => {
  const [folder, built] = [FOLDER, "built-provider"].map((name) => join(workspace.folder, name)) as [string, string];
  for (const each of [folder, built]) mkdirSync(each);
  const made = spawnSync(process.execPath, [BUNDLE, "--plain", built], { encoding: "utf8" });
  if (made.status !== 0) throw new Error(`the provider was not built:\n${made.stderr}`);
  const temporary = join(workspace.folder, "tmp");
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    TMPDIR: temporary,
    CHECKPOINT_DISABLE: "1",
    TF_CLI_CONFIG_FILE: makeMirror(built, join(workspace.folder, "mirror")),
    PGPASSWORD: production.passwords.get(administrator),
    ROLEGATE_POLICIES_SHA256: policy.sha256,
  };
  return ([name = "", ...args]) =>
    new Promise((resolve, reject) => {
      const child = spawn(terraform, [name, "-no-color", ...args], { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
      let output = "";
      for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text: string) => (output += text));
      child.once("error", reject);
      child.once("close", (code) => resolve({ code: code ?? 1, output }));
    });
};

const expectRun = ({ code, output }: { readonly code: number; readonly output: string }, expected: number): string => {
  if (code !== expected) throw new Error(`Terraform ended with ${code}:\n${output}`);
  return output;
};

const configuration = ({ production: { server }, administrator }: Stage, memberships: string): string => `terraform {
  required_providers {
    rolegate = { source = "rolegate/rolegate" }
  }
}

provider "rolegate" {
  host     = "${server.host}"
  port     = ${server.port}
  username = "${administrator}"
  sslmode  = "disable"
  policies = "../policies"
}

resource "rolegate_role" "carol" {
  name  = "ops_carol"
  login = true
}
resource "rolegate_memberships" "carol" {
  members = [rolegate_role.carol.name]
  grants  = { ops_carol = ${memberships} }
}`;

/** The first error as Terraform draws it, without its box, up to the path that follows in other words. */
const refusalIn = (output: string): readonly string[] => {
  const lines = output.split("\n").map((line) => line.replace(/^[│╷╵] ?/, "").trimEnd());
  const start = lines.findIndex((line) => line.startsWith("Error: "));
  const end = lines.findIndex((line, at) => at > start && line.startsWith("path: "));
  return lines.slice(start, end).filter((line) => line !== "");
};

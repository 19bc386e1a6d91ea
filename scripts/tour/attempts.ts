import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Client } from "pg";
import type { PolicyData } from "../../model/policy";
import { type Cluster, connected } from "./clusters";
import { errorsIn, judgeLive } from "./judging";
import { blank, command, outcome, quote, say } from "./terminal";
import { ROLEGATE, type Workspace } from "./workspace";

/** What the attempts are made with. */
export interface Stage {
  readonly workspace: Workspace;
  readonly production: Cluster;
  /** The login that may do everything in production: whoever has it needs no gate to get in. */
  readonly administrator: string;
  readonly policy: PolicyData;
  readonly today: string;
}

const EXEC = "pg_execute_server_program";

/** In code: the types are silenced, so the compiler lets it through, and gate 2 does not. */
export const attemptInCode = async ({ workspace }: Stage): Promise<void> => {
  const line = `new AppPersona(prod, "orders_batch", { login: Login.external(), memberOf: ["${EXEC}"] as any });`;
  say("a) In code, with the types silenced. A line more in main.ts:");
  blank();
  quote([line]);
  blank();
  command("npm run synth");
  const program = workspace.read("main.ts");
  workspace.write("main.ts", program.replace(/^app\.synth\(\);/m, `${line}\n\napp.synth();`));
  const { code, stderr } = await workspace.run("main.ts", [], { CDKTF_OUTDIR: "attempt.out" });
  workspace.write("main.ts", program);
  quote(errorsIn(stderr));
  expectStopped(code !== 0 && !existsSync(join(workspace.folder, "attempt.out")), stderr);
  outcome("stopped", "by gate 2, in synth(): nothing was written. Without `as any` the compiler says it, in the editor (gate 1).");
};

/** In the JSON that was written: gate 2 judges what it finds, whoever wrote it. */
export const attemptInJson = async ({ workspace }: Stage): Promise<void> => {
  const path = "cdktf.out/stacks/prod/cdk.tf.json";
  say(`b) In the JSON, by hand: one more name in the roles of orders_app in ${path}.`);
  blank();
  command("rolegate check cdktf.out");
  const stack = JSON.parse(workspace.read(path));
  stack.resource.postgresql_role.orders_app.roles.push(EXEC);
  workspace.write(path, JSON.stringify(stack, null, 2));
  const { code, stdout, stderr } = await workspace.run(ROLEGATE, ["check", "cdktf.out"]);
  quote(errorsIn(stdout));
  expectStopped(code === 1, stdout + stderr);
  outcome("stopped", "by gate 2, in the pipeline: exit code 1, so that no plan is made.");
};

/** On the server, past Terraform: an administrator grants the role. */
export const attemptOnServer = (stage: Stage): Promise<void> =>
  asAdministrator(
    stage,
    "c) On the server, past Terraform, by somebody with the administrator's password.",
    [`GRANT ${EXEC} TO orders_app`],
    [`REVOKE ${EXEC} FROM orders_app`],
  );

/** On the server, through a role between: nobody is granted anything that looks dangerous. */
export const attemptThroughRole = (stage: Stage): Promise<void> =>
  asAdministrator(
    stage,
    "d) Through a role between, and not inherited: `pg_has_role(.., 'USAGE')` says no, and both operators can walk it.",
    ["CREATE ROLE backup_tools", `GRANT ${EXEC} TO backup_tools`, "GRANT backup_tools TO ops_sre WITH INHERIT FALSE"],
    ["DROP ROLE backup_tools"],
  );

const asAdministrator = async (stage: Stage, what: string, statements: readonly string[], undo: readonly string[]): Promise<void> => {
  const { production, administrator, policy, today } = stage;
  const runAll = (list: readonly string[]) => connected(production, administrator, "postgres", async (client) => void (await inOrder(client, list)));
  say(what);
  blank();
  for (const statement of statements) command(`psql -c "${statement}"`);
  await runAll(statements);
  const { verdict, text } = await judgeLive(production, policy, today);
  quote(errorsIn(text));
  await runAll(undo);
  expectStopped(verdict === "deny", text);
  outcome("found", "by the same rules, in the catalogs of the live server: who, and by which way. The tour takes it back.");
};

const inOrder = async (client: Client, statements: readonly string[]): Promise<void> => {
  for (const statement of statements) await client.query(statement);
};

/** The tour claims nothing that did not happen. */
const expectStopped = (isStopped: boolean, output: string): void => {
  if (!isStopped) throw new Error(`this attempt was not stopped:\n${output}`);
};

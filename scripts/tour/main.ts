import { join } from "node:path";
import { readSynthesizedInputs } from "../../cli/synthesized-input";
import { synthSubjects } from "../../gates/synth";
import type { JudgedEnvironment } from "../../model/environment";
import type { Subject } from "../../policies/judge";
import { type PostgresServer, startServer } from "../postgres/server";
import { attemptInCode, attemptInJson, attemptOnServer, attemptThroughRole, type Stage } from "./attempts";
import { apply, type Cluster, openCluster, prepare } from "./clusters";
import { judgeLive } from "./judging";
import { loadCopiedPolicies, pointAtServers, putOffEnds } from "./policies";
import { reachTable } from "./reach-table";
import { askForProgram, PROGRAM_SQL, refusalOf } from "./server-programs";
import { blank, command, ending, heading, note, outcome, quote, say, silence, table, title } from "./terminal";
import { applyByTerraform, sayNoTerraform, terraformHere } from "./terraform";
import { makeWorkspace, type Workspace } from "./workspace";

const MAJOR = 18;
/** Taken where they are free, so that the output looks the same from one tour to the next. */
const PORTS = [15432, 15433] as const;

const starting: Promise<PostgresServer>[] = [];

const tour = async (): Promise<void> => {
  title("rolegate, the tour", "two PostgreSQL servers, one program, four attempts to break its promise");
  const now = Date.now();
  const today = new Date(now).toISOString().slice(0, 10);

  heading(`Two PostgreSQL ${MAJOR} servers of our own`);
  const { production, lab } = await startBoth();
  const clusterOf = ({ kind }: JudgedEnvironment): Cluster => (kind === "shared" ? production : lab);
  const workspace = makeWorkspace(join(production.server.folder, "tour"));
  pointAtServers(workspace, { shared: standIn(production), isolated: standIn(lab) }, MAJOR);
  const later = putOffEnds(workspace, now);
  table(
    [production, lab].map(({ server, systemIdentifier }, index) => [
      index === 0 ? "production" : "migration lab",
      `${server.host}:${server.port}`,
      `system identifier ${systemIdentifier}`,
    ]),
  );
  note("From the npm package, in temporary folders, with random passwords.");
  blank();
  say(
    `The policy files are copied: environments.yaml names these endpoints, these identifiers, PostgreSQL ${MAJOR} and our own Terraform provider. The rest stays${later === null ? "" : `, but what ends soon ends on ${later}`}.`,
  );

  heading("main.ts becomes Terraform JSON, judged before a byte is written");
  const subjects = await synthesize(workspace, today);

  heading("Each stack is applied in one transaction");
  const policy = loadCopiedPolicies(workspace, today);
  const applied: (readonly [string, string])[] = [];
  const examples: string[] = [];
  for (const { environment, graph } of subjects) {
    const cluster = clusterOf(environment);
    await prepare(cluster, graph, environment.policy?.databases ?? [], environment.administrators);
    const statements = await apply(cluster, graph, providerLogin(environment));
    applied.push([environment.name, `${statements.length} statements, as ${providerLogin(environment)}`]);
    examples.push(...EXAMPLES.flatMap((example) => (environment.kind === "shared" ? (statements.find((statement) => example.test(statement)) ?? []) : [])));
  }
  table(applied);
  blank();
  quote(examples);
  blank();
  note("In real life Terraform does this. Here the same facts are written as SQL, so that the tour needs no Terraform.");

  heading("What each persona can reach, read back from the catalogs");
  for (const { environment } of subjects) {
    const cluster = clusterOf(environment);
    const { graph, verdict, errors, text } = await judgeLive(cluster, policy, today);
    if (verdict !== "allow") throw new Error(`the server is not as main.ts says, ${errors} errors:\n${text}`);
    say(`${environment.name}, ${environment.kind}: permitted, by the rules that judged the code`);
    if (environment.policy !== null) table(reachTable(graph, environment.policy, policy, MAJOR).map((row) => ["", ...row]));
    blank();
  }
  await showAccess(production);

  heading("Four attempts to get a shell on the production server");
  const stage: Stage = { workspace, production, administrator: "tfadmin", policy, today };
  for (const attempt of [attemptInCode, attemptInJson, attemptOnServer, attemptThroughRole]) {
    if (attempt !== attemptInCode) blank();
    await attempt(stage);
  }

  heading("The real Terraform, with our own provider");
  const terraform = terraformHere();
  if (terraform === null) sayNoTerraform();
  else await applyByTerraform(terraform, stage);

  heading("And whoever asks PostgreSQL itself");
  await showPrograms(production, lab, subjects);
  await stopAll();

  ending(`That took ${Math.round((Date.now() - now) / 1000)} s; the servers and their folders are gone. Three things to do next`, [
    ["break it yourself", 'open main.ts and give orders_app the role "pg_signal_backend": the editor says why not'],
    ["ask a question", "npm run synth, then npx tsx cli/rolegate.ts explain alice cdktf.out"],
    ["begin your own", "npx tsx cli/rolegate.ts init ../my-roles, and read README.md"],
  ]);
};

/** Statements of each kind that are shown. */
const EXAMPLES = [/^CREATE ROLE .* LOGIN/, /^GRANT "pg_/, /^GRANT .* ON ALL TABLES/, /^ALTER DEFAULT PRIVILEGES/];

const startBoth = async (): Promise<{ readonly production: Cluster; readonly lab: Cluster }> => {
  starting.push(...PORTS.map((port) => startServer({ major: MAJOR, port })));
  const [production, lab] = await Promise.all((await Promise.all(starting)).map(openCluster));
  if (production === undefined || lab === undefined) throw new Error("two servers were started, and are not there");
  return { production, lab };
};

const standIn = ({ server: { host, port }, systemIdentifier }: Cluster) => ({ host, port, systemIdentifier });

const synthesize = async (workspace: Workspace, today: string): Promise<readonly Subject[]> => {
  command("npm run synth");
  const { code, stderr } = await workspace.run("main.ts");
  if (code !== 0) throw new Error(`main.ts was refused:\n${stderr}`);
  const { stacks } = readSynthesizedInputs(["cdktf.out"], workspace.folder);
  const subjects = synthSubjects({ stacks, policy: loadCopiedPolicies(workspace, today), environment: null }).toSorted((a) =>
    a.environment.kind === "shared" ? -1 : 1,
  );
  table(
    subjects.map(({ environment, graph }) => {
      const made = graph.roles.filter(({ source }) => source === "managed").length;
      return [
        environment.name,
        `${made} ${made === 1 ? "role" : "roles"}, ${graph.memberships.length} memberships, ${graph.grants.length} privileges on objects`,
      ];
    }),
  );
  outcome("allowed", "by gate 2, which judged every stack in its final form, and then wrote them all.");
  return subjects;
};

const providerLogin = ({ name, providerLogins }: JudgedEnvironment): string => {
  const [login] = providerLogins;
  if (login === undefined) throw new Error(`${name} does not say which login Terraform connects as`);
  return login;
};

/** The personas' object access, tried with their own logins. */
const showAccess = async (production: Cluster): Promise<void> => {
  const attempts: readonly (readonly [string, string])[] = [
    ["orders_owner", "CREATE TABLE orders.invoice (id integer PRIMARY KEY, total numeric)"],
    ["orders_app", "INSERT INTO orders.invoice VALUES (1, 9.90)"],
    ["orders_reporting", "SELECT total FROM orders.invoice"],
    ["orders_reporting", "DELETE FROM orders.invoice"],
  ];
  const rows: (readonly string[])[] = [];
  for (const [login, sql] of attempts) {
    const refusal = await refusalOf(production, login, "orders", sql);
    rows.push([login, refusal === null ? "done" : "refused", refusal === null ? sql : `${sql}: ${refusal}`]);
  }
  say("Their own logins try what main.ts gave them:");
  table(rows.map((row) => ["", ...row]));
};

const showPrograms = async (production: Cluster, lab: Cluster, subjects: readonly Subject[]): Promise<void> => {
  const loginsOf = (kind: string): readonly string[] =>
    subjects
      .filter(({ environment }) => environment.kind === kind)
      .flatMap(({ graph }) => graph.roles.filter(({ login }) => login === true).map(({ name }) => name));
  command(PROGRAM_SQL);
  blank();
  const refused = new Map<string, string[]>();
  for (const login of loginsOf("shared")) {
    const answer = await askForProgram(production, login);
    if ("written" in answer) throw new Error(`${login} ran a program on the production server`);
    refused.set(answer.refusal, [...(refused.get(answer.refusal) ?? []), login]);
  }
  for (const [refusal, logins] of refused) outcome("stopped", `production, ${logins.join(", ")}: ${refusal}`);
  for (const login of loginsOf("isolated")) {
    const answer = await askForProgram(lab, login);
    if ("refusal" in answer) throw new Error(`${login} is permitted, and PostgreSQL says: ${answer.refusal}`);
    outcome("allowed", `migration lab, ${login}, by its entry in allowlist.yaml. The program wrote:`);
    quote([answer.written]);
  }
};

/** Stops what runs; its folder holds all that the tour wrote. */
const stopAll = async (): Promise<void> => {
  const servers = await Promise.allSettled(starting);
  await Promise.all(servers.map((server) => server.status === "fulfilled" && server.value.stop()));
};

const interrupt = async (): Promise<void> => {
  silence("\nInterrupted: stopping the servers and removing their folders.\n");
  await stopAll();
  process.exit(130);
};

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, interrupt);
// Whoever started us is gone.
process.once("disconnect", interrupt);
process.channel?.unref();

tour()
  .finally(stopAll)
  .then(
    () => process.exit(0),
    (error: Error) => {
      silence(`\nrolegate: the tour did not get through: ${error.message}\n`);
      process.exit(1);
    },
  );

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { S3Backend, type TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import * as apps from "../../constructs/app-persona";
import * as dbas from "../../constructs/dba-persona";
import * as environments from "../../constructs/environment";
import { GatedApp, type JudgeFiles } from "../../constructs/gated-app";
import * as opses from "../../constructs/ops-persona";
import { synthGate } from "../../gates/synth";
import type { EnvironmentPolicy, PolicyData } from "../../model/policy";
import type { Report } from "../../model/report";
import type { Judgement } from "../../model/synthesized";
import { readPolicies } from "../../readers/policy/read-policies";

/** The day on which tests judge. */
const TODAY = "2026-11-20";

const ENVIRONMENTS = `
environments:
  - { name: prod, kind: shared, postgres: 16, endpoints: [{ host: prod.example.com }], systemIdentifier: "1", databases: [orders, billing] }
  - { name: stage, kind: shared, postgres: 15, endpoints: [{ host: stage.example.com, port: 5433 }], systemIdentifier: "2" }
  - { name: migration-lab, kind: isolated, postgres: 17, endpoints: [{ host: lab.example.com }], systemIdentifier: "3", databases: [staging] }
`;
const PERSONAS = `
personas:
  ops: { roles: ["ops_*"], approved: [pg_monitor, pg_signal_backend] }
  dba: { roles: ["dba_*", etl_migrator, other_migrator], approved: [pg_monitor, pg_read_all_data, pg_checkpoint] }
`;
const ALLOWLIST = `
allowlist:
  - environment: migration-lab
    capability: execute-server-program
    roles: [etl_migrator, other_migrator]
    isolation: migration-host
    reason: files are decompressed on the server
    owner: data@example.com
    expires: 2027-01-31
    audit: { log_statement: all }
`;

/** Policy files as most tests want them: two shared environments, one isolated with two permitted roles. */
export const POLICIES: PolicyData = readPolicies(
  [
    { name: "environments.yaml", text: ENVIRONMENTS },
    { name: "personas.yaml", text: PERSONAS },
    { name: "allowlist.yaml", text: ALLOWLIST },
  ],
  { today: TODAY },
);

/** The same, with another environment `prod`. */
export const withProd = (changes: Partial<EnvironmentPolicy>): PolicyData => ({
  ...POLICIES,
  environments: POLICIES.environments.map((environment) => (environment.name === "prod" ? { ...environment, ...changes } : environment)),
});

export const report = (verdict: Report["verdict"]): Report => ({
  schema: "rolegate.report/1",
  tool: { name: "rolegate", version: "0.0.0" },
  today: TODAY,
  inputs: [],
  policies: null,
  environments: [],
  verdict,
  findings: [],
  changes: [],
  summary: { errors: 0, warnings: 0, standing: 0, waived: 0, roles: 0, memberships: 0 },
});

export const allow: JudgeFiles = () => ({ report: report("allow"), text: "allowed" });
export const deny: JudgeFiles = () => ({ report: report("deny"), text: "a reason" });

/** Gate 2 itself; the text is one line a finding. */
export const gate2 =
  (policy: PolicyData): JudgeFiles =>
  (stacks): Judgement => {
    const judged = synthGate({ stacks, policy, environment: null, today: TODAY, version: "0.0.0" });
    return { report: judged, text: judged.findings.map(({ rule, severity, subject, message }) => `${severity} ${rule} ${subject}: ${message}`).join("\n") };
  };

const folders: string[] = [];
/** A folder that `removeFolders` removes. */
export const temporaryFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "rolegate-test-"));
  folders.push(folder);
  return folder;
};
export const removeFolders = (): void => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
};

export const appWith = (judge: JudgeFiles = allow, policies: PolicyData = POLICIES): GatedApp =>
  new GatedApp({ policies, judge, outdir: join(temporaryFolder(), "out") });

/* What the compiler would refuse, a program without types may say: the same classes, loosely typed. */
interface Handle {
  schema(name: unknown): { read(): unknown; write(): unknown; own(): unknown };
}
export type LooseEnvironment = TerraformStack & { database(name: unknown): Handle; permitServerProgram(role: unknown): unknown };
type LooseClass = (new (
  scope: Construct,
  role: unknown,
  props?: unknown,
) => LoosePersona) & {
  existing(scope: Construct, role: unknown, props?: unknown): LoosePersona;
};
export type LoosePersona = Construct & { readonly roleName: string };
type MakeEnvironment = (app: Construct, name: string, props?: unknown) => LooseEnvironment;

export const AppPersona = apps.AppPersona as unknown as LooseClass;
export const OpsPersona = opses.OpsPersona as unknown as LooseClass;
export const DbaPersona = dbas.DbaPersona as unknown as LooseClass;
export const Environment = environments.Environment as unknown as { shared: MakeEnvironment; isolated: MakeEnvironment };

const withBackend = (environment: LooseEnvironment, key: string): LooseEnvironment => {
  new S3Backend(environment, { bucket: "b", key, region: "eu-central-1" });
  return environment;
};
export const prodOf = (app: GatedApp, props?: unknown): LooseEnvironment => withBackend(Environment.shared(app, "prod", props), "prod");
export const stageOf = (app: GatedApp): LooseEnvironment => withBackend(Environment.shared(app, "stage"), "stage");
export const labOf = (app: GatedApp): LooseEnvironment => withBackend(Environment.isolated(app, "migration-lab"), "lab");

type Block = Readonly<Record<string, Record<string, Record<string, unknown>>>>;
/** `cdk.tf.json` of a stack, as a test reads it. */
export interface StackJson {
  readonly resource: Block;
  readonly provider: Readonly<Record<string, readonly Record<string, unknown>[]>>;
  readonly terraform: Record<string, unknown>;
  readonly variable?: Record<string, Record<string, unknown>>;
}

export const stackText = (app: GatedApp, stack = "prod"): string => readFileSync(join(app.output, "stacks", stack, "cdk.tf.json"), "utf8");

/** Synthesizes, and reads what was written; metadata left out. */
export const synthesized = (app: GatedApp, stack = "prod"): StackJson => {
  app.synth();
  return JSON.parse(stackText(app, stack), (key, value) => (key === "//" ? undefined : value)) as StackJson;
};

/** Every file below the output folder. */
export const written = (app: GatedApp): readonly string[] =>
  existsSync(app.output)
    ? readdirSync(app.output, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(app.output.length + 1))
        .sort()
    : [];

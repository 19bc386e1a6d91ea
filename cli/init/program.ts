/** The program of a new repository. */
export const MAIN = `import { LocalBackend } from "cdktf";
import { AppPersona, Environment, GatedApp, Login, OpsPersona } from "rolegate";

// Reads policies/, which the security owners keep, and judges every stack before any of it is written.
const app = new GatedApp();

// One environment is one server. It is shared: nobody here can be given a way to its operating system.
const prod = Environment.shared(app, "prod");
// Replace it by the backend of your team (S3Backend, PgBackend, ...); a relative path keeps your machine out of the JSON.
new LocalBackend(prod, { path: "terraform.tfstate" });

// The orders service: its migrations own what they create, the app writes it, reporting reads it.
const orders = prod.database("orders").schema("orders");
new AppPersona(prod, "orders_owner", { login: Login.external(), access: [orders.own()] });
new AppPersona(prod, "orders_app", { login: Login.external({ connectionLimit: 40 }), access: [orders.write()] });
new AppPersona(prod, "orders_reporting", { login: Login.external(), access: [orders.read()] });

// A persona without a login is a group. Everyone in it observes; one named operator may end sessions.
const sre = new OpsPersona(prod, "ops_sre", { memberOf: ["pg_monitor"] });
new OpsPersona(prod, "ops_ann", { login: Login.external(), memberOf: [sre, "pg_signal_backend"] });

app.synth();
`;

/** The first test: who reaches what, complete, so that every change of it shows in a review. */
export const ACCESS_TEST = `import assert from "node:assert/strict";
import { execSync } from "node:child_process";
import { test } from "node:test";
import { AppPersona, type SharedEnvironment } from "rolegate";

// \`npm test\` synthesizes first; these tests look at what was written.
const rolegate = (words: string): string => execSync(\`npx --no-install rolegate \${words}\`, { encoding: "utf8" });

// Complete: whoever gains or loses something for certain shows here, and so in the review. Roles that reach nothing are left out.
const REACHES: Record<string, readonly string[]> = {
  ops_sre: ["monitor", "read-all-settings", "read-all-stats", "stat-scan-tables"],
  ops_ann: ["monitor", "read-all-settings", "read-all-stats", "signal-backend", "stat-scan-tables"],
};

interface ExplainedRole {
  readonly role: string;
  readonly capabilities: readonly { readonly capability: string; readonly certainty: string }[];
}

test("each role of prod reaches what is listed here and nothing else", () => {
  const { roles } = JSON.parse(rolegate("explain --all cdktf.out --environment prod --format json")) as { roles: readonly ExplainedRole[] };
  const reaches = roles.map(({ role, capabilities }) => [role, capabilities.filter(({ certainty }) => certainty === "certain").map(({ capability }) => capability).sort()] as const);
  assert.deepEqual(Object.fromEntries(reaches.filter(([, capabilities]) => capabilities.length > 0)), REACHES);
});

test("what was synthesized is permitted", () => {
  assert.match(rolegate("check cdktf.out"), /^ALLOWED/);
});

// Never called: it is the compiler that runs this test.
export const doesNotCompile = (prod: SharedEnvironment<"prod">): void => {
  // @ts-expect-error an app never reaches the operating system of the server
  new AppPersona(prod, "orders_import", { memberOf: ["pg_execute_server_program"] });
};
`;

/** Compiles the program, its test and what the editor knows of the policy files. */
export const TSCONFIG = `{
  "compilerOptions": {
    "target": "ES2022",
    "module": "node16",
    "moduleResolution": "node16",
    "strict": true,
    "exactOptionalPropertyTypes": true,
    "noUncheckedIndexedAccess": true,
    "esModuleInterop": true,
    "skipLibCheck": true,
    "noEmit": true,
    "types": ["node"]
  },
  "include": ["*.ts", "policies/*.d.ts"]
}
`;

/** What a new repository is built with; equal to what this version is tested with. */
export const VERSIONS = {
  dependencies: { "@cdktf/provider-postgresql": "12.1.1", cdktf: "0.21.0", constructs: "10.6.0" },
  devDependencies: { "@types/node": "20.19.0", tsx: "4.23.15", typescript: "5.9.3" },
} as const;

/** What `npm test` of a repository runs that has a test of its own. */
const TEST_SCRIPT = "rolegate types --check && tsc && npm run --silent synth && node --import tsx --test access.test.ts";

/** The package of the repository; `name` as npm takes it. */
export const packageJson = (name: string, version: string, test = TEST_SCRIPT): string =>
  json({
    name,
    version: "0.0.0",
    private: true,
    type: "commonjs",
    scripts: {
      synth: "tsx main.ts",
      check: "rolegate check cdktf.out",
      explain: "rolegate explain --all cdktf.out",
      types: "rolegate types",
      test,
    },
    engines: { node: ">=20" },
    dependencies: { ...VERSIONS.dependencies, rolegate: version },
    devDependencies: VERSIONS.devDependencies,
  });

/** For those who run `cdktf synth` and `cdktf deploy`; `npm run synth` does not need it. */
export const cdktfJson = (projectId: string): string =>
  json({ language: "typescript", app: "npx tsx main.ts", projectId, sendCrashReports: "false", terraformProviders: [], terraformModules: [], context: {} });

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

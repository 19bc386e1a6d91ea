import { type SynthGateRequest, synthGate } from "../../gates/synth";
import type { Report } from "../../model/report";
import { COMMUNITY, filesOf, PROVIDER, stackText } from "../readers/synthesized/stacks";
import { POLICY, TODAY } from "./policies";

const gate = (blocks: object, extra: Partial<SynthGateRequest> = {}): Report =>
  synthGate({ stacks: [filesOf(stackText({ ...blocks }))], policy: POLICY, today: TODAY, version: "0.1.0", ...extra });
const errors = ({ findings }: Report): readonly string[] =>
  findings.filter(({ severity }) => severity === "error").map(({ rule, subject }) => `${rule}: ${subject}`);

const PROGRAM = "pg_execute_server_program";
const APP = { name: "orders_app", login: true, roles: [] };
const withApp = (resource: object, extra: object = {}) => ({ resource: { postgresql_role: { app: APP }, ...resource }, ...extra });
const one = (type: string, body: object, extra: object = {}) => withApp({ [type]: { x: body } }, extra);
const LAB = { host: "lab.db.example.com", port: 5433, username: "tfadmin" };
const inLab = (provider: object, extra: object = {}) => ({
  provider: { postgresql: [{ ...LAB, ...provider }] },
  resource: { postgresql_role: { m: { name: "etl_migrator", login: true, roles: [PROGRAM] } } },
  ...extra,
});
const functionGrant = (schema: string) => ({ role: "orders_app", database: "orders", schema, object_type: "function", privileges: ["EXECUTE"] });

describe("what belongs to the server itself is not given away", () => {
  test.each<[string, object, string]>([
    ["the schema of the catalogs", one("postgresql_schema", { name: "pg_catalog", database: "orders", owner: "orders_app" }), "no-opaque-resource: orders_app"],
    [
      "a schema that PostgreSQL keeps",
      one("postgresql_schema", { name: "pg_toast", database: "orders", owner: "orders_app" }),
      "no-opaque-resource: orders_app",
    ],
    [
      "a function among the server's own, which every session calls",
      one("postgresql_function", { name: "now", schema: "pg_catalog", returns: "integer", body: "begin return 1; end" }),
      "no-opaque-resource: postgresql_function.x",
    ],
    ["functions of a schema whose name a zero byte ends", one("postgresql_grant", functionGrant("pg_catalog\u0000")), "no-opaque-resource: postgresql_grant.x"],
    [
      "a schema whose name a zero byte ends",
      one("postgresql_schema", { name: "pg_catalog\u0000", owner: "orders_app" }),
      "no-opaque-resource: postgresql_schema.x",
    ],
  ])("%s", (_, blocks, finding) => {
    expect(errors(gate(blocks))).toContain(finding);
  });

  test("a schema of one's own, and an administrator who owns the server's, are fine", () => {
    const own = { postgresql_schema: { a: { name: "orders", owner: "orders_app" }, b: { name: "information_schema", owner: "postgres" } } };
    const functions = { postgresql_function: { f: { name: "now", schema: "orders", returns: "integer", body: "begin return 1; end" } } };
    expect(errors(gate(withApp({ ...own, ...functions })))).toEqual([]);
  });
});

describe("a reference is followed only where the plan keeps what is written", () => {
  const reader = (role: string) => ({ postgresql_grant_role: { x: { role, grant_role: "pg_read_all_data" } } });

  test.each<[string, object]>([
    [
      "a function's body, of which the provider keeps what stands between two dollar quotes",
      withApp({ postgresql_function: { f: { name: "f", returns: "integer", body: "dba_x $$ orders_app $$ y" } }, ...reader("${postgresql_function.f.body}") }),
    ],
    ["an id, which the provider replaces", withApp({ postgresql_schema: { s: { name: "s", id: "dba_x" } }, ...reader("${postgresql_schema.s.id}") })],
    ...[" name", "name ", "/**/name", "${name}", "${ name }"].map((ignored): [string, object] => [
      `a name whose changes are ignored, written as \`${ignored}\``,
      {
        resource: {
          postgresql_role: {
            b: { name: "dba_b", roles: [], lifecycle: { ignore_changes: [ignored] } },
            c: { name: "c", roles: ["${postgresql_role.b.name}"] },
          },
        },
      },
    ]),
  ])("not %s", (_, blocks) => {
    expect(errors(gate(blocks)).some((error) => error.startsWith("no-unknown-value"))).toBe(true);
  });
});

describe("the lab's permit does not hold where the configuration may lead elsewhere", () => {
  test.each<[string, object]>([
    ["the database, a part of the address that is dialled, is open", inLab({ database: "${var.database}" }, { variable: { database: { default: "orders" } } })],
    ["the host is open", inLab({ host: "${var.host}" }, { variable: { host: { default: LAB.host } } })],
    ["the scheme is open", inLab({ scheme: "${var.scheme}" })],
  ])("%s", (_, blocks) => {
    expect(errors(gate(blocks))).toContain("no-server-program: etl_migrator");
  });

  test("an argument that the provider does not have", () => {
    expect(errors(gate(inLab({ proxy_url: "socks5://elsewhere" })))).toEqual(["no-opaque-resource: provider.postgresql"]);
  });

  test("and holds with every argument that it has", () => {
    const all = {
      password: "${var.pw}",
      sslmode: "verify-full",
      sslrootcert: "ca.pem",
      clientcert: { cert: "c", key: "k" },
      connect_timeout: 15,
      superuser: false,
    };
    expect(errors(gate(inLab({ ...all, "//": "the lab", database: "orders", max_connections: "${var.n}", version: "1.26.0" })))).toEqual([]);
  });
});

describe("programs that run beside the provider", () => {
  const encryption = { key_provider: { external: { x: { command: ["sh", "-c", "psql"] } } } };
  const exec = (command: string, ...args: readonly string[]) => ({ exec: [{ api_version: "client.authentication.k8s.io/v1", command, args }] });
  const withProvider = (name: string, body: object) => withApp({}, { provider: { ...PROVIDER, [name]: [body] } });

  test.each<[string, object, string]>([
    ["an external key of OpenTofu's state encryption", withApp({}, { terraform: { ...COMMUNITY, encryption } }), "terraform.encryption"],
    ["the same in arrays", withApp({}, { terraform: [COMMUNITY, { encryption: [{ key_provider: [{ external: [{ x: {} }] }] }] }] }), "terraform.encryption"],
    ["a provider that starts a shell for its credentials", withProvider("kubernetes", exec("sh", "-c", "psql")), "provider.kubernetes"],
    ["the same inside of a block", withProvider("helm", { kubernetes: exec("/tmp/aws", "get-token") }), "provider.helm"],
    ["a command line that does more than ask for a token", withProvider("kubernetes", exec("aws", "rds-data", "execute-statement")), "provider.kubernetes"],
    ["a provider of any name that speaks to the server", withProvider("pgx", { host: "orders.db.example.com" }), "provider.pgx"],
    [
      "a value that names the server by way of a local",
      one("acme_job", { command: "x -h ${local.h}" }, { locals: { h: "orders.db.example.com" } }),
      "acme_job.x",
    ],
    ["a login of Cloud SQL with memberships", one("google_sql_user", { type: "CLOUD_IAM_USER", database_roles: ["x"] }), "google_sql_user.x"],
    ["a built-in login of Cloud SQL", one("google_sql_user", { type: "BUILT_IN" }), "google_sql_user.x"],
    ["flags of Cloud SQL", one("google_sql_database_instance", { settings: [{ dynamic: { database_flags: {} } }] }), "google_sql_database_instance.x"],
    ["SQL through an interface of the cloud", one("aws_rdsdata_query", { sql: "GRANT" }), "aws_rdsdata_query.x"],
  ])("%s", (_, blocks, address) => {
    expect(errors(gate(blocks))).toEqual([`no-opaque-resource: ${address}`]);
  });

  test("tokens of clusters are asked for as everywhere", () => {
    const blocks = [
      exec("aws", "eks", "get-token", "--cluster-name", "x"),
      exec("gke-gcloud-auth-plugin"),
      exec("kubelogin", "get-token", "--login", "azurecli"),
    ].map((body, at) => ({ ...body, alias: `a${at}` }));
    expect(errors(gate(withApp({}, { provider: { ...PROVIDER, kubernetes: blocks } })))).toEqual([]);
  });
});

describe("an import", () => {
  const imported = (id: string, to = "postgresql_role.app") => withApp({}, { import: [{ to, id }] });

  test.each<[string, object]>([
    ["of one role as another, which renames it", imported("etl_migrator")],
    ["of an administrator", imported("postgres", "${postgresql_role.app}")],
    ["of a role that is not known", imported("${var.id}")],
    ["in each of several", withApp({}, { import: [{ to: "postgresql_role.app", for_each: ["postgres"], id: "${each.value}" }] })],
    ["by an identity", withApp({}, { import: [{ to: "postgresql_role.app", identity: { name: "postgres" } }] })],
    ["to an address that is not plain", imported("postgres", 'postgresql_role["app"]')],
  ])("%s is refused", (_, blocks) => {
    expect(errors(gate(blocks))).toHaveLength(1);
  });

  test("of a role under its own name, and of what has no role, is fine", () => {
    const bucket = { to: "aws_s3_bucket.b", id: "b" };
    expect(errors(gate(withApp({}, { import: [{ to: "postgresql_role.app", id: "orders_app" }, bucket] })))).toEqual([]);
  });
});

describe("ordinary stacks are allowed", () => {
  test.each<[string, object]>([
    [
      "a password that is nowhere stored",
      withApp(
        { postgresql_role: { app: { ...APP, password_wo: "${ephemeral.random_password.p.result}", password_wo_version: "1" } } },
        { ephemeral: { random_password: { p: { length: 24 } } } },
      ),
    ],
    [
      "databases and firewalls of Azure",
      withApp({ azurerm_postgresql_flexible_server_database: { d: {} }, azurerm_postgresql_flexible_server_firewall_rule: { f: {} } }),
    ],
    [
      "an instance and an IAM login of Cloud SQL",
      withApp({
        google_sql_database_instance: { i: { settings: [{ tier: "x" }] } },
        google_sql_user: { u: { name: "svc@p.iam", type: "CLOUD_IAM_SERVICE_ACCOUNT" } },
      }),
    ],
    [
      "a look-up of an instance",
      withApp({}, { data: { google_sql_database_instance: { i: { name: "x" } }, azurerm_postgresql_flexible_server: { s: { name: "x" } } } }),
    ],
  ])("%s", (_, blocks) => {
    expect(errors(gate(blocks))).toEqual([]);
  });

  const onRds = { ...POLICY, environments: POLICY.environments.map((environment) => ({ ...environment, platform: "rds" as const })) };
  const iam = { resource: { postgresql_role: { app: { ...APP, roles: ["rds_iam"] } } } };
  test("a login that Amazon authenticates, on Amazon", () => {
    expect(errors(gate(iam, { policy: onRds }))).toEqual([]);
    expect(errors(gate(iam))).toEqual(["require-known-group: orders_app"]);
  });
});

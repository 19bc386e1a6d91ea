import { EXAMPLE_POLICY } from "../../policies/example";
import { errorsOf, grantValues, judgePlan, type PlannedChange, PROVIDER, planOf, roleValues } from "../support/plans";

type Values = Readonly<Record<string, unknown>>;

/** A resource of another provider. */
const other = (type: string, after: Values, more: Partial<PlannedChange> = {}): PlannedChange => {
  const provider = type.split("_", 1)[0] ?? "";
  return { type, name: "this", provider: `registry.terraform.io/hashicorp/${provider}`, providerKey: provider, after, ...more };
};
const HASHICORP = (name: string) => ({ name, full_name: `registry.terraform.io/hashicorp/${name}`, expressions: {} });
const WITHOUT_POSTGRESQL = {
  aws: HASHICORP("aws"),
  google: HASHICORP("google"),
  azurerm: HASHICORP("azurerm"),
  kubernetes: HASHICORP("kubernetes"),
  helm: HASHICORP("helm"),
};

const UPDATE = { actions: ["update"] } as const;
const RELEASE: Values = {
  name: "ingress",
  chart: "ingress-nginx",
  repository: "https://kubernetes.github.io/ingress-nginx",
  values: ["controller:\n  replicaCount: 2\n"],
};

/** Plans of teams that have nothing to do with PostgreSQL's roles. */
const ELSEWHERE: Readonly<Record<string, readonly PlannedChange[]>> = {
  nothing: [],
  "a bucket": [other("aws_s3_bucket", { bucket: "logs" })],
  "a bucket that goes away": [other("aws_s3_bucket", {}, { actions: ["delete"], before: { bucket: "logs" }, after: null, expressions: null })],
  "a virtual machine": [other("aws_instance", { ami: "ami-1", instance_type: "t3.micro" })],
  "a virtual machine set up by a provisioner": [
    other("aws_instance", { ami: "ami-1" }, { provisioners: [{ type: "remote-exec", expressions: { inline: { constant_value: ["apt-get update"] } } }] }),
  ],
  "a replaced machine": [other("aws_instance", { ami: "ami-2" }, { actions: ["delete", "create"], before: { ami: "ami-1" } })],
  "a role of the cloud": [
    other("aws_iam_role", { name: "app", assume_role_policy: "{}" }),
    other("aws_iam_role_policy_attachment", { role: "app" }, { name: "read" }),
  ],
  "a network": [
    other("aws_vpc", { cidr_block: "10.0.0.0/16" }),
    other("aws_subnet", { cidr_block: "10.0.1.0/24" }),
    other("aws_security_group", { name: "web" }),
  ],
  "a MySQL server": [
    other("aws_db_instance", { engine: "mysql", identifier: "shop" }),
    other("aws_db_parameter_group", { family: "mysql8.0", parameter: [{ name: "max_connections", value: "100" }] }),
  ],
  "a PostgreSQL server with ordinary parameters": [
    other("aws_db_instance", { engine: "postgres", identifier: "shop" }),
    other("aws_db_parameter_group", {
      family: "postgres16",
      parameter: [
        { name: "log_statement", value: "ddl" },
        { name: "shared_preload_libraries", value: "pg_stat_statements" },
      ],
    }),
  ],
  "an Aurora cluster": [
    other("aws_rds_cluster", { engine: "aurora-postgresql" }),
    other("aws_rds_cluster_parameter_group", { family: "aurora-postgresql16", parameter: [] }),
  ],
  "a Cloud SQL server": [
    other("google_sql_database_instance", {
      name: "shop",
      database_version: "POSTGRES_16",
      settings: [{ tier: "db-f1-micro", database_flags: [{ name: "cloudsql.iam_authentication", value: "on" }] }],
    }),
  ],
  "a MySQL server of Cloud SQL and its login": [
    other("google_sql_database_instance", { name: "shop", database_version: "MYSQL_8_0", settings: [] }),
    other("google_sql_user", { name: "app", instance: "shop", type: "BUILT_IN" }),
  ],
  "a login of Cloud SQL that Google authenticates": [other("google_sql_user", { name: "ann@example.com", instance: "shop", type: "CLOUD_IAM_USER" })],
  "a flexible server of Azure": [
    other("azurerm_postgresql_flexible_server", { name: "shop" }),
    other("azurerm_postgresql_flexible_server_database", { name: "shop" }, { name: "db" }),
    other("azurerm_postgresql_flexible_server_configuration", { name: "log_checkpoints", value: "on" }, { name: "log" }),
  ],
  "a deployment": [other("kubernetes_deployment", { metadata: [{ name: "web" }], spec: [{ replicas: 2 }] })],
  "a job of a cluster": [
    other("kubernetes_job", { metadata: [{ name: "report" }], spec: [{ template: [{ spec: [{ container: [{ image: "busybox", command: ["date"] }] }] }] }] }),
  ],
  "a manifest": [other("kubernetes_manifest", { manifest: { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "web" } } })],
  "a chart": [other("helm_release", RELEASE)],
  "a chart that is updated": [other("helm_release", RELEASE, { ...UPDATE, before: { ...RELEASE, values: [] } })],
  "a secret of a cluster": [other("kubernetes_secret", { metadata: [{ name: "web" }], data: { key: "x" } }, { sensitive: { data: true } })],
  "a container": [other("docker_container", { name: "web", image: "nginx:1.27" })],
  "a program that is asked for data": [other("external", { program: ["python3", "x.py"] }, { mode: "data", actions: ["read"] })],
  "a playbook": [other("ansible_playbook", { playbook: "web.yml", name: "web1" })],
  "a function that is invoked": [other("aws_lambda_invocation", { function_name: "warm", input: "{}" })],
  "a partial plan": [other("aws_s3_bucket", { bucket: "logs" })],
  "a random name": [other("random_pet", { length: 2 }, { unknown: { id: true } })],
  "a DNS record": [other("aws_route53_record", { name: "www.example.com", type: "A" })],
  "a monitor": [other("datadog_monitor", { name: "cpu", query: "avg(last_5m):avg:system.cpu.user{*} > 90" })],
  "a repository": [other("github_repository", { name: "shop" })],
  "a secret store": [other("vault_kv_secret_v2", { mount: "kv", name: "shop" })],
  "many at once": Array.from({ length: 200 }, (_, at) => other("aws_sqs_queue", { name: `q${at}` }, { name: `q${at}` })),
};

const role = (name: string, more: Values = {}, change: Partial<PlannedChange> = {}): PlannedChange => ({
  name: name.replace(/\W/g, "_"),
  after: roleValues(name, more),
  ...change,
});
const group = (name: string, more: Values = {}): PlannedChange => role(name, { login: false, ...more });
const member = (name: string, of: string): PlannedChange => ({ type: "postgresql_grant_role", name: `${name}_${of}`, after: grantValues(name, of) });
const grant = (after: Values, name = "read"): PlannedChange => ({
  type: "postgresql_grant",
  name,
  after: { database: "orders", schema: "public", columns: null, objects: null, with_grant_option: false, ...after },
});

/** Plans of teams that use PostgreSQL, and nothing that is dangerous. */
const INNOCENT: Readonly<Record<string, readonly PlannedChange[]>> = {
  "an application in its group": [group("orders_rw"), role("orders_app", { roles: ["orders_rw"] })],
  "a group by a grant of its own": [group("orders_rw"), role("orders_app"), member("orders_app", "orders_rw")],
  "an application whose password is generated": [
    other("random_password", { length: 32 }, { unknown: { result: true } }),
    role(
      "orders_app",
      {},
      {
        unknown: { password: true },
        sensitive: { password: true },
        expressions: { name: { constant_value: "orders_app" }, password: { references: ["random_password.this.result"] } },
      },
    ),
  ],
  "SELECT on all tables": [role("orders_app"), grant({ role: "orders_app", object_type: "table", privileges: ["SELECT"] })],
  "all privileges of a schema": [role("orders_app"), grant({ role: "orders_app", object_type: "schema", privileges: ["CREATE", "USAGE"] })],
  "CONNECT on a database": [role("orders_app"), grant({ role: "orders_app", object_type: "database", schema: null, privileges: ["CONNECT"] })],
  "nothing for PUBLIC": [grant({ role: "public", object_type: "schema", privileges: [] })],
  "default privileges": [
    group("orders_owner"),
    role("orders_app"),
    {
      type: "postgresql_default_privileges",
      name: "tables",
      after: {
        role: "orders_app",
        owner: "orders_owner",
        database: "orders",
        schema: "public",
        object_type: "table",
        privileges: ["SELECT"],
        with_grant_option: false,
      },
    },
  ],
  "a database and its owner": [group("orders_owner"), { type: "postgresql_database", name: "orders", after: { name: "orders", owner: "orders_owner" } }],
  "a schema": [group("orders_owner"), { type: "postgresql_schema", name: "s", after: { name: "sales", database: "orders", owner: "orders_owner" } }],
  "a trusted extension": [
    { type: "postgresql_extension", name: "trgm", after: { name: "pg_trgm", database: "orders" }, unknown: { schema: true, version: true } },
  ],
  "an operator who observes": [role("alice", { roles: ["pg_monitor"] })],
  "a person who leaves": [role("alice", {}, { actions: ["delete"], before: roleValues("alice", { roles: ["pg_monitor"] }), after: null, expressions: null })],
  "a longer life of a password": [role("orders_app", { valid_until: "2027-06-01" }, { ...UPDATE, before: roleValues("orders_app") })],
  "a chart and a bucket beside roles": [role("orders_app"), other("helm_release", RELEASE), other("aws_s3_bucket", { bucket: "logs" })],
  "the server and its roles": [role("orders_app"), other("aws_db_instance", { engine: "postgres", identifier: "orders" })],
};

describe("ordinary plans have no error", () => {
  test.each(Object.entries(ELSEWHERE))("%s", (name, changes) => {
    const more = name === "a partial plan" ? { complete: false } : {};
    for (const policy of [EXAMPLE_POLICY, null]) expect(errorsOf(judgePlan(planOf(changes, more, WITHOUT_POSTGRESQL), policy))).toEqual([]);
  });

  test.each(Object.entries(INNOCENT))("%s", (_, changes) => {
    const providers = { ...WITHOUT_POSTGRESQL, postgresql: PROVIDER };
    for (const policy of [EXAMPLE_POLICY, null]) expect(errorsOf(judgePlan(planOf(changes, {}, providers), policy))).toEqual([]);
  });
});

describe("what is known to reach PostgreSQL is refused wherever it stands", () => {
  const HOST = EXAMPLE_POLICY.environments[0]?.endpoints[0]?.host;
  test.each<readonly [string, PlannedChange]>([
    ["SQL of another provider", other("sql_query", { query: "GRANT a TO b" })],
    ["statements of Vault", other("vault_database_secret_backend_role", { creation_statements: ["CREATE ROLE x"] })],
    ["SQL through an interface of the cloud", other("aws_rdsdata_query", { sql: "GRANT a TO b" })],
    ["a built-in login of Cloud SQL", other("google_sql_user", { name: "app", instance: "shop", type: "BUILT_IN" })],
    ["a login of Cloud SQL with roles", other("google_sql_user", { name: "a@b.c", instance: "shop", type: "CLOUD_IAM_USER", database_roles: ["x"] })],
    ["an administrator of Azure", other("azurerm_postgresql_flexible_server_active_directory_administrator", { object_id: "x" })],
    ["a command as a parameter", other("aws_db_parameter_group", { family: "postgres16", parameter: [{ name: "archive_command", value: "x" }] })],
    ["a chart of PostgreSQL", other("helm_release", { name: "db", chart: "postgresql", repository: "https://charts.bitnami.com/bitnami" })],
    ["an operator's object", other("kubernetes_manifest", { manifest: { apiVersion: "postgresql.cnpg.io/v1", kind: "Cluster" } })],
    [
      "a job that runs psql",
      other("kubernetes_job", { spec: [{ template: [{ spec: [{ container: [{ image: "alpine", command: ["psql", "-c", "x"] }] }] }] }] }),
    ],
    ["a job with PostgreSQL's settings", other("kubernetes_cron_job_v1", { spec: [{ env: [{ name: "PGPASSWORD", value: "x" }] }] })],
    ["a type that nobody knows, with the address of a database", other("acme_thing", { target: "postgres://u@db/x" })],
    ["a type that nobody knows, with the name of a server of the policies", other("acme_thing", { target: HOST })],
  ])("%s", (_, change) => {
    expect(errorsOf(judgePlan(planOf([change], {}, WITHOUT_POSTGRESQL)))).toEqual([`no-opaque-resource ${change.type}.this`]);
  });

  test("programs are refused beside PostgreSQL", () => {
    const providers = { ...WITHOUT_POSTGRESQL, postgresql: PROVIDER };
    expect(errorsOf(judgePlan(planOf([role("orders_app"), other("ansible_playbook", { playbook: "x.yml" })], {}, providers)))).toEqual([
      "no-opaque-resource ansible_playbook.this",
    ]);
  });
});

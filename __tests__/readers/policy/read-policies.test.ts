import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { InputError } from "../../../model/input-error";
import { acmeWith, edited, FIXTURES, folder, problemsOf, read } from "./folder";

describe("the policy files of a platform team", () => {
  const policy = read(folder("acme"));

  test("environments are read in the file's order, with defaults filled in", () => {
    expect(policy.environments).toEqual([
      {
        name: "prod",
        kind: "shared",
        postgres: 16,
        platform: "self-hosted",
        endpoints: [
          { host: "orders.db.example.com", port: 5432 },
          { host: "orders-ro.db.example.com", port: 5432 },
        ],
        systemIdentifier: "7412345678901234567",
        administrators: ["postgres", "tfadmin"],
        databases: ["orders"],
        audit: { user: "rolegate_auditor", sslmode: "verify-full", database: "postgres" },
        unmanaged: ["legacy_*"],
        extensions: ["postgis"],
        minimumMinor: "16.16",
        source: { file: "policies/environments.yaml", line: 3 },
      },
      {
        name: "billing",
        kind: "shared",
        postgres: 15,
        platform: "rds",
        endpoints: [{ host: "billing.abc.eu-central-1.rds.amazonaws.com", port: 5432 }],
        systemIdentifier: null,
        administrators: ["postgres", "rdsadmin", "rdsrepladmin", "rdstopmgr"],
        databases: null,
        audit: null,
        unmanaged: [],
        extensions: [],
        minimumMinor: null,
        source: { file: "policies/environments.yaml", line: 17 },
      },
      {
        name: "migration-lab",
        kind: "isolated",
        postgres: 17,
        platform: "self-hosted",
        endpoints: [{ host: "/var/run/lab", port: 5433 }],
        systemIdentifier: "7412345678901234999",
        administrators: ["postgres"],
        databases: null,
        audit: null,
        unmanaged: [],
        extensions: [],
        minimumMinor: null,
        source: { file: "policies/environments.yaml", line: 22 },
      },
    ]);
    expect(policy.providers).toEqual(["cyrilgdn/postgresql"]);
  });

  test("without providers the community provider and ours may speak to PostgreSQL", () => {
    expect(read(acmeWith(edited("environments.yaml", "providers: [cyrilgdn/postgresql]\n", ""))).providers).toEqual([
      "cyrilgdn/postgresql",
      "rolegate/rolegate",
    ]);
  });

  test("a kind is one entry or a list of entries, and an entry knows its line", () => {
    expect(policy.personas).toEqual([
      entry({ kind: "app", roles: ["*_app"], line: 3 }),
      entry({ kind: "ops", roles: ["ops_*", "alice"], approved: ["pg_monitor", "pg_signal_backend"], line: 5 }),
      entry({ kind: "ops", name: "exporter", roles: ["postgres_exporter"], approved: ["pg_monitor"], environments: ["prod"], line: 6 }),
      entry({
        kind: "dba",
        roles: ["dba_*", "etl_migrator"],
        approved: ["pg_monitor", "pg_read_all_data", "pg_checkpoint", "pg_maintain", "rds_superuser"],
        attributes: ["createrole"],
        exact: true,
        line: 7,
      }),
    ]);
    expect(policy.external).toEqual([
      { role: "ops_wrapper", environment: "prod", holds: ["pg_monitor", "orders_readers"], source: { file: "policies/personas.yaml", line: 13 } },
    ]);
  });

  test("allowlist entries, accepted functions and waivers are read", () => {
    expect(policy.allowlist).toEqual([
      {
        environment: "migration-lab",
        capability: "execute-server-program",
        roles: ["etl_migrator"],
        isolation: "migration-host",
        reason: "Oracle unload files are decompressed on the server",
        owner: "data-platform@example.com",
        ticket: "SEC-142",
        expires: "2027-01-31",
        audit: { log_statement: "all" },
        source: { file: "policies/allowlist.yaml", line: 3 },
      },
    ]);
    expect(policy.acceptedFunctions).toEqual([
      {
        environment: "prod",
        function: "pgbouncer.get_auth(text)",
        runsAs: "postgres",
        sha256: "0f4d9a52c7b1e3866d2f0a9b8c7d6e5f4a3b2c1d0e9f8a7b6c5d4e3f2a1b0c9d",
        gives: ["read-credentials"],
        reason: "pgbouncer looks up verifiers",
        owner: "dba@example.com",
        expires: "2027-03-31",
        source: { file: "policies/accepted.yaml", line: 3 },
      },
    ]);
    expect(read(acmeWith(edited("accepted.yaml", "get_auth(text)", "get_auth (VARCHAR,int4)"))).acceptedFunctions).toMatchObject([
      { function: "pgbouncer.get_auth(character varying, integer)" },
    ]);
    expect(policy.waivers).toEqual([
      {
        rule: "require-supported-minor",
        environment: "prod",
        subject: "prod",
        reason: "upgrade window 12 December",
        owner: "dba@example.com",
        expires: "2026-12-15",
        source: { file: "policies/waivers.yaml", line: 3 },
      },
    ]);
  });

  test("only environments.yaml is required", () => {
    const { personas, external, allowlist, acceptedFunctions, waivers } = read(folder("acme").filter(({ name }) => name.includes("environments")));
    expect([personas, external, allowlist, acceptedFunctions, waivers]).toEqual([[], [], [], [], []]);
  });

  test.each([
    ["isolated-allowlisted", 5, 1],
    ["createrole-on-15", 5, 0],
    ["dba-on-17", 5, 0],
  ])("the folder of the recorded plan %s is read", (name, environments, allowlist) => {
    const recorded = read(folder(name));
    expect([recorded.environments.length, recorded.personas.length, recorded.allowlist.length]).toEqual([environments, 3, allowlist]);
  });

  test("aliases repeat values, and .yml is as good as .yaml", () => {
    const text = "personas:\n  app: { roles: [&x batch], approved: &observe [pg_monitor] }\n  ops: { roles: [ops], approved: *observe }\n";
    const { personas } = read(acmeWith({ "personas.yaml": null, "personas.yml": text }));
    expect(personas.map(({ approved }) => approved)).toEqual([["pg_monitor"], ["pg_monitor"]]);
  });

  test("an exact name may stand in two entries that speak of different environments", () => {
    const text = "personas:\n  app: { roles: [batch], environments: [prod] }\n  dba: { roles: [batch], environments: [billing, migration-lab] }\n";
    expect(read(acmeWith({ "personas.yaml": text })).personas).toHaveLength(2);
  });

  test("an expired entry is read: rules say what it means", () => {
    expect(read(folder("acme"), { today: "2030-01-01" }).allowlist).toHaveLength(1);
  });

  test("quoted and unquoted days are the same", () => {
    expect(read(acmeWith(edited("allowlist.yaml", "2027-01-31", '"2027-01-31"'))).allowlist[0]?.expires).toBe("2027-01-31");
  });
});

describe("sha256", () => {
  const files = folder("acme");
  const { sha256 } = read(files);

  test("is what `LC_ALL=C sha256sum *.yaml | sha256sum` prints in the folder", () => {
    const hash = (bytes: string | Buffer): string => createHash("sha256").update(bytes).digest("hex");
    const lines = files.map(({ name }) => basename(name)).map((file) => `${hash(readFileSync(join(FIXTURES, "acme", file)))}  ${file}\n`);
    expect(sha256).toBe(hash(lines.sort((a, b) => (a.slice(66) < b.slice(66) ? -1 : 1)).join("")));
  });

  test("does not depend on the order of the files or on where the folder is", () => {
    const elsewhere = files.map(({ name, text }) => ({ name: name.replace("policies/", "C:\\trusted\\"), text }));
    expect(read(elsewhere.reverse()).sha256).toBe(sha256);
  });

  test("changes with every byte, a comment's too", () => {
    expect(read(acmeWith(edited("waivers.yaml", "# yaml", "#  yaml"))).sha256).not.toBe(sha256);
  });
});

describe("several problems", () => {
  const files = acmeWith({
    ...edited("personas.yaml", "approved: [] }", "aproved: [pg_signal_backend], environments: [production] }"),
    ...edited("environments.yaml", "kind: shared", "kind: public"),
    "roles.yaml": "a: 1",
  });
  const problems = problemsOf(files);

  test("are told in one go, in the order of files and lines", () => {
    expect(problems).toEqual([
      "policies/environments.yaml:4: `kind` is `public`: use `shared` or `isolated`",
      "policies/personas.yaml:3: unknown key `aproved`: did you mean `approved`?",
      "policies/personas.yaml:3: environments.yaml has no environment `production`: use `prod`, `billing` or `migration-lab`",
      "policies/roles.yaml: no policy file is called so: they are `environments.yaml`, `personas.yaml`, `allowlist.yaml`, `accepted.yaml` or `waivers.yaml`; move others elsewhere",
    ]);
  });

  test("have a first line that counts the others, and details that name each and say why", () => {
    const thrown = (() => {
      try {
        return read(files);
      } catch (error) {
        return error;
      }
    })() as InputError;
    expect(thrown).toBeInstanceOf(InputError);
    expect(thrown.message).toBe(`${problems[0]}, and 3 more problems`);
    expect(thrown.details).toEqual([...problems, "policy files that cannot be read in full are not used in part: correct them and run again"]);
  });
});

interface EntryValues {
  readonly kind: string;
  readonly roles: readonly string[];
  readonly line: number;
  readonly name?: string;
  readonly approved?: readonly string[];
  readonly attributes?: readonly string[];
  readonly environments?: readonly string[];
  readonly exact?: boolean;
}
const entry = ({ line, ...values }: EntryValues) => ({
  name: null,
  approved: [],
  attributes: [],
  environments: null,
  exact: false,
  ...values,
  source: { file: "policies/personas.yaml", line },
});

import { AUDIT_SQL } from "../../readers/catalog/audit-sql";
import { folderWith, type Ran, runIn, stackJson } from "../cli/world";
import { TESTED_MAJORS, type TestServer, withServer } from "../support/servers";

/*
 * One cluster in which everything is wrong that only a server can show, and its twin in which the same is right: each is audited once, so that what is
 * right must not be found beside what is wrong.
 */

const PASSWORD = "hunter2";
const TODAY = "2026-11-20";

/** The login of an audit that sees everything. */
const AUDITOR = [
  `CREATE ROLE auditor LOGIN PASSWORD '${PASSWORD}'`,
  "GRANT pg_read_all_stats TO auditor",
  "GRANT EXECUTE ON FUNCTION pg_hba_file_rules() TO auditor",
  "GRANT SELECT (rolname, rolpassword) ON pg_authid TO auditor",
];

const ROLES = [
  "CREATE ROLE etl_migrator LOGIN IN ROLE pg_execute_server_program",
  "ALTER ROLE etl_migrator SET log_statement = 'all'",
  "CREATE ROLE old_migrator LOGIN",
  "CREATE ROLE idle_migrator LOGIN",
  "CREATE ROLE ops_wrapper IN ROLE pg_monitor",
  "CREATE ROLE alice LOGIN IN ROLE pg_monitor",
  "CREATE FUNCTION pay(amount integer) RETURNS integer LANGUAGE sql SECURITY DEFINER AS 'SELECT amount'",
  "CREATE ROLE payer IN ROLE pg_read_all_data",
  // Its script gives EXECUTE on its functions, and SELECT on its view, to pg_monitor.
  "CREATE EXTENSION pg_buffercache",
  "ALTER FUNCTION pay(integer) OWNER TO payer",
  "REVOKE EXECUTE ON FUNCTION pay(integer) FROM PUBLIC; GRANT EXECUTE ON FUNCTION pay(integer) TO alice",
];

const wrongs = (major: number): readonly string[] => [
  "ALTER ROLE etl_migrator IN DATABASE test SET log_statement = 'none'",
  "SET password_encryption = 'md5'; CREATE ROLE old_app LOGIN PASSWORD 'x'; RESET password_encryption",
  "GRANT pg_execute_server_program TO old_migrator",
  "GRANT pg_read_all_data TO ops_wrapper",
  "CREATE OR REPLACE FUNCTION pay(amount integer) RETURNS integer LANGUAGE sql SECURITY DEFINER AS 'SELECT amount + 1'",
  "CREATE ROLE joe LOGIN",
  "GRANT EXECUTE ON FUNCTION pg_buffercache_pages() TO pg_signal_backend",
  "CREATE EXTENSION postgres_fdw",
  "CREATE SERVER elsewhere FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'orders.db.example.com')",
  ...(major >= 16
    ? ["CREATE ROLE ann LOGIN", "GRANT pg_monitor TO ann WITH ADMIN TRUE, INHERIT FALSE, SET FALSE", "SET ROLE ann; GRANT pg_monitor TO alice; RESET ROLE"]
    : []),
];

interface Files {
  readonly stated: number;
  readonly platform: string;
  readonly entries: readonly { readonly role: string; readonly expires: string }[];
  readonly waived: string;
  readonly identifier: string;
  readonly digest: string;
}

const policies = ({ host, port }: TestServer, { stated, platform, entries, waived, identifier, digest }: Files): Readonly<Record<string, string>> => ({
  "policies/environments.yaml": `environments:
  - name: lab
    kind: isolated
    postgres: ${stated}
    platform: ${platform}
    endpoints: [{ host: "${host}", port: ${port} }]
    systemIdentifier: "${identifier}"
    administrators: [postgres]
    unmanaged: [auditor]
    audit: { user: auditor }
`,
  "policies/personas.yaml": `personas:
  ops: { roles: [alice], approved: [pg_monitor] }
  dba: { roles: [etl_migrator, old_migrator, idle_migrator, auditor_dba], approved: [] }
external:
  - { role: ops_wrapper, environment: lab, holds: [pg_monitor] }
`,
  "policies/allowlist.yaml": `allowlist:
${entries
  .map(
    ({ role, expires }) =>
      `  - { environment: lab, capability: execute-server-program, roles: [${role}], isolation: test, reason: tests, owner: a@example.com, expires: ${expires}, audit: { log_statement: all } }`,
  )
  .join("\n")}
`,
  "policies/accepted.yaml": `functions:
  - { environment: lab, function: "public.pay(integer)", runsAs: payer, sha256: "${digest}", gives: [read-all-data], reason: reviewed, owner: a@example.com, expires: 2027-01-31 }
`,
  "policies/waivers.yaml": `waivers:
  - { rule: require-supported-minor, environment: lab, subject: lab, reason: tests, owner: a@example.com, expires: 2026-12-15 }
  - { rule: no-credential-access, environment: lab, subject: auditor, reason: it looks for md5, owner: a@example.com, expires: 2026-12-15 }
  - { rule: no-server-privilege, environment: lab, subject: ${waived}, reason: tests, owner: a@example.com, expires: 2026-12-15 }
`,
});

const BAD_HBA = "local all all trust\nhost all all 10.0.0.0/8 trust\nhost orders old_app 192.168.0.0/16 password\nhost all nobody 10.0.0.0/8 nonsense\n";
const GOOD_HBA =
  "local all postgres peer\nhostssl orders joe 10.0.0.0/8 password\nhost orders old_app 10.0.0.0/8 scram-sha-256\nhost all all 127.0.0.1/32 scram-sha-256\n";

/** Runs with another text in pg_hba.conf, which no reload makes anybody obey. */
const withHba = async <T>({ admin }: TestServer, text: string, use: () => Promise<T>): Promise<T> => {
  const { rows } = await admin.query<{ file: string; text: string }>(
    "SELECT current_setting('hba_file') AS file, pg_read_file(current_setting('hba_file')) AS text",
  );
  const [was] = rows;
  if (was === undefined) throw new Error("the server has no pg_hba.conf");
  const write = async (content: string): Promise<void> => {
    const made = await admin.query<{ id: number }>("SELECT lo_from_bytea(0, convert_to($1, 'UTF8')) AS id", [content]);
    await admin.query("SELECT lo_export($1, $2)", [made.rows[0]?.id, was.file]);
    await admin.query("SELECT lo_unlink($1)", [made.rows[0]?.id]);
  };
  try {
    await write(text);
    return await use();
  } finally {
    await write(was.text);
  }
};

const audited = async (server: TestServer, files: Files, roles: readonly string[]): Promise<Ran> => {
  const code = stackJson(
    roles.map((name) => ({ name })),
    server.host,
  ).replace('"port":5432', `"port":${server.port}`);
  return runIn(
    folderWith({ ...policies(server, files), "code/cdk.tf.json": code }),
    ["audit", "--environment", "lab", "--desired", "code", "--today", TODAY, "--format", "json"],
    { env: { PGPASSWORD: PASSWORD, HOME: "/nowhere" } },
  );
};

const NAMES = ["etl_migrator", "old_migrator", "idle_migrator", "alice", "old_app", "ann", "payer"];

interface Told {
  readonly rule: string;
  readonly severity: string;
  readonly status: string;
  readonly subject: string;
  readonly message: string;
}
const openIn = ({ stdout, stderr }: Ran): readonly string[] => {
  expect(stderr).toBe("");
  const { findings } = JSON.parse(stdout) as { readonly findings: readonly Told[] };
  return findings.filter(({ status }) => status === "open").map(({ rule, severity, subject, message }) => `${severity} ${rule} ${subject}: ${message}`);
};

describe.each(TESTED_MAJORS)("what only PostgreSQL %i itself shows", (major) => {
  it("is found where it is wrong, and not where it is right", async () => {
    await withServer(major, async (server) => {
      for (const statement of ROLES) await server.admin.query(statement);
      // Privileges on catalogs are of one database each: here of the one that an audit enters first.
      const first = await server.connect({ database: "postgres" });
      for (const statement of AUDITOR) await first.query(statement);
      const identifier = (await server.admin.query("SELECT system_identifier::text AS id FROM pg_control_system()")).rows[0]?.id;
      const about = { identifier, digest: "" };

      // What the owners of the policy files do: they ask for the digest.
      const explained = await runIn(folderWith({}), ["explain", "alice", `postgres://auditor:${PASSWORD}@${server.host}:${server.port}/test`]);
      const digest = /public\.pay\(integer\).*?([0-9a-f]{64})/s.exec(explained.stdout)?.[1] ?? "";
      expect(digest).not.toBe("");

      const right = await withHba(server, GOOD_HBA, () =>
        audited(
          server,
          { ...about, digest, stated: major, platform: "self-hosted", entries: [{ role: "etl_migrator", expires: "2027-01-31" }], waived: "PUBLIC" },
          NAMES,
        ),
      );
      const twin = openIn(right).filter((line) => !line.includes("the waiver of no-server-privilege for PUBLIC matches nothing"));
      expect(twin).toEqual([]);
      expect(right.code).toBe(0);

      for (const statement of wrongs(major)) await server.admin.query(statement);
      const stated = major === 14 ? 15 : 14;
      const wrong = await withHba(server, BAD_HBA, () =>
        audited(
          server,
          {
            ...about,
            digest,
            stated,
            platform: "rds",
            entries: [
              { role: "etl_migrator", expires: "2027-01-31" },
              { role: "old_migrator", expires: "2026-11-19" },
              { role: "idle_migrator", expires: "2027-01-31" },
            ],
            waived: "PUBLIC",
          },
          NAMES,
        ),
      );
      expect(wrong.code).toBe(1);
      const found = openIn(wrong);
      const expected = [
        `error require-true-environment lab: lab is PostgreSQL ${major}, and the policy files say ${stated}: the server's own version counts`,
        /error require-true-environment lab: lab shows nothing of Amazon RDS.*, and the policy files say rds/,
        "error require-promised-audit etl_migrator: the allowlist entry for execute-server-program promises an audit of etl_migrator, and `log_statement = all` is not in force in test: there it is `none`",
        "warning no-replayable-verifier old_app: the password of old_app is stored as an md5 verifier, which serves as the password to whoever reads it",
        "error require-current-allowlist lab: the allowlist entry for execute-server-program of old_migrator expired on 2026-11-19, and old_migrator still reaches it",
        "warning require-current-allowlist lab: the allowlist entry for execute-server-program of idle_migrator matches nothing: none of them reaches it",
        "error no-understated-external ops_wrapper: ops_wrapper holds pg_read_all_data too, which its `external` entry does not say",
        /error require-current-acceptance lab: the accepted function `public.pay\(integer\)` was changed since it was reviewed, and is accepted no more: its digest is [0-9a-f]{64}/,
        "error no-undeclared-role joe: joe is in the cluster, and the code does not know it",
        "error no-doubtful-isolation lab: lab is isolated, and has foreign server elsewhere, which leads to host orders.db.example.com",
        "warning require-current-waiver PUBLIC: the waiver of no-server-privilege for PUBLIC matches nothing",
        "error no-weak-authentication lab: line 2 of pg_hba.conf, `host all all 10.0.0.0 255.0.0.0 trust`, believes whoever comes: nobody is asked for a password",
        "warning no-weak-authentication lab: line 1 of pg_hba.conf, `local all all trust`, believes whoever has an account on the server's machine",
        "error no-weak-authentication lab: line 3 of pg_hba.conf, `host orders old_app 192.168.0.0 255.255.0.0 password`, lets passwords cross the network as they are",
        /warning no-weak-authentication lab: line 4 of pg_hba.conf cannot be read, and a reload is refused: invalid authentication method "nonsense"/,
        "error no-predefined-member pg_signal_backend: EXECUTE on function pg_buffercache_pages of database test is granted to the predefined role pg_signal_backend",
        ...(major >= 16 ? [/warning no-second-grantor alice: alice is a member of pg_monitor by 2 grantors, ann and postgres/] : []),
      ];
      // What the extension itself gave is nobody's doing.
      expect(found.filter((line) => line.includes("no-predefined-member"))).toHaveLength(1);
      for (const words of expected) expect(found).toContainEqual(typeof words === "string" ? expect.stringContaining(words) : expect.stringMatching(words));
    });
  });

  it("is asked in statements that the server knows", async () => {
    await withServer(major, async ({ admin }) => {
      for (const sql of Object.values(AUDIT_SQL)) await admin.query(`EXPLAIN ${sql}`);
    });
  });
});

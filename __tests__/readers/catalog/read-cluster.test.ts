import { ATTRIBUTES, type ClusterRow, OPTIONS, VERIFIERS_SQL } from "../../../readers/catalog/catalog-sql";
import { type Query, readCluster } from "../../../readers/catalog/read-cluster";

const NAMES: Readonly<Record<number, string>> = {
  10: "postgres",
  3373: "pg_monitor",
  3375: "pg_read_all_stats",
  4571: "pg_execute_server_program",
  16384: "app",
  16385: "etl",
};
const OIDS = Object.keys(NAMES).map(Number);
const ROW: ClusterRow = {
  version: 180004,
  identifier: "77",
  database: "d",
  login: '"the auditor"',
  verifiers: false,
  recovering: false,
  vendors: null,
  oids: `{${OIDS}}`,
  names: OIDS.map((oid) => NAMES[oid]!),
  attributes: `{${OIDS.map((oid) => (oid === 10 ? ATTRIBUTES.superuser + ATTRIBUTES.login : oid === 16384 ? ATTRIBUTES.login + ATTRIBUTES.createdb : ATTRIBUTES.inherit))}}`,
  limits: [
    [16384, 5, null],
    [16385, -1, "2027-01-01T00:00:00+00:00"],
    [10, -1, "infinity"],
  ],
  memberships: null,
  members: null,
  settings: null,
  databases: null,
  parameters: null,
  standbys: null,
};

/** A server that answers with this row, and what it was asked. */
const answering = (row: Partial<ClusterRow>, verifiers: readonly object[] = []): { readonly query: Query; readonly asked: string[] } => {
  const asked: string[] = [];
  const query: Query = async (sql) => {
    asked.push(sql);
    if (sql === VERIFIERS_SQL) return verifiers;
    return sql === "SHOW server_version_num" ? [{ server_version_num: String(row.version ?? ROW.version) }] : [{ ...ROW, ...row }];
  };
  return { query, asked };
};

const bare = (facts: readonly { readonly origin: unknown }[]) => facts.map(({ origin, ...fact }) => fact);

describe("a cluster", () => {
  it("is refused when it does not say its version", async () => {
    await expect(readCluster(async () => [], 18)).rejects.toThrow("the server did not say its version");
  });

  it.each([
    [140023, false, false],
    [150018, false, true],
    [160014, true, true],
    [190000, true, true],
  ])("of version %i is asked for options of memberships: %s, and for parameters: %s, in one statement", async (version, options, parameters) => {
    const { query, asked } = answering({ version });
    const reading = await readCluster(query);
    expect(reading).toMatchObject({ major: Math.floor(version / 10_000), version, systemIdentifier: "77", bootstrapSuperuser: "postgres" });
    expect(asked).toHaveLength(2);
    expect([asked[1]!.includes("set_option"), asked[1]!.includes("pg_parameter_acl")]).toEqual([options, parameters]);
    const known = answering({ version });
    await readCluster(known.query, reading.major);
    expect(known.asked).toEqual([asked[1]]);
  });

  it("is not asked for verifiers that the login may not read, and says how it could", async () => {
    const { query, asked } = answering({ verifiers: false }, [{ role: "app", kind: "md5" }]);
    const { graph, unseen } = await readCluster(query, 18);
    expect(asked).not.toContain(VERIFIERS_SQL);
    expect(graph.verifiers).toEqual([]);
    expect(unseen).toEqual([
      'how passwords are stored, and an md5 verifier serves as one: GRANT SELECT (rolname, rolpassword) ON pg_catalog.pg_authid TO "the auditor"',
    ]);
  });

  it("has roles with their attributes and limits", async () => {
    const { graph } = await readCluster(answering({}).query, 18);
    const has = (name: string) => bare(graph.roles.filter((role) => role.name === name));
    const none = { login: false, inherit: false, superuser: false, createrole: false, createdb: false, replication: false, bypassrls: false };
    expect(has("app")).toEqual([{ ...none, name: "app", source: "managed", login: true, createdb: true, connectionLimit: 5, validUntil: null }]);
    expect(has("etl")).toEqual([{ ...none, name: "etl", source: "managed", inherit: true, connectionLimit: -1, validUntil: "2027-01-01T00:00:00+00:00" }]);
    expect(has("postgres")).toEqual([{ ...none, name: "postgres", source: "external", login: true, superuser: true, connectionLimit: -1, validUntil: null }]);
  });

  const options = (admin: boolean, inherit: boolean, set: boolean): number =>
    (admin ? OPTIONS.admin : 0) + (inherit ? OPTIONS.inherit : 0) + (set ? OPTIONS.set : 0);

  it.each([
    ["as initdb made it", [3375, 10, options(false, true, true)], 180004, 0],
    ["with ADMIN OPTION", [3375, 10, options(true, true, true)], 180004, 1],
    ["without INHERIT", [3375, 10, options(false, false, true)], 180004, 1],
    ["without SET", [3375, 10, options(false, true, false)], 180004, 1],
    ["by somebody else", [3375, 16384, options(false, true, true)], 180004, 1],
    ["in another role", [4571, 10, options(false, true, true)], 180004, 1],
    ["before 16", [3375, 10, 0], 150018, 0],
    ["in a role that was dropped meanwhile", [16999, 10, options(false, true, true)], 180004, 0],
  ] as const)("shows a membership of pg_monitor %s: %j, on %i, %i times", async (_, group, version, times) => {
    const { graph } = await readCluster(answering({ version, memberships: [group], members: "{3373}" }).query, Math.floor(version / 10_000));
    expect(graph.memberships).toHaveLength(times);
  });

  it("shows memberships by names in an order of their own, and no grantor where that is dropped", async () => {
    const row = {
      memberships: [
        [4571, 16999, options(false, true, false)],
        [3373, 10, options(true, false, true)],
        [3373, 16385, options(false, true, true)],
      ],
      members: "{16385,16384}{16384}{16384}",
    } as const;
    const { graph } = await readCluster(answering(row).query, 18);
    expect(bare(graph.memberships)).toEqual([
      { member: "app", role: "pg_execute_server_program", grantor: null, admin: false, inherit: true, set: false, style: null },
      { member: "app", role: "pg_monitor", grantor: "postgres", admin: true, inherit: false, set: true, style: null },
      { member: "app", role: "pg_monitor", grantor: "etl", admin: false, inherit: true, set: true, style: null },
      { member: "etl", role: "pg_execute_server_program", grantor: null, admin: false, inherit: true, set: false, style: null },
    ]);
  });

  it("shows settings, databases, parameters, standbys and verifiers as they stand", async () => {
    const { graph, databases, nameOf } = await readCluster(
      answering(
        {
          verifiers: true,
          settings: [
            { role: 16384, database: "d", configuration: ["search_path=a, b=c", "role="] },
            { role: 16999, database: null, configuration: ["a=b"] },
          ],
          databases: [
            { database: "d", owner: 16385, template: true, open: true, connect: false, acl: [[0, "CONNECT", true]] },
            { database: "shut", owner: 16385, template: false, open: false, connect: true, acl: null },
          ],
          parameters: [
            {
              name: "log_statement",
              acl: [
                [16384, "SET", false],
                [16999, "SET", false],
              ],
            },
          ],
          standbys: [{ slot: "copy" }],
        },
        [{ role: "app", kind: "md5" }],
      ).query,
      18,
    );
    expect([nameOf(0), nameOf(10), nameOf(16999)]).toEqual(["PUBLIC", "postgres", "unknown (OID=16999)"]);
    expect(bare(graph.settings)).toEqual([
      { role: "app", database: "d", name: "search_path", value: "a, b=c" },
      { role: "app", database: "d", name: "role", value: "" },
    ]);
    expect(databases).toEqual([
      { name: "d", allowsConnections: true, mayConnect: false },
      { name: "shut", allowsConnections: false, mayConnect: false },
    ]);
    expect(bare(graph.databases)).toEqual([
      { name: "d", owner: "etl", isTemplate: true },
      { name: "shut", owner: "etl", isTemplate: false },
    ]);
    expect(bare(graph.grants)).toEqual([
      { grantee: "PUBLIC", privilege: "CONNECT", objectType: "database", database: "d", schema: null, object: "d", columns: [], grantable: true },
      { grantee: "app", privilege: "SET", objectType: "parameter", database: null, schema: null, object: "log_statement", columns: [], grantable: false },
    ]);
    expect(bare(graph.standbys)).toEqual([{ slot: "copy" }]);
    expect(bare(graph.verifiers)).toEqual([{ role: "app", kind: "md5" }]);
  });
});
